"""A search as one line that can be kept, shared and asked again: the query string of a URL.

The same search is always the same line: parameters in one order, values sorted, defaults left out. Names are
those of the filters on the command line; a leading "-" in a value excludes.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from .errors import UsageError
from .models import Facet, SearchRequest, Sort

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUERY, _ANY, _BY_DOCUMENT, _SORT = "q", "any", "by_document", "sort"
_YES = "1"


def write_selection(request: SearchRequest) -> str:
    """What a request selects and in which order; not which page of it is shown, nor which facets.

    Returns:
        Such as ``q=data+protection&law=law%3Aai-act&year=-2019``; "" if it asks for everything.
    """
    return urlencode(list(_parameters(request)))


def _parameters(request: SearchRequest) -> Iterator[tuple[str, str]]:
    if request.query.strip():
        yield _QUERY, request.query
    for facet in sorted(Facet):
        yield from ((facet, value) for value in sorted(request.filters.get(facet, ())))
        yield from ((facet, f"-{value}") for value in sorted(request.excludes.get(facet, ())))
    if request.any_words:
        yield _ANY, _YES
    if request.by_document:
        yield _BY_DOCUMENT, _YES
    if request.sort is not Sort.RELEVANCE:
        yield _SORT, request.sort


def read_selection(text: str) -> SearchRequest:
    """The request that a line stands for, written by hand or by ``write_selection``.

    Raises:
        UsageError: A parameter or its value is none of a search.
    """
    filters: dict[Facet, set[str]] = defaultdict(set)
    excludes: dict[Facet, set[str]] = defaultdict(set)
    given: dict[str, str] = {}
    for name, value in parse_qsl(text.removeprefix("?"), keep_blank_values=True):
        if name in tuple(Facet):
            excluded = value.startswith("-")
            (excludes if excluded else filters)[Facet(name)].add(value[1:] if excluded else value)
        elif name in (_QUERY, _ANY, _BY_DOCUMENT, _SORT):
            given[name] = value
        else:
            known = ", ".join((_QUERY, *Facet, _ANY, _BY_DOCUMENT, _SORT))
            raise UsageError(f"selection {text!r}: there is no parameter {name!r}; those that are: {known}")
    for name in (_ANY, _BY_DOCUMENT):
        if given.get(name, _YES) != _YES:
            raise UsageError(f"selection {text!r}: {name} is {_YES} or left out, not {given[name]!r}")
    sort = given.get(_SORT, Sort.RELEVANCE)
    if sort not in tuple(Sort):
        raise UsageError(f"selection {text!r}: {_SORT} is {', '.join(Sort)}, not {sort!r}")
    return SearchRequest(
        query=given.get(_QUERY, ""),
        filters={facet: frozenset(values) for facet, values in filters.items()},
        excludes={facet: frozenset(values) for facet, values in excludes.items()},
        any_words=_ANY in given,
        by_document=_BY_DOCUMENT in given,
        sort=Sort(sort),
    )

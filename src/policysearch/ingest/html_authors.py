"""Who wrote a web page: by JSON-LD, meta elements, or the line below its heading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .authors import person_names
from .blocks import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bs4 import BeautifulSoup

_META = (
    "citation_author",
    "dcterms.creator",
    "dc.creator",
    "author",
    "article:author",
    "parsely-author",
    "byl",
)
_LABELS = re.compile(r"(?:^|[-_\s])(?:by-?line|author)(?:s|[-_]?name)?(?:$|[-_\s])", re.IGNORECASE)
_LONGEST_BYLINE = 150
"""Characters. A longer element is a box about the author, or the comments."""


def page_authors(
    page: BeautifulSoup, work: Mapping[str, object], by_id: Mapping[str, Mapping[str, object]], publisher: str
) -> tuple[tuple[str, ...], str]:
    """Return the persons who wrote a page, and where they are named; ((), "") if it does not say.

    Args:
        page: The page.
        work: The JSON-LD node of its work, {} if it has none.
        by_id: All JSON-LD nodes with a name, by their "@id".
        publisher: Who issued the page, which is no author.
    """
    for written, source in _bylines(page, work, by_id):
        if names := person_names(written, publisher=publisher):
            return names, source
    return (), ""


def _bylines(
    page: BeautifulSoup, work: Mapping[str, object], by_id: Mapping[str, Mapping[str, object]]
) -> Iterator[tuple[list[str], str]]:
    yield list(_names(work.get("author"), by_id)), "JSON-LD author"
    for name in _META:
        found = page.find_all("meta", attrs={"name": name}) or page.find_all("meta", attrs={"property": name})
        yield [str(each.get("content") or "") for each in found], f"meta {name}"
    yield [each.get_text(" ") for each in page.find_all(rel="author")], "rel=author"
    yield [each.get_text(" ") for each in page.find_all(itemprop="author")], "itemprop author"
    shown = (squeeze(each.get_text(" ")) for each in page.find_all(class_=_LABELS))
    yield [words for words in shown if len(words) <= _LONGEST_BYLINE][:1], "the byline"


def _names(value: object, by_id: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    """The names in a JSON-LD value: a name, a node, a reference to one, or a list of these."""
    if isinstance(value, list):
        for each in value:
            yield from _names(each, by_id)
    elif isinstance(value, dict):
        node = value if "name" in value else by_id.get(str(value.get("@id", "")), {})
        name = node.get("name", "")
        yield from _names(name if isinstance(name, (str, list)) else "", by_id)
    elif isinstance(value, str):
        yield value

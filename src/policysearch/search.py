"""The reading order: request → query → engine → store → results."""

from __future__ import annotations

import heapq
from dataclasses import replace
from typing import TYPE_CHECKING

from .errors import UnknownValue
from .filter_values import EVERY, KIND_OF_FACET, YEAR_FACETS, resolve_value
from .models import NO_VALUE, Facet, FacetCount, Hit, MentionKind, Notice, SearchResults
from .names import name_key
from .query import And, Query, Word, any_of, in_title, leaves, parse, resolve_fields
from .snippets import make_snippet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set

    from .analysis import Token
    from .engines.base import EngineResults, SearchEngine
    from .models import SearchRequest
    from .query import Expression, ParsedQuery
    from .store import EntityRow, MentionRow, Store

_MOST_LOOKED_UP = 20  # words of a query of which it is found out whether they occur


def search(store: Store, engine: SearchEngine, request: SearchRequest) -> SearchResults:
    """Find passages, with snippets and facets.

    Where no passage has all of the words, passages that have them in their titles are given, else the best
    partial matches, and a notice says so. Where a word occurs nowhere in the index, a notice names the
    nearest one that does.

    Raises:
        UnknownValue: A filter names a value that no passage has.
        EngineError: The index cannot be used.
    """
    parsed = parse(request.query)
    query, notices = _make_query(store, engine, request, parsed)
    found = _ask(engine, query, request)
    if not found.total_passages:
        notices += _without_filters(engine, query)
    suggested, suggestion = _suggest(engine, request.query, _unknown_words(engine, parsed, query, found))
    notices += suggested
    if not found.total_passages and query.expression:
        for wider, message in _wider(query.expression, request):
            query = replace(query, expression=wider)
            found = _ask(engine, query, request)
            if found.total_passages:
                notices += (Notice(message),)
                break
    return SearchResults(
        request=request,
        hits=_make_hits(store, found, query.expression),
        total_passages=found.total_passages,
        total_documents=found.total_documents,
        notices=notices,
        facets={
            facet: _label(store, facet, counts, query, request)
            for facet, counts in _with_selected(engine, query, found).items()
        },
        exact=found.exact,
        suggestion=suggestion,
    )


def _without_filters(engine: SearchEngine, query: Query) -> tuple[Notice, ...]:
    """A notice on how many passages a query would match without the filters, which leave nothing."""
    facets = tuple(dict.fromkeys((*query.filters, *query.excludes)))
    matching = engine.search(Query(expression=query.expression), limit=0).total_passages
    if not facets or not matching:
        return ()
    which, them = ("these filters", "them") if len(facets) > 1 else ("this filter", "it")
    counts = {facet: _count_without(engine, query, facet) for facet in facets}
    each = ", ".join(f"{count:,} without {facet}" for facet, count in counts.items())
    detail = f" ({each})" if len(facets) > 1 and any(counts.values()) else ""
    noun = "passage does" if matching == 1 else "passages do"
    return (Notice(f"Nothing matches with {which}; without {them} {matching:,} {noun}{detail}."),)


def _count_without(engine: SearchEngine, query: Query, facet: Facet) -> int:
    narrower = replace(
        query,
        filters={other: values for other, values in query.filters.items() if other is not facet},
        excludes={other: values for other, values in query.excludes.items() if other is not facet},
    )
    return engine.search(narrower, limit=0).total_passages


def _wider(expression: Expression, request: SearchRequest) -> Iterator[tuple[Expression | None, str]]:
    """What to ask where nothing matched, with the notice that says so."""
    yield (
        in_title(expression),
        "Only titles and headings have these words: showing the passages below them.",
    )
    if not request.any_words and len(list(leaves(expression))) > 1:
        yield any_of(expression), "No passage has all of these words: showing passages with some of them."


def list_entities(
    store: Store, engine: SearchEngine, kind: MentionKind, request: SearchRequest
) -> tuple[tuple[EntityRow, ...], tuple[Notice, ...]]:
    """The entities that the passages matching a request mention, with counts over those passages only.

    Raises:
        UnknownValue, EngineError: As for ``search``.
    """
    passage_ids, notices = matching_passages(store, engine, request)
    return tuple(store.entities.rows(kind, passage_ids=passage_ids)), notices


def list_mentions(
    store: Store, engine: SearchEngine, kind: MentionKind, request: SearchRequest
) -> Iterator[MentionRow]:
    """Every mention of a kind in the passages matching a request, by location and place.

    Raises:
        UnknownValue, EngineError: As for ``search``.
    """
    passage_ids, _ = matching_passages(store, engine, request)
    return store.mentions.rows(kind=kind, passage_ids=passage_ids)


def matching_passages(
    store: Store, engine: SearchEngine, request: SearchRequest
) -> tuple[frozenset[str] | None, tuple[Notice, ...]]:
    """Ids of every passage that matches a request, or None if it asks for all passages.

    Raises:
        UnknownValue, EngineError: As for ``search``.
    """
    query, notices = _make_query(store, engine, request, parse(request.query))
    if query.expression is None and not query.filters and not query.excludes:
        return None, notices
    found = engine.search(query, limit=EVERY)
    return frozenset(hit.passage_id for hit in found.hits), notices


def _make_query(
    store: Store, engine: SearchEngine, request: SearchRequest, parsed: ParsedQuery
) -> tuple[Query, tuple[Notice, ...]]:
    unknown: list[Notice] = []

    def values_of_field(facet: Facet, text: str) -> frozenset[str]:
        try:
            return resolve_value(store, engine, facet, text)
        except UnknownValue as error:
            unknown.append(Notice(f"{error}"))
            return frozenset()

    expression = resolve_fields(parsed.expression, values_of_field)
    query = Query(
        expression=any_of(expression) if request.any_words else expression,
        filters=_resolve_filters(store, engine, request.filters),
        excludes=_resolve_filters(store, engine, request.excludes),
    )
    return query, (*parsed.notices, *unknown)


def _resolve_filters(
    store: Store, engine: SearchEngine, filters: Mapping[Facet, Iterable[str]]
) -> dict[Facet, frozenset[str]]:
    return {
        facet: frozenset().union(*(resolve_value(store, engine, facet, value) for value in values))
        for facet, values in filters.items()
        if values
    }


def _unknown_words(
    engine: SearchEngine, parsed: ParsedQuery, query: Query, found: EngineResults
) -> list[Token]:
    """Words of the query that no passage has, in any inflection."""
    expression = query.expression
    parts = expression.parts if isinstance(expression, And) else (expression,)
    if found.total_passages and all(isinstance(part, Word) for part in parts):
        return []  # something has them all
    words = {token.stem: token for token in reversed(parsed.words)}
    return [
        token
        for token in list(words.values())[-_MOST_LOOKED_UP:][::-1]
        if not engine.search(Query(expression=Word(token.stem)), limit=0).total_passages
    ]


def _suggest(engine: SearchEngine, text: str, unknown: list[Token]) -> tuple[tuple[Notice, ...], str]:
    """A notice for each word that has a likely correction, and the whole query corrected."""
    if not unknown:
        return (), ""
    from .suggestions import corrected, corrections  # few searches need it

    found = corrections(text, unknown, engine.vocabulary)
    notices = tuple(
        Notice(
            f'Did you mean "{correction.word}"? "{text[correction.start : correction.end]}" occurs nowhere.',
            correction.start,
        )
        for correction in found
    )
    return notices, corrected(text, found) if found else ""


def _ask(engine: SearchEngine, query: Query, request: SearchRequest) -> EngineResults:
    """Ask for a page of hits, and of the facets whose values are narrowed by a word for all values."""
    return engine.search(
        query,
        offset=request.offset,
        limit=request.limit,
        facets=tuple(dict.fromkeys((*request.facets, *request.facet_words))),
        facet_size=EVERY if request.facet_words else request.facet_size,
        sort=request.sort,
        by_document=request.by_document,
    )


def _make_hits(store: Store, found: EngineResults, expression: Expression | None) -> tuple[Hit, ...]:
    sources = store.documents.sources([hit.passage_id for hit in found.hits])
    return tuple(
        Hit(
            passage=source.passage,
            title=source.title,
            location=source.location,
            publisher=source.publisher,
            published=source.published,
            score=hit.score,
            snippet=make_snippet(source.passage.text, expression),
            passages=hit.passages,
        )
        for hit in found.hits
        if (source := sources.get(hit.passage_id))
    )


def _with_selected(
    engine: SearchEngine, query: Query, found: EngineResults
) -> Mapping[Facet, Mapping[str, tuple[int, int]]]:
    """The counts of the facets with those of every selected value, however few: it is to be unselected.

    Years that no passage has are left out, since a range may name thousands.
    """
    lacking = {
        facet: missing
        for facet, counts in found.facets.items()
        if (missing := query.filters.get(facet, frozenset()) - counts.keys())
    }
    if not lacking:
        return found.facets
    every = engine.search(query, limit=0, facets=tuple(lacking), facet_size=EVERY).facets
    added = {
        facet: {
            value: every[facet].get(value, (0, 0))
            for value in missing
            if value in every[facet] or facet not in YEAR_FACETS
        }
        for facet, missing in lacking.items()
    }
    return {facet: {**counts, **added.get(facet, {})} for facet, counts in found.facets.items()}


def _label(
    store: Store, facet: Facet, counts: Mapping[str, tuple[int, int]], query: Query, request: SearchRequest
) -> tuple[FacetCount, ...]:
    """Name the values of a facet, those that are to be listed, in their order."""
    selected = query.filters.get(facet, frozenset())
    if beginning := request.facet_words.get(facet):
        listed = _values_with_word(store, facet, counts, beginning)
        counts = {value: count for value, count in counts.items() if value in listed}
    elif request.facet_words:
        most = heapq.nsmallest(request.facet_size, counts.items(), key=lambda row: (-row[1][0], row[0]))
        counts = {**dict(most), **{value: counts[value] for value in counts.keys() & selected}}
    names: Mapping[str, str] = store.entities.names(counts) if facet in KIND_OF_FACET else {}
    rows = [
        FacetCount(
            value=value,
            label=names.get(value, value),
            documents=documents,
            passages=passages,
            selected=value in selected,
        )
        for value, (documents, passages) in counts.items()
    ]
    ordered = sorted(rows, key=lambda row: (row.value == NO_VALUE, -row.documents, row.label))
    return tuple(row for place, row in enumerate(ordered) if place < request.facet_size or row.selected)


def _values_with_word(store: Store, facet: Facet, values: Iterable[str], beginning: str) -> Set[str]:
    """Values of a facet of which a word of a name begins so."""
    if kind := KIND_OF_FACET.get(facet):
        return store.entities.ids_with_word(kind, beginning)
    key = name_key(beginning)
    return {value for value in values if f" {key}" in f" {name_key(value)}"}

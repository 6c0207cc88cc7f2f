"""The order of hits, by arrays: only as much is scored and sorted as is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..models import Sort
from .base import EngineHit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .array_file import Array
    from .matching import Matching
    from .passage_columns import PassageColumns


class _Ranked(NamedTuple):
    """Hits in order: their passages, their scores, and how many passages each stands for."""

    passages: Array
    scores: Array
    counts: Array

    def of(self, places: Array | slice) -> _Ranked:
        """The hits in some places."""
        return _Ranked(*(array[places] for array in self))


def passage_hits(
    columns: PassageColumns, matching: Matching, found: Array, sort: Sort, *, offset: int, limit: int
) -> tuple[EngineHit, ...]:
    """The hits from ``offset`` on.

    Args:
        columns: What is known of the passages.
        matching: What scores them.
        found: Numbers of the passages that match, increasing, at least one.
        sort: The order wanted.
        offset: Hits to skip.
        limit: Most hits to return.
    """

    def scored(passages: Array) -> _Ranked:
        own, titles = matching.passage_scores(passages)
        return _Ranked(passages, own + titles, np.ones(passages.size, dtype=np.uint8))

    def best(passages: Array, count: int) -> _Ranked:
        ranked = scored(passages)
        return ranked.of(_first(-ranked.scores, columns.places(passages), count))

    if sort is Sort.RELEVANCE:
        tiers = matching.tiers(found, by_document=False)
        return _hits(columns, _in_tiers(tiers, best, offset + limit).of(slice(offset, None)))
    order = _first(_day_keys(columns, found, sort), columns.places(found), offset + limit)
    return _hits(columns, scored(found[order[offset:]]))


def document_hits(
    columns: PassageColumns, matching: Matching, found: Array, sort: Sort, *, offset: int, limit: int
) -> tuple[EngineHit, ...]:
    """As ``passage_hits``, but one hit a document: its passage of the highest score, with its own score."""

    def scored(passages: Array) -> _Ranked:
        """Documents, in order of their numbers."""
        of_documents = matching.document_scores(passages)
        own, titles = matching.passage_scores(passages)
        order = np.argsort(columns.document[passages], kind="stable")
        passages, titles, scores = passages[order], titles[order], (own + titles)[order]
        documents = columns.document[passages]
        starts = np.flatnonzero(np.diff(documents, prepend=-1.0))
        counts = np.diff(starts, append=passages.size)
        shown = np.flatnonzero(scores == np.repeat(np.maximum.reduceat(scores, starts), counts))
        shown = shown[np.argsort(columns.places(passages[shown]), kind="stable")]
        shown = shown[np.diff(documents[shown], prepend=-1.0) > 0]
        return _Ranked(passages[shown], of_documents[documents[starts]] + titles[shown], counts)

    def best(passages: Array, count: int) -> _Ranked:
        ranked = scored(passages)
        return ranked.of(_first(-ranked.scores, columns.document[ranked.passages], count))

    if sort is Sort.RELEVANCE:
        tiers = matching.tiers(found, by_document=True)
        return _hits(columns, _in_tiers(tiers, best, offset + limit).of(slice(offset, None)))
    least = np.full(columns.document_count, np.nan)
    # Assigned from the last in order to the first, so that the first of each document is what stays.
    keys = _day_keys(columns, found, sort)
    order = np.argsort(-keys, kind="stable")
    least[columns.document[found[order]]] = keys[order]
    documents = np.flatnonzero(~np.isnan(least))
    documents = documents[_first(least[documents], documents, offset + limit)[offset:]]
    shown = np.zeros(columns.document_count, dtype=bool)
    shown[documents] = True
    ranked = scored(found[shown[columns.document[found]]])
    return _hits(columns, ranked.of(np.searchsorted(columns.document[ranked.passages], documents)))


def _in_tiers(tiers: Iterable[Array], best: Callable[[Array, int], _Ranked], wanted: int) -> _Ranked:
    """The first hits of the first parts, as many as are wanted; a part's scores end below those before."""
    parts: list[_Ranked] = []
    lowest = np.inf
    for passages in tiers:
        part = best(passages, wanted - sum(each.scores.size for each in parts))
        parts.append(part._replace(scores=np.minimum(part.scores, lowest)))
        lowest = parts[-1].scores[-1]
        if sum(each.scores.size for each in parts) >= wanted:
            break
    return _Ranked(*map(np.concatenate, zip(*parts, strict=True)))


def _hits(columns: PassageColumns, ranked: _Ranked) -> tuple[EngineHit, ...]:
    return tuple(
        EngineHit(passage_id=columns.passage_id(passage), score=score, passages=count)
        for passage, score, count in zip(*(array.tolist() for array in ranked), strict=True)
    )


def _day_keys(columns: PassageColumns, found: Array, sort: Sort) -> Array:
    """What passages are sorted by, least first, NEWEST or OLDEST; those without a date come last."""
    days = columns.days[found].astype(np.float64)
    return np.where(days == 0, np.inf, -days if sort is Sort.NEWEST else days)


def _first(keys: Array, ties: Array, count: int) -> Array:
    """Places of the ``count`` least keys, in order; equal keys in order of ``ties``, which all differ."""
    places = np.arange(keys.size)
    if count < keys.size:
        bound = np.partition(keys, count - 1)[count - 1]
        below = np.flatnonzero(keys < bound)
        equal = np.flatnonzero(keys == bound)
        wanted = count - below.size
        if wanted < equal.size:
            equal = equal[np.argpartition(ties[equal], wanted - 1)[:wanted]]
        places = np.concatenate([below, equal])
    return places[np.lexsort((ties[places], keys[places]))]

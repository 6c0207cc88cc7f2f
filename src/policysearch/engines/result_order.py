"""The order of hits, by arrays: only as much is sorted as is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..models import Sort
from .base import EngineHit

if TYPE_CHECKING:
    from .array_file import Array
    from .matching import Matching
    from .snapshot import Snapshot


def passage_hits(
    snapshot: Snapshot, matching: Matching, found: Array, sort: Sort, *, offset: int, limit: int
) -> tuple[EngineHit, ...]:
    """The hits from ``offset`` on.

    Args:
        snapshot: Where the passages are.
        matching: What scores them.
        found: Numbers of the passages that match, increasing, at least one.
        sort: The order wanted.
        offset: Hits to skip.
        limit: Most hits to return.
    """
    scores = matching.scores(title=False)[found] + matching.scores(title=True)[found]
    keys = -scores if sort is Sort.RELEVANCE else _day_keys(snapshot, found, sort)
    chosen = _first(keys, snapshot.places(found), offset + limit)
    return tuple(
        EngineHit(passage_id=snapshot.passage_id(int(found[place])), score=float(scores[place]))
        for place in chosen[offset:].tolist()
    )


def document_hits(
    snapshot: Snapshot, matching: Matching, found: Array, sort: Sort, *, offset: int, limit: int
) -> tuple[EngineHit, ...]:
    """As ``passage_hits``, but one hit a document: its passage of the highest score, with its own score."""
    of_documents = matching.document_scores(found)
    found = found[np.argsort(snapshot.document[found], kind="stable")]
    titles = matching.scores(title=True)[found]
    scores = matching.scores(title=False)[found] + titles
    documents = snapshot.document[found]
    starts = np.flatnonzero(np.diff(documents, prepend=-1.0))
    counts = np.diff(starts, append=found.size)
    best = np.flatnonzero(scores == np.repeat(np.maximum.reduceat(scores, starts), counts))
    best = best[np.argsort(snapshot.places(found[best]), kind="stable")]
    best = best[np.diff(documents[best], prepend=-1.0) > 0]
    best_scores = of_documents[documents[starts]] + titles[best]
    if sort is Sort.RELEVANCE:
        keys = -best_scores
    else:
        keys = np.minimum.reduceat(_day_keys(snapshot, found, sort), starts)
    chosen = _first(keys, documents[starts], offset + limit)
    return tuple(
        EngineHit(
            passage_id=snapshot.passage_id(int(found[best[place]])),
            score=float(best_scores[place]),
            passages=int(counts[place]),
        )
        for place in chosen[offset:].tolist()
    )


def _day_keys(snapshot: Snapshot, found: Array, sort: Sort) -> Array:
    """What passages are sorted by, least first, NEWEST or OLDEST; those without a date come last."""
    days = snapshot.days[found].astype(np.float64)
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

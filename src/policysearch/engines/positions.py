"""Phrases and words near each other, by the places of their terms.

A place is one 64-bit number: the passage in the upper half, the position in the lower one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .distinct import distinct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .array_file import Array

_BITS = 32
"""Bits that a position takes beside the passage."""


def places(passages: Array, positions: Array) -> Array:
    """The place of each of some tokens."""
    return (passages.astype(np.int64) << _BITS) | positions


def phrases(terms: Iterable[tuple[int, Array]]) -> tuple[Array, Array]:
    """Passages that hold a phrase, increasing, and how often.

    Args:
        terms: For each term how many terms come before it in the phrase, and its places, sorted; taken
            one after the other, so the rarest had better be the first.
    """
    starts: Array | None = None
    for before, found in terms:
        enough = found[(found & ((1 << _BITS) - 1)) >= before] - before
        starts = enough if starts is None else starts[contained(starts, enough)]
        if not starts.size:
            break
    return _counted(np.zeros(0, np.int64) if starts is None else starts)


def near_each_other(terms: Sequence[Array], distance: int) -> tuple[Array, Array]:
    """Passages with a place of each term at most ``distance`` other words apart, and how often.

    Args:
        terms: For each term its places, sorted.
        distance: As ``query.Near`` has it.
    """
    lasts = distinct(np.concatenate(terms))
    # Wider than any passage is as good as any width, and stays clear of the passage number.
    width = min(len(terms) - 1 + distance, 1 << (_BITS - 2))
    close = np.ones(lasts.size, dtype=bool)
    for found in terms:
        if not found.size:
            return _counted(found)
        before = np.searchsorted(found, lasts, side="right") - 1
        close &= (before >= 0) & (found[before] >= lasts - width) & (found[before] >> _BITS == lasts >> _BITS)
    passages = distinct(lasts[close] >> _BITS)
    fewest: Array | None = None
    for found in terms:
        holding, counts = _counted(found)
        counts = counts[np.searchsorted(holding, passages)]
        fewest = counts if fewest is None else np.minimum(fewest, counts)
    assert fewest is not None
    return passages, fewest


def contained(some: Array, others: Array) -> Array:
    """For each of some numbers whether it is among others, which increase."""
    if not others.size:
        return np.zeros(some.size, dtype=bool)
    found = np.searchsorted(others, some)
    found[found == others.size] = 0
    among: Array = others[found] == some
    return among


def _counted(found: Array) -> tuple[Array, Array]:
    """The passages of increasing places, and how many places each has."""
    passages = found >> _BITS
    heads = np.flatnonzero(np.diff(passages, prepend=-1))
    return passages[heads], np.diff(heads, append=passages.size)

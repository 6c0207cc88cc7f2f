"""Filters and exact facet counts by arrays of value numbers."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

from .distinct import distinct

if TYPE_CHECKING:
    from collections.abc import Collection

    from .array_file import Array
    from .snapshot import FacetIndex

_MANY = 4
"""From one in so many on, marking what was found in an array of all costs less than going through it."""


def having_any(column: FacetIndex, values: Collection[str]) -> Array:
    """For each passage whether it has one of these values."""
    wanted = np.zeros(len(column.values), dtype=bool)
    for value in values:
        place = bisect_left(column.values, value)
        if place < len(column.values) and column.values[place] == value:
            wanted[place] = True
    passages = column.starts.size - 1
    if not wanted.any():
        return np.zeros(passages, dtype=bool)
    entries = wanted[column.entries]
    if entries.size == passages:
        return entries
    # Each passage has an entry at least, NO_VALUE if nothing else, so no stretch is empty.
    having: Array = np.logical_or.reduceat(entries, column.starts[:-1])
    return having


def count_values(column: FacetIndex, matching: Array, size: int) -> dict[str, tuple[int, int]]:
    """Documents and passages of each value among the passages whose numbers are in ``matching``.

    Args:
        column: The facet.
        matching: Passage numbers, increasing.
        size: Most values to return: those in most documents, then by value.
    """
    if not matching.size or size <= 0:
        return {}
    places = _entries_of(column, matching)
    passages = np.bincount(column.entries[places], minlength=len(column.values))
    pairs = column.pair[places]
    if pairs.size * _MANY > column.pair_value.size:
        marked = np.zeros(column.pair_value.size, dtype=bool)
        marked[pairs] = True
        pair_values = column.pair_value[marked]
    else:
        pair_values = column.pair_value[distinct(pairs)]
    documents = np.bincount(pair_values, minlength=len(column.values))
    return {
        column.values[number]: (int(documents[number]), int(passages[number]))
        for number in _most(documents, size).tolist()
    }


def _entries_of(column: FacetIndex, passages: Array) -> Array | slice:
    """Which of ``column.entries`` belong to some passages: their places, or a truth value for each."""
    size = column.starts.size - 1
    if passages.size == size:
        return slice(None)
    if column.entries.size == size:
        return passages
    if passages.size * _MANY > size:
        wanted = np.zeros(size, dtype=bool)
        wanted[passages] = True
        of_entries: Array = wanted[column.passage]
        return of_entries
    starts = column.starts[passages].astype(np.int64)
    counts = column.starts[passages + 1] - starts
    ends = np.cumsum(counts)
    return np.repeat(starts - ends + counts, counts) + np.arange(ends[-1])


def _most(documents: Array, size: int) -> Array:
    """The numbers of the values in most documents, at most ``size``, equal ones in order of their numbers."""
    found = np.flatnonzero(documents)
    if found.size > size:
        least = np.partition(documents[found], found.size - size)[found.size - size]
        found = found[documents[found] >= least]
    return found[np.argsort(-documents[found], kind="stable")][:size]

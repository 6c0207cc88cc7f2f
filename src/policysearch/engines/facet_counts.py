"""Filters and exact facet counts by arrays of value numbers."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

from .distinct import distinct

if TYPE_CHECKING:
    from collections.abc import Collection

    from .array_file import Array
    from .passage_columns import FacetIndex

_MANY = 4
"""From one in so many on, marking what was found in an array of all costs less than going through it."""

_FEWER = 32
"""From so many times fewer on, sorting numbers costs less than marking them in an array of all."""

_MOST = 8
"""Where all but one in so many are found, those that are not are counted."""


def having_any(column: FacetIndex, values: Collection[str]) -> Array:
    """For each passage whether it has one of these values."""
    wanted = np.zeros(len(column.values), dtype=bool)
    for value in values:
        place = bisect_left(column.values, value)
        if place < len(column.values) and column.values[place] == value:
            wanted[place] = True
    having = np.zeros(column.size, dtype=bool)
    if wanted.any():
        having[column.passage[np.flatnonzero(wanted[column.entries])]] = True
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
    if matching.size * _MOST <= column.size * (_MOST - 1):
        places = _entries_of(column, matching)
        passages = _tally(column.entries[places], len(column.values))
        if places.dtype == bool and column.pair_value.size * 2 > column.entries.size:
            documents = passages - _repeats(column, places)
        else:
            marked = _marked(column.pair[places], column.pair_value.size)
            documents = _tally(column.pair_value[marked], len(column.values))
    else:
        # Few are left out: take what they have off what all have.
        places = _entries_of(column, _others(matching, column.size))
        passages = column.passages - _tally(column.entries[places], len(column.values))
        gone = column.pair_value[_exhausted(column, column.pair[places])]
        documents = column.documents - _tally(gone, len(column.values))
    return {
        column.values[number]: (int(documents[number]), int(passages[number]))
        for number in _most(documents, size).tolist()
    }


def count_document_values(
    column: FacetIndex, values: Array, found: Array, size: int
) -> dict[str, tuple[int, int]]:
    """As ``count_values``, for a facet of which each document has one value: far fewer numbers.

    Args:
        column: The facet.
        values: Number of each document's value.
        found: How many passages of each document match.
        size: Most values to return.
    """
    if size <= 0:
        return {}
    matching = np.flatnonzero(found)
    numbers = values[matching]
    documents = _tally(numbers, len(column.values))
    passages = np.bincount(numbers, weights=found[matching], minlength=len(column.values))
    return {
        column.values[number]: (int(documents[number]), int(passages[number]))
        for number in _most(documents, size).tolist()
    }


def _tally(numbers: Array, below: int) -> Array:
    """How often each number occurs."""
    return np.bincount(numbers, minlength=below)


def _others(matching: Array, size: int) -> Array:
    """The numbers below ``size`` that are not among some."""
    left = np.ones(size, dtype=bool)
    left[matching] = False
    return np.flatnonzero(left)


def _marked(numbers: Array, below: int) -> Array:
    """Each different number among some, as numbers or as a truth value for each below ``below``."""
    if numbers.size * _FEWER <= below:
        return distinct(numbers)
    marked = np.zeros(below, dtype=bool)
    marked[numbers] = True
    return marked


def _repeats(column: FacetIndex, wanted: Array) -> Array:
    """For each value how many of the wanted entries are not the first of their document.

    Args:
        column: The facet.
        wanted: For each entry whether it is wanted.
    """
    shared = column.shared
    among = wanted[shared.places]
    marked = _marked(shared.pair[among], shared.pair_value.size)
    size = len(column.values)
    return _tally(shared.value[among], size) - _tally(shared.pair_value[marked], size)


def _exhausted(column: FacetIndex, pairs: Array) -> Array:
    """The pairs of which every entry is among some, as numbers or as a truth value for each pair."""
    if pairs.size * _FEWER > column.pair_value.size:
        counts = np.bincount(pairs, minlength=column.pair_value.size)
        all_there: Array = counts == column.pair_size
        return all_there
    ordered = np.sort(pairs, kind="stable")
    heads = np.flatnonzero(np.diff(ordered, prepend=-1.0))
    found = ordered[heads]
    whole: Array = found[np.diff(heads, append=ordered.size) == column.pair_size[found]]
    return whole


def _entries_of(column: FacetIndex, passages: Array) -> Array:
    """Which of ``column.entries`` belong to some passages: their places, or a truth value for each."""
    if not passages.size or column.entries.size == column.size:
        return passages
    if passages.size * _MANY > column.size:
        wanted = np.zeros(column.size, dtype=bool)
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

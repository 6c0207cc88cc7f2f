"""Filters and exact facet counts by arrays of value numbers."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .distinct import distinct

if TYPE_CHECKING:
    from collections.abc import Collection

    from .array_file import Array
    from .passage_columns import FacetIndex

_FEW = 16
"""Where fewer than one passage in so many is found, their values are counted; from there on, for values that
may be among those in most documents, which of the passages that have them are found."""

_AT_ONCE = 1 << 17
"""Entries looked at in one go: what is made of them stays in the processor's cache, for half the time."""

_BITS = 32
"""Bits that a document takes beside the value."""


@dataclass(frozen=True)
class Found:
    """Passages that were found.

    Attributes:
        mask: For each passage whether it is among them.
        document: Number of each passage's document.
    """

    mask: Array
    document: Array

    @cached_property
    def passages(self) -> Array:
        """Their numbers, increasing."""
        return np.flatnonzero(self.mask)

    @cached_property
    def size(self) -> int:
        """How many they are."""
        return int(np.count_nonzero(self.mask))


def having_any(column: FacetIndex, values: Collection[str]) -> Array:
    """For each passage whether it has one of these values."""
    places = ((value, bisect_left(column.values, value)) for value in values)
    numbers = sorted(place for value, place in places if column.values[place : place + 1] == [value])
    having = np.zeros(column.size, dtype=bool)
    for passages in column.passages_of(np.array(numbers, dtype=np.int64)):
        having[passages] = True
    return having


def count_values(column: FacetIndex, found: Found, size: int) -> dict[str, tuple[int, int]]:
    """Documents and passages of each value among passages.

    Args:
        column: The facet.
        found: The passages.
        size: Most values to return: those in most documents, then by value.
    """
    if not found.size or size <= 0:
        return {}
    if found.size * _FEW < column.size:
        return _count_found(column, found).first(column, size)
    return _count_likeliest(column, found, size).first(column, size)


def count_document_values(
    column: FacetIndex, values: Array, of_documents: Array, size: int
) -> dict[str, tuple[int, int]]:
    """As ``count_values``, for a facet of which each document has one value: far fewer numbers.

    Args:
        column: The facet.
        values: Number of the value of each document that has passages among those found.
        of_documents: How many it has.
        size: Most values to return.
    """
    if size <= 0:
        return {}
    documents = np.bincount(values)
    passages = np.bincount(values, weights=of_documents)
    numbers = np.flatnonzero(documents)
    return _Counts(numbers, documents[numbers], passages[numbers]).first(column, size)


class _Counts(NamedTuple):
    """Values by their numbers, and their documents and passages, one at least."""

    numbers: Array
    documents: Array
    passages: Array

    def first(self, column: FacetIndex, size: int) -> dict[str, tuple[int, int]]:
        """The values in most documents, at most ``size``, equal ones in order of their numbers."""
        rows = self
        if self.numbers.size > size:
            least = np.partition(self.documents, self.numbers.size - size)[self.numbers.size - size]
            rows = self.of(self.documents >= least)
        order = np.lexsort((rows.numbers, -rows.documents))[:size]
        counts = zip(*(array.tolist() for array in rows.of(order)), strict=True)
        return {column.values[number]: (documents, int(passages)) for number, documents, passages in counts}

    def of(self, places: Array) -> _Counts:
        """Some of the values."""
        return _Counts(*(array[places] for array in self))


def _count_found(column: FacetIndex, found: Found) -> _Counts:
    """Count all values, by those of the passages found."""
    starts = column.starts.take(found.passages).astype(np.int64)
    counts = column.starts.take(found.passages + 1) - starts
    ends = np.cumsum(counts)
    values = column.entries.take(np.repeat(starts - ends + counts, counts) + np.arange(ends[-1]))
    of = np.repeat(found.document.take(found.passages), counts)
    pairs = distinct((values.astype(np.int64) << _BITS) | of)
    of_pairs = pairs >> _BITS
    first = np.ones(pairs.size + 1, dtype=bool)
    first[1:-1] = of_pairs[1:] != of_pairs[:-1]
    bounds = np.flatnonzero(first)
    numbers = of_pairs[bounds[:-1]]
    return _Counts(numbers, bounds[1:] - bounds[:-1], np.bincount(values)[numbers])


def _count_likeliest(column: FacetIndex, found: Found, size: int) -> _Counts:
    """Count the values that are in most documents, ``size`` at least, and none that come behind them."""
    order = column.by_documents
    first = _count_parts(column, found, order[:size])
    # A value that is in fewer documents, of all, than the last of these is of those found cannot beat it.
    least = max(1, first.documents.min()) if first.numbers.size == size else 1
    until = np.searchsorted(-column.documents[order], -least, side="right")
    others = _count_parts(column, found, order[size:until])
    return _Counts(*(np.concatenate(arrays) for arrays in zip(first, others, strict=True)))


def _count_parts(column: FacetIndex, found: Found, chosen: Array) -> _Counts:
    """Count some values; those that no passage found has are left out."""
    of_each = (column.ends[chosen] - column.begins[chosen]).sum(axis=1)
    parts = np.split(chosen, np.flatnonzero(np.diff(np.cumsum(of_each) // _AT_ONCE)) + 1)
    counted = zip(*(_count_chosen(column, found, part) for part in parts), strict=True)
    counts = _Counts(chosen, *map(np.concatenate, counted))
    return counts.of(counts.documents > 0)


def _count_chosen(column: FacetIndex, found: Found, chosen: Array) -> tuple[Array, Array]:
    """Documents and passages of some values, by the passages that have them."""
    holders = np.concatenate([np.zeros(0, dtype=np.uint32), *column.passages_of(chosen)])
    # `take` needs half of what indexing with 32-bit numbers does.
    places = np.flatnonzero(found.mask.take(holders))
    of = found.document.take(holders.take(places))
    sizes = (column.ends[chosen] - column.begins[chosen]).sum(axis=1)
    bounds = np.searchsorted(places, np.cumsum([0, *sizes]))
    # Those of a document lie together: each first one counts.
    first = np.ones(places.size + 1, dtype=bool)
    first[1:-1] = of[1:] != of[:-1]
    first[bounds] = True
    return np.diff(np.searchsorted(np.flatnonzero(first), bounds)), np.diff(bounds)

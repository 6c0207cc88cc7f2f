"""Filters and exact facet counts by arrays of value numbers."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

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
"""Bits that a value takes beside the document."""


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
    numbers = [place for value, place in places if column.values[place : place + 1] == [value]]
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
        documents, passages = _count_found(column, found)
    else:
        documents, passages = _count_likeliest(column, found, size)
    return _first(column, documents, passages, size)


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
    documents = np.bincount(numbers, minlength=len(column.values))
    passages = np.bincount(numbers, weights=found[matching], minlength=len(column.values))
    return _first(column, documents, passages, size)


def _count_found(column: FacetIndex, found: Found) -> tuple[Array, Array]:
    """Documents and passages of each value, by the values of the passages found."""
    starts = column.starts.take(found.passages).astype(np.int64)
    counts = column.starts.take(found.passages + 1) - starts
    ends = np.cumsum(counts)
    values = column.entries.take(np.repeat(starts - ends + counts, counts) + np.arange(ends[-1]))
    of = np.repeat(found.document.take(found.passages).astype(np.int64), counts)
    # Documents in the upper half, as they nearly have this order already.
    pairs = distinct((of << _BITS) | values)
    size = len(column.values)
    documents = np.bincount(pairs & ((1 << _BITS) - 1), minlength=size)
    return documents, np.bincount(values, minlength=size)


def _count_likeliest(column: FacetIndex, found: Found, size: int) -> tuple[Array, Array]:
    """Documents and passages of the values in most documents, ``size`` at least, and none of others."""
    documents = np.zeros(len(column.values), dtype=np.int64)
    passages = np.zeros(len(column.values), dtype=np.int64)
    order = column.by_documents

    def count(chosen: Array) -> None:
        of_each = (column.ends[chosen] - column.begins[chosen]).sum(axis=1)
        parts = np.flatnonzero(np.diff(np.cumsum(of_each) // _AT_ONCE)) + 1
        for part in np.split(chosen, parts):
            documents[part], passages[part] = _count_chosen(column, found, part)

    count(order[:size])
    if order.size > size:
        # A value that is in fewer documents, of all, than the last of these is of those found cannot beat it.
        least = max(1, documents[order[:size]].min())
        count(order[size : np.searchsorted(-column.documents[order], -least, side="right")])
    return documents, passages


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


def _first(column: FacetIndex, documents: Array, passages: Array, size: int) -> dict[str, tuple[int, int]]:
    """The values in most documents, at most ``size``, equal ones in order of their numbers."""
    found = np.flatnonzero(documents)
    if found.size > size:
        least = np.partition(documents[found], found.size - size)[found.size - size]
        found = found[documents[found] >= least]
    most = found[np.argsort(-documents[found], kind="stable")][:size].tolist()
    return {column.values[number]: (int(documents[number]), int(passages[number])) for number in most}

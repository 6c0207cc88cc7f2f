"""What is known of every passage of an index, under one run of passage numbers.

Columns are put together when they are first asked for, so that opening costs the same for any size.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from .column_files import FACET_ARRAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..models import Facet
    from .array_file import Array
    from .column_files import ColumnFiles


@dataclass(frozen=True)
class FacetIndex:
    """The values of a facet over all files; see ``column_files.FacetColumn`` and ``column_arrays``.

    Attributes:
        values: Every value, sorted; a value's number is its place here.
        starts: Place in ``entries`` of each passage's first value, and the number of entries at the end.
        entries: Numbers of values, passage after passage.
        holders: Passages, file after file and in each value after value, those of a document together.
        begins: For each value and file the place of its first passage in ``holders``.
        ends: The same for the place behind its last one.
        documents: Documents that have each value, removed ones included.
    """

    values: list[str]
    starts: Array
    entries: Array
    holders: Array
    begins: Array
    ends: Array
    documents: Array

    @property
    def size(self) -> int:
        """Number of passages, removed ones included."""
        return self.starts.size - 1

    @cached_property
    def by_documents(self) -> Array:
        """The numbers of all values, those in most documents first."""
        return np.argsort(-self.documents, kind="stable")

    def passages_of(self, values: Array) -> list[Array]:
        """The passages that have some values, value after value, each in as many arrays as there are files.

        Args:
            values: Numbers of values.
        """
        ranges = zip(self.begins[values].ravel().tolist(), self.ends[values].ravel().tolist(), strict=True)
        return [self.holders[begin:end] for begin, end in ranges]


class PassageColumns:
    """The columns of several files. They stay as they are whatever is written meanwhile.

    Attributes:
        size: Passages, removed ones included: passage numbers are below it.
    """

    def __init__(self, opened: Sequence[ColumnFiles]) -> None:
        self._opened = opened
        self._bases: list[int] = np.cumsum([0, *(files.size for files in opened)]).tolist()
        self.size: int = self._bases[-1]
        self._facets: dict[Facet, FacetIndex] = {}
        self._document_values: dict[Facet, Array | None] = {}

    @cached_property
    def alive(self) -> Array | None:
        """For each passage whether it is still there; None if all are."""
        if all(files.alive is None for files in self._opened):
            return None
        return np.concatenate(
            [
                np.ones(files.size, dtype=bool) if files.alive is None else files.alive
                for files in self._opened
            ]
        )

    @cached_property
    def passages(self) -> int:
        """Passages that are there."""
        return self.size if self.alive is None else int(self.alive.sum())

    def _column(self, name: str) -> Array:
        parts = [files.columns[name] for files in self._opened]
        return parts[0] if len(parts) == 1 else np.concatenate(parts or [np.zeros(0, dtype=np.uint32)])

    @cached_property
    def _lengths(self) -> dict[bool, Array]:
        return {title: self._column("title_length" if title else "length") for title in (False, True)}

    def lengths(self, *, title: bool) -> Array:
        """Number of positions in the own or title tokens of each passage."""
        return self._lengths[title]

    @cached_property
    def _average_lengths(self) -> dict[bool, float]:
        return {
            title: int((lengths if self.alive is None else lengths[self.alive]).sum()) / max(1, self.passages)
            for title, lengths in self._lengths.items()
        }

    def average_length(self, *, title: bool) -> float:
        """Mean number of positions in own or title tokens of the passages that are there."""
        return self._average_lengths[title]

    @cached_property
    def documents(self) -> int:
        """Documents that are there."""
        return int(np.count_nonzero(np.bincount(self._documents_there)))

    @property
    def _documents_there(self) -> Array:
        return self.document if self.alive is None else self.document[self.alive]

    @cached_property
    def document_lengths(self) -> Array:
        """Number of positions in the own tokens of all passages of each document."""
        lengths = self.lengths(title=False)
        there = lengths if self.alive is None else lengths[self.alive]
        return np.bincount(self._documents_there, weights=there, minlength=self.document_count)

    @cached_property
    def average_document_length(self) -> float:
        """Mean number of positions of the documents that are there."""
        return int(self.document_lengths.sum()) / max(1, self.documents)

    @cached_property
    def days(self) -> Array:
        """Day of publication of each passage, 0 if unknown."""
        return self._column("day")

    @cached_property
    def _documents(self) -> tuple[list[str], Array]:
        """Every document id, sorted, and the place of each passage's document there."""
        names = [files.columns.strings("documents") for files in self._opened]
        if len(names) == 1:
            return names[0], self._opened[0].columns["document"]
        documents = sorted(set().union(*names))
        place = {document: number for number, document in enumerate(documents)}
        parts = [
            np.array([place[document] for document in own], dtype=np.uint32)[files.columns["document"]]
            for own, files in zip(names, self._opened, strict=True)
        ]
        return documents, np.concatenate(parts or [np.zeros(0, dtype=np.uint32)])

    @property
    def document(self) -> Array:
        """Number of each passage's document; numbers are in the order of document ids."""
        return self._documents[1]

    @cached_property
    def ordinal(self) -> Array:
        """Place of each passage in its document."""
        return self._column("ordinal")

    @property
    def document_count(self) -> int:
        """Documents, removed ones included: document numbers are below it."""
        return len(self._documents[0])

    def places(self, passages: Array) -> Array:
        """Numbers in the order of passage ids: document id, then ordinal."""
        return (self.document[passages].astype(np.int64) << 32) | self.ordinal[passages]

    def passage_id(self, passage: int) -> str:
        """The id of a passage."""
        return f"{self._documents[0][self.document[passage]]}:{self.ordinal[passage]}"

    def facet(self, facet: Facet) -> FacetIndex:
        """The values of a facet."""
        if facet not in self._facets:
            self._facets[facet] = self._join_facet(facet)
        return self._facets[facet]

    def document_values(self, facet: Facet) -> Array | None:
        """Number of the value of each document, if all passages of a document have the same single one."""
        if facet not in self._document_values:
            column = self.facet(facet)
            values = None
            if column.entries.size == self.size:
                values = np.zeros(self.document_count, dtype=np.uint32)
                values[self.document] = column.entries
                if not np.array_equal(values[self.document], column.entries):
                    values = None
            self._document_values[facet] = values
        return self._document_values[facet]

    def _join_facet(self, facet: Facet) -> FacetIndex:
        parts = [_facet_of(files, facet) for files in self._opened]
        if len(parts) == 1:
            return parts[0]
        values = sorted(set().union(*(part.values for part in parts)))
        place = {value: number for number, value in enumerate(values)}
        begins, ends = (np.zeros((len(values), len(parts)), dtype=np.int64) for _ in range(2))
        documents = np.zeros(len(values), dtype=np.int64)
        starts: list[Array] = [np.zeros(1, np.int64)]
        entries: list[Array] = [np.zeros(0, np.int64)]
        holders: list[Array] = [np.zeros(0, np.int64)]
        entry_base = 0
        for column, (part, base) in enumerate(zip(parts, self._bases, strict=False)):
            numbers = np.array([place[value] for value in part.values], dtype=np.uint32)
            starts.append(part.starts[1:] + np.int64(entry_base))
            entries.append(numbers[part.entries])
            holders.append(part.holders + np.int64(base))
            begins[numbers, column] = part.begins[:, 0] + entry_base
            ends[numbers, column] = part.ends[:, 0] + entry_base
            # A document lies whole in one file, so none is counted twice.
            documents[numbers] += part.documents
            entry_base += part.entries.size
        return FacetIndex(
            values,
            np.concatenate(starts),
            np.concatenate(entries),
            np.concatenate(holders),
            begins,
            ends,
            documents,
        )


def _facet_of(files: ColumnFiles, facet: Facet) -> FacetIndex:
    """The values of a facet in one file."""
    starts, entries, holders, passages, documents = (
        files.columns[f"{facet}.{name}"] for name in FACET_ARRAYS
    )
    ends = np.cumsum(passages)
    begins = (ends - passages)[:, np.newaxis]
    values = files.columns.strings(f"{facet}.values")
    return FacetIndex(values, starts, entries, holders, begins, ends[:, np.newaxis], documents)

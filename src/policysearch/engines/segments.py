"""Segments on the disk: written once, never changed, opened by mapping their files into memory.

A segment is a Whoosh segment (dictionary and postings, see ``whoosh_codec``) with two files of arrays
beside it: ``.columns`` holds what is known of each passage by its number, ``.vocabulary`` the words.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from .array_file import ArrayFile, pack_strings, write_arrays
from .distinct import distinct
from .index_folder import INDEX_NAME
from .whoosh_codec import ArrayCodec, WordPostings, WordReader, write_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..models import Facet
    from .array_file import Array

COLUMNS = ".columns"
VOCABULARY = ".vocabulary"
FACET_ARRAYS = ("starts", "entries", "pair", "pair_value", "pair_size", "passages", "documents")
"""The arrays of a facet, in the order of ``passage_columns.FacetIndex``."""


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """The values of a facet by passage number; a passage without any has NO_VALUE.

    Attributes:
        values: Every value, sorted; a value's number is its place here.
        starts: Place in ``entries`` of each passage's first value, and the number of entries at the end.
        entries: Numbers of values, passage after passage.
    """

    values: list[str]
    starts: Array
    entries: Array


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of each passage of a segment, by passage number.

    Attributes:
        documents: Document ids, sorted.
        document: Place in ``documents``.
        ordinal: Place in the document.
        day: Day of publication, 0 if unknown.
        length: Number of positions that own tokens take up.
        title_length: Number of positions that title tokens take up.
    """

    documents: list[str]
    document: Array
    ordinal: Array
    day: Array
    length: Array
    title_length: Array
    facets: dict[Facet, FacetColumn]


def starts_of(counts: Array) -> Array:
    """Where each of some lists begins that lie one after the other, and where the last one ends."""
    starts = np.zeros(counts.size + 1, dtype=np.uint32)
    np.cumsum(counts, out=starts[1:])
    return starts


def write_segment(storage: Any, columns: Columns, words: Iterable[WordPostings]) -> W3Segment:
    """Write a segment and wait until it is on the disk.

    Args:
        storage: Whoosh's file storage.
        columns: What is known of each passage.
        words: Every word with its postings, in order of stem, then of word.
    """
    segment = W3Segment(ArrayCodec(), INDEX_NAME, doccount=columns.document.size)
    listed = sorted(write_words(storage, segment, words), key=lambda entry: entry.word)
    folder = Path(storage.folder)
    write_arrays(
        folder / segment.make_filename(VOCABULARY),
        {
            "words": pack_strings([entry.word for entry in listed]),
            "stems": pack_strings([entry.stem for entry in listed]),
            "own_passages": np.array([entry.own_passages for entry in listed], dtype=np.uint32),
            "title_passages": np.array([entry.title_passages for entry in listed], dtype=np.uint32),
        },
    )
    write_arrays(folder / segment.make_filename(COLUMNS), column_arrays(columns))
    for name in segment.list_files(storage):
        with (folder / name).open("rb") as file:
            os.fsync(file.fileno())
    return segment


def column_arrays(columns: Columns) -> dict[str, Array]:
    """The arrays of a ``.columns`` file.

    Each facet also gets its pairs: every different (value, document), numbered; ``pair`` is the pair's
    number of every entry, ``pair_value`` the value of every pair, ``pair_size`` its entries. Counting a
    value's documents is then counting its pairs. What all passages of the segment have is counted here.
    """
    arrays = {
        "documents": pack_strings(columns.documents),
        "document": columns.document,
        "ordinal": columns.ordinal,
        "day": columns.day,
        "length": columns.length,
        "title_length": columns.title_length,
    }
    for facet, column in columns.facets.items():
        documents = np.repeat(columns.document, np.diff(column.starts)).astype(np.int64)
        count = np.int64(len(columns.documents) or 1)
        keys = column.entries * count + documents
        pairs = distinct(keys)
        pair, pair_value = np.searchsorted(pairs, keys), pairs // count
        sizes = np.bincount(pair, minlength=pairs.size)
        arrays |= {
            f"{facet}.values": pack_strings(column.values),
            f"{facet}.starts": column.starts,
            f"{facet}.entries": column.entries,
            f"{facet}.pair": pair.astype(np.uint32),
            f"{facet}.pair_value": pair_value.astype(np.uint32),
            f"{facet}.pair_size": sizes.astype(np.min_scalar_type(sizes.max(initial=0))),
            f"{facet}.passages": np.bincount(column.entries, minlength=len(column.values)),
            f"{facet}.documents": np.bincount(pair_value, minlength=len(column.values)),
        }
    return arrays


@dataclass(frozen=True, slots=True)
class ColumnFiles:
    """The columns of a segment, opened for reading.

    Attributes:
        columns: The arrays of ``column_arrays``.
        alive: For each passage whether it is still there; None if all are.
    """

    columns: ArrayFile
    alive: Array | None

    @property
    def size(self) -> int:
        """Number of passages, removed ones included."""
        return self.columns["document"].size

    def column(self, name: str) -> Array:
        """An array with a place for each passage that is left."""
        column = self.columns[name]
        return column if self.alive is None else column[self.alive]


@dataclass(frozen=True, slots=True)
class SegmentFiles(ColumnFiles):
    """A segment of Whoosh opened for reading."""

    segment: W3Segment
    words: WordReader
    vocabulary: ArrayFile

    @classmethod
    def open(cls, storage: Any, segment: W3Segment) -> SegmentFiles:
        """Open the files of a segment.

        Raises:
            OSError: A file is missing, as when another process has merged the segment away.
        """
        folder = Path(storage.folder)
        alive = None
        if segment.has_deletions():
            alive = np.ones(segment.doc_count_all(), dtype=bool)
            alive[list(segment.deleted_docs())] = False
        return cls(
            ArrayFile(folder / segment.make_filename(COLUMNS)),
            alive,
            segment,
            WordReader(folder, segment),
            ArrayFile(folder / segment.make_filename(VOCABULARY)),
        )

    def documents(self) -> list[tuple[str, int]]:
        """Ids of the documents that are left, with their numbers in the segment."""
        ids = self.columns.strings("documents")
        return [(ids[number], number) for number in distinct(self.column("document")).tolist()]

    def passages_of(self, document: int) -> list[int]:
        """Numbers of all passages of the document of a number."""
        passages: list[int] = np.flatnonzero(self.columns["document"] == document).tolist()
        return passages

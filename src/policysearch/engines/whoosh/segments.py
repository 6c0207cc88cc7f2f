"""Segments on the disk: written once, never changed, opened by mapping their files into memory.

A segment is a Whoosh segment (dictionary and postings, see ``codec``) with two files of arrays
beside it: ``.columns`` holds what is known of each passage by its number, ``.vocabulary`` the words.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from ..array_file import ArrayFile, pack_strings, write_arrays
from ..column_files import ColumnFiles, column_arrays
from ..distinct import distinct
from ..index_folder import INDEX_NAME
from .codec import ArrayCodec, Postings, WordPostings, WordReader, encode, write_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..column_files import Columns
    from ..passage_buffer import PassageBuffer, TokenColumn

COLUMNS = ".columns"
VOCABULARY = ".vocabulary"


def write_buffer(storage: Any, buffer: PassageBuffer) -> W3Segment:
    """Write a segment of all passages of a buffer; see ``write_segment``."""
    count = len(buffer.numbers)
    own, titles = _by_word(buffer.own, count), _by_word(buffer.titles, count)
    words = (
        WordPostings(word, buffer.stems[word], own[n][0], titles[n][0], own[n][1], titles[n][1])
        for word, n in sorted(buffer.numbers.items(), key=lambda item: (buffer.stems[item[0]], item[0]))
    )
    return write_segment(storage, buffer.columns(), words)


def _by_word(column: TokenColumn, word_count: int) -> list[tuple[bytes, int]]:
    """For each word number its encoded postings and in how many passages it is."""
    words = np.frombuffer(column.words, dtype=np.uint32)
    passages = np.repeat(np.arange(len(column.counts)), np.frombuffer(column.counts, dtype=np.uint32))
    order = np.argsort(words, kind="stable")
    words, passages = words[order], passages[order]
    positions = column.positions()[order]
    first = np.ones(words.size, dtype=bool)
    first[1:] = (words[1:] != words[:-1]) | (passages[1:] != passages[:-1])
    heads = np.flatnonzero(first)
    counts = np.diff(heads, append=words.size)
    passages = passages[heads]
    token_bounds = np.searchsorted(words, np.arange(word_count + 1)).tolist()
    bounds = np.searchsorted(words[heads], np.arange(word_count + 1)).tolist()
    return [
        (encode(Postings(passages[a:b], counts[a:b], positions[c:d])), b - a) if b > a else (b"", 0)
        for a, b, c, d in zip(bounds, bounds[1:], token_bounds, token_bounds[1:], strict=False)
    ]


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

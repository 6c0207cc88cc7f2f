"""Writing of segments: passages in memory become one, and several become one.

A segment is a Whoosh segment (dictionary and postings, see ``whoosh_codec``) with two files of arrays
beside it: ``.columns`` holds what is known of each passage by its number, ``.vocabulary`` the words.
Neither is ever changed.
"""

from __future__ import annotations

import os
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from ..models import NO_VALUE, Facet
from .array_file import ArrayFile, pack_strings, write_arrays
from .whoosh_codec import (
    TITLE_WORDS,
    WORDS,
    ArrayCodec,
    Postings,
    WordPostings,
    WordReader,
    decode,
    encode,
    joined,
    write_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..analysis import Token
    from .array_file import Array
    from .base import IndexRecord

INDEX_NAME = "passages"
COLUMNS = ".columns"
VOCABULARY = ".vocabulary"


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
        length: Number of own tokens.
        title_length: Number of title tokens.
    """

    documents: list[str]
    document: Array
    ordinal: Array
    day: Array
    length: Array
    title_length: Array
    facets: dict[Facet, FacetColumn]


class _Numbers(dict[str, int]):
    """Numbers for strings in order of their first look-up."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


class _TokenColumn:
    """The tokens of one field of all passages, one after the other."""

    def __init__(self) -> None:
        self.words = array("I")
        self.positions = array("I")
        self.lengths = array("I")

    def add(self, tokens: Sequence[Token], numbers: _Numbers) -> None:
        self.words.extend([numbers[token.word] for token in tokens])
        self.positions.extend([token.position for token in tokens])
        self.lengths.append(len(tokens))

    def by_word(self, word_count: int) -> list[tuple[bytes, int]]:
        """For each word number its encoded postings and in how many passages it is."""
        words = np.frombuffer(self.words, dtype=np.uint32)
        lengths = np.frombuffer(self.lengths, dtype=np.uint32)
        passages = np.repeat(np.arange(lengths.size), lengths)
        order = np.argsort(words, kind="stable")
        words, passages = words[order], passages[order]
        positions = np.frombuffer(self.positions, dtype=np.uint32)[order]
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


class _FacetBuffer:
    """The values of one facet of all passages, one after the other."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._entries = array("I")
        self._counts = array("I")

    def add(self, values: Sequence[str]) -> None:
        different = set(values) or {NO_VALUE}
        self._entries.extend([self._numbers[value] for value in different])
        self._counts.append(len(different))

    def column(self) -> FacetColumn:
        values = sorted(self._numbers)
        places = np.empty(len(values), dtype=np.uint32)
        places[[self._numbers[value] for value in values]] = np.arange(len(values))
        counts = np.frombuffer(self._counts, dtype=np.uint32)
        return FacetColumn(values, starts_of(counts), places[np.frombuffer(self._entries, dtype=np.uint32)])


def starts_of(counts: Array) -> Array:
    """Where each of some lists begins that lie one after the other, and where the last one ends."""
    starts = np.zeros(counts.size + 1, dtype=np.uint32)
    np.cumsum(counts, out=starts[1:])
    return starts


class PassageBuffer:
    """Passages in memory on their way to a segment."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._stems: dict[str, str] = {}
        self._own = _TokenColumn()
        self._titles = _TokenColumn()
        self._passages: dict[tuple[str, int], int] = {}
        self._facets = {facet: _FacetBuffer() for facet in Facet}
        self.documents: set[str] = set()

    @property
    def tokens(self) -> int:
        """Tokens held, which the memory goes with."""
        return len(self._own.words) + len(self._titles.words)

    def add(self, record: IndexRecord) -> None:
        """Add a passage.

        Raises:
            ValueError: The passage was added before, or its id is not its document's with an ordinal.
        """
        document_id, _, ordinal = record.passage_id.rpartition(":")
        if document_id != record.document_id or not ordinal.isdecimal():
            raise ValueError(f"{record.passage_id} is not the id of {record.document_id} with an ordinal")
        place = (document_id, int(ordinal))
        if place in self._passages:
            raise ValueError(f"{record.passage_id} was added before: delete its document first")
        self._passages[place] = record.published_day
        self.documents.add(document_id)
        self._stems.update((token.word, token.stem) for token in (*record.tokens, *record.title_tokens))
        self._own.add(record.tokens, self._numbers)
        self._titles.add(record.title_tokens, self._numbers)
        for facet, buffer in self._facets.items():
            buffer.add(record.facets.get(facet, ()))

    def write(self, storage: Any) -> W3Segment:
        """Write a segment of all passages."""
        documents = sorted(self.documents)
        place = {document: number for number, document in enumerate(documents)}
        columns = Columns(
            documents=documents,
            document=np.array([place[document] for document, _ in self._passages], dtype=np.uint32),
            ordinal=np.array([ordinal for _, ordinal in self._passages], dtype=np.uint32),
            day=np.array(list(self._passages.values()), dtype=np.int32),
            length=np.frombuffer(self._own.lengths, dtype=np.uint32),
            title_length=np.frombuffer(self._titles.lengths, dtype=np.uint32),
            facets={facet: buffer.column() for facet, buffer in self._facets.items()},
        )
        own, titles = self._own.by_word(len(self._numbers)), self._titles.by_word(len(self._numbers))
        words = (
            WordPostings(word, self._stems[word], own[n][0], titles[n][0], own[n][1], titles[n][1])
            for word, n in sorted(self._numbers.items())
        )
        return write_segment(storage, columns, words)


def write_segment(storage: Any, columns: Columns, words: Iterable[WordPostings]) -> W3Segment:
    """Write a segment and wait until it is on the disk.

    Args:
        storage: Whoosh's file storage.
        columns: What is known of each passage.
        words: Every word, sorted, with its postings.
    """
    segment = W3Segment(ArrayCodec(), INDEX_NAME, doccount=columns.document.size)
    listed = write_words(storage, segment, words)
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
    write_arrays(folder / segment.make_filename(COLUMNS), _column_arrays(columns))
    for name in segment.list_files(storage):
        with (folder / name).open("rb") as file:
            os.fsync(file.fileno())
    return segment


def _column_arrays(columns: Columns) -> dict[str, Array]:
    """The arrays of a ``.columns`` file.

    Each facet also gets its pairs: every different (value, document), numbered; ``pair`` is the pair's
    number of every entry, ``pair_value`` the value of every pair. Counting a value's documents is then
    counting its pairs.
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
        keys, pair = np.unique(
            column.entries * np.int64(len(columns.documents) or 1) + documents, return_inverse=True
        )
        arrays |= {
            f"{facet}.values": pack_strings(column.values),
            f"{facet}.starts": column.starts,
            f"{facet}.entries": column.entries,
            f"{facet}.pair": pair.astype(np.uint32),
            f"{facet}.pair_value": (keys // (len(columns.documents) or 1)).astype(np.uint32),
        }
    return arrays


@dataclass(frozen=True, slots=True)
class SegmentFiles:
    """A segment opened for reading.

    Attributes:
        alive: For each passage whether it is still there; None if all are.
    """

    segment: W3Segment
    words: WordReader
    columns: ArrayFile
    vocabulary: ArrayFile
    alive: Array | None

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
            segment,
            WordReader(folder, segment),
            ArrayFile(folder / segment.make_filename(COLUMNS)),
            ArrayFile(folder / segment.make_filename(VOCABULARY)),
            alive,
        )

    @property
    def size(self) -> int:
        """Number of passages, removed ones included."""
        count: int = self.segment.doc_count_all()
        return count

    def column(self, name: str) -> Array:
        """An array with a place for each passage that is left."""
        column = self.columns[name]
        return column if self.alive is None else column[self.alive]


def merge_segments(storage: Any, segments: Sequence[W3Segment]) -> W3Segment:
    """Write one segment of what is left in several, a word at a time, so that memory holds one word's."""
    opened = [SegmentFiles.open(storage, segment) for segment in segments]
    return write_segment(storage, _merged_columns(opened), _merged_words(opened))


def _merged_words(opened: Sequence[SegmentFiles]) -> Iterator[WordPostings]:
    """Every word that is left, sorted, with its postings under the new passage numbers."""
    renumbered = []
    count = 0
    stems: dict[str, str] = {}
    for files in opened:
        alive = np.ones(files.size, dtype=bool) if files.alive is None else files.alive
        renumbered.append(np.where(alive, np.cumsum(alive) - 1 + count, -1))
        count += int(alive.sum())
        stems.update(zip(files.vocabulary.strings("words"), files.vocabulary.strings("stems"), strict=True))
    for word in sorted(stems):
        fields = []
        for field in (WORDS, TITLE_WORDS):
            parts = []
            for files, numbers in zip(opened, renumbered, strict=True):
                if (data := files.words.word(field, word)) is not None:
                    postings = decode(data)
                    kept = postings.of(numbers[postings.passages] >= 0)
                    if kept.passages.size:
                        parts.append(Postings(numbers[kept.passages], kept.counts, kept.positions))
            fields.append(
                (encode(joined(parts)), sum(part.passages.size for part in parts)) if parts else (b"", 0)
            )
        (own, own_passages), (title, title_passages) = fields
        if own or title:
            yield WordPostings(word, stems[word], own, title, own_passages, title_passages)


def _merged_columns(opened: Sequence[SegmentFiles]) -> Columns:
    """What is known of the passages that are left, in the order of the segments."""
    ids = [files.columns.strings("documents") for files in opened]
    used = [
        {names[number] for number in np.unique(files.column("document"))}
        for files, names in zip(opened, ids, strict=True)
    ]
    documents = sorted(set().union(*used))
    place = {document: number for number, document in enumerate(documents)}
    return Columns(
        documents=documents,
        document=np.concatenate(
            [
                np.array([place.get(name, 0) for name in names], dtype=np.uint32)[files.column("document")]
                for files, names in zip(opened, ids, strict=True)
            ]
        ),
        ordinal=np.concatenate([files.column("ordinal") for files in opened]),
        day=np.concatenate([files.column("day") for files in opened]),
        length=np.concatenate([files.column("length") for files in opened]),
        title_length=np.concatenate([files.column("title_length") for files in opened]),
        facets={facet: _merged_facet(opened, facet) for facet in Facet},
    )


def _merged_facet(opened: Sequence[SegmentFiles], facet: Facet) -> FacetColumn:
    """The values of a facet of the passages that are left; values that none has any more are dropped."""
    names: list[list[str]] = []
    entries: list[Array] = []
    counts: list[Array] = []
    for files in opened:
        names.append(files.columns.strings(f"{facet}.values"))
        lengths = np.diff(files.columns[f"{facet}.starts"])
        numbers = files.columns[f"{facet}.entries"]
        if files.alive is not None:
            numbers = numbers[np.repeat(files.alive, lengths)]
            lengths = lengths[files.alive]
        entries.append(numbers)
        counts.append(lengths)
    values = sorted(
        {own[number] for own, numbers in zip(names, entries, strict=True) for number in np.unique(numbers)}
    )
    place = {value: number for number, value in enumerate(values)}
    renumbered = [
        np.array([place.get(value, 0) for value in own], dtype=np.uint32)[numbers]
        for own, numbers in zip(names, entries, strict=True)
    ]
    return FacetColumn(values, starts_of(np.concatenate(counts)), np.concatenate(renumbered))

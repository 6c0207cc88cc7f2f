"""How postings lie in a Whoosh segment: as arrays, so that one read gives all passages that hold a word.

Whoosh's own codec writes postings in blocks of 128 pickled lists and reads them one at a time in Python.
This one keeps Whoosh's term dictionary, segments and table of contents, and puts each posting list down as
three arrays in the smallest integer types that hold them: gaps between passage numbers, occurrences in each
passage (left out when all are 1), positions. Whoosh's own queries still work on such an index, through
``postings_reader``.

The postings of all words of a stem lie side by side, and the dictionary has an entry for each word and one
for each stem, which points to the whole stretch: so a stem needs no postings of its own.
"""

from __future__ import annotations

import struct
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3Segment, W3TermInfo
from whoosh.filedb.filetables import OrderedHashReader, OrderedHashWriter
from whoosh.filedb.structfile import StructFile
from whoosh.matching import ListMatcher

from ..array_file import mapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from ..array_file import Array

WORDS, TITLE_WORDS, STEMS, TITLE_STEMS = FIELDS = ("words", "title_words", "stems", "title_stems")
"""The fields of the dictionary; each has its place here as its number in the dictionary's keys."""

_EXTENT = struct.Struct("!qi")
"""Offset and length of postings, which end a row of the dictionary."""

_HEAD = struct.Struct("<IIBBB")
_KINDS = (None, np.dtype("<u1"), np.dtype("<u2"), np.dtype("<u4"))
_ALL_ONE = 0
_ONE_POSTING = struct.Struct("<IIBBBII")


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a word occurs in a segment.

    Attributes:
        passages: Passage numbers, increasing.
        counts: Occurrences in each of them, at least 1.
        positions: Positions of all occurrences, passage after passage.
    """

    passages: Array
    counts: Array
    positions: Array

    def of(self, keep: Array) -> Postings:
        """The postings of the passages for which ``keep``, one truth value for each, holds."""
        if keep.all():
            return self
        return Postings(self.passages[keep], self.counts[keep], self.positions[np.repeat(keep, self.counts)])


def joined(parts: list[Postings]) -> Postings:
    """Postings of segments in a row; their passage numbers must increase from each to the next."""
    if len(parts) == 1:
        return parts[0]
    return Postings(
        np.concatenate([part.passages for part in parts]),
        np.concatenate([part.counts for part in parts]),
        np.concatenate([part.positions for part in parts]),
    )


def encode(postings: Postings) -> bytes:
    """Postings as bytes."""
    size, total = postings.passages.size, postings.positions.size
    if size == total == 1:
        return _ONE_POSTING.pack(1, 1, 3, _ALL_ONE, 3, int(postings.passages[0]), int(postings.positions[0]))
    gaps = np.diff(postings.passages, prepend=0)
    kinds = [_kind(gaps), _ALL_ONE if size == total else _kind(postings.counts), _kind(postings.positions)]
    arrays = (gaps, postings.counts, postings.positions)
    return _HEAD.pack(size, total, *kinds) + b"".join(
        array.astype(_KINDS[kind]).tobytes() for array, kind in zip(arrays, kinds, strict=True) if kind
    )


def _kind(array: Array) -> int:
    """The place in ``_KINDS`` of the smallest type that holds every number."""
    largest = int(array.max())
    return 1 if largest < 1 << 8 else 2 if largest < 1 << 16 else 3


def decode_passages(data: bytes) -> tuple[Array, Array]:
    """Passage numbers and counts of encoded postings, without their positions."""
    size, _, gap_kind, count_kind, _ = _HEAD.unpack_from(data)
    gaps = np.frombuffer(data, _KINDS[gap_kind], size, _HEAD.size)
    passages = np.cumsum(gaps, dtype=np.int64)
    if count_kind == _ALL_ONE:
        return passages, np.ones(size, dtype=np.uint8)
    return passages, np.frombuffer(data, _KINDS[count_kind], size, _HEAD.size + gaps.nbytes)


def decode(data: bytes) -> Postings:
    """What ``encode`` made bytes of."""
    total, position_kind = _HEAD.unpack_from(data)[1], data[_HEAD.size - 1]
    passages, counts = decode_passages(data)
    kind = _KINDS[position_kind]
    assert kind is not None
    return Postings(passages, counts, np.frombuffer(data, kind, total, len(data) - total * kind.itemsize))


def split(data: bytes) -> Iterator[bytes]:
    """Take apart encoded postings that lie one after the other."""
    begin = 0
    while begin < len(data):
        size, total, *kinds = _HEAD.unpack_from(data, begin)
        widths = (0 if (kind := _KINDS[number]) is None else kind.itemsize for number in kinds)
        end = (
            begin + _HEAD.size + sum(n * width for n, width in zip((size, size, total), widths, strict=True))
        )
        yield data[begin:end]
        begin = end


class ArrayCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with the postings of this module."""

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> ListMatcher:
        """A matcher for Whoosh's own queries; ours read the arrays."""
        # Whoosh 2.7.4 reads the length into a tuple of one number.
        offset, (length,) = terminfo.extent()
        counts: Counter[int] = Counter()
        for data in split(dbfile.get(offset, length)):
            counts.update(dict(zip(*(array.tolist() for array in decode_passages(data)), strict=True)))
        passages = sorted(counts)
        weights = [float(counts[passage]) for passage in passages]
        return ListMatcher(passages, weights, None, format_, scorer=scorer, term=term, terminfo=terminfo)


@dataclass(frozen=True, slots=True)
class WordPostings:
    """A word with its stem and its encoded postings in own and title tokens; empty where it does not occur.

    Attributes:
        own_passages: Passages in ``own``; 0 if it is empty.
        title_passages: Passages in ``title``; 0 if it is empty.
    """

    word: str
    stem: str
    own: bytes
    title: bytes
    own_passages: int
    title_passages: int


def write_words(storage: Any, segment: W3Segment, words: Iterable[WordPostings]) -> list[WordPostings]:
    """Write the dictionary and postings of a segment, and return the words without their postings.

    Args:
        storage: Whoosh's file storage.
        segment: A segment without files yet.
        words: In order of stem, then of word.
    """
    rows: list[tuple[bytes, bytes]] = []
    listed: list[WordPostings] = []
    file = segment.create_file(storage, W3Codec.POSTS_EXT)
    with closing(file):
        for stem, entries in groupby(words, key=lambda entry: entry.stem):
            group = list(entries)
            own = [(entry.word, entry.own, entry.own_passages) for entry in group]
            titles = [(entry.word, entry.title, entry.title_passages) for entry in group]
            for by_word, by_stem, listed_postings in (
                (WORDS, STEMS, own),
                (TITLE_WORDS, TITLE_STEMS, titles),
            ):
                begin = file.tell()
                for word, data, passages in listed_postings:
                    if data:
                        rows.append((term_key(by_word, word), _term_info(file.tell(), len(data), passages)))
                        file.write(data)
                if length := file.tell() - begin:
                    most = sum(passages for _, _, passages in listed_postings)
                    rows.append((term_key(by_stem, stem), _term_info(begin, length, most)))
            listed += [
                WordPostings(entry.word, entry.stem, b"", b"", entry.own_passages, entry.title_passages)
                for entry in group
            ]
    dictionary = OrderedHashWriter(segment.create_file(storage, W3Codec.TERMS_EXT))
    dictionary.extras["fieldmap"] = {field: number for number, field in enumerate(FIELDS)}
    for key, info in sorted(rows):
        dictionary.add(key, info)
    dictionary.close()
    return listed


def _term_info(offset: int, length: int, passages: int) -> bytes:
    info = W3TermInfo(
        weight=float(passages), df=passages, minlength=1, maxlength=1, maxweight=1.0, minid=0, maxid=0
    )
    info.set_extent(offset, length)
    packed: bytes = info.to_bytes()
    return packed


def term_key(field: str, term: str) -> bytes:
    """The key of a word or stem in the dictionary; any string is possible."""
    return struct.pack("!H", FIELDS.index(field)) + term.encode("utf-8", "surrogatepass")


class _MappedFile(StructFile):  # type: ignore[misc]
    """What Whoosh's tables are read from: a slice of mapped memory, so several threads may read at once."""

    def get(self, position: int, length: int) -> bytes:
        data: bytes = self.file[position : position + length]
        return data


class WordReader:
    """The dictionary and postings of one segment, mapped into memory; nothing to close.

    Raises:
        OSError: A file is missing.
    """

    def __init__(self, folder: Path, segment: W3Segment) -> None:
        dictionary = mapped(folder / segment.make_filename(W3Codec.TERMS_EXT))
        self._dictionary = OrderedHashReader(_MappedFile(dictionary), len(dictionary))
        self._postings = mapped(folder / segment.make_filename(W3Codec.POSTS_EXT))

    def word(self, field: str, word: str) -> bytes | None:
        """The encoded postings of a word, or None if it does not occur."""
        row = self._dictionary.get(term_key(field, word))
        return None if row is None else self._read(row)

    def stem(self, field: str, stem: str) -> Iterator[bytes]:
        """The encoded postings of each word that has this stem."""
        row = self._dictionary.get(term_key(field, stem))
        return iter(()) if row is None else split(self._read(row))

    def _read(self, row: bytes) -> bytes:
        offset, length = _EXTENT.unpack_from(row, W3TermInfo._struct.size)
        return self._postings[offset : offset + length]

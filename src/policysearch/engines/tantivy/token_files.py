"""Files of passages with their tokens, which tantivy finds but lets nobody read.

Each file holds the columns of some passages and their tokens as numbers of words, passage after passage, so
that occurrences in any passages can be counted by arrays. A file is written once and never changed; what is
in it and no longer in the index does no harm.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..array_file import ArrayFile, pack_strings, write_arrays
from ..column_files import ColumnFiles, column_arrays, starts_of
from ..positions import contained
from ..string_table import StringTable, string_arrays
from .common_words import common_words
from .terms import is_plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ..array_file import Array
    from ..column_files import Columns
    from ..passage_buffer import PassageBuffer, TokenColumn

_NAME = re.compile(r"(\d+)\.passages")
_NEAR = 16
"""Where words lie as near together as one in so many, as those with a prefix do, all that lie between the
first and the last are read, each of which costs a sixteenth of a look-up."""

PARTS = {False: "own", True: "title"}
"""How the arrays of own and title tokens are named."""


@dataclass(frozen=True, slots=True)
class TokenFile(ColumnFiles):
    """A file of passages, opened for reading.

    Attributes:
        path: Where it is, or was.
        words: Its words, sorted; a word's number is its place here.
        stems: Their stems, sorted, each once.
    """

    path: Path
    words: StringTable
    stems: StringTable

    @classmethod
    def open(cls, path: Path) -> TokenFile:
        """Open a file of passages.

        Raises:
            OSError: It is missing, as when another process has merged it with others.
        """
        file = ArrayFile(path)
        return cls(file, None, path, StringTable(file, "words"), StringTable(file, "stems"))

    @property
    def numbers(self) -> Array:
        """The number of each passage in the index, increasing."""
        return self.columns["numbers"]

    @property
    def next_number(self) -> int:
        """A number above all that were given out when the file was written."""
        return int(self.columns["next"][0])

    @property
    def replaced(self) -> list[str]:
        """Names of the files whose passages it holds."""
        return self.columns.strings("replaced")

    def word_numbers(self, words: Sequence[str]) -> dict[str, int]:
        """The numbers of those words that are in the file."""
        if not words:
            return {}
        first, last = bisect_left(self.words, min(words)), bisect_right(self.words, max(words))
        if last - first <= len(words) * _NEAR:
            known = {word: first + place for place, word in enumerate(self.words[first:last])}
            return {word: known[word] for word in words if word in known}
        places = {word: bisect_left(self.words, word, first, last) for word in words}
        return {word: place for word, place in places.items() if place < last and self.words[place] == word}

    def words_of_stem(self, stem: str) -> list[int]:
        """The numbers of all words that have a stem."""
        place = bisect_left(self.stems, stem)
        if place == len(self.stems) or self.stems[place] != stem:
            return []
        begin, end = self.columns["stem_starts"][place : place + 2].tolist()
        numbers: list[int] = self.columns["by_stem"][begin:end].tolist()
        return numbers

    def common_words(self, numbers: Array, *, title: bool) -> Array:
        """The places of the bits of some words, given by their numbers; -1 for those that are not common."""
        common = self.columns[f"{PARTS[title]}.common"]
        return np.where(contained(numbers, common), np.searchsorted(common, numbers), -1)

    def having(self, rows: Sequence[int], *, title: bool) -> Array:
        """For each passage whether it has one of some common words, given the places of their bits."""
        bits = self.columns[f"{PARTS[title]}.bits"].reshape(-1, -(-self.size // 8))
        found: Array = np.bitwise_or.reduce(bits[rows], axis=0)
        return np.unpackbits(found, count=self.size).view(bool)

    def tokens(self, passages: Array, *, title: bool) -> tuple[Array, Array]:
        """Where the own or title tokens of some passages of the file are.

        Returns:
            The place of each token among all, and which of ``passages`` it belongs to.
        """
        starts = self.columns[f"{PARTS[title]}.starts"]
        begins = starts[passages].astype(np.int64)
        counts = starts[passages + 1] - begins
        ends = np.cumsum(counts)
        total = int(ends[-1]) if ends.size else 0
        places = np.repeat(begins - ends + counts, counts) + np.arange(total)
        return places, np.repeat(np.arange(passages.size), counts)

    def positions(self, places: Array, passages: Array, *, title: bool) -> Array:
        """The positions of tokens, given their places and the passage of each."""
        begins = self.columns[f"{PARTS[title]}.starts"][passages].astype(np.int64)
        same = self.columns[f"{PARTS[title]}.same"]
        # Each token takes one position more than the one before, but for those in `same`.
        shared = np.searchsorted(same, places, side="right") - np.searchsorted(same, begins, side="right")
        positions: Array = places - begins - shared
        return positions


def open_files(folder: Path) -> list[TokenFile]:
    """The files of passages of an index.

    Raises:
        OSError: One has been removed meanwhile.
    """
    names = sorted(filter(_NAME.fullmatch, os.listdir(folder)), key=_order)
    opened = [TokenFile.open(folder / name) for name in names]
    replaced = {name for file in opened for name in file.replaced}
    return [file for file in opened if file.path.name not in replaced]


def remove_replaced(folder: Path) -> None:
    """Remove files whose passages are in others; whoever has them open can read on."""
    opened = [TokenFile.open(folder / name) for name in os.listdir(folder) if _NAME.fullmatch(name)]
    for name in {name for file in opened for name in file.replaced}:
        (folder / name).unlink(missing_ok=True)


def write_buffer(folder: Path, buffer: PassageBuffer, first: int) -> TokenFile:
    """Write passages to a file, numbered from ``first`` on in the order in which they were added."""
    words = sorted(buffer.numbers)
    places = np.empty(len(words), dtype=np.uint32)
    places[[buffer.numbers[word] for word in words]] = np.arange(len(words), dtype=np.uint32)
    columns = buffer.columns()
    size = columns.document.size
    lists = {"own": _token_arrays(buffer.own, places), "title": _token_arrays(buffer.titles, places)}
    numbers = np.arange(first, first + size, dtype=np.uint32)
    return write_file(folder, columns, numbers, first + size, words, buffer.stems, lists)


def write_file(
    folder: Path,
    columns: Columns,
    numbers: Array,
    next_number: int,
    words: list[str],
    stems: Mapping[str, str],
    lists: Mapping[str, tuple[Array, Array, Array]],
    replaced: Sequence[str] = (),
) -> TokenFile:
    """Write a file of passages, which is there at once and whole.

    Args:
        folder: Where to.
        columns: What is known of each passage.
        numbers: The number of each passage in the index.
        next_number: A number above all that were given out.
        words: Every word, sorted.
        stems: The stem of each word, and maybe of others.
        lists: For own and title tokens: words of all tokens, starts of the passages' tokens, places of tokens
            that share the position of the one before.
        replaced: Names of the files whose passages are in this one.
    """
    different = sorted({stems[word] for word in words})
    place = {stem: number for number, stem in enumerate(different)}
    stem_of = np.array([place[stems[word]] for word in words], dtype=np.uint32)
    arrays = {
        **column_arrays(columns),
        "numbers": numbers,
        "next": np.array([next_number], dtype=np.int64),
        "replaced": pack_strings(replaced),
        **string_arrays("words", words),
        **string_arrays("stems", different),
        "odd_words": pack_strings([word for word in words if not is_plain(word)]),
        "by_stem": np.argsort(stem_of, kind="stable").astype(np.uint32),
        "stem_starts": starts_of(np.bincount(stem_of, minlength=len(different))),
    }
    for part, (tokens, starts, same) in lists.items():
        common, bits = common_words(tokens, starts)
        arrays |= {f"{part}.tokens": tokens, f"{part}.starts": starts, f"{part}.same": same}
        arrays |= {f"{part}.common": common, f"{part}.bits": bits}
    used = [int(found[1]) for name in os.listdir(folder) if (found := _NAME.fullmatch(name))]
    path = folder / f"{max(used, default=0) + 1}.passages"
    part_path = path.with_suffix(f".{os.getpid()}")
    try:
        write_arrays(part_path, arrays)
        part_path.replace(path)
    finally:
        part_path.unlink(missing_ok=True)
    return TokenFile.open(path)


def _token_arrays(column: TokenColumn, places: Array) -> tuple[Array, Array, Array]:
    starts = starts_of(np.frombuffer(column.counts, dtype=np.uint32))
    same = np.frombuffer(column.same, dtype=np.uint32)
    return places[np.frombuffer(column.words, dtype=np.uint32)], starts, same


def _order(name: str) -> int:
    found = _NAME.fullmatch(name)
    assert found is not None
    return int(found[1])

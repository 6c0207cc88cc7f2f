"""One generation of an index, open for reading: every segment under one run of passage numbers.

Columns are put together when they are first asked for, so that opening costs the same for any size.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ..query import Prefix
from .segments import FACET_ARRAYS, SegmentFiles
from .whoosh_codec import STEMS, TITLE_STEMS, TITLE_WORDS, WORDS, Postings, decode, decode_passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from whoosh.codec.whoosh3 import W3Segment

    from ..models import Facet
    from ..query import Fuzzy
    from .array_file import Array


@dataclass(frozen=True, slots=True)
class SharedEntries:
    """The entries of a facet whose value some other passage of the document has, too.

    Attributes:
        places: Which entries they are.
        value: Value number of each.
        pair: Number of the (value, document) pair of each, among the pairs of these entries.
        pair_value: Value number of every such pair.
    """

    places: Array
    value: Array
    pair: Array
    pair_value: Array


@dataclass(frozen=True)
class FacetIndex:
    """The values of a facet over all segments; see ``segments.FacetColumn`` and the pairs beside it.

    Attributes:
        pair: Number of the (value, document) pair of every entry.
        pair_value: Value number of every pair.
        pair_size: Number of entries of every pair.
        passages: Passages that have each value, removed ones included.
        documents: Documents that have each value, removed ones included.
    """

    values: list[str]
    starts: Array
    entries: Array
    pair: Array
    pair_value: Array
    pair_size: Array
    passages: Array
    documents: Array

    @property
    def size(self) -> int:
        """Number of passages, removed ones included."""
        return self.starts.size - 1

    @cached_property
    def shared(self) -> SharedEntries:
        """The entries of which counting documents has to take care; few where passages have long tails."""
        several = self.pair_size > 1
        places = np.flatnonzero(several[self.pair])
        number = np.cumsum(several, dtype=np.uint32) - 1
        return SharedEntries(
            places, self.entries[places], number[self.pair[places]], self.pair_value[several]
        )

    @cached_property
    def passage(self) -> Array:
        """Passage number of every entry."""
        return np.repeat(np.arange(self.size, dtype=np.uint32), np.diff(self.starts))


class Snapshot:
    """What a search reads. It stays as it is whatever is written meanwhile.

    Attributes:
        generation: The generation of the index.
        size: Passages, removed ones included: passage numbers are below it.
    """

    def __init__(self, storage: Any, segments: Sequence[W3Segment], generation: int) -> None:
        self.generation = generation
        self._opened = [SegmentFiles.open(storage, segment) for segment in segments]
        self._bases = np.cumsum([0, *(files.size for files in self._opened)]).tolist()
        self.size: int = self._bases[-1]
        self._facets: dict[Facet, FacetIndex] = {}

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

    def _join_facet(self, facet: Facet) -> FacetIndex:
        parts = [
            FacetIndex(
                files.columns.strings(f"{facet}.values"),
                *(files.columns[f"{facet}.{name}"] for name in FACET_ARRAYS),
            )
            for files in self._opened
        ]
        if len(parts) == 1:
            return parts[0]
        values = sorted(set().union(*(part.values for part in parts)))
        place = {value: number for number, value in enumerate(values)}
        passages, documents = np.zeros(len(values), np.int64), np.zeros(len(values), np.int64)
        starts, entries, pair, pair_value, pair_size = [np.zeros(1, np.int64)], [], [], [], []
        entry_base = pair_base = 0
        for part in parts:
            numbers = np.array([place[value] for value in part.values], dtype=np.uint32)
            starts.append(part.starts[1:] + np.int64(entry_base))
            entries.append(numbers[part.entries])
            pair.append(part.pair + np.int64(pair_base))
            pair_value.append(numbers[part.pair_value])
            pair_size.append(part.pair_size)
            # A document lies whole in one segment, so none is counted twice.
            passages[numbers] += part.passages
            documents[numbers] += part.documents
            entry_base += part.entries.size
            pair_base += part.pair_value.size
        joined = [
            np.concatenate(arrays or [np.zeros(0, np.int64)])
            for arrays in (starts, entries, pair, pair_value, pair_size)
        ]
        return FacetIndex(values, *[*joined, passages, documents])

    def stem_data(self, stem: str, *, title: bool) -> Iterator[tuple[int, bytes]]:
        """Encoded postings of each word of a stem in each segment, with the number of its first passage."""
        for base, files in zip(self._bases, self._opened, strict=False):
            for data in files.words.stem(TITLE_STEMS if title else STEMS, stem):
                yield base, data

    def word_data(self, words: Iterable[str], *, title: bool) -> Iterator[tuple[int, bytes]]:
        """Encoded postings of words in each segment, with the number of its first passage."""
        for word in words:
            for base, files in zip(self._bases, self._opened, strict=False):
                data = files.words.word(TITLE_WORDS if title else WORDS, word)
                if data is not None:
                    yield base, data

    def counts(self, found: Iterable[tuple[int, bytes]]) -> list[tuple[Array, Array]]:
        """Passage numbers that are there, with occurrences, for each of some encoded postings."""
        decoded = []
        for base, data in found:
            passages, counts = decode_passages(data)
            passages += base
            if self.alive is not None:
                keep = self.alive[passages]
                passages, counts = passages[keep], counts[keep]
            if passages.size:
                decoded.append((passages, counts))
        return decoded

    def positions(self, found: Iterable[tuple[int, bytes]]) -> list[Postings]:
        """Postings of passages that are there for each of some encoded postings."""
        postings = []
        for base, data in found:
            part = decode(data)
            part = Postings(part.passages + base, part.counts, part.positions)
            postings.append(part if self.alive is None else part.of(self.alive[part.passages]))
        return postings

    @cached_property
    def _vocabularies(self) -> dict[bool, list[tuple[SegmentFiles, list[str], Array]]]:
        listed = [(files, files.vocabulary.strings("words")) for files in self._opened]
        return {
            title: [
                (files, words, files.vocabulary["title_passages" if title else "own_passages"])
                for files, words in listed
            ]
            for title in (False, True)
        }

    def words_alike(self, leaf: Prefix | Fuzzy, *, title: bool) -> dict[str, int]:
        """Words meant by the leaf in own or title tokens, with their passages, removed ones included."""
        found: dict[str, int] = {}
        for _, words, passages in self._vocabularies[title]:
            if isinstance(leaf, Prefix):
                places = list(range(*_with_prefix(words, leaf.prefix)))
            else:
                places = _near(words, leaf)
            for place, count in zip(places, passages[places].tolist(), strict=True):
                if count:
                    found[words[place]] = found.get(words[place], 0) + count
        return found

    def words_from(self, prefix: str) -> dict[str, int]:
        """Words of own tokens that begin with ``prefix``, with the passages that hold them."""
        counts: dict[str, int] = {}
        for files, words, passages in self._vocabularies[False]:
            begin, end = _with_prefix(words, prefix)
            if files.alive is None:
                for word, count in zip(words[begin:end], passages[begin:end].tolist(), strict=True):
                    counts[word] = counts.get(word, 0) + count
            else:
                for word in words[begin:end]:
                    counts[word] = counts.get(word, 0) + _passages_left(files, WORDS, word)
        return {word: counts[word] for word in sorted(counts) if counts[word]}

    def passages_with(self, word: str, *, title: bool) -> int:
        """Passages that hold a word in own or title tokens."""
        field = TITLE_WORDS if title else WORDS
        return sum(_passages_left(files, field, word) for files in self._opened)


def _passages_left(files: SegmentFiles, field: str, word: str) -> int:
    """Passages of a segment that hold a word and are still there."""
    data = files.words.word(field, word)
    if data is None:
        return 0
    passages, _ = decode_passages(data)
    return passages.size if files.alive is None else int(files.alive[passages].sum())


def _near(words: list[str], leaf: Fuzzy) -> list[int]:
    """Places of the words meant by the leaf."""
    # Imported here: few searches have such a leaf, and the others need not wait for it.
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cdist

    if not words:
        return []
    distances = cdist([leaf.word], words, scorer=Levenshtein.distance, score_cutoff=leaf.distance)
    places: list[int] = np.flatnonzero(distances[0] <= leaf.distance).tolist()
    return places


def _with_prefix(words: list[str], prefix: str) -> tuple[int, int]:
    """Where the words that begin with ``prefix`` start and end in a sorted list."""
    begin = bisect_left(words, prefix)
    return begin, bisect_right(words, prefix, lo=begin, key=lambda word: word[: len(prefix)])

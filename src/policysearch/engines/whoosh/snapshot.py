"""One generation of an index of Whoosh, open for reading: its columns, and the postings of its words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...query import Prefix
from ..fuzzy_words import places_near
from ..passage_columns import PassageColumns
from .codec import STEMS, TITLE_STEMS, TITLE_WORDS, WORDS, Postings, decode, decode_passages
from .segments import SegmentFiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from whoosh.codec.whoosh3 import W3Segment

    from ...query import Fuzzy
    from ..array_file import Array


class Snapshot(PassageColumns):
    """What a search reads. It stays as it is whatever is written meanwhile.

    Attributes:
        generation: The generation of the index.
    """

    def __init__(self, storage: Any, segments: Sequence[W3Segment], generation: int) -> None:
        self.generation = generation
        self._segments = [SegmentFiles.open(storage, segment) for segment in segments]
        super().__init__(self._segments)

    def stem_data(self, stem: str, *, title: bool) -> Iterator[tuple[int, bytes]]:
        """Encoded postings of each word of a stem in each segment, with the number of its first passage."""
        for base, files in zip(self._bases, self._segments, strict=False):
            for data in files.words.stem(TITLE_STEMS if title else STEMS, stem):
                yield base, data

    def word_data(self, words: Iterable[str], *, title: bool) -> Iterator[tuple[int, bytes]]:
        """Encoded postings of words in each segment, with the number of its first passage."""
        for word in words:
            for base, files in zip(self._bases, self._segments, strict=False):
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
        listed = [(files, files.vocabulary.strings("words")) for files in self._segments]
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
                places = places_near(words, leaf)
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
        return sum(_passages_left(files, field, word) for files in self._segments)


def _passages_left(files: SegmentFiles, field: str, word: str) -> int:
    """Passages of a segment that hold a word and are still there."""
    data = files.words.word(field, word)
    if data is None:
        return 0
    passages, _ = decode_passages(data)
    return passages.size if files.alive is None else int(files.alive[passages].sum())


def _with_prefix(words: list[str], prefix: str) -> tuple[int, int]:
    """Where the words that begin with ``prefix`` start and end in a sorted list."""
    begin = bisect_left(words, prefix)
    return begin, bisect_right(words, prefix, lo=begin, key=lambda word: word[: len(prefix)])

"""Passages in memory on their way to a file of an index."""

from __future__ import annotations

from array import array
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING

import numpy as np

from ..models import NO_VALUE, Facet
from .column_files import Columns, FacetColumn, starts_of
from .distinct import distinct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..analysis import Token
    from .array_file import Array
    from .base import IndexRecord


_BITS = 32
"""Bits that the number of a value takes beside that of its passage."""

_FACETS_AT_ONCE = 500
"""Passages whose values are numbered together, which takes half the time."""

_NO_VALUES = (NO_VALUE,)


class _Numbers(dict[str, int]):
    """Numbers for strings in order of their first look-up."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


class TokenColumn:
    """The tokens of one field of all passages, one after the other.

    Attributes:
        words: The number of each token's word.
        same: Places of the tokens that share the position of the one before; any other has the next one.
        counts: Tokens of each passage.
        lengths: Positions that they take up.
    """

    def __init__(self) -> None:
        self.words = array("I")
        self.same = array("I")
        self.counts = array("I")
        self.lengths = array("I")

    def add(self, tokens: Sequence[Token], numbers: _Numbers, stems: dict[str, str]) -> list[str]:
        """Add the tokens of a passage, whose words are returned; those that are new get numbers and stems."""
        words = [token.word for token in tokens]
        known, begin = len(numbers), len(self.words)
        self.words.extend(map(numbers.__getitem__, words))
        for word in islice(reversed(numbers), len(numbers) - known):
            stems[word] = tokens[words.index(word)].stem
        length = tokens[-1].position + 1 if tokens else 0
        if length < len(words):
            pairs = pairwise(tokens)
            self.same.extend(
                begin + place for place, (one, two) in enumerate(pairs, 1) if one.position == two.position
            )
        self.counts.append(len(words))
        self.lengths.append(length)
        return words

    def positions(self) -> Array:
        """The position of each token."""
        steps = np.ones(len(self.words), dtype=np.int64)
        steps[np.frombuffer(self.same, dtype=np.uint32)] = 0
        reached = np.cumsum(steps)
        counts = np.frombuffer(self.counts, dtype=np.uint32)
        begins = starts_of(counts)[:-1][counts > 0]
        return (reached - np.repeat(reached[begins], counts[counts > 0])).astype(np.uint32)


class _FacetBuffer:
    """The values of one facet of all passages, one after the other."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._entries = array("I")
        self._counts = array("I")

    def add(self, values: Sequence[Sequence[str]]) -> None:
        """Add the values of some passages."""
        self._entries.extend(map(self._numbers.__getitem__, chain.from_iterable(values)))
        self._counts.extend(map(len, values))

    def column(self) -> FacetColumn:
        values = sorted(self._numbers)
        places = np.empty(len(values), dtype=np.uint32)
        places[[self._numbers[value] for value in values]] = np.arange(len(values))
        counts = np.frombuffer(self._counts, dtype=np.uint32)
        entries = places[np.frombuffer(self._entries, dtype=np.uint32)]
        # A value that a passage was given twice counts once.
        pairs = distinct((np.repeat(np.arange(counts.size), counts) << _BITS) | entries)
        return FacetColumn(
            values,
            starts_of(np.bincount(pairs >> _BITS, minlength=counts.size)),
            (pairs & ((1 << _BITS) - 1)).astype(np.uint32),
        )


class PassageBuffer:
    """Passages in memory on their way to a file of an index.

    Attributes:
        numbers: Every word with its number, in order of their first occurrence.
        stems: Every word with its stem.
        own: The own tokens of the passages.
        titles: Their title tokens.
        documents: Ids of the documents that the passages are of.
    """

    def __init__(self) -> None:
        self.numbers = _Numbers()
        self.stems: dict[str, str] = {}
        self.own = TokenColumn()
        self.titles = TokenColumn()
        self._passages: dict[tuple[str, int], int] = {}
        self._facets = {facet: _FacetBuffer() for facet in Facet}
        self._waiting: list[Mapping[Facet, tuple[str, ...]]] = []
        self.documents: set[str] = set()

    @property
    def tokens(self) -> int:
        """Tokens held, which the memory goes with."""
        return len(self.own.words) + len(self.titles.words)

    def add(self, record: IndexRecord) -> tuple[list[str], list[str]]:
        """Add a passage.

        Returns:
            The words of its own and of its title tokens.

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
        self._waiting.append(record.facets)
        if len(self._waiting) >= _FACETS_AT_ONCE:
            self._add_facets()
        own = self.own.add(record.tokens, self.numbers, self.stems)
        return own, self.titles.add(record.title_tokens, self.numbers, self.stems)

    def _add_facets(self) -> None:
        for facet, buffer in self._facets.items():
            buffer.add([facets.get(facet) or _NO_VALUES for facets in self._waiting])
        self._waiting.clear()

    def columns(self) -> Columns:
        """What is known of each passage, in the order in which they were added."""
        self._add_facets()
        documents = sorted(self.documents)
        place = {document: number for number, document in enumerate(documents)}
        return Columns(
            documents=documents,
            document=np.array([place[document] for document, _ in self._passages], dtype=np.uint32),
            ordinal=np.array([ordinal for _, ordinal in self._passages], dtype=np.uint32),
            day=np.array(list(self._passages.values()), dtype=np.int32),
            length=np.frombuffer(self.own.lengths, dtype=np.uint32),
            title_length=np.frombuffer(self.titles.lengths, dtype=np.uint32),
            facets={facet: buffer.column() for facet, buffer in self._facets.items()},
        )

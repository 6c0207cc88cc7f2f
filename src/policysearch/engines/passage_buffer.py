"""Passages in memory on their way to a file of an index."""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ..models import NO_VALUE, Facet
from .column_files import Columns, FacetColumn, starts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..analysis import Token
    from .array_file import Array
    from .base import IndexRecord


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

    def add(self, tokens: Sequence[Token], numbers: _Numbers, stems: dict[str, str]) -> None:
        """Add the tokens of a passage; words that are new get numbers and stems."""
        known = len(numbers)
        found = list(map(numbers.__getitem__, [token.word for token in tokens]))
        if len(numbers) > known:
            for place in [place for place, number in enumerate(found) if number >= known]:
                stems[tokens[place].word] = tokens[place].stem
        length = tokens[-1].position + 1 if tokens else 0
        if length < len(found):
            begin = len(self.words)
            pairs = pairwise(tokens)
            self.same.extend(
                begin + place for place, (one, two) in enumerate(pairs, 1) if one.position == two.position
            )
        self.words.extend(found)
        self.counts.append(len(found))
        self.lengths.append(length)

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

    def add(self, values: Sequence[str]) -> None:
        if len(values) < 2:
            self._entries.append(self._numbers[values[0] if values else NO_VALUE])
            self._counts.append(1)
            return
        different = set(values)
        self._entries.extend([self._numbers[value] for value in different])
        self._counts.append(len(different))

    def column(self) -> FacetColumn:
        values = sorted(self._numbers)
        places = np.empty(len(values), dtype=np.uint32)
        places[[self._numbers[value] for value in values]] = np.arange(len(values))
        counts = np.frombuffer(self._counts, dtype=np.uint32)
        return FacetColumn(values, starts_of(counts), places[np.frombuffer(self._entries, dtype=np.uint32)])


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
        self.documents: set[str] = set()

    @property
    def tokens(self) -> int:
        """Tokens held, which the memory goes with."""
        return len(self.own.words) + len(self.titles.words)

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
        self.own.add(record.tokens, self.numbers, self.stems)
        self.titles.add(record.title_tokens, self.numbers, self.stems)
        for facet, buffer in self._facets.items():
            buffer.add(record.facets.get(facet, ()))

    def columns(self) -> Columns:
        """What is known of each passage, in the order in which they were added."""
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

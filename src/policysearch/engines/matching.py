"""Which passages an expression matches, and their scores, by whole arrays.

``memory`` says the same in plain words and is what this is tested against, to the last bit of the scores.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from heapq import heappush, heappushpop
from typing import TYPE_CHECKING

import numpy as np

from ..errors import UsageError
from ..query import (
    And,
    Exact,
    Fuzzy,
    HasValue,
    InTitle,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    TextLeaf,
    Word,
    leaves,
)
from .facet_counts import having_any
from .ranking import EXPANSION_LIMIT, K1, TITLE_WEIGHT, B, expansions, rarity, scored_leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..query import Expression
    from .array_file import Array
    from .passage_columns import PassageColumns


class Matching(ABC):
    """An expression held against the passages of an index.

    An engine says which passages hold a leaf and how often; the rest is the same for all of them.
    """

    def __init__(self, columns: PassageColumns, expression: Expression | None) -> None:
        self._columns = columns
        self._expression = expression
        self._words: dict[tuple[Prefix | Fuzzy, bool], Sequence[str]] = {}
        self._cut: set[tuple[Prefix | Fuzzy, bool]] = set()

    @abstractmethod
    def _passages(self, leaf: TextLeaf, *, title: bool) -> Array:
        """Passages with the leaf in own or title tokens."""

    @abstractmethod
    def _counts(self, leaf: TextLeaf, among: Array, *, title: bool) -> Array:
        """How often the leaf occurs in own or title tokens of each of some passages."""

    @abstractmethod
    def _holding(self, leaf: TextLeaf, *, title: bool) -> int:
        """How many passages have the leaf in own or title tokens."""

    @abstractmethod
    def _words_alike(self, leaf: Prefix | Fuzzy, *, title: bool) -> Mapping[str, int]:
        """Words meant by the leaf in own or title tokens, with their passages, removed ones included."""

    @abstractmethod
    def _passages_with(self, word: str, *, title: bool) -> int:
        """How many passages that are there hold a word in own or title tokens."""

    @abstractmethod
    def tiers(self, found: Array, *, by_document: bool) -> Iterator[Array]:
        """Take passages apart so that those of the first parts go before all others by relevance.

        Args:
            found: Passages that are results, increasing.
            by_document: Whether documents, of the highest scores, are to stay whole.
        """

    def results(self) -> Array:
        """For each passage whether it is a result, by the rule in ``base``."""
        expression = self._expression
        positive = [leaf for leaf in leaves(expression) if isinstance(leaf, TextLeaf)]
        if positive == [expression]:
            return self._having(positive[0], title=False)
        matching = self._holds(expression)
        if self._columns.alive is not None:
            matching &= self._columns.alive
        if positive:
            matching &= np.logical_or.reduce([self._having(leaf, title=False) for leaf in positive])
        return matching

    def passage_scores(self, found: Array) -> tuple[Array, Array]:
        """What each of some passages scores in its own tokens, and what in its title tokens."""
        return self._part_scores(found, title=False), self._part_scores(found, title=True)

    def _part_scores(self, found: Array, *, title: bool) -> Array:
        columns = self._columns
        scores = np.zeros(found.size)
        for leaf in scored_leaves(self._expression, title=title):
            counts = self._counts(leaf, found, title=title)
            held = np.flatnonzero(counts)
            if held.size:
                holding = self._holding(leaf, title=title)
                weight = rarity(columns.passages, holding) * (TITLE_WEIGHT if title else 1.0)
                lengths = columns.lengths(title=title)[found[held]] / columns.average_length(title=title)
                scores[held] += weight * _saturated(counts[held], lengths)
        return scores

    def document_scores(self, found: Array) -> Array:
        """What each document scores in its own tokens by those of its passages that are in ``found``."""
        columns = self._columns
        scores = np.zeros(columns.document_count)
        for leaf in scored_leaves(self._expression, title=False):
            counts = self._counts(leaf, found, title=False)
            totals = np.bincount(columns.document[found], weights=counts, minlength=scores.size)
            documents = np.flatnonzero(totals)
            if documents.size:
                holding = np.bincount(columns.document[self._passages(leaf, title=False)])
                weight = rarity(columns.documents, int(np.count_nonzero(holding)))
                lengths = columns.document_lengths[documents] / columns.average_document_length
                scores[documents] += weight * _saturated(totals[documents], lengths)
        return scores

    def _having(self, leaf: TextLeaf, *, title: bool) -> Array:
        """For each passage that is there whether it has a leaf in own or title tokens; not to be changed."""
        return self._mask(self._passages(leaf, title=title))

    def _mask(self, passages: Array) -> Array:
        mask = np.zeros(self._columns.size, dtype=bool)
        mask[passages] = True
        return mask

    def exact(self) -> bool:
        """Whether no Prefix or Fuzzy stands for more words than EXPANSION_LIMIT."""
        # A part that nothing depends on may not have been looked at, and one that is only for titles may have
        # been looked up in own tokens too; the answer must not depend on that.
        asked = set(expansions(self._expression))
        for leaf, title in asked:
            self._expand(leaf, title=title)
        return self._cut.isdisjoint(asked)

    def _holds(self, expression: Expression | None) -> Array:
        """For each passage whether the expression holds; passages that are gone may be among them."""
        match expression:
            case None:
                return np.ones(self._columns.size, dtype=bool)
            case And(parts):
                holds = self._holds(parts[0])
                for part in parts[1:]:
                    if not holds.any():
                        break
                    holds &= self._holds(part)
                return holds
            case Or(parts):
                holds = self._holds(parts[0])
                for part in parts[1:]:
                    holds |= self._holds(part)
                return holds
            case Not(part):
                return ~self._holds(part)
            case HasValue(facet, values):
                return having_any(self._columns.facet(facet), values)
            case InTitle(leaf):
                return self._having(leaf, title=True).copy()
            case Word() | Exact() | Prefix() | Fuzzy() | Phrase() | Near():
                return self._having(expression, title=False) | self._having(expression, title=True)
            case _:
                raise UsageError(f"{expression} must be resolved to values before an engine is asked")

    def _expand(self, leaf: Prefix | Fuzzy, *, title: bool) -> Sequence[str]:
        """The words that the leaf stands for."""
        if (leaf, title) not in self._words:
            self._words[leaf, title] = self._look_up_words(leaf, title=title)
        return self._words[leaf, title]

    def _look_up_words(self, leaf: Prefix | Fuzzy, *, title: bool) -> Sequence[str]:
        # From the most passages down, by counts in which removed passages may still be: a word further down
        # cannot rise above the least of those taken.
        alike = self._words_alike(leaf, title=title)
        if len(alike) <= EXPANSION_LIMIT:
            return sorted(alike)
        found: list[tuple[int, str]] = []
        taken: list[int] = []
        for word in sorted(alike, key=lambda word: (-alike[word], word)):
            if len(found) > EXPANSION_LIMIT and alike[word] < taken[0]:
                break
            if passages := self._passages_with(word, title=title):
                found.append((-passages, word))
                push = heappush if len(taken) < EXPANSION_LIMIT else heappushpop
                push(taken, passages)
        if len(found) > EXPANSION_LIMIT:
            self._cut.add((leaf, title))
        return [word for _, word in sorted(found)[:EXPANSION_LIMIT]]


def _saturated(counts: Array, lengths: Array) -> Array:
    """What occurrences count for in texts of some lengths, 1 being the average length."""
    saturated: Array = counts / (counts + K1 * (1.0 - B + B * lengths))
    return saturated

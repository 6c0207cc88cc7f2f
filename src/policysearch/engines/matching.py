"""Which passages of a snapshot an expression matches, and their scores, by whole arrays.

``memory`` says the same in plain words and is what this is tested against, to the last bit of the scores.
"""

from __future__ import annotations

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
from .distinct import distinct
from .facet_counts import having_any
from .ranking import EXPANSION_LIMIT, K1, TITLE_WEIGHT, B, expansions, rarity, scored_leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..query import Expression, Term
    from .array_file import Array
    from .snapshot import Snapshot

_PLACE = 32
"""Bits that a position takes beside the passage number in one 64-bit key."""


class Matching:
    """An expression held against a snapshot."""

    def __init__(self, snapshot: Snapshot, expression: Expression | None) -> None:
        self._snapshot = snapshot
        self._expression = expression
        self._found: dict[tuple[TextLeaf, bool], tuple[Array, Array]] = {}
        self._cut = False

    def results(self) -> Array:
        """For each passage whether it is a result, by the rule in ``base``."""
        expression = self._expression
        positive = [leaf for leaf in leaves(expression) if isinstance(leaf, TextLeaf)]
        if positive == [expression]:
            return self._mask([self._occurrences(positive[0], title=False)[0]])
        matching = self._holds(expression)
        if self._snapshot.alive is not None:
            matching &= self._snapshot.alive
        if positive:
            matching &= self._mask([self._occurrences(leaf, title=False)[0] for leaf in positive])
        return matching

    def scores(self, *, title: bool) -> Array:
        """What each passage scores in its own or its title tokens; means nothing where it does not match."""
        snapshot = self._snapshot
        scores = np.zeros(snapshot.size)
        for leaf in scored_leaves(self._expression, title=title):
            passages, counts = self._occurrences(leaf, title=title)
            if passages.size:
                weight = rarity(snapshot.passages, passages.size) * (TITLE_WEIGHT if title else 1.0)
                lengths = snapshot.lengths(title=title)[passages] / snapshot.average_length(title=title)
                scores[passages] += weight * _saturated(counts, lengths)
        return scores

    def document_scores(self, found: Array) -> Array:
        """What each document scores in its own tokens by those of its passages that are in ``found``."""
        snapshot = self._snapshot
        scores = np.zeros(snapshot.document_count)
        kept = np.zeros(snapshot.size, dtype=bool)
        kept[found] = True
        for leaf in scored_leaves(self._expression, title=False):
            passages, counts = self._occurrences(leaf, title=False)
            holding = np.bincount(snapshot.document[passages], minlength=scores.size)
            among = kept[passages]
            totals = np.bincount(
                snapshot.document[passages[among]], weights=counts[among], minlength=scores.size
            )
            documents = np.flatnonzero(totals)
            if documents.size:
                weight = rarity(snapshot.documents, int(np.count_nonzero(holding)))
                lengths = snapshot.document_lengths[documents] / snapshot.average_document_length
                scores[documents] += weight * _saturated(totals[documents], lengths)
        return scores

    def _mask(self, lists: Iterable[Array]) -> Array:
        mask = np.zeros(self._snapshot.size, dtype=bool)
        for passages in lists:
            mask[passages] = True
        return mask

    def exact(self) -> bool:
        """Whether no Prefix or Fuzzy stands for more words than EXPANSION_LIMIT."""
        # A part that nothing depends on may not have been looked at; the answer must not depend on that.
        for leaf, title in expansions(self._expression):
            self._occurrences(leaf, title=title)
        return not self._cut

    def _holds(self, expression: Expression | None) -> Array:
        """For each passage whether the expression holds; passages that are gone may be among them."""
        match expression:
            case None:
                return np.ones(self._snapshot.size, dtype=bool)
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
                return having_any(self._snapshot.facet(facet), values)
            case InTitle(leaf):
                return self._mask([self._occurrences(leaf, title=True)[0]])
            case Word() | Exact() | Prefix() | Fuzzy() | Phrase() | Near():
                return self._mask([self._occurrences(expression, title=title)[0] for title in (False, True)])
            case _:
                raise UsageError(f"{expression} must be resolved to values before an engine is asked")

    def _occurrences(self, leaf: TextLeaf, *, title: bool) -> tuple[Array, Array]:
        """Passages with the leaf in own or title tokens, increasing, and how often it occurs in each."""
        if (leaf, title) not in self._found:
            self._found[leaf, title] = self._look_up(leaf, title=title)
        return self._found[leaf, title]

    def _look_up(self, leaf: TextLeaf, *, title: bool) -> tuple[Array, Array]:
        snapshot = self._snapshot
        match leaf:
            case Word(stem):
                return self._sum(snapshot.counts(snapshot.stem_data(stem, title=title)))
            case Exact(word):
                return self._sum(snapshot.counts(snapshot.word_data([word], title=title)))
            case Prefix() | Fuzzy():
                words = self._expand(leaf, title=title)
                return self._sum(snapshot.counts(snapshot.word_data(words, title=title)))
            case Phrase(terms):
                return self._phrase(terms, title=title)
            case Near(terms, distance):
                return self._near(terms, distance, title=title)

    def _sum(self, lists: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
        """The passages of all lists, each once, with the sum of their counts."""
        if len(lists) == 1:
            return lists[0]
        passages = np.concatenate([np.zeros(0, np.int64), *(passages for passages, _ in lists)])
        counts = np.concatenate([np.zeros(0, np.int64), *(counts for _, counts in lists)])
        if (passages[1:] > passages[:-1]).all():
            return passages, counts
        if passages.size * 8 > self._snapshot.size:
            sums = np.bincount(passages, weights=counts)
            passages = np.flatnonzero(sums)
            return passages, sums[passages]
        order = np.argsort(passages, kind="stable")
        passages, counts = passages[order], counts[order]
        heads = np.flatnonzero(np.diff(passages, prepend=-1))
        return passages[heads], np.add.reduceat(counts, heads)

    def _expand(self, leaf: Prefix | Fuzzy, *, title: bool) -> Sequence[str]:
        """The words that the leaf stands for."""
        # From the most passages down, by counts in which removed passages may still be: a word further down
        # cannot rise above the least of those taken.
        alike = self._snapshot.words_alike(leaf, title=title)
        if len(alike) <= EXPANSION_LIMIT:
            return sorted(alike)
        found: list[tuple[int, str]] = []
        taken: list[int] = []
        for word in sorted(alike, key=lambda word: (-alike[word], word)):
            if len(found) > EXPANSION_LIMIT and alike[word] < taken[0]:
                break
            if passages := self._snapshot.passages_with(word, title=title):
                found.append((-passages, word))
                push = heappush if len(taken) < EXPANSION_LIMIT else heappushpop
                push(taken, passages)
        self._cut |= len(found) > EXPANSION_LIMIT
        return [word for _, word in sorted(found)[:EXPANSION_LIMIT]]

    def _phrase(self, terms: Sequence[Term], *, title: bool) -> tuple[Array, Array]:
        among = self._together(terms, title=title)
        starts: Array | None = None
        for place, term in sorted(enumerate(terms), key=lambda row: self._rank(row[1], title=title)):
            if not among.size:
                break
            keys = self._keys(term, among, title=title)
            keys = keys[(keys & ((1 << _PLACE) - 1)) >= place] - place
            starts = keys if starts is None else starts[_contained(starts, keys)]
        if starts is None:
            starts = np.zeros(0, np.int64)
        return _counted(starts)

    def _near(self, terms: Sequence[Term], distance: int, *, title: bool) -> tuple[Array, Array]:
        among = self._together(terms, title=title)
        if not among.size:
            return _counted(among)
        places = [self._keys(term, among, title=title) for term in terms]
        lasts = distinct(np.concatenate(places))
        # Wider than any passage is as good as any width, and stays clear of the passage number in the key.
        width = min(len(terms) - 1 + distance, 1 << (_PLACE - 2))
        close = np.ones(lasts.size, dtype=bool)
        for keys in places:
            before = np.searchsorted(keys, lasts, side="right") - 1
            close &= (
                (before >= 0) & (keys[before] >= lasts - width) & (keys[before] >> _PLACE == lasts >> _PLACE)
            )
        passages = distinct(lasts[close] >> _PLACE)
        fewest: Array | None = None
        for keys in places:
            holding, counts = _counted(keys)
            counts = counts[np.searchsorted(holding, passages)]
            fewest = counts if fewest is None else np.minimum(fewest, counts)
        assert fewest is not None
        return passages, fewest

    def _rank(self, term: Term, *, title: bool) -> int:
        return self._occurrences(term, title=title)[0].size

    def _together(self, terms: Sequence[Term], *, title: bool) -> Array:
        """Passages that hold all the terms anywhere."""
        lists = sorted(
            (self._occurrences(term, title=title)[0] for term in set(terms)), key=lambda found: found.size
        )
        common = lists[0]
        for passages in lists[1:]:
            common = common[_contained(common, passages)]
        return common

    def _keys(self, term: Term, among: Array, *, title: bool) -> Array:
        """Passage number and position, in one number, of each place of a term in some passages, sorted."""
        snapshot = self._snapshot
        if isinstance(term, Word):
            found = snapshot.stem_data(term.stem, title=title)
        else:
            found = snapshot.word_data([term.word], title=title)
        keys = []
        for postings in snapshot.positions(found):
            part = postings.of(_contained(postings.passages, among))
            keys.append((np.repeat(part.passages, part.counts) << _PLACE) | part.positions)
        return distinct(np.concatenate(keys))


def _saturated(counts: Array, lengths: Array) -> Array:
    """What occurrences count for in texts of some lengths, 1 being the average length."""
    saturated: Array = counts / (counts + K1 * (1.0 - B + B * lengths))
    return saturated


def _contained(some: Array, others: Array) -> Array:
    """For each of some numbers whether it is among others, which increase."""
    if not others.size:
        return np.zeros(some.size, dtype=bool)
    places = np.searchsorted(others, some)
    places[places == others.size] = 0
    contained: Array = others[places] == some
    return contained


def _counted(keys: Array) -> tuple[Array, Array]:
    """The passages of increasing keys, and how many keys each has."""
    passages = keys >> _PLACE
    heads = np.flatnonzero(np.diff(passages, prepend=-1))
    return passages[heads], np.diff(heads, append=passages.size)

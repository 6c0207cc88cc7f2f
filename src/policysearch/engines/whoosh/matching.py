"""An expression held against the postings of a Whoosh index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...query import Exact, Fuzzy, Near, Phrase, Prefix, Word
from ..distinct import distinct
from ..matching import Matching
from ..positions import contained, near_each_other, phrases, places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...query import Expression, Term, TextLeaf
    from ..array_file import Array
    from .snapshot import Snapshot


class PostingMatching(Matching):
    """An expression held against a snapshot."""

    def __init__(self, snapshot: Snapshot, expression: Expression | None) -> None:
        super().__init__(snapshot, expression)
        self._snapshot = snapshot
        self._found: dict[tuple[TextLeaf, bool], tuple[Array, Array]] = {}

    def tiers(self, found: Array, *, by_document: bool) -> Iterator[Array]:
        """All in one part, as scores cost little."""
        yield found

    def _passages(self, leaf: TextLeaf, *, title: bool) -> Array:
        return self._occurrences(leaf, title=title)[0]

    def _counts(self, leaf: TextLeaf, among: Array, *, title: bool) -> Array:
        passages, counts = self._occurrences(leaf, title=title)
        every = np.zeros(self._snapshot.size, dtype=counts.dtype)
        every[passages] = counts
        return every[among]

    def _holding(self, leaf: TextLeaf, *, title: bool) -> int:
        return self._occurrences(leaf, title=title)[0].size

    def _words_alike(self, leaf: Prefix | Fuzzy, *, title: bool) -> Mapping[str, int]:
        return self._snapshot.words_alike(leaf, title=title)

    def _passages_with(self, word: str, *, title: bool) -> int:
        return self._snapshot.passages_with(word, title=title)

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

    def _phrase(self, terms: Sequence[Term], *, title: bool) -> tuple[Array, Array]:
        among = self._together(terms, title=title)
        if not among.size:
            return among, among
        rarest_first = sorted(enumerate(terms), key=lambda row: self._holding(row[1], title=title))
        return phrases((before, self._places(term, among, title=title)) for before, term in rarest_first)

    def _near(self, terms: Sequence[Term], distance: int, *, title: bool) -> tuple[Array, Array]:
        among = self._together(terms, title=title)
        if not among.size:
            return among, among
        return near_each_other([self._places(term, among, title=title) for term in terms], distance)

    def _together(self, terms: Sequence[Term], *, title: bool) -> Array:
        """Passages that hold all the terms anywhere."""
        lists = sorted(
            (self._occurrences(term, title=title)[0] for term in set(terms)), key=lambda found: found.size
        )
        common = lists[0]
        for passages in lists[1:]:
            common = common[contained(common, passages)]
        return common

    def _places(self, term: Term, among: Array, *, title: bool) -> Array:
        """Each place of a term in some passages, sorted."""
        snapshot = self._snapshot
        if isinstance(term, Word):
            found = snapshot.stem_data(term.stem, title=title)
        else:
            found = snapshot.word_data([term.word], title=title)
        parts = []
        for postings in snapshot.positions(found):
            part = postings.of(contained(postings.passages, among))
            parts.append(places(np.repeat(part.passages, part.counts), part.positions))
        return distinct(np.concatenate(parts))

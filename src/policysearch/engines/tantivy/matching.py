"""An expression held against a tantivy index: tantivy finds the passages, their tokens give the counts."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import numpy as np

from ...query import And, Exact, Fuzzy, InTitle, Near, Not, Or, Phrase, Prefix, TextLeaf, Word
from ..distinct import distinct
from ..matching import Matching
from ..positions import near_each_other, phrases, places
from ..ranking import scored_leaves
from .queries import QueryMaker
from .snapshot import FEW

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from ...models import Facet
    from ...query import Expression
    from ..array_file import Array
    from .snapshot import Matches, TantivySnapshot
    from .token_files import TokenFile

_FIRST_TIER = 250
"""Passages, the best as tantivy scores them, that are scored as ``ranking`` has it before all others: tantivy
knows neither our constants nor exact lengths, so that its order is near ours but not the same."""

_TIER_GROWTH = 10

_ALL_SCORED = 1_000
"""Passages up to which all that match are scored."""

_FEW_PHRASES = 50_000
"""As ``FEW`` where phrases are looked for, which takes so long that it is not done a second time."""

_COUNTED = 5_000
"""Passages up to which those that hold a leaf are counted; above, words are taken to occur independently."""


class TantivyMatching(Matching):
    """An expression held against a snapshot."""

    def __init__(
        self,
        snapshot: TantivySnapshot,
        expression: Expression | None,
        filters: Mapping[Facet, Collection[str]],
    ) -> None:
        super().__init__(snapshot, expression)
        self._snapshot = snapshot
        self._filters = filters
        self._matches: Matches | None = None
        self._masks: dict[tuple[TextLeaf, bool], Array] = {}
        self._has_phrases = any(isinstance(leaf, Phrase) for leaf in scored_leaves(expression, title=True))
        self._maker = QueryMaker(snapshot.schema, self._words_of)
        self._stem_words: dict[str, list[str]] = {}

    def results(self) -> Array:
        """For each passage whether it is a result, by the rule in ``base``."""
        if self._expression is None or not self._goes_to_tantivy(self._expression):
            return super().results()
        few = _FEW_PHRASES if self._has_phrases else FEW
        self._matches = self._snapshot.matching(self._maker.candidates(self._expression), few)
        results = self._mask(self._matches.passages)
        results[self._snapshot.matching(self._maker.only_in_titles(self._expression)).passages] = False
        return results

    def _goes_to_tantivy(self, expression: Expression) -> bool:
        """Whether tantivy is to find what an expression holds for: not words of which some are common."""
        if not self._maker.is_exact(expression):
            return False
        asked = list(_text_leaves(expression))
        return any(isinstance(leaf, Phrase) for leaf in asked) or not any(map(self._is_common, asked))

    def _is_common(self, leaf: TextLeaf) -> bool:
        """Whether a word that a leaf stands for is common."""
        if isinstance(leaf, Phrase | Near):
            return False
        return bool(self._snapshot.are_common(self._words_of(leaf, False), title=False))

    def _holds(self, expression: Expression | None) -> Array:
        if expression is not None and self._goes_to_tantivy(expression):
            return self._mask(self._snapshot.matching(self._maker.holds(expression)).passages)
        return super()._holds(expression)

    def _having(self, leaf: TextLeaf, *, title: bool) -> Array:
        if (leaf, title) not in self._masks:
            self._masks[leaf, title] = self._find(leaf, title=title)
        return self._masks[leaf, title]

    def _find(self, leaf: TextLeaf, *, title: bool) -> Array:
        if isinstance(leaf, Phrase | Near):
            return super()._having(leaf, title=title)
        words = self._words_of(leaf, title)
        common = self._snapshot.are_common(words, title=title)
        if not common:
            return super()._having(leaf, title=title)
        having = self._snapshot.having_common(common, title=title)
        others = sorted(set(words).difference(common))
        if others:
            having[self._snapshot.holding_any(others, title=title)] = True
        return having

    def tiers(self, found: Array, *, by_document: bool) -> Iterator[Array]:
        """The best passages as tantivy scores them, then ten times as many, and so on."""
        snapshot = self._snapshot
        left = np.zeros(snapshot.size, dtype=bool)
        left[found] = True
        remaining = found.size
        if remaining > _ALL_SCORED and any(scored_leaves(self._expression, title=True)):
            query = self._maker.candidates(self._expression, self._filters)
            known = self._matches.best if self._matches and not self._filters else left[:0]
            size = _FIRST_TIER
            while remaining:
                best = known[:size] if size <= known.size else snapshot.best(query, size)
                best = best[left[best]]
                if by_document:
                    documents = np.zeros(snapshot.document_count, dtype=bool)
                    documents[snapshot.document[best]] = True
                    best = found[documents[snapshot.document[found]] & left[found]]
                if best.size:
                    left[best] = False
                    remaining -= best.size
                    yield np.sort(best)
                if remaining and size >= snapshot.size:
                    # Asked for all, tantivy did not name these: they come last rather than never.
                    yield np.flatnonzero(left)
                    return
                size *= _TIER_GROWTH
        else:
            yield found

    def _words_of(self, leaf: Word | Exact | Prefix | Fuzzy, title: bool) -> Sequence[str]:
        match leaf:
            case Exact(word):
                return [word]
            case Word(stem):
                if stem not in self._stem_words:
                    self._stem_words[stem] = self._snapshot.words_of_stem(stem)
                return self._stem_words[stem]
            case _:
                return self._expand(leaf, title=title)

    def _words_alike(self, leaf: Prefix | Fuzzy, *, title: bool) -> Mapping[str, int]:
        return self._snapshot.words_alike(leaf, title=title)

    def _passages_with(self, word: str, *, title: bool) -> int:
        return self._snapshot.passages_with(word, title=title)

    def _passages(self, leaf: TextLeaf, *, title: bool) -> Array:
        if (leaf, title) in self._masks:
            return np.flatnonzero(self._masks[leaf, title])
        if leaf == self._expression and not title and self._matches:
            return self._matches.passages
        passages = self._snapshot.matching(self._maker.leaf(leaf, title=title)).passages
        if self._maker.is_exact(leaf):
            return passages
        return passages[self._counts(leaf, passages, title=title) > 0]

    def _holding(self, leaf: TextLeaf, *, title: bool) -> int:
        if (leaf, title) in self._masks:
            return int(np.count_nonzero(self._masks[leaf, title]))
        if leaf == self._expression and not title and self._matches:
            return self._matches.passages.size
        if isinstance(leaf, Phrase | Near):
            if self._maker.is_exact(leaf):
                return self._snapshot.count(self._maker.leaf(leaf, title=title))
            return self._passages(leaf, title=title).size
        words = self._words_of(leaf, title)
        each = self._snapshot.most_with(words, title=title)
        if len(words) == 1 and self._snapshot.counts_are_exact:
            return each[0]
        if sum(each) <= _COUNTED:
            return self._snapshot.count(self._maker.leaf(leaf, title=title))
        size = self._snapshot.size
        return round(self._snapshot.passages * (1.0 - prod(1.0 - min(count, size) / size for count in each)))

    def _counts(self, leaf: TextLeaf, among: Array, *, title: bool) -> Array:
        counts = np.zeros(among.size, dtype=np.int64)
        for file, tokens, own, passages in self._snapshot.tokens(among, title=title):
            words = file.columns[f"{'title' if title else 'own'}.tokens"][tokens]
            match leaf:
                case Phrase(terms) | Near(terms):
                    found = {
                        term: np.flatnonzero(self._wanted(term, file, title=title)[words]) for term in terms
                    }
                    at = {
                        term: _places(file, tokens[hits], own[hits], passages[hits], title=title)
                        for term, hits in found.items()
                    }
                    if isinstance(leaf, Near):
                        holding, times = near_each_other([at[term] for term in terms], leaf.distance)
                    else:
                        holding, times = phrases((before, at[term]) for before, term in enumerate(terms))
                    counts[holding] = times
                case _:
                    hits = passages[self._wanted(leaf, file, title=title)[words]]
                    counts += np.bincount(hits, minlength=counts.size)
        return counts

    def _wanted(self, leaf: Word | Exact | Prefix | Fuzzy, file: TokenFile, *, title: bool) -> Array:
        """For each word of a file whether the leaf stands for it."""
        wanted = np.zeros(len(file.words), dtype=bool)
        if isinstance(leaf, Word):
            wanted[file.words_of_stem(leaf.stem)] = True
        else:
            wanted[list(file.word_numbers(self._words_of(leaf, title)).values())] = True
        return wanted


def _text_leaves(expression: Expression) -> Iterator[TextLeaf]:
    """Yield the leaves that are looked for in tokens, also those under a Not."""
    match expression:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _text_leaves(part)
        case Not(part) | InTitle(part):
            yield from _text_leaves(part)
        case Word() | Exact() | Prefix() | Fuzzy() | Phrase() | Near():
            yield expression


def _places(file: TokenFile, tokens: Array, own: Array, passages: Array, *, title: bool) -> Array:
    return distinct(places(passages, file.positions(tokens, own, title=title)))

"""From an expression to a query of tantivy."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

from tantivy import Occur, Query

from ...errors import UsageError
from ...models import NO_VALUE
from ...query import (
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
from ..ranking import TITLE_WEIGHT
from .terms import LABELS, TITLE_WORDS, WORDS, term_of, value_label

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from tantivy import Schema

    from ...models import Facet
    from ...query import Expression

_MOST_PHRASES = 64
"""Phrases of words that a phrase of stems is put as; beyond, only that its terms occur is asked for."""

_MOST_NARROWED = 16
"""Words of a leaf that are narrowed by filters each, which halves the time where filters leave little."""


class QueryMaker:
    """Makes queries for one index.

    Tantivy indexes words, not stems, so that building costs half: a stem is asked for as its words.

    Args:
        schema: The fields of the index.
        words_of: The words that a leaf stands for, in own tokens or, if its second argument holds, in titles.
    """

    def __init__(
        self, schema: Schema, words_of: Callable[[Word | Exact | Prefix | Fuzzy, bool], Sequence[str]]
    ) -> None:
        self._schema = schema
        self._words_of = words_of

    def is_exact(self, expression: Expression | None) -> bool:
        """Whether queries find nothing but what matches, and not also what may match.

        That a passage has no value of a facet is for the columns to say, and so are places of words near each
        other.
        """
        match expression:
            case And(parts) | Or(parts):
                return all(map(self.is_exact, parts))
            case Not(part) | InTitle(part):
                return self.is_exact(part)
            case Phrase(terms):
                sizes = [[len(self._words_of(term, title)) for term in terms] for title in (False, True)]
                return all(prod(each) <= _MOST_PHRASES for each in sizes)
            case HasValue(_, values):
                return NO_VALUE not in values
            case _:
                return not isinstance(expression, Near)

    def leaf(self, leaf: TextLeaf, *, title: bool) -> Query:
        """What holds a leaf in own or title tokens; more than that unless ``is_exact``."""
        return any_of(self._choices_of_leaf(leaf, title=title))

    def _choices_of_leaf(self, leaf: TextLeaf, *, title: bool) -> list[Query]:
        field = TITLE_WORDS if title else WORDS
        match leaf:
            case Word() | Exact() | Prefix() | Fuzzy():
                terms = map(term_of, self._words_of(leaf, title))
                return [Query.term_query(self._schema, field, term) for term in terms]
            case Phrase(terms) if self.is_exact(leaf):
                choices = product(*(map(term_of, self._words_of(term, title)) for term in terms))
                # The type of the words does not allow for a list of a tuple's strings.
                return [Query.phrase_query(self._schema, field, [*choice]) for choice in choices]
            case Phrase(terms) | Near(terms):
                return [all_of([self.leaf(term, title=title) for term in dict.fromkeys(terms)])]

    def having_any(self, facet: Facet, values: Collection[str]) -> Query:
        """What has one of some values of a facet; everything if having none is among them."""
        if NO_VALUE in values:
            return Query.all_query()
        labels = (value_label(facet, value) for value in sorted(values))
        terms = [Query.term_query(self._schema, LABELS, label, "basic") for label in labels]
        return Query.const_score_query(any_of(terms), 0.0)

    def candidates(
        self, expression: Expression | None, filters: Mapping[Facet, Collection[str]] | None = None
    ) -> Query:
        """What may be a result of an expression: all results and, if it ``is_exact``, ``only_in_titles``.

        Args:
            expression: The expression.
            filters: Values of which passages have one in each facet.
        """
        if isinstance(expression, TextLeaf):
            choices = self._choices_of_leaf(expression, title=False)
        else:
            choices = [self.holds(expression)]
        narrowed = [self.having_any(facet, values) for facet, values in (filters or {}).items()]
        if len(choices) > _MOST_NARROWED:
            return all_of([any_of(choices), *narrowed])
        # Each choice by itself: tantivy skips what the others leave out, but not what is left out of a union.
        return any_of([all_of([choice, *narrowed]) for choice in choices])

    def only_in_titles(self, expression: Expression | None) -> Query:
        """What an expression holds for without one of its positive leaves in own tokens: no results.

        Titles being short, this costs little, while asking each candidate for own tokens costs a third more.
        """
        own = [
            (Occur.MustNot, self.leaf(leaf, title=False))
            for leaf in dict.fromkeys(leaves(expression))
            if isinstance(leaf, TextLeaf)
        ]
        if not own or isinstance(expression, TextLeaf):
            return Query.empty_query()
        return Query.boolean_query([(Occur.Must, self.holds(expression, (True,))), *own])

    def holds(self, expression: Expression | None, parts_of: tuple[bool, ...] = (False, True)) -> Query:
        """What an expression holds for; more than that unless ``is_exact``.

        Args:
            expression: The expression.
            parts_of: Where leaves that are not under a Not may be: in own tokens, title tokens, or both.
        """
        match expression:
            case None:
                return Query.all_query()
            case HasValue(facet, values):
                return self.having_any(facet, values)
            case And(parts):
                holding = [
                    (Occur.Must, self.holds(part, parts_of)) for part in parts if not isinstance(part, Not)
                ]
                without = [
                    (Occur.MustNot, self.holds(part.part))
                    for part in parts
                    if isinstance(part, Not) and self.is_exact(part)
                ]
                return Query.boolean_query([*(holding or [(Occur.Must, Query.all_query())]), *without])
            case Not():
                return self.holds(And((expression, expression)))
            case _:
                return any_of(self._choices(expression, parts_of))

    def _choices(self, expression: Expression, parts_of: tuple[bool, ...]) -> list[Query]:
        """Queries of which one matches where an expression holds.

        They hold no choices of their own where that can be had, which take tantivy twice as long.
        """
        match expression:
            case Or(parts):
                return [query for part in parts for query in self._choices(part, parts_of)]
            case And() | Not() | HasValue():
                return [self.holds(expression, parts_of)]
            case InTitle(leaf):
                return self._choices(leaf, (True,))
            case Word() | Exact() | Prefix() | Fuzzy() | Phrase() | Near():
                return [
                    Query.boost_query(query, TITLE_WEIGHT) if title else query
                    for title in parts_of
                    for query in self._choices_of_leaf(expression, title=title)
                ]
            case _:
                raise UsageError(f"{expression} must be resolved to values before an engine is asked")


def any_of(queries: Sequence[Query]) -> Query:
    """What one of some queries matches; nothing if there are none."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def none_of(query: Query) -> Query:
    """What a query does not match."""
    return Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, query)])


def all_of(queries: Sequence[Query]) -> Query:
    """What all of some queries match."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])

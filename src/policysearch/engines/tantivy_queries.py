"""From an expression to a query of tantivy."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

from tantivy import Occur, Query

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
from .ranking import TITLE_WEIGHT
from .tantivy_terms import TITLE_WORDS, VALUES, WORDS, term_of, value_term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tantivy import Schema

    from ..models import Facet
    from ..query import Expression
    from ..query import Query as AskedQuery

_MOST_PHRASES = 64
"""Phrases of words that a phrase of stems is put as; beyond, only that its terms occur is asked for."""


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

    def is_exact(self, leaf: TextLeaf) -> bool:
        """Whether ``leaf`` finds nothing but what holds the leaf, and not only what may hold it."""
        if isinstance(leaf, Phrase):
            sizes = [[len(self._words_of(term, title)) for term in leaf.terms] for title in (False, True)]
            return all(prod(each) <= _MOST_PHRASES for each in sizes)
        return not isinstance(leaf, Near)

    def leaf(self, leaf: TextLeaf, *, title: bool) -> Query:
        """What holds a leaf in own or title tokens; more than that unless ``is_exact``."""
        field = TITLE_WORDS if title else WORDS
        match leaf:
            case Word() | Exact() | Prefix() | Fuzzy():
                terms = map(term_of, self._words_of(leaf, title))
                return any_of([Query.term_query(self._schema, field, term) for term in terms])
            case Phrase(terms) if self.is_exact(leaf):
                choices = product(*(map(term_of, self._words_of(term, title)) for term in terms))
                # The type of the words does not allow for a list of a tuple's strings.
                phrases = [Query.phrase_query(self._schema, field, [*choice]) for choice in choices]
                return any_of(phrases)
            case Phrase(terms) | Near(terms):
                return all_of([self.leaf(term, title=title) for term in dict.fromkeys(terms)])

    def results(self, expression: Expression | None) -> Query:
        """What ``base`` calls a result of an expression of which every leaf is exact."""
        positive = [leaf for leaf in leaves(expression) if isinstance(leaf, TextLeaf)]
        if positive == [expression]:
            return self.leaf(positive[0], title=False)
        holds = self._holds(expression)
        if not positive:
            return holds
        own = any_of([self.leaf(leaf, title=False) for leaf in dict.fromkeys(positive)])
        return all_of([holds, Query.const_score_query(own, 0.0)])

    def ranking(self, query: AskedQuery) -> Query:
        """What every result matches, and the best ones score high in."""
        parts = [(Occur.Must, self._holds(query.expression, loosely=True))]
        for facet, values in query.filters.items():
            parts.append((Occur.Must, Query.const_score_query(self._values(facet, values), 0.0)))
        parts += [(Occur.MustNot, self._values(facet, values)) for facet, values in query.excludes.items()]
        return Query.boolean_query(parts)

    def _holds(self, expression: Expression | None, *, loosely: bool = False) -> Query:
        """What an expression holds for; ``loosely`` also what it may hold for."""
        match expression:
            case None:
                return Query.all_query()
            case And(parts):
                wanted = [part for part in parts if not isinstance(part, Not)]
                unwanted = [part.part for part in parts if isinstance(part, Not)]
                every: list[Expression | None] = [*wanted] or [None]
                holding = [(Occur.Must, self._holds(part, loosely=loosely)) for part in every]
                without = [part for part in unwanted if not loosely or self._all_exact(part)]
                return Query.boolean_query(
                    [*holding, *((Occur.MustNot, self._holds(part, loosely=loosely)) for part in without)]
                )
            case Or(parts):
                return any_of([self._holds(part, loosely=loosely) for part in parts])
            case Not(part):
                if loosely and not self._all_exact(part):
                    return Query.all_query()
                return Query.boolean_query(
                    [(Occur.Must, Query.all_query()), (Occur.MustNot, self._holds(part, loosely=loosely))]
                )
            case HasValue(facet, values):
                return self._values(facet, values)
            case InTitle(leaf):
                return Query.boost_query(self.leaf(leaf, title=True), TITLE_WEIGHT)
            case Word() | Exact() | Prefix() | Fuzzy() | Phrase() | Near():
                title = Query.boost_query(self.leaf(expression, title=True), TITLE_WEIGHT)
                return any_of([self.leaf(expression, title=False), title])
            case _:
                raise UsageError(f"{expression} must be resolved to values before an engine is asked")

    def _all_exact(self, expression: Expression) -> bool:
        return all(map(self.is_exact, text_leaves(expression)))

    def _values(self, facet: Facet, values: Iterable[str]) -> Query:
        terms = (value_term(facet, value) for value in sorted(values))
        return any_of([Query.term_query(self._schema, VALUES, term, "basic") for term in terms])


def text_leaves(expression: Expression | None) -> list[TextLeaf]:
    """Every leaf that is looked for in tokens, those of titles and those under a Not too."""
    match expression:
        case And(parts) | Or(parts):
            return [leaf for part in parts for leaf in text_leaves(part)]
        case Not(part):
            return text_leaves(part)
        case InTitle(leaf):
            return [leaf]
        case None | HasValue():
            return []
        case _:
            return [expression] if isinstance(expression, TextLeaf) else []


def any_of(queries: Sequence[Query]) -> Query:
    """What one of some queries matches; nothing if there are none."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def all_of(queries: Sequence[Query]) -> Query:
    """What all of some queries match."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])

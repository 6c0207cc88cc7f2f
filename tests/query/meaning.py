"""The meaning of the tree, as plainly as it can be written."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from policysearch.query import And, Exact, Fuzzy, Near, Not, Or, Phrase, Prefix, Word

if TYPE_CHECKING:
    from policysearch.analysis import Token
    from policysearch.query import Expression


def positions(tokens: tuple[Token, ...], term: Word | Exact) -> set[int]:
    if isinstance(term, Word):
        return {token.position for token in tokens if token.stem == term.stem}
    return {token.position for token in tokens if token.word == term.word}


def holds(expression: Expression, tokens: tuple[Token, ...]) -> bool:
    match expression:
        case And(parts):
            return all(holds(part, tokens) for part in parts)
        case Or(parts):
            return any(holds(part, tokens) for part in parts)
        case Not(part):
            return not holds(part, tokens)
        case Word() | Exact():
            return bool(positions(tokens, expression))
        case Prefix() | Fuzzy():
            return any(expression.matches(token.word) for token in tokens)
        case Phrase(terms):
            first, *others = (positions(tokens, term) for term in terms)
            return any(all(p + n in other for n, other in enumerate(others, start=1)) for p in first)
        case Near(terms, distance):
            places = product(*(positions(tokens, term) for term in terms))
            return any(max(chosen) - min(chosen) <= len(terms) - 1 + distance for chosen in places)
    raise AssertionError(expression)

"""Words are found in every way that people type them: analyzer and parser together."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from itertools import product
from pathlib import Path

import pytest

from policysearch.analysis import Token, analyze
from policysearch.query import (
    And,
    Exact,
    Expression,
    Fuzzy,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    parse,
)

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "spellings.toml").read_text("utf-8"))["case"]


def positions(tokens: tuple[Token, ...], term: Word | Exact) -> set[int]:
    if isinstance(term, Word):
        return {token.position for token in tokens if token.stem == term.stem}
    return {token.position for token in tokens if token.word == term.word}


def holds(expression: Expression, tokens: tuple[Token, ...]) -> bool:
    """The meaning of the tree, as plainly as it can be written."""
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


def finds(query: str, text: str) -> bool:
    parsed = parse(query)
    assert parsed.expression is not None
    assert not parsed.notices
    return holds(parsed.expression, analyze(text))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_spellings(case: dict[str, list[str]]) -> None:
    wrong: dict[str, list[str]] = defaultdict(list)
    for text in case["texts"]:
        wrong[f"{text!r} should be found by"] += [q for q in case["found_by"] if not finds(q, text)]
        wrong[f"{text!r} should not be found by"] += [q for q in case["not_found_by"] if finds(q, text)]
    assert {what: queries for what, queries in wrong.items() if queries} == {}

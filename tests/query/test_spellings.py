"""Words are found in every way that people type them: analyzer and parser together."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from policysearch.analysis import analyze
from policysearch.query import parse

from .meaning import holds

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "spellings.toml").read_text("utf-8"))["case"]


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

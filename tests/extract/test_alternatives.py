"""Alternatives grouped by first letter: they must match what a plain list of them matches."""

from __future__ import annotations

import re

import pytest

from policysearch.extract.alternatives import one_of


@pytest.mark.parametrize(
    ("expressions", "text", "expected"),
    [
        pytest.param(["firm", "firms", "fund"], "firms", "firms", id="the longest of one letter first"),
        pytest.param(["start-?up", "CEO"], "startup", "startup", id="an expression within an alternative"),
        pytest.param(["s?he", "it"], "he", "he", id="a first letter that may be missing"),
        pytest.param(["(?:19|20)00", "two"], "1900", "1900", id="no plain first letter"),
        pytest.param(["Fund"], "Funds", "Fund", id="what follows is the caller's"),
    ],
)
def test_matches_like_a_list(expressions: list[str], text: str, expected: str) -> None:
    match = re.match(one_of(expressions), text)
    assert match is not None
    assert match.group() == expected


@pytest.mark.parametrize("text", ["aFund", "é-Fund", "x1900"])
def test_not_after_holds_for_every_group(text: str) -> None:
    assert re.search(one_of(["Fund", "(?:19|20)00"], not_after=r"\w-"), text) is None

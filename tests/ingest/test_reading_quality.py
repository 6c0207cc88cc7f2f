"""Floors of reading quality on the sample reports: raise them when a reader gets better, never lower them."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pytest

from policysearch.models import Document, Heading

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from score_reading import Block, ReadingScore, compare, reports, score_of

FLOOR = 1.0
"""F1 of every report that is not named below."""
FLOORS: dict[str, float] = {}
"""F1 of the reports that are not read to the word yet."""


@cache
def score(report: str) -> ReadingScore:
    return score_of(report)


@pytest.mark.parametrize("report", reports())
def test_words_are_read_as_the_source_has_them(report: str) -> None:
    assert score(report).f1 >= FLOORS.get(report, FLOOR)


@pytest.mark.parametrize("report", reports())
def test_headings_are_those_of_the_source(report: str) -> None:
    assert (score(report).missed, score(report).spurious) == ((), ())


@pytest.mark.parametrize("report", reports())
def test_paragraphs_are_those_of_the_source(report: str) -> None:
    assert (score(report).split, score(report).merged) == ((), ())


def document(text: str, *headings: Heading) -> Document:
    return Document(
        id="0",
        location="a.txt",
        media_type="text/plain",
        title="A",
        publisher="",
        published=None,
        language="en",
        text=text,
        headings=headings,
    )


SOURCE = (Block("One title", heading=True), Block("first words of a text"), Block("and its second part"))


def test_a_perfect_reading_scores_one() -> None:
    text = "One title\n\nfirst words of a text\n\nand its second part"
    found = compare(SOURCE, document(text, Heading(0, 9, 1)))
    assert (found.f1, found.found, found.missed, found.spurious) == (1.0, 1, (), ())
    assert (found.split, found.merged) == ((), ())


def test_every_fault_is_told() -> None:
    text = "One title first words\n\nof a text and its second"
    found = compare(SOURCE, document(text, Heading(0, 3, 1)))
    assert found.precision == 1.0
    assert found.recall == pytest.approx(7 / 8, abs=1e-4)
    assert (found.missed, found.spurious) == (("one title",), ("one",))
    assert found.split == ("of a text and its second",)
    assert found.merged == ("first words of a text and", "and its second part")

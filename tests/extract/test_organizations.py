"""Organizations in sentences of many countries' styles, and what the component promises of any text."""

from __future__ import annotations

import time
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import policysearch.extract.organizations  # noqa: F401  (registers the factory)
from policysearch.extract.candidates import Candidate, read_candidates, write_spans
from policysearch.extract.nlp import english_pipeline
from policysearch.models import MentionKind

if TYPE_CHECKING:
    from _pytest.mark.structures import ParameterSet
    from spacy.language import Language

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "organizations.toml").read_text("utf-8"))["case"]


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without the marks, and the spans that stood between them."""
    text, spans, start = "", [], 0
    for letter in marked:
        if letter == "⟦":
            start = len(text)
        elif letter == "⟧":
            spans.append((start, len(text)))
        else:
            text += letter
    return text, spans


@cache
def rules_alone() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("policysearch_organizations")
    return nlp


def found_by(nlp: Language, text: str) -> list[str]:
    return [text[c.start : c.end] for c in read_candidates(nlp(text), MentionKind.ORGANIZATION)]


def rows() -> list[ParameterSet]:
    """The cases; one that is known to fail must fail, so that mending it by accident is noticed."""
    marks = {True: [pytest.mark.xfail(strict=True)], False: []}
    return [pytest.param(c, id=c["reason"], marks=marks["known_failure" in c]) for c in CASES]


@pytest.mark.parametrize("case", rows())
def test_sentence(case: dict[str, str]) -> None:
    text, spans = unmarked(case["text"])
    found = read_candidates(english_pipeline()(text), MentionKind.ORGANIZATION)
    assert [text[c.start : c.end] for c in found] == [text[start:end] for start, end in spans]


def test_works_in_any_pipeline_without_a_model() -> None:
    assert found_by(rules_alone(), "The Ministry of Health of Chile met OECD staff.") == [
        "Ministry of Health of Chile",
        "OECD",
    ]


def test_leaves_alone_what_laws_and_dates_have() -> None:
    text = "The European Commission Decision was adopted by the European Commission."
    doc = rules_alone().make_doc(text)
    write_spans(doc, MentionKind.LAW, [Candidate(4, 32, "test")])
    doc = rules_alone().get_pipe("policysearch_organizations")(doc)
    assert [c.start for c in read_candidates(doc, MentionKind.ORGANIZATION)] == [text.rindex("European")]


def test_a_short_form_needs_its_body_in_the_document() -> None:
    assert found_by(rules_alone(), "The Commission met. The Authority agreed.") == []
    named = found_by(rules_alone(), "The Zonal Harbour Commission met. Then the Commission agreed.")
    assert named == ["Zonal Harbour Commission", "Commission"]


def test_every_mention_names_its_rule() -> None:
    doc = english_pipeline()("The OECD and the Ministry of Health (MOH) met. MOH agreed.")
    assert {c.extractor.split(":")[0] for c in read_candidates(doc, MentionKind.ORGANIZATION)} == {
        "organizations"
    }


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ABCabc of.,'’()&\n-Ministry国部委", max_size=120))
def test_spans_are_in_order_and_within_any_text(text: str) -> None:
    found = read_candidates(rules_alone()(text), MentionKind.ORGANIZATION)
    assert all(0 <= c.start < c.end <= len(text) for c in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


@pytest.mark.parametrize(
    "unit",
    [
        "Ministry of A ",
        "A and ",
        "Commission, ",
        "A, B, and Council ",
        "University of ",
        "国家",
        "Co., ",
        "Agence de ",
        "中国委",
    ],
)
def test_time_stays_linear_on_hostile_text(unit: str) -> None:
    doc = rules_alone().make_doc(unit * (20_000 // len(unit)))
    started = time.process_time()
    rules_alone().get_pipe("policysearch_organizations")(doc)
    assert time.process_time() - started < 3

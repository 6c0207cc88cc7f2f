"""Dates in text: every form by its own examples, sentences of many countries, and what is no date."""

from __future__ import annotations

import time
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from edtf import parse_edtf

from policysearch.edtf_dates import is_valid
from policysearch.extract.candidates import Candidate, read_candidates, write_spans
from policysearch.extract.date_evidence import is_plausible
from policysearch.extract.date_grammar import find_forms, forms
from policysearch.extract.dates import PUBLISHED, find_dates
from policysearch.models import MentionKind

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "dates.toml").read_text("utf-8"))["case"]
EVIDENCE = tomllib.loads(
    (Path(find_dates.__code__.co_filename).parent / "data" / "date_evidence.toml").read_text("utf-8")
)
EXAMPLES = [(form.name, text, value) for form in forms() for text, value in form.examples]


def found(text: str, published: str | None = None) -> list[list[str]]:
    return [[text[date.start : date.end], date.value] for date in find_dates(text, published=published)]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_sentence(case: dict[str, object]) -> None:
    assert found(str(case["text"]), case.get("published")) == case["dates"]  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "text", "value"), EXAMPLES)
def test_form_reads_its_example(name: str, text: str, value: str) -> None:
    dates = find_dates(text, published="2024-05-15")
    assert [(date.extractor, date.value) for date in dates] == [(f"dates:{name}", value)]


@pytest.mark.parametrize(
    ("row", "example"),
    [(name, row["example"]) for name in ("not_year_before", "not_year_after") for row in EVIDENCE[name]],
)
def test_evidence_against_a_year_decides_its_example(row: str, example: str) -> None:
    text = example.replace("[", "").replace("]", "")
    start = example.index("[")
    years = [one for one in find_forms(text) if one.form.name == "year" and one.start == start]
    assert years == [] or not is_plausible(text, years[0])


def test_values_are_edtf() -> None:
    values = {value for case in CASES for _, value in case["dates"]} | {value for _, _, value in EXAMPLES}
    for value in sorted(values - {""}):
        assert is_valid(value), value
        assert parse_edtf(value) is not None, value


def test_no_date_overlaps_a_name_found_before() -> None:
    text = "The Made in China 2025 plan of 2015"
    name = Candidate(4, 22, "laws")
    assert [text[date.start : date.end] for date in find_dates(text, blocked=[name])] == ["2015"]


def test_a_year_right_after_a_law_is_part_of_its_title() -> None:
    text = "the Data Protection Act (DPA) 2018, the Data Code 2019 and the Data Order (2020)"
    laws = [
        Candidate(text.index(name), text.index(name) + len(name), "laws")
        for name in ("DPA", "Data Code", "Data Order")
    ]
    assert [text[date.start : date.end] for date in find_dates(text, blocked=laws)] == ["2020"]


def test_dates_are_in_order_and_apart() -> None:
    text = "\n".join(str(case["text"]) for case in CASES)
    dates = find_dates(text)
    assert len(dates) > 100
    assert all(one.end <= other.start for one, other in pairwise(dates))


@pytest.mark.parametrize(
    "text", ["", "2", "\n\n", "May", "年", "-2019-", "1999" * 50, "March " * 200, "31 " * 300]
)
def test_odd_text_gives_no_error(text: str) -> None:
    for date in find_dates(text, published="not a date"):
        assert text[date.start : date.end].strip()


def test_component_in_a_blank_pipeline() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("policysearch_dates")
    doc = nlp("Adopted on 13 June 2024, in force since 2024-08-01 (2024年8月1日).")
    spans = doc.spans["policysearch_dates"]
    assert [(span.text, span.kb_id_, span.label_) for span in spans] == [
        ("13 June 2024", "2024-06-13", "date"),
        ("2024-08-01", "2024-08-01/..", "date"),
        ("2024年8月1日", "2024-08-01", "date"),
    ]


def test_component_counts_from_the_document_and_leaves_laws_alone() -> None:
    nlp = spacy.blank("en")
    component = nlp.add_pipe("policysearch_dates")
    doc = nlp.make_doc("This year Horizon Law 2020 changed.")
    doc._.set(PUBLISHED, "2023-02-01")
    write_spans(doc, MentionKind.LAW, [Candidate(10, 26, "laws")])
    dates = read_candidates(component(doc), MentionKind.DATE)
    assert [(date.start, date.end, date.value) for date in dates] == [(0, 9, "2023")]


@pytest.mark.parametrize(
    "unit",
    ["2019 ", "2019-", "March ", "1 May – ", "in Big Name 2019 ", "2019年", "11月11日至", "a@b.c 2019 "],
)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    def seconds(size: int) -> float:
        started = time.process_time()
        find_dates(unit * (size // len(unit)))
        return time.process_time() - started

    seconds(100)
    # Four times the text may take eight times as long on a busy machine; squared growth would be sixteen.
    assert seconds(40_000) < 8 * seconds(10_000) + 0.2

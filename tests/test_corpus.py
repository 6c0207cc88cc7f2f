"""The sample reports: complete, as their sources say, and annotated where the readers see the words."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from policysearch.edtf_dates import is_valid
from policysearch.ingest import read_document
from policysearch.models import MentionKind

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
SOURCES = ROOT / "scripts" / "corpus_sources"
REPORTS = sorted(
    path.relative_to(CORPUS).as_posix()
    for folder in ("web", "pdf", "text")
    for path in (CORPUS / folder).iterdir()
)
REMEDY = "run `python scripts/make_corpus_gold.py`"
MARKS = re.compile(r"⟦([^⟦⟧|]+)(?:\|[^⟦⟧|]+)?⟧")


@cache
def text_of(report: str) -> str:
    return read_document(CORPUS / report).text


@cache
def gold() -> dict[str, list[dict[str, Any]]]:
    rows = defaultdict(list)
    for line in (CORPUS / "gold" / "mentions.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows[row["file"]].append(row)
    return rows


@pytest.mark.parametrize("report", REPORTS)
def test_every_annotation_is_where_the_reader_sees_it(report: str) -> None:
    rows = gold()[report]
    assert rows, f"{report} has no annotations"
    text = text_of(report)
    moved = [row for row in rows if text[row["start"] : row["end"]] != row["text"]]
    assert not moved, f"{len(moved)} annotations of {report} have moved, the first: {moved[0]}; {REMEDY}"


@pytest.mark.parametrize("report", REPORTS)
def test_annotations_are_in_order_and_do_not_overlap(report: str) -> None:
    ends = 0
    for row in gold()[report]:
        assert ends <= row["start"] < row["end"], row
        assert row["text"] == row["text"].strip(), row
        ends = row["end"]


def test_every_annotation_says_what_it_means() -> None:
    for row in (row for rows in gold().values() for row in rows):
        kind = MentionKind(row["kind"])
        if kind is MentionKind.DATE:
            assert set(row) == {"file", "start", "end", "kind", "text", "value"}
            assert is_valid(row["value"]), row
        else:
            assert set(row) == {"file", "start", "end", "kind", "text", "name"}
            assert row["name"], row


def test_a_name_is_a_law_or_an_organization_but_not_both() -> None:
    kinds = defaultdict(set)
    for row in (row for rows in gold().values() for row in rows if "name" in row):
        kinds[row["name"]].add(row["kind"])
    assert not [name for name, seen in kinds.items() if len(seen) > 1]


def test_annotations_are_of_reports_that_exist() -> None:
    assert set(gold()) == set(REPORTS)


def test_no_two_reports_are_the_same() -> None:
    assert len({(CORPUS / report).read_bytes() for report in REPORTS}) == len(REPORTS)


@pytest.mark.parametrize("report", [report for report in REPORTS if not report.startswith("pdf/")])
def test_reports_are_their_sources_without_marks(report: str) -> None:
    source = MARKS.sub(r"\1", (SOURCES / report).read_text(encoding="utf-8"))
    written = (CORPUS / report).read_bytes()
    assert source in {
        written.decode(encoding, "replace") for encoding in ("utf-8", "windows-1252", "gb18030")
    }, "run `python scripts/make_corpus.py`"


def test_sources_md_says_what_each_report_is() -> None:
    described = (CORPUS / "SOURCES.md").read_text(encoding="utf-8")
    assert [report for report in REPORTS if f"`{report}`" not in described] == []


def test_the_metadata_table_is_of_reports_that_exist() -> None:
    with (CORPUS / "metadata.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert {row["path"] for row in rows} <= set(REPORTS)
    assert len({row["publisher"] for row in rows}) >= 4

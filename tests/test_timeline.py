"""Dated statements in order, each with its sentence, and what the sentence says of the date."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policysearch import timeline
from policysearch.edtf_dates import interval, overlaps
from policysearch.errors import UsageError
from policysearch.models import Facet, MentionKind, SearchRequest
from policysearch.timeline import list_timeline, role_of

if TYPE_CHECKING:
    from policysearch.collection import Collection
    from policysearch.timeline import TimelineRow

CASES = tomllib.loads((Path(__file__).parent / "cases" / "roles.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize(("text", "role", "why"), CASES, ids=[why for _, _, why in CASES])
def test_role(text: str, role: str, why: str) -> None:
    before, date_and_after = text.split("⟦")
    assert role_of(before, date_and_after.split("⟧")[1]) == role, why


def test_every_cue_has_an_example() -> None:
    data = tomllib.loads(Path(timeline.__file__).with_name("timeline_roles.toml").read_text("utf-8"))
    parts = [re.split("[⟦⟧]", text) for text, role, _ in CASES if role]
    for cues in data.values():
        for pattern in cues["before"]:
            assert any(re.search(f"(?:{pattern})$", before, re.IGNORECASE) for before, _, _ in parts), pattern
        for pattern in cues["after"]:
            assert any(re.match(pattern, after) for _, _, after in parts), pattern


def test_every_placed_date_once_in_order_with_its_sentence(collection: Collection) -> None:
    rows, notices = list_timeline(collection.store, collection.engine, SearchRequest())
    every = list(collection.store.mentions.rows(kind=MentionKind.DATE))
    placed = [row for row in every if interval(row.mention.value)]
    stated = [(row.mention.passage_id, row.sentence, row.mention.mention.value) for row in rows]
    assert len(stated) == len(set(stated)) > 0, "a sentence that names a date twice states one thing"
    assert {(row.passage_id, row.mention.value) for row in placed} == {
        (passage_id, value) for passage_id, _, value in stated
    }
    assert bool(notices) == (len(placed) < len(every))
    days = [row.first for row in rows if not row.mention.mention.value.startswith(("..", "/"))]
    assert days == sorted(days)
    for row in rows:
        start, end = row.highlight
        assert row.sentence[start:end] == row.mention.mention.text
        document = collection.store.documents.get(row.mention.mention.document_id)
        assert document is not None
        assert row.sentence in document.text
        assert row.sentence == row.sentence.strip()


def place(row: TimelineRow) -> tuple[str, int]:
    return row.mention.mention.document_id, row.mention.mention.start


@pytest.mark.parametrize(
    ("begin", "end"), [("2021", ""), ("", "2019-06"), ("2020-03", "2022"), ("2023", "2023")]
)
def test_from_and_to_are_by_overlap(collection: Collection, begin: str, end: str) -> None:
    everything, _ = list_timeline(collection.store, collection.engine, SearchRequest())
    rows, _ = list_timeline(collection.store, collection.engine, SearchRequest(), begin=begin, end=end)
    wanted = f"{begin or '..'}/{end or '..'}"
    chosen = [row for row in everything if overlaps(row.mention.mention.value, wanted)]
    assert sorted(map(place, rows)) == sorted(map(place, chosen))
    assert 0 < len(rows) < len(everything)


def test_what_began_before_and_has_no_end_comes_last(collection: Collection) -> None:
    rows, _ = list_timeline(collection.store, collection.engine, SearchRequest(), begin="2024")
    since = [row.last == date.max and row.first.year < 2024 for row in rows]
    assert any(since)
    assert since == sorted(since)
    for part in (False, True):
        days = [row.first for row, late in zip(rows, since, strict=True) if late is part]
        assert days == sorted(days)


def test_the_end_before_the_beginning(collection: Collection) -> None:
    with pytest.raises(UsageError, match="'2020' is before '2025': give the earlier date first"):
        list_timeline(collection.store, collection.engine, SearchRequest(), begin="2025", end="2020")
    rows, _ = list_timeline(collection.store, collection.engine, SearchRequest(), begin="2025-03", end="2025")
    assert rows, "a year that holds the beginning is no earlier"


def test_a_limit_that_is_no_date(collection: Collection) -> None:
    with pytest.raises(UsageError, match=r"'next year' is not a date; give a year"):
        list_timeline(collection.store, collection.engine, SearchRequest(), begin="next year")


def test_query_and_filters_are_those_of_a_search(collection: Collection) -> None:
    request = SearchRequest(query="data", filters={Facet.FORMAT: frozenset({"html"})})
    rows, _ = list_timeline(collection.store, collection.engine, request)
    from policysearch.search import matching_passages

    passages, _ = matching_passages(collection.store, collection.engine, request)
    assert passages
    assert rows
    assert {row.mention.passage_id for row in rows} <= passages

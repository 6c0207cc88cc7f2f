"""Look-up and matching in text, on rows made here."""

from __future__ import annotations

import pytest

from policysearch.gazetteer import Entry, Gazetteer
from policysearch.models import MentionKind

DATA_ACT = Entry(kind=MentionKind.LAW, name="Data Act", aliases=("Regulation (EU) 2023/2854", "数据法案"))
GOVERNANCE = Entry(
    kind=MentionKind.LAW, name="Data Governance Act", aliases=("DGA",), short=("the Regulation", "Draft Act")
)
SAFETY = Entry(kind=MentionKind.LAW, name="Children's Safety Act", aliases=("WHO",), short=("Draft Act",))
GAZETTEER = Gazetteer([DATA_ACT, GOVERNANCE, SAFETY])

FOUND = [
    ("the Data  Governance\n Act applies", ["Data  Governance\n Act"], "repeated spaces and a line break"),
    ("the Children’s Safety Act", ["Children’s Safety Act"], "a curly apostrophe"),
    ("DATA GOVERNANCE ACT", ["DATA GOVERNANCE ACT"], "a heading in capitals"),
    ("the Data governance Act", ["Data governance Act"], "most capitals kept"),
    ("a data act, a Data act", [], "too few capitals for a name"),
    ("who knows the WHO", ["WHO"], "an acronym only as written"),
    ("MetaData Act and Data Action", [], "edges of words"),
    ("欧盟数据法案规定", ["数据法案"], "Chinese has no edges of words"),
    ("Data Governance Act", ["Data Governance Act"], "the longest form wins"),
    ("Regulation (EU)\n2023/2854.", ["Regulation (EU)\n2023/2854"], "a number over a line end"),
    ("İİİ Data Act", ["Data Act"], "letters that grow in lower case do not move offsets"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), FOUND, ids=[row[2] for row in FOUND])
def test_find(text: str, expected: list[str], reason: str) -> None:
    assert [text[start:end] for start, end, _ in GAZETTEER.find(text)] == expected, reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the data act", DATA_ACT),
        ("D.G.A.", GOVERNANCE),
        ("DATA-ACT", DATA_ACT),
        ("dga", None),
        ("Draft Act", None),
        ("《数据法案》", DATA_ACT),
        ("", None),
    ],
)
def test_lookup(text: str, expected: Entry | None) -> None:
    assert GAZETTEER.lookup(text) is expected


def test_short_forms_need_their_entry_and_no_rival() -> None:
    text = "the Draft Act and the Regulation"
    assert [text[found.start : found.end] for found in GAZETTEER.find_short(text, [GOVERNANCE])] == [
        "Draft Act",
        "the Regulation",
    ]
    both = GAZETTEER.find_short(text, [GOVERNANCE, SAFETY])
    assert [found.entry for found in both] == [GOVERNANCE]
    assert GAZETTEER.find_short(text, []) == []


def test_an_empty_gazetteer_finds_nothing() -> None:
    assert Gazetteer([]).find("Data Act") == []

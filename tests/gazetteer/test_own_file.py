"""A file of the user's own extends the shipped rows, and its faults are told by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from policysearch.errors import UsageError
from policysearch.gazetteer import load_gazetteer
from policysearch.models import MentionKind

if TYPE_CHECKING:
    from pathlib import Path


def test_own_rows_are_added_and_merged(tmp_path: Path) -> None:
    own = tmp_path / "own.jsonl"
    own.write_text(
        '{"name": "Lunar Data Act", "aliases": ["LDA"], "year": 2031}\n\n'
        '{"name": "the Data  Act", "aliases": ["My Data Law"]}\n'
    )
    gazetteer = load_gazetteer(MentionKind.LAW, own)
    lunar, merged = gazetteer.lookup("LDA"), gazetteer.lookup("My Data Law")
    assert lunar is not None
    assert (lunar.id, lunar.year) == ("law:lunar-data-act", 2031)
    assert merged is gazetteer.lookup("Regulation (EU) 2023/2854")
    assert merged is not None
    assert merged.jurisdiction == "EU"
    assert load_gazetteer(MentionKind.LAW).lookup("LDA") is None


FAULTS = [
    ("{", "Expecting property name", "not JSON"),
    ('["Data Act"]', "a row is a JSON object with a name", "not an object"),
    ('{"aliases": ["X"]}', "name is missing", "no name"),
    ('{"name": "X Act", "alias": []}', "unknown field 'alias'", "a misspelt field"),
    ('{"name": "X Act", "aliases": "XA"}', "aliases is not a list of names", "a string for a list"),
    ('{"name": "X Act", "jurisdiction": "UK"}', "jurisdiction 'UK' is not", "not an ISO code"),
    ('{"name": "X Act", "year": "2020"}', "year '2020' is not a whole number", "a year in quotes"),
    ('{"name": "X Act", "issuer": 5}', "issuer 5 is not a name", "a number for an issuer"),
    ('{"name": "First Act"}', "already belongs to line 1", "a form in two rows"),
]


@pytest.mark.parametrize(("line", "message", "reason"), FAULTS, ids=[row[2] for row in FAULTS])
def test_faults_name_the_line(tmp_path: Path, line: str, message: str, reason: str) -> None:
    own = tmp_path / "own.jsonl"
    own.write_text('{"name": "First Act"}\n' + line + "\n")
    with pytest.raises(UsageError, match=r"own\.jsonl line 2: ") as caught:
        load_gazetteer(MentionKind.LAW, own)
    assert message in str(caught.value), reason


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read as a gazetteer"):
        load_gazetteer(MentionKind.LAW, tmp_path / "none.jsonl")


def test_dates_have_no_gazetteer() -> None:
    with pytest.raises(UsageError, match="no gazetteer of kind date"):
        load_gazetteer(MentionKind.DATE)

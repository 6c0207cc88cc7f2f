"""Titles and dates that PDF files give of themselves."""

from __future__ import annotations

import pytest

from policysearch.ingest.pdf_metadata import created_on, sensible_title

TITLES = [
    ("AI Opportunities Action Plan", "AI Opportunities Action Plan", "a title"),
    ("  National\n AI  Strategy ", "National AI Strategy", "on one line"),
    ("Microsoft Word - draft v2.doc", "", "the program's name"),
    ("report_final_v3.indd", "", "a file name"),
    ("TA", "", "an abbreviation of the author's own"),
    ("untitled", "", "no title"),
    ("C:\\users\\office\\plan", "", "a path"),
    ("20210422-annex", "", "a number"),
    ("Reforestation in Asiaâ€“Pacific", "Reforestation in Asia–Pacific", "UTF-8 read as Windows-1252"),
    ("数据安全法", "数据安全法", "few characters are many in Chinese"),
    ("x" * 300, "", "an abstract in the title's place"),
]


@pytest.mark.parametrize(("given", "expected", "reason"), TITLES, ids=[row[2] for row in TITLES])
def test_sensible_title(given: str, expected: str, reason: str) -> None:
    assert sensible_title(given) == expected, reason


STAMPS = [
    ("D:20250114094619Z", "2025-01-14", "as the standard has it"),
    ("D:20250718101916+02'00'", "2025-07-18", "with a time zone"),
    ("20250718", "2025-07-18", "without its mark"),
    ("D:2025", "2025", "a year"),
    ("D:20251399", None, "no month"),
    ("D:19040101000000", None, "a clock that was not set"),
    ("yesterday", None, "no date"),
    ("", None, "nothing"),
]


@pytest.mark.parametrize(("stamp", "expected", "reason"), STAMPS, ids=[row[2] for row in STAMPS])
def test_created_on(stamp: str, expected: str | None, reason: str) -> None:
    assert created_on(stamp) == expected, reason

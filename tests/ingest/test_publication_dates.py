from __future__ import annotations

import pytest

from policysearch.ingest.publication_dates import find_date, parse_date


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2021-11-25", "2021-11-25"),
        ("2021-11-25T08:00:00+01:00", "2021-11-25"),
        ("2021-11-25 08:00", "2021-11-25"),
        ("2021-11", "2021-11"),
        ("2021", "2021"),
        ("20211125", "2021-11-25"),
        ("2021/11/25", "2021-11-25"),
        ("25.11.2021", "2021-11-25"),
        ("2021年11月25日", "2021-11-25"),
        ("2021 年 11 月", "2021-11"),
        ("November 25, 2021", "2021-11-25"),
        ("Thursday, November 25th, 2021 at 10:30", "2021-11-25"),
        ("Thu, 25 Nov 2021 10:30:00 GMT", "2021-11-25"),
        ("25 de noviembre de 2021", "2021-11-25"),
        ("1er août 2021", "2021-08-01"),
        ("3. März 2021", "2021-03-03"),
        ("Sept. 2021", "2021-09"),
        ("25 ноября 2021", "2021-11-25"),
        ("11/25/2021", None),
        ("03/04/2021", None),
        ("2021-13-01", None),
        ("31 February 2021", None),
        ("12345", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_one_date_or_none(text: str, edtf: str | None) -> None:
    assert parse_date(text) == edtf


@pytest.mark.parametrize(
    ("line", "edtf"),
    [
        ("Brussels, 21 April 2021", "2021-04-21"),
        ("August | 2021", "2021-08"),
        ("By A. Writer 09:34, March 09, 2025", "2025-03-09"),
        ("3 May 2021 to 7 May 2021", None),
        ("Report of 2021", None),
        (f"{'a' * 100_000} 2021", None),
    ],
    ids=lambda value: str(value)[-40:],
)
def test_the_only_date_of_a_line(line: str, edtf: str | None) -> None:
    assert find_date(line) == edtf

"""EDTF values as intervals of days, against the standard and against each other."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.edtf_dates import first_day, interval, is_valid, months, overlaps, years

D = date


@pytest.mark.parametrize(
    ("value", "first", "last", "why"),
    [
        ("2017-07-20", D(2017, 7, 20), D(2017, 7, 20), "a day is itself"),
        ("2024-02", D(2024, 2, 1), D(2024, 2, 29), "a month ends with its last day, in a leap year too"),
        ("2015", D(2015, 1, 1), D(2015, 12, 31), "a year is all of it, never 1 January"),
        ("201X", D(2010, 1, 1), D(2019, 12, 31), "a decade"),
        ("20XX", D(2000, 1, 1), D(2099, 12, 31), "a century by its first two digits"),
        ("2021-33", D(2021, 1, 1), D(2021, 3, 31), "first quarter"),
        ("2021-36", D(2021, 10, 1), D(2021, 12, 31), "last quarter"),
        ("2018-21", D(2018, 3, 1), D(2018, 5, 31), "spring"),
        ("2019-24", D(2019, 12, 1), D(2020, 2, 29), "winter runs into the next year"),
        ("2019-03-03/2019-03-15", D(2019, 3, 3), D(2019, 3, 15), "an interval of days"),
        ("2011/2015", D(2011, 1, 1), D(2015, 12, 31), "an interval of years includes both"),
        ("2022-10-01/..", D(2022, 10, 1), date.max, "an open end"),
        ("../2020", date.min, D(2020, 12, 31), "an open beginning"),
        ("2020/", D(2020, 1, 1), date.max, "an unknown end counts as open"),
        ("2019-06~", D(2019, 6, 1), D(2019, 6, 30), "a qualifier does not move the date"),
        ("9999-24", D(9999, 12, 1), date.max, "the last winter ends with the calendar"),
    ],
)
def test_interval_of(value: str, first: date, last: date, why: str) -> None:
    assert interval(value) == (first, last), why
    assert is_valid(value)


@pytest.mark.parametrize(
    ("value", "expected", "why"),
    [
        ("2017-07-20", ("2017-07",), "the month of a day"),
        ("2021-33", ("2021-01", "2021-02", "2021-03"), "a quarter touches three"),
        ("2019-24", ("2019-12", "2020-01", "2020-02"), "winter runs into the next year"),
        ("2015", (), "a year does not tell the month"),
        ("2022-10/..", (), "nor does an open end"),
        ("soon", (), "nor what is no date"),
    ],
)
def test_months_of(value: str, expected: tuple[str, ...], why: str) -> None:
    assert months(value) == expected, why


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "2023-02-30",
        "2023-13",
        "2023-00",
        "0000",
        "2020/2018",
        "../..",
        "/",
        "17",
        "20X5",
        "201X-05",
    ],
)
def test_what_is_no_date_has_no_interval(value: str) -> None:
    assert interval(value) is None
    assert not is_valid(value)
    assert years(value) == ()
    assert first_day(value) is None
    assert not overlaps(value, "2020")


@pytest.mark.parametrize(
    ("value", "expected", "why"),
    [
        ("2017-07-20", (2017,), "the year of a day"),
        ("2018/2020", (2018, 2019, 2020), "every year of a short range"),
        ("201X", tuple(range(2010, 2020)), "a decade is short enough to list"),
        ("20XX", (2000, 2099), "of a century, its ends"),
        ("2022-10-01/..", (2022,), "of an open time, the end that is known"),
        ("../2020", (2020,), "likewise"),
        ("2019-24", (2019,), "winter counts under the year that it is named after"),
        ("1990/2030", (1990, 2030), "of a long range, its ends"),
    ],
)
def test_years_to_count_under(value: str, expected: tuple[int, ...], why: str) -> None:
    assert years(value) == expected, why


def test_overlap_is_of_days() -> None:
    assert overlaps("2019", "2019-12-31")
    assert overlaps("2018/..", "2030")
    assert not overlaps("2019", "2020-01")
    assert overlaps("2019-24", "2020-01")


def test_first_day_orders_by_the_beginning_or_the_only_end() -> None:
    assert first_day("2019-03-03/2019-03-15") == D(2019, 3, 3)
    assert first_day("../2020") == D(2020, 12, 31)


@given(st.dates(), st.dates())
def test_overlap_is_symmetric_and_agrees_with_order(one: date, other: date) -> None:
    a, b = f"{one.year:04}", other.isoformat()
    assert overlaps(a, b) == overlaps(b, a) == (one.year == other.year)


@given(st.text(alphabet="0123456789X-/.?~", max_size=24))
def test_no_text_breaks_it(value: str) -> None:
    bounds = interval(value)
    assert bounds is None or bounds[0] <= bounds[1]

"""Arithmetic on dates of known imprecision, written as EDTF (ISO 8601-2).

Covers the values that this package writes: years, months, days, seasons and quarters (``2018-21``,
``2021-35``), decades and centuries (``201X``, ``20XX``), intervals of these, open ends (``..``), and the
qualifiers ``?``, ``~`` and ``%`` where a metadata table brings them. The format is described at
https://www.loc.gov/standards/datetime/.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_POINT = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d)(?:-(\d\d))?)?[?~%]?")
_OPEN = ("", "..")
_FIRST_MONTHS = {
    21: 3, 22: 6, 23: 9, 24: 12,
    33: 1, 34: 4, 35: 7, 36: 10,
}  # fmt: skip
"""First month of each season (of the northern hemisphere) and quarter; all last three months."""

LONGEST = 10
"""Years that an interval may cover to be listed year by year: a decade. A longer one is listed by its ends,
or "the 21st century" would be found under every year of it."""


def interval(value: str) -> tuple[date, date] | None:
    """Return the first and the last day that a value covers.

    Args:
        value: EDTF; an open or unknown end gives ``date.min`` or ``date.max``.

    Returns:
        Both days included, the first never after the second; None for "" and whatever is not a
        value of the kinds above, a day that no calendar has or an interval that runs backwards.
    """
    first, slash, last = value.partition("/")
    if not slash:
        return _bounds(value)
    if first in _OPEN and last in _OPEN:
        return None
    lower = (date.min, date.min) if first in _OPEN else _bounds(first)
    upper = (date.max, date.max) if last in _OPEN else _bounds(last)
    if lower is None or upper is None or lower[0] > upper[1]:
        return None
    return lower[0], upper[1]


def is_valid(value: str) -> bool:
    """Whether `interval` can read the value."""
    return interval(value) is not None


def overlaps(value: str, other: str) -> bool:
    """Whether two values have a day in common; never for one that cannot be read."""
    mine, theirs = interval(value), interval(other)
    return mine is not None and theirs is not None and mine[0] <= theirs[1] and theirs[0] <= mine[1]


def years(value: str) -> tuple[int, ...]:
    """Return the years under which a value is counted in a list of years, in order.

    Every year that it touches, if these are at most `LONGEST`; of a longer stretch the first and the
    last, and of an open one the end that is known. Winter counts under the year it is named after.
    """
    bounds = interval(value)
    if bounds is None:
        return ()
    first, last = bounds[0].year, bounds[1].year
    if re.fullmatch(r"\d{4}-24[?~%]?", value):
        return (first,)
    if bounds[0] == date.min:
        return (last,)
    if bounds[1] == date.max:
        return (first,)
    if last - first >= LONGEST:
        return (first, last)
    return tuple(range(first, last + 1))


def months(value: str) -> tuple[str, ...]:
    """Return the months, as "2024-03", under which a value is counted in a list of months, in order.

    Every month that it touches; none for a value that does not tell the month: one of a year or more.
    """
    bounds = interval(value)
    if bounds is None or date.min in bounds or date.max in bounds:
        return ()
    first, last = (day.year * 12 + day.month - 1 for day in bounds)
    if last - first >= 11:
        return ()
    return tuple(f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1))


def first_day(value: str) -> date | None:
    """Return the day by which a value is put in order: its first, or its last if it has no beginning."""
    bounds = interval(value)
    if bounds is None:
        return None
    return bounds[1] if bounds[0] == date.min else bounds[0]


def _bounds(value: str) -> tuple[date, date] | None:
    match = _POINT.fullmatch(value)
    if match is None:
        return None
    digits, month_digits, day_digits = match.groups()
    first, last = int(digits.replace("X", "0")), int(digits.replace("X", "9"))
    if first == 0 or (month_digits and "X" in digits):
        return None
    if month_digits is None:
        return date(first, 1, 1), date(last, 12, 31)
    month = int(month_digits)
    if day_digits is not None:
        return _day(first, month, int(day_digits))
    if month in _FIRST_MONTHS:
        return _months(first, _FIRST_MONTHS[month], 3)
    return _months(first, month, 1) if 1 <= month <= 12 else None


def _day(year: int, month: int, day: int) -> tuple[date, date] | None:
    try:
        only = date(year, month, day)
    except ValueError:
        return None
    return only, only


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    """A stretch of whole months; in the year 9999, which has no successor, it ends with the year."""
    years_on, last = divmod(month - 1 + count - 1, 12)
    end_year, end_month = (year + years_on, last + 1) if year + years_on <= date.max.year else (year, 12)
    return date(year, month, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])

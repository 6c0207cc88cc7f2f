"""From the pieces of a date to its EDTF value.

Every function takes the groups of a form's match. What the text leaves out (the year of "29 August",
the day that "Tuesday" counts from) comes from a `Moment`. ISO 8601-2 gives the codes of seasons (21-24)
and quarters (33-36), and ``X`` for digits left open.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from policysearch.edtf_dates import first_day, is_valid

from .date_grammar import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MONTH = timedelta(days=30)
_FORWARD = 2
"""Reports tell of the past more than of the future: a day ahead counts as twice as far as a day ago."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A year, a month or a day, in the calendar.

    Attributes:
        year: Its year.
        month: 1-12, or None for a year.
        day: Day of the month, or None for a year or month.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """Return it in EDTF."""
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of the place where a date stands.

    Attributes:
        now: The day, month or year from which relative dates count; None if unknown.
        year_from: Where the year of "29 August" comes from; None if unknown.
        nearest: Whether that year may be the one before or after, if its 29 August is nearer.
        future: Whether the words before it point forward ("by 31 December").
        day_first: Whether 10/01/2023 is in January in this document; None if nothing shows it.
    """

    now: Moment | None = None
    year_from: Moment | None = None
    nearest: bool = False
    future: bool = False
    day_first: bool | None = None


def value_of(reading: str, groups: Mapping[str, str], setting: Setting) -> str:
    """Return the EDTF value of a match, "" where the text and its setting do not tell.

    Args:
        reading: The form's way of reading, a key of the table below.
        groups: The form's pieces, as written.
        setting: What is known of the place.
    """
    value = _READINGS[reading](groups, setting)
    return value if is_valid(value) else ""


def moment(value: str | None) -> Moment | None:
    """Return the first day, month or year of an EDTF value; None for "", None and what has none."""
    day = first_day(value or "")
    if day is None:
        return None
    parts = (value or "").split("/")[0].strip("?~%").split("-")
    if len(parts) == 1 or "X" in parts[0]:
        return Moment(day.year)
    return Moment(day.year, day.month, day.day if len(parts) > 2 else None)


def number(written: str) -> int:
    """Read digits or Chinese numerals below a hundred ("二十三"), or digit by digit ("二〇一七")."""
    digits = words()["chinese"]["digits"]
    if "十" in written:
        tens, _, ones = written.partition("十")
        return (digits[tens] if tens else 1) * 10 + (digits[ones] if ones else 0)
    return int("".join(str(digits[sign]) if sign in digits else sign for sign in written))


def _calendar(groups: Mapping[str, str], setting: Setting) -> str:
    month, day = _month(groups), _day(groups)
    year = _year(groups)
    if year is None:
        year = _missing_year(month, day, setting)
    if year is None:
        return ""
    begin = Moment(year, month, day)
    last_month, last_day = _month(groups, "2"), _day(groups, "2")
    last_year = _last_year(groups, year)
    if not (last_month or last_day or last_year):
        return str(begin)
    end = Moment(last_year or year, last_month or (month if last_day else None), last_day)
    return f"{begin}/{end}"


def _year(groups: Mapping[str, str]) -> int | None:
    written = groups.get("y") or groups.get("zy")
    if written:
        return number(written)
    return 2000 + int(groups["yy"]) if "yy" in groups else None


def _last_year(groups: Mapping[str, str], year: int) -> int | None:
    written = groups.get("y2") or groups.get("zy2")
    if written:
        return number(written)
    if "yy2" in groups:
        return 2000 + int(groups["yy2"])
    if "yy" not in groups or "y" not in groups:
        return None
    shorter = year - year % 100 + int(groups["yy"])
    return shorter if shorter > year else shorter + 100


def _month(groups: Mapping[str, str], nth: str = "") -> int | None:
    if name := groups.get("m" + nth):
        return int(words()["months"][name.rstrip(".").title()])
    if name := groups.get("fm" + nth):
        return int(words()["foreign_months"][name.lower()])
    written = groups.get("n" + nth) or groups.get("zm" + nth)
    return number(written) if written else None


def _day(groups: Mapping[str, str], nth: str = "") -> int | None:
    written = groups.get("d" + nth) or groups.get("zd" + nth)
    return number(written) if written else None


def _missing_year(month: int | None, day: int | None, setting: Setting) -> int | None:
    """The year of a month and day that the text gives without one."""
    anchor = setting.year_from
    if anchor is None or month is None:
        return None
    if not setting.nearest or anchor.month is None:
        return anchor.year
    here = date(anchor.year, anchor.month, anchor.day or 15)
    gaps = {
        year: _some_day(year, month, day or 15) - here for year in range(anchor.year - 1, anchor.year + 2)
    }
    if setting.future:
        gaps = {year: gap for year, gap in gaps.items() if gap > -_MONTH}
    return min(gaps, key=lambda year: max(-gaps[year], _FORWARD * gaps[year]))


def _some_day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def _numeric(groups: Mapping[str, str], setting: Setting) -> str:
    first, second = int(groups["a"]), int(groups["b"])
    year = _year(groups) or 0
    order = order_of(groups)
    if order is None:
        order = True if first == second else setting.day_first
    if order is None:
        return ""
    day, month = (first, second) if order else (second, first)
    return str(Moment(year, month, day))


def order_of(groups: Mapping[str, str]) -> bool | None:
    """Return whether a date in digits has its day first; None if it could be either.

    Dots stand only where the day comes first.
    """
    if groups["sep"] == "." or int(groups["a"]) > 12:
        return True
    return False if int(groups["b"]) > 12 else None


def _quarter(groups: Mapping[str, str], setting: Setting) -> str:
    year = _year(groups)
    if "q2" in groups:
        first, last = int(groups["q"]), int(groups["q2"])
        return f"{year}-{3 * first - 2:02}/{year}-{3 * last:02}"
    if "o" in groups:
        quarter = int(words()["ordinals"][groups["o"].lower()])
    else:
        quarter = number(groups.get("q") or groups["zq"])
    return f"{year}-{32 + quarter}"


def _half(groups: Mapping[str, str], setting: Setting) -> str:
    first = "first" in groups or (groups.get("h") or groups.get("h2")) == "1"
    return _half_of(_year(groups), first=first)


def _half_of(year: int | None, *, first: bool) -> str:
    return f"{year}-01/{year}-06" if first else f"{year}-07/{year}-12"


def _season(groups: Mapping[str, str], setting: Setting) -> str:
    lists = words()
    code = (
        lists["chinese"]["seasons"][groups["zs"]] if "zs" in groups else lists["seasons"][groups["s"].lower()]
    )
    year = number(groups.get("y") or groups["zy"])
    return f"{year}-{code}"


def _decade(groups: Mapping[str, str], setting: Setting) -> str:
    if "decade" in groups:
        return groups["decade"][:3] + "X"
    if "short" in groups:
        return f"{'20' if groups['short'] == '20' else '19'}{groups['short'][0]}X"
    century = number(groups.get("zc", "20")) - 1
    return f"{century}{number(groups['zdecade']) // 10}X"


def _century(groups: Mapping[str, str], setting: Setting) -> str:
    ordinal = int(groups["century"]) if "century" in groups else words()["centuries"][groups["c"].lower()]
    return f"{ordinal - 1}XX"


def _open(groups: Mapping[str, str], setting: Setting) -> str:
    return f"{Moment(int(groups['y']), _month(groups))}/.."


def _relative(groups: Mapping[str, str], setting: Setting) -> str:
    now = setting.now
    if now is None:
        return ""
    if "zr" in groups:
        # The turns of the year, 年底 and 年初, are not in the list: they are of this one.
        unit, shift = words()["chinese"]["relative"].get(groups["zr"], ("year", 0))
    else:
        unit, shift = groups.get("unit", ""), words()["shifts"][groups["r"].lower()]
    month, day = _month(groups), _day(groups) or _day(groups, "2")
    if "zs" in groups:
        return f"{now.year + shift}-{words()['chinese']['seasons'][groups['zs']]}"
    if "zhalf" in groups:
        return _half_of(now.year + shift, first=groups["zhalf"] == "上")
    if unit == "year" and month:
        return str(Moment(now.year + shift, month, day))
    if unit:
        return _shifted(now, unit, shift)
    if "s" in groups:
        code = words()["seasons"][groups["s"].lower()]
        return f"{_turn(now, 3 * (code - 20), shift)}-{code}"
    return str(Moment(_turn(now, month or 1, shift), month))


def _turn(now: Moment, month: int, shift: int) -> int:
    """The year of the last, this or next time a month came round."""
    passed = now.month is not None and month < now.month
    ahead = now.month is not None and month > now.month
    if shift < 0:
        return now.year if passed else now.year - 1
    return now.year if shift == 0 or ahead else now.year + 1


def _shifted(now: Moment, unit: str, shift: int) -> str:
    """A year, month, quarter, week or day, so many after now; "" if now is not known that exactly."""
    if unit == "year":
        return str(Moment(now.year + shift))
    if now.month is None:
        return ""
    if unit in ("month", "quarter"):
        step = 1 if unit == "month" else 3
        years, month = divmod(now.month - 1 + step * shift, 12)
        year = now.year + years
        return str(Moment(year, month + 1)) if unit == "month" else f"{year}-{33 + month // 3}"
    if now.day is None:
        return ""
    day = date(now.year, now.month, now.day) + timedelta(days=shift * (7 if unit == "week" else 1))
    if unit == "day":
        return day.isoformat()
    monday = day - timedelta(days=day.weekday())
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def _ago(groups: Mapping[str, str], setting: Setting) -> str:
    written = groups["k"].lower()
    count = int(written) if written.isdigit() else words()["numbers"][written]
    return _shifted(setting.now, groups["unit"], -count) if setting.now else ""


def _near(groups: Mapping[str, str], setting: Setting) -> str:
    word = (groups.get("near") or groups["near2"]).lower()
    shift = {"yesterday": -1, "today": 0, "tomorrow": 1}[word]
    return _shifted(setting.now, "day", shift) if setting.now else ""


def _weekday(groups: Mapping[str, str], setting: Setting) -> str:
    now = setting.now
    if now is None or now.month is None or now.day is None:
        return ""
    today = date(now.year, now.month, now.day)
    back = (today.weekday() - _weekday_number(groups)) % 7
    way = words()["chinese"]["weeks"][groups["zr"]] if "zr" in groups else groups.get("r", "").lower()
    if way == "next":
        return (today + timedelta(days=7 - back)).isoformat()
    if way == "this" or setting.future:
        return (today + timedelta(days=(7 - back) % 7)).isoformat()
    return (today - timedelta(days=7 if way == "last" and not back else back)).isoformat()


def _weekday_number(groups: Mapping[str, str]) -> int:
    """Count from 0 for Monday."""
    if "zw" in groups:
        return int(words()["chinese"]["weekdays"][groups["zw"][-1]])
    return int(words()["weekdays"][groups["w"].title()])


def _era(groups: Mapping[str, str], setting: Setting) -> str:
    count = 1 if groups["ye"] == "元" else int(groups["ye"])
    return str(Moment(words()["eras"][groups["era"]] + count - 1, _month(groups), _day(groups)))


_READINGS: Mapping[str, Callable[[Mapping[str, str], Setting], str]] = {
    "calendar": _calendar,
    "numeric": _numeric,
    "quarter": _quarter,
    "half": _half,
    "season": _season,
    "decade": _decade,
    "century": _century,
    "open": _open,
    "relative": _relative,
    "ago": _ago,
    "near": _near,
    "weekday": _weekday,
    "era": _era,
}

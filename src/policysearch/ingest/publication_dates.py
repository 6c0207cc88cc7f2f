"""Dates as pages, mails and title pages write them, to EDTF. Only whole expressions that can mean one thing.

This reads the date of a document, not the dates in it: it has to be strict rather than complete.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

_FIRST_YEAR = 1450
_LAST_YEAR = 2100

_ISO = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2})(?:[T ]\d.*)?)?)?(?:Z)?")
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:T?\d{4,6}Z?)?")
_SLASHED = re.compile(r"(?P<y>\d{4})[/.](?P<m>\d{1,2})(?:[/.](?P<d>\d{1,2}))?(?:[T ]\d.*)?")
_CHINESE = re.compile(r"(?P<y>\d{4})\s*年(?:\s*(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*[日号])?)?")
_DOTTED = re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})")
_DAY_FIRST = re.compile(
    r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:de\s+|of\s+)?(?P<name>[^\W\d_]{3,}\.?),?[\s-]+(?:de\s+|del\s+)?(?P<y>\d{4})(?:\s+\d\d?:\d\d.*)?"
)
_MONTH_FIRST = re.compile(
    r"(?P<name>[^\W\d_]{3,}\.?)\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})(?:,?\s+(?:at\s+)?\d\d?:\d\d.*)?"
)
_MONTH = re.compile(r"(?P<name>[^\W\d_]{3,}\.?),?\s+(?:de\s+|\|\s+)?(?P<y>\d{4})")
_SHAPES = (_COMPACT, _ISO, _SLASHED, _CHINESE, _DOTTED, _DAY_FIRST, _MONTH_FIRST, _MONTH)
_SOMEWHERE = re.compile(
    r"(?<![\d./-])(?:\d{4}-\d{1,2}-\d{1,2}|\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}"
    r"|\d{1,2}(?:st|nd|rd|th|er|º|\.)?\s(?:de\s|of\s)?[^\W\d_]{3,}\.?,?\s(?:de\s)?\d{4}"
    r"|(?<![^\W\d_])[^\W\d_]{3,}(?:\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}|\s(?:\|\s)?\d{4}))(?![\d/-])"
)
"""A date in a line, whole: a bare year may be anything."""
_WEEKDAY = re.compile(r"[^\W\d_]{2,12}\.?,\s+(?=\S+\s+\S)")


def parse_date(text: str) -> str | None:
    """The one date that a text is, as EDTF.

    Args:
        text: A date and nothing else but a weekday before it or a time of day after it:
            "2021-11-25T08:00:00Z", "Thursday, 25 November 2021", "25.11.2021", "2021年11月25日", "Nov 2021".

    Returns:
        "2021-11-25", "2021-11" or "2021"; None if the text is no date or its order is
        ambiguous ("03/04/2021").
    """
    text = text.strip().strip("()[].,;")
    for candidate in (text, _WEEKDAY.sub("", text, count=1)):
        for shape in _SHAPES:
            match = shape.fullmatch(candidate)
            if match:
                found = _edtf(match.groupdict())
                if found:
                    return found
    return None


def _edtf(parts: dict[str, str | None]) -> str | None:
    year = int(parts["y"] or 0)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    month = _month_number(parts["name"] or "") if "name" in parts else int(parts.get("m") or 0)
    day = int(parts.get("d") or 0)
    if not month:
        return None if "name" in parts or day else f"{year:04}"
    try:
        return date(year, month, day or 1).isoformat()[: 10 if day else 7]
    except ValueError:
        return None


def _month_number(name: str) -> int:
    return _months().get(name.casefold().rstrip("."), 0)


@cache
def _months() -> dict[str, int]:
    """Names of months in the languages of ``months.toml``, whole and shortened, to their number."""
    rows = tomllib.loads(files(__package__).joinpath("months.toml").read_text("utf-8"))
    return {
        name.casefold(): number
        for names in rows.values()
        for number, row in enumerate(names, start=1)
        for name in row.split()
    }


def find_date(line: str) -> str | None:
    """The one date in a short line such as a byline or an imprint; None if it has none or several."""
    found = {parse_date(match.group()) for match in _SOMEWHERE.finditer(line)} - {None}
    return found.pop() if len(found) == 1 else None

"""Whether a number of four digits is a year, and a lone month a date: by the words around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .date_grammar import evidence

if TYPE_CHECKING:
    from .date_grammar import Found

_LOOK_BACK = 48
"""Characters before a date that can decide about it: the longest phrase of the evidence and a line end."""
_LOOK_AHEAD = 120
"""Characters after it: an event's name between the year and its head noun."""
_FAR_PAST, _FAR_FUTURE = 1900, 2100
_YEAR_FORMS = frozenset({"year", "years-short", "years-slash", "years", "iso-month"})
_CALLED_FOR = re.compile(
    r"\b(?:the|these|those|its|their|in|since|by|of|from|until|for|to|and)\s\Z", re.IGNORECASE
)
_WEB_ADDRESS = re.compile(
    r"(?:https?://|www\.|doi\.org/|doi:|arXiv:)[^\s<>()\[\]]+|\b[\w.-]+@[\w-]+\.\w+", re.IGNORECASE
)


def web_addresses(text: str) -> list[tuple[int, int]]:
    """Return where a text has links, e-mail addresses and DOIs, whose numbers are no dates."""
    return [match.span() for match in _WEB_ADDRESS.finditer(text)]


def is_plausible(text: str, found: Found) -> bool:
    """Whether what stands around a match speaks for a date.

    Only bare years, ranges of bare years and months on their own need this; other forms say what they are.
    """
    name = found.form.name
    if name == "month":
        return has_before("month_before", text, found.start)
    if name in ("years", "years-slash") and int(found.groups["y"]) >= int(found.groups["y2"]):
        return False
    if name == "years-short" and not _runs_on(found):
        return False
    if name == "little-or-middle-endian":
        return _is_day_and_month(found)
    if name not in _YEAR_FORMS:
        return True
    return not _denied(text, found) and _is_near_or_supported(text, found)


def has_before(name: str, text: str, start: int) -> bool:
    """Whether a pattern of a list of evidence ends right before an offset."""
    return any(pattern.search(text, max(0, start - _LOOK_BACK), start) for pattern, _ in evidence()[name])


def has_after(name: str, text: str, end: int) -> bool:
    """Whether a pattern of a list of evidence begins right at an offset."""
    return any(pattern.match(text, end, end + _LOOK_AHEAD) for pattern, _ in evidence()[name])


def _denied(text: str, found: Found) -> bool:
    for pattern, unless in evidence()["not_year_before"]:
        excused = unless == "bracket" and _in_brackets(text, found.start)
        if not excused and pattern.search(text, max(0, found.start - _LOOK_BACK), found.start):
            return True
    called = _CALLED_FOR.search(text, max(0, found.start - _LOOK_BACK), found.start)
    for pattern, unless in evidence()["not_year_after"]:
        excused = unless == "called-for" and called is not None
        if not excused and pattern.match(text, found.end, found.end + _LOOK_AHEAD):
            return True
    return False


def _in_brackets(text: str, start: int) -> bool:
    opened = max(text.rfind(bracket, max(0, start - _LOOK_BACK), start) for bracket in "([（")
    return opened > max(text.rfind(bracket, max(0, start - _LOOK_BACK), start) for bracket in ")]）")


def _is_near_or_supported(text: str, found: Found) -> bool:
    year = int(found.groups["y"])
    return _FAR_PAST <= year <= _FAR_FUTURE or has_before("far_year_before", text, found.start)


def _runs_on(found: Found) -> bool:
    """2018-20 counts up; 2018-12 is a month and 2020-10 no range."""
    return 0 < (int(found.groups["yy"]) - int(found.groups["y"])) % 100 <= 30


def _is_day_and_month(found: Found) -> bool:
    low, high = sorted((int(found.groups["a"]), int(found.groups["b"])))
    return 1 <= low <= 12 and high <= 31

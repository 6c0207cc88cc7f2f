"""Whether a number of four digits is a year, and a lone month a date: by the words around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .date_grammar import evidence

if TYPE_CHECKING:
    from .date_grammar import Clue, Found

_LOOK_BACK = 48
"""Characters before a date that can decide about it: the longest phrase of the evidence and a line end."""
_LOOK_AHEAD = 120
"""Characters after it: an event's name between the year and its head noun."""
_FAR_PAST, _FAR_FUTURE = 1900, 2100
_LONGEST_RANGE = 100
"""Years from the first to the last of a range; numbers further apart are rather two of something else."""
_YEAR_FORMS = frozenset({"year", "years-short", "years-slash", "years", "iso-month"})
_CALLED_FOR = re.compile(r"\b(?:the|these|those|its|their|in|since|by|until)\s\Z", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"://|www\.|@|\bdoi\b|arXiv:", re.IGNORECASE)
_LONGEST_ADDRESS = 200
"""Characters before a number within which the link that it is a part of begins."""


def is_plausible(text: str, found: Found) -> bool:
    """Whether what stands around a match speaks for a date.

    Only bare years, ranges of bare years and months on their own need this; other forms say what they are.
    """
    name = found.form.name
    if _is_in_web_address(text, found):
        return False
    if name == "month":
        return has_before("month_before", text, found.start)
    if name == "near-day" and has_after("not_day_after", text, found.end):
        return False
    if name in ("years", "years-short", "years-slash") and not _runs_on(text, found):
        return False
    if name == "little-or-middle-endian":
        return _is_day_and_month(found)
    if name not in _YEAR_FORMS:
        return True
    return not _is_denied(text, found) and _is_near_or_supported(text, found)


def has_before(name: str, text: str, start: int) -> bool:
    """Whether a pattern of a list of evidence ends right before an offset."""
    return any(_stands_before(clue, text, start) for clue in evidence()[name])


def has_after(name: str, text: str, end: int) -> bool:
    """Whether a pattern of a list of evidence begins right at an offset."""
    return any(_stands_after(clue, text, end) for clue in evidence()[name])


def _stands_before(clue: Clue, text: str, start: int) -> bool:
    return clue.pattern.search(text, max(0, start - _LOOK_BACK), start) is not None


def _stands_after(clue: Clue, text: str, end: int) -> bool:
    return clue.pattern.match(text, end, end + _LOOK_AHEAD) is not None


def _is_in_web_address(text: str, found: Found) -> bool:
    """Whether a match is glued into a link, an e-mail address or a DOI."""
    start = found.start
    if start == 0 or text[start - 1].isspace():
        return False
    words = text[max(0, start - _LONGEST_ADDRESS) : start].split()
    return bool(words) and _WEB_ADDRESS.search(words[-1]) is not None


def _is_denied(text: str, found: Found) -> bool:
    clues = evidence()
    against = [clue for clue in clues["not_year_before"] if _stands_before(clue, text, found.start)]
    against += [clue for clue in clues["not_year_after"] if _stands_after(clue, text, found.end)]
    return any(not any(_EXCUSES[name](text, found) for name in clue.unless) for clue in against)


def _is_in_brackets(text: str, found: Found) -> bool:
    near = text[max(0, found.start - _LOOK_BACK) : found.start]
    return max(map(near.rfind, "([（")) > max(map(near.rfind, ")]）"))


def _is_called_for(text: str, found: Found) -> bool:
    return _CALLED_FOR.search(text, max(0, found.start - _LOOK_BACK), found.start) is not None


def _is_modifier(text: str, found: Found) -> bool:
    return not has_after("sentence_after", text, found.end)


_EXCUSES = {"bracket": _is_in_brackets, "called-for": _is_called_for, "modifier": _is_modifier}


def _is_near_or_supported(text: str, found: Found) -> bool:
    year = int(found.groups["y"])
    return _FAR_PAST <= year <= _FAR_FUTURE or has_before("far_year_before", text, found.start)


def _runs_on(text: str, found: Found) -> bool:
    """Whether the second year can end a range: 2018-20 or 2019/20, but not 2020-10 or 2016/679.

    A slash joins two years that follow each other and no others.
    """
    first = int(found.groups["y"])
    years = (
        int(found.groups["y2"]) - first if "y2" in found.groups else (int(found.groups["yy"]) - first) % 100
    )
    return years == 1 if "/" in text[found.start : found.end] else 0 < years <= _LONGEST_RANGE


def _is_day_and_month(found: Found) -> bool:
    low, high = sorted((int(found.groups["a"]), int(found.groups["b"])))
    return 1 <= low <= 12 and high <= 31

"""What a text tells about its dates: when it was written, and of which year a passage speaks.

"29 August" needs a year and "Tuesday" a week. They take them, in this order, from a date in the same
paragraph shortly before, from the heading above that begins with a year ("2021: First rules"), and from
the document's own date.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .date_evidence import has_before
from .date_values import Moment, Setting, moment, order_of, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .date_grammar import Found

_PARAGRAPH = re.compile(r"\n\s*\n")
_HEAD = 600
"""Characters at the top of a text in which a full date is taken for the document's own, if nothing
better is known: a title, a subtitle and a byline."""
_NEIGHBOURHOOD = 400
"""Characters over which "on 29 August" takes its year from a date before it rather than from the
document's own: some three sentences."""
_LINE_START = re.compile(r"(?:^|\n)[#*\s]*\Z")
_HEADING_END = re.compile(r"\s*[:–—]|[^\S\n]*(?:\n|\Z)")
_AFTER_WEEKDAY = re.compile(r"day,?\s+(?:on\s+)?(?:the\s+)?\Z")
_RELATIVE = frozenset({"relative", "ago", "near", "weekday"})

Place = tuple[int, Moment]
"""Where in a text a moment is told, and which it is."""


@dataclass(frozen=True, slots=True)
class Context:
    """The dates of a text that others lean on.

    Attributes:
        text: The whole text.
        told: Dates that say when something happened, in order.
        headings: Years with which headings begin, in order.
        now: The document's own date, None if nothing tells it.
        day_first: Whether dates in digits have the day first; None if that does not show.
    """

    text: str
    told: Sequence[Place]
    headings: Sequence[Place]
    now: Moment | None
    day_first: bool | None

    def setting(self, found: Found) -> Setting:
        """Return what is known of the place where a date stands."""
        start = found.start
        before = _last_before(self.told, start)
        year_from = self._year_from(start, before)
        fallback = before or next(iter(self.told), None)
        return Setting(
            now=self.now or (fallback[1] if fallback else None),
            year_from=year_from or (fallback[1] if fallback else None),
            nearest=year_from is not None and year_from is self.now,
            future=has_before("deadline_before", self.text, start),
            day_first=self.day_first,
        )

    def _year_from(self, start: int, before: Place | None) -> Moment | None:
        if self.now and _AFTER_WEEKDAY.search(self.text, max(0, start - 16), start):
            return self.now
        if before is not None and self._is_close(before[0], start):
            return before[1]
        if heading := _last_before(self.headings, start):
            return heading[1]
        return self.now if self.now and self.now.month else None

    def _is_close(self, earlier: int, start: int) -> bool:
        return start - earlier < _NEIGHBOURHOOD and not _PARAGRAPH.search(self.text, earlier, start)


def context_of(text: str, found: Sequence[Found], published: Moment | None) -> Context:
    """Gather what the dates of a text tell about each other.

    Args:
        text: The whole text.
        found: Its dates, in order.
        published: Its own date, if it is known from elsewhere.
    """
    base = Setting(day_first=_day_first(found))
    told = [
        (one.start, here)
        for one in found
        if _stands_alone(one) and (here := _told(text, one, value_of(one.form.reading, one.groups, base)))
    ]
    headings = [(one.start, Moment(int(one.groups["y"]))) for one in found if _heads(text, one)]
    if len({year for _, year in headings}) < 2:
        headings = []
    return Context(text, told, headings, published or _own_date(text, told), base.day_first)


def _last_before(places: Sequence[Place], start: int) -> Place | None:
    index = bisect_right(places, start, key=lambda place: place[0])
    return places[index - 1] if index else None


def _heads(text: str, found: Found) -> bool:
    """Whether a bare year begins a heading or a line of a chronicle."""
    return (
        found.form.name == "year"
        and _LINE_START.search(text, max(0, found.start - 8), found.start) is not None
        and _HEADING_END.match(text, found.end) is not None
    )


def _day_first(found: Iterable[Found]) -> bool | None:
    """Whether the document writes the day first in dates of digits; None if it does not show."""
    numeric = [one.groups for one in found if one.form.reading == "numeric" and one.groups["sep"] != "."]
    orders = {order for groups in numeric if (order := order_of(groups)) is not None}
    return orders.pop() if len(orders) == 1 else None


def _stands_alone(found: Found) -> bool:
    if found.form.reading == "calendar":
        return bool(found.groups.keys() & {"y", "zy", "yy"})
    return found.form.reading not in _RELATIVE


def _told(text: str, found: Found, value: str) -> Moment | None:
    """The moment that a date lends to others near it: a month, a day or the year of a story ("In 2019")."""
    here = moment(value.split("/")[-1] if value and not value.endswith("..") else value)
    if here is None or found.form.reading not in ("calendar", "numeric"):
        return None
    if here.month is not None:
        return here
    if "/" in value or has_before("deadline_before", text, found.start):
        return None
    return here if has_before("story_before", text, found.start) else None


def _own_date(text: str, told: Sequence[Place]) -> Moment | None:
    """The document's own date, as far as the text gives it.

    A full date at its top; failing that, the latest month or day that it tells of and does not set as a
    deadline, because reports end with what is new.
    """
    at_top = next((here for start, here in told if start < _HEAD and here.day), None)
    done = [here for start, here in told if here.month and not has_before("deadline_before", text, start)]
    return at_top or max(done, key=lambda here: (here.year, here.month or 0, here.day or 0), default=None)

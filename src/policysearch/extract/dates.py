"""The spaCy component that finds dates and says which they are.

Usable in any pipeline: ``nlp.add_pipe("policysearch_dates")`` leaves a span group
``policysearch_dates`` whose spans have the EDTF value as ``kb_id_``. It reads ``doc.text`` alone, and
keeps clear of laws and organizations that components before it found: the year in "Made in China 2025"
is no date.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from policysearch.models import MentionKind

from .candidates import Candidate, read_candidates, select, write_spans
from .date_evidence import has_after, has_before, is_plausible
from .date_grammar import Found, find_forms
from .date_values import Moment, Setting, moment, order_of, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PUBLISHED = "policysearch_published"
"""Doc extension: the document's own date (EDTF, or None), from which relative dates count."""

_TO = re.compile(r"\s*[-–—~〜～]\s*|\s+(?:to|through|until|till)\s+(?:the\s+)?|\s*[至到]\s*")
_AND = re.compile(r"\s+and\s+")
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?\Z", re.IGNORECASE)
_MONTH_FOLLOWS = re.compile(r"\s*(?:,|and|or|&|,\s*and)\s*\Z")
_PARAGRAPH = re.compile(r"\n\s*\n")
_HEAD = 600
"""Characters at the top of a text in which a full date is taken for the document's own, if nothing
better is known: a title, a subtitle and a byline."""
_NEIGHBOURHOOD = 400
"""Characters over which "on 29 August" takes its year from a date before it rather than from the
document's own: some three sentences."""
_YEARLESS = frozenset({"month", "month-day", "day-month", "chinese-month-day"})
_SELF_STANDING = frozenset({"calendar", "numeric", "quarter", "half", "season"})


@Language.component("policysearch_dates")
def dates(doc: Doc) -> Doc:
    """Write the dates of a document as the span group ``policysearch_dates``."""
    blocked = [*read_candidates(doc, MentionKind.LAW), *read_candidates(doc, MentionKind.ORGANIZATION)]
    write_spans(doc, MentionKind.DATE, find_dates(doc.text, published=doc._.get(PUBLISHED), blocked=blocked))
    return doc


def find_dates(
    text: str, *, published: str | None = None, blocked: Iterable[Candidate] = ()
) -> list[Candidate]:
    """Find the dates of a text with their EDTF values.

    Args:
        text: Of any length, in English or Chinese.
        published: EDTF date of the text itself; None takes a full date at its top, if there is one.
        blocked: Names that are found already; no date overlaps them.

    Returns:
        In order of start, without overlap. ``value`` is "" where the text does not tell: 10/01/2023
        in a text that shows nowhere whether the day comes first, or 30 February.
    """
    found = _joined(text, _without_lone_months(text, _chosen(text, blocked)))
    return _valued(text, found, moment(published))


def _chosen(text: str, blocked: Iterable[Candidate]) -> list[Found]:
    """The matches that stand: plausible, the longest of those that overlap, off what is blocked."""
    matches: dict[tuple[int, int], Found] = {}
    for found in find_forms(text):
        if found.form.name == "month" or is_plausible(text, found):
            matches.setdefault((found.start, found.end), found)
    spans = [Candidate(start, end, "dates") for start, end in matches]
    return [matches[span.start, span.end] for span in select(spans, blocked)]


def _without_lone_months(text: str, found: Sequence[Found]) -> list[Found]:
    """Drop months on their own without evidence: "May", but not that of "May and June 2020"."""
    kept = []
    for index, one in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        if one.form.name != "month" or is_plausible(text, one) or _leads_to(text, one, following):
            kept.append(one)
    return kept


def _leads_to(text: str, month: Found, following: Found | None) -> bool:
    if following is None or "m" not in following.groups or following.start - month.end > 8:
        return False
    gap = text[month.end : following.start]
    return bool(_MONTH_FOLLOWS.match(gap) or _TO.fullmatch(gap))


def _joined(text: str, found: Sequence[Found]) -> list[Found]:
    """Make one range of two dates that a dash or "to" connects, or "and" after "between"."""
    joined: list[Found] = []
    for one in found:
        before = joined[-1] if joined else None
        if before is not None and _connects(text, before, one) and _same_kind(before, one):
            second = {name + "2": value for name, value in one.groups.items() if name in _PARTS}
            year = {name: one.groups[name] for name in ("y", "zy") if name in one.groups}
            joined[-1] = Found(before.start, one.end, before.form, {**year, **before.groups, **second})
        else:
            joined.append(one)
    return joined


_PARTS = frozenset({"y", "m", "n", "d", "zy", "zm", "zd"})
_PRECISIONS = (("y", "zy"), ("m", "n", "zm"), ("d", "zd"))


def _connects(text: str, before: Found, after: Found) -> bool:
    if after.start - before.end > 12:
        return False
    gap = text[before.end : after.start]
    if _AND.fullmatch(gap):
        return _BETWEEN.search(text, max(0, before.start - 16), before.start) is not None
    return _TO.fullmatch(gap) is not None


def _same_kind(before: Found, after: Found) -> bool:
    """Whether two dates can be the ends of a range: equally precise, but for a year left out of the first."""
    if before.form.reading != "calendar" or after.form.reading != "calendar":
        return False
    if any(name.endswith("2") or name == "yy" for name in (*before.groups, *after.groups)):
        return False
    first, last = _precision(before), _precision(after)
    return first[1:] == last[1:] and (first[0] == last[0] or not first[0])


def _precision(found: Found) -> tuple[bool, ...]:
    return tuple(any(name in found.groups for name in names) for names in _PRECISIONS)


def _valued(text: str, found: Sequence[Found], published: Moment | None) -> list[Candidate]:
    """Give each date its value; those that stand for themselves first, then those that lean on others."""
    base = Setting(day_first=_day_first(found))
    values = [value_of(one.form.reading, one.groups, base) if _stands_alone(one) else "" for one in found]
    fixed = [
        (one.start, here)
        for one, value in zip(found, values, strict=True)
        if (here := _anchor(text, one, value))
    ]
    now = published or _own_date(text, fixed)
    given = []
    for one, value in zip(found, values, strict=True):
        if not _stands_alone(one):
            value = value_of(one.form.reading, one.groups, _setting(text, one, fixed, now, base))
        given.append(Candidate(one.start, one.end, f"dates:{one.form.name}", _opened(text, one, value)))
    return given


def _day_first(found: Iterable[Found]) -> bool | None:
    """Whether the document writes the day first in dates of digits; None if it does not show."""
    orders = {
        order_of(one.groups) for one in found if one.form.reading == "numeric" and one.groups["sep"] != "."
    }
    orders.discard(None)
    return orders.pop() if len(orders) == 1 else None


def _stands_alone(found: Found) -> bool:
    if found.form.reading == "calendar":
        return bool(found.groups.keys() & {"y", "zy", "yy"})
    return found.form.reading not in ("relative", "ago", "near", "weekday")


def _anchor(text: str, found: Found, value: str) -> Moment | None:
    """The moment that a date lends to others near it: a month, a day or the year of a story ("In 2019")."""
    here = moment(value.split("/")[-1] if value and not value.endswith("..") else value)
    if here is None or found.form.reading not in ("calendar", "numeric"):
        return None
    if here.month is not None:
        return here
    if "/" in value or has_before("deadline_before", text, found.start):
        return None
    return here if has_before("story_before", text, found.start) else None


def _own_date(text: str, fixed: Sequence[tuple[int, Moment]]) -> Moment | None:
    """The document's own date, as far as the text gives it.

    A full date at its top; failing that, the latest month or day that it tells of and does not set as a
    deadline, because reports end with what is new.
    """
    at_top = next((here for start, here in fixed if start < _HEAD and here.day), None)
    told = [here for start, here in fixed if here.month and not has_before("deadline_before", text, start)]
    return at_top or max(told, key=lambda here: (here.year, here.month or 0, here.day or 0), default=None)


def _setting(
    text: str, found: Found, fixed: Sequence[tuple[int, Moment]], now: Moment | None, base: Setting
) -> Setting:
    """What the place of a date tells about it."""
    index = bisect_right(fixed, found.start, key=lambda pair: pair[0])
    before = fixed[index - 1] if index else None
    nearest = now
    if before is not None:
        between = text[before[0] : found.start]
        close = len(between) < _NEIGHBOURHOOD and not _PARAGRAPH.search(between)
        if close or now is None or now.month is None:
            nearest = before[1]
    elif now is None and fixed:
        nearest = fixed[0][1]
    return replace(
        base,
        now=now or (before[1] if before else None) or (fixed[0][1] if fixed else None),
        year_from=nearest,
        nearest=nearest is now,
        future=has_before("deadline_before", text, found.start),
    )


def _opened(text: str, found: Found, value: str) -> str:
    """Make "since 2018" and "from 2025 onwards" times without an end."""
    if not value or "/" in value:
        return value
    if has_before("open_before", text, found.start) or has_after("open_after", text, found.end):
        return f"{value}/.."
    return value


if not Doc.has_extension(PUBLISHED):
    Doc.set_extension(PUBLISHED, default=None)

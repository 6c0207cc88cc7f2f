"""The spaCy component that finds dates and says which they are.

Usable in any pipeline: ``nlp.add_pipe("policysearch_dates")`` leaves a span group
``policysearch_dates`` whose spans have the EDTF value as ``kb_id_``. It reads ``doc.text`` alone, and
keeps clear of laws and organizations that components before it found: the year in "Made in China 2025"
is no date.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from policysearch.models import MentionKind

from .candidates import Candidate, read_candidates, select, write_spans
from .date_context import context_of
from .date_evidence import has_after, has_before, is_plausible
from .date_grammar import Found, find_forms
from .date_values import Moment, moment, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PUBLISHED = "policysearch_published"
"""Doc extension: the document's own date (EDTF, or None), from which relative dates count."""

_TO = re.compile(r"\s*[-–—~〜～]\s*|\s+(?:to|through|until|till)\s+(?:the\s+)?|\s*[至到]\s*")
_AND = re.compile(r"\s+and\s+")
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?\Z", re.IGNORECASE)
_AFTER_TITLE = re.compile(r"\)? \Z")
_MONTH_FOLLOWS = re.compile(r"\s*(?:,|and|or|&|,\s*and)\s*\Z")


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
    names = list(blocked)
    chosen = [one for one in _chosen(text, names) if not _ends_title(text, one, names)]
    found = _joined(text, _without_lone_months(text, chosen))
    return _valued(text, found, moment(published))


def _chosen(text: str, blocked: Iterable[Candidate]) -> list[Found]:
    """The matches that stand: plausible, the longest of those that overlap, off what is blocked."""
    matches: dict[tuple[int, int], Found] = {}
    for found in find_forms(text):
        if found.form.name == "month" or is_plausible(text, found):
            matches.setdefault((found.start, found.end), found)
    spans = [Candidate(start, end, "dates") for start, end in matches]
    return [matches[span.start, span.end] for span in select(spans, blocked)]


def _ends_title(text: str, found: Found, blocked: Sequence[Candidate]) -> bool:
    """Whether a bare year is the last word of a law's title: the Data Protection Act (DPA) 2018."""
    if found.form.name != "year" or not _AFTER_TITLE.search(text, max(0, found.start - 2), found.start):
        return False
    ends = (found.start - 1, found.start - 2)
    return any(name.end in ends and name.extractor.startswith("laws") for name in blocked)


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
    context = context_of(text, found, published)
    given = []
    for one in found:
        value = value_of(one.form.reading, one.groups, context.setting(one))
        given.append(Candidate(one.start, one.end, f"dates:{one.form.name}", _opened(text, one, value)))
    return given


def _opened(text: str, found: Found, value: str) -> str:
    """Make "since 2018" and "from 2025 onwards" times without an end."""
    if not value or "/" in value:
        return value
    if has_before("open_before", text, found.start) or has_after("open_after", text, found.end):
        return f"{value}/.."
    return value


if not Doc.has_extension(PUBLISHED):
    Doc.set_extension(PUBLISHED, default=None)

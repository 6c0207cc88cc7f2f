"""Dated statements in order of time: what happened when, in the words of the reports."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from itertools import islice
from typing import TYPE_CHECKING

from .edtf_dates import first_day, interval
from .errors import UsageError
from .models import MentionKind, Notice
from .search import matching_passages
from .sentences import atoms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .engines.base import SearchEngine
    from .models import Passage, SearchRequest
    from .store import MentionRow, Store

_REPETITIONS = 3  # times that sentences name one date, at most, on the average
LONGEST_SENTENCE = 1_000  # code points; what is longer is cut at a clause, to be read in a list
_CUE_REACH = 200  # code points before and after a date in which its role is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """A dated statement.

    Attributes:
        mention: The mention of the date, with its page, document and EDTF value.
        first: First day that the value covers; ``date.min`` if it has no beginning.
        last: Last day that it covers; ``date.max`` if it has no end.
        role: What the sentence says of the date: "published", "adopted", "in force", "deadline"; "" if
            it says none of these right beside it.
        sentence: The sentence around the mention, as it stands in the document.
        highlight: Half-open span of the date in ``sentence``.
    """

    mention: MentionRow
    first: date
    last: date
    role: str
    sentence: str
    highlight: tuple[int, int]


def list_timeline(
    store: Store,
    engine: SearchEngine,
    request: SearchRequest,
    *,
    begin: str = "",
    end: str = "",
    limit: int = 0,
) -> tuple[tuple[TimelineRow, ...], tuple[Notice, ...]]:
    """The dated statements of the passages that match a request, earliest first.

    Dates are placed by the first day that they cover, an open beginning by its last one; of those that
    begin together the shorter stretch comes first. With ``begin``, a date that has no end and began before
    stands last: "since 1900" says least of the time asked for.

    Args:
        store: Where the mentions are.
        engine: What to search with.
        request: As for ``search``.
        begin: Only dates that overlap the time from here on: EDTF, "" for no limit.
        end: Only dates that overlap the time up to here, its last day included.
        limit: Most statements to give; 0 for all.

    Returns:
        The statements, and notices on the query and on dates that have no place in time.

    Raises:
        UsageError: ``begin`` or ``end`` is not a date, or ``end`` is before ``begin``.
        UnknownValue, EngineError: As for ``search``.
    """
    earliest, latest = _limit(begin), _limit(end)
    if earliest and latest and latest[1] < earliest[0]:
        raise UsageError(f"{end!r} is before {begin!r}: give the earlier date first")
    passage_ids, notices = matching_passages(store, engine, request)
    placed, unplaced = [], 0
    for mention in store.mentions.rows(kind=MentionKind.DATE, passage_ids=passage_ids):
        bounds = interval(mention.mention.value)
        if bounds is None:
            unplaced += 1
        elif (not earliest or bounds[1] >= earliest[0]) and (not latest or bounds[0] <= latest[1]):
            placed.append((mention, bounds))
    start = earliest[0] if earliest else date.min
    placed.sort(key=lambda row: (row[1][1] == date.max and row[1][0] < start, *_place(row)))
    if unplaced:
        message = f"{unplaced} dates have no known place in time: `entities date --mentions` lists them"
        notices += (Notice(message),)
    chosen = placed[: limit * _REPETITIONS] if limit else placed
    return tuple(islice(_different(_rows(store, chosen)), limit or None)), notices


def _different(rows: Iterable[TimelineRow]) -> Iterator[TimelineRow]:
    """The statements without repetitions: a sentence that names a date twice states one thing."""
    seen = set()
    for row in rows:
        stated = (row.mention.passage_id, row.sentence, row.mention.mention.value)
        if stated not in seen:
            seen.add(stated)
            yield row


def _limit(value: str) -> tuple[date, date] | None:
    bounds = interval(value)
    if value and bounds is None:
        raise UsageError(f"{value!r} is not a date; give a year, a month or a day: 2024, 2024-06, 2024-06-30")
    return bounds


def role_of(before: str, after: str) -> str:
    """Tell what a sentence says of a date: the role of the first cue of ``timeline_roles.toml`` that fits.

    Args:
        before: The sentence up to the date.
        after: The sentence from the end of the date.
    """
    for role, cues in _cues().items():
        for pattern, text in ((cues[0], before[-_CUE_REACH:]), (cues[1], after[:_CUE_REACH])):
            if pattern and pattern.search(text):
                return role
    return ""


def _rows(store: Store, chosen: Sequence[tuple[MentionRow, tuple[date, date]]]) -> tuple[TimelineRow, ...]:
    """The statements in the order given, made one document at a time, so that its text is read once."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, (mention, _) in enumerate(chosen):
        places[mention.mention.document_id].append(place)
    made: dict[int, TimelineRow] = {}
    for of_document in places.values():
        passage_ids = dict.fromkeys(chosen[place][0].passage_id for place in of_document)
        sources = store.documents.sources(list(passage_ids))
        for place in of_document:
            mention, bounds = chosen[place]
            made[place] = _row(sources[mention.passage_id].passage, mention, bounds)
    return tuple(made[place] for place in range(len(chosen)))


def _row(source: Passage, row: MentionRow, bounds: tuple[date, date]) -> TimelineRow:
    start, end = row.mention.start - source.start, row.mention.end - source.start
    first, last = _sentence_around(source.text, start, end)
    sentence = source.text[first:last]
    return TimelineRow(
        mention=row,
        first=bounds[0],
        last=bounds[1],
        role=role_of(source.text[first:start], source.text[end:last]),
        sentence=sentence,
        highlight=(start - first, min(end, last) - first),
    )


def _sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence, list item or table row of a passage in which a span begins, at least the span."""
    atoms = _sentences(text)
    place = max(bisect_right(atoms, (start, len(text))) - 1, 0)
    first, last = atoms[place]
    return first, max(last, min(end, len(text)))


@lru_cache(maxsize=64)  # the mentions of a passage come one after the other
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    atoms = atoms_of(text, 0, 0, len(text), max_chars=LONGEST_SENTENCE, max_words=0)
    return tuple((atom.start, atom.end) for atom in atoms)


def _place(placed: tuple[MentionRow, tuple[date, date]]) -> tuple[date, date, str, int]:
    row, bounds = placed
    day = first_day(row.mention.value) or bounds[0]
    return day, bounds[1], row.location, row.mention.start


@cache
def _cues() -> Mapping[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    """By role, what may stand right before and right after a date."""
    data = tomllib.loads(resources.files(__package__).joinpath("timeline_roles.toml").read_text("utf-8"))
    return {role: (_any_of(cues["before"], "$"), _any_of(cues["after"], "")) for role, cues in data.items()}


def _any_of(patterns: list[str], end: str) -> re.Pattern[str] | None:
    start = "" if end else "^"
    joined = "|".join(patterns)
    return re.compile(f"{start}(?:{joined}){end}", re.IGNORECASE) if patterns else None

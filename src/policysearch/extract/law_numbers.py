"""Instruments cited by number: "Regulation (EU) 2024/1689", "15 U.S.C. § 9401(3)", "GB/T 35273-2020".

The patterns are data, each with the examples that it must match: ``data/law_numbers.toml`` and, for names in
other languages, ``data/law_foreign.toml``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import ahocorasick

from .candidates import Candidate
from .law_words import load_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BLANK = re.compile(r"\(\?<[!=](?:\[[^\]]*\]|[^)])*\)|\[[^\]]*\]| \??|(?<![\\[])-")

# Between the members of a list a date may stand: "resolutions 16/11 of 24 March 2011, 19/10 of …".
_LIST_GOES_ON = (
    r"(?:,? of \d{{1,2}} [A-Z][a-z]+ (?:19|20)\d\d)?"
    r"(?:,? (?:and|or|and/or|&|e|et|y|und|en|och|og|i) |[,;] )(?P<law>{0})"
)

# Characters of a match before and after its hint, with room to spare.
_BEFORE_HINT = 60
_AFTER_HINT = 200


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """How one kind of citation is written.

    Attributes:
        hints: Strings of which every match holds one: a pattern is tried only around them, because
            looking for plain strings costs a tenth of trying every pattern everywhere, and all of them
            are looked for at once.
        regex: With group "law" where the span is less than the match.
        more: How the later members of a list are written ("Executive Orders 14277 and 14278"); None
            where every member has its kind with it.
    """

    id: str
    hints: tuple[str, ...]
    regex: re.Pattern[str]
    more: re.Pattern[str] | None
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@cache
def number_patterns() -> tuple[NumberPattern, ...]:
    """Read and compile the patterns, once a process."""
    return tuple(
        NumberPattern(
            row["id"],
            tuple(row["hints"]),
            _compiled(row["regex"]),
            _compiled(_LIST_GOES_ON.format(row["more"])) if "more" in row else None,
            tuple(row["examples"]),
            tuple(row.get("counter_examples", ())),
        )
        for table in ("law_numbers", "law_foreign")
        for row in load_table(table)["pattern"]
    )


def find_numbers(text: str) -> Iterator[Candidate]:
    """Find numbered instruments, pattern by pattern; they may overlap."""
    places: dict[int, list[int]] = defaultdict(list)
    for last, (length, owners) in _hints().iter(text):
        for owner in owners:
            places[owner].append(last + 1 - length)
    patterns = number_patterns()
    for owner in sorted(places):
        pattern = patterns[owner]
        group = "law" if "law" in pattern.regex.groupindex else 0
        for start, end in _windows(places[owner]):
            for match in pattern.regex.finditer(text, start, end):
                yield Candidate(*match.span(group), f"laws:{pattern.id}")
                yield from _rest_of_list(pattern, text, match.end())


def _rest_of_list(pattern: NumberPattern, text: str, place: int) -> Iterator[Candidate]:
    """Find the members that follow the first one in a list, of which only the numbers are given."""
    while pattern.more and (match := pattern.more.match(text, place)):
        yield Candidate(*match.span("law"), f"laws:{pattern.id}")
        place = match.end()


def _compiled(regex: str) -> re.Pattern[str]:
    return re.compile(_BLANK.sub(_any_space, regex))


@cache
def _hints() -> ahocorasick.Automaton:
    """The hints of all patterns, each with its length and the places of its patterns among them."""
    owners: dict[str, list[int]] = defaultdict(list)
    for place, pattern in enumerate(number_patterns()):
        for hint in pattern.hints:
            owners[hint].append(place)
    automaton = ahocorasick.Automaton()
    for hint, places in owners.items():
        automaton.add_word(hint, (len(hint), tuple(places)))
    automaton.make_automaton()
    return automaton


def _windows(places: Iterable[int]) -> list[tuple[int, int]]:
    """Stretches of text around the places of hints, in order and apart."""
    windows: list[tuple[int, int]] = []
    for place in sorted(places):
        start, end = max(place - _BEFORE_HINT, 0), place + _AFTER_HINT
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _any_space(part: re.Match[str]) -> str:
    """Let a blank stand for up to three of white space (a line break, indented), a hyphen for any dash."""
    if part[0].startswith(("[", "(")):
        return part[0].replace(" ", r"\s")
    if part[0] == "-":
        return "[-‐‑–]"
    return r"\s{1,3}" if part[0] == " " else r"\s{0,3}"

"""The forms of dates in text, read from data files and compiled once.

A form is a regular expression over named pieces (a day, a month by name, a dash). Matching is
confined to the neighbourhood of words and numbers that no date can do without, which keeps the
cost of some fifty forms to a few percent of that of a language model.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from .alternatives import one_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_GAP = r"(?:[^\S\n]+\n?[^\S\n]*|\n[^\S\n]*)"
_SPACES = r"\s+"
_DASH = r"(?:~[-–—‐‑−‒~〜～]~)"
_MARGIN = 40
"""Characters around a year, month or weekday in which the rest of its date is looked for; the longest
rest, "Wednesday, the twenty-first day of" and the like, is shorter."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a date.

    Attributes:
        name: As it appears in ``Candidate.extractor``, after ``"dates:"``.
        reading: How its groups become a value; see `policysearch.extract.date_values`.
        pattern: The compiled expression.
        examples: Texts with the value that each has on 15 May 2024.
    """

    name: str
    reading: str
    pattern: re.Pattern[str]
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A place where a form matched.

    Attributes:
        start: Offset of its first character in the text.
        end: Offset after its last character.
        form: What matched.
        groups: The pieces that took part, by group name, as written.
    """

    start: int
    end: int
    form: Form
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Clue:
    """An expression for words beside a number that tell what it is.

    Attributes:
        pattern: What the words look like.
        unless: The circumstances in which it does not count.
    """

    pattern: re.Pattern[str]
    unless: tuple[str, ...]


def find_forms(text: str) -> Iterator[Found]:
    """Yield every match of every form, overlapping at will, form by form within each stretch of text."""
    grammar = _grammar()
    for start, end in _windows(text, grammar):
        for form in grammar.forms:
            for match in form.pattern.finditer(text, start, end):
                groups = {name: value for name, value in match.groupdict().items() if value is not None}
                yield Found(match.start(), match.end(), form, groups)


@cache
def words() -> Mapping[str, Any]:
    """Return the word lists of ``date_words.toml``."""
    return _table("date_words.toml")


@cache
def evidence() -> Mapping[str, tuple[Clue, ...]]:
    """Return the patterns of ``date_evidence.toml`` by list.

    Patterns of a list that ends in "before" match up to the end of the region they are given.
    """
    return {
        name: tuple(
            Clue(
                re.compile(
                    f"(?:{_spaced(row['pattern'], _SPACES)})" + (r"\Z" if name.endswith("before") else "")
                ),
                tuple(row.get("unless", ())),
            )
            for row in rows
        )
        for name, rows in _table("date_evidence.toml").items()
    }


def forms() -> tuple[Form, ...]:
    """Return all forms, in the order of ``date_forms.toml``, which settles ties."""
    return _grammar().forms


@dataclass(frozen=True, slots=True)
class _Grammar:
    forms: tuple[Form, ...]
    signs: tuple[re.Pattern[str], ...]
    signal_words: tuple[str, ...]


def _windows(text: str, grammar: _Grammar) -> Iterator[tuple[int, int]]:
    """Yield stretches of text, in order and apart, outside of which no date can be."""
    start = end = -1
    for first, last in sorted(_signals(text, grammar)):
        if first - _MARGIN > end:
            if end > 0:
                yield start, end
            start = max(0, first - _MARGIN)
        end = max(end, min(len(text), last + _MARGIN))
    if end > 0:
        yield start, end


def _signals(text: str, grammar: _Grammar) -> Iterator[tuple[int, int]]:
    """Yield the places of whatever no date can do without, and of much else."""
    for signs in grammar.signs:
        for match in signs.finditer(text):
            yield match.span()
    # Plain search is ten times faster than these words among the alternatives of an expression.
    for word in grammar.signal_words:
        place = text.find(word)
        while place >= 0:
            yield place, place + len(word)
            place = text.find(word, place + len(word))


@cache
def _grammar() -> _Grammar:
    pieces = _pieces(words())
    compiled = []
    for row in _table("date_forms.toml")["form"]:
        pattern = _expand(row["pattern"], pieces)
        if row.get("edges") != "open":
            pattern = rf"{_LEFT_EDGE}(?:{pattern}){_RIGHT_EDGE}"
        examples = tuple((text, value) for text, value in row["examples"])
        compiled.append(Form(row["name"], row.get("reading", "calendar"), re.compile(pattern), examples))
    lists = words()
    capitalized = [*_cased(lists["months"]), *_cased(lists["weekdays"])]
    # Every alternative begins with a plain character: the engine then skips to these without trying any.
    signs = [
        *(rf"{name}\b" for name in sorted(capitalized, key=len, reverse=True)),
        *(r"1[5-9]\d\d", r"2[01]\d\d", "FY", "Q", r"/\d\d?/\d\d", r"’\d0s", r"‘\d0s", r"'\d0s"),
        *("年", "月", "년", "周", "星期", "礼拜", *lists["chinese"]["relative"]),
    ]
    # Begins with a digit, so that it costs little: the many names alone would take as long as all the rest.
    days = rf"[0-9](?:\.|º|er)? (?:de |di )?{pieces['fm']}"
    return _Grammar(tuple(compiled), (re.compile("|".join(signs)), re.compile(days)), tuple(lists["signals"]))


_LEFT_EDGE = (
    # The first two conditions hold at every match; they are there to fail fast.
    r"(?=[0-9A-Za-z])(?<![0-9A-Za-z_])"
    r"(?:(?<![\w/.,:$€£¥#§@&=+_”’»)\]>–-])|(?<=[^\W\d][,.:;/–])|(?<=[^\w][/–-])|(?<=[\u3400-\u9fff])"
    r"|(?<=\d[–-])(?=[A-Z])|(?<=\b[Ee]nd-)|(?<=\b[Mm]id-)|(?<=\b[Ee]arly-)|(?<=\b[Ll]ate-)|(?<=\b[Pp]re-)|(?<=\b[Pp]ost-))"
)
"""A date is not glued to a word, a number or a sign in front, but for "mid-2019" and the like."""

_RIGHT_EDGE = r"(?![\w%$€£@]|[/:–-]\d|/[A-Z]|\.\d(?!\d{0,2}(?:\s|\Z))|,\d{3}(?!\d))"
"""Nor to what follows; a footnote number after the full stop may."""


def _expand(pattern: str, pieces: Mapping[str, str]) -> str:
    """Put the pieces and the white space into a pattern."""

    def put(match: re.Match[str]) -> str:
        name = match.group(1)
        piece = pieces[name.rstrip("2")]
        if name in _NAMELESS:
            return piece
        return piece.replace("#", name) if "#" in piece else f"(?P<{name}>{piece})"

    pattern = re.sub(r"\{([a-z]+2?)\}", put, pattern)
    return _spaced(pattern, _GAP)


def _spaced(pattern: str, gap: str) -> str:
    """Put an expression for white space in the place of each space and "~", but in sets and looks around."""
    parts = re.split(r"(\[[^\]]*\]|\(\?<[=!][^)]*\))", pattern)
    parts[::2] = [part.replace(" ", gap).replace("~", f"(?:{gap})?") for part in parts[::2]]
    return "".join(parts)


_NAMELESS = frozenset({"dash", "and", "to", "fullmonth", "fullweekday", "zrelative"})


def _pieces(lists: Mapping[str, Any]) -> dict[str, str]:
    months, days, chinese = lists["months"], lists["weekdays"], lists["chinese"]
    full = [name for name in months if len(name) > 4 or name in ("May", "June", "July")]
    digit = f"[{''.join(chinese['digits'])}]"
    numeral = "[一二三四五六七八九十]"
    return {
        "y": r"(?:1[5-9]|20|21)\d\d",
        "yy": r"\d\d",
        "n": r"1[0-2]|0?[1-9]",
        "d": r"(?P<#>3[01]|[12]\d|0?[1-9])(?:~?(?:st|nd|rd|th|ST|ND|RD|TH))?",
        "m": rf"{_any(_cased(full))}|{_any(_cased(name for name in months if name not in full))}\.?",
        "fullmonth": _any(full),
        "fm": _any([form for name in lists["foreign_months"] for form in (name, name.capitalize())]),
        "w": _any(_cased(days)),
        "fullweekday": _any([name for name in days if name.endswith("day")]),
        "s": _any([form for name in lists["seasons"] for form in (name, name.capitalize(), name.upper())]),
        "q": "[1-4]",
        "o": _any([form for name in lists["ordinals"] for form in (name, name.capitalize())]),
        "c": _any([form for name in lists["centuries"] for form in (name, name.capitalize())]),
        "k": rf"\d{{1,2}}|{_any([form for name in lists['numbers'] for form in (name, name.capitalize())])}",
        "dash": _DASH,
        "and": rf"(?:{_DASH}| (?:to|and|through|until|till|&) )",
        "to": r"(?:~[-–—―‐−~〜～至到]~|~——~)",
        "zy": rf"(?<![\d.])(?:1[5-9]|20|21)\d\d|{digit}{{4}}|(?<![\d])[１２][０-９]{{3}}",
        "zm": rf"(?<!\d)(?:1[0-2]|0?[1-9])|十[一二]?|{numeral}",
        "zd": rf"3[01]|[12]\d|0?[1-9]|[一二三]?十{numeral}?|{numeral}",
        "zrelative": _any(chinese["relative"]),
    }


def _cased(names: Iterable[str]) -> list[str]:
    return [form for name in names for form in (name, name.upper())]


def _any(names: Iterable[str]) -> str:
    """An expression for any of some words, longest first so that none hides a longer one."""
    return one_of(re.escape(name) for name in names)


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "data" / name).read_text(encoding="utf-8"))

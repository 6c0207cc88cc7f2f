"""Headings of plain text and Markdown, found by what their lines look like.

For plain text it is better to miss a heading than to take a sentence for one: a missed heading
costs a passage its trail, a wrong one cuts a paragraph in two.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import TYPE_CHECKING

from ..models import Heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_ATX = re.compile(r"[ ]{0,3}(?P<marks>#{1,6})[ \t]+(?P<words>[^\r\n]*?)[ \t]*#*[ \t]*")
_FENCE = re.compile(r"[ ]{0,3}(```|~~~)")
_UNDERLINE = re.compile(r"[ ]{0,3}(?P<mark>=|-|~)(?P=mark){2,}[ \t]*")
_NUMBER = re.compile(r"\d+(?:\.\d+)*(?=\.?\s)")
_MAX_HEADING_CHARS = 160
_FIRST_NUMBERS = 2
"""A numbered heading begins a series with 0, 1 or 2, or follows one at most two numbers before it."""
_MIN_PROSE_CHARS = 120
"""A line that is longer is a paragraph or its beginning."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text; ``text`` is without its end and without white space around it."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Offset after the last character of ``text``."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingPattern:
    """A row of ``text_headings.toml``.

    Attributes:
        level: A level, "depth" of the number before the title, or a level for each unit.
        alone: Whether the line must stand between blank lines.
        before_prose: Whether a line of prose must follow, so that lists of names are not headings.
        of_laws: Whether laws are divided into what it heads.
    """

    name: str
    level: int | str | Mapping[str, int]
    alone: bool
    before_prose: bool
    of_laws: bool
    pattern: re.Pattern[str]

    def level_of(self, match: re.Match[str]) -> int:
        """Level of a heading that this pattern matched, from 1."""
        if isinstance(self.level, int):
            return self.level
        if isinstance(self.level, str):
            return 2 + match["number"].count(".")
        return self.level[match["unit"]]


@cache
def heading_patterns() -> tuple[HeadingPattern, ...]:
    """The patterns of ``text_headings.toml`` in the order in which they are tried."""
    rows = tomllib.loads(files(__package__).joinpath("text_headings.toml").read_text("utf-8"))["patterns"]
    return tuple(
        HeadingPattern(
            name=row["name"],
            level=row["level"],
            alone=row.get("alone", False),
            before_prose=row.get("before_prose", False),
            of_laws=row.get("of_laws", False),
            pattern=re.compile(row["pattern"]),
        )
        for row in rows
    )


def text_lines(text: str) -> list[Line]:
    """The lines of a text with their offsets; Unix, Windows and old Mac line ends."""
    lines = []
    for match in _LINE.finditer(text):
        stripped = match.group().strip()
        lines.append(Line(match.start() + match.group().find(stripped), stripped))
    return lines


def markdown_headings(text: str) -> tuple[Heading, ...]:
    """Headings marked by "#" or underlined, outside fenced code; the marks are not part of them."""
    found: list[Heading] = []
    fence = ""
    lines = text_lines(text)
    for index, line in enumerate(lines):
        mark = _FENCE.match(line.text)
        if mark and (not fence or mark[1] == fence):
            fence = "" if fence else mark[1]
        elif fence:
            continue
        elif match := _ATX.fullmatch(line.text):
            if match["words"]:
                found.append(
                    Heading(
                        line.start + match.start("words"),
                        line.start + match.end("words"),
                        len(match["marks"]),
                    )
                )
        else:
            found.extend(_underlined(lines, index))
    return tuple(found)


def plain_headings(text: str) -> tuple[Heading, ...]:
    """Headings of plain text: underlined lines and those that a pattern of ``text_headings.toml`` matches."""
    lines = text_lines(text)
    found: list[Heading] = []
    for index in range(len(lines)):
        found.extend(_underlined(lines, index) or _matched(lines, index, heading_patterns()))
    return _with_body(_in_sequence(found, text), text)


def law_headings(text: str) -> tuple[Heading, ...]:
    """Headings of the parts, chapters, sections and articles of a law, where a page does not mark them up."""
    patterns = tuple(pattern for pattern in heading_patterns() if pattern.of_laws)
    lines = text_lines(text)
    found = [heading for index in range(len(lines)) for heading in _matched(lines, index, patterns)]
    return _with_body(found, text)


def _in_sequence(headings: list[Heading], text: str) -> list[Heading]:
    """Headings without those whose number does not follow on another: items of a list torn apart."""
    seen: set[tuple[int, ...]] = set()
    kept = []
    for heading in headings:
        match = _NUMBER.match(text, heading.start, heading.end)
        if match:
            *above, last = map(int, match.group().split("."))
            if last > _FIRST_NUMBERS and not {(*above, last - 1), (*above, last - 2)} & seen:
                continue
            seen.add((*above, last))
        kept.append(heading)
    return kept


def _with_body(headings: list[Heading], text: str) -> tuple[Heading, ...]:
    """Headings without those that are followed at once by their like: the lines of a table of contents."""
    kept = []
    for heading, following in zip_longest(headings, headings[1:]):
        body = text[heading.end : following.start if following else len(text)].strip("-=~ \t\r\n")
        if body or (following and following.level != heading.level):
            kept.append(heading)
    return tuple(kept)


def _matched(lines: Sequence[Line], index: int, patterns: Iterable[HeadingPattern]) -> list[Heading]:
    """The heading that a line is by the first pattern that matches it, if any does."""
    line = lines[index]
    if line.text and len(line.text) <= _MAX_HEADING_CHARS:
        alone = _is_alone(lines, index)
        for pattern in patterns:
            if pattern.alone and not alone:
                continue
            match = pattern.pattern.fullmatch(line.text)
            if match and (not pattern.before_prose or _is_before_prose(lines, index)):
                return [Heading(line.start, line.end, pattern.level_of(match))]
    return []


def _underlined(lines: Sequence[Line], index: int) -> list[Heading]:
    """The heading of two lines: words, not part of a paragraph, and a rule of about their length below."""
    line = lines[index]
    above = lines[index - 1].text if index else ""
    below = _UNDERLINE.fullmatch(lines[index + 1].text) if index + 1 < len(lines) else None
    if line.text and below and not above and not _UNDERLINE.fullmatch(line.text) and "|" not in line.text:
        return [Heading(line.start, line.end, 1 if below["mark"] == "=" else 2)]
    return []


def _is_before_prose(lines: Sequence[Line], index: int) -> bool:
    following = next((line for line in lines[index + 1 :] if line.text), None)
    return following is not None and len(following.text) >= _MIN_PROSE_CHARS


def _is_alone(lines: Sequence[Line], index: int) -> bool:
    above = index == 0 or not lines[index - 1].text
    below = index + 1 >= len(lines) or not lines[index + 1].text
    return above and below

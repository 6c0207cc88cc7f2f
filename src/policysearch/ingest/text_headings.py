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
from typing import TYPE_CHECKING

from ..models import Heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_ATX = re.compile(r"[ ]{0,3}(?P<marks>#{1,6})[ \t]+(?P<words>[^\r\n]*?)[ \t]*#*[ \t]*")
_FENCE = re.compile(r"[ ]{0,3}(```|~~~)")
_UNDERLINE = re.compile(r"[ ]{0,3}(?P<mark>=|-|~)(?P=mark){2,}[ \t]*")
_MAX_HEADING_CHARS = 160


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text; ``text`` is without its end and without white space around it."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Offset after the last character of ``text``."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class HeadingPattern:
    """A row of ``text_headings.toml``.

    Attributes:
        level: A level, "depth" of the number before the title, or a level for each unit.
        alone: Whether the line must stand between blank lines.
    """

    name: str
    level: int | str | Mapping[str, int]
    alone: bool
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
        HeadingPattern(row["name"], row["level"], row.get("alone", False), re.compile(row["pattern"]))
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
    found: list[Heading] = []
    lines = text_lines(text)
    for index, line in enumerate(lines):
        if not line.text or len(line.text) > _MAX_HEADING_CHARS:
            continue
        underlined = list(_underlined(lines, index))
        if underlined:
            found.extend(underlined)
            continue
        alone = _is_alone(lines, index)
        for row in heading_patterns():
            match = row.pattern.fullmatch(line.text) if alone or not row.alone else None
            if match:
                found.append(Heading(line.start, line.end, row.level_of(match)))
                break
    return tuple(found)


def _underlined(lines: Sequence[Line], index: int) -> Iterator[Heading]:
    """The heading of two lines: words, not part of a paragraph, and a rule of about their length below."""
    line = lines[index]
    above = lines[index - 1].text if index else ""
    below = _UNDERLINE.fullmatch(lines[index + 1].text) if index + 1 < len(lines) else None
    if line.text and below and not above and not _UNDERLINE.fullmatch(line.text) and "|" not in line.text:
        yield Heading(line.start, line.end, 1 if below["mark"] == "=" else 2)


def _is_alone(lines: Sequence[Line], index: int) -> bool:
    above = index == 0 or not lines[index - 1].text
    below = index + 1 >= len(lines) or not lines[index + 1].text
    return above and below

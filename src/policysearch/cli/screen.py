"""Text laid out in columns of a terminal, with styles, for pages that have to appear at once.

It does what little a page of results needs: to import rich takes as long as to find the results.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from .output import PIPE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NEVER_FIRST = "、。，．；：！？）》」』】〉〕”’…"  # on a line of Chinese or Japanese (JIS X 4051)
NEVER_LAST = "（《「『【〈〔“‘"
STYLES: dict[str, dict[str, bool | str]] = {
    "": {},
    "bold": {"bold": True},
    "dim": {"dim": True},
    "place": {"fg": "cyan"},
    "match": {"fg": "yellow", "bold": True},
    "chosen": {"fg": "green", "bold": True},
}


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces of text side by side, each with the name of one of ``STYLES``."""

    pieces: tuple[tuple[str, str], ...] = ()

    @property
    def width(self) -> int:
        """Columns that it takes."""
        return sum(width_of(text) for text, _ in self.pieces)

    def __str__(self) -> str:
        return "".join(text for text, _ in self.pieces)

    def styled(self) -> str:
        """The line with codes for a terminal."""
        return "".join(
            click.style(text, **STYLES[style]) if style else text  # type: ignore[arg-type]
            for text, style in self.pieces
        )


def line(text: str, style: str = "") -> Line:
    """A line of one piece."""
    return Line(((text, style),))


def screen_width() -> int:
    """Columns of the terminal that stdout is, or ``PIPE_COLUMNS``."""
    if not sys.stdout.isatty():
        return PIPE_COLUMNS
    import shutil  # brings every compression library along, for which a pipe need not wait

    return shutil.get_terminal_size().columns


def print_lines(lines: Iterable[Line]) -> None:
    """Print lines on stdout, with styles if it is a terminal and NO_COLOR (no-color.org) is not set."""
    styles = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    click.echo("\n".join((row.styled() if styles else str(row)).rstrip() for row in lines), color=styles)


def width_of(text: str) -> int:
    """Columns that a text takes: two for a wide character (Unicode Standard Annex 11), none for a mark."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of the lines of a text: broken at spaces, in Chinese and Japanese anywhere.

    Args:
        text: One paragraph; its line ends count as spaces.
        width: Columns, at least 2. A longer word is broken.
    """
    start = 0
    while start < len(text):
        end, columns, space = start, 0, -1
        while end < len(text) and columns + _columns(text[end]) <= width:
            columns += _columns(text[end])
            end += 1
            if end < len(text) and _may_break(text[end - 1], text[end]):
                space = end
        if end < len(text) and space > start:
            end = space
        yield start, end
        start = end
        while start < len(text) and text[start].isspace():
            start += 1


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if after.isspace():
        return True
    wide = _columns(before) == 2 or _columns(after) == 2
    return wide and after not in NEVER_FIRST and before not in NEVER_LAST


def paragraph(
    text: str, width: int, *, style: str = "", marks: Sequence[tuple[int, int]] = (), indent: str = ""
) -> list[Line]:
    """A text in lines of at most ``width`` columns, the indent included.

    Args:
        text: One paragraph.
        width: Columns.
        style: Of the text.
        marks: Spans of it, in order and apart, that are shown as matches.
        indent: What every line begins with.
    """
    lines = []
    for start, end in wrapped(text, max(width - len(indent), 2)):
        pieces = [(indent, "")]
        for first, last in marks:
            first, last = max(first, start), min(last, end)
            if first < last:
                pieces += [(text[start:first], style), (text[first:last], "match")]
                start = last
        lines.append(Line((*pieces, (text[start:end], style))))
    return lines


def beside(left: Sequence[Line], right: Sequence[Line], left_width: int, gap: str) -> list[Line]:
    """Two blocks side by side, the left one filled up to ``left_width`` columns."""
    rows = []
    for number in range(max(len(left), len(right))):
        one = left[number] if number < len(left) else Line()
        other = right[number] if number < len(right) else Line()
        if other.pieces:
            filler = (" " * max(left_width - one.width, 0) + gap, "")
            one = Line((*one.pieces, filler, *other.pieces))
        rows.append(one)
    return rows

"""The lines of a PDF page with their places, and which pieces of text are one line."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LINE_END_HYPHEN = "\u00ad"
"""Last character of a line that was broken inside a word, whether or not the word has that hyphen itself."""

WIDE_GAP = 1.2
"""In line heights: more white space inside a line parts columns or table cells; words of a justified line
stay below 0.8 even in narrow columns."""
SUPERSCRIPT_SIZE = 0.8
"""In heights of the neighbouring character: note marks are set at 0.58 to 0.70, small capitals above 0.8."""
MAX_MARKER = 7
"""Characters of a list marker or paragraph number, "(viii)" and "12.3.4" included."""
SAME_LINE = 0.5
"""In line heights: pieces whose lower edges differ by less are on one line (superscripts: 0.35)."""
HIGHEST_MARK = 0.7
"""In line heights: so much higher stands the number of a note at most."""
NEAR = 0.8
"""In line heights: most white space between pieces of one line that are joined."""
MARK_GAP = 3.0
"""In line heights: most white space between a raised number and what follows it: the text of the footnote, or
the next word of a justified line in a narrow column."""

_POWER = re.compile(r"(?<![\d.,])10$|(?<![^\W\d_])[kcm]?m$")
"""What raised digits are exponents of: ten, metres and their kin."""
_WHOLE_MARK = re.compile(r"(?:\d{1,3}|[*†‡§]{1,3})(?:[,\s]+\d{1,3})*")


@dataclass(slots=True)
class Line:
    """A line of a page, or its part in one column. Places are in points from the lower left corner.

    Never changed once read; not frozen, as that doubles the time to make one, and reports have thousands.

    Attributes:
        text: Without white space at its ends; ends with ``LINE_END_HYPHEN`` if broken inside a word.
        size: Height of the first full-sized character, ascent to descent: about 1.2 times the font size.
        bold: Whether it is set in a bold face.
        turn: Degrees by which it is turned: 90 for text that runs up the page, -90 for text that runs down.
        start: Offset of its first character in pdfium's text of the page.
        gaps: Offsets in `text` and places (left and right edge, in points) of wide gaps inside the line.
        noted: Whether it begins with a raised number, as footnotes do.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool = False
    turn: int = 0
    start: int = 0
    gaps: tuple[tuple[int, float, float], ...] = ()
    noted: bool = False


def is_turned(lines: Sequence[Line]) -> bool:
    """Tell whether most of a page's text runs up or down it, as wide tables do."""
    turned = [len(line.text) for line in lines if line.turn]
    return bool(turned) and sum(turned) > sum(len(line.text) for line in lines) / 2


def turned_upright(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a turned page with their places as if the page had been turned back."""
    turn = next(line.turn for line in lines if line.turn)
    return [
        replace(
            line, left=line.bottom, right=line.top, bottom=-line.right, top=-line.left, turn=line.turn - turn
        )
        if turn > 0
        else replace(
            line, left=-line.top, right=-line.bottom, bottom=line.left, top=line.right, turn=line.turn - turn
        )
        for line in lines
    ]


def joined(line: Line, piece: Line) -> Line | None:
    """Return both as one line if `piece` goes on where `line` ends, as after a raised note mark."""
    if piece.top < line.bottom or line.turn or piece.turn or line.text.endswith(LINE_END_HYPHEN):
        return None
    height = max(line.size, piece.size)
    gap = piece.left - line.right
    if line.size < SUPERSCRIPT_SIZE * piece.size and _WHOLE_MARK.fullmatch(line.text):
        if -1 <= gap < MARK_GAP * height and piece.bottom <= line.bottom < piece.top:
            return replace(piece, text=f"[{line.text}] {piece.text}", left=line.left, noted=True)
        return None
    rise = piece.bottom - line.bottom
    is_mark = piece.size < SUPERSCRIPT_SIZE * line.size and _WHOLE_MARK.fullmatch(piece.text) is not None
    if not -SAME_LINE * height < rise < (HIGHEST_MARK if is_mark else SAME_LINE) * height:
        return None
    if not -0.3 * height < gap < (MARK_GAP if line.text[-1] == "]" else NEAR) * height:
        return None
    if is_mark:
        return replace(line, text=line.text + raised(line.text, piece.text), right=piece.right)
    space = " " if gap > 0.12 * height else ""
    shift = len(line.text) + len(space)
    wide = ((shift, line.right, piece.left),) if gap > WIDE_GAP * height else ()
    gaps = line.gaps + wide + tuple((offset + shift, left, right) for offset, left, right in piece.gaps)
    return replace(line, text=line.text + space + piece.text, right=piece.right, gaps=gaps)


def raised(before: str, digits: str) -> str:
    """Return raised digits as they are written in one line: "10^25", "5 km^2", "misled[6]"."""
    return f"^{digits}" if _POWER.search(before) and "," not in digits else f"[{digits}]"

"""Whether a line of a PDF goes on with the one before, told from its words and from where the lines end.

Paragraphs are ragged or justified, set apart by space or by an indented first line; sentences run over
columns, pages and names in another font.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from .pdf_lines import LINE_END_HYPHEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .pdf_lines import Line

SAME_SIZE = 0.08
"""Share by which the heights of two lines may differ and still be one type size."""
MORE_LEADING = 1.28
"""In usual distances of lines: a larger one is a paragraph's."""
INDENT = 0.7
"""In line heights: an indented first line; less is a hanging quotation mark or an italic's overhang."""
OTHER_FONT = 1.3
"""In line heights: the letters of a foreign name in another font make a line seem so much larger at most."""
PROSE_WIDTH = 0.7
"""Share of a column's width: a line of a paragraph that ends earlier without a full stop is its last."""
JUSTIFIED = 1.0
"""Points by which the ends of justified lines differ."""
CENTERED = 4.0
"""In line heights: a line that begins so much further to the left or right is not of the same paragraph."""
MIN_PROSE = 20
"""Characters of a line of prose; shorter ones under a heading are addresses and lists."""
RAGGED = 4.0
"""In line heights: the room that lines of a ragged paragraph leave for the next word."""

DASHES = "–—-*·o"
BULLETS = "•◦▪■□●○‣∙·➢➤►❖✓✔"
BULLET = re.compile(rf"o\s+(?=[A-Z“])|[{BULLETS}–—*-]\s+(?=\S)|•")
_NUMBER = re.compile(
    r"[(\[]?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[A-Z]|[ivx]{1,5}|[IVX]{1,5})[.)\]]\s|\d{1,3}(?:\.\d{1,3})+\s"
)
TERMINAL = re.compile(r"[.!?:;。！？：；][\"'”’)\]»』」]*(?:\[\d{1,3}\])?$")
OPEN_END = re.compile(r"(?:[,;:]|\b(?:and|or|und|oder|et|ou|y|o))$")


@cache
def unfinished_words() -> frozenset[str]:
    """The words of ``pdf_line_ends.toml``: none of them ends a sentence, a heading or a cell."""
    table = tomllib.loads(files(__package__).joinpath("pdf_line_ends.toml").read_text("utf-8"))
    return frozenset(" ".join(table["unfinished"].values()).split())


def has_marker(line: Line) -> bool:
    """Tell whether a line begins as list items and numbered paragraphs do."""
    return bool(BULLET.match(line.text) or _NUMBER.match(line.text))


def first_word_width(line: Line) -> float:
    """Return the width of the first word in points, taking all characters as equally wide."""
    return (line.right - line.left) * len(line.text.split(None, 1)[0]) / len(line.text)


def is_unfinished(text: str) -> bool:
    """Tell whether a line ends with a word after which no sentence or heading ends."""
    words = text.split()
    last = words[-1]
    if last.isdigit() and len(words) > 1:
        last = words[-2]
    return last.islower() and last in unfinished_words()


def is_ragged_prose(lines: Sequence[Line], edge: float) -> bool:
    """Tell whether a paragraph's last line is as long as ragged lines are, after a full one."""
    if len(lines) < 2:
        return False
    before, last = lines[-2:]
    return edge - before.right < RAGGED * last.size and last.right - last.left > PROSE_WIDTH * (
        edge - last.left
    )


def goes_on_in_other_font(last: Line, line: Line, edge: float, leading: float) -> bool:
    """Tell whether a line only seems larger or smaller, as a letter of another font begins it.

    Args:
        last: The line above.
        line: Of another height.
        edge: How far to the right the lines go.
        leading: Usual distance of lines of the larger height.
    """
    return (
        max(line.size, last.size) < OTHER_FONT * min(line.size, last.size)
        and line.bold == last.bold
        and not line.noted
        and not has_marker(line)
        and abs(line.left - last.left) <= INDENT * line.size
        and 0 < last.bottom - line.bottom < MORE_LEADING * leading
        and (TERMINAL.search(last.text) is None or line.text[0].islower())
        and edge - last.right < first_word_width(line) + line.size
    )


def paragraph_goes_on(lines: Sequence[Line], following: Line, second: Line | None) -> bool:
    """Tell whether a paragraph of whole sentences goes on in the next column or on the next page.

    It does where its last line is as full as the others, so that no paragraph seems to end there, and where
    the following line is not indented like the first one of a paragraph.

    Args:
        lines: Of the paragraph at the end of a column or page.
        following: The first line of the next one.
        second: The line below `following`, None if it stands alone.
    """
    last = lines[-1]
    if len(lines) < 2 or second is None or following.noted or has_marker(following):
        return False
    if following.bold or last.bold or abs(last.size - following.size) > SAME_SIZE * last.size:
        return False
    if following.left - second.left > INDENT * following.size or len(second.text) < MIN_PROSE:
        return False
    if abs(second.size - following.size) > SAME_SIZE * last.size:
        return False
    column = [line for line in lines if abs(line.left - last.left) < CENTERED * last.size]
    edge = max(line.right for line in column)
    inner = [line.right for line in column[:-1]]
    if len(inner) > 1 and max(inner) - min(inner) <= JUSTIFIED:
        return edge - last.right <= JUSTIFIED
    return edge - last.right < first_word_width(following)


def sentence_goes_on(line: Line, following: Line) -> bool:
    """Tell whether two lines that do not stand below each other are one sentence."""
    if abs(line.size - following.size) > SAME_SIZE * line.size or following.noted:
        return False
    if line.text.endswith((LINE_END_HYPHEN, "-")) or following.text[0].islower():
        return TERMINAL.search(line.text) is None
    return (
        TERMINAL.search(line.text) is None
        and line.bold == following.bold
        and len(line.text) > 20
        and not has_marker(following)
    )

"""Lines of a page to paragraphs, list items, table rows and footnotes.

A new block begins where the white space above a line is larger than usual, where the type changes, where a
line is indented, where a list marker stands, and where the line before ends early although the next word
would have fitted in. A block goes on over a column or page where its sentence does.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from itertools import pairwise
from typing import TYPE_CHECKING

from .pdf_continuity import (
    BULLET,
    CENTERED,
    DASHES,
    INDENT,
    MIN_PROSE,
    MORE_LEADING,
    OPEN_END,
    SAME_SIZE,
    TERMINAL,
    first_word_width,
    goes_on_in_other_font,
    has_marker,
    is_ragged_prose,
    is_unfinished,
    paragraph_goes_on,
    sentence_goes_on,
)
from .pdf_lines import LINE_END_HYPHEN, Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .pdf_tables import Table

STYLE_PAGES = 60
"""Pages looked at, evenly spread, for the size of the body type: 2,000 lines settle it."""
UNENDED = 1.3
"""In widths of the next word: room at the end of a line that ends a block without any punctuation mark.
Widths are estimated from the number of letters, and capitals are wider."""
COLUMN_RISE = 3.0
"""In line heights: a line that stands so much higher begins a column; less is the next cell of a row."""
NOTE_SIZE = 0.96
"""In heights of the body type: footnotes are set at 0.7 to 0.93."""
NOTE_REGION = 0.5
"""Share of the page's height, from below, where a raised number in body size may begin a footnote."""
MIN_NUMBERS = 4
"""Numbers in a line of a table without rules; sentences with as many are mostly words."""

_GLUED_MARK = re.compile(r"(\d{1,3})(?=[A-Z][a-z]|[AI]\s)")
_NOTE_START = re.compile(rf"\[?\d{{1,3}}\]?\s+[\w“\"'‘(]|[*†‡§]+\s*\w|{_GLUED_MARK.pattern}")
_NUMBER_ENDS = frozenset("0123456789%")
_ROW_ENDS = _NUMBER_ENDS | frozenset(")*†–—-/AX")
_NUMERIC = re.compile(r"[$€£¥+−-]?[.,%–()]*\d[\d.,%–()]*[*†a-z]?")


class Kind(Enum):
    """What a block is."""

    PARAGRAPH = auto()
    ITEM = auto()
    ROWS = auto()
    HEADING = auto()
    NOTE = auto()


@dataclass(slots=True)
class Block:
    """Lines that belong together, each with the number of its page from 0; grows while a report is read.

    Attributes:
        level: Of a HEADING, from 1.
    """

    kind: Kind
    lines: list[tuple[int, Line]] = field(default_factory=list)
    level: int = 0

    @property
    def first(self) -> Line:
        """The first line."""
        return self.lines[0][1]

    @property
    def last(self) -> Line:
        """The last line."""
        return self.lines[-1][1]


@dataclass(frozen=True, slots=True)
class Style:
    """How a report is set, in points: what most of its text looks like.

    Attributes:
        size: Height of the body type.
        bold: Whether the body type is bold.
        leading: Usual distance of lines by rounded height; other heights take it as 1.2 heights.
    """

    size: float
    bold: bool
    leading: dict[int, float]

    def distance(self, line: Line) -> float:
        """Return the usual distance between lines like this one."""
        return self.leading.get(round(line.size), line.size * 1.2)


def style_of(pages: Sequence[Sequence[Line]]) -> Style:
    """Return the style in which most characters of a report are set, told from up to `STYLE_PAGES` pages."""
    sizes: Counter[float] = Counter()
    bold = total = 0
    distances: dict[int, Counter[float]] = {}
    for lines in pages[:: len(pages) // STYLE_PAGES + 1]:
        for line in lines:
            length = 1 if line.gaps or line.text[-1].isdigit() else len(line.text)
            sizes[round(line.size, 1)] += length
            bold += length if line.bold else 0
            total += length
        for line, following in pairwise(lines):
            distance = line.bottom - following.bottom
            if 0.5 * line.size < distance < 2.5 * line.size and abs(line.size - following.size) < 0.5:
                distances.setdefault(round(line.size), Counter())[round(distance * 2) / 2] += 1
    size = max(sizes, key=lambda size: (sizes[size], size)) if sizes else 12.0
    leading = {height: counter.most_common(1)[0][0] for height, counter in distances.items()}
    return Style(size, bold > total / 2, leading)


def blocks_of(
    number: int, lines: Sequence[Line], tables: Sequence[Table], style: Style
) -> tuple[list[Block], list[Block]]:
    """Return a page's blocks in reading order, and its footnotes.

    Args:
        number: Of the page, from 0.
        lines: In reading order, without running heads.
        tables: The page's ruled tables; lines inside them are replaced by their rows.
        style: Of the report.
    """
    body, notes = _without_notes(_with_rows(lines, tables), style)
    return _grouped(number, body, style), [
        _as_note(block) for block in _grouped(number, notes, style) if block.lines
    ]


def goes_on(block: Block, following: Block) -> bool:
    """Tell whether a block at the end of a column or page goes on in the next one."""
    kinds = (Kind.PARAGRAPH, Kind.ITEM)
    if block.kind not in kinds or following.kind is not Kind.PARAGRAPH:
        return False
    second = following.lines[1][1] if len(following.lines) > 1 else None
    return sentence_goes_on(block.last, following.first) or paragraph_goes_on(
        _lines(block), following.first, second
    )


def _lines(block: Block) -> list[Line]:
    return [line for _, line in block.lines]


def _as_note(block: Block) -> Block:
    """Return the block as a footnote, a number that stands without a space before its text in brackets."""
    block.kind = Kind.NOTE
    page, first = block.lines[0]
    if _GLUED_MARK.match(first.text):
        block.lines[0] = page, replace(first, text=_GLUED_MARK.sub(r"[\1] ", first.text, count=1))
    return block


def _with_rows(lines: Sequence[Line], tables: Sequence[Table]) -> list[Line | Table]:
    """Return lines and tables, each table in place of its first line."""
    if not tables:
        return list(lines)
    placed: list[Line | Table] = []
    done: set[int] = set()
    for line in lines:
        x, y = (line.left + line.right) / 2, (line.bottom + line.top) / 2
        table = next((table for table in tables if table.holds(x, y)), None)
        if table is None:
            placed.append(line)
        elif id(table) not in done:
            done.add(id(table))
            placed.append(table)
    return placed


def _without_notes(parts: list[Line | Table], style: Style) -> tuple[list[Line | Table], list[Line | Table]]:
    """Part footnotes from the body: from a note mark in small type to the end of the column."""
    lines = [part for part in parts if isinstance(part, Line)]
    if not lines:
        return parts, []
    low, high = min(line.bottom for line in lines), max(line.top for line in lines)
    region = low + NOTE_REGION * (high - low)
    body: list[Line | Table] = []
    notes: list[Line | Table] = []
    note: Line | None = None
    size = 0.0
    for part in parts:
        if not isinstance(part, Line):
            note = None
        else:
            if note and part.top <= note.top + 1 and part.size <= size * (1 + SAME_SIZE):
                note = part
            else:
                note = part if _begins_note(part, style) and part.top < region else None
                size = 0.0
            # Its addresses may be set in a smaller face.
            size = max(size, part.size)
        (body if note is None else notes).append(part)
    return body, notes


def _begins_note(line: Line, style: Style) -> bool:
    small = line.size < style.size * NOTE_SIZE
    return line.noted or (small and _NOTE_START.match(line.text) is not None)


def _grouped(number: int, parts: Sequence[Line | Table], style: Style) -> list[Block]:
    blocks: list[Block] = []
    for index, part in enumerate(parts):
        if not isinstance(part, Line):
            rows = [Line(row, part.left, part.bottom, part.right, part.top, style.size) for row in part.rows]
            blocks.append(Block(Kind.ROWS, [(number, row) for row in rows]))
            continue
        previous = blocks[-1] if blocks else None
        kind = _kind(part)
        if previous is None or previous.kind is Kind.ROWS or kind is Kind.ROWS:
            if previous and previous.kind is kind and _close(previous.last, part, style):
                previous.lines.append((number, part))
            else:
                blocks.append(Block(kind, [(number, part)]))
        elif _begins_block(previous, part, parts, index, kind is Kind.ITEM, style):
            blocks.append(Block(kind, [(number, part)]))
        else:
            previous.lines.append((number, part))
    return blocks


def _kind(line: Line) -> Kind:
    """Return ROWS for a line of table cells or of a table of contents, else ITEM or PARAGRAPH."""
    text = line.text
    if len(line.gaps) > 1 or _is_numeric(text):
        return Kind.ROWS
    if "...." in text or ". . . ." in text or "……" in text or "____" in text:
        return Kind.ROWS
    return Kind.ITEM if has_marker(line) else Kind.PARAGRAPH


def _is_numeric(text: str) -> bool:
    """Tell whether half of a line's words, and four at least, are numbers."""
    if text[-1] not in _ROW_ENDS:
        return False
    words = text.split()
    ending = [word for word in words if word[-1] in _NUMBER_ENDS]
    if len(ending) < MIN_NUMBERS or 2 * len(ending) < len(words):
        return False
    return 2 * sum(1 for word in ending if _NUMERIC.fullmatch(word)) >= max(2 * MIN_NUMBERS, len(words))


def _close(line: Line, following: Line, style: Style) -> bool:
    return -1 <= line.bottom - following.bottom < 2 * MORE_LEADING * style.distance(line)


def _right_edge(block: Block, parts: Sequence[Line | Table], index: int) -> float:
    """Return how far to the right the lines around `parts[index]` go in its column."""
    last = block.last
    edge, left, near = last.right, last.left, 3 * last.size
    for _, other in block.lines[-4:-1]:
        if other.right > edge and abs(other.left - left) < near:
            edge = other.right
    for part in parts[index : index + 3]:
        if isinstance(part, Line) and part.right > edge and abs(part.left - left) < near:
            edge = part.right
    return edge


def _begins_block(
    block: Block, line: Line, parts: Sequence[Line | Table], index: int, marked: bool, style: Style
) -> bool:
    """Tell whether a line, which may be `marked` as a list item, begins a block or goes on with `block`."""
    last = block.last
    if abs(line.size - last.size) > SAME_SIZE * max(line.size, last.size):
        edge = _right_edge(block, parts, index)
        return not goes_on_in_other_font(last, line, edge, max(style.distance(last), style.distance(line)))
    if line.bottom > last.top or line.left > last.right:
        second = parts[index + 1] if index + 1 < len(parts) else None
        below = (
            second if isinstance(second, Line) and 0 < line.bottom - second.bottom < 2 * line.size else None
        )
        is_column = line.bottom > last.top + COLUMN_RISE * line.size
        return marked or not (
            sentence_goes_on(last, line) or (is_column and paragraph_goes_on(_lines(block), line, below))
        )
    if line.noted or (line.text[0] not in DASHES and BULLET.match(line.text)):
        return True
    distance = last.bottom - line.bottom
    if distance > _usual_distance(block, style) * MORE_LEADING + 0.5:
        return True
    if last.text.endswith(LINE_END_HYPHEN):
        return False
    step = line.left - last.left
    ended = not last.text[-1].isalnum() and TERMINAL.search(last.text) is not None
    in_sentence = line.text[0].islower() and not (ended or marked) and line.bold == last.bold
    if in_sentence and abs(step) <= CENTERED * line.size:
        return False
    edge = _right_edge(block, parts, index)
    room = edge - last.right
    word = first_word_width(line)
    early = room > word + 0.25 * line.size
    if early and not (ended or marked or line.bold != last.bold) and abs(step) <= INDENT * line.size:
        early = not (
            is_unfinished(last.text)
            or (block.kind is Kind.PARAGRAPH and is_ragged_prose(_lines(block), edge))
        )
    if in_sentence and not early and min(len(last.text), len(line.text)) >= MIN_PROSE:
        return False  # below a box that the lines above ran around
    if marked and (ended or early or OPEN_END.search(last.text)):
        return True
    enough = UNENDED * word + line.size if last.text[-1].isalnum() else 2 * line.size
    if early and (ended or room > enough) and not line.text[0].islower():
        return True
    if line.bold != last.bold and early and (last.bold or ended):
        return True
    if abs(step) > CENTERED * line.size and (step < 0 or early):
        return True
    if step > INDENT * line.size and ended and block.kind is not Kind.ITEM:
        return True
    return step < -INDENT * line.size and ended and len(block.lines) > 1 and early


def _usual_distance(block: Block, style: Style) -> float:
    """Return the distance of lines in this block, or in the report where it has one line so far."""
    if len(block.lines) > 1:
        distance = block.lines[-2][1].bottom - block.last.bottom
        if 0 < distance < 2 * block.last.size:
            return distance
    return style.distance(block.last)

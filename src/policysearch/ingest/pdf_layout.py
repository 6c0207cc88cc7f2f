"""In which order the lines of a page are read.

The order in which a page was drawn is trusted, as nearly every producer draws in reading order; where it
jumps upwards inside a column, or where lines run through a gutter, the page is put in order by its columns.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from .pdf_lines import MAX_MARKER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .pdf_lines import Line

MIN_GUTTER = 8.0
"""Points between columns; newspapers go down to 9."""
MIN_COLUMN_LINES = 4
"""Lines on both sides of a gutter; fewer are a table or a letterhead."""
MIN_COLUMN_TEXT = 15
"""Characters in a line of a column of text, on average; table columns have fewer."""
SAME_ROW = 0.4
"""In line heights: pieces whose lower edges differ by less stand in one row."""
MIN_COLUMN_WORDS = 12
"""Characters of words in a line of a column of text, on average: `MIN_COLUMN_TEXT` without its spaces."""
MAX_CELL_WORDS = 22
"""Characters of words in a piece of a table, on average; lines of three columns of text have 25, rows of
numbers none."""
MAX_CROSSING = 0.25
"""Share of lines that may run across a gutter: titles, wide tables."""
MAX_UPWARD_JUMPS = 2
"""Jumps up inside a column on a page that is still taken to be in reading order: a text box, a caption."""

MAX_MARKER_GAP = 4.0
"""In line heights: white space between a marker and its line; more parts the columns of a table."""

_MARKER = re.compile(r"[(\[]?(?:\d{1,3}(?:\.\d{1,2})*|[a-zA-Z]|[ivx]{1,5})[.)\]]|[•◦▪■□●○‣∙·➢➤►❖✓✔–—*-]")


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a page in the order in which a person reads them, turned lines last."""
    upright = [line for line in lines if not line.turn]
    split = _split_at_gutters(upright)
    ordered = _by_columns(split) if len(split) > len(upright) or _is_out_of_order(split) else _mended(split)
    ordered = _with_markers(ordered)
    return ordered + [line for line in lines if line.turn]


def _with_markers(lines: list[Line]) -> list[Line]:
    """Join list markers and paragraph numbers that were drawn by themselves to their lines."""
    markers = [line for line in lines if len(line.text) <= MAX_MARKER and _MARKER.fullmatch(line.text)]
    if not markers:
        return lines
    joined: list[Line] = []
    for line in lines:
        if line in markers:
            continue
        beside = next((marker for marker in markers if _stands_beside(marker, line)), None)
        if beside is not None:
            markers.remove(beside)
            line = replace(line, text=f"{beside.text} {line.text}", left=beside.left, gaps=())
        joined.append(line)
    return joined if not markers else _put_back(joined, markers, lines)


def _stands_beside(marker: Line, line: Line) -> bool:
    return (
        abs(marker.bottom - line.bottom) < 0.5 * line.size
        and 0 <= line.left - marker.right < MAX_MARKER_GAP * line.size
    )


def _put_back(joined: list[Line], markers: list[Line], lines: list[Line]) -> list[Line]:
    """Put the markers that belong to no line where they were drawn."""
    places = {id(line): place for place, line in enumerate(lines)}
    starts = {line.start: place for place, line in enumerate(lines)}
    return sorted([*joined, *markers], key=lambda line: places.get(id(line), starts[line.start]))


def _is_out_of_order(lines: Sequence[Line]) -> bool:
    jumps = sum(1 for line, following in pairwise(lines) if _jumps_up(line, following))
    return (jumps > MAX_UPWARD_JUMPS and jumps > len(lines) // 20) or _is_table_by_columns(lines)


def _is_table_by_columns(lines: Sequence[Line]) -> bool:
    """Tell whether most of a page are short pieces beside each other, drawn column by column."""
    if not any(b.bottom > a.top and b.left > a.right for a, b in pairwise(lines)):
        return False
    rows = Counter(round(line.bottom / 3) for line in lines)
    beside = [line.text for line in lines if rows[round(line.bottom / 3)] > 1]
    words = sum(map(_chars_of_words, beside))
    return 2 * len(beside) > len(lines) and words < MAX_CELL_WORDS * len(beside)


def _chars_of_words(text: str) -> int:
    """Return the number of characters in a line's words, numbers aside; leaders count."""
    return sum(len(word) for word in text.split() if not word[-1].isdigit())


def _jumps_up(line: Line, following: Line) -> bool:
    """Tell whether `following` stands above `line` in the same column."""
    overlap = min(line.right, following.right) - max(line.left, following.left)
    return following.bottom > line.top and overlap > 0


def _mended(lines: list[Line]) -> list[Line]:
    """Move what was drawn last but stands above everything to the front, and the reverse to the end."""
    if len(lines) < 3:
        return sorted(lines, key=lambda line: -line.top)
    while lines[-1].bottom >= max(line.top for line in lines[:-1]) - 1:
        lines = [lines[-1], *lines[:-1]]
        if lines[0].bottom < max(line.top for line in lines[1:]):
            break
    if lines[0].top <= min(line.bottom for line in lines[1:]) + 1:
        lines = [*lines[1:], lines[0]]
    return lines


def _split_at_gutters(lines: Sequence[Line]) -> list[Line]:
    """Cut lines into the columns through which they run."""
    whole, parts = list(lines), _split_at_gutter(lines)
    while len(parts) > len(whole):
        whole, parts = parts, _split_at_gutter(parts)
    return parts


def _split_at_gutter(lines: Sequence[Line]) -> list[Line]:
    """Cut lines in two where several of them have a wide gap at the same place, one below the other."""
    gaps = [(left, right) for line in lines for _, left, right in line.gaps]
    if len(gaps) < MIN_COLUMN_LINES:
        return list(lines)
    best, gutter = 0, 0.0
    for place in {right - 1 for _, right in gaps}:
        count = sum(1 for left, right in gaps if left < place < right)
        if count > best:
            best, gutter = count, place
    across = [line for line in lines if line.left < gutter < line.right]
    beside = sum(1 for line in lines if line.right <= gutter or line.left >= gutter)
    if best < max(MIN_COLUMN_LINES, 0.6 * len(across)) or best + beside < 0.5 * len(lines):
        return list(lines)
    cuts = [gap[0] for line in across for gap in line.gaps if gap[1] < gutter < gap[2]]
    lengths = [len(line.text) for line in across if any(gap[1] < gutter < gap[2] for gap in line.gaps)]
    if min(sum(cuts), sum(lengths) - sum(cuts)) < MIN_COLUMN_TEXT * len(cuts):
        return list(lines)
    parts: list[Line] = []
    for line in lines:
        cut = next((gap for gap in line.gaps if gap[1] < gutter < gap[2]), None)
        parts.extend(_cut(line, *cut) if cut else (line,))
    return parts


def _cut(line: Line, offset: int, left: float, right: float) -> tuple[Line, Line]:
    first = replace(
        line, text=line.text[:offset].rstrip(), right=left, gaps=tuple(g for g in line.gaps if g[0] < offset)
    )
    rest = tuple((o - offset, a, b) for o, a, b in line.gaps if o > offset)
    return first, replace(line, text=line.text[offset:], left=right, gaps=rest, noted=False)


def _by_columns(lines: Sequence[Line]) -> list[Line]:
    """Order lines by column; a line across the gutter parts what is above it from what is below."""
    if not lines:
        return []
    gutter = _gutter(lines)
    if gutter is None:
        return _by_rows(lines)
    ordered: list[Line] = []
    band: list[Line] = []
    for line in [*sorted(lines, key=lambda line: -line.top), None]:
        if line is None or line.left < gutter < line.right:
            ordered += _by_columns([part for part in band if part.right <= gutter])
            ordered += _by_columns([part for part in band if part.left >= gutter])
            band = []
            if line is not None:
                ordered.append(line)
        else:
            band.append(line)
    return ordered


def _by_rows(lines: Sequence[Line]) -> list[Line]:
    """Order lines from top to bottom, those that stand beside each other joined as the row of a table."""
    rows: list[Line] = []
    level: list[Line] = []
    for line in [*sorted(lines, key=lambda line: -line.bottom), None]:
        if line is not None and level and level[0].bottom - line.bottom < SAME_ROW * level[0].size:
            level.append(line)
            continue
        for place, piece in enumerate(sorted(level, key=lambda piece: piece.left)):
            if place and piece.left > rows[-1].right:
                rows[-1] = _beside(rows[-1], piece)
            else:
                rows.append(piece)
        level = [line] if line is not None else []
    return rows


def _beside(row: Line, piece: Line) -> Line:
    """Return a row with the piece that stands to its right."""
    shift = len(row.text) + 1
    gaps = [(offset + shift, left, right) for offset, left, right in piece.gaps]
    return replace(
        row,
        text=f"{row.text} {piece.text}",
        right=piece.right,
        gaps=(*row.gaps, (shift, row.right, piece.left), *gaps),
    )


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return the place of the white stripe that parts the most lines into left and right, if there is one."""
    if len(lines) < 2 * MIN_COLUMN_LINES:
        return None
    ends, chars_ending = _added_up((line.right, line.text) for line in lines)
    starts, chars_before = _added_up((line.left, line.text) for line in lines)
    best: tuple[int, float] | None = None
    for place in sorted(set(starts)):
        at = place - 1
        left, before = bisect_right(ends, at - MIN_GUTTER + 1), bisect_left(starts, at)
        right = len(lines) - before
        crossing = len(lines) - left - right
        if min(left, right) < MIN_COLUMN_LINES or crossing > MAX_CROSSING * len(lines):
            continue
        chars_beyond = chars_before[-1] - chars_before[before]
        if min(chars_ending[left] / left, chars_beyond / right) < MIN_COLUMN_WORDS:
            continue
        if best is None or crossing < best[0]:
            best = (crossing, at)
    return best[1] if best else None


def _added_up(pieces: Iterable[tuple[float, str]]) -> tuple[list[float], list[int]]:
    """Return the places of pieces in order, and the characters of words in the first 0, 1, 2 … of them."""
    ordered = sorted(pieces)
    chars = accumulate((_chars_of_words(text) for _, text in ordered), initial=0)
    return [place for place, _ in ordered], list(chars)

"""What belongs to the page rather than to the report, and in which order the rest is read.

Running heads and feet are told by repetition over pages. The order in which a page was drawn is trusted,
as nearly every producer draws in reading order; where it jumps upwards inside a column, or where lines run
through a gutter, the page is put in order by its columns.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from math import ceil
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .pdf_lines import Line

EDGE_LINES = 3
"""Lines at the top and at the bottom of a page that may be running heads and feet."""
FURNITURE_SHARE = 0.5
"""Share of the pages (or of the odd or even ones) on which a line must stand to be a running head or foot."""
TITLE_SIZE = 1.3
"""In heights of the smallest line of the same words: a cover's title is larger."""
MIN_PAGES_OF_A_SIDE = 2
"""Odd or even pages with the same line that make it a running head: a four-page notice has two of each."""
STEADY = 3.0
"""Points: running heads and feet stand at the same height on most pages, recurring sub-headings anywhere."""
STEADY_SHARE = 0.3
"""Share of the lines of the same words at one height: some stand at the head and at the foot, and pages of
another size have heights of their own."""
LARGER = 1.12
"""In heights of the usual line: larger lines that stand on the odd or even pages only are sub-headings."""
MIN_GUTTER = 8.0
"""Points between columns; newspapers go down to 9."""
MIN_COLUMN_LINES = 4
"""Lines on both sides of a gutter; fewer are a table or a letterhead."""
MIN_COLUMN_TEXT = 15
"""Characters in a line of a column of text, on average; table columns have fewer."""
SAME_ROW = 0.4
"""In line heights: pieces whose lower edges differ by less stand in one row."""
MAX_CROSSING = 0.25
"""Share of lines that may run across a gutter: titles, wide tables."""
MAX_UPWARD_JUMPS = 2
"""Jumps up inside a column on a page that is still taken to be in reading order: a text box, a caption."""

MAX_MARKER = 7
"""Characters of a list marker or paragraph number, "(viii)" and "12.3.4" included."""
MAX_MARKER_GAP = 4.0
"""In line heights: white space between a marker and its line; more parts the columns of a table."""

_MARKER = re.compile(r"[(\[]?(?:\d{1,3}(?:\.\d{1,2})*|[a-zA-Z]|[ivx]{1,5})[.)\]]|[•◦▪■□●○‣∙·➢➤►❖✓✔–—*-]")
_Edge = tuple[int, str, str]
"""The index of a line, the edge of the page at which it stands, and its masked words."""

_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlc]+")


def without_furniture(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], int]:
    """Return each page's lines without running heads, running feet and page numbers, and how many these were.

    A line among the outermost of its page is one if a line of the same words, numbers aside, stands at an
    edge of more than half of the pages, or of the odd or the even pages, mostly at the same height, and if
    nothing but such lines parts it from the edge. On pages that are turned, heads run along the side.
    """
    usual = median([line.size for lines in pages for line in lines] or [0.0])
    edges = [_edge_lines(lines) for lines in pages]
    counts: Counter[str] = Counter()
    by_side: Counter[tuple[str, int]] = Counter()
    smallest: dict[str, float] = {}
    heights: dict[str, list[float]] = {}
    for number, page in enumerate(edges):
        on_page = {words for _, _, words in page}
        counts.update(on_page)
        by_side.update((words, number % 2) for words in on_page)
        for index, edge, words in page:
            line = pages[number][index]
            smallest[words] = min(smallest.get(words, 1e9), line.size)
            if edge != "side":
                heights.setdefault(words, []).append(line.bottom)
    sides = [len(pages[0::2]), len(pages[1::2])]
    furniture = {
        (words, side)
        for words, side in by_side
        if _is_repeated(
            counts[words],
            by_side[words, side] if smallest[words] <= LARGER * usual else 0,
            len(pages),
            sides[side],
        )
        and _is_steady(heights.get(words, ()))
    }
    kept: list[list[Line]] = []
    dropped = 0
    for number, (lines, page) in enumerate(zip(pages, edges, strict=True)):
        drop: set[int] = set()
        closed: set[str] = set()
        for index, edge, words in page:
            if (
                edge not in closed
                and lines[index].size <= smallest[words] * TITLE_SIZE
                and (words, number % 2) in furniture
            ):
                drop.add(index)
            elif edge != "side" and index not in drop:
                closed.add(edge)
        dropped += len(drop)
        kept.append([line for index, line in enumerate(lines) if index not in drop])
    return kept, dropped


def _is_repeated(pages: int, of_side: int, all_pages: int, all_of_side: int) -> bool:
    """Tell whether a line stands on so many pages, or pages of one side, that it is a running head."""
    if all_pages > 1 and pages > all_pages * FURNITURE_SHARE:
        return True
    return of_side >= MIN_PAGES_OF_A_SIDE and of_side > all_of_side * FURNITURE_SHARE


def _is_steady(heights: Sequence[float]) -> bool:
    """Tell whether most lines of the same words stand at one height; turned lines have none."""
    ordered = sorted(heights)
    others = ceil(len(ordered) * STEADY_SHARE) - 1
    return not ordered or any(
        high - low <= STEADY for low, high in zip(ordered, ordered[others:], strict=False)
    )


def _edge_lines(lines: Sequence[Line]) -> list[_Edge]:
    """Return the lines at the top and bottom edge from the outside in, and turned lines, with their words."""
    upright = sorted((line.bottom, index) for index, line in enumerate(lines) if not line.turn)
    top = [(index, "top", _masked(lines[index])) for _, index in reversed(upright[-EDGE_LINES:])]
    bottom = [(index, "bottom", _masked(lines[index])) for _, index in upright[:EDGE_LINES]]
    return top + bottom + [(i, "side", _masked(line)) for i, line in enumerate(lines) if line.turn]


def _masked(line: Line) -> str:
    """Return the words of a line in alphabetic order, numbers masked: the same on left and right pages."""
    words = _DIGITS.sub("#", line.text.lower()).split()
    if len(words) == 1 and _ROMAN.fullmatch(words[0]):
        words = ["#"]
    return " ".join(sorted(words))


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
    beside = [len(line.text) for line in lines if rows[round(line.bottom / 3)] > 1]
    return 2 * len(beside) > len(lines) and sum(beside) < 2 * MIN_COLUMN_TEXT * len(beside)


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
    for line in sorted(lines, key=lambda line: (-line.bottom, line.left)):
        row = rows[-1] if rows else None
        if row and abs(row.bottom - line.bottom) < SAME_ROW * row.size and line.left > row.right:
            shift = len(row.text) + 1
            gaps = [(offset + shift, left, right) for offset, left, right in line.gaps]
            rows[-1] = replace(
                row,
                text=f"{row.text} {line.text}",
                right=line.right,
                gaps=(*row.gaps, (shift, row.right, line.left), *gaps),
            )
        else:
            rows.append(line)
    return rows


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return the place of the white stripe that parts the most lines into left and right, if there is one."""
    if len(lines) < 2 * MIN_COLUMN_LINES:
        return None
    best: tuple[int, float] | None = None
    for place in sorted({line.left for line in lines}):
        at = place - 1
        left = [len(line.text) for line in lines if line.right <= at - MIN_GUTTER + 1]
        right = [len(line.text) for line in lines if line.left >= at]
        crossing = len(lines) - len(left) - len(right)
        if min(len(left), len(right)) < MIN_COLUMN_LINES or crossing > MAX_CROSSING * len(lines):
            continue
        if min(sum(left) / len(left), sum(right) / len(right)) < MIN_COLUMN_TEXT:
            continue
        if best is None or crossing < best[0]:
            best = (crossing, at)
    return best[1] if best else None

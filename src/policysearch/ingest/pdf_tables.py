"""Ruled tables: the lines drawn on a page, the grid they make, the text in its cells.

The page's path objects are read by pdfium, a microsecond each, and only pages that have several are looked
at further. Lines that touch make a grid; a row's cells are what lies between the upright lines that pass
through it.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .pdf_characters import clean
from .pdf_lines import LINE_END_HYPHEN, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MIN_PATHS = 5
"""Drawn shapes; the smallest table that is ruled at all has more. Text pages have none, or a line or two."""
MAX_PATHS = 2000
"""Drawn shapes; a page with more holds a map or a chart, and its grid would take seconds."""
MAX_RECTANGLE = 5
"""Segments of a path that is a line or a rectangle; one with more is looked at segment by segment."""
MAX_THICKNESS = 4.0
"""Points; what is thicker is a coloured area, of which the outline counts."""
MIN_LENGTH = 8.0
"""Points; shorter strokes are underlines of a letter, bullets, tick marks."""
TOUCH = 3.0
"""Points by which lines may miss each other and still meet."""
SAME_RULE = 1.0
"""Points by which the pieces of one line may lie beside each other."""
MAX_CELL = 4096
"""Characters that are asked for at once; a longer cell is asked for twice."""
MIN_FILLED = 0.4
"""Share of a table's cells that hold text; charts and forms drawn as grids hold less."""

_HYPHEN_MARKS = re.compile("[\ufffe\x02]")

CELL_SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; its place is in points from the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float
    rows: tuple[str, ...]

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies inside."""
        return self.left - TOUCH <= x <= self.right + TOUCH and self.bottom - TOUCH <= y <= self.top + TOUCH


@dataclass(frozen=True, slots=True)
class _Rule:
    """A straight line: at `place` on its own axis, from `start` to `end` on the other."""

    place: float
    start: float
    end: float


def may_hold_table(lines: Sequence[Line]) -> bool:
    """Tell whether any of a page's lines stand beside each other or have wide gaps, as cells do."""
    return any(line.gaps for line in lines) or any(
        following.left > line.right and following.top > line.bottom for line, following in pairwise(lines)
    )


def find_tables(page: Any, textpage: Any, lines: Sequence[Line]) -> list[Table]:
    """Return the ruled tables of a page, from the top of the page down.

    Args:
        page: As ``FPDF_LoadPage`` returns it.
        textpage: As ``FPDFText_LoadPage`` returns it.
        lines: Of the page. A table that has no line at its side goes as far as they do.
    """
    boxes = _drawn_boxes(page)
    if len(boxes) < MIN_PATHS:
        return []
    level, upright = _rules(boxes)
    if len(level) < 2 or len(upright) < 2:
        return []
    tables = [
        table
        for levels, uprights in _connected(level, upright)
        if (table := _table(levels, uprights, textpage, lines)) is not None
    ]
    return sorted(tables, key=lambda table: -table.top)


def _drawn_boxes(page: Any) -> list[tuple[float, float, float, float]]:
    """Return left, bottom, right, top of each thin or outlined path object; none if there are too many."""
    import pypdfium2.raw as pdfium

    object_at, type_of = pdfium.FPDFPage_GetObject, pdfium.FPDFPageObj_GetType
    path = pdfium.FPDF_PAGEOBJ_PATH
    drawn = [
        item
        for index in range(pdfium.FPDFPage_CountObjects(page))
        if type_of(item := object_at(page, index)) == path
    ]
    if len(drawn) > MAX_PATHS:
        return []
    boxes: list[tuple[float, float, float, float]] = []
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    for item in drawn:
        if MAX_RECTANGLE < pdfium.FPDFPath_CountSegments(item) <= MAX_PATHS:
            boxes += _segments(item)
            continue
        if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            continue
        box = (left.value, bottom.value, right.value, top.value)
        if min(box[2] - box[0], box[3] - box[1]) > MAX_THICKNESS:
            pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
            if not stroke.value:
                continue
        boxes.append(box)
    return boxes


def _segments(drawn: Any) -> list[tuple[float, float, float, float]]:
    """Return the boxes of the straight lines that one path object draws, as of a grid."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(drawn, matrix)
    boxes: list[tuple[float, float, float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    for index in range(pdfium.FPDFPath_CountSegments(drawn)):
        segment = pdfium.FPDFPath_GetPathSegment(drawn, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if (
            last
            and kind == pdfium.FPDF_SEGMENT_LINETO
            and min(abs(point[0] - last[0]), abs(point[1] - last[1])) < 1
        ):
            boxes.append(
                (
                    min(last[0], point[0]),
                    min(last[1], point[1]),
                    max(last[0], point[0]),
                    max(last[1], point[1]),
                )
            )
        last = point
    return boxes


def _rules(boxes: list[tuple[float, float, float, float]]) -> tuple[list[_Rule], list[_Rule]]:
    """Return the level and the upright lines: thin boxes, and the outlines of others."""
    level: list[_Rule] = []
    upright: list[_Rule] = []
    for left, bottom, right, top in boxes:
        wide, high = right - left, top - bottom
        if high <= MAX_THICKNESS and wide >= high:
            level.append(_Rule((bottom + top) / 2, left, right))
        elif wide <= MAX_THICKNESS:
            upright.append(_Rule((left + right) / 2, bottom, top))
        else:
            level += [_Rule(bottom, left, right), _Rule(top, left, right)]
            upright += [_Rule(left, bottom, top), _Rule(right, bottom, top)]
    return _merged(level), _merged(upright)


def _merged(rules: list[_Rule]) -> list[_Rule]:
    """Join lines that go on in each other, as programs draw a table cell by cell; drop short ones."""
    merged: list[_Rule] = []
    waiting = sorted(rules, key=lambda rule: rule.place)
    while waiting:
        place = waiting[0].place
        count = next((n for n, rule in enumerate(waiting) if rule.place - place > SAME_RULE), len(waiting))
        same, waiting = waiting[:count], waiting[count:]
        same.sort(key=lambda rule: rule.start)
        start, end = same[0].start, same[0].end
        for rule in same[1:]:
            if rule.start > end + TOUCH:
                merged.append(_Rule(place, start, end))
                start = rule.start
                end = rule.end
            end = max(end, rule.end)
        merged.append(_Rule(place, start, end))
    return [rule for rule in merged if rule.end - rule.start >= MIN_LENGTH]


def _connected(level: list[_Rule], upright: list[_Rule]) -> Iterator[tuple[list[_Rule], list[_Rule]]]:
    """Yield groups of level and upright lines that meet."""
    groups: list[tuple[list[_Rule], set[int]]] = []
    for rule in level:
        met = {index for index, other in enumerate(upright) if _meet(rule, other)}
        joined = [group for group in groups if group[1] & met]
        rules = [rule, *(other for group in joined for other in group[0])]
        groups = [group for group in groups if group not in joined]
        groups.append((rules, met.union(*(group[1] for group in joined))))
    for rules, met in groups:
        if len(met) > 1:
            yield rules, [upright[index] for index in sorted(met)]


def _meet(level: _Rule, upright: _Rule) -> bool:
    return (
        level.start - TOUCH <= upright.place <= level.end + TOUCH
        and upright.start - TOUCH <= level.place <= upright.end + TOUCH
    )


def _table(level: list[_Rule], upright: list[_Rule], textpage: Any, lines: Sequence[Line]) -> Table | None:
    """Return the table that lines make, or None if it has no two rows of cells with text."""
    edges = _distinct(rule.place for rule in upright)
    places = _distinct(rule.place for rule in level if _from_wall_to_wall(rule, edges))
    if len(places) < 3 or len(edges) < 3:
        return None
    left, right = _extent(lines, edges[0], places[0], edges[-1], places[-1])
    rows: list[list[str]] = []
    for bottom, top in pairwise(places):
        middle = (bottom + top) / 2
        walls = _distinct([left, right, *(rule.place for rule in upright if rule.start < middle < rule.end)])
        rows.append([_cell_text(textpage, one, bottom, other, top) for one, other in pairwise(walls)])
    rows.reverse()
    cells = [cell for row in rows for cell in row]
    filled = sum(map(bool, cells))
    if sum(1 for row in rows if sum(map(bool, row)) > 1) < 2 or filled < MIN_FILLED * len(cells):
        return None
    return Table(left, places[0], right, places[-1], tuple(_row(row) for row in rows if any(row)))


def _row(cells: list[str]) -> str:
    """Return a row on one line; empty cells keep their place, but for those at its ends."""
    filled = [index for index, cell in enumerate(cells) if cell]
    return CELL_SEPARATOR.join(cells[filled[0] : filled[-1] + 1])


def _extent(
    lines: Sequence[Line], left: float, bottom: float, right: float, top: float
) -> tuple[float, float]:
    """Return the left and right edge of a table: as far as text goes that runs through its sides."""
    for line in lines:
        if not bottom < (line.bottom + line.top) / 2 < top:
            continue
        if line.left < left - TOUCH and line.right > left + TOUCH:
            left = line.left - 1
        if line.right > right + TOUCH and line.left < right - TOUCH:
            right = line.right + 1
    return left, right


def _from_wall_to_wall(level: _Rule, edges: list[float]) -> bool:
    """Tell whether a line borders whole cells; underlines inside a cell do not."""
    return all(
        any(abs(end - edge) <= TOUCH for edge in edges) or not edges[0] < end < edges[-1]
        for end in (level.start, level.end)
    )


def _distinct(places: Iterable[float]) -> list[float]:
    """Return places in rising order, one for each cluster of lines closer than they touch."""
    distinct: list[float] = []
    for place in sorted(places):
        if not distinct or place - distinct[-1] > TOUCH:
            distinct.append(place)
    return distinct


def _cell_text(textpage: Any, left: float, bottom: float, right: float, top: float) -> str:
    """Return the text of a cell on one line; what the next cell's edge cuts is not in it."""
    if right - left < MIN_LENGTH:
        return ""
    import pypdfium2.raw as pdfium

    size = MAX_CELL
    letters = (ctypes.c_ushort * size)()
    count = pdfium.FPDFText_GetBoundedText(textpage, left, top, right, bottom, letters, size)
    if count >= size:
        size = pdfium.FPDFText_GetBoundedText(textpage, left, top, right, bottom, None, 0)
        letters = (ctypes.c_ushort * size)()
        count = pdfium.FPDFText_GetBoundedText(textpage, left, top, right, bottom, letters, size)
    text = ctypes.string_at(letters, 2 * count).decode("utf-16-le", "ignore").rstrip("\x00")
    return LINE_END_HYPHEN.join(clean(" ".join(part.split())) for part in _HYPHEN_MARKS.split(text))

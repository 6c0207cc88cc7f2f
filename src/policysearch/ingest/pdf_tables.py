"""Ruled tables: the lines drawn on a page, the grid they make, the text in its cells.

The page's path objects are read by pdfium, a microsecond each, and only pages that have several are looked
at further. Lines that touch make a grid; a row's cells are what lies between the upright lines that pass
through it.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .pdf_lines import LINE_END_HYPHEN, clean

if TYPE_CHECKING:
    from collections.abc import Iterator

MIN_PATHS = 5
"""Drawn shapes; the smallest table that is ruled at all has more. Text pages have none, or a line or two."""
MAX_PATHS = 2000
"""Drawn shapes; a page with more holds a map or a chart, and its grid would take seconds."""
MAX_THICKNESS = 4.0
"""Points; what is thicker is a coloured area, of which the outline counts."""
MIN_LENGTH = 8.0
"""Points; shorter strokes are underlines of a letter, bullets, tick marks."""
TOUCH = 3.0
"""Points by which lines may miss each other and still meet."""
MIN_FILLED = 0.4
"""Share of a table's cells that hold text; charts and forms drawn as grids hold less."""

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


def find_tables(page: Any, textpage: Any) -> list[Table]:
    """Return the ruled tables of a page, from the top of the page down.

    Args:
        page: A ``pypdfium2.PdfPage``.
        textpage: Its ``pypdfium2.PdfTextPage``.
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
        if (table := _table(levels, uprights, textpage)) is not None
    ]
    return sorted(tables, key=lambda table: -table.top)


def _drawn_boxes(page: Any) -> list[tuple[float, float, float, float]]:
    """Return left, bottom, right, top of each path object; none if there are too many."""
    import pypdfium2.raw as pdfium

    boxes: list[tuple[float, float, float, float]] = []
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    count = pdfium.FPDFPage_CountObjects(page)
    for index in range(count):
        drawn = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        if pdfium.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
            boxes.append((left.value, bottom.value, right.value, top.value))
            if len(boxes) > MAX_PATHS:
                return []
    return boxes


def _rules(boxes: list[tuple[float, float, float, float]]) -> tuple[list[_Rule], list[_Rule]]:
    """Return the level and the upright lines: thin boxes, and the outlines of others."""
    level: list[_Rule] = []
    upright: list[_Rule] = []
    for left, bottom, right, top in boxes:
        wide, high = right - left, top - bottom
        if high <= MAX_THICKNESS:
            if wide >= MIN_LENGTH:
                level.append(_Rule((bottom + top) / 2, left, right))
        elif wide <= MAX_THICKNESS:
            if high >= MIN_LENGTH:
                upright.append(_Rule((left + right) / 2, bottom, top))
        else:
            level += [_Rule(bottom, left, right), _Rule(top, left, right)]
            upright += [_Rule(left, bottom, top), _Rule(right, bottom, top)]
    return level, upright


def _connected(level: list[_Rule], upright: list[_Rule]) -> Iterator[tuple[list[_Rule], list[_Rule]]]:
    """Yield groups of level and upright lines that meet."""
    waiting = set(range(len(upright)))
    groups: list[tuple[list[_Rule], set[int]]] = []
    for rule in sorted(level, key=lambda rule: -rule.place):
        met = {index for index, other in enumerate(upright) if _meet(rule, other)}
        joined = [group for group in groups if group[1] & met]
        rules = [rule, *(other for group in joined for other in group[0])]
        groups = [group for group in groups if group not in joined]
        groups.append((rules, met.union(*(group[1] for group in joined))))
        waiting -= met
    for rules, met in groups:
        if len(met) > 1:
            yield rules, [upright[index] for index in sorted(met)]


def _meet(level: _Rule, upright: _Rule) -> bool:
    return (
        level.start - TOUCH <= upright.place <= level.end + TOUCH
        and upright.start - TOUCH <= level.place <= upright.end + TOUCH
    )


def _table(level: list[_Rule], upright: list[_Rule], textpage: Any) -> Table | None:
    """Return the table that lines make, or None if it has no two rows of cells with text."""
    places = _distinct(rule.place for rule in level)
    edges = _distinct(rule.place for rule in upright)
    if len(places) < 3 or len(edges) < 3:
        return None
    rows: list[list[str]] = []
    for bottom, top in pairwise(places):
        middle = (bottom + top) / 2
        walls = _distinct(rule.place for rule in upright if rule.start < middle < rule.end)
        rows.append([_cell_text(textpage, left, bottom, right, top) for left, right in pairwise(walls)])
    rows.reverse()
    cells = [cell for row in rows for cell in row]
    filled = sum(map(bool, cells))
    if sum(1 for row in rows if sum(map(bool, row)) > 1) < 2 or filled < MIN_FILLED * len(cells):
        return None
    lines = tuple(CELL_SEPARATOR.join(cell for cell in row if cell) for row in rows if any(row))
    return Table(edges[0], places[0], edges[-1], places[-1], lines)


def _distinct(places: Iterator[float]) -> list[float]:
    """Return places in rising order, one for each cluster of lines closer than they touch."""
    distinct: list[float] = []
    for place in sorted(places):
        if not distinct or place - distinct[-1] > TOUCH:
            distinct.append(place)
    return distinct


def _cell_text(textpage: Any, left: float, bottom: float, right: float, top: float) -> str:
    """Return the text of a cell on one line; what the next cell's edge cuts is not in it."""
    text: str = textpage.get_text_bounded(left=left, bottom=bottom, right=right, top=top, errors="ignore")
    return LINE_END_HYPHEN.join(clean(" ".join(part.split())) for part in text.split("\ufffe"))

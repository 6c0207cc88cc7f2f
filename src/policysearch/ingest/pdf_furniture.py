"""Lines that belong to the page rather than to the report: running heads, running feet, page numbers.

They are told by repetition over pages, by the number of the page in them, and by their place: where the
outermost lines of most pages are such lines, the heads of single chapters are some too.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
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
MIN_PAGES = 3
"""Pages with the same words at the same place, or with their own numbers, that cannot be chance."""
MAX_PAGE_DIGITS = 4
"""Digits of a page number."""
RECURRING_SHARE = 0.8
"""Share of the outermost lines at one height that recur where heads stand; the first and last pages of
chapters have none or their own. Where body text begins at that height, few recur."""
LARGER = 1.12
"""In heights of the usual line: larger lines that stand on the odd or even pages only are sub-headings."""

_Edge = tuple[int, str, str]
"""The index of a line, the edge of the page at which it stands, and its masked words."""

_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlc]+")


def without_furniture(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], int]:
    """Return each page's lines without running heads, running feet and page numbers, and how many these were.

    A line among the outermost of its page is one if nothing but such lines parts it from the edge, and if

    - a line of the same words, numbers aside, stands at an edge of more than half of the pages, or of the odd
      or the even pages, mostly at the same height; on pages that are turned, heads run along the side;
    - or it begins or ends with the number of its page, as one line at this height does on most pages;
    - or its words recur, and nearly all outermost lines at this height do: the heads of chapters.
    """
    usual = median([line.size for lines in pages for line in lines] or [0.0])
    edges = [_edge_lines(lines) for lines in pages]
    repeated, smallest = _repeated(pages, edges, usual)
    placed = _numbered(pages, edges) | _recurring(pages, edges)
    kept: list[list[Line]] = []
    dropped = 0
    for number, (lines, page) in enumerate(zip(pages, edges, strict=True)):
        drop: set[int] = set()
        closed: set[str] = set()
        for index, edge, words in page:
            size = lines[index].size
            if edge not in closed and (
                (size <= smallest[words] * TITLE_SIZE and (words, number % 2) in repeated)
                or (size <= usual * TITLE_SIZE and (number, index) in placed)
            ):
                drop.add(index)
            elif edge != "side" and index not in drop:
                closed.add(edge)
        dropped += len(drop)
        kept.append([line for index, line in enumerate(lines) if index not in drop])
    return kept, dropped


def _repeated(
    pages: Sequence[Sequence[Line]], edges: Sequence[list[_Edge]], usual: float
) -> tuple[set[tuple[str, int]], dict[str, float]]:
    """Return the words that stand at the edges of most even (0) or odd (1) pages, and their least heights."""
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
    return {
        (words, side)
        for words, side in by_side
        if _is_repeated(
            counts[words],
            by_side[words, side] if smallest[words] <= LARGER * usual else 0,
            len(pages),
            sides[side],
        )
        and _is_steady(heights.get(words, ()))
    }, smallest


def _numbered(pages: Sequence[Sequence[Line]], edges: Sequence[list[_Edge]]) -> set[tuple[int, int]]:
    """Return page and index of the lines that begin or end with the number of their page.

    Pages are numbered one by one, from wherever they start. The number stands at one height of the even and
    of the odd pages each, so that an item of a list that happens to have it is not taken for one.
    """
    places: dict[int, set[tuple[int, int, str]]] = {}
    for number, page in enumerate(edges):
        for index, edge, _ in page:
            words = pages[number][index].text.split()
            for word in {words[0], words[-1]} if edge != "side" else ():
                bare = word.strip("-–—|()[].·")
                if bare.isdecimal() and len(bare) <= MAX_PAGE_DIGITS:
                    places.setdefault(int(bare) - number, set()).add((number, index, edge))
    numbers = max(places.values(), key=lambda found: len({number for number, _, _ in found}), default=set())
    if len({number for number, _, _ in numbers}) < max(MIN_PAGES, FURNITURE_SHARE * len(pages)):
        return set()
    heights: dict[tuple[str, int], list[float]] = {}
    for number, index, edge in numbers:
        heights.setdefault((edge, number % 2), []).append(pages[number][index].bottom)
    enough = max(MIN_PAGES_OF_A_SIDE, STEADY_SHARE * len(pages) / 2)
    return {
        (number, index)
        for number, index, edge in numbers
        if len(found := heights[edge, number % 2]) >= enough
        and abs(pages[number][index].bottom - median(found)) <= STEADY
    }


def _recurring(pages: Sequence[Sequence[Line]], edges: Sequence[list[_Edge]]) -> set[tuple[int, int]]:
    """Return page and index of outermost lines whose words recur where nearly all outermost lines do."""
    found: set[tuple[int, int]] = set()
    for edge in ("top", "bottom"):
        outermost = [
            (number, *next((index, words) for index, where, words in page if where == edge))
            for number, page in enumerate(edges)
            if any(where == edge for _, where, _ in page)
        ]
        counts = Counter(words for _, _, words in outermost)
        heights = [
            pages[number][index].bottom for number, index, words in outermost if counts[words] >= MIN_PAGES
        ]
        if not heights:
            continue
        height = median(heights)
        there = [each for each in outermost if abs(pages[each[0]][each[1]].bottom - height) <= STEADY]
        recur = {(number, index) for number, index, words in there if counts[words] >= MIN_PAGES}
        if len(there) > FURNITURE_SHARE * len(pages) and len(recur) >= RECURRING_SHARE * len(there):
            found |= recur
    return found


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
    upright = sorted([(line.bottom, index) for index, line in enumerate(lines) if not line.turn])
    top = [(index, "top", _masked(lines[index].text)) for _, index in reversed(upright[-EDGE_LINES:])]
    bottom = [(index, "bottom", _masked(lines[index].text)) for _, index in upright[:EDGE_LINES]]
    side = [(index, "side", _masked(line.text)) for index, line in enumerate(lines) if line.turn]
    return top + bottom + side


@lru_cache(maxsize=4096)
def _masked(text: str) -> str:
    """Return the words of a line in alphabetic order, numbers masked: the same on left and right pages."""
    words = _DIGITS.sub("#", text.lower()).split()
    if len(words) == 1 and _ROMAN.fullmatch(words[0]):
        words = ["#"]
    return " ".join(sorted(words))

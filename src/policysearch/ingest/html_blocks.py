"""From an element of a web page to blocks of text and headings, in reading order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import NavigableString, Tag

from .blocks import TextBuilder, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADING = re.compile(r"h([1-6])")
_UNREAD = frozenset((
    *("script", "style", "noscript", "template", "head", "svg", "math", "canvas", "iframe", "object"),
    *("embed", "audio", "video", "map", "select", "option", "datalist", "button", "input", "textarea"),
    "dialog",
))  # fmt: skip
"""What a reader of the page does not see as text."""
_INLINE = frozenset((
    *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font"),
    *("i", "img", "ins", "kbd", "label", "mark", "nobr", "output", "picture", "q", "rp", "rt", "ruby", "s"),
    *("samp", "small", "source", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
))  # fmt: skip
"""Elements that do not end a paragraph; all others do, unknown ones too."""
_LISTS = ["ul", "ol", "dl", "menu"]
_HEADINGS = [f"h{level}" for level in range(1, 7)]
_MARKER = re.compile(r"[(\[]?(?:\w{1,5}|[–—•·▪-])[.)\]]?|[(（]?[一二三四五六七八九十]{1,3}[)）、.]?")
"""A table's first cell that is only the number or bullet of the paragraph beside it: the way in which the
Official Journal of the EU sets lists."""
_MAX_CELL_CHARS = 1500
"""Cells longer than this hold sections of a page, not data."""


def add_element(element: Tag, builder: TextBuilder) -> None:
    """Add everything that an element shows to a builder.

    Args:
        element: Without navigation and other matter that is not wanted; nothing is left out but
            what browsers don't show as text. It is not changed.
        builder: Where the blocks go.
    """
    _Renderer(builder).blocks(element)


class _Renderer:
    """Walks a page once, gathering inline text until something ends the paragraph."""

    def __init__(self, builder: TextBuilder) -> None:
        self._builder = builder
        self._inline: list[str] = []

    def blocks(self, element: Tag) -> None:
        self._walk(element)
        self._flush()

    def _flush(self) -> None:
        text = squeeze("".join(self._inline))
        self._inline.clear()
        if text:
            self._builder.add(text)

    def _walk(self, element: Tag) -> None:
        for child in element.children:
            if isinstance(child, Tag):
                self._child(child)
            elif type(child) is NavigableString:
                self._inline.append(str(child))

    def _child(self, child: Tag) -> None:
        name = child.name
        heading = _HEADING.fullmatch(name)
        if name in _UNREAD:
            return
        if name == "br":
            self._break(child)
        elif name in _INLINE:
            self._walk(child)
        elif heading:
            self._flush()
            self._builder.add_heading(_line(child), int(heading[1]))
        elif name in _LISTS and _is_plain_list(child):
            self._flush()
            self._builder.add("\n".join(_list_lines(child)))
        elif name == "table" and _is_data_table(child):
            self._flush()
            self._table(child)
        elif name == "pre":
            self._flush()
            self._builder.add(
                "\n".join(line.rstrip() for line in child.get_text().splitlines() if line.strip())
            )
        else:
            self._flush()
            self._walk(child)
            self._flush()

    def _break(self, br: Tag) -> None:
        """Two line breaks in a row end a paragraph on pages that do not mark them up."""
        following = br.next_sibling
        while type(following) is NavigableString and not following.strip():
            following = following.next_sibling
        if isinstance(following, Tag) and following.name == "br":
            self._flush()
        else:
            self._inline.append("\n")

    def _table(self, table: Tag) -> None:
        caption = table.find("caption")
        if isinstance(caption, Tag):
            self._builder.add(_line(caption))
        rows = [[_line(cell) for cell in row.find_all(["td", "th"])] for row in table.find_all("tr")]
        filled = [[cell for cell in row if cell] for row in rows]
        if all(len(row) < 2 or (len(row) == 2 and _MARKER.fullmatch(row[0])) for row in filled):
            for row in filled:
                self._builder.add(" ".join(row))
        else:
            self._builder.add_table(rows)


def _line(element: Tag) -> str:
    """All text of an element on one line, blocks inside it apart by a space."""
    return squeeze("".join(_pieces(element)))


def _pieces(element: Tag) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, Tag):
            if child.name in _UNREAD or child.name == "caption":
                continue
            edge = "" if child.name in _INLINE else " "
            yield edge
            yield from _pieces(child)
            yield edge
        elif type(child) is NavigableString:
            yield str(child)


def _is_plain_list(element: Tag) -> bool:
    return element.find([*_HEADINGS, "table", "pre"]) is None


def _list_lines(element: Tag) -> Iterator[str]:
    """A line an item; the items of a list inside an item follow it on lines of their own."""
    for item in element.find_all(["li", "dt", "dd", *_LISTS], recursive=False) or [element]:
        inner = [] if item is element else item.find_all(_LISTS)
        outermost = [each for each in inner if each.find_parent(_LISTS) is element]
        if not outermost:
            yield _line(item)
            continue
        rest = "".join(_pieces_without(item, outermost))
        if squeeze(rest):
            yield squeeze(rest)
        for each in outermost:
            yield from _list_lines(each)


def _pieces_without(element: Tag, left_out: list[Tag]) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, Tag):
            if not any(child is each for each in left_out) and child.name not in _UNREAD:
                yield " " if child.name not in _INLINE else ""
                yield from _pieces_without(child, left_out)
        elif type(child) is NavigableString:
            yield str(child)


def _is_data_table(table: Tag) -> bool:
    """Whether a table holds data; others only arrange parts of the page side by side."""
    if table.find(["table", *_HEADINGS]) is not None:
        return False
    cells = table.find_all(["td", "th"])
    return bool(cells) and all(len(cell.get_text()) <= _MAX_CELL_CHARS for cell in cells)

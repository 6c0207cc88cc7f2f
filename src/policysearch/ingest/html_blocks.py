"""From an element of a web page to blocks of text and headings, in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING

from bs4 import NavigableString, Tag

from .blocks import TextBuilder, squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bs4 import PageElement

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
_ITEMS = frozenset({"li", "dt", "dd"})
_LISTS = ["ul", "ol", "dl", "menu"]
_HEADINGS = [f"h{level}" for level in range(1, 7)]
_MARKER = re.compile(r"[(\[]\w{1,5}[)\]]|\w{1,4}[.)]|[–—•·▪-]|[（(]?[一二三四五六七八九十]{1,3}[)）、.]")
"""A table's first cell that is only the number or bullet of the paragraph beside it: the way in which the
Official Journal of the EU sets lists."""
_NUMBERED = re.compile(r"[(\[]?\w{1,5}[.)\]](?:\s|$)")
"""What an item begins with that carries its own number."""
_INTEGER = re.compile(r"-?\d{1,6}")
_UNMARKED = re.compile(
    r"unstyled|no-?(?:bullet|marker|list|number)|list-?none|plain|toc|breadcrumb", re.IGNORECASE
)
_MAX_CELL_CHARS = 1500
"""Cells longer than this hold sections of a page, not data."""


@dataclass(slots=True)
class _Numbers:
    """The numbers that a browser shows before the items of an ordered list."""

    kind: str
    value: int

    def next(self, item: Tag) -> str:
        """The number of an item with its full stop: "3. ", "c. "."""
        given = str(item.get("value", ""))
        self.value = int(given) if _INTEGER.fullmatch(given) else self.value + 1
        if self.kind in ("a", "A") and 0 < self.value <= len(ascii_lowercase):
            letter = ascii_lowercase[self.value - 1]
            return f"{letter if self.kind == 'a' else letter.upper()}. "
        return f"{self.value}. "


def _numbers_of(element: Tag) -> _Numbers | None:
    """How the items of a list are numbered; None for lists with bullets and those without list marks."""
    if element.name != "ol" or _UNMARKED.search(" ".join(map(str, element.get_attribute_list("class")))):
        return None
    start = str(element.get("start", ""))
    return _Numbers(str(element.get("type", "1")), int(start) - 1 if _INTEGER.fullmatch(start) else 0)


def add_element(element: Tag, builder: TextBuilder) -> None:
    """Add everything that an element shows to a builder.

    Args:
        element: Without navigation and other matter that is not wanted; nothing is left out but
            what browsers don't show as text. It is not changed.
        builder: Where the blocks go.
    """
    _Renderer(builder).add(element)


class _Renderer:
    """Walks a page once, gathering inline text until something ends the paragraph or the list item.

    The walk keeps its own stack: pages nest elements deeper than Python may call functions.
    """

    def __init__(self, builder: TextBuilder) -> None:
        self._builder = builder
        self._inline: list[str] = []
        self._items: list[str] = []
        self._lists = 0
        self._numbers: list[_Numbers | None] = []
        self._number = ""

    def add(self, element: Tag) -> None:
        stack: list[tuple[Iterator[PageElement], Callable[[], None]]] = []
        stack.append((iter(element.children), self._end_paragraph))
        while stack:
            children, end = stack[-1]
            child = next(children, None)
            if child is None:
                end()
                stack.pop()
            elif type(child) is NavigableString:
                self._inline.append(str(child))
            elif isinstance(child, Tag) and child.name not in _UNREAD:
                at_end = self._begin(child)
                if at_end:
                    stack.append((iter(child.children), at_end))

    def _begin(self, child: Tag) -> Callable[[], None] | None:
        """Begin an element: what to do at its end, or None if it is dealt with."""
        name = child.name
        if name in _INLINE:
            return _nothing
        if name == "br":
            self._break(child)
            return None
        if self._lists:
            return self._begin_in_list(child)
        self._end_paragraph()
        if name in _HEADINGS:
            self._builder.add_heading(_line(child), int(name[1]))
        elif name == "table" and _is_data_table(child):
            self._add_table(child)
        elif name == "pre":
            lines = child.get_text().splitlines()
            self._builder.add("\n".join(line.rstrip() for line in lines if line.strip()))
        elif name in _LISTS and child.find([*_HEADINGS, "table", "pre"]) is None:
            self._lists = 1
            self._numbers.append(_numbers_of(child))
            return self._end_list
        else:
            return self._end_paragraph
        return None

    def _begin_in_list(self, child: Tag) -> Callable[[], None]:
        if child.name in _LISTS:
            self._end_item()
            self._lists += 1
            self._numbers.append(_numbers_of(child))
            return self._end_list
        if child.name in _ITEMS:
            self._end_item()
            numbers = self._numbers[-1]
            self._number = numbers.next(child) if numbers else ""
            return self._end_item
        self._inline.append(" ")
        return lambda: self._inline.append(" ")

    def _take_inline(self) -> str:
        text = squeeze("".join(self._inline))
        self._inline.clear()
        return text

    def _end_paragraph(self) -> None:
        self._builder.add(self._take_inline())

    def _end_item(self) -> None:
        text = self._take_inline()
        if text:
            self._items.append(text if _NUMBERED.match(text) else self._number + text)
            self._number = ""

    def _end_list(self) -> None:
        self._end_item()
        self._lists -= 1
        self._numbers.pop()
        self._number = ""
        if not self._lists:
            self._builder.add("\n".join(self._items))
            self._items.clear()

    def _break(self, br: Tag) -> None:
        """Two line breaks in a row end a paragraph on pages that do not mark them up, one before a source."""
        following = br.next_sibling
        while type(following) is NavigableString and not following.strip():
            following = following.next_sibling
        if isinstance(following, Tag) and following.name in ("br", "cite") and not self._lists:
            self._end_paragraph()
        else:
            self._inline.append("\n")

    def _add_table(self, table: Tag) -> None:
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


def _nothing() -> None:
    """What the end of an inline element means."""


def _line(element: Tag) -> str:
    """All text of an element on one line, blocks inside it apart by a space."""
    pieces: list[str] = []
    stack = [iter(element.children)]
    ends = [""]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            pieces.append(ends.pop())
        elif type(child) is NavigableString:
            pieces.append(str(child))
        elif isinstance(child, Tag) and child.name not in _UNREAD:
            ends.append("" if child.name in _INLINE else " ")
            pieces.append(ends[-1])
            stack.append(iter(child.children))
    return squeeze("".join(pieces))


def _is_data_table(table: Tag) -> bool:
    """Whether a table holds data; others only arrange parts of the page side by side."""
    if table.find(["table", *_HEADINGS]) is not None:
        return False
    cells = table.find_all(["td", "th"])
    return bool(cells) and all(len(cell.get_text()) <= _MAX_CELL_CHARS for cell in cells)

"""Blocks of text, one after the other, joined into the text of a Document."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..models import Heading

CELL_SEPARATOR = " | "


def squeeze(text: str) -> str:
    """Text on one line: every run of white space becomes one space, none at the ends."""
    return " ".join(text.split())


@dataclass(slots=True)
class TextBuilder:
    """Collects blocks and keeps the offsets of the headings among them.

    A block is a paragraph, a heading, a list (an item a line) or a table (a row a line); blocks are
    separated by a blank line. Blank blocks are ignored.
    """

    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _headings: list[Heading] = field(default_factory=list)

    def add(self, block: str) -> int:
        """Add a block as it is and return the offset at which it starts."""
        block = block.strip()
        start = self._length + (2 if self._parts else 0)
        if block:
            self._parts.append(block)
            self._length = start + len(block)
        return start

    def add_heading(self, text: str, level: int) -> None:
        """Add a heading as a block of its own, on one line."""
        text = squeeze(text)
        if text:
            start = self.add(text)
            self._headings.append(Heading(start, start + len(text), level))

    def add_table(self, rows: list[list[str]]) -> None:
        """Add a table: a line a row; rows without any text and empty cells at a row's end are left out."""
        lines = []
        for row in rows:
            cells = [squeeze(cell) for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                lines.append(CELL_SEPARATOR.join(cells))
        self.add("\n".join(lines))

    @property
    def length(self) -> int:
        """Code points so far."""
        return self._length

    def text(self) -> str:
        """Everything added so far."""
        return "\n\n".join(self._parts)

    def headings(self) -> tuple[Heading, ...]:
        """The headings added so far, with their offsets in ``text()``."""
        return tuple(self._headings)

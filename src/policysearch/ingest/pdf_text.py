"""From blocks to the text of a document: hyphens undone, pages and headings with their offsets."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from ..models import Heading
from .pdf_blocks import Block, Kind
from .pdf_lines import LINE_END_HYPHEN, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHORT_ITEM = 300
"""Characters: list items up to this stand on consecutive lines, longer ones are paragraphs."""

_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_LAST_WORD = re.compile(r"[\w-]+$")
_FIRST_WORD = re.compile(r"\w+")
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef\U00020000-\U0003ffff]")


class Words:
    """The words of a report, as evidence of how those broken at line ends are written."""

    def __init__(self, pages: Iterable[Sequence[Line]]) -> None:
        self._pages = pages

    @cached_property
    def _known(self) -> frozenset[str]:
        text = "\n".join(line.text for lines in self._pages for line in lines).lower()
        return frozenset(_WORD.findall(text))

    def mended(self, before: str, after: str) -> str:
        """Return what replaces the hyphen between two parts of a line break: "-" or nothing.

        The joined or the hyphenated form may stand elsewhere in the report. If neither does, the hyphen is
        kept before capitals and digits, and where both parts are words of the report themselves.
        """
        last, first = _LAST_WORD.search(before), _FIRST_WORD.match(after)
        if not last or not first:
            return "-"
        one, other = last.group().lower(), first.group().lower()
        if one + other in self._known:
            return ""
        if f"{one}-{other}" in self._known or first.group()[0].isupper() or not one[-1].isalpha():
            return "-"
        if "-" in one or not other[0].isalpha():
            return "" if other[0].isalpha() and other not in self._known else "-"
        return "-" if len(one) > 3 and len(other) > 2 and {one, other} <= self._known else ""


def compose(
    flow: Sequence[Block], pages: int, words: Words
) -> tuple[str, tuple[int, ...], tuple[Heading, ...]]:
    """Return the text of a document, the offset at which each page begins, and its headings.

    Args:
        flow: All blocks in order.
        pages: Number of pages; one without text begins where the next one with text does.
        words: Of the report.
    """
    parts: list[str] = []
    headings: list[Heading] = []
    firsts: dict[int, int] = {}
    offset = 0
    before: Block | None = None
    for block in flow:
        if before is not None:
            separator = "\n" if _tight(before, block) else "\n\n"
            parts.append(separator)
            offset += len(separator)
        start = offset
        for page, piece in _pieces(block, words):
            if piece.strip():
                firsts.setdefault(page, offset + len(piece) - len(piece.lstrip()))
            parts.append(piece)
            offset += len(piece)
        if block.kind is Kind.HEADING:
            headings.append(Heading(start, offset, block.level))
        before = block
    starts: list[int] = []
    following = offset
    for page in range(pages - 1, -1, -1):
        following = min(firsts.get(page, following), following)
        starts.append(following)
    return "".join(parts), tuple(reversed(starts)), tuple(headings)


def _tight(before: Block, block: Block) -> bool:
    """Tell whether two blocks are consecutive lines of one list."""
    return before.kind is block.kind is Kind.ITEM and max(_length(before), _length(block)) <= SHORT_ITEM


def _length(block: Block) -> int:
    return sum(len(line.text) for _, line in block.lines)


def _pieces(block: Block, words: Words) -> list[tuple[int, str]]:
    """Return the block's text in pieces with the page of each; joined, they are the block."""
    if block.kind is Kind.ROWS:
        rows = [(page, _row(line, words)) for page, line in block.lines]
        return [(page, row if index == 0 else "\n" + row) for index, (page, row) in enumerate(rows)]
    pieces: list[tuple[int, str]] = []
    for page, line in block.lines:
        if not pieces:
            pieces.append((page, line.text))
            continue
        last_page, text = pieces[-1]
        hyphenated = text.endswith(LINE_END_HYPHEN) or (
            text.endswith("-") and text[-2:-1].isalpha() and line.text[0].islower()
        )
        if hyphenated:
            pieces[-1] = (last_page, text[:-1] + words.mended(text[:-1], line.text))
            space = ""
        else:
            space = "" if text.endswith(("-", "—", "/")) or _both_cjk(text, line.text) else " "
        if page == last_page:
            pieces[-1] = (page, pieces[-1][1] + space + line.text)
        else:
            pieces.append((page, space + line.text))
    page, text = pieces[-1]
    if text.endswith(LINE_END_HYPHEN):
        pieces[-1] = (page, text[:-1] + "-")
    return pieces


def _both_cjk(before: str, after: str) -> bool:
    return bool(_CJK.match(before[-1:]) and _CJK.match(after[0]))


def _row(line: Line, words: Words) -> str:
    """Return a table row, its cells parted by " | " where the page shows wide gaps."""
    text = line.text
    for offset, _, _ in reversed(line.gaps):
        text = f"{text[:offset].rstrip()} | {text[offset:]}"
    pieces = text.split(LINE_END_HYPHEN)
    row = pieces[0]
    for piece in pieces[1:]:
        row += (words.mended(row, piece) if piece else "-") + piece
    return row

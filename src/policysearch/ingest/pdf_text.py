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

_WORD_ENDS = ("", ",", ".", ";", ":", ")")
_HYPHENS = "-\u00ad"
_LAST_WORD = re.compile(r"[\w-]+$")
_FIRST_WORD = re.compile(r"\w+")
_ADDRESS_END = re.compile(r"(?:://|www\.)\S*$")
_DASH_END = re.compile(r"\S[-–—/]$")
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef\U00020000-\U0003ffff]")


class Words:
    """The words of a report, as evidence of how those broken at line ends are written."""

    def __init__(self, pages: Iterable[Sequence[Line]]) -> None:
        self._pages = pages

    @cached_property
    def _known(self) -> frozenset[str]:
        whole: list[str] = []
        broken = False
        for lines in self._pages:
            for line in lines:
                text = line.text
                if broken:
                    text = text.partition(" ")[2]
                broken = line.text[-1] in _HYPHENS
                whole.append(text.rpartition(" ")[0] if broken else text)
        return frozenset("\n".join(whole).lower().split())

    def _stands(self, word: str) -> bool:
        """Tell whether a word stands in the report, alone or before a punctuation mark."""
        return not self._known.isdisjoint([word + end for end in _WORD_ENDS])

    def mended(self, before: str, after: str) -> str:
        """Return what replaces the hyphen between two parts of a line break: "-" or nothing.

        The joined or the hyphenated form may stand elsewhere in the report. If neither does, the hyphen is
        kept before capitals and digits, after acronyms, in addresses of web pages, and where both parts are
        words of the report themselves.
        """
        last, first = _LAST_WORD.search(before), _FIRST_WORD.match(after)
        if not last or not first or _ADDRESS_END.search(before):
            return "-"
        one, other = last.group().lower(), first.group().lower()
        part = one.rpartition("-")[2]
        if not part or not part[-1].isalpha() or not other[0].isalpha():
            return "-"
        if self._stands(one + other) or self._stands(part + other):
            return ""
        if self._stands(f"{one}-{other}") or first.group()[0].isupper():
            return "-"
        if last.group().isupper():
            return "-"
        both = len(part) > 2 and len(other) > 2 and self._stands(part) and self._stands(other)
        return "-" if both else ""


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
    parts: list[str] = []
    pieces: list[tuple[int, str]] = []
    page = block.lines[0][0]
    last = ""
    for number, line in block.lines:
        text = line.text
        if last:
            parts[-1], space = _seam(last, text, words)
            if number != page:
                pieces.append((page, "".join(parts)))
                page, parts = number, []
            if space:
                parts.append(space)
        parts.append(text)
        last = text
    if last.endswith(LINE_END_HYPHEN):
        parts[-1] = last[:-1] + "-"
    pieces.append((page, "".join(parts)))
    return pieces


def _seam(text: str, following: str, words: Words) -> tuple[str, str]:
    """Return the end of a line as it is written before the next line, and what stands between them."""
    end = text[-1]
    if end == LINE_END_HYPHEN or (end == "-" and text[-2:-1].isalpha() and following[0].islower()):
        return text[:-1] + words.mended(text[:-1], following), ""
    if end.isascii():
        return text, "" if end in "-/" and len(text) > 1 and text[-2] != " " else " "
    return text, "" if _DASH_END.search(text) or _both_cjk(text, following) else " "


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

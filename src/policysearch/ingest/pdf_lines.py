"""The lines of a PDF page with their places, as pdfium finds them.

pdfium gives the text of a page in the order in which it was drawn, ends lines with CR LF, and writes U+FFFE
for a hyphen at which it joined two lines. Places are asked for the first and last character of each line
only: a page has some 4,000 characters and 40 lines, and each question costs as much as copying 1,000
characters.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

LINE_END_HYPHEN = "\u00ad"
"""Last character of a line that was broken inside a word, whether or not the word has that hyphen itself."""

WIDE_GAP = 1.2
"""In line heights: more white space inside a line parts columns or table cells; words of a justified line
stay below 0.8 even in narrow columns."""
SUPERSCRIPT_SIZE = 0.8
"""In heights of the neighbouring character: note marks are set at 0.58 to 0.70, small capitals above 0.8."""
SAME_LINE = 0.5
"""In line heights: pieces whose lower edges differ by less are on one line (superscripts: 0.35)."""
NEAR = 0.8
"""In line heights: most white space between pieces of one line that are joined."""

_HYPHEN_MARKS = "\ufffe\x02"
_SEGMENT = re.compile(r"[^\r\n\ufffe\x02]*[\ufffe\x02]?")
_NOTE_MARK = re.compile(
    r"(?<=[^\W\d_]{2}|[.,;:”’»)\]]{1}[”’»)\]]|[^\d\s][.,;:”’»)\]])\d{1,3}(?![\d\w])(?!\.\d)"
)
_LEADING_MARK = re.compile(r"\d{1,3}(?=\s)")
_WHOLE_MARK = re.compile(r"(?:\d{1,3}|[*†‡§]{1,3})(?:[,\s]+\d{1,3})*")
_NOISE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200d\u2060\ufeff\ufffe\uffff]+")
_LIGATURES = {
    ord(char): letters
    for char, letters in zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)
} | {0xA0: " ", 0xAD: None, 0x2028: " ", 0x2029: " ", 0x85: " "}
_BULLET_FONTS = re.compile(r"^[\uf000-\uf0ff\x01-\x08\x7f\uf8ff](?=\s*\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, or its part in one column. Places are in points from the lower left corner.

    Attributes:
        text: Without white space at its ends; ends with ``LINE_END_HYPHEN`` if broken inside a word.
        size: Height of the first full-sized character, ascent to descent: about 1.2 times the font size.
        bold: Whether it is set in a bold face.
        upright: False for text that runs up or down the page.
        gaps: Offsets in `text` and places (left and right edge, in points) of wide gaps inside the line.
        noted: Whether it begins with a raised number, as footnotes do.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool = False
    upright: bool = True
    gaps: tuple[tuple[int, float, float], ...] = ()
    noted: bool = False


def read_lines(textpage: Any) -> list[Line]:
    """Return the lines of a page in the order in which they were drawn.

    Args:
        textpage: A ``pypdfium2.PdfTextPage``.
    """
    reader = _Reader(textpage)
    lines: list[Line] = []
    for line in reader.lines():
        if lines and (joined := _joined(lines[-1], line)):
            lines[-1] = joined
        else:
            lines.append(line)
    return lines


def clean(text: str) -> str:
    """Return text with ligatures spelled out, without control characters, soft hyphens and noise."""
    if text.isascii() and text.isprintable():
        return text
    return _NOISE.sub("", _BULLET_FONTS.sub("•", text).translate(_LIGATURES))


def _joined(line: Line, piece: Line) -> Line | None:
    """Return both as one line if `piece` goes on where `line` ends, as after a raised note mark."""
    height = max(line.size, piece.size)
    gap = piece.left - line.right
    if not (line.upright and piece.upright) or abs(piece.bottom - line.bottom) > SAME_LINE * height:
        return None
    if not -0.3 * height < gap < NEAR * height or line.text.endswith(LINE_END_HYPHEN):
        return None
    if piece.size < SUPERSCRIPT_SIZE * line.size and _WHOLE_MARK.fullmatch(piece.text):
        return replace(line, text=f"{line.text}[{piece.text}]", right=piece.right)
    if line.size < SUPERSCRIPT_SIZE * piece.size and _WHOLE_MARK.fullmatch(line.text):
        return replace(piece, text=f"[{line.text}] {piece.text}", left=line.left, noted=True)
    space = " " if gap > 0.12 * height else ""
    shift = len(line.text) + len(space)
    gaps = line.gaps + tuple((offset + shift, left, right) for offset, left, right in piece.gaps)
    return replace(line, text=line.text + space + piece.text, right=piece.right, gaps=gaps)


class _Reader:
    """Asks pdfium for the places of one page's characters."""

    def __init__(self, textpage: Any) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._page = textpage.raw
        self._box = pdfium.FS_RECTF()
        self._font = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._corners = [ctypes.c_double() for _ in range(4)]
        self._text: str = textpage.get_text_range()
        self._shifted = len(self._text) != textpage.count_chars()

    def lines(self) -> Iterator[Line]:
        for match in _SEGMENT.finditer(self._text):
            segment = match.group()
            body = segment.rstrip(_HYPHEN_MARKS).strip()
            if not body:
                continue
            start = match.start() + segment.index(body[0])
            hyphenated = (
                segment[-1] in _HYPHEN_MARKS and self._text[match.end() : match.end() + 1] not in "\r\n"
            )
            yield from self._of_segment(body, start, hyphenated)

    def _index(self, offset: int) -> int:
        """Return pdfium's number of the character at an offset of the text."""
        if not self._shifted:
            return offset
        return int(self._pdfium.FPDFText_GetCharIndexFromTextIndex(self._page, offset))

    def _place(self, offset: int) -> tuple[float, float, float, float]:
        box = self._box
        if not self._pdfium.FPDFText_GetLooseCharBox(self._page, self._index(offset), box):
            return (0.0, 0.0, 0.0, 0.0)
        return box.left, box.bottom, box.right, box.top

    def _of_segment(self, body: str, start: int, hyphenated: bool) -> Iterator[Line]:
        """Yield the line of a segment, or its lines where pdfium saw no line break."""
        first = self._place(start)
        last = self._place(start + len(body) - 1) if len(body) > 1 else first
        height = max(first[3] - first[1], last[3] - last[1])
        if abs(first[1] - last[1]) <= SAME_LINE * height:
            yield self._line(body, start, first, last, hyphenated)
            return
        if abs(first[0] - last[0]) <= max(first[2] - first[0], last[2] - last[0]) + 1 and len(body) > 2:
            yield self._turned(body, first, last, start)
            return
        begin, place, previous = 0, first, first
        for word in re.finditer(r"(?<=\s)\S", body):
            here = self._place(start + word.start())
            if abs(here[1] - previous[1]) > SAME_LINE * height:
                part = body[begin : word.start()].rstrip()
                end = self._place(start + begin + len(part) - 1)
                yield self._line(part, start + begin, place, end, False)
                begin, place = word.start(), here
            previous = here
        yield self._line(body[begin:], start + begin, place, last, hyphenated)

    def _turned(self, body: str, first: tuple[float, ...], last: tuple[float, ...], start: int) -> Line:
        left, right = min(first[0], last[0]), max(first[2], last[2])
        bottom, top = min(first[1], last[1]), max(first[3], last[3])
        return Line(clean(body), left, bottom, right, top, right - left, self._is_bold(start), upright=False)

    def _line(
        self,
        body: str,
        start: int,
        first: tuple[float, float, float, float],
        last: tuple[float, float, float, float],
        hyphenated: bool,
    ) -> Line:
        size = first[3] - first[1]
        noted = False
        bottom, top = first[1], first[3]
        if (mark := _LEADING_MARK.match(body)) and mark.end() + 1 < len(body):
            following = self._place(start + mark.end() + 1)
            height = following[3] - following[1]
            if size < SUPERSCRIPT_SIZE * height:
                size, noted = height, True
                bottom, top = following[1], following[3]
        gaps = self._gaps(body, start, size)
        text = self._with_note_marks(body, start)
        if text is not body and gaps:
            gaps = [(offset + len(text) - len(body), left, right) for offset, left, right in gaps]
        if noted and mark:
            text = f"[{mark.group()}]{text[mark.end() :]}"
        text = clean(text)
        return Line(
            text + LINE_END_HYPHEN if hyphenated else text,
            first[0],
            bottom,
            last[2],
            top,
            size,
            self._is_bold(start + len(body) // 2 if body[len(body) // 2] != " " else start),
            gaps=tuple(gaps),
            noted=noted,
        )

    def _with_note_marks(self, body: str, start: int) -> str:
        """Return the text with raised numbers in brackets, so that they are not read as part of a word."""
        marks = list(_NOTE_MARK.finditer(body))
        for mark in reversed(marks):
            raised, before = self._place(start + mark.start()), self._place(start + mark.start() - 1)
            if raised[3] - raised[1] < SUPERSCRIPT_SIZE * (before[3] - before[1]) and raised[1] > before[1]:
                body = f"{body[: mark.start()]}[{mark.group()}]{body[mark.end() :]}"
        return body

    def _gaps(self, body: str, start: int, size: float) -> list[tuple[int, float, float]]:
        """Return the wide gaps of a line, asking for the boxes of its runs of text."""
        first = self._index(start)
        count = self._index(start + len(body) - 1) - first + 1 if self._shifted else len(body)
        runs = self._pdfium.FPDFText_CountRects(self._page, first, count)
        gaps: list[tuple[int, float, float]] = []
        if runs < 2:
            return gaps
        left, top, right, bottom = self._corners
        self._pdfium.FPDFText_GetRect(self._page, 0, left, top, right, bottom)
        end = right.value
        for run in range(1, runs):
            self._pdfium.FPDFText_GetRect(self._page, run, left, top, right, bottom)
            if left.value - end > WIDE_GAP * size:
                offset = self._offset_at(left.value, (top.value + bottom.value) / 2, body, first)
                if offset:
                    gaps.append((offset, end, left.value))
            end = max(end, right.value)
        return gaps

    def _offset_at(self, x: float, y: float, body: str, first: int) -> int:
        """Return the offset in `body` of the word that begins at a place; 0 if there is none."""
        index = self._pdfium.FPDFText_GetCharIndexAtPos(self._page, x + 0.5, y, 2.0, 4.0)
        offset = index - first
        return offset if 0 < offset < len(body) and body[offset - 1].isspace() else 0

    def _is_bold(self, offset: int) -> bool:
        length = self._pdfium.FPDFText_GetFontInfo(
            self._page, self._index(offset), self._font, 128, self._flags
        )
        name = self._font.value.lower() if length else b""
        return b"bold" in name or b"black" in name or b"heavy" in name or b"semibold" in name

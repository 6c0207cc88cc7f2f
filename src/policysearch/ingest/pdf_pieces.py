"""What pdfium knows of the lines of a page: text, places, wide gaps, weight, raised numbers.

pdfium gives the text of a page in the order in which it was drawn, ends lines with CR LF, and writes U+FFFE
for a hyphen at which it joined two lines. Places are asked for the first and last character of each line
only: a page has some 4,000 characters and 40 lines, and each question costs as much as copying 1,000
characters.
"""

from __future__ import annotations

import ctypes
import re
import struct
from functools import lru_cache
from typing import Any

from .pdf_characters import clean, is_clean
from .pdf_lines import (
    LINE_END_HYPHEN,
    MAX_MARKER,
    SAME_LINE,
    SUPERSCRIPT_SIZE,
    WIDE_GAP,
    Line,
    joined,
    raised,
)

GAP_SAMPLE = 6
"""Every sixth line is looked at for wide gaps, and all lines of a page where one has some: the look is
a tenth of the time of reading, and lines through columns have gaps nearly everywhere."""
UNEVEN = 1.0
"""Points: where the first and the last character differ by more in height, the middle one decides."""
BUFFER_STEP = 4096
"""Characters by which buffers for a page's text grow: the type of a new size takes 20 microseconds."""
MIN_GAP_CHARS = 5
"""Characters; shorter lines are numbers and labels."""
MAX_BOLD = 95
"""Characters; longer lines are taken to be body text without asking for their face: headings are shorter."""
WIDE_TEXT = 0.5
"""Width of a line in its heights for each character: text has 0.35 to 0.48, capitals 0.6, rows more."""

_LINE_END = "\r\n"
_HYPHEN_MARKS = ("\ufffe", "\x02")
_HYPHEN_MARK = re.compile("[\ufffe\x02]")
_LEADERS = (". .", "...", "…")
_WORD = re.compile(r"\S+")
_NAME = re.compile(r"[^\W\d_]{3,}\s")
"""What stands in the first column of a table, and is no marker."""
_BOLD = re.compile(rb"(?i)bold|black|heavy")
# A pattern that begins with digits is searched for ten times as fast as one that begins with what precedes.
_NUMBER_END = re.compile(
    r"\d(?:(?<=[^\W\d_]\d)|(?<=[;”’»)\]]\d)|(?<=[^\d][.,:]\d))\d{0,2}(?:, ?\d{1,3})*(?!\w|\.\d)"
)
"""A number that follows a letter or a punctuation mark, but for the marks inside numbers."""
_GROWN_NUMBER = re.compile(r"[12](?:(?:(?<=1)9|(?<=2)0)\d\d(\d{1,3})|(?<=1)0([−–-]?\d{1,2}))(?!\w|[.,]\d)")
"""A year with the number of a note, or a power of ten, if the part in brackets is raised and no digit stands
before it."""
_IN_NUMBERS = frozenset(".,:")
_LEADING_MARK = re.compile(r"\d{1,3}(?=\s|[A-Z“‘][a-z]|[AI]\s)")


def read_lines(textpage: Any) -> list[Line]:
    """Return the lines of a page in the order in which they were drawn.

    Args:
        textpage: As ``FPDFText_LoadPage`` returns it.
    """
    lines: list[Line] = []
    for line in _Reader(textpage).lines():
        if not line.text:
            continue
        if lines and (whole := joined(lines[-1], line)):
            lines[-1] = whole
        else:
            lines.append(line)
    return lines


def _may_have_gaps(index: int, line: Line) -> bool:
    """Tell whether to look for gaps: in a sample of the lines, and in those that are wide for their text."""
    return index % GAP_SAMPLE == 0 or line.right - line.left > WIDE_TEXT * line.size * len(line.text)


# Half as long as asking the four fields of pdfium's FS_RECTF.
_RECTANGLE = struct.Struct("4f").unpack_from

_Place = tuple[float, float, float, float]


class _Reader:
    """Asks pdfium for the places of one page's characters."""

    def __init__(self, textpage: Any) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._box_of = pdfium.FPDFText_GetLooseCharBox
        self._page = textpage
        self._box = pdfium.FS_RECTF()
        self._font = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._corners = [ctypes.c_double() for _ in range(4)]
        count = max(0, pdfium.FPDFText_CountChars(textpage))
        letters = (ctypes.c_ushort * (count // BUFFER_STEP * BUFFER_STEP + BUFFER_STEP))()
        length = pdfium.FPDFText_GetText(textpage, 0, count, letters) if count else 0
        self._text = ctypes.string_at(letters, 2 * max(0, length - 1)).decode("utf-16-le", "ignore")
        self._unclean = not is_clean(self._text)
        self._shifted = len(self._text) != count
        self._marks = self._possible_marks()
        self._mark = 0

    def lines(self) -> list[Line]:
        """Return the lines as pdfium has them, each with its wide gaps."""
        lines: list[Line] = []
        begin = 0
        hyphens = _HYPHEN_MARK.search(self._text) is not None
        for stretch in self._text.split(_LINE_END):
            if stretch:
                for part in _HYPHEN_MARK.split(stretch) if hyphens else (stretch,):
                    end = begin + len(part)
                    self._add(lines, part, begin, self._text[end : end + 1] in _HYPHEN_MARKS)
                    begin = end + 1
                begin -= 1
            begin += len(_LINE_END)
        if any(self._gaps(line) for index, line in enumerate(lines) if _may_have_gaps(index, line)):
            for line in lines:
                line.gaps = self._gaps(line)
        return lines

    def _add(self, lines: list[Line], stretch: str, begin: int, hyphenated: bool) -> None:
        """Add the line, or the lines where pdfium saw no line break, of a stretch of text."""
        body = stretch.strip()
        if not body:
            return
        start = begin if stretch[0] == body[0] else begin + stretch.index(body[0])
        first = self._place(start)
        last = self._place(start + len(body) - 1) if len(body) > 1 else first
        height = max(first[3] - first[1], last[3] - last[1])
        if abs(first[1] - last[1]) <= SAME_LINE * height:
            lines.append(self._line(body, start, first, last, hyphenated))
        elif abs(first[0] - last[0]) <= max(first[2] - first[0], last[2] - last[0]) + 1 and len(body) > 2:
            lines.append(self._turned(body, first, last, start))
        else:
            self._add_several(lines, body, start, hyphenated)

    def _add_several(self, lines: list[Line], body: str, start: int, hyphenated: bool) -> None:
        """Add the lines of a stretch: each begins at a word lower or higher than the one before."""
        begin = 0
        place = previous = self._place(start)
        for word in re.finditer(r"(?<=\s)\S", body):
            here = self._place(start + word.start())
            if abs(here[1] - previous[1]) > SAME_LINE * max(here[3] - here[1], previous[3] - previous[1]):
                part = body[begin : word.start()].rstrip()
                end = self._place(start + begin + len(part) - 1)
                lines.append(self._line(part, start + begin, place, end, False))
                begin, place = word.start(), here
            previous = here
        last = self._place(start + len(body) - 1)
        lines.append(self._line(body[begin:], start + begin, place, last, hyphenated))

    def _possible_marks(self) -> list[tuple[int, int]]:
        """Return where numbers stand that are note marks or exponents if they are raised.

        Those are numbers that follow a letter or a punctuation mark, the last digits of what may be a year,
        and those of what may be a power of ten.
        """
        text = self._text
        marks = [match.span() for match in _NUMBER_END.finditer(text)]
        grown = [
            match.span(match.lastindex or 0)
            for match in _GROWN_NUMBER.finditer(text)
            if (before := text[match.start() - 1 : match.start()]) not in _IN_NUMBERS and not before.isdigit()
        ]
        return sorted(marks + grown) if grown else marks

    def _index(self, offset: int) -> int:
        """Return pdfium's number of the character at an offset of the text."""
        if not self._shifted:
            return offset
        return int(self._pdfium.FPDFText_GetCharIndexFromTextIndex(self._page, offset))

    def _place(self, offset: int) -> _Place:
        """Return left, bottom, right and top of the character at an offset of the text."""
        index = self._index(offset) if self._shifted else offset
        if self._box_of(self._page, index, self._box):
            left, top, right, bottom = _RECTANGLE(self._box)
            return left, bottom, right, top
        return 0.0, 0.0, 0.0, 0.0

    def _turned(self, body: str, first: _Place, last: _Place, start: int) -> Line:
        left, right = min(first[0], last[0]), max(first[2], last[2])
        bottom, top = min(first[1], last[1]), max(first[3], last[3])
        turn = 90 if last[1] > first[1] else -90
        return Line(
            clean(body), left, bottom, right, top, right - left, self._is_bold(body, start), turn, start
        )

    def _line(self, body: str, start: int, first: _Place, last: _Place, hyphenated: bool) -> Line:
        model, mark = first, ""
        if body[0].isdigit():
            mark = self._raised_start(body, start, first)
            if mark:
                model = self._place(start + len(mark) + body[len(mark)].isspace())
        elif not body[0].isalpha() or abs(first[3] - first[1] - last[3] + last[1]) > UNEVEN:
            middle = self._place(start + len(body) // 2 - (body[len(body) // 2] == " "))
            model = middle if middle[3] > middle[1] else first
        text = self._with_note_marks(body, start) if self._mark < len(self._marks) else body
        if mark:
            text = f"[{mark}] {text[len(mark) :].lstrip()}"
        if self._unclean:
            text = clean(text)
        return Line(
            text + LINE_END_HYPHEN if hyphenated and text else text,
            first[0],
            model[1],
            last[2],
            model[3],
            model[3] - model[1],
            len(body) <= MAX_BOLD and self._is_bold(body, start),
            0,
            start,
            noted=bool(mark),
        )

    def _raised_start(self, body: str, start: int, first: _Place) -> str:
        """Return the number with which a line begins if it is raised, as in a footnote."""
        mark = _LEADING_MARK.match(body)
        if not mark or mark.end() + 1 >= len(body):
            return ""
        following = self._place(start + mark.end() + body[mark.end()].isspace())
        return mark.group() if first[3] - first[1] < SUPERSCRIPT_SIZE * (following[3] - following[1]) else ""

    def _with_note_marks(self, body: str, start: int) -> str:
        """Return the text with raised numbers set off, so that they are not read as part of a word."""
        end = start + len(body)
        while self._mark < len(self._marks) and self._marks[self._mark][0] < start:
            self._mark += 1
        parts: list[str] = []
        done = 0
        while self._mark < len(self._marks) and self._marks[self._mark][1] <= end:
            begin, stop = self._marks[self._mark]
            self._mark += 1
            if begin > start and self._is_raised(begin, begin - 1):
                while "," in self._text[begin:stop] and not self._is_raised(stop - 1, begin - 1):
                    stop = self._text.rindex(",", begin, stop)
                before = body[done : begin - start]
                parts += [before, raised(before, self._text[begin:stop])]
                done = stop - start
        return "".join(parts) + body[done:] if parts else body

    def _is_raised(self, offset: int, other: int) -> bool:
        """Tell whether a character is smaller and stands higher than another one."""
        here, before = self._place(offset), self._place(other)
        return here[3] - here[1] < SUPERSCRIPT_SIZE * (before[3] - before[1]) and here[1] > before[1]

    def _gaps(self, line: Line) -> tuple[tuple[int, float, float], ...]:
        """Return the wide gaps of a line, asking for the boxes of its runs of text."""
        if line.turn or len(line.text) < MIN_GAP_CHARS:
            return ()
        first, count = self._index(line.start), len(line.text)
        if self._shifted:
            count = self._index(line.start + count - 1) - first + 1
        runs = self._pdfium.FPDFText_CountRects(self._page, first, count)
        if runs < 2:
            return ()
        left, top, right, bottom = self._corners
        gaps: list[tuple[int, float, float]] = []
        end = line.right
        for run in range(runs):
            self._pdfium.FPDFText_GetRect(self._page, run, left, top, right, bottom)
            if run and left.value - end > WIDE_GAP * line.size:
                offset = self._offset_at(left.value, (top.value + bottom.value) / 2, line)
                is_cell = offset > MAX_MARKER or _NAME.match(line.text, 0, offset)
                if is_cell and not line.text.startswith(_LEADERS, offset):
                    gaps.append((offset, end, left.value))
            end = max(end, right.value) if run else right.value
        return tuple(gaps)

    def _offset_at(self, x: float, y: float, line: Line) -> int:
        """Return the offset in a line's text of the word that begins at a place; 0 if none does."""
        index = self._pdfium.FPDFText_GetCharIndexAtPos(self._page, x + 0.5, y, 2.0, 4.0)
        offset = index - self._index(line.start)
        before = self._text[line.start : line.start + offset]
        if offset <= 0 or not before[-1:].isspace():
            return 0
        words = list(_WORD.finditer(line.text))
        number = len(before.split())
        return words[number].start() if 0 < number < len(words) else 0

    def _is_bold(self, body: str, start: int) -> bool:
        """Tell whether the character in the middle is set in a bold face."""
        middle = len(body) // 2
        offset = start + middle - (body[middle] == " ")
        if not self._pdfium.FPDFText_GetFontInfo(
            self._page, self._index(offset), self._font, 128, self._flags
        ):
            return False
        return _is_bold_face(self._font.value)


@lru_cache(maxsize=1024)
def _is_bold_face(font: bytes) -> bool:
    return _BOLD.search(font) is not None

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
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .pdf_characters import clean, is_clean

if TYPE_CHECKING:
    from collections.abc import Sequence

LINE_END_HYPHEN = "\u00ad"
"""Last character of a line that was broken inside a word, whether or not the word has that hyphen itself."""

WIDE_GAP = 1.2
"""In line heights: more white space inside a line parts columns or table cells; words of a justified line
stay below 0.8 even in narrow columns."""
GAP_SAMPLE = 6
"""Every sixth line is looked at for wide gaps, and all lines of a page where one has some: the look is
a tenth of the time of reading, and lines through columns have gaps nearly everywhere."""
MAX_MARKER = 7
"""Characters: white space after so few at the start of a line sets off a list marker."""
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
SUPERSCRIPT_SIZE = 0.8
"""In heights of the neighbouring character: note marks are set at 0.58 to 0.70, small capitals above 0.8."""
SAME_LINE = 0.5
"""In line heights: pieces whose lower edges differ by less are on one line (superscripts: 0.35)."""
HIGHEST_MARK = 0.7
"""In line heights: so much higher stands the number of a note at most."""
NEAR = 0.8
"""In line heights: most white space between pieces of one line that are joined."""
MARK_GAP = 3.0
"""In line heights: most white space between a raised number and what follows it: the text of the footnote, or
the next word of a justified line in a narrow column."""

_LINE_END = "\r\n"
_HYPHEN_MARKS = ("\ufffe", "\x02")
_HYPHEN_MARK = re.compile("[\ufffe\x02]")
_LEADERS = (". .", "...", "…")
_WORD = re.compile(r"\S+")
_NAME = re.compile(r"[^\W\d_]{3,}\s")
"""What stands in the first column of a table, and is no marker."""
_BOLD = re.compile(rb"(?i)bold|black|heavy")
# A pattern that begins with digits is searched for ten times as fast as one that begins with what precedes them.
_NUMBER_END = re.compile(
    r"\d(?:(?<=[^\W\d_]\d)|(?<=[;”’»)\]]\d)|(?<=[^\d][.,:]\d))\d{0,2}(?:, ?\d{1,3})*(?!\w|\.\d)"
)
"""A number that follows a letter or a punctuation mark, but for the marks inside numbers."""
_GROWN_NUMBER = re.compile(r"[12](?:(?:(?<=1)9|(?<=2)0)\d\d(\d{1,3})|(?<=1)0([−–-]?\d{1,2}))(?!\w|[.,]\d)")
"""A year with the number of a note, or a power of ten, if the part in brackets is raised and no digit stands
before it."""
_POWER = re.compile(r"(?<![\d.,])10$|(?<![^\W\d_])[kcm]?m$")
"""What raised digits are exponents of: ten, metres and their kin."""
_IN_NUMBERS = frozenset(".,:")
_LEADING_MARK = re.compile(r"\d{1,3}(?=\s|[A-Z“‘][a-z]|[AI]\s)")
_WHOLE_MARK = re.compile(r"(?:\d{1,3}|[*†‡§]{1,3})(?:[,\s]+\d{1,3})*")


@dataclass(slots=True)
class Line:
    """A line of a page, or its part in one column. Places are in points from the lower left corner.

    Never changed once read; not frozen, as that doubles the time to make one, and reports have thousands.

    Attributes:
        text: Without white space at its ends; ends with ``LINE_END_HYPHEN`` if broken inside a word.
        size: Height of the first full-sized character, ascent to descent: about 1.2 times the font size.
        bold: Whether it is set in a bold face.
        turn: Degrees by which it is turned: 90 for text that runs up the page, -90 for text that runs down.
        start: Offset of its first character in pdfium's text of the page.
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
    turn: int = 0
    start: int = 0
    gaps: tuple[tuple[int, float, float], ...] = ()
    noted: bool = False


def read_lines(textpage: Any) -> list[Line]:
    """Return the lines of a page in the order in which they were drawn.

    Args:
        textpage: As ``FPDFText_LoadPage`` returns it.
    """
    lines: list[Line] = []
    for line in _Reader(textpage).lines():
        if not line.text:
            continue
        if lines and (joined := _joined(lines[-1], line)):
            lines[-1] = joined
        else:
            lines.append(line)
    return lines


def is_turned(lines: Sequence[Line]) -> bool:
    """Tell whether most of a page's text runs up or down it, as wide tables do."""
    turned = sum(len(line.text) for line in lines if line.turn)
    return turned > sum(len(line.text) for line in lines) / 2


def turned_upright(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a turned page with their places as if the page had been turned back."""
    turn = next(line.turn for line in lines if line.turn)
    return [
        replace(
            line, left=line.bottom, right=line.top, bottom=-line.right, top=-line.left, turn=line.turn - turn
        )
        if turn > 0
        else replace(
            line, left=-line.top, right=-line.bottom, bottom=line.left, top=line.right, turn=line.turn - turn
        )
        for line in lines
    ]


def _joined(line: Line, piece: Line) -> Line | None:
    """Return both as one line if `piece` goes on where `line` ends, as after a raised note mark."""
    if piece.top < line.bottom or line.turn or piece.turn or line.text.endswith(LINE_END_HYPHEN):
        return None
    height = max(line.size, piece.size)
    gap = piece.left - line.right
    if line.size < SUPERSCRIPT_SIZE * piece.size and _WHOLE_MARK.fullmatch(line.text):
        if -1 <= gap < MARK_GAP * height and piece.bottom <= line.bottom < piece.top:
            return replace(piece, text=f"[{line.text}] {piece.text}", left=line.left, noted=True)
        return None
    rise = piece.bottom - line.bottom
    is_mark = piece.size < SUPERSCRIPT_SIZE * line.size and _WHOLE_MARK.fullmatch(piece.text) is not None
    if not -SAME_LINE * height < rise < (HIGHEST_MARK if is_mark else SAME_LINE) * height:
        return None
    if not -0.3 * height < gap < (MARK_GAP if line.text[-1] == "]" else NEAR) * height:
        return None
    if is_mark:
        return replace(line, text=line.text + _raised(line.text, piece.text), right=piece.right)
    space = " " if gap > 0.12 * height else ""
    shift = len(line.text) + len(space)
    wide = ((shift, line.right, piece.left),) if gap > WIDE_GAP * height else ()
    gaps = line.gaps + wide + tuple((offset + shift, left, right) for offset, left, right in piece.gaps)
    return replace(line, text=line.text + space + piece.text, right=piece.right, gaps=gaps)


def _raised(before: str, digits: str) -> str:
    """Return raised digits as they are written in one line: "10^25", "5 km^2", "misled[6]"."""
    return f"^{digits}" if _POWER.search(before) and "," not in digits else f"[{digits}]"


def _may_have_gaps(index: int, line: Line) -> bool:
    """Tell whether to look for gaps: in a sample of the lines, and in those that are wide for their text."""
    return index % GAP_SAMPLE == 0 or line.right - line.left > WIDE_TEXT * line.size * len(line.text)


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
        for stretch in self._text.split(_LINE_END):
            if stretch:
                for part in _HYPHEN_MARK.split(stretch) if _HYPHEN_MARK.search(stretch) else (stretch,):
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
        box = self._box
        index = self._index(offset) if self._shifted else offset
        if self._box_of(self._page, index, box):
            return box.left, box.bottom, box.right, box.top
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
            text + LINE_END_HYPHEN if hyphenated else text,
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
                parts += [before, _raised(before, self._text[begin:stop])]
                done = stop - start
        return "".join(parts) + body[done:] if parts else body

    def _is_raised(self, offset: int, other: int) -> bool:
        """Tell whether a character is smaller and stands higher than another one."""
        raised, before = self._place(offset), self._place(other)
        return raised[3] - raised[1] < SUPERSCRIPT_SIZE * (before[3] - before[1]) and raised[1] > before[1]

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

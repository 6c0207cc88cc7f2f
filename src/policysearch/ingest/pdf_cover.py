"""Title and date of a PDF as its first pages show them."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from .pdf_continuity import SAME_SIZE
from .pdf_metadata import is_addressed, sensible_title
from .pdf_publisher import SPARSE, masthead_lines
from .publication_dates import find_date, parse_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .pdf_blocks import Style
    from .pdf_lines import Line

MASTHEAD_WORDS = 2
"""A largest line of so few words is a masthead where a longer line in large type stands beside it."""
TITLE_SIZE = 1.05
"""In heights of the body type: smaller type on the cover is no title."""
TITLE_DISTANCE = 1.8
"""In line heights: lines of one title stand closer."""
MAX_DATE_LINE = 60
"""Characters of a line that shows the document's own date; longer lines are prose and name other dates."""
FIRST_PAGES = 3
"""Pages in which the words of a title have to occur, and in which an imprint names the date."""
MIN_WORD = 4
"""Letters of a word that tells titles apart."""
MASTHEAD_LINES = 3
"""Lines from the volume and number of a periodical to the day of its issue."""
FIRST_YEAR = 1950
"""Lowest number alone on a cover's line that is a year."""

_SYMBOL = re.compile(
    r"(?=[^\d]*\d)(?=.*[/_()])[A-Z0-9][A-Z0-9 /_.():–-]+(?: final)?(?:[ /]rev\.? ?\d)?", re.ASCII
)
_ISO_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")
_WORD = re.compile(rf"\w{{{MIN_WORD},}}")


def cover_title(lines: Sequence[Line], style: Style) -> str:
    """Return the words in the largest type of page 1; the most words in bold if none is larger than the body.

    Lines that are a document's number are left out. Where the words name but the kind of paper and whom it
    is addressed to, the title is what stands below them in the same type.

    Args:
        lines: Of page 1, running heads included.
        style: Of the report.
    """
    larger = [line for line in lines if not line.turn and line.size >= TITLE_SIZE * style.size]
    bold = [line for line in lines if line.bold and not line.turn and not style.bold]
    return _largest(_titles(larger)) or _longest(_titles(bold))


def is_of(title: str, pages: Sequence[Sequence[Line]]) -> bool:
    """Tell whether any longer word of a title occurs on the first pages; of a template's title none does."""
    words = set(_WORD.findall(title.lower()))
    return not words or any(
        not words.isdisjoint(_WORD.findall(line.text.lower()))
        for page in pages[:FIRST_PAGES]
        for line in page
    )


def _titles(lines: Sequence[Line]) -> list[tuple[str, Line]]:
    """Return the runs of lines that can be titles, as drawn, with the first line of each."""
    runs: list[list[Line]] = []
    for line in lines:
        last = runs[-1][-1] if runs else None
        if last and _same_size(last, line) and _stands_below(line, last):
            runs[-1].append(line)
        else:
            runs.append([line])
    shown = [[line for line in run if not _SYMBOL.fullmatch(line.text)] for run in runs]
    return [
        (title, run[0])
        for run in shown
        if (title := sensible_title(" ".join(line.text for line in run).replace("\u00ad ", "")))
    ]


def _longest(titles: Sequence[tuple[str, Line]]) -> str:
    """Return the title with the most characters; what stands below it if that says but whom it addresses."""
    place = max(range(len(titles)), key=lambda place: len(titles[place][0]), default=-1)
    while place >= 0 and is_addressed(titles[place][0]) and place + 1 < len(titles):
        place += 1
    return titles[place][0] if place >= 0 else ""


def _largest(titles: Sequence[tuple[str, Line]]) -> str:
    """Return the longest title in the largest type; the next smaller one if that is a masthead."""
    if not titles:
        return ""
    first = max((line for _, line in titles), key=lambda line: line.size)
    largest = [(title, line) for title, line in titles if _same_size(first, line)]
    longest = _longest(largest)
    smaller = sorted(
        (
            (title, line)
            for title, line in titles
            if not _same_size(first, line) and len(title.split()) > MASTHEAD_WORDS
        ),
        key=lambda titled: -titled[1].size,
    )
    is_masthead = longest.isascii() and len(longest.split()) <= MASTHEAD_WORDS
    return smaller[0][0] if (is_masthead or is_addressed(longest)) and smaller else longest


def _stands_below(line: Line, last: Line) -> bool:
    return 0.5 * line.size < last.bottom - line.bottom < TITLE_DISTANCE * line.size


def _same_size(line: Line, other: Line) -> bool:
    return abs(line.size - other.size) <= SAME_SIZE * line.size


def published_on(
    pages: Sequence[Sequence[Line]],
    cover: Sequence[Line],
    style: Style,
    printed: str | None,
    made: str | None,
) -> tuple[str | None, str]:
    """Return the EDTF date of publication and a note that says where it was found, None and "" if nowhere.

    Args:
        pages: The lines of all pages, running heads included.
        cover: Those of page 1 without running heads.
        style: Of the report.
        printed: The date in the file's properties that its publisher entered, None if there is none.
        made: When the file was made, None if it does not say.
    """
    if issued := _issued(pages[0]):
        return issued, f"date {issued} of the issue as shown on page 1"
    if shown := _only(_dates(cover)):
        return shown, f"date {shown} as shown on page 1"
    if printed:
        return printed, f"date {printed} from the file's properties"
    imprint = [line for page in pages[1:FIRST_PAGES] for line in page] if len(pages[0]) <= SPARSE else []
    if imprinted := _only(value for line in imprint if "-" in (value := _whole_date(line) or "")):
        return imprinted, f"date {imprinted} as shown in the imprint"
    if made and (titled := _date_in_title(cover, style, made)):
        return titled, f"date {titled} as named in the title on page 1"
    return made, f"date {made} is when the PDF file was made; page 1 shows no single date" if made else ""


def _dates(lines: Sequence[Line]) -> Iterator[str]:
    """Return the dates that stand on short lines, but for footnotes.

    On a cover, which has few lines, years alone count too; elsewhere the ends of paragraphs do not.
    """
    is_cover = len(lines) <= SPARSE
    for before, line in pairwise([None, *lines]):
        if line is None or len(line.text) > MAX_DATE_LINE or line.noted:
            continue
        if not is_cover and before and len(before.text) > MAX_DATE_LINE and _goes_on(before, line):
            continue
        value = find_date(line.text) or _whole_date(line)
        if value and ("-" in value or is_cover):
            yield value


def _goes_on(line: Line, following: Line) -> bool:
    """Tell whether a line stands below another one in the same type, as the next one of a paragraph does."""
    return _stands_below(following, line) and _same_size(line, following) and line.bold == following.bold


def _whole_date(line: Line) -> str | None:
    """Return the date that a line is and nothing else, of a year or month too."""
    text = line.text.strip()
    if text[0].isdigit() and text.replace("-", "").isdigit() and not _ISO_DATE.fullmatch(text):
        return None
    if _ISO_DATE.fullmatch(text) and not FIRST_YEAR <= int(text[:4]) <= date.today().year + 1:
        return None
    return parse_date(text) if len(text) <= MAX_DATE_LINE else None


def _issued(lines: Sequence[Line]) -> str | None:
    """Return the day of a periodical's issue, in the line with its volume and number or just below it."""
    for index, _ in masthead_lines(lines):
        for line in lines[index : index + MASTHEAD_LINES]:
            if found := find_date(line.text):
                return found
    return None


def _date_in_title(lines: Sequence[Line], style: Style, made: str) -> str | None:
    """Return the one day that large or bold lines of page 1 name, if the file was made within a year."""
    shown = [
        line.text for line in lines if line.size >= TITLE_SIZE * style.size or (line.bold and not style.bold)
    ]
    value = find_date(" ".join(shown))
    return value if value and value <= made and int(made[:4]) - int(value[:4]) <= 1 else None


def _only(values: Iterable[str]) -> str | None:
    """Return the one date of several if all others are less exact forms of it, else None."""
    shown = set(values)
    finest = {
        value for value in shown if not any(other != value and other.startswith(value) for other in shown)
    }
    return finest.pop() if len(finest) == 1 else None

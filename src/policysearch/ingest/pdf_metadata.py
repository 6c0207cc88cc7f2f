"""Title and date of a PDF: what the file says of itself where that is sensible, else what its cover shows."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from .pdf_continuity import SAME_SIZE
from .publication_dates import find_date, parse_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .pdf_blocks import Style
    from .pdf_lines import Line

MIN_TITLE = 5
"""Letters; shorter titles are abbreviations of an author's own ("TA")."""
MAX_TITLE = 250
"""Characters; longer ones are abstracts in the wrong field."""
MASTHEAD_WORDS = 2
"""A largest line of so few words is a masthead where a longer line in large type stands beside it."""
TITLE_SIZE = 1.05
"""In heights of the body type: smaller type on the cover is no title."""
TITLE_DISTANCE = 1.8
"""In line heights: lines of one title stand closer."""
MAX_DATE_LINE = 60
"""Characters of a line that shows the document's own date; longer lines are prose and name other dates."""

_PDF_DATE = re.compile(r"(?:D:)?\s*(\d{4})(\d{2})?(\d{2})?")
_MOJIBAKE = re.compile(r"[ÂÃâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸ]")


def sensible_title(title: str) -> str:
    """Return the title from a file's properties on one line, "" if a program made it up."""
    title = _repaired(" ".join(title.replace("\x00", "").split()))
    letters = sum(map(str.isalpha, title))
    cjk = sum(1 for char in title if char >= "\u3400")
    if (letters < MIN_TITLE and cjk < 3) or len(title) > MAX_TITLE:
        return ""
    return "" if any(pattern.search(title) for pattern in _made_up()) else title


def cover_title(lines: Sequence[Line], style: Style) -> str:
    """Return the words in the largest type of page 1; the most words in bold if none is larger than the body.

    Args:
        lines: Of page 1, running heads included.
        style: Of the report.
    """
    larger = [line for line in lines if not line.turn and line.size >= TITLE_SIZE * style.size]
    bold = [line for line in lines if line.bold and not line.turn and not style.bold]
    return _largest(_runs(larger)) or max(_titles(_runs(bold)), key=len, default="")


def _runs(lines: Sequence[Line]) -> list[list[Line]]:
    """Return lines of one size that stand below each other."""
    runs: list[list[Line]] = []
    for line in lines:
        last = runs[-1][-1] if runs else None
        if last and _same_size(last, line) and _stands_below(line, last):
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _titles(runs: Sequence[list[Line]]) -> dict[str, Line]:
    """Return those runs that can be titles, largest first, with their first lines."""
    return {
        title: run[0]
        for run in sorted(runs, key=lambda run: -run[0].size)
        if (title := sensible_title(" ".join(line.text for line in run).replace("\u00ad ", "")))
    }


def _largest(runs: Sequence[list[Line]]) -> str:
    """Return the longest title in the largest type; the next smaller one if that is a masthead."""
    titles = _titles(runs)
    if not titles:
        return ""
    first = next(iter(titles.values()))
    largest = [title for title, line in titles.items() if _same_size(first, line)]
    longest = max(largest, key=len)
    others = [title for title in titles if title not in largest and len(title.split()) > MASTHEAD_WORDS]
    is_masthead = longest.isascii() and len(longest.split()) <= MASTHEAD_WORDS
    return others[0] if is_masthead and others else longest


def _stands_below(line: Line, last: Line) -> bool:
    return 0.5 * line.size < last.bottom - line.bottom < TITLE_DISTANCE * line.size


def _same_size(line: Line, other: Line) -> bool:
    return abs(line.size - other.size) <= SAME_SIZE * line.size


def cover_date(lines: Iterable[Line]) -> str | None:
    """Return the EDTF date that page 1 shows on a line of its own; None if it shows none or several."""
    shown = {value for line in lines if len(line.text) <= MAX_DATE_LINE and (value := find_date(line.text))}
    finest = {
        value for value in shown if not any(other != value and other.startswith(value) for other in shown)
    }
    return finest.pop() if len(finest) == 1 else None


def created_on(stamp: str) -> str | None:
    """Return the EDTF date of a PDF time stamp ("D:20250114094619Z", ISO 32000-1, 7.9.4), or None."""
    match = _PDF_DATE.match(stamp)
    if not match or not 1980 <= int(match[1]) <= date.today().year + 1:
        return None
    return parse_date("-".join(part for part in match.groups() if part))


def _repaired(title: str) -> str:
    """Return a title whose UTF-8 was taken for Windows-1252 as it was meant."""
    if not _MOJIBAKE.search(title):
        return title
    try:
        return title.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return title


@cache
def _made_up() -> tuple[re.Pattern[str], ...]:
    data = tomllib.loads(resources.files(__package__).joinpath("pdf_titles.toml").read_text("utf-8"))
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in data["made_up"])

"""Reads plain text and Markdown. Their text is the decoded file, unchanged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .authors import person_names
from .encodings import decode
from .media_types import MARKDOWN, TEXT
from .publication_dates import find_date, parse_date
from .reading import Reading
from .text_headings import markdown_headings, plain_headings, text_lines

if TYPE_CHECKING:
    from pathlib import Path

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^(?P<key>\w+):[ \t]*(?P<value>[^\r\n]+?)[ \t]*\r?$", re.MULTILINE)
_TOP_LINES = 12
"""A title page names its date within this many lines that are not blank."""
_MAX_DATED_LINE_CHARS = 60
"""A longer line with a date in it is a sentence, about any day."""
_SENTENCE = re.compile(r"(?:\S+\s+){4}\S+[.!?;,]$|[。！？；，]$")
"""The end of a sentence or of a part of one: the date in such a line is of what it tells."""
_MAX_TITLE_CHARS = 150
_CITED_AS = re.compile(r"\bmay be cited as (?:the )?[“\"'‘`]+(?P<name>[^“”\"'’`]{4,150}?),?[”\"'’]")
_FIRST_SECTIONS_CHARS = 4000
_NO_TITLE = re.compile(r"[.!?。！？;；:：,，]$|^[“\"‘]?[(\[]|^(?:whereas|be it enacted)\b", re.IGNORECASE)


def read_text(path: Path) -> Reading:
    """Read a plain-text file: headings by their look, the title and a date if they stand at its top.

    Raises:
        OSError: The file cannot be opened.
    """
    decoded = decode(path.read_bytes())
    published, said = dated_at_top(decoded.text)
    return Reading(
        media_type=TEXT,
        text=decoded.text,
        title=_short_title(decoded.text) or _first_line(decoded.text),
        published=published,
        headings=plain_headings(decoded.text),
        notes=(*decoded.notes, *said),
        gaps=decoded.gaps,
    )


def read_markdown(path: Path) -> Reading:
    """Read a Markdown file: headings as marked, and the front matter between two "---" lines if there is any.

    Raises:
        OSError: The file cannot be opened.
    """
    decoded = decode(path.read_bytes())
    front = _FRONT_MATTER.match(decoded.text)
    fields = {
        match["key"].lower(): match["value"].strip("\"'")
        for match in _FIELD.finditer(front["fields"] if front else "")
    }
    body = front.end() if front else 0
    given = parse_date(fields.get("date", ""))
    published, said = (given, ()) if given else dated_at_top(decoded.text[body:])
    headings = tuple(each for each in markdown_headings(decoded.text) if each.start >= body)
    return Reading(
        media_type=MARKDOWN,
        text=decoded.text,
        title=fields.get("title", ""),
        publisher=fields.get("publisher", ""),
        authors=person_names([fields.get("authors", fields.get("author", "")).strip("[]")]),
        published=published,
        language=fields.get("language", fields.get("lang", "")),
        headings=headings,
        url=fields.get("url", ""),
        notes=(*decoded.notes, *said),
        gaps=decoded.gaps,
    )


def _short_title(text: str) -> str:
    """The name that an act of parliament gives itself in its first section."""
    match = _CITED_AS.search(text, 0, _FIRST_SECTIONS_CHARS)
    return " ".join(match["name"].split()) if match else ""


def _first_line(text: str) -> str:
    """The first line that holds words if it can be a title: short, no sentence and no provision."""
    for line in text_lines(text):
        if line.text:
            fits = len(line.text) <= _MAX_TITLE_CHARS and not _NO_TITLE.search(line.text)
            return " ".join(line.text.split()) if fits else ""
    return ""


def dated_at_top(text: str) -> tuple[str | None, tuple[str, ...]]:
    """The date that a report shows below its title, as EDTF, with a note that says so.

    Returns:
        The date in the short lines near the top of a text; (None, ()) if there is none, or different ones.
    """
    lines = [line.text for line in text_lines(text[:5000]) if line.text][:_TOP_LINES]
    short = (line for line in lines if len(line) <= _MAX_DATED_LINE_CHARS and not _SENTENCE.search(line))
    found = {find_date(line) for line in short} - {None}
    return (found.pop(), ("date from the lines at the top",)) if len(found) == 1 else (None, ())

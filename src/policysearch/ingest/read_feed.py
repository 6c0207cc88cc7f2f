"""Reads RSS and Atom feeds: every entry with its title as a heading and its text below."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from .blocks import TextBuilder, squeeze
from .encodings import decode
from .html_blocks import add_element
from .media_types import HTML
from .publication_dates import parse_date
from .reading import Reading

if TYPE_CHECKING:
    from pathlib import Path

_DECLARED = re.compile(rb"\A\s*(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([\w:.-]+)")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_BODIES = ("content:encoded", "content", "description", "summary")
_DATES = ("published", "pubDate", "issued", "dc:date", "date", "updated", "modified")


def read_feed(path: Path) -> Reading:
    """Read a news feed (RSS 0.9 to 2.0, Atom 0.3 and 1.0).

    The feed's title is the title, its newest entry's date the date of publication: the feed was
    issued then. Entries stand in the order of the file.

    Raises:
        OSError: The file cannot be opened.
    """
    data = path.read_bytes()
    declared = _DECLARED.match(data)
    decoded = decode(data, declared=declared[1].decode("ascii") if declared else "")
    feed = BeautifulSoup(_DECLARATION.sub("", decoded.text, count=1), "lxml-xml")
    entries = feed.find_all(["item", "entry"])
    builder = TextBuilder()
    channel = feed.find(["channel", "feed"])
    title = _child_text(channel, ("title",))
    builder.add_heading(title, 1)
    _add_markup(builder, _child_text(channel, ("description", "subtitle", "tagline")))
    for entry in entries:
        builder.add_heading(_child_text(entry, ("title",)), 2)
        builder.add(_child_text(entry, _DATES))
        _add_markup(builder, _child_text(entry, _BODIES))
    dates = sorted(filter(None, (parse_date(_child_text(entry, _DATES)) for entry in entries)))
    return Reading(
        media_type=HTML,
        text=builder.text(),
        title=title,
        published=dates[-1] if dates else None,
        headings=builder.headings(),
        url=_child_text(channel, ("link",)),
        notes=(*decoded.notes, f"a news feed with {len(entries)} entries"),
        gaps=decoded.gaps,
    )


def _child_text(element: object, names: tuple[str, ...]) -> str:
    """Text of the first child of one of these names, in the order of the names."""
    if isinstance(element, Tag):
        for name in names:
            for child in element.find_all(True, recursive=False):
                full = (
                    f"{child.prefix}:{child.name}" if child.prefix and ":" not in child.name else child.name
                )
                if full == name or child.name == name:
                    text = str(child.get_text()).strip()
                    if text:
                        return text
    return ""


def _add_markup(builder: TextBuilder, markup: str) -> None:
    """Entries hold HTML, escaped so that the feed stays XML."""
    page = BeautifulSoup(f"<div>{markup}</div>", "lxml")
    if page.body and squeeze(page.body.get_text()):
        add_element(page.body, builder)

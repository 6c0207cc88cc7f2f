"""Reads web pages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from .encodings import Decoded, decode
from .html_main import main_text
from .html_metadata import read_metadata
from .media_types import HTML
from .reading import Reading

if TYPE_CHECKING:
    from pathlib import Path

_DECLARED = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w:.-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w:.-]+)", re.I
)
_DECLARATION_BYTES = 4096
"""The HTML standard asks for the declaration in the first 1,024 bytes; pages are late with it."""
_NOTE_MARK = re.compile(
    r"<sup\b[^<>]*>\s*<a\b[^<>]*>\s*\[?(?P<number>\d{1,3})\]?\s*</a>\s*</sup>"
    r"|(?:(?<=[a-zß-ÿ]{3})|(?<=[a-zß-ÿ][.,;:”’)])|(?<=\b(?:19|20)\d\d))<sup\b[^<>]*>\s*(?P<bare>\d{1,3})\s*</sup>"
    r"|(?:(?<=\b10)|(?<=\bm)|(?<=\b[kc]m))<sup\b[^<>]*>\s*(?P<exponent>[−–-]?\d{1,2})\s*</sup>",
    re.IGNORECASE,
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_html(path: Path) -> Reading:
    """Read a web page as saved from a browser or fetched: its main content and what it says of itself.

    Returns:
        A Reading with blank text if the page shows none.

    Raises:
        OSError: The file cannot be opened.
    """
    return parse_html(path.read_bytes())


def parse_html(data: bytes, charset: str = "") -> Reading:
    """Read a web page that is a part of something else, such as a mail or a book.

    Args:
        data: The page.
        charset: The encoding that its container names, "" if none; the page's own declaration is second.
    """
    decoded = decode_html(data, charset)
    page = BeautifulSoup(decoded.text, "lxml")
    metadata = read_metadata(page)
    main = main_text(decoded.text, page, metadata.title)
    return Reading(
        media_type=HTML,
        text=main.text,
        title=metadata.title,
        publisher=metadata.publisher,
        authors=metadata.authors,
        published=metadata.published,
        language=metadata.language,
        headings=main.headings,
        url=metadata.url,
        notes=(*decoded.notes, *metadata.notes, *filter(None, [main.note])),
        gaps=decoded.gaps,
    )


def decode_html(data: bytes, charset: str = "") -> Decoded:
    """Decode a page as its container or the page itself declares.

    The XML declaration is taken away: parsers refuse text that claims to be bytes in some encoding.
    Raised numbers that refer to notes are put into brackets, or they would become part of the word
    before them; exponents are set off by "^".
    """
    declared = _DECLARED.search(data, 0, _DECLARATION_BYTES)
    named = charset or (next(filter(None, declared.groups())).decode("ascii", "replace") if declared else "")
    decoded = decode(data, declared=named)
    text = _XML_DECLARATION.sub("", decoded.text, count=1)
    # Most pages raise nothing, and the pattern takes long to find that out.
    return replace(decoded, text=_NOTE_MARK.sub(_set_off, text) if "<sup" in text.lower() else text)


def _set_off(raised: re.Match[str]) -> str:
    return f"^{raised['exponent']}" if raised["exponent"] else f"[{raised['number'] or raised['bare']}]"

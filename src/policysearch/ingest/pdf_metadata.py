"""What a PDF file says of itself: its properties, and which of its titles and dates can be believed."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from html import unescape
from importlib import resources
from mmap import ACCESS_READ, mmap
from typing import TYPE_CHECKING, Any

from .publication_dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MIN_TITLE = 5
"""Letters; shorter titles are abbreviations of an author's own ("TA")."""
MAX_TITLE = 250
"""Characters; longer ones are abstracts in the wrong field."""
MAX_PROPERTY = 1000
"""Bytes of an XMP property looked at: names and dates are shorter, lists of names longer."""

_XMP = {"Publisher": b"dc:publisher", "Printed": b"prism:coverDate", "Issued": b"prism:publicationDate"}
_PACKET, _PACKET_END = b"<x:xmpmeta", b"</x:xmpmeta>"
_TAGS = re.compile(r"<[^>]*>")
_PDF_DATE = re.compile(r"(?:D:)?\s*(\d{4})(\d{2})?(\d{2})?")
_MOJIBAKE = re.compile(r"[ÂÃâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸ]")


def read_properties(document: Any, path: Path) -> Mapping[str, str]:
    """Return the properties of a file: those of its information dictionary, and three of its XMP packet.

    Publishers of journals and public printers enter ``Publisher``, ``Printed`` (the date on the cover) and
    ``Issued`` (the date of publication) in the packet alone (ISO 16684-1 and PRISM). The packet is looked for
    in the bytes of the file, as it is meant to be found; a compressed one is not.

    Args:
        document: A ``pypdfium2.PdfDocument``.
        path: Of its file.
    """
    properties: dict[str, str] = document.get_metadata_dict(skip_empty=True)
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        begin = content.find(_PACKET)
        while begin >= 0:
            end = content.find(_PACKET_END, begin)
            packet = content[begin:end]
            for name, tag in _XMP.items():
                if name not in properties and (value := _value(packet, tag)):
                    properties[name] = value
            begin = content.find(_PACKET, end) if end >= 0 else -1
    return properties


def _value(packet: bytes, tag: bytes) -> str:
    """Return the text of the first element of a name, "" if there is none or if it is long."""
    begin = packet.find(b"<" + tag)
    value, end, _ = packet[begin : begin + MAX_PROPERTY].partition(b"</" + tag + b">")
    if begin < 0 or not end:
        return ""
    return unescape(" ".join(_TAGS.sub(" ", value.decode("utf-8", "replace")).split()))


def sensible_title(title: str) -> str:
    """Return the title from a file's properties on one line, "" if a program made it up."""
    title = _repaired(" ".join(title.replace("\x00", "").split()))
    letters = sum(map(str.isalpha, title))
    cjk = sum(1 for char in title if char >= "\u3400")
    if (letters < MIN_TITLE and cjk < 3) or len(title) > MAX_TITLE:
        return ""
    return "" if _patterns("made_up").search(title) else title


def is_addressed(title: str) -> bool:
    """Tell whether words name but the kind of a paper and whom it is addressed to."""
    return _patterns("addressed").match(title) is not None


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
def _patterns(name: str) -> re.Pattern[str]:
    """Compile one list of ``pdf_titles.toml`` into one pattern, in any case."""
    data = tomllib.loads(resources.files(__package__).joinpath("pdf_titles.toml").read_text("utf-8"))
    return re.compile("|".join(data[name]), re.IGNORECASE)

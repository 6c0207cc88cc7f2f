"""From a file to a Document: ``read_document``, and ``metadata.csv`` whose values win over the file's.

Each format has a reader in the module of its name; all return a ``Reading``. Readers and the libraries behind
them are imported when a file of their format is read, not before.
"""

from __future__ import annotations

import hashlib
import importlib
import re
import tempfile
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, cast

from ..edtf_dates import is_valid
from ..errors import EmptyFile, IngestError, UnreadableFile, UnsupportedFormat
from ..models import Document
from .blocks import squeeze
from .language import UNKNOWN, detect_language
from .media_types import DOCX, EMAIL, EPUB, FEED, HTML, MARKDOWN, PDF, TEXT, ZIP, media_type_of
from .metadata_table import MetadataRow, apply_metadata, read_metadata_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from .reading import Reading

__all__ = ["MetadataRow", "apply_metadata", "read_document", "read_metadata_table"]

_READERS = {
    HTML: ("read_html", "read_html"),
    PDF: ("read_pdf", "read_pdf"),
    TEXT: ("read_text", "read_text"),
    MARKDOWN: ("read_text", "read_markdown"),
    FEED: ("read_feed", "read_feed"),
    DOCX: ("read_docx", "read_docx"),
    EMAIL: ("read_email", "read_email"),
    EPUB: ("read_epub", "read_epub"),
}
"""Media type of a file to the module and function that read it."""


def read_document(path: Path, *, location: str | None = None, ocr: bool = False) -> Document:
    """Read a file of any format that is known, told by its content first and its suffix second.

    Args:
        path: The file.
        location: How the user names it, if not by ``path``.
        ocr: Recognize the text of PDF pages that are only pictures, which takes seconds a page.

    Returns:
        A whole document. Its title is never empty: what the file says, else its first heading, else
        its name. Its language is what the text shows, else what the file declares.

    Raises:
        UnsupportedFormat: There is no reader for this kind of file.
        UnreadableFile: It cannot be opened, or it is damaged or encrypted.
        EmptyFile: There is no text in it.
        MissingExtra: OCR is asked for and needed, and no program for it is on the path.
    """
    location = location if location is not None else str(path)
    try:
        digest, size = _digest(path)
        if not size:
            raise EmptyFile(f"{location}: the file is empty; put a complete copy in its place")
        media_type = media_type_of(path)
        reader = _reader(media_type, location)
        reading = _read_with_ocr(reader, path) if ocr and media_type == PDF else reader(path)
    except IngestError as error:
        # Readers know the file by its path alone.
        raise type(error)(str(error).replace(str(path), location, 1)) from error
    except OSError as error:
        raise UnreadableFile(
            f"{location}: {error.strerror or error}; check the file and its permissions"
        ) from error
    if not reading.text.strip():
        raise EmptyFile(f"{location}: {_EMPTY.get(reading.media_type, _EMPTY[TEXT])}")
    return Document(
        id=digest[:16],
        location=location,
        media_type=reading.media_type,
        title=_title(reading, location),
        publisher=reading.publisher,
        authors=reading.authors,
        published=reading.published if reading.published and is_valid(reading.published) else None,
        language=_language(reading),
        text=reading.text,
        page_starts=reading.page_starts,
        headings=reading.headings,
        url=reading.url,
        notes=reading.notes,
        gaps=reading.gaps,
    )


_EMPTY = {
    TEXT: "there is no text in it; put a complete copy in its place",
    HTML: "the page shows no text; save it from the browser once it has loaded",
    PDF: "no page has a text layer; run it through OCR first",
}
"""What to say of a file whose reader found no text."""


def _digest(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return digest, file.tell()


def _read_with_ocr(reader: Callable[[Path], Reading], path: Path) -> Reading:
    try:
        reading = reader(path)
    except EmptyFile:
        reading = None
    if reading and not reading.gaps:
        return reading
    from .ocr import make_searchable, ocr_program

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        pages = make_searchable(path, copy)
        recognized = reader(copy)
    note = f"{len(pages)} pages read by OCR ({ocr_program()})"
    return replace(recognized, notes=(*recognized.notes, note))


def _reader(media_type: str, location: str) -> Callable[[Path], Reading]:
    if media_type == ZIP:
        raise UnsupportedFormat(
            f"{location}: an archive is not one document; `ingest` it, or unpack it to read a file of it"
        )
    if media_type not in _READERS:
        raise UnsupportedFormat(
            f"{location}: {media_type} files are not read; convert it to {_target(media_type)}"
        )
    module, function = _READERS[media_type]
    return cast(
        "Callable[[Path], Reading]", getattr(importlib.import_module(f".{module}", __package__), function)
    )


def _target(media_type: str) -> str:
    return "PDF with a text layer" if media_type.startswith("image/") else "PDF, DOCX, HTML or plain text"


def _title(reading: Reading, location: str) -> str:
    title = squeeze(reading.title)
    if not title and reading.headings:
        first = min(reading.headings, key=lambda heading: heading.start)
        title = squeeze(reading.text[first.start : first.end])
    return title or PurePath(location).name


def _language(reading: Reading) -> str:
    """The text decides where it can: templates declare English on pages in any language.

    Without the region: "en-US" and "en-GB" would be two languages to a reader who narrows by language.
    """
    detected = detect_language(reading.text)
    if detected != UNKNOWN or not reading.language:
        return detected
    primary, *others = re.split("[-_]", reading.language.lower())
    if primary != "zh":
        return primary
    return "zh-Hant" if {"hant", "tw", "hk", "mo"} & set(others) else "zh-Hans"

"""Reads books in EPUB 2 and 3 (https://www.w3.org/TR/epub-33/)."""

from __future__ import annotations

import posixpath
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from ..errors import UnreadableFile
from .authors import person_names
from .blocks import TextBuilder, squeeze
from .html_blocks import add_element
from .media_types import EPUB
from .publication_dates import parse_date
from .read_html import decode_html
from .reading import Reading

if TYPE_CHECKING:
    from pathlib import Path

_MAX_CHAPTER_BYTES = 50_000_000
"""The longest laws are 10 MB of XHTML."""
_MAX_BOOK_BYTES = 500_000_000
_MAX_RATIO = 200
"""XHTML shrinks to a tenth or a twentieth; what shrinks more is made to fill the memory."""
_CONTAINER = "META-INF/container.xml"


def read_epub(path: Path) -> Reading:
    """Read a book chapter by chapter in its reading order; the table of contents is left out.

    Raises:
        UnreadableFile: It is damaged, encrypted, or unpacks to more than a book can be.
        OSError: The file cannot be opened.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(_Book(archive, str(path)))
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError) as error:
        raise UnreadableFile(
            f"{path}: the book is damaged or encrypted; get a copy without protection"
        ) from error


class _Book:
    """The files in a book, read within limits."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self._name = name
        self._left = _MAX_BOOK_BYTES

    def page(self, member: str, parser: str) -> BeautifulSoup:
        """A file of the book, parsed.

        Raises:
            KeyError: The book has no such file.
            UnreadableFile: It is larger than the limits.
        """
        info = self._archive.getinfo(member)
        self._left -= info.file_size
        suspicious = info.file_size > _MAX_RATIO * max(1, info.compress_size) and info.file_size > 1_000_000
        if suspicious or info.file_size > _MAX_CHAPTER_BYTES or self._left < 0:
            raise UnreadableFile(
                f"{self._name}: {member} unpacks to {info.file_size:,} bytes; check the file's origin"
            )
        return BeautifulSoup(decode_html(self._archive.read(info)).text, parser)


def _read(book: _Book) -> Reading:
    rootfile = book.page(_CONTAINER, "lxml-xml").find("rootfile")
    opf = unquote(str(rootfile["full-path"])) if isinstance(rootfile, Tag) else ""
    package = book.page(opf, "lxml-xml")
    items = {str(item.get("id")): item for item in package.find_all("item")}
    builder = TextBuilder()
    missing = []
    for reference in package.find_all("itemref"):
        item = items.get(str(reference.get("idref")))
        if item is None or "nav" in str(item.get("properties", "")).split():
            continue
        member = posixpath.normpath(posixpath.join(posixpath.dirname(opf), unquote(str(item.get("href")))))
        try:
            chapter = book.page(member, "lxml")
        except KeyError:
            missing.append(member)
            continue
        if chapter.body:
            add_element(chapter.body, builder)
    return Reading(
        media_type=EPUB,
        text=builder.text(),
        title=_metadata(package, "title"),
        publisher=_metadata(package, "publisher"),
        authors=person_names(each.get_text() for each in package.find_all(["dc:creator", "creator"])),
        published=parse_date(_metadata(package, "date")),
        language=_metadata(package, "language"),
        headings=builder.headings(),
        gaps=tuple(f"the book lacks its chapter {member}" for member in missing),
    )


def _metadata(package: BeautifulSoup, name: str) -> str:
    """A Dublin Core element of the book's package, "" if there is none."""
    element = package.find(f"dc:{name}") or package.find(name)
    return squeeze(element.get_text()) if isinstance(element, Tag) else ""

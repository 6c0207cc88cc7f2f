from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from policysearch.errors import UnreadableFile
from policysearch.ingest import read_document
from policysearch.ingest.read_epub import read_epub

if TYPE_CHECKING:
    from pathlib import Path

CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)
PACKAGE = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Rules</dc:title><dc:language>en</dc:language>
<dc:publisher>The Press</dc:publisher><dc:date>2020-02-01</dc:date></metadata><manifest>
<item id="n" href="nav.xhtml" properties="nav"/><item id="b" href="text/two%20b.xhtml"/>
<item id="a" href="text/one.xhtml"/>
<item id="x" href="gone.xhtml"/></manifest>
<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/><itemref idref="x"/></spine></package>"""
CHAPTER = (
    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'
)


def make(path: Path, one: str = "<h1>One</h1><p>First.</p>", compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OEBPS/book.opf", PACKAGE)
        archive.writestr("OEBPS/nav.xhtml", CHAPTER.format("<nav>Contents</nav>"))
        archive.writestr("OEBPS/text/one.xhtml", CHAPTER.format(one))
        archive.writestr("OEBPS/text/two b.xhtml", CHAPTER.format("<h1>Two</h1><p>Sécond.</p>"))
    return path


def test_chapters_in_reading_order(tmp_path: Path) -> None:
    document = read_document(make(tmp_path / "a.epub"))
    assert document.text == "One\n\nFirst.\n\nTwo\n\nSécond."
    assert [(document.text[each.start : each.end], each.level) for each in document.headings] == [
        ("One", 1),
        ("Two", 1),
    ]
    assert (document.title, document.publisher, document.published) == ("Rules", "The Press", "2020-02-01")
    assert document.gaps == ("the book lacks its chapter OEBPS/gone.xhtml",)


def test_a_chapter_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    path = make(tmp_path / "a.epub", one=" " * 3_000_000, compression=zipfile.ZIP_DEFLATED)
    with pytest.raises(
        UnreadableFile, match=r"one\.xhtml unpacks to 3,000,\d{3} bytes; check the file's origin"
    ):
        read_epub(path)


def test_a_damaged_book_is_said_in_one_line(tmp_path: Path) -> None:
    path = make(tmp_path / "a.epub")
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(
        UnreadableFile, match=r"a\.epub: the book is damaged or encrypted; get a copy without protection"
    ):
        read_epub(path)

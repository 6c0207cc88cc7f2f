from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING

import pytest

from policysearch.errors import EmptyFile, UnreadableFile, UnsupportedFormat
from policysearch.ingest import read_document
from policysearch.ingest.media_types import media_type_of

if TYPE_CHECKING:
    from pathlib import Path

PAGE = b"<!DOCTYPE html><html><head><title>T</title></head><body><p>Some words.</p></body></html>"
MAIL = (
    b"From: a@a.example\r\nTo: b@a.example\r\nSubject: Draft\r\nDate: Tue, 1 Oct 2024 12:00 +0200\r\n\r\nHi."
)


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        pytest.param("a.html", PAGE, "text/html", id="a page"),
        pytest.param("a.txt", PAGE, "text/html", id="a page under another name"),
        pytest.param(
            "a", b"\xef\xbb\xbf\r\n" + PAGE, "text/html", id="a page behind a mark and a blank line"
        ),
        pytest.param("a.html", b"Just a few lines\nof text < 5 long\n", "text/plain", id="text named html"),
        pytest.param("a.txt", b"The tag <p> starts a paragraph.\n", "text/plain", id="text about markup"),
        pytest.param("a.md", b"# T\n\n<div>raw</div>\n", "text/markdown", id="Markdown with markup"),
        pytest.param("a.html", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "application/pdf", id="PDF named html"),
        pytest.param("a.pdf", b"junk before\n%PDF-1.4\n", "application/pdf", id="PDF with junk before it"),
        pytest.param(
            "a.pdf", b"\x00\x01\x02" * 50, "application/pdf", id="a broken PDF goes to the PDF reader"
        ),
        pytest.param("a.eml", MAIL, "message/rfc822", id="a mail"),
        pytest.param("a.txt", MAIL, "message/rfc822", id="a mail under another name"),
        pytest.param(
            "a.txt", b"Date: 3 May 2021\nSubject: AI\n\nDear all", "text/plain", id="a memo is no mail"
        ),
        pytest.param(
            "a.xml", b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "application/xml", id="feed"
        ),
        pytest.param("a.txt", "\ufeffzwei Wörter".encode("utf-16"), "text/plain", id="UTF-16"),
        pytest.param("a.txt", "two words".encode("utf-16-le"), "text/plain", id="UTF-16 without a mark"),
        pytest.param("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "image/png", id="a picture under another name"),
        pytest.param("a.txt", bytes(range(256)) * 4, "application/octet-stream", id="binary junk"),
        pytest.param("a.txt", b"BMW is a company.", "text/plain", id="text that begins as a bitmap does"),
    ],
)
def test_the_type_is_told_by_content_first(tmp_path: Path, name: str, data: bytes, media_type: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert media_type_of(path) == media_type


@pytest.mark.parametrize(
    ("member", "media_type"),
    [
        ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("META-INF/container.xml", "application/epub+zip"),
        ("a.txt", "application/zip"),
    ],
)
def test_zip_containers_are_told_apart(tmp_path: Path, member: str, media_type: str) -> None:
    path = tmp_path / "a.bin"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "x")
    assert media_type_of(path) == media_type


@pytest.mark.parametrize(
    ("name", "data", "error", "message"),
    [
        ("a.html", b"", EmptyFile, "the file is empty; put a complete copy in its place"),
        ("a.txt", b" \n\t\n", EmptyFile, "there is no text in it; put a complete copy in its place"),
        (
            "a.html",
            b"<!DOCTYPE html><html><head><title>T</title></head></html>",
            EmptyFile,
            "the page shows no text; save it from the browser once it has loaded",
        ),
        (
            "a.png",
            b"\x89PNG\r\n\x1a\n\x00",
            UnsupportedFormat,
            "image/png files are not read; convert it to PDF with a text layer",
        ),
        (
            "a.txt",
            b"\x00\x01\x02\x03" * 9,
            UnsupportedFormat,
            "application/octet-stream files are not read; convert it to PDF, DOCX, HTML or plain text",
        ),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(
    tmp_path: Path, name: str, data: bytes, error: type[Exception], message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(error) as caught:
        read_document(path, location=f"reports/{name}")
    assert str(caught.value) == f"reports/{name}: {message}"


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(
        UnreadableFile, match=r"gone\.txt: No such file or directory; check the file and its permissions"
    ):
        read_document(tmp_path / "gone.txt")


def test_identity_comes_from_the_bytes_and_the_location_from_the_caller(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    for path in (first, second):
        path.write_bytes(b"The same words.")
    assert (
        read_document(first).id
        == read_document(second).id
        == hashlib.sha256(b"The same words.").hexdigest()[:16]
    )
    assert read_document(first, location="x/a.txt").location == "x/a.txt"
    assert read_document(first).location == str(first)


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.md", "---\ntitle: From the front\n---\n# Heading\n", "From the front"),
        ("a.md", "some words\n\n## Only heading\n", "Only heading"),
        ("a.txt", "A long sentence that ends with a full stop.\n\nMore.", "a.txt"),
    ],
)
def test_a_title_is_never_empty(tmp_path: Path, name: str, text: str, title: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert read_document(path).title == title


@pytest.mark.parametrize(
    ("declared", "words", "language"),
    [
        ("en-US", "The commission has published its report on the use of data in the courts.", "en"),
        ("en", "Die Kommission hat ihren Bericht über die Daten veröffentlicht, und er ist gültig.", "de"),
        ("pt-BR", "45 %", "pt"),
        ("zh-TW", "45 %", "zh-Hant"),
        ("zh_CN", "45 %", "zh-Hans"),
        ("", "45 %", "und"),
    ],
)
def test_the_text_tells_the_language_before_its_declaration(
    tmp_path: Path, declared: str, words: str, language: str
) -> None:
    path = tmp_path / "a.html"
    path.write_text(f'<!DOCTYPE html><html lang="{declared}"><body><p>{words}</p></body></html>', "utf-8")
    assert read_document(path).language == language

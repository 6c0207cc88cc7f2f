"""What kind of file it is: by its first bytes, and by its suffix where these leave a choice."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HTML = "text/html"
PDF = "application/pdf"
TEXT = "text/plain"
MARKDOWN = "text/markdown"
FEED = "application/xml"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EMAIL = "message/rfc822"
EPUB = "application/epub+zip"
ZIP = "application/zip"
BINARY = "application/octet-stream"

HEAD_BYTES = 4096
"""Signatures, declarations and mail headers stand this early."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"%!PS", "application/postscript"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"ID3", "audio/mpeg"),
    (b"\x7fELF", "application/x-executable"),
)
_PDF_HEADER = re.compile(rb"%PDF-\d")
_PDF_HEADER_BYTES = 1024
"""Readers of PDF accept this much before the header (ISO 32000-1, annex H.3, note 13)."""

_HTML_MARKUP = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<(?:meta|title|link|script|style)[\s>]"
    rb"|<(?:div|p|table|article|main|section|h[1-6]|ul|ol)(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_FEED_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF|channel)[\s>]")
_XML_DECLARATION = re.compile(rb"\s*<\?xml\s")
_MAIL_FIELD = re.compile(
    rb"(?:^|\n)(From|To|Subject|Date|Message-ID|MIME-Version|Received|Return-Path):", re.I
)
_MAIL_START = re.compile(rb"(?:From [^\n]*\n)?[A-Za-z][A-Za-z-]*: ?[^\n]*\r?\n")
_MIN_MAIL_FIELDS = 3
_MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.01
"""Text has a form feed or an escape now and then; other control bytes mean a binary format."""


def media_type_of(path: Path) -> str:
    """The media type of a file: content first, suffix second.

    Args:
        path: An existing, readable file.

    Returns:
        One of the constants above for what can be read, else the type that its signature names, or
        ``"application/octet-stream"``.

    Raises:
        OSError: The file cannot be opened.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(b"PK\x03\x04"):  # first: an archive may hold a PDF near its start
        return _zip_type(path)
    if _PDF_HEADER.search(head, 0, _PDF_HEADER_BYTES):
        return PDF
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature) and (len(signature) > 3 or _is_binary(head)):
            return media_type
    if _is_binary(head):
        return PDF if path.suffix.lower() == ".pdf" else BINARY
    return _text_type(head, path.suffix.lower())


def _text_type(head: bytes, suffix: str) -> str:
    text = head.replace(b"\x00", b"")
    if suffix in _MARKDOWN_SUFFIXES:
        return MARKDOWN
    if _FEED_ROOT.search(text) and (_XML_DECLARATION.match(text) or text.lstrip().startswith(b"<")):
        return FEED
    fields = {match.group(1).lower() for match in _MAIL_FIELD.finditer(text.split(b"<html", 1)[0])}
    if _MAIL_START.match(text) and (len(fields) >= _MIN_MAIL_FIELDS or (suffix == ".eml" and fields)):
        return EMAIL
    markup = _HTML_MARKUP.search(text)
    if markup and (
        suffix in {".html", ".htm", ".xhtml", ".shtml"}
        or text.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    ):
        return HTML
    return TEXT


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    body = head
    zeros = head.count(0)
    if zeros > 0.3 * len(head) and max(head[0::2].count(0), head[1::2].count(0)) > 0.9 * zeros:
        body = head.replace(b"\x00", b"")
    return len(_CONTROL.findall(body)) > _MAX_CONTROL_SHARE * len(head)


def _zip_type(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.read("mimetype").strip() == EPUB.encode():
                return EPUB
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        names = set()
    if "word/document.xml" in names:
        return DOCX
    if "META-INF/container.xml" in names:
        return EPUB
    return ZIP

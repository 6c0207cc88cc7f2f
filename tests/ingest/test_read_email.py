from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from policysearch.ingest import read_document
from policysearch.ingest.read_email import read_email

if TYPE_CHECKING:
    from pathlib import Path


def mail(plain: str = "", html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Büro für Daten <office@data.example>"
    message["To"] = "desk@a.example"
    message["Subject"] = "Neue Leitlinien für KI"
    message["Date"] = "Tue, 01 Oct 2024 23:34:56 -0500"
    if plain:
        message.set_content(plain, charset="iso-8859-1")
    if html and plain:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    return message


def test_who_wrote_what_and_when(tmp_path: Path) -> None:
    message = mail(plain="Die Leitlinien für Behörden sind da.\n")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="Leitlinien.pdf")
    path = tmp_path / "a.eml"
    path.write_bytes(message.as_bytes())
    document = read_document(path)
    assert document.media_type == "message/rfc822"
    assert document.title == "Neue Leitlinien für KI"
    assert document.publisher == "Büro für Daten"
    assert document.published == "2024-10-01"
    assert document.text.endswith("Die Leitlinien für Behörden sind da.")
    assert [document.text[each.start : each.end] for each in document.headings] == ["Neue Leitlinien für KI"]
    assert "attachments: Leitlinien.pdf" in document.notes


@pytest.mark.parametrize(
    ("plain", "html", "expected"),
    [
        ("Plain words.", "<p>Marked words.</p>", "Plain words."),
        ("", "<p>Marked words.</p>", "Marked words."),
        ("See HTML.", "<p>" + "Marked words. " * 9 + "</p>", "Marked words."),
    ],
    ids=["plain says as much", "only HTML", "plain only points to HTML"],
)
def test_the_part_that_says_most_in_plain_words(tmp_path: Path, plain: str, html: str, expected: str) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(mail(plain, html).as_bytes())
    assert expected in read_email(path).text


def test_headings_of_the_html_part_stand_below_the_subject(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(mail(html="<h1>Scope</h1><p>It covers courts.</p>").as_bytes())
    reading = read_email(path)
    assert [(reading.text[each.start : each.end], each.level) for each in reading.headings] == [
        ("Neue Leitlinien für KI", 1),
        ("Scope", 2),
    ]


def test_a_page_that_a_browser_saved_as_one_file(tmp_path: Path) -> None:
    message = mail(html="<html><head><title>A page</title></head><body><p>Its words.</p></body></html>")
    message["Snapshot-Content-Location"] = "https://a.example/page"
    path = tmp_path / "a.mhtml"
    path.write_bytes(message.as_bytes())
    reading = read_email(path)
    assert (reading.media_type, reading.title, reading.text) == ("text/html", "A page", "Its words.")
    assert reading.url == "https://a.example/page"


@pytest.mark.parametrize(
    "field", [b"Date: yesterday", b"Date:", b"From: \xff\xfe", b"Subject: =?utf-9?q?x?="]
)
def test_broken_headers_do_no_harm(tmp_path: Path, field: bytes) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(b"To: a@a.example\r\n" + field + b"\r\n\r\nThe words.\r\n")
    assert read_email(path).text.endswith("The words.")

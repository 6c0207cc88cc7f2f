"""Reads mails as saved in files (RFC 5322 and MIME, RFC 2045 to 2049)."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.utils import parseaddr, parsedate_to_datetime
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from .blocks import TextBuilder, squeeze
from .encodings import decode
from .html_main import whole_text
from .media_types import EMAIL
from .read_html import decode_html, parse_html
from .reading import Reading

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from ..models import Heading

_SHOWN_FIELDS = ("From", "To", "Cc", "Date")
_SOFT_BREAK = re.compile(r" \n")
_MIN_PLAIN_SHARE = 0.5
"""A plain-text part with fewer of the HTML part's words than this only says that the mail is in HTML."""


def read_email(path: Path) -> Reading:
    """Read a mail: its subject as heading, who wrote to whom and when, and its text.

    The plain-text part is read where it says as much as the HTML part. The sender is the publisher, the date
    of sending the date of publication. Attachments are named in the notes; ``containers`` unpacks them. A web
    page that a browser saved as a single file (MHTML) has the form of a mail and is read as a page.

    Raises:
        OSError: The file cannot be opened.
    """
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    saved_from = _header(message, "Snapshot-Content-Location")
    if saved_from:
        return replace(parse_html(*_content(message, "html")), url=saved_from)
    builder = TextBuilder()
    subject = _header(message, "Subject")
    builder.add_heading(subject, 1)
    fields = [(name, _header(message, name)) for name in _SHOWN_FIELDS]
    builder.add("\n".join(f"{name}: {value}" for name, value in fields if value))
    body = _body(message)
    headings = builder.headings() + _moved(body.headings, builder.add(body.text))
    name, address = parseaddr(_header(message, "From"))
    published = _sent(message)
    return Reading(
        media_type=EMAIL,
        text=builder.text(),
        title=subject,
        publisher=name or address,
        published=published,
        headings=headings,
        notes=(*body.notes, *_notes(message, published)),
        gaps=body.gaps,
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return squeeze(str(message.get(name, "")))
    except (ValueError, IndexError, TypeError):  # The parser of broken headers fails in many ways.
        return squeeze(dict(message.raw_items()).get(name, ""))


def _sent(message: EmailMessage) -> str | None:
    """The day on which the mail was sent, at the sender's place."""
    try:
        return parsedate_to_datetime(_header(message, "Date")).date().isoformat()
    except ValueError:
        return None


def _body(message: EmailMessage) -> Reading:
    plain, marked_up = _plain(message), _marked_up(message)
    enough = _MIN_PLAIN_SHARE * len(marked_up.text.split())
    return plain if plain.text.strip() and len(plain.text.split()) >= enough else marked_up


def _plain(message: EmailMessage) -> Reading:
    data, charset = _content(message, "plain")
    decoded = decode(data, declared=charset)
    text = decoded.text.replace("\r\n", "\n")
    part = message.get_body(("plain",))
    if part is not None and part.get_param("format") == "flowed":
        text = _SOFT_BREAK.sub(" ", text)
    return Reading(media_type=EMAIL, text=text, notes=decoded.notes, gaps=decoded.gaps)


def _marked_up(message: EmailMessage) -> Reading:
    decoded = decode_html(*_content(message, "html"))
    whole = whole_text(BeautifulSoup(decoded.text, "lxml"))
    return Reading(
        media_type=EMAIL, text=whole.text, headings=whole.headings, notes=decoded.notes, gaps=decoded.gaps
    )


def _content(message: EmailMessage, subtype: str) -> tuple[bytes, str]:
    """Bytes and declared encoding of the main text part of a subtype; nothing if there is none."""
    part = message.get_body((subtype,))
    payload = part.get_payload(decode=True) if part is not None else b""
    return (payload if isinstance(payload, bytes) else b""), (part.get_content_charset("") if part else "")


def _moved(headings: tuple[Heading, ...], offset: int) -> tuple[Heading, ...]:
    return tuple(type(each)(each.start + offset, each.end + offset, each.level + 1) for each in headings)


def _notes(message: EmailMessage, published: str | None) -> list[str]:
    names = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    notes = ["publisher from the sender", "date from the day of sending"] if published else []
    return [*notes, f"attachments: {', '.join(names)}"] if names else notes

"""`policysearch read`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..ingest import read_document
from ..pages import pages_of
from ..passages import split_passages
from .output import console, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..models import Document, Passage

PASSAGE_COLUMNS = ("id", "fingerprint", "ordinal", "start", "end", "page", "last_page", "heading", "text")


@click.command("read")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--ocr", is_flag=True, help="Recognize PDF pages that are only pictures (needs tesseract or ocrmypdf)."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print it.",
)
def command(file: Path, ocr: bool, form: str) -> None:
    """Show what the reader makes of FILE: its passages with pages and headings."""
    document = read_document(file, ocr=ocr)
    passages = split_passages(document)
    if form == "json":
        print_json(document_as_json(document, passages))
    else:
        print_document(document, passages)


def document_as_json(document: Document, passages: Sequence[Passage]) -> dict[str, Any]:
    """A document with its passages, in the shape that tools rely on."""
    return {
        "id": document.id,
        "location": document.location,
        "media_type": document.media_type,
        "title": document.title,
        "publisher": document.publisher,
        "authors": list(document.authors),
        "published": document.published,
        "language": document.language,
        "url": document.url,
        "text": document.text,
        "page_starts": list(document.page_starts),
        "headings": [[heading.start, heading.end, heading.level] for heading in document.headings],
        "notes": list(document.notes),
        "gaps": list(document.gaps),
        "passages": [passage_as_json(passage) for passage in passages],
    }


def passage_as_json(passage: Passage) -> dict[str, Any]:
    """A passage, in the shape that tools rely on."""
    return {column: getattr(passage, column) for column in PASSAGE_COLUMNS}


def print_document(document: Document, passages: Sequence[Passage]) -> None:
    """A document for people: what is known of it, then passage by passage."""
    from rich.text import Text

    screen = console()
    screen.print(Text(document.title, style="bold"))
    known = (
        document.publisher,
        ", ".join(document.authors),
        document.published,
        document.language,
        document.media_type,
        document.location,
    )
    screen.print(Text(" · ".join(part for part in known if part), style="cyan"), soft_wrap=True)
    for sentence in (*document.notes, *document.gaps):
        screen.print(Text(sentence, style="dim"), soft_wrap=True)
    heading = None
    for passage in passages:
        place = f"[{passage.ordinal}] {pages_of(passage)}".rstrip()
        screen.print()
        if passage.heading != heading:
            screen.print(Text(passage.heading, style="magenta"), soft_wrap=True)
            heading = passage.heading
        screen.print(Text.assemble((f"{place} ", "dim"), passage.text), soft_wrap=True)

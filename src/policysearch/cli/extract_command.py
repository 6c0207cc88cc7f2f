"""`policysearch extract`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..ingest import read_document
from ..models import MentionKind
from ..pages import page_of
from ..pipeline.analysing import analyse
from .options import format_option
from .output import console, print_rows

if TYPE_CHECKING:
    from ..models import Document, Mention

COLUMNS = (
    "document_id", "location", "page", "start", "end", "kind", "text", "value", "entity_id", "name",
    "pinpoint",
)  # fmt: skip
STYLES = {MentionKind.DATE: "green", MentionKind.ORGANIZATION: "cyan", MentionKind.LAW: "bold yellow"}


@click.command("extract")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--kind", type=click.Choice([kind.value for kind in MentionKind]), help="Only mentions of this kind."
)
@format_option
def command(file: Path, kind: str | None, form: str) -> None:
    """Show the dates, organizations and laws that FILE mentions."""
    document = read_document(file)
    found = analyse(document)
    names = {entity.id: entity.name for entity in found.entities}
    rows = [
        _as_json(document, mention, names.get(mention.value, ""))
        for mention in found.mentions
        if kind in (None, mention.kind)
    ]
    if form == "table":
        _print_table(rows)
    else:
        print_rows(form, COLUMNS, rows)


def _as_json(document: Document, mention: Mention, name: str) -> dict[str, Any]:
    return {
        "document_id": document.id,
        "location": document.location,
        "page": page_of(document.page_starts, mention.start),
        "start": mention.start,
        "end": mention.end,
        "kind": mention.kind,
        "text": mention.text,
        "value": mention.value,
        "entity_id": "" if mention.kind is MentionKind.DATE else mention.value,
        "name": name,
        "pinpoint": mention.pinpoint,
    }


def _print_table(rows: list[dict[str, Any]]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("place", justify="right", style="dim", no_wrap=True)
    table.add_column("kind")
    table.add_column("text", ratio=3)
    table.add_column("means", ratio=3, style="dim")
    for row in rows:
        place = f"p. {row['page']}, {row['start']}" if row["page"] else str(row["start"])
        means = row["name"] or row["value"]
        pinpoint = f" ({row['pinpoint']})" if row["pinpoint"] else ""
        kind = MentionKind(row["kind"])
        text = " ".join(row["text"].split())
        table.add_row(place, Text(kind, style=STYLES[kind]), Text(text), Text(means + pinpoint))
    console().print(table if rows else "Nothing is mentioned there.")

"""`policysearch status`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..collection import open_collection
from ..models import State
from .options import format_option, index_option
from .output import console, print_json, print_rows

if TYPE_CHECKING:
    from pathlib import Path

    from ..collection import Collection
    from ..store import FileRow

FILE_COLUMNS = ("location", "state", "reason", "document_id")


@click.command("status")
@index_option
@click.option(
    "--all", "every_file", is_flag=True, help="List every file, not only those with something to say."
)
@format_option
def command(index_folder: Path, every_file: bool, form: str) -> None:
    """Show the ledger: what became of every file, and the state of store and index."""
    with open_collection(index_folder) as collection:
        files = collection.store.ledger.files()
        if form == "json":
            print_json({**_summary(collection), "files": [_as_json(row) for row in files]})
        elif form == "table":
            _print_words(collection, files, every_file=every_file)
        else:
            print_rows(form, FILE_COLUMNS, [_as_json(row) for row in files])


def _summary(collection: Collection) -> dict[str, object]:
    store = collection.store
    documents, passages = store.documents.count()
    return {
        "documents": documents,
        "passages": passages,
        "mentions": store.mentions.count(),
        "pending": len(store.documents.pending()),
        "by_state": store.ledger.count_by_state(),
        "engine": collection.engine_name,
        "generation": collection.engine.generation(),
    }


def _as_json(row: FileRow) -> dict[str, object]:
    return {
        "location": row.location,
        "state": row.state,
        "reason": row.reason,
        "document_id": row.document_id,
    }


def _print_words(collection: Collection, files: list[FileRow], *, every_file: bool) -> None:
    summary = _summary(collection)
    states = collection.store.ledger.count_by_state()
    present = sum(count for state, count in states.items() if state is not State.REMOVED)
    click.echo(
        f"{present} files: "
        + (", ".join(f"{count} {state}" for state, count in states.items()) or "none yet")
    )
    click.echo("{documents} documents, {passages} passages, {mentions} mentions".format(**summary))
    if summary["pending"]:
        click.echo(
            "{pending} documents are still to be analysed: run `policysearch ingest`".format(**summary)
        )
    click.echo("engine {engine}, generation {generation}".format(**summary))
    shown = [row for row in files if every_file or row.state is not State.INDEXED]
    if shown:
        from rich.table import Table

        table = Table(box=None, padding=(0, 2, 0, 0))
        table.add_column("state")
        table.add_column("file", ratio=2, overflow="fold")
        table.add_column("reason", ratio=3, overflow="fold")
        for row in shown:
            table.add_row(row.state, row.location, row.reason)
        console().print()
        console().print(table)

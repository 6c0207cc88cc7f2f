"""`policysearch timeline`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ..collection import open_collection
from ..models import Facet, SearchRequest
from ..timeline import list_timeline
from .options import filter_options, format_option, index_option, read_filters
from .output import console, print_notices, print_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..timeline import TimelineRow

COLUMNS = (
    "value", "first", "last", "role", "text", "sentence", "title", "location", "page", "document_id",
    "passage_id", "start", "end",
)  # fmt: skip


@click.command("timeline")
@click.argument("query", default="")
@index_option
@filter_options(*Facet)
@click.option("--from", "begin", default="", metavar="DATE", help="Only dates that reach into this or later.")
@click.option("--to", "end", default="", metavar="DATE", help="Only dates that reach into this or earlier.")
@click.option("--limit", type=click.IntRange(0), default=0, help="List the first so many; 0 for all.")
@format_option
def command(
    query: str,
    index_folder: Path,
    begin: str,
    end: str,
    limit: int,
    form: str,
    **facets: tuple[str, ...],
) -> None:
    """List the dated statements in passages that match QUERY, in order of time.

    DATE is a year, a month or a day (2024, 2024-06, 2024-06-30); a date counts if it overlaps the time
    asked for. With --from, what began before and has no end ("since 2017") comes last. Where the sentence
    says so right beside the date, its role is given: published, adopted, in force or deadline.
    """
    filters, excludes = read_filters(facets)
    request = SearchRequest(query=query, filters=filters, excludes=excludes)
    with open_collection(index_folder) as collection:
        rows, notices = list_timeline(
            collection.store, collection.engine, request, begin=begin, end=end, limit=limit
        )
    print_notices(notices)
    if form == "table":
        _print_table(rows)
    else:
        print_rows(form, COLUMNS, [_as_json(row) for row in rows])


def _as_json(row: TimelineRow) -> dict[str, Any]:
    mention = row.mention.mention
    return {
        "value": mention.value,
        "first": "" if row.first == date.min else row.first.isoformat(),
        "last": "" if row.last == date.max else row.last.isoformat(),
        "role": row.role,
        "text": mention.text,
        "sentence": " ".join(row.sentence.split()),
        "title": row.mention.title,
        "location": row.mention.location,
        "page": row.mention.page,
        "document_id": mention.document_id,
        "passage_id": row.mention.passage_id,
        "start": mention.start,
        "end": mention.end,
    }


def _print_table(rows: Sequence[TimelineRow]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 1, 0))
    table.add_column("date", no_wrap=True)
    table.add_column("", style="magenta", no_wrap=True)
    table.add_column("statement", ratio=3, overflow="fold")
    table.add_column("where", ratio=1, style="cyan", overflow="fold")
    for row in rows:
        sentence = Text(row.sentence.replace("\n", " "))
        sentence.stylize("bold yellow", *row.highlight)
        page = f", page {row.mention.page}" if row.mention.page else ""
        where = Text.assemble(f"{row.mention.location}{page}\n", (row.mention.passage_id, "dim"))
        table.add_row(row.mention.mention.value, row.role, sentence, where)
    console().print(table if rows else "No dated statement is there.")

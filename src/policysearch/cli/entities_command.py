"""`policysearch entities`."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from ..collection import open_collection
from ..entity_lists import EntitySort, arrange_entities
from ..models import Facet, MentionKind, SearchRequest
from ..search import list_entities, list_mentions
from .options import filter_options, format_option, index_option, read_filters
from .output import console, print_notices, print_rows
from .screen import Line, line, paragraph, print_lines, screen_width, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..store import EntityRow, MentionRow

ENTITY_COLUMNS = (
    "id", "kind", "name", "aliases", "jurisdiction", "documents", "passages", "mentions", "first", "last",
)  # fmt: skip
MENTION_COLUMNS = (
    "document_id", "location", "page", "start", "end", "kind", "text", "value", "entity_id", "name",
    "found_value", "pinpoint", "context",
)  # fmt: skip
ALIAS_CHARS = 44  # of the aliases that a table shows: less than a line
NUMBERS = "{:>5}{:>10}{:>10}  {:<12}{:<12}"  # of a line of the table: counts and dates
BESIDE = 80  # columns from which on names stand beside the numbers
INDENT = 4  # of names below the numbers


@click.command("entities")
@click.argument("kind", type=click.Choice([kind.value for kind in MentionKind]), default="law")
@click.option(
    "--query", default="", help="Only what passages matching this query mention (mentions:2030 for a year)."
)
@index_option
@filter_options(*(facet for facet in Facet if facet is not Facet.MENTIONS))  # --mentions lists them
@click.option(
    "--mentions", "each_mention", is_flag=True, help="List each one's mentions with page and context."
)
@click.option(
    "--sort",
    type=click.Choice([sort.value for sort in EntitySort]),
    default=EntitySort.DOCUMENTS.value,
    show_default=True,
    help="Order of the list; first and last go by publication.",
)
@click.option("--prefix", default="", help="Only names or aliases that begin with this.")
@click.option(
    "--min-documents",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Only what this many documents mention.",
)
@click.option(
    "--min-mentions",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Only what is mentioned this many times.",
)
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=0,
    help="List the first so many of them, with --mentions all mentions of these; 0 for all.",
)
@format_option
def command(
    kind: str,
    query: str,
    index_folder: Path,
    each_mention: bool,
    sort: str,
    prefix: str,
    min_documents: int,
    min_mentions: int,
    limit: int,
    form: str,
    **facets: tuple[str, ...],
) -> None:
    """List the laws, organizations or dates (KIND) that the reports mention.

    First and last are the earliest and latest publication dates of the documents that mention it.
    Aliases that occur in the reports stand before those that are only known. Below a name stands the id
    that show and filters take, and some of them.
    """
    filters, excludes = read_filters(facets)
    request = SearchRequest(query=query, filters=filters, excludes=excludes)
    with open_collection(index_folder) as collection:
        chosen, notices = list_entities(collection.store, collection.engine, MentionKind(kind), request)
        entities = arrange_entities(
            chosen,
            sort=EntitySort(sort),
            prefix=prefix,
            min_documents=min_documents,
            min_mentions=min_mentions,
        )[: limit or None]
        narrowed = len(entities) < len(chosen)
        mentions: list[MentionRow] = []
        if each_mention:
            wanted = {row.entity.id: place for place, row in enumerate(entities)}
            found = list_mentions(collection.store, collection.engine, MentionKind(kind), request)
            # Dates that could not be told are on no list, but among the mentions.
            mentions = [
                row for row in found if row.mention.value in wanted or not (narrowed or row.mention.value)
            ]
            mentions.sort(key=lambda row: wanted.get(row.mention.value, len(wanted)))
    print_notices(notices)
    if each_mention:
        _print_mentions(mentions, form)
    else:
        _print_entities(entities, form)


def _print_entities(rows: Sequence[EntityRow], form: str) -> None:
    if form != "table":
        print_rows(form, ENTITY_COLUMNS, [entity_as_json(row) for row in rows])
        return
    if not rows:
        click.echo("Nothing of this kind is mentioned there.")
        return
    width = screen_width()
    heading = NUMBERS.format("docs", "passages", "mentions", "first", "last")
    print_lines([line(f"{heading}{'name' if width >= BESIDE else ''}", "bold")])
    for row in rows:
        print_lines(_entity(row, width))


def _entity(row: EntityRow, width: int) -> list[Line]:
    """Numbers with name, aliases and id beside them, or below on a narrow screen."""
    numbers = NUMBERS.format(row.documents, row.passages, row.mentions, row.first, row.last)
    beside = width >= BESIDE
    indent = " " * (len(numbers) if beside else INDENT)
    lines = paragraph(row.entity.name, width, style="bold", indent=indent)
    if beside:
        lines[0] = Line(((numbers, ""), *lines[0].pieces[1:]))
    else:
        lines.insert(0, line(numbers))
    if row.entity.kind is not MentionKind.DATE:
        more = [part for part in (row.entity.jurisdiction, _few(row.entity.aliases)) if part]
        lines += paragraph(" · ".join(more), width, style="dim", indent=indent)
        # In one piece, to be copied.
        lines.append(
            line(" " * min(len(indent), max(width - width_of(row.entity.id), 0)) + row.entity.id, "dim")
        )
    return lines


def _few(aliases: Sequence[str]) -> str:
    """The first aliases, as many as are short enough, at least one."""
    shown = aliases[:1]
    while len(shown) < len(aliases) and sum(map(len, aliases[: len(shown) + 1])) <= ALIAS_CHARS:
        shown = aliases[: len(shown) + 1]
    return "; ".join(shown) + (" …" if len(shown) < len(aliases) else "")


def _print_mentions(rows: Sequence[MentionRow], form: str) -> None:
    if form != "table":
        print_rows(form, MENTION_COLUMNS, [mention_as_json(row) for row in rows])
        return
    from rich.padding import Padding
    from rich.text import Text

    screen = console()
    if not rows:
        screen.print("Nothing of this kind is mentioned there.")
    for value, of_value in groupby(rows, key=lambda row: row.mention.value):
        group = list(of_value)
        name = group[0].name or value or "dates that could not be told"
        screen.print(Text.assemble((name, "bold"), (f"   {value}" if group[0].name else "", "dim")))
        for row in group:
            page = f", page {row.page}" if row.page else ""
            where = Text.assemble((f"  {row.location}{page}", "cyan"), (f"   {row.passage_id}", "dim"))
            screen.print(where, soft_wrap=True)
            screen.print(Padding(Text(row.context), (0, 0, 0, 4)))
        screen.print()


def entity_as_json(row: EntityRow) -> dict[str, Any]:
    """A line of an entity list, in the shape that tools rely on."""
    return {
        "id": row.entity.id,
        "kind": row.entity.kind,
        "name": row.entity.name,
        "aliases": list(row.entity.aliases),
        "jurisdiction": row.entity.jurisdiction,
        "documents": row.documents,
        "passages": row.passages,
        "mentions": row.mentions,
        "first": row.first,
        "last": row.last,
    }


def mention_as_json(row: MentionRow) -> dict[str, Any]:
    """A mention, in the shape that tools rely on."""
    mention = row.mention
    return {
        "document_id": mention.document_id,
        "location": row.location,
        "page": row.page,
        "start": mention.start,
        "end": mention.end,
        "kind": mention.kind,
        "text": mention.text,
        "value": mention.value,
        "entity_id": "" if mention.kind is MentionKind.DATE else mention.value,
        "name": row.name,
        "found_value": row.found_value,
        "pinpoint": mention.pinpoint,
        "context": row.context,
    }

"""`policysearch show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..collection import open_collection
from ..errors import UnknownValue
from ..filter_values import near_names
from ..models import MentionKind
from ..pages import pages_of
from ..query import parse
from ..snippets import find_highlights
from .entities_command import entity_as_json, mention_as_json
from .options import index_option
from .output import console, print_json, print_notices
from .read_command import document_as_json, passage_as_json, print_document

if TYPE_CHECKING:
    from pathlib import Path

    from ..models import Document
    from ..store import EntityRow, PassageSource, Store

KINDS = (MentionKind.LAW, MentionKind.ORGANIZATION)
ID_STARTS = tuple(f"{kind}:" for kind in KINDS)


@click.command("show")
@click.argument("what", metavar="ID_OR_NAME")
@index_option
@click.option("--query", default="", help="In a passage, mark what this query matches.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print it.",
)
def command(what: str, index_folder: Path, query: str, form: str) -> None:
    """Show a document, passage or entity, whole.

    An ID is what search, entities and timeline print: a document's id, a passage's id (document:ordinal)
    or fingerprint, an entity's id (law:…, organization:…). The NAME is that of a law or organization, or
    an alias. What was merged into another entity leads to that one.
    """
    with open_collection(index_folder) as collection:
        store = collection.store
        if document := store.documents.get(what):
            _show_document(store, document, form)
        elif passages := list(
            store.documents.sources([what]).values()
        ) or store.documents.passages_with_fingerprint(what):
            _show_passages(store, passages, query, form)
        else:
            _show_entity(store, _find_entity(store, what), form)


def _show_document(store: Store, document: Document, form: str) -> None:
    passages = store.documents.passages(document)
    if form == "json":
        print_json(
            {
                **document_as_json(document, passages),
                "superseded_by": store.documents.superseded_by(document.id),
            }
        )
        return
    if newer := store.documents.superseded_by(document.id):
        click.echo(f"The file has changed since; its present text is document {newer}.", err=True)
    print_document(document, passages)


def _show_passages(store: Store, sources: list[PassageSource], query: str, form: str) -> None:
    parsed = parse(query)
    print_notices(parsed.notices)
    marks = [find_highlights(source.passage.text, parsed.expression) for source in sources]
    if form == "json":
        print_json(
            [
                {
                    **passage_as_json(source.passage),
                    "title": source.title,
                    "publisher": source.publisher,
                    "published": source.published,
                    "location": source.location,
                    "highlights": [list(span) for span in spans],
                }
                for source, spans in zip(sources, marks, strict=True)
            ]
        )
        return
    from rich.text import Text

    screen = console()
    for source, spans in zip(sources, marks, strict=True):
        origin = ", ".join(part for part in (source.publisher, source.published) if part)
        known = (source.location, pages_of(source.passage), origin)
        screen.print(Text(source.title, style="bold"))
        screen.print(Text(" · ".join(part for part in known if part), style="cyan"), soft_wrap=True)
        if source.passage.heading:
            screen.print(Text(source.passage.heading, style="magenta"), soft_wrap=True)
        text = Text(source.passage.text)
        for start, end in spans:
            text.stylize("bold yellow", start, end)
        screen.print("", text, "", sep="\n", soft_wrap=True)
        screen.print(
            Text(f"passage {source.passage.id} · fingerprint {source.passage.fingerprint}", style="dim")
        )
        if newer := store.documents.superseded_by(source.passage.document_id):
            click.echo(f"The file has changed since; its present text is document {newer}.", err=True)


def _find_entity(store: Store, what: str) -> EntityRow:
    """The line of the entity that an id or a name means, also one from before a correction.

    Raises:
        UnknownValue: There is none, or there are several.
    """
    found = [entity for kind in KINDS for entity in store.entities.named(kind, what)]
    if len(found) > 1:
        ids = " or ".join(entity.id for entity in found)
        raise UnknownValue(f"{what!r} may be {ids}: give the id")
    for entity in found:
        if what.startswith(ID_STARTS) and entity.id != what:
            click.echo(f"By a correction {what} is now {entity.id}.", err=True)
        for row in store.entities.rows(entity.kind):
            if row.entity.id == entity.id:
                return row
    if what.startswith(ID_STARTS):
        kind = what.partition(":")[0]
        raise UnknownValue(
            f"no {kind} has the id {what!r}; `policysearch entities {kind}` lists those that are mentioned"
        )
    near = [name for kind in KINDS for name in near_names(store, kind, what)]
    suggested = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
    raise UnknownValue(
        f"nothing has the id or name {what!r}; `policysearch search` and `policysearch entities` print"
        f" ids{suggested}"
    )


def _show_entity(store: Store, row: EntityRow, form: str) -> None:
    mentions = list(store.mentions.rows(kind=row.entity.kind, value=row.entity.id))
    if form == "json":
        print_json(
            {**entity_as_json(row), "mentions_list": [mention_as_json(mention) for mention in mentions]}
        )
        return
    _print_entity(row)
    for mention in mentions:
        page = f", page {mention.page}" if mention.page else ""
        click.echo(f"\n{mention.location}{page}\n  … {mention.context} …")


def _print_entity(row: EntityRow) -> None:
    from rich.text import Text

    screen = console()
    screen.print(Text.assemble((row.entity.name, "bold"), (f"   {row.entity.id}", "dim")), soft_wrap=True)
    if row.entity.aliases:
        screen.print(Text("also called: " + "; ".join(row.entity.aliases)), soft_wrap=True)
    if row.entity.jurisdiction:
        screen.print(f"jurisdiction: {row.entity.jurisdiction}")
    screen.print(f"{row.mentions} mentions in {row.passages} passages of {row.documents} documents")

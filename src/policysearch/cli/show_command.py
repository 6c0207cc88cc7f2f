"""`policysearch show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..collection import open_collection
from ..errors import UnknownValue
from ..models import MentionKind
from .entities_command import entity_as_json, mention_as_json
from .options import index_option
from .output import console, print_json
from .read_command import document_as_json, passage_as_json, print_document

if TYPE_CHECKING:
    from pathlib import Path

    from ..models import Document
    from ..store import EntityRow, PassageSource, Store


@click.command("show")
@click.argument("id_", metavar="ID")
@index_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print it.",
)
def command(id_: str, index_folder: Path, form: str) -> None:
    """Show a document, passage or entity, whole.

    ID is what search and entities print: a document's id, a passage's id (document:ordinal) or
    fingerprint, an entity's id (law:…, organization:…).
    """
    with open_collection(index_folder) as collection:
        store = collection.store
        kind, _, _ = id_.partition(":")
        if kind in (MentionKind.LAW, MentionKind.ORGANIZATION):
            _show_entity(store, MentionKind(kind), id_, form)
        elif document := store.documents.get(id_):
            _show_document(store, document, form)
        elif passages := list(
            store.documents.sources([id_]).values()
        ) or store.documents.passages_with_fingerprint(id_):
            _show_passages(store, passages, form)
        else:
            raise UnknownValue(
                f"nothing has the id {id_!r}; "
                "`policysearch search` and `policysearch entities` print ids with --format json"
            )


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


def _show_passages(store: Store, sources: list[PassageSource], form: str) -> None:
    if form == "json":
        print_json(
            [
                {
                    **passage_as_json(source.passage),
                    "title": source.title,
                    "publisher": source.publisher,
                    "published": source.published,
                    "location": source.location,
                }
                for source in sources
            ]
        )
        return
    from rich.text import Text

    screen = console()
    for source in sources:
        page = f"page {source.passage.page}" if source.passage.page else ""
        known = (source.location, page, source.publisher, source.published)
        screen.print(Text(source.title, style="bold"))
        screen.print(Text(" · ".join(part for part in known if part), style="cyan"), soft_wrap=True)
        if source.passage.heading:
            screen.print(Text(source.passage.heading, style="magenta"), soft_wrap=True)
        screen.print(Text(f"\n{source.passage.text}\n"), soft_wrap=True)
        screen.print(
            Text(f"passage {source.passage.id} · fingerprint {source.passage.fingerprint}", style="dim")
        )
        if newer := store.documents.superseded_by(source.passage.document_id):
            click.echo(f"The file has changed since; its present text is document {newer}.", err=True)


def _show_entity(store: Store, kind: MentionKind, id_: str, form: str) -> None:
    row = _entity_row(store, id_)
    if not row:
        raise UnknownValue(
            f"no {kind} has the id {id_!r}; `policysearch entities {kind}` lists those that are mentioned"
        )
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


def _entity_row(store: Store, id_: str) -> EntityRow | None:
    """The line of an entity; an id from before a correction leads to what it is now, of whichever kind."""
    for kind in (MentionKind.LAW, MentionKind.ORGANIZATION):
        for entity in store.entities.named(kind, id_):
            return next((row for row in store.entities.rows(kind) if row.entity.id == entity.id), None)
    return None


def _print_entity(row: EntityRow) -> None:
    from rich.text import Text

    screen = console()
    screen.print(Text(row.entity.name, style="bold"))
    if row.entity.aliases:
        screen.print(Text("also called: " + "; ".join(row.entity.aliases)), soft_wrap=True)
    if row.entity.jurisdiction:
        screen.print(f"jurisdiction: {row.entity.jurisdiction}")
    screen.print(f"{row.mentions} mentions in {row.passages} passages of {row.documents} documents")

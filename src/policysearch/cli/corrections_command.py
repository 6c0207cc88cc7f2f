"""`policysearch corrections`."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from ..collection import STORE_FILE, open_collection
from ..entities.corrections import (
    KINDS,
    Action,
    Correction,
    lines_naming,
    parse_corrections,
    read_corrections,
    with_correction,
    without_lines,
)
from ..errors import UsageError
from ..pipeline.correcting import apply_corrections, review_corrections
from ..pipeline.indexing import index_queued
from ..store import exclusive, open_store
from .options import corrections_option, format_option, index_option
from .output import console, print_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..collection import Collection
    from ..store import Store

COLUMNS = ("line", "action", "name", "wording", "document", "value", "applied", "notice")


@click.group("corrections")
def command() -> None:
    r"""Merge, rename, hide, split and retype organizations and laws.

    Every correction is one line of a TOML file; deleting the line undoes it. An entity is given by its
    name, an alias or its id (law:…, organization:…). Each of these commands writes the file, if
    it changes it, and applies it at once; ingest applies it too.
    """


@command.command("merge")
@click.argument("name")
@click.argument("other")
@corrections_option
@index_option
def merge(name: str, other: str, corrections_file: Path, index_folder: Path) -> None:
    """Let NAME be the same as OTHER, which keeps its name."""
    _add(Correction(line=0, action=Action.MERGE, name=name, value=other), corrections_file, index_folder)


@command.command("rename")
@click.argument("name")
@click.argument("new")
@corrections_option
@index_option
def rename(name: str, new: str, corrections_file: Path, index_folder: Path) -> None:
    """Show NAME as NEW."""
    _add(Correction(line=0, action=Action.RENAME, name=name, value=new), corrections_file, index_folder)


@command.command("hide")
@click.argument("name")
@click.argument("reason", default="")
@corrections_option
@index_option
def hide(name: str, reason: str, corrections_file: Path, index_folder: Path) -> None:
    """Take NAME out of lists, facets and exports, for a REASON that the file keeps."""
    _add(Correction(line=0, action=Action.HIDE, name=name, value=reason), corrections_file, index_folder)


@command.command("split")
@click.argument("name")
@click.argument("other")
@click.option("--wording", default="", help="The mentions of NAME in these words.")
@click.option("--document", default="", help="The mentions of NAME in this document: location or id.")
@corrections_option
@index_option
def split(
    name: str, other: str, wording: str, document: str, corrections_file: Path, index_folder: Path
) -> None:
    """Let some mentions of NAME be mentions of OTHER, which may be a new name."""
    if bool(wording) == bool(document):
        raise click.UsageError("give either --wording or --document: which mentions are to go")
    _add(
        Correction(line=0, action=Action.SPLIT, name=name, value=other, wording=wording, document=document),
        corrections_file,
        index_folder,
    )


@command.command("retype")
@click.argument("name")
@click.argument("kind", type=click.Choice([kind.value for kind in KINDS]))
@corrections_option
@index_option
def retype(name: str, kind: str, corrections_file: Path, index_folder: Path) -> None:
    """Let NAME be an organization or a law."""
    _add(Correction(line=0, action=Action.RETYPE, name=name, value=kind), corrections_file, index_folder)


@command.command("undo")
@click.argument("name")
@corrections_option
@index_option
def undo(name: str, corrections_file: Path, index_folder: Path) -> None:
    """Delete the lines about NAME or, if there are none, those that lead to it."""
    with exclusive(index_folder), open_collection(index_folder) as collection:
        text = read_corrections(corrections_file)
        lines = lines_naming(parse_corrections(text, source=str(corrections_file)), name)
        if not lines:
            raise UsageError(
                f"{corrections_file}: no correction names {name!r};"
                " `policysearch corrections list` shows them"
            )
        for line in lines:
            written = text.split("\n")[line.line - 1].strip()
            click.echo(f"{corrections_file}:{line.line}: deleted [{line.action}] {written}")
        text = without_lines(text, (line.line for line in lines))
        _write(corrections_file, text)
        _apply(collection, corrections_file, text)


@command.command("apply")
@corrections_option
@index_option
def apply(corrections_file: Path, index_folder: Path) -> None:
    """Apply the file as it is now, such as after editing it by hand."""
    with exclusive(index_folder), open_collection(index_folder) as collection:
        _apply(collection, corrections_file, read_corrections(corrections_file))


@command.command("list")
@corrections_option
@index_option
@format_option
def list_(corrections_file: Path, index_folder: Path, form: str) -> None:
    """List the corrections, and what is wrong with those that do not hold."""
    text = _text(corrections_file)
    with open_store(index_folder / STORE_FILE) as store:
        corrections, _, notices = review_corrections(store, text, source=str(corrections_file))
        if not text and (source := _in_force(store)):
            click.echo(
                f"Notice: there is no {corrections_file} here; those of {source} are in force", err=True
            )
    said = {notice.line: notice for notice in notices}
    rows: list[dict[str, Any]] = [
        {
            "line": line.line,
            "action": line.action,
            "name": line.name,
            "wording": line.wording,
            "document": line.document,
            "value": line.value,
            "applied": line.line not in said or said[line.line].applied,
            "notice": said[line.line].message if line.line in said else "",
        }
        for line in corrections.lines
    ]
    for notice in corrections.notices:
        click.echo(f"Notice: {corrections_file}:{notice.line}: {notice.message}", err=True)
    if form == "table":
        _print_table(rows)
    else:
        print_rows(form, COLUMNS, rows)


def _print_table(rows: Sequence[dict[str, Any]]) -> None:
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("line", justify="right", style="dim")
    table.add_column("", style="cyan")
    for heading, ratio in (("name", 3), ("becomes", 3), ("notice", 3)):
        table.add_column(heading, ratio=ratio)
    for row in rows:
        which = row["wording"] or row["document"]
        name = f"{row['name']} ({which})" if which else row["name"]
        table.add_row(str(row["line"]), row["action"], name, row["value"], row["notice"])
    console().print(table if rows else "There are no corrections.")


def _add(correction: Correction, path: Path, index_folder: Path) -> None:
    """Write a correction down and apply it; nothing is written if it could not be followed.

    Raises:
        UsageError: An entity is unknown, or an earlier line says otherwise.
    """
    # Read under the lock: between reading and writing the file nobody else may add a line.
    with exclusive(index_folder), open_collection(index_folder) as collection:
        text = _text(path)
        if not text and (source := _in_force(collection.store)):
            raise UsageError(
                f"{path}: no such file, while the corrections of {source} are in force; name that file with"
                " --corrections, or run this where it is"
            )
        parse_corrections(text, source=str(path))
        locations = collection.store.documents.ids_by_location()
        # The id holds after the file has moved.
        correction = replace(correction, document=locations.get(correction.document, correction.document))
        text, number = with_correction(text, correction)
        _, _, notices = review_corrections(collection.store, text, source=str(path))
        for notice in notices:
            if notice.line == number and not notice.applied:
                raise UsageError(notice.message)
        _write(path, text)
        _apply(collection, path, text)


def _apply(collection: Collection, path: Path, text: str) -> None:
    """Bring store and index up to what stands in the file."""
    report = apply_corrections(collection.store, text, source=str(path))
    index_queued(collection.store, collection.engine)
    for message in report.messages():
        click.echo(f"Notice: {message}", err=True)
    not_applied = sum(not notice.applied for notice in report.notices)
    held = len(report.corrections.lines) + len(report.corrections.notices) - not_applied
    click.echo(
        f"{held} corrections applied: {report.mentions} mentions in {report.documents} documents changed"
    )


def _in_force(store: Store) -> str:
    """The file whose corrections were applied last, if it had any; else ""."""
    text, source = store.corrections.remembered()
    return source if parse_corrections(text, source=source).lines else ""


def _text(path: Path) -> str:
    """What stands in the file; a file that is yet to be made is empty."""
    return read_corrections(path) if path.exists() else ""


def _write(path: Path, text: str) -> None:
    """Put the text into the file in one step, so that an interruption leaves the old or the new one."""
    target = path.resolve()
    beside = target.with_name(f".{target.name}.new")
    try:
        beside.write_bytes(text.encode("utf-8"))
        os.replace(beside, target)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error}); name another --corrections file") from error

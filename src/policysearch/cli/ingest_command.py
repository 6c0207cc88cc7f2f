"""`policysearch ingest`."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from ..collection import STORE_FILE, open_collection
from ..models import State
from ..pipeline import Options, Progress, ingest, plan_ingestion
from ..store import exclusive, memory_store, open_store
from ..workers import Limits
from .main import FAILED_INPUTS, INTERRUPTED
from .options import corrections_option, index_option
from .output import print_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from ..collection import Collection
    from ..pipeline import IngestReport, Plan
    from ..store import Store

DEFAULT_FOLDER = Path("corpus")
SHOWN_REASONS = 20  # of files that could not be read; `status` lists them all


@click.command("ingest")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@index_option
@corrections_option
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=min(4, os.cpu_count() or 1),
    show_default=True,
    help="Worker processes.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--no-extract", is_flag=True, help="Leave the search for mentions to a later run.")
@click.option(
    "--ocr", is_flag=True, help="Recognize PDF pages that are only pictures (needs tesseract or ocrmypdf)."
)
@click.option("--retry", is_flag=True, help="Read failed, partial and empty files again.")
@click.option(
    "--seconds",
    type=click.FloatRange(min=0.1),
    default=Limits().seconds,
    show_default=True,
    help="Time that reading one file may take.",
)
@click.option(
    "--megabytes",
    type=click.IntRange(256),
    default=Limits().megabytes,
    show_default=True,
    help="Memory that a worker process may use.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print the summary.",
)
@click.pass_context
def command(
    context: click.Context,
    paths: tuple[Path, ...],
    index_folder: Path,
    corrections_file: Path,
    jobs: int,
    dry_run: bool,
    no_extract: bool,
    ocr: bool,
    retry: bool,
    seconds: float,
    megabytes: int,
    form: str,
) -> None:
    """Make the index equal to the files below PATH (default: corpus).

    New files are added, changed ones replace their predecessors, moved ones keep their identity,
    removed ones leave the index. Everything is searchable before the first document is analysed.
    Ctrl-C finishes the file in hand and keeps what is done; run it again to go on.
    """
    paths = paths or (DEFAULT_FOLDER,)
    if ocr:
        from ..ingest.ocr import ocr_program

        ocr_program()  # says what to install before anything is done
    if dry_run:
        with _store_as_it_is(index_folder / STORE_FILE) as store:
            _print_plan(plan_ingestion(store, paths, retry=retry), form)
        return
    with exclusive(index_folder), open_collection(index_folder, create=True) as collection:
        started = time.monotonic()
        with _stop_on_interrupt() as should_stop, _progress_bar() as progress:
            options = Options(
                jobs=jobs,
                extract=not no_extract,
                ocr=ocr,
                retry=retry or ocr,
                corrections=_corrections(context, collection, corrections_file),
                limits=Limits(seconds=seconds, megabytes=megabytes),
                progress=progress,
                should_stop=should_stop,
            )
            try:
                report = ingest(collection, paths, options)
            except KeyboardInterrupt:
                click.echo("Stopped at once; what was done is kept: run it again to go on.", err=True)
                context.exit(INTERRUPTED)
    for message in report.corrections:
        click.echo(f"Notice: {message}", err=True)
    if form == "json":
        print_json(_as_json(report))
    else:
        _print_report(report, time.monotonic() - started)
    if report.stopped:
        context.exit(INTERRUPTED)
    if any(row.state is State.FAILED for row in report.not_indexed):
        context.exit(FAILED_INPUTS)


def _store_as_it_is(path: Path) -> Store:
    return open_store(path) if path.exists() else memory_store()


def _corrections(context: click.Context, collection: Collection, path: Path) -> Path | None:
    """The corrections file; None if it was not asked for and is not there."""
    asked_for = context.get_parameter_source("corrections_file") is not ParameterSource.DEFAULT
    if asked_for or path.exists():
        return path
    if collection.store.corrections.remembered()[0]:
        click.echo(
            f"Notice: there is no {path} here: the corrections applied before are kept"
            " (`policysearch corrections apply` with an empty file undoes them)",
            err=True,
        )
    return None


@contextmanager
def _stop_on_interrupt() -> Iterator[Callable[[], bool]]:
    """Let the first Ctrl-C end the run after the file in hand; the second one ends it at once."""
    interrupted = False

    def note(_number: int, _frame: FrameType | None) -> None:
        nonlocal interrupted
        interrupted = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
        click.echo("\nFinishing the file in hand; press Ctrl-C again to stop at once.", err=True)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: interrupted
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _progress_bar() -> Iterator[Callable[[Progress], None]]:
    """A bar with file, rate and time left on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}/s"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[location]}", style="dim"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks = {}

        def show(progress: Progress) -> None:
            if progress.phase not in tasks:
                tasks[progress.phase] = (
                    bar.add_task(progress.phase, total=progress.total, rate="", location=""),
                    time.monotonic(),
                )
            task, began = tasks[progress.phase]
            rate = progress.done / max(time.monotonic() - began, 0.001)
            bar.update(
                task,
                completed=progress.done,
                total=progress.total,
                rate=f"{rate:.1f}",
                location=progress.location,
            )

        yield show


def _print_plan(plan: Plan, form: str) -> None:
    groups = {
        "new": [row.location for row in plan.new],
        "changed": [after.location for _, after in plan.changed],
        "moved": [f"{move.before.location} → {move.after.location}" for move in plan.moved],
        "duplicate": [row.location for row in plan.duplicates],
        "unreadable": [row.location for row in plan.failed],
        "removed": [row.location for row in plan.removed],
    }
    unchanged = len(plan.unchanged) + len(plan.touched)
    if form == "json":
        print_json({**groups, "unchanged": unchanged})
        return
    for action, locations in groups.items():
        for location in locations:
            click.echo(f"{action:<11}{location}")
    click.echo(f"{unchanged} unchanged. Nothing was done (--dry-run).")


def _as_json(report: IngestReport) -> dict[str, object]:
    return {
        "actions": report.actions,
        "by_state": report.states,
        "unread": [
            {
                "location": row.location,
                "state": row.state,
                "reason": row.reason,
                "document_id": row.document_id,
            }
            for row in report.not_indexed
        ],
        "pending": report.pending,
        "stopped": report.stopped,
    }


def _print_report(report: IngestReport, seconds: float) -> None:
    did = ", ".join(f"{count} {action}" for action, count in report.actions.items()) or "no files"
    click.echo(f"{did} ({seconds:.1f} s)")
    for row in report.not_indexed[:SHOWN_REASONS]:
        click.echo(f"  {row.state:<10}{row.location}: {row.reason}")
    if len(report.not_indexed) > SHOWN_REASONS:
        click.echo(
            f"  … and {len(report.not_indexed) - SHOWN_REASONS} more: `policysearch status` lists them"
        )
    total = sum(count for state, count in report.states.items() if state is not State.REMOVED)
    states = ", ".join(f"{count} {state}" for state, count in report.states.items())
    click.echo(f"The ledger now has {total} files: {states}.")
    if report.stopped:
        click.echo("Stopped before everything was done: run `policysearch ingest` again to go on.")
    elif report.pending:
        click.echo(
            f"{report.pending} documents are still to be analysed: run `policysearch ingest` again to go on."
        )

"""`policysearch watch`."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..collection import open_collection
from ..errors import PolicySearchError
from ..models import State
from ..pipeline import Options, ingest, plan_ingestion
from ..pipeline.watching import wait_for_changes
from ..store import exclusive
from .ingest_command import DEFAULT_FOLDER
from .options import corrections_option, index_option

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType


@click.command("watch")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@index_option
@corrections_option
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Worker processes.")
@click.option("--no-extract", is_flag=True, help="Leave the search for mentions to a later run.")
def command(
    paths: tuple[Path, ...], index_folder: Path, corrections_file: Path, jobs: int, no_extract: bool
) -> None:
    """Keep the index equal to the files below PATH (default: corpus) as they come, change and go.

    A file is read when it has not grown for two seconds. A folder that vanishes, or is suddenly
    empty, is waited for and nothing is removed; `ingest` removes what is really gone. Corrections
    are read again with every change. Ctrl-C ends.
    """
    paths = paths or (DEFAULT_FOLDER,)
    stopping = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)

    def bring_up_to_date() -> None:
        corrections = corrections_file if corrections_file.exists() else None
        options = Options(
            jobs=jobs, extract=not no_extract, corrections=corrections, should_stop=lambda: stopping
        )
        _bring_up_to_date(paths, index_folder, options)

    bring_up_to_date()
    click.echo(f"Watching {', '.join(map(str, paths))}; press Ctrl-C to end.", err=True)
    changes = wait_for_changes(
        paths,
        should_stop=lambda: stopping,
        on_vanished=lambda path: click.echo(f"{path} is gone; waiting for it to come back.", err=True),
    )
    for _ in changes:
        try:
            bring_up_to_date()
        except PolicySearchError as error:
            click.echo(f"policysearch: {error}", err=True)


def _bring_up_to_date(paths: Sequence[Path], index_folder: Path, options: Options) -> None:
    with exclusive(index_folder), open_collection(index_folder, create=True) as collection:
        plan = plan_ingestion(collection.store, paths)
        if plan.removed and not (plan.unchanged or plan.touched or plan.new or plan.changed or plan.moved):
            click.echo(
                f"All {len(plan.removed)} files are gone at once; nothing is removed from the index. "
                "If this is meant, run `policysearch ingest`.",
                err=True,
            )
            return
        report = ingest(collection, paths, options)
    done = {action: count for action, count in report.actions.items() if action != "unchanged"}
    if done:
        click.echo(", ".join(f"{count} {action}" for action, count in done.items()))
    for message in report.corrections:
        click.echo(f"Notice: {message}", err=True)
    for row in report.not_indexed:
        if row.state is not State.INDEXED:
            click.echo(f"  {row.state:<10}{row.location}: {row.reason}")

"""The group of commands. A command's module is imported when that command runs.

So that `policysearch search` starts fast, without spaCy or any reader.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from .. import __version__
from ..errors import PolicySearchError

COMMANDS = {
    "ingest": "make the index equal to the files: new, changed, moved, removed",
    "search": "find passages, with facets",
    "entities": "list the laws, organizations or dates that the reports mention",
    "timeline": "list dated statements in order of time",
    "grid": "count passages by law, organization and year",
    "corrections": "merge, rename, hide, split and retype entities",
    "show": "show a document, passage or entity, whole",
    "status": "show the ledger: what became of every file",
    "watch": "ingest as files come, change and go",
    "rebuild": "build the index afresh from the store",
    "read": "show what the reader makes of one file, without an index",
    "extract": "show what is mentioned in one file, without an index",
    "evaluate": "precision, recall and F1 of extraction against annotated mentions",
}
FAILED_INPUTS = 1
USER_ERROR = 2
INTERRUPTED = 130  # as a shell has it for Ctrl-C: 128 and the number of SIGINT


class _LazyGroup(click.Group):
    """Knows every command's name and one-line help, and imports it when asked."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"..{cmd_name}_command", __name__).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def _group() -> None:
    """Turn a folder of policy reports into a searchable, citable collection.

    Works in the current folder: corpus/ in, index/ out.
    """


def main() -> None:
    """Run the command line; errors made on purpose become one line and exit code 2."""
    # numpy starts a third faster without the threads of its linear algebra, of which nothing here makes use.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        _group(prog_name="policysearch")
    except PolicySearchError as error:
        click.echo(f"policysearch: {error}", err=True)
        sys.exit(USER_ERROR)
    except BrokenPipeError:
        # The reader of our output has seen enough (`| head`); keep Python from saying so at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)

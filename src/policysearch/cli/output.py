"""Printing of results in the formats that every listing command offers."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console

    from ..models import Notice

PIPE_COLUMNS = 120  # width of tables that do not go to a terminal
FORMULA_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
)  # what makes a spreadsheet run a cell (OWASP, CSV Injection)


def console() -> Console:
    """A console on stdout, plain and of fixed width where it is not a terminal; brackets are no markup."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else PIPE_COLUMNS
    return Console(width=width, highlight=False, soft_wrap=False, markup=False, emoji=False)


def print_json(value: object) -> None:
    """One JSON value, indented, with every script as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_jsonl(rows: Iterable[object]) -> None:
    """One JSON value a line."""
    for row in rows:
        click.echo(json.dumps(row, ensure_ascii=False))


def print_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """A table for spreadsheets: UTF-8 with the mark by which they know it, formulas defused.

    Args:
        columns: Keys of the rows, in order.
        rows: Lists among their values are joined by "; ".
    """
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    click.echo("\ufeff" + buffer.getvalue(), nl=False)


def _cell(value: object) -> object:
    if isinstance(value, (list, tuple)):
        value = "; ".join(str(part) for part in value)
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


def print_rows(form: str, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows as "json" (one list), "jsonl" or "csv"."""
    if form == "json":
        print_json(rows)
    elif form == "jsonl":
        print_jsonl(rows)
    else:
        print_csv(columns, rows)


def print_notices(notices: Iterable[Notice]) -> None:
    """How a query was re-interpreted, on stderr."""
    for notice in notices:
        click.echo(f"Notice: {notice.message}", err=True)

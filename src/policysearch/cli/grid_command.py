"""`policysearch grid`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..collection import open_collection
from ..grid import make_grid
from ..models import Facet, SearchRequest
from .options import filter_options, format_option, index_option, read_filters
from .output import console, print_notices, print_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..grid import Cell, Grid

CELL_COLUMNS = ("law", "law_name", "organization", "organization_name", "year", "passages", "documents")
LAW_CHARS, NAME_CHARS = 36, 44  # of a law's and an organization's name on a screen
HEADING_COLUMNS = 11  # width that a heading is wrapped to


@click.command("grid")
@click.argument("query", default="")
@index_option
@filter_options(*Facet)
@click.option(
    "--columns",
    type=click.Choice(["organization", "year"]),
    default="organization",
    show_default=True,
    help="What to set the laws against.",
)
@click.option("--each-year", is_flag=True, help="A grid of organizations for each year of publication.")
@click.option(
    "--top",
    type=click.IntRange(0),
    default=6,
    show_default=True,
    help="Most laws, and most organizations, to list; 0 for all.",
)
@format_option
def command(
    query: str,
    index_folder: Path,
    columns: str,
    each_year: bool,
    top: int,
    form: str,
    **facets: tuple[str, ...],
) -> None:
    """Count the passages that match QUERY by law and organization, or by law and year of publication.

    Every number is that of `search QUERY --law … --organization …` (or `--year …`) with the same
    filters. JSON and JSONL have one object for each number that is not 0; CSV is the grid itself.
    """
    if each_year and columns == "year":
        raise click.UsageError("--each-year is for grids of organizations; leave out --columns year")
    filters, excludes = read_filters(facets)
    request = SearchRequest(query=query, filters=filters, excludes=excludes)
    with open_collection(index_folder) as collection:
        grid, notices = make_grid(
            collection.store,
            collection.engine,
            request,
            organizations=columns == "organization",
            by_year=each_year or columns == "year",
            top=top,
        )
    print_notices(notices)
    if form == "table":
        _print_table(grid)
    elif form == "csv":
        headings, rows = _as_sheet(grid)
        print_rows(form, headings, rows)
    else:
        print_rows(form, CELL_COLUMNS, [_as_json(grid, cell) for cell in grid.cells])


def _as_json(grid: Grid, cell: Cell) -> dict[str, Any]:
    return {
        "law": cell.law,
        "law_name": grid.names[cell.law],
        "organization": cell.organization,
        "organization_name": grid.names.get(cell.organization, ""),
        "year": cell.year,
        "passages": cell.passages,
        "documents": cell.documents,
    }


def _as_sheet(grid: Grid) -> tuple[list[str], list[dict[str, Any]]]:
    """Headings and rows: one row for each law, or for each year and law."""
    years = grid.years if grid.organizations and grid.years else ("",)
    columns = _headings(grid)
    first = ["year", "law", "name"] if years != ("",) else ["law", "name"]
    rows = []
    for year in years:
        for law in grid.laws:
            row: dict[str, Any] = {"year": year, "law": law, "name": grid.names[law]}
            row.update(dict.fromkeys(columns.values(), 0))
            for cell in grid.cells:
                if cell.law == law and (cell.year == year or not grid.organizations):
                    row[columns[cell.organization or cell.year]] = cell.passages
            rows.append(row)
    return [*first, *columns.values()], rows


def _headings(grid: Grid) -> dict[str, str]:
    """Column to what stands above it: a name or, where two have the same, the id."""
    if not grid.organizations:
        return {year: year for year in grid.years}
    names = [grid.names[body] for body in grid.organizations]
    return {
        body: body if names.count(name) > 1 else name
        for body, name in zip(grid.organizations, names, strict=True)
    }


def _print_table(grid: Grid) -> None:
    from rich.table import Table

    screen = console()
    if not grid.cells:
        screen.print("No passage there mentions what the grid is made of.")
        return
    headings, rows = _as_sheet(grid)
    numbers = headings[headings.index("name") + 1 :]
    for year in dict.fromkeys(row["year"] for row in rows):
        table = Table(box=None, padding=(0, 2, 0, 0), title=year or None, title_justify="left")
        table.add_column("passages", no_wrap=True)
        for heading in numbers:
            table.add_column(
                _cut(heading, NAME_CHARS),
                justify="right",
                min_width=min(len(heading), HEADING_COLUMNS),
                max_width=HEADING_COLUMNS,
            )
        for row in rows:
            counts: Sequence[int] = [row[heading] for heading in numbers]
            if row["year"] == year and (any(counts) or not year):
                table.add_row(
                    _cut(row["name"], LAW_CHARS), *(str(count) if count else "·" for count in counts)
                )
        screen.print(table)


def _cut(name: str, length: int) -> str:
    return name if len(name) <= length else f"{name[: length - 1].rstrip()}…"

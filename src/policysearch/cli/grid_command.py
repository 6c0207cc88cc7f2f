"""`policysearch grid`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..collection import open_collection
from ..grid import make_grid
from ..models import Facet, SearchRequest
from .options import filter_options, format_option, index_option, read_filters
from .output import console, print_notices, print_rows
from .screen import width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rich.table import Table

    from ..grid import Cell, Grid

CELL_COLUMNS = ("law", "law_name", "organization", "organization_name", "year", "passages", "documents")
LAW_COLUMNS = 36  # widest that the names of laws stand, at most half the screen
NARROW_LAW_COLUMNS = 24  # narrowest that they stand to let all columns fit beside each other
HEADING_COLUMNS = 14  # widest that a heading stands: "Administration"
NARROWEST = 5  # of a column of numbers
GAP = 2  # between columns


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
    """Print one table, or one below the other if the screen is too narrow for all columns."""
    screen = console()
    if not grid.cells:
        screen.print("No passage there mentions what the grid is made of.")
        return
    headings, rows = _as_sheet(grid)
    numbers = headings[headings.index("name") + 1 :]
    first = min(LAW_COLUMNS, screen.width // 2, max(width_of(grid.names[law]) for law in grid.laws))
    left = screen.width - sum(GAP + _width(heading) for heading in numbers)
    if NARROW_LAW_COLUMNS <= left < first:
        first = left
    for year in dict.fromkeys(row["year"] for row in rows):
        of_year = [row for row in rows if row["year"] == year]
        shown = [row for row in of_year if not year or any(row[heading] for heading in numbers)]
        for columns in _that_fit(numbers, screen.width - first):
            screen.print(_table(year, columns, shown, first))
            screen.print()


def _that_fit(headings: Sequence[str], width: int) -> Iterator[list[str]]:
    """Yield the columns in stretches of as many as fit a width, at least one."""
    stretch: list[str] = []
    left = width
    for heading in headings:
        needed = GAP + _width(heading)
        if stretch and needed > left:
            yield stretch
            stretch, left = [], width
        stretch.append(heading)
        left -= needed
    yield stretch


def _width(heading: str) -> int:
    """Columns of a heading whose words stand below each other."""
    return min(max((NARROWEST, *map(width_of, heading.split()))), HEADING_COLUMNS)


def _table(year: str, columns: Sequence[str], rows: Sequence[dict[str, Any]], first: int) -> Table:
    from rich.table import Table

    table = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, title=year or None, title_justify="left")
    table.add_column("passages", width=first, overflow="fold")
    for heading in columns:
        table.add_column(heading, justify="right", width=_width(heading), overflow="fold")
    for row in rows:
        table.add_row(row["name"], *(str(row[heading] or "·") for heading in columns))
    return table

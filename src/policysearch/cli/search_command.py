"""`policysearch search`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..collection import open_collection
from ..models import Facet, SearchRequest, Sort
from ..search import search
from .options import filter_options, format_option, index_option, read_filters
from .output import console, print_json, print_notices, print_rows

if TYPE_CHECKING:
    from pathlib import Path

    from rich.table import Table
    from rich.text import Text

    from ..models import FacetCount, Hit, SearchResults, Snippet

HIT_COLUMNS = (
    "rank", "score", "passage_id", "fingerprint", "document_id", "title", "location", "page", "heading",
    "passages", "snippet",
)  # fmt: skip
FACETS_A_ROW = 3  # facet tables side by side: what fits 100 columns with readable names


@click.command("search")
@click.argument("query", default="")
@index_option
@filter_options(*Facet)
@click.option(
    "--any", "any_words", is_flag=True, help="Match passages with some of the words instead of all."
)
@click.option("--by-document", is_flag=True, help="One hit a document: its best passage.")
@click.option(
    "--sort",
    type=click.Choice([sort.value for sort in Sort]),
    default=Sort.RELEVANCE.value,
    show_default=True,
    help="Order of the hits; newest and oldest go by publication.",
)
@click.option("--limit", type=click.IntRange(0), default=10, show_default=True, help="Most hits to show.")
@click.option("--offset", type=click.IntRange(0), default=0, show_default=True, help="Hits to skip.")
@click.option(
    "--facet-size",
    type=click.IntRange(0),
    default=8,
    show_default=True,
    help="Most values to show for each facet.",
)
@format_option
def command(
    query: str,
    index_folder: Path,
    any_words: bool,
    by_document: bool,
    sort: str,
    limit: int,
    offset: int,
    facet_size: int,
    form: str,
    **facets: tuple[str, ...],
) -> None:
    r"""Find passages that match QUERY, and count them by facets.

    \b
    words           all must occur          "exact phrase"   -word   word OR word   ( )
    prefix*  fuzzy~  "near words"~5         title:word  law:"…"  organization:"…"  publisher:"…"
    year:2019..2021  mentions:2030          a filter value with a leading "-" excludes
    """
    filters, excludes = read_filters(facets)
    request = SearchRequest(
        query=query,
        filters=filters,
        excludes=excludes,
        any_words=any_words,
        by_document=by_document,
        sort=Sort(sort),
        offset=offset,
        limit=limit,
        facets=tuple(Facet) if facet_size else (),
        facet_size=facet_size,
    )
    with open_collection(index_folder) as collection:
        results = search(collection.store, collection.engine, request)
    print_notices(results.notices)
    if form == "table":
        _print_table(results)
    elif form == "json":
        print_json(_as_json(results))
    else:
        rows = [_hit_as_json(hit, rank) for rank, hit in enumerate(results.hits, start=request.offset + 1)]
        if form == "csv":
            rows = [{**row, "snippet": row["snippet"]["text"]} for row in rows]
        print_rows(form, HIT_COLUMNS, rows)


def _as_json(results: SearchResults) -> dict[str, Any]:
    return {
        "query": results.request.query,
        "notices": [{"message": notice.message, "position": notice.position} for notice in results.notices],
        "total_passages": results.total_passages,
        "total_documents": results.total_documents,
        "exact": results.exact,
        "hits": [
            _hit_as_json(hit, rank) for rank, hit in enumerate(results.hits, start=results.request.offset + 1)
        ],
        "facets": {facet: [_count_as_json(row) for row in rows] for facet, rows in results.facets.items()},
    }


def _hit_as_json(hit: Hit, rank: int) -> dict[str, Any]:
    return {
        "rank": rank,
        "score": round(hit.score, 4),
        "passage_id": hit.passage.id,
        "fingerprint": hit.passage.fingerprint,
        "document_id": hit.passage.document_id,
        "title": hit.title,
        "location": hit.location,
        "page": hit.passage.page,
        "heading": hit.passage.heading,
        "passages": hit.passages,
        "snippet": {"text": hit.snippet.text, "highlights": [list(span) for span in hit.snippet.highlights]},
    }


def _count_as_json(row: FacetCount) -> dict[str, Any]:
    return {
        "value": row.value,
        "label": row.label,
        "documents": row.documents,
        "passages": row.passages,
        "selected": row.selected,
    }


def _print_table(results: SearchResults) -> None:
    from rich.table import Table
    from rich.text import Text

    screen = console()
    if not results.total_passages:
        screen.print("Nothing matches. Try fewer words, --any, or a prefix such as regul*.")
        return
    screen.print(f"{results.total_passages} passages in {results.total_documents} documents\n", style="bold")
    for rank, hit in enumerate(results.hits, start=results.request.offset + 1):
        where = [hit.location]
        if hit.passage.page:
            where.append(f"page {hit.passage.page}")
        if hit.passages > 1:
            where.append(f"and {hit.passages - 1} more passages")
        screen.print(Text.assemble((f"{rank}. ", "dim"), (hit.title, "bold")), soft_wrap=True)
        screen.print(Text("   " + " · ".join(where), style="cyan"), soft_wrap=True)
        if hit.passage.heading:
            screen.print(Text("   " + hit.passage.heading, style="dim"), soft_wrap=True)
        grid = Table.grid(padding=(0, 0, 1, 3))
        grid.add_row(_highlighted(hit.snippet))
        screen.print(grid)
    tables = [_facet_table(facet, rows) for facet, rows in results.facets.items() if rows]
    for start in range(0, len(tables), FACETS_A_ROW):
        grid = Table.grid(padding=(0, 3, 1, 0))
        grid.add_row(*tables[start : start + FACETS_A_ROW])
        screen.print(grid)


def _highlighted(snippet: Snippet) -> Text:
    from rich.text import Text

    # Lines of a table or list stay one snippet; a space keeps every highlight's offset right.
    text = Text(snippet.text.replace("\n", " "))
    for start, end in snippet.highlights:
        text.stylize("bold yellow", start, end)
    return text


def _facet_table(facet: Facet, rows: tuple[FacetCount, ...]) -> Table:
    from rich.table import Table

    table = Table(box=None, padding=(0, 1, 0, 0), title=facet.value, title_justify="left", title_style="bold")
    table.add_column("", no_wrap=True, max_width=28, overflow="ellipsis")
    table.add_column("docs", justify="right", style="dim")
    table.add_column("passages", justify="right", style="dim")
    for row in rows:
        label = f"✓ {row.label}" if row.selected else row.label
        table.add_row(label, str(row.documents), str(row.passages))
    return table

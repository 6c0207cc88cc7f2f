"""`policysearch search`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from ..collection import open_collection
from ..models import Facet, SearchRequest, Sort
from ..search import search
from .options import filter_options, format_option, index_option, read_filters
from .output import print_json, print_notices, print_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..models import FacetCount, Hit, SearchResults

HIT_COLUMNS = (
    "rank", "score", "passage_id", "fingerprint", "document_id", "title", "publisher", "published",
    "location", "page", "last_page", "heading", "passages", "snippet",
)  # fmt: skip


HELP = """Find passages that match QUERY, and count them by facets.

\b
words               all must occur
"exact phrase"      -word               word OR word        ( )
prefix*             fuzzy~              "near words"~5      title:word
law:"…"             organization:"…"    publisher:"…"
year:2019..2021     month:2024-03       mentions:2030

A filter value with a leading "-" excludes; "(none)" stands for no value.

A query that begins with "-" stands behind "--":

\b
policysearch search -- '-china data'
"""


@click.command("search", help=HELP)
@click.argument("query", default="")
@index_option
@filter_options(*Facet)
@click.option(
    "--selection",
    metavar="LINE",
    help="Ask again what this line stands for: the `selection` of an answer in JSON, or part of a URL.",
)
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
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    help="Show so many hits; 0 for counts only.",
)
@click.option("--offset", type=click.IntRange(0), default=0, show_default=True, help="Hits to skip.")
@click.option(
    "--facet-size",
    type=click.IntRange(0),
    default=12,
    show_default=True,
    help="Most values to show for each facet.",
)
@click.option(
    "--facet",
    "counted",
    multiple=True,
    type=click.Choice([facet.value for facet in Facet]),
    help="Count this facet only; repeatable.  [default: every facet, months if years are chosen]",
)
@click.option(
    "--facet-values",
    "beginnings",
    multiple=True,
    metavar="FACET:BEGINNING",
    help="Of this facet, list only values with a word that begins so (law:pro).",
)
@format_option
def command(
    query: str,
    index_folder: Path,
    selection: str | None,
    any_words: bool,
    by_document: bool,
    sort: str,
    limit: int,
    offset: int,
    facet_size: int,
    counted: tuple[str, ...],
    beginnings: tuple[str, ...],
    form: str,
    **facets: tuple[str, ...],
) -> None:
    """Run `policysearch search`."""
    filters, excludes = read_filters(facets)
    asked = SearchRequest(
        query=query,
        filters=filters,
        excludes=excludes,
        any_words=any_words,
        by_document=by_document,
        sort=Sort(sort),
    )
    if selection is not None:
        if asked != SearchRequest():
            raise click.UsageError("--selection is a whole search: leave out QUERY, filters and order")
        from ..selection import read_selection  # urllib takes 5 ms, which few searches need

        asked = read_selection(selection)
    request = replace(
        asked,
        offset=offset,
        limit=limit,
        facets=(tuple(map(Facet, counted)) or _facets_shown(asked.filters)) if facet_size else (),
        facet_size=facet_size,
        facet_words=_read_beginnings(beginnings),
    )
    with open_collection(index_folder) as collection:
        results = search(collection.store, collection.engine, request)
    print_notices(results.notices)
    if form == "table":
        from .screen import print_lines, screen_width
        from .search_page import page_of

        print_lines(page_of(results, screen_width()))
    elif form == "json":
        print_json(_as_json(results))
    else:
        rows = [_hit_as_json(hit, rank) for rank, hit in enumerate(results.hits, start=request.offset + 1)]
        if form == "csv":
            rows = [{**row, "snippet": row["snippet"]["text"]} for row in rows]
        print_rows(form, HIT_COLUMNS, rows)


def _facets_shown(filters: Mapping[Facet, frozenset[str]]) -> tuple[Facet, ...]:
    """Every facet; months, of which there are many, where years are narrowed down to some."""
    return tuple(facet for facet in Facet if facet is not Facet.MONTH or {Facet.YEAR, facet} & filters.keys())


def _read_beginnings(given: tuple[str, ...]) -> dict[Facet, str]:
    """What to narrow lists of values by, from the values of --facet-values."""
    found: dict[Facet, str] = {}
    for text in given:
        name, _, beginning = text.partition(":")
        if name not in tuple(Facet) or not beginning.strip():
            raise click.UsageError(
                f"--facet-values {text!r}: give a facet ({', '.join(Facet)}), a colon and the"
                " beginning of a word, such as law:pro"
            )
        found[Facet(name)] = beginning
    return found


def _as_json(results: SearchResults) -> dict[str, Any]:
    from ..selection import write_selection

    return {
        "query": results.request.query,
        "selection": write_selection(results.request),
        "notices": [{"message": notice.message, "position": notice.position} for notice in results.notices],
        "total_passages": results.total_passages,
        "total_documents": results.total_documents,
        "exact": results.exact,
        "suggestion": results.suggestion,
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
        "publisher": hit.publisher,
        "published": hit.published,
        "location": hit.location,
        "page": hit.passage.page,
        "last_page": hit.passage.last_page,
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

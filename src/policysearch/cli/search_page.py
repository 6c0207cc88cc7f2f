"""Search results as a page for a terminal: hits, with the facets beside them or below."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..models import NO_VALUE, Facet
from ..pages import pages_of
from .screen import Line, beside, line, paragraph, width_of, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..models import FacetCount, Hit, SearchResults

WIDE = 140  # columns from which on the facets stand beside the hits
FACET_WIDTH = 50  # columns of a facet beside the hits
NARROWEST_FACET = 36  # columns of a facet below the hits
LONGEST_LINE = 110  # columns of a snippet: longer lines are hard to read
COUNT_WIDTHS = (5, 9)  # of "docs" and "passages", with the space before them
OVER_TIME = (Facet.YEAR, Facet.MONTH, Facet.MENTIONS)  # facets shown in order of time, with bars
BAR = "▪"
BAR_START = 10  # columns before a bar: room for a sign and a month
GAP = "   "
INDENT = "    "
HEADING_SEPARATOR = " › "


def page_of(results: SearchResults, width: int) -> list[Line]:
    """Lay results out.

    Args:
        results: What a search found.
        width: Columns of the screen.
    """
    suggested = [line(f"Search instead for: {results.suggestion}", "chosen")] if results.suggestion else []
    if not results.total_passages:
        narrowed = results.request.filters or results.request.excludes
        advice = "Leave out a filter, or try" if narrowed else "Try"
        return [
            *suggested,
            line(f"Nothing matches. {advice} fewer words, --any, or a prefix such as regul*."),
        ]
    facets = [(facet, rows) for facet, rows in results.facets.items() if rows]
    wide = width >= WIDE and bool(facets) and bool(results.hits)
    hits_width = width - FACET_WIDTH - len(GAP) if wide else width
    hits = [*suggested, line(_totals(results), "bold"), Line()]
    for rank, hit in enumerate(results.hits, start=results.request.offset + 1):
        hits += [*_hit(hit, rank, min(hits_width, LONGEST_LINE)), Line()]
    if wide:
        blocks = [row for facet, rows in facets for row in (*_facet(facet, rows, FACET_WIDTH), Line())]
        return beside(hits, blocks, hits_width, GAP)
    return [*hits, *_columns(facets, width)]


def _totals(results: SearchResults) -> str:
    passages = _counted_noun(results.total_passages, "passage")
    documents = _counted_noun(results.total_documents, "document")
    return f"{'' if results.exact else 'about '}{passages} in {documents}"


def _counted_noun(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _hit(hit: Hit, rank: int, width: int) -> list[Line]:
    """Title, place to cite, publisher and date, heading and snippet of a hit."""
    first, *rest = paragraph(hit.title, width, style="bold", indent=INDENT)
    number = f"{rank}. "
    lines = [Line(((f"{number:<{len(INDENT)}}", "dim"), *first.pieces[1:])), *rest]
    place = [hit.location]
    if hit.passage.page:
        place.append(pages_of(hit.passage))
    if origin := ", ".join(part for part in (hit.publisher, hit.published) if part):
        place.append(origin)
    if hit.passages > 1:
        place.append(f"and {_counted_noun(hit.passages - 1, 'more passage')}")
    lines += _with_id(paragraph(" · ".join(place), width, style="place", indent=INDENT), hit, width)
    if heading := _heading_below(hit.title, hit.passage.heading):
        lines += paragraph(heading, width, style="dim", indent=INDENT)
    return [*lines, *paragraph(hit.snippet.text, width, marks=hit.snippet.highlights, indent=INDENT)]


def _with_id(place: list[Line], hit: Hit, width: int) -> list[Line]:
    """The place with what `show` takes at its end, or below if there is no room."""
    last = place[-1]
    piece = (hit.passage.id, "dim")
    if last.width + len(GAP) + width_of(hit.passage.id) <= width:
        return [*place[:-1], Line((*last.pieces, (GAP, ""), piece))]
    return [*place, Line(((INDENT, ""), piece))]


def _heading_below(title: str, heading: str) -> str:
    """The headings above a passage without those that only repeat the title."""
    parts = heading.split(HEADING_SEPARATOR)
    return HEADING_SEPARATOR.join(part for part in parts if part.casefold() != title.casefold())


def _columns(facets: Sequence[tuple[Facet, tuple[FacetCount, ...]]], width: int) -> list[Line]:
    """Facets in as many columns as fit, each facet under the shortest column."""
    count = max(1, min(len(facets), (width + len(GAP)) // (NARROWEST_FACET + len(GAP))))
    column_width = (width + len(GAP)) // count - len(GAP)
    columns: list[list[Line]] = [[] for _ in range(count)]
    for facet, rows in facets:
        min(columns, key=len).extend([*_facet(facet, rows, column_width), Line()])
    page = columns[0]
    for number, column in enumerate(columns[1:], start=1):
        page = beside(page, column, number * (column_width + len(GAP)) - len(GAP), GAP)
    return page


def _facet(facet: Facet, rows: Sequence[FacetCount], width: int) -> list[Line]:
    """A facet's values with their counts; long names on several lines, so that they can be read."""
    label_width = width - sum(COUNT_WIDTHS)
    header = _counted(f"{facet:<{label_width}}", "bold", "docs", "passages")
    if facet in OVER_TIME:
        return [header, *_histogram(rows, label_width)]
    lines = [header]
    for row in rows:
        label = f"({NO_VALUE})" if row.value == NO_VALUE else row.label
        style = "chosen" if row.selected else "dim" if row.value == NO_VALUE else ""
        parts = [label[start:end] for start, end in wrapped(label, label_width - 2)]
        sign = "✓ " if row.selected else "  "
        first = f"{sign}{parts[0]}"
        filled = first + " " * (label_width - width_of(first))
        lines.append(_counted(filled, style, *_numbers(row)))
        lines += [line(f"    {part}", style) for part in parts[1:]]
    return lines


def _histogram(rows: Sequence[FacetCount], width: int) -> list[Line]:
    """Years or months in their order, with a bar for the documents of each."""
    in_order = sorted(rows, key=lambda row: (row.value == NO_VALUE, row.value))
    most = max((row.documents for row in rows if row.value != NO_VALUE), default=0)
    lines = []
    for row in in_order:
        if row.value == NO_VALUE:
            label, style, bar = f"  ({NO_VALUE})", "dim", ""
        else:
            label, style = f"{'✓' if row.selected else ' '} {row.label}", "chosen" if row.selected else ""
            bar = BAR * math.ceil(row.documents / max(1, most) * (width - BAR_START - 1))
        lines.append(_counted(f"{label:<{BAR_START}}{bar:<{width - BAR_START}}", style, *_numbers(row)))
    return lines


def _numbers(row: FacetCount) -> tuple[str, str]:
    return f"{row.documents:,}", f"{row.passages:,}"


def _counted(label: str, style: str, documents: str, passages: str) -> Line:
    document_width, passage_width = COUNT_WIDTHS
    return Line(((label, style), (f"{documents:>{document_width}}{passages:>{passage_width}}", "dim")))

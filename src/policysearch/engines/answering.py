"""From what matches to the answer of an engine: filters, counts, hits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .base import EngineResults
from .facet_counts import Found, count_document_values, count_values, having_any
from .result_order import document_hits, passage_hits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..models import Facet, Sort
    from ..query import Query
    from .array_file import Array
    from .base import EngineHit
    from .matching import Matching
    from .passage_columns import PassageColumns


def answer(
    columns: PassageColumns,
    matching: Matching,
    query: Query,
    *,
    offset: int,
    limit: int,
    facets: Sequence[Facet],
    facet_size: int,
    sort: Sort,
    by_document: bool,
) -> EngineResults:
    """What ``SearchEngine.search`` gives.

    Args:
        columns: What is known of the passages.
        matching: The expression of the query held against them.
        query: What was asked for.
        offset: Hits to skip.
        limit: Most hits to return.
        facets: Facets to count.
        facet_size: Most values per facet.
        sort: Order of the hits.
        by_document: One hit a document.
    """
    holds = matching.results()
    for facet, values in query.excludes.items():
        holds = holds & ~having_any(columns.facet(facet), values)
    masks = {facet: having_any(columns.facet(facet), values) for facet, values in query.filters.items()}
    found = Found(_all_but(holds, masks, None), columns.document)
    of_documents = np.bincount(columns.document[found.passages])
    documents = np.flatnonzero(of_documents)
    of_documents = of_documents[documents]
    counts = {}
    for facet in facets:
        of_values = columns.document_values(facet)
        if facet in masks:
            wider = Found(_all_but(holds, masks, facet), columns.document)
            counts[facet] = count_values(columns.facet(facet), wider, facet_size)
        elif of_values is None:
            counts[facet] = count_values(columns.facet(facet), found, facet_size)
        else:
            own = of_values[documents]
            counts[facet] = count_document_values(columns.facet(facet), own, of_documents, facet_size)
    hits: tuple[EngineHit, ...] = ()
    if limit > 0 and offset < found.size:
        show = document_hits if by_document else passage_hits
        hits = show(columns, matching, found.passages, sort, offset=offset, limit=limit)
    return EngineResults(
        hits=hits,
        total_passages=found.size,
        total_documents=documents.size,
        facets=counts,
        exact=matching.exact(),
    )


def _all_but(holds: Array, masks: Mapping[Facet, Array], but: Facet | None) -> Array:
    """Passages that pass every filter but that of one facet."""
    for facet, mask in masks.items():
        if facet != but:
            holds = holds & mask
    return holds

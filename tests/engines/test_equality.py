"""Every engine finds, counts, scores and orders as the reference does, on random corpora and queries."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policysearch.engines.memory import MemoryEngine
from policysearch.models import Facet, Sort

from .engine_urls import DISK_ENGINES, open_on_disk
from .records import SOME_FACETS, documents, queries

if TYPE_CHECKING:
    from policysearch.engines.base import IndexRecord, SearchEngine
    from policysearch.query import Query

BATCHES = st.lists(st.tuples(documents(), st.lists(st.sampled_from("abcdefgh"), max_size=3)), max_size=6)


def write(engine: SearchEngine, batch: list[list[IndexRecord]], removed: list[str]) -> None:
    """Remove some documents and add others, in the place of those of the same id."""
    with engine.writer() as writer:
        for document_id in removed:
            writer.delete_document(document_id)
        for passages in batch:
            writer.delete_document(passages[0].document_id)
            for passage in passages:
                writer.add(passage)


@pytest.mark.parametrize("scheme", DISK_ENGINES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    batches=BATCHES,
    asked=st.lists(
        st.tuples(
            queries,
            st.sampled_from(Sort),
            st.booleans(),
            st.integers(0, 5),
            st.integers(0, 12),
            st.integers(0, 5),
        ),
        min_size=1,
        max_size=8,
    ),
    expansion_limit=st.sampled_from((1, 2, 1000)),
    common_share=st.sampled_from((0, 20, 3_200)),
    few=st.sampled_from((1, 1000)),
)
def test_as_the_reference(
    scheme: str,
    batches: list[tuple[list[list[IndexRecord]], list[str]]],
    asked: list[tuple[Query, Sort, bool, int, int, int]],
    expansion_limit: int,
    common_share: int,
    few: int,
) -> None:
    reference = MemoryEngine()
    with (
        tempfile.TemporaryDirectory() as folder,
        patch("policysearch.engines.memory.EXPANSION_LIMIT", expansion_limit),
        patch("policysearch.engines.matching.EXPANSION_LIMIT", expansion_limit),
        patch("policysearch.engines.tantivy.common_words._SHARE", common_share),
        patch("policysearch.engines.facet_counts._FEW", few),
    ):
        engine = open_on_disk(scheme, f"{folder}/index")
        for batch, removed in batches:
            write(reference, batch, removed)
            write(engine, batch, removed)
        for query, sort, by_document, offset, limit, facet_size in asked:
            results = [
                each.search(
                    query,
                    offset=offset,
                    limit=limit,
                    facets=(*SOME_FACETS, Facet.FORMAT),
                    facet_size=facet_size,
                    sort=sort,
                    by_document=by_document,
                )
                for each in (reference, engine)
            ]
            assert results[1] == results[0]
            assert [list(counts.items()) for counts in results[1].facets.values()] == [
                list(counts.items()) for counts in results[0].facets.values()
            ]
        for prefix in ("", "s", "law", "能"):
            assert dict(engine.vocabulary(prefix)) == dict(reference.vocabulary(prefix))
        engine.close()

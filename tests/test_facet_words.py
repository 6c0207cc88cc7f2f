"""Searching within the values of a facet, on the sample corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from policysearch.models import NO_VALUE, Facet, MentionKind, SearchRequest
from policysearch.names import name_key
from policysearch.search import search

if TYPE_CHECKING:
    from policysearch.collection import Collection
    from policysearch.models import FacetCount

ALL = 10_000


def listed(collection: Collection, facet: Facet, beginning: str, size: int = ALL) -> tuple[FacetCount, ...]:
    request = SearchRequest(query="law", facets=(facet,), facet_size=size, facet_words={facet: beginning})
    return search(collection.store, collection.engine, request).facets[facet]


def names_of(collection: Collection, facet: Facet, row: FacetCount) -> list[str]:
    kinds = {Facet.LAW: MentionKind.LAW, Facet.ORGANIZATION: MentionKind.ORGANIZATION}
    if facet not in kinds or row.value == NO_VALUE:
        return [row.label]
    entity = collection.store.entities.get(row.value)
    assert entity is not None
    return [entity.name, *entity.aliases]


@pytest.mark.parametrize("facet", [Facet.LAW, Facet.ORGANIZATION, Facet.PUBLISHER, Facet.MENTIONS])
@pytest.mark.parametrize("beginning", ["a", "pro", "Euro", "202", "zzz"])
def test_values_are_those_with_such_a_word_and_keep_their_counts(
    collection: Collection, facet: Facet, beginning: str
) -> None:
    request = SearchRequest(query="law", facets=(facet,), facet_size=ALL)
    every = search(collection.store, collection.engine, request).facets[facet]
    expected = [
        row
        for row in every
        if row.value != NO_VALUE or facet not in (Facet.LAW, Facet.ORGANIZATION)
        if any(f" {name_key(beginning)}" in f" {name_key(name)}" for name in names_of(collection, facet, row))
    ]
    assert list(listed(collection, facet, beginning)) == expected


def test_a_law_is_listed_by_its_short_name_in_any_case(collection: Collection) -> None:
    assert any(
        row.label.startswith("General Data Protection") for row in listed(collection, Facet.LAW, "gdp")
    )


def test_a_chinese_name_is_listed_by_any_part(collection: Collection) -> None:
    rows = listed(collection, Facet.LAW, "安全法")
    assert rows
    assert all(any("安全法" in name for name in names_of(collection, Facet.LAW, row)) for row in rows)


def test_the_list_is_cut_after_narrowing(collection: Collection) -> None:
    every = listed(collection, Facet.LAW, "a")
    assert len(every) > 2
    assert listed(collection, Facet.LAW, "a", size=2) == every[:2]


def test_other_facets_stay_as_they_are(collection: Collection) -> None:
    request = SearchRequest(query="law", facets=(Facet.PUBLISHER, Facet.LAW), facet_size=3)
    narrowed = SearchRequest(
        query="law", facets=(Facet.PUBLISHER,), facet_size=3, facet_words={Facet.LAW: "e"}
    )
    before = search(collection.store, collection.engine, request)
    after = search(collection.store, collection.engine, narrowed)
    assert after.facets[Facet.PUBLISHER] == before.facets[Facet.PUBLISHER]
    assert after.facets.keys() == before.facets.keys(), "a narrowed facet is counted without being asked for"
    assert after.total_passages == before.total_passages

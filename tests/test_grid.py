"""Every number of a grid is that of the search that it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from policysearch.grid import Cell, make_grid
from policysearch.models import NO_VALUE, Facet, SearchRequest
from policysearch.search import search

if TYPE_CHECKING:
    from policysearch.collection import Collection

ALL = 100_000
REQUESTS = [
    pytest.param(SearchRequest(), id="everything"),
    pytest.param(SearchRequest(query="data OR privacy"), id="a query"),
    pytest.param(SearchRequest(query="artificial intelligence", any_words=True), id="some of the words"),
    pytest.param(SearchRequest(filters={Facet.YEAR: frozenset({"2021..2024"})}), id="years"),
    pytest.param(SearchRequest(filters={Facet.LAW: frozenset({"AI Act", "GDPR"})}), id="chosen laws"),
    pytest.param(SearchRequest(excludes={Facet.LAW: frozenset({"GDPR"})}), id="an excluded law"),
    pytest.param(
        SearchRequest(query="data", filters={Facet.ORGANIZATION: frozenset({"European Commission"})}),
        id="a chosen organization",
    ),
]


def counts(collection: Collection, request: SearchRequest) -> tuple[int, int]:
    results = search(collection.store, collection.engine, request)
    wider = ("No passage has all", "Only titles and headings")
    if any(notice.message.startswith(wider) for notice in results.notices):
        return 0, 0
    return results.total_passages, results.total_documents


@pytest.mark.parametrize("request_", REQUESTS)
@pytest.mark.parametrize(
    ("organizations", "by_year"),
    [(True, False), (False, True), (True, True)],
    ids=["bodies", "years", "both"],
)
def test_every_cell_is_the_number_of_its_search(
    collection: Collection, request_: SearchRequest, organizations: bool, by_year: bool
) -> None:
    grid, _ = make_grid(
        collection.store, collection.engine, request_, organizations=organizations, by_year=by_year, top=6
    )
    assert grid.cells
    numbers = {(c.law, c.organization, c.year): (c.passages, c.documents) for c in grid.cells}
    for law in grid.laws:
        for organization in grid.organizations or ("",):
            for year in grid.years or ("",):
                asked = Cell(law, organization, year, 0, 0).request(request_)
                shown = numbers.get((law, organization, year), (0, 0))
                assert counts(collection, asked) == shown, (law, organization, year)


def test_rows_are_the_laws_of_most_passages(collection: Collection) -> None:
    facets = search(
        collection.store, collection.engine, SearchRequest(limit=0, facets=(Facet.LAW,), facet_size=ALL)
    ).facets[Facet.LAW]
    most = sorted((row.passages for row in facets if row.value != NO_VALUE), reverse=True)
    grid, _ = make_grid(collection.store, collection.engine, SearchRequest(), top=5)
    by_law = {row.value: row.passages for row in facets}
    assert [by_law[law] for law in grid.laws] == most[:5]
    assert set(grid.names) == {*grid.laws, *grid.organizations}
    whole, _ = make_grid(collection.store, collection.engine, SearchRequest(), top=0)
    assert len(whole.laws) == len(most)


def test_a_filter_chooses_the_rows(collection: Collection) -> None:
    request = SearchRequest(filters={Facet.LAW: frozenset({"Regulation (EU) 2024/1689"})})
    grid, _ = make_grid(collection.store, collection.engine, request)
    assert list(grid.laws) == ["law:eu-artificial-intelligence-act"]


def test_nothing_matches(collection: Collection) -> None:
    grid, _ = make_grid(collection.store, collection.engine, SearchRequest(query="xylophone"))
    assert (grid.laws, grid.organizations, grid.cells) == ((), (), ())

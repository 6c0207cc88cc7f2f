"""The evidence grid: which laws stand together with which organizations or in which years, in passages.

Passages, not documents, are counted, since two names in one report of 300 pages have little to do with
each other. Every number is that of the search that a reader would make to see the evidence.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .edtf_dates import years
from .filter_values import KIND_OF_FACET
from .models import Facet
from .search import matching_passages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .engines.base import SearchEngine
    from .models import Notice, SearchRequest
    from .store import Store


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of the grid that is not 0.

    Attributes:
        law: Id of the law.
        organization: Id of the organization; "" if the columns are years.
        year: Year of publication; "" if years are not told apart.
        passages: Passages that mention the law and the organization, in documents of the year.
        documents: Distinct documents among them.
    """

    law: str
    organization: str
    year: str
    passages: int
    documents: int

    def request(self, grid_request: SearchRequest) -> SearchRequest:
        """The search that finds the passages of this cell, within the request of its grid."""
        values = {Facet.LAW: self.law, Facet.ORGANIZATION: self.organization, Facet.YEAR: self.year}
        own = {facet: frozenset({value}) for facet, value in values.items() if value}
        return replace(grid_request, filters={**grid_request.filters, **own})


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Laws against organizations, years, or both.

    Attributes:
        laws: Ids of the rows, those in most passages first.
        organizations: Ids of the columns, those in most of the rows' passages first; none if not told apart.
        years: Years that occur, in order; none if years are not told apart.
        names: Names of laws and organizations by id.
        cells: By row, then column, then year.
    """

    laws: tuple[str, ...]
    organizations: tuple[str, ...]
    years: tuple[str, ...]
    names: Mapping[str, str]
    cells: tuple[Cell, ...]


def make_grid(
    store: Store,
    engine: SearchEngine,
    request: SearchRequest,
    *,
    organizations: bool = True,
    by_year: bool = False,
    top: int = 20,
) -> tuple[Grid, tuple[Notice, ...]]:
    """Count the passages that match a request by law, organization and year of publication.

    A filter by law or organization also chooses the rows or columns: only what it names is listed.

    Args:
        store: Where the mentions are.
        engine: What to search with.
        request: As for ``search``.
        organizations: Tell organizations apart.
        by_year: Tell years apart; a document of several years counts in each.
        top: Most laws, and most organizations, to list; 0 for all.

    Raises:
        UnknownValue, EngineError: As for ``search``.
    """
    passage_ids, notices = matching_passages(store, engine, request)
    laws = _passages_of(store, request, Facet.LAW, passage_ids)
    laws = dict(sorted(laws.items(), key=lambda item: (-len(item[1]), item[0]))[: top or None])
    bodies = _passages_of(store, request, Facet.ORGANIZATION, passage_ids) if organizations else {}
    bodies_in = _inverted(bodies)
    years_of = _years_by_document(store) if by_year else {}
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for law, passages in laws.items():
        for passage_id in passages:
            for body in bodies_in.get(passage_id, ()) if organizations else ("",):
                for year in years_of.get(passage_id.partition(":")[0], ()) if by_year else ("",):
                    found[law, body, year].add(passage_id)
    columns = _columns(found, top) if organizations else ()
    shown = {place: passages for place, passages in found.items() if not organizations or place[1] in columns}
    grid = Grid(
        laws=tuple(laws),
        organizations=columns,
        years=tuple(sorted({year for _, _, year in shown})) if by_year else (),
        names=store.entities.names([*laws, *columns]),
        cells=tuple(_cells(shown, tuple(laws), columns)),
    )
    return grid, notices


def _passages_of(
    store: Store, request: SearchRequest, facet: Facet, passage_ids: frozenset[str] | None
) -> dict[str, set[str]]:
    """The passages of each law or organization that the request does not leave out."""
    kind = KIND_OF_FACET[facet]
    passages = store.mentions.passages_by_value(kind, passage_ids=passage_ids)
    asked_for = request.filters.get(facet)
    if not asked_for:
        return passages
    chosen = {entity.id for name in asked_for for entity in store.entities.named(kind, name)}
    return {entity_id: found for entity_id, found in passages.items() if entity_id in chosen}


def _inverted(passages: Mapping[str, set[str]]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = defaultdict(list)
    for value, passage_ids in passages.items():
        for passage_id in passage_ids:
            values[passage_id].append(value)
    return values


def _years_by_document(store: Store) -> dict[str, tuple[str, ...]]:
    return {
        document_id: tuple(str(year) for year in years(published))
        for document_id, published in store.documents.published().items()
    }


def _columns(found: Mapping[tuple[str, str, str], set[str]], top: int) -> tuple[str, ...]:
    """The organizations of most passages, over all rows."""
    passages: dict[str, set[str]] = defaultdict(set)
    for (_, body, _), passage_ids in found.items():
        passages[body] |= passage_ids
    return tuple(sorted(passages, key=lambda body: (-len(passages[body]), body))[: top or None])


def _cells(
    found: Mapping[tuple[str, str, str], set[str]], laws: tuple[str, ...], columns: tuple[str, ...]
) -> Iterator[Cell]:
    row, column = _places(laws), _places(columns)
    for law, body, year in sorted(found, key=lambda place: (row[place[0]], column[place[1]], place[2])):
        passages = found[law, body, year]
        documents = {passage_id.partition(":")[0] for passage_id in passages}
        yield Cell(law, body, year, len(passages), len(documents))


def _places(ids: tuple[str, ...]) -> dict[str, int]:
    return {"": 0, **{id_: place for place, id_ in enumerate(ids)}}

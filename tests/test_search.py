"""Facets and totals on the sample corpus, against brute force over the store."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from policysearch.collection import open_collection
from policysearch.errors import UnknownValue
from policysearch.models import NO_VALUE, Facet, MentionKind, SearchRequest
from policysearch.pipeline import Options, ingest
from policysearch.pipeline.indexing import make_records
from policysearch.search import list_entities, search

if TYPE_CHECKING:
    from pathlib import Path

    from policysearch.collection import Collection

QUERIES = ["", '"artificial intelligence"', "data OR privacy", "law -china", "2030", "人工智能"]
ALL = 10_000


def passages_by_value(collection: Collection, facet: Facet, among: set[str]) -> dict[str, set[str]]:
    """The passages that have each value of a facet, from the records that the store gives."""
    values: dict[str, set[str]] = defaultdict(set)
    for document_id in collection.store.documents.ids():
        document = collection.store.documents.get(document_id)
        assert document is not None
        for record in make_records(collection.store, document):
            if record.passage_id in among:
                for value in record.facets.get(facet, (NO_VALUE,)):
                    values[value].add(record.passage_id)
    return values


def matches(collection: Collection, request: SearchRequest) -> set[str]:
    results = search(collection.store, collection.engine, request)
    assert len(results.hits) == results.total_passages
    return {hit.passage.id for hit in results.hits}


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("facet", list(Facet))
def test_a_click_on_any_facet_value_gives_the_number_shown(
    collection: Collection, query: str, facet: Facet
) -> None:
    request = SearchRequest(query=query, facets=(facet,), facet_size=ALL, limit=ALL)
    shown = search(collection.store, collection.engine, request)
    expected = passages_by_value(collection, facet, {hit.passage.id for hit in shown.hits})
    assert {row.value: row.passages for row in shown.facets[facet]} == {
        value: len(passages) for value, passages in expected.items()
    }
    for row in shown.facets[facet]:
        clicked = SearchRequest(
            query=query, filters={facet: frozenset({row.value})}, facets=(facet,), facet_size=ALL, limit=ALL
        )
        results = search(collection.store, collection.engine, clicked)
        assert {hit.passage.id for hit in results.hits} == expected[row.value]
        assert (results.total_passages, results.total_documents) == (row.passages, row.documents)
        unselected = [(other.value, other.passages) for other in results.facets[facet]]
        assert unselected == [(other.value, other.passages) for other in shown.facets[facet]], (
            "a facet's own selection does not narrow its counts"
        )


def test_values_of_one_facet_are_alternatives_and_facets_must_all_hold(collection: Collection) -> None:
    first, second = Facet.LANGUAGE, Facet.FORMAT
    html = SearchRequest(filters={second: frozenset({"html"})}, limit=ALL)
    pdf = SearchRequest(filters={second: frozenset({"pdf"})}, limit=ALL)
    either = SearchRequest(filters={second: frozenset({"html", "pdf"})}, limit=ALL)
    assert matches(collection, either) == matches(collection, html) | matches(collection, pdf)
    english = SearchRequest(filters={first: frozenset({"en"})}, limit=ALL)
    both = SearchRequest(filters={first: frozenset({"en"}), second: frozenset({"html"})}, limit=ALL)
    assert matches(collection, both) == matches(collection, english) & matches(collection, html)


def test_what_is_excluded_is_the_rest(collection: Collection) -> None:
    everything = matches(collection, SearchRequest(limit=ALL))
    html = matches(collection, SearchRequest(filters={Facet.FORMAT: frozenset({"html"})}, limit=ALL))
    rest = matches(collection, SearchRequest(excludes={Facet.FORMAT: frozenset({"html"})}, limit=ALL))
    assert html
    assert rest == everything - html


def test_a_law_is_filtered_by_any_of_its_names(collection: Collection) -> None:
    by_id = {}
    for name in ("AI Act", "Regulation (EU) 2024/1689"):
        request = SearchRequest(filters={Facet.LAW: frozenset({name})}, limit=ALL)
        by_id[name] = matches(collection, request)
    assert by_id["AI Act"] == by_id["Regulation (EU) 2024/1689"] != set()


def test_a_range_of_years(collection: Collection) -> None:
    years = [
        matches(collection, SearchRequest(filters={Facet.YEAR: frozenset({year})}, limit=ALL))
        for year in ("2021", "2022", "2023")
    ]
    ranged = SearchRequest(filters={Facet.YEAR: frozenset({"2021..2023"})}, limit=ALL)
    assert matches(collection, ranged) == set().union(*years) != set()
    in_query = matches(collection, SearchRequest(query="year:2021..2023", limit=ALL))
    assert in_query == matches(collection, ranged)


@pytest.mark.parametrize(
    ("facet", "written", "value"),
    [
        pytest.param(Facet.FORMAT, "HTML", "html", id="capitals"),
        pytest.param(Facet.LANGUAGE, "EN", "en", id="a language"),
        pytest.param(Facet.JURISDICTION, " cn ", "CN", id="a jurisdiction"),
        pytest.param(Facet.PUBLISHER, "sample asia bulletin", "Sample Asia Bulletin", id="a publisher"),
        pytest.param(Facet.JURISDICTION, "(none)", NO_VALUE, id="none as lists show it"),
    ],
)
def test_a_filter_value_may_be_spelled_otherwise(
    collection: Collection, facet: Facet, written: str, value: str
) -> None:
    written_so = SearchRequest(filters={facet: frozenset({written})}, limit=ALL)
    as_it_is = SearchRequest(filters={facet: frozenset({value})}, limit=ALL)
    assert matches(collection, written_so) == matches(collection, as_it_is) != set()


@pytest.mark.parametrize(
    ("facet", "written", "message"),
    [
        pytest.param(
            Facet.FORMAT, "pddf", "no format is named 'pddf'; those that are: pdf, html,", id="nearest first"
        ),
        pytest.param(
            Facet.JURISDICTION, "Mars", "no jurisdiction is named 'Mars'; those that are: EU, ", id="a list"
        ),
        pytest.param(
            Facet.LAW, "Cybersecurty Law", "did you mean 'Cybersecurity Law'", id="a name spelled wrongly"
        ),
        pytest.param(Facet.LAW, "GPDR", "did you mean 'General Data Protection Regulation'?", id="an alias"),
        pytest.param(
            Facet.ORGANIZATION,
            "Commission of Europe Union",
            "did you mean 'European Commission'",
            id="a body",
        ),
        pytest.param(
            Facet.LAW, "Recommendation Provisions", "Algorithmic Recommendation", id="some of its words"
        ),
    ],
)
def test_an_unknown_value_is_named_with_the_nearest(
    collection: Collection, facet: Facet, written: str, message: str
) -> None:
    request = SearchRequest(filters={facet: frozenset({written})})
    with pytest.raises(UnknownValue) as raised:
        search(collection.store, collection.engine, request)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_what_is_selected_is_always_listed(collection: Collection) -> None:
    for facet in Facet:
        everything = SearchRequest(facets=(facet,), facet_size=ALL, limit=0)
        rows = search(collection.store, collection.engine, everything).facets[facet]
        (rare,) = rows[-1:]
        for words in ({}, {Facet.LAW: "a"} if facet is not Facet.LAW else {}):
            request = SearchRequest(
                filters={facet: frozenset({rare.value})}, facets=(facet,), facet_size=1, facet_words=words
            )
            listed = search(collection.store, collection.engine, request).facets[facet]
            assert [row.value for row in listed] == list(dict.fromkeys((rows[0].value, rare.value)))
            assert (listed[-1].passages, listed[-1].selected) == (rare.passages, True)


def test_what_is_selected_is_listed_though_nothing_has_it(collection: Collection) -> None:
    request = SearchRequest(
        query="xylophone OR 人工智能",
        filters={Facet.JURISDICTION: frozenset({"INT"}), Facet.YEAR: frozenset({"1950..1960"})},
        facets=(Facet.JURISDICTION, Facet.YEAR),
    )
    facets = search(collection.store, collection.engine, request).facets
    assert [(row.value, row.passages) for row in facets[Facet.JURISDICTION] if row.selected] == [("INT", 0)]
    assert not any(row.selected for row in facets[Facet.YEAR])


def test_filters_that_leave_nothing_come_with_the_number_without_them(collection: Collection) -> None:
    def notices(**chosen: str) -> list[str]:
        filters = {Facet(facet): frozenset({value}) for facet, value in chosen.items()}
        request = SearchRequest(query="data", filters=filters)
        return [n.message for n in search(collection.store, collection.engine, request).notices]

    every = len(matches(collection, SearchRequest(query="data", limit=ALL)))
    assert notices(year="1950")[0] == f"Nothing matches with this filter; without it {every} passages do."
    both = notices(year="1950", format="html")
    assert both[0].startswith(f"Nothing matches with these filters; without them {every} passages do (")
    html = len(matches(collection, SearchRequest(query="data format:html", limit=ALL)))
    assert f"{html} without year, 0 without format" in both[0] or html == 0
    assert notices(format="html") == [] or html == 0


def test_an_unknown_law_is_named(collection: Collection) -> None:
    request = SearchRequest(filters={Facet.LAW: frozenset({"Law of Nowhere"})})
    with pytest.raises(UnknownValue, match=r"no law is named 'Law of Nowhere'; `policysearch entities law`"):
        search(collection.store, collection.engine, request)


def test_an_unknown_law_in_a_query_gives_a_notice(collection: Collection) -> None:
    results = search(collection.store, collection.engine, SearchRequest(query='law:"Law of Nowhere"'))
    assert results.total_passages == 0
    assert "Law of Nowhere" in results.notices[0].message


def test_partial_matches_come_with_a_notice(collection: Collection) -> None:
    request = SearchRequest(query="privacy xylophone")
    results = search(collection.store, collection.engine, request)
    assert results.total_passages > 0
    assert "No passage has all of these words" in results.notices[-1].message
    assert all("xylophone" not in hit.passage.text for hit in results.hits)


def test_words_that_only_a_title_has_lead_to_its_passages(tmp_path: Path) -> None:
    (tmp_path / "note.html").write_text(
        "<html><head><title>Zanzibar charter</title></head><body><article><p>The text says nothing of it, "
        "in many words that fill a paragraph of a page as pages have them.</p></article></body></html>"
    )
    with open_collection(tmp_path / "index", create=True) as opened:
        ingest(opened, [tmp_path / "note.html"], Options(extract=False))
        results = search(opened.store, opened.engine, SearchRequest(query="zanzibar"))
    assert results.total_passages == 1
    assert "Only titles and headings have these words" in results.notices[-1].message


def test_hits_by_document_are_the_best_passage_of_each(collection: Collection) -> None:
    results = search(
        collection.store, collection.engine, SearchRequest(query="data", by_document=True, limit=ALL)
    )
    documents = [hit.passage.document_id for hit in results.hits]
    assert len(documents) == len(set(documents)) == results.total_documents
    assert sum(hit.passages for hit in results.hits) == results.total_passages


def test_the_entity_list_of_a_query_counts_its_passages(collection: Collection) -> None:
    request = SearchRequest(query="data", facets=(Facet.LAW,), facet_size=ALL)
    shown = search(collection.store, collection.engine, request).facets[Facet.LAW]
    rows, _ = list_entities(collection.store, collection.engine, MentionKind.LAW, request)
    counts = {row.value: (row.documents, row.passages) for row in shown if row.value != NO_VALUE}
    assert {row.entity.id: (row.documents, row.passages) for row in rows} == counts


@pytest.mark.parametrize("query", ["AND", "OR OR", "()", '"', "-", "~", "*", "law:", "((((", "\x00\x07"])
def test_odd_queries_are_answered(collection: Collection, query: str) -> None:
    search(collection.store, collection.engine, SearchRequest(query=query))


def test_a_range_of_years_that_ends_before_it_begins(collection: Collection) -> None:
    request = SearchRequest(filters={Facet.YEAR: frozenset({"2022..2019"})})
    with pytest.raises(UnknownValue, match=r"'2022\.\.2019' ends before it begins; write 2019\.\.2022"):
        search(collection.store, collection.engine, request)

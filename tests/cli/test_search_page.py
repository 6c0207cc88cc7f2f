"""The page of results at the widths that terminals have."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.cli.screen import Line, beside, line, paragraph, width_of, wrapped
from policysearch.cli.search_page import LONGEST_LINE, WIDE, page_of
from policysearch.models import (
    NO_VALUE,
    Facet,
    FacetCount,
    Hit,
    Passage,
    SearchRequest,
    SearchResults,
    Snippet,
)
from policysearch.search import search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policysearch.collection import Collection

LONG_NAME = "Framework Convention on Artificial Intelligence and Human Rights, Democracy and the Rule of Law"
TEXT = "The law was adopted. 人工智能法律 came later."
SNIPPET = Snippet(text=TEXT, highlights=((4, 7), (21, 27)))
WIDTHS = [60, 80, 120, 160, 220]


def hit(
    *,
    title: str = "A report",
    heading: str = "",
    page: int | None = None,
    passages: int = 1,
    publisher: str = "",
    published: str | None = None,
    snippet: Snippet = SNIPPET,
) -> Hit:
    passage = Passage(
        id="d:0",
        fingerprint="f",
        document_id="d",
        ordinal=0,
        start=0,
        end=len(TEXT),
        text=TEXT,
        heading=heading,
        page=page,
    )
    return Hit(
        passage=passage,
        title=title,
        location="reports/a.pdf",
        publisher=publisher,
        published=published,
        score=1.0,
        snippet=snippet,
        passages=passages,
    )


def results(*hits: Hit, facets: Sequence[FacetCount] = (), suggestion: str = "") -> SearchResults:
    return SearchResults(
        request=SearchRequest(),
        hits=hits,
        total_passages=len(hits),
        total_documents=len(hits),
        facets={Facet.LAW: tuple(facets)} if facets else {},
        suggestion=suggestion,
    )


def count(label: str, *, value: str = "", selected: bool = False) -> FacetCount:
    return FacetCount(value=value or label, label=label, documents=1234, passages=56789, selected=selected)


def shown(found: SearchResults, width: int = 80) -> list[str]:
    return [str(row).rstrip() for row in page_of(found, width)]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("query", ["law", "人工智能", "data OR privacy"])
def test_no_line_is_wider_than_the_screen(collection: Collection, query: str, width: int) -> None:
    request = SearchRequest(query=query, facets=tuple(Facet), limit=20)
    found = search(collection.store, collection.engine, request)
    for row in page_of(found, width):
        assert row.width <= width, str(row)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_name_and_snippet_is_shown_whole(collection: Collection, width: int) -> None:
    found = search(collection.store, collection.engine, SearchRequest(query="law", facets=(Facet.LAW,)))
    page = "".join(re.sub(r"\s", "", text) for text in shown(found, width))
    for one in found.hits:
        if width < WIDE:
            assert re.sub(r"\s", "", one.snippet.text) in page
        assert re.sub(r"\s", "", one.location) in page


@pytest.mark.parametrize(("width", "side"), [(WIDE - 1, False), (WIDE, True), (220, True)])
def test_facets_stand_beside_the_hits_on_a_wide_screen(width: int, side: bool) -> None:
    page = shown(results(hit(), facets=[count("AI Act")]), width)
    assert any("A report" in text for text in page)
    assert (
        any(text.startswith("1 passage in 1 document") and "docs passages" in text for text in page) is side
    )
    assert any(text.startswith("law") for text in page) is not side


def test_long_names_of_laws_are_wrapped() -> None:
    page = shown(results(hit(), facets=[count(LONG_NAME)]), 80)
    joined = " ".join(re.sub(r"[\d,]{3,}", "", text).strip() for text in page)
    assert LONG_NAME in re.sub(r" +", " ", joined)


def test_years_stand_in_their_order_with_bars() -> None:
    counts = [
        FacetCount(value=value, label=value, documents=documents, passages=documents)
        for value, documents in (("2021", 20), ("2019", 10), ("2020", 1), (NO_VALUE, 40))
    ]
    found = replace(results(hit()), facets={Facet.YEAR: tuple(counts)})
    page = shown(found)
    first = next(number for number, text in enumerate(page) if text.startswith("year"))
    listed = [text for text in page[first + 1 :] if text]
    bars = [text.count("▪") for text in listed]
    assert [text.split()[0] for text in listed] == ["2019", "2020", "2021", "(none)"]
    assert 0 < bars[1] < bars[0] < bars[2] <= 2 * bars[0]
    assert bars[3] == 0, "what has no year is no part of the histogram"


def test_what_is_chosen_is_marked() -> None:
    page = shown(results(hit(), facets=[count("AI Act", selected=True), count("DSA"), count(NO_VALUE)]))
    assert any(re.fullmatch(r"✓ AI Act +1,234 +56,789", text) for text in page)
    assert any(re.fullmatch(r"  DSA +1,234 +56,789", text) for text in page)
    assert any(re.fullmatch(r"  \(none\) +1,234 +56,789", text) for text in page)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        pytest.param("", [], id="none"),
        pytest.param("A report", [], id="the title again"),
        pytest.param("A REPORT › Scope", ["    Scope"], id="the title in capitals above another"),
        pytest.param("Part 1 › Scope", ["    Part 1 › Scope"], id="others"),
    ],
)
def test_headings_do_not_repeat_the_title(heading: str, expected: list[str]) -> None:
    page = shown(results(hit(heading=heading)))
    start = page.index("    reports/a.pdf   d:0") + 1
    assert page[start : page.index("    The law was adopted. 人工智能法律 came later.")] == expected


def test_a_hit_says_where_to_find_it() -> None:
    assert "    reports/a.pdf · page 7 · and 1 more passage   d:0" in shown(results(hit(page=7, passages=2)))
    assert "    reports/a.pdf · page 7 · and 12 more passages   d:0" in shown(
        results(hit(page=7, passages=13))
    )


@pytest.mark.parametrize(
    ("publisher", "published", "expected"),
    [
        pytest.param("", None, "", id="nothing is known"),
        pytest.param("OECD", None, " · OECD", id="who"),
        pytest.param("", "2024-05", " · 2024-05", id="when"),
        pytest.param("OECD", "2024-05", " · OECD, 2024-05", id="both"),
    ],
)
def test_a_hit_says_who_published_it_and_when(publisher: str, published: str | None, expected: str) -> None:
    page = shown(results(hit(publisher=publisher, published=published)))
    assert f"    reports/a.pdf{expected}   d:0" in page


def test_what_show_takes_stands_below_where_there_is_no_room() -> None:
    page = shown(results(hit(publisher="OECD", published="2024-05")), 36)
    assert page[page.index("    reports/a.pdf · OECD, 2024-05") + 1] == "    d:0"


def test_matches_are_marked_in_the_lines_that_they_fall_on() -> None:
    rows = page_of(results(hit()), 24)
    marked = [text for row in rows for text, style in row.pieces if style == "match"]
    assert "".join(marked) == "law人工智能法律"


def test_another_spelling_comes_first() -> None:
    assert shown(results(hit(), suggestion="privacy law"))[0] == "Search instead for: privacy law"
    assert shown(results(suggestion="privacy law")) == [
        "Search instead for: privacy law",
        "Nothing matches. Try fewer words, --any, or a prefix such as regul*.",
    ]


def test_filters_that_leave_nothing() -> None:
    found = SearchResults(
        request=SearchRequest(filters={Facet.YEAR: frozenset({"2021"})}),
        hits=(),
        total_passages=0,
        total_documents=0,
    )
    assert shown(found) == [
        "Nothing matches. Leave out a filter, or try fewer words, --any, or a prefix such as regul*."
    ]


def test_snippets_stay_readable_on_a_very_wide_screen() -> None:
    long = Snippet(text="word " * 100)
    found = results(hit(snippet=long))
    assert max(row.width for row in page_of(found, 300)) <= LONGEST_LINE


@given(st.text(alphabet=st.sampled_from("ab -中国é\u0301\n"), max_size=40), st.integers(2, 12))
def test_wrapping_loses_nothing_but_space(text: str, width: int) -> None:
    spans = list(wrapped(text, width))
    assert all(width_of(text[start:end]) <= width for start, end in spans)
    assert "".join(text[start:end] for start, end in spans).split() == text.split() or (
        re.sub(r"\s", "", "".join(text[start:end] for start, end in spans)) == re.sub(r"\s", "", text)
    )


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        pytest.param("one two three", 7, ["one two", "three"], id="at spaces"),
        pytest.param("onetwothree", 4, ["onet", "woth", "ree"], id="a long word"),
        pytest.param("人工智能法律", 5, ["人工", "智能", "法律"], id="wide characters take two columns"),
        pytest.param("the 人工智能", 6, ["the 人", "工智能"], id="Chinese after English"),
        pytest.param(
            "人工，《法律》", 5, ["人", "工，", "《法", "律》"], id="punctuation stays with its word"
        ),
        pytest.param("", 5, [], id="nothing"),
    ],
)
def test_lines_are_broken_where_readers_expect(text: str, width: int, expected: list[str]) -> None:
    assert [str(row) for row in paragraph(text, width)] == expected


def test_blocks_of_different_height_stand_side_by_side() -> None:
    rows = beside([line("人工"), line("b")], [line("x"), Line(), line("z")], 5, " | ")
    assert [str(row) for row in rows] == ["人工  | x", "b", f"{'':5} | z"]


def test_styles_are_codes_of_the_terminal() -> None:
    assert line("x", "bold").styled() == "\x1b[1mx\x1b[0m"
    assert line("x").styled() == "x"

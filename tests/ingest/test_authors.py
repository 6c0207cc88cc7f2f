"""Who wrote a report: persons, not programs, logins, desks or publishers."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from policysearch.ingest.authors import person_names
from policysearch.ingest.html_metadata import read_metadata

LINKED_DATA = """
<script type="application/ld+json">
{"@type": "NewsArticle", "datePublished": "2024-05-01", "author": [{"name": "Ana Silva"}, {"@id": "#li"}]}
</script>
<script type="application/ld+json">{"@id": "#li", "@type": "Person", "name": "Li Wei"}</script>
"""
CITATION = """
<meta name="citation_author" content="Silva, Ana">
<meta name="citation_author" content="Li Wei">
"""


@pytest.mark.parametrize(
    ("written", "names", "why"),
    [
        (["By Ana Silva and Li Wei"], ("Ana Silva", "Li Wei"), "a byline"),
        (["Silva, Ana; Okafor, Ngozi B."], ("Ana Silva", "Ngozi B. Okafor"), "last names first"),
        (["Ana Silva, Li Wei"], ("Ana Silva", "Li Wei"), "first names first, with a comma"),
        (["Von Jürgen von der Heide"], ("Jürgen von der Heide",), "small words inside a name"),
        (["Siobhan O&#39;Neill"], ("Siobhan O'Neill",), "escaped twice, as pages do"),
        (["作者：王小明、李华"], ("王小明", "李华"), "Chinese names"),
        (["Ana Silva", "Ana Silva"], ("Ana Silva",), "each once"),
        (["Microsoft Office User"], (), "a program"),
        (["jsmith", "admin"], (), "a login"),
        (["Newsroom Staff"], (), "a desk"),
        (["Ministry of Justice"], (), "a body"),
        (["https://example.org/ana"], (), "an address"),
        (["Example Observer"], (), "the publisher"),
        (["K A"], (), "initials alone"),
    ],
)
def test_names_among_what_is_given(written: list[str], names: tuple[str, ...], why: str) -> None:
    assert person_names(written, publisher="Example Observer") == names, why


@pytest.mark.parametrize(
    ("head", "body", "note"),
    [
        (
            LINKED_DATA,
            "",
            "JSON-LD author",
        ),
        (
            CITATION,
            "",
            "meta citation_author",
        ),
        ("", '<p class="article-byline">By Ana Silva and Li Wei</p>', "the byline"),
        ("", '<a rel="author" href="/ana">Ana Silva</a> <a rel="author" href="/li">Li Wei</a>', "rel=author"),
    ],
)
def test_authors_of_a_page_and_where_they_are_named(head: str, body: str, note: str) -> None:
    page = BeautifulSoup(f"<html><head>{head}</head><body><h1>A</h1>{body}<p>Text.</p></body></html>", "lxml")
    metadata = read_metadata(page)
    assert metadata.authors == ("Ana Silva", "Li Wei")
    assert f"authors from {note}" in metadata.notes


def test_a_box_about_authors_is_no_byline() -> None:
    page = BeautifulSoup(f'<body><div class="author-box">Ana Silva {"writes " * 40}</div></body>', "lxml")
    assert read_metadata(page).authors == ()

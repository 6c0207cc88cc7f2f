from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from policysearch.ingest.html_title import page_title

HEADLINE = "Senate votes down the new rules on data"


@pytest.mark.parametrize(
    ("headings", "given", "title"),
    [
        (f"<h1>{HEADLINE}</h1>", ["Senate votes down the new rules | Gazette"], HEADLINE),
        ("<h1>Law and order</h1>", [f"{HEADLINE} | Gazette"], HEADLINE),
        ("<h1>Home</h1>", ["Home affairs committee reports"], "Home affairs committee reports"),
        (f"<h1>{HEADLINE}</h1>", ["Gazette"], HEADLINE),
        ("<h1>The Gazette</h1>", [f"The Gazette » {HEADLINE}"], HEADLINE),
        (
            '<h1><a href="/">Court News</a></h1>',
            [f"Court News: {HEADLINE}", f"Court News » {HEADLINE}"],
            f"Court News: {HEADLINE}",
        ),
        ("", [f"Gazette | {HEADLINE}"], HEADLINE),
        ("", [f"{HEADLINE} | Gazette - Law and Courts"], HEADLINE),
        ("", [f"{HEADLINE} | Senate | News | Gazette"], HEADLINE),
        ("", [f"{'Gazette | ' * 2_000}{HEADLINE}"], HEADLINE),
        ("", [f"{HEADLINE}{' | News' * 2_000} | Gazette"], HEADLINE),
        ("", [f"{HEADLINE} - daily.example.org"], HEADLINE),
        ("", ["Rules on data - a dead letter"], "Rules on data - a dead letter"),
        ("", ["Rules on data - what the Gazette asks for"], "Rules on data - what the Gazette asks for"),
        (f"<h1><span>Data</span> {HEADLINE}</h1>", [HEADLINE, f"Data: {HEADLINE}"], HEADLINE),
        (f"<h1>{HEADLINE}</h1>", [], HEADLINE),
        ("<h1>One</h1><h1>Two</h1>", [], ""),
        ("<h1>Gazette</h1>", ["Gazette"], "Gazette"),
    ],
    ids=[
        "cut short for search engines",
        "another heading",
        "a heading that the title begins with by chance",
        "a title that names the site alone",
        "a logo as heading, known as publisher",
        "a logo as heading, linked to the first page",
        "the site before the title",
        "the site and what it says of itself behind it",
        "sections before the site",
        "the site more often than Python may call functions",
        "as many sections",
        "the domain behind it",
        "a title with a dash of its own",
        "a site named in the title",
        "the name of a series within the heading",
        "a heading alone",
        "two headings alone",
        "nothing but the site",
    ],
)
def test_the_title_is_the_headline(headings: str, given: list[str], title: str) -> None:
    page = BeautifulSoup(f"<html><body>{headings}</body></html>", "lxml")
    found = page_title(page, given, ["The Gazette", "Gazette"], "https://www.daily.example.org/a")
    assert found == title

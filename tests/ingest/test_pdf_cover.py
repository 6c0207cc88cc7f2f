"""Title and date of a PDF from the lines of its first pages."""

from __future__ import annotations

import pytest

from policysearch.ingest.pdf_blocks import Style
from policysearch.ingest.pdf_cover import cover_title, is_of, published_on
from policysearch.ingest.pdf_lines import Line

STYLE = Style(12.0, False, {})
_Row = tuple[str, float, float, bool]


def page(*rows: _Row) -> list[Line]:
    """Lines from text, height of the lower edge, size of the type and whether it is bold."""
    return [
        Line(text, 72, bottom, 72 + len(text) * size / 2, bottom + size, size, bold)
        for text, bottom, size, bold in rows
    ]


def plain(*texts: str, top: float = 700) -> list[Line]:
    return page(*((text, top - 40 * number, 12.0, False) for number, text in enumerate(texts)))


TITLES: list[tuple[list[_Row], str, str]] = [
    (
        [("COM(2031) 205 final", 640, 15, True), ("Rivers and Lakes Act", 620, 15, True)],
        "Rivers and Lakes Act",
        "the number above a title",
    ),
    (
        [
            ("Communication from the Commission to the European Parliament, the European", 463, 12, True),
            ("Council, the Council and the Committee of the Regions", 449, 12, True),
            ("Clean rivers for all", 410, 12, True),
        ],
        "Clean rivers for all",
        "below those whom it addresses, in bold",
    ),
    (
        [("Report of the Secretary-General", 600, 20, False), ("Rivers that cross borders", 560, 16, False)],
        "Rivers that cross borders",
        "below the kind of paper, in smaller type",
    ),
    (
        [("Libriver", 600, 20, False), ("One Author (list@example.org)", 200, 14, False)],
        "Libriver",
        "one word, as authors are no title",
    ),
    ([("AGENDA 2030", 600, 20, False)], "AGENDA 2030", "capitals and a year are no document's number"),
    (
        [("Appendix 5", 700, 12, True), ("Page 8 of 11", 688, 12, True), ("Cost of weirs", 600, 12, True)],
        "Cost of weirs",
        "the number of a page",
    ),
]


@pytest.mark.parametrize(("rows", "expected", "reason"), TITLES, ids=[row[2] for row in TITLES])
def test_cover_title(rows: list[_Row], expected: str, reason: str) -> None:
    assert cover_title(page(*rows), STYLE) == expected, reason


@pytest.mark.parametrize(
    ("title", "expected", "reason"),
    [
        ("Rivers and Lakes Act", True, "its words are on page 2"),
        ("Corporate report template", False, "none of its words is"),
        ("EU AI", True, "it has no longer words"),
    ],
)
def test_is_of(title: str, expected: bool, reason: str) -> None:
    assert is_of(title, [plain("Cover"), plain("This act is about lakes.")]) is expected, reason


LONG = "The proposal was tabled in the committee after the hearing on the"
DATES: list[tuple[list[list[Line]], str | None, str]] = [
    ([plain("Edition 1.0", "2004-08")], "2004-08", "a year and month alone"),
    ([plain("A report", "2019")], "2019", "a year alone on a cover"),
    ([plain("Members 2012-2")], None, "a number of a list"),
    ([plain("A report"), plain("July 2024", "About us")], "2024-07", "in the imprint"),
    ([plain("A report"), plain("We met in July 2024")], None, "an imprint names the date alone"),
    (
        [plain("Rivers, Vol. 90, No. 7, Monday, January 13, 2025", "Order of January 3, 2025")],
        "2025-01-13",
        "the day of the issue, not that of the act",
    ),
    (
        [plain("Vol. 90, No. 25", "Friday, February 7, 2025", "Order of February 1, 2025")],
        "2025-02-07",
        "the day of the issue below its number",
    ),
    (
        [page(*((LONG, 800 - 14 * row, 12, False) for row in range(40)), ("3 May 2021.", 240, 12, False))],
        None,
        "the end of a paragraph",
    ),
]


@pytest.mark.parametrize(("pages", "expected", "reason"), DATES, ids=[row[2] for row in DATES])
def test_date_on_the_pages(pages: list[list[Line]], expected: str | None, reason: str) -> None:
    assert published_on(pages, pages[0], STYLE, None, None)[0] == expected, reason


def test_the_publishers_date_counts_before_that_of_the_file() -> None:
    cover = plain("A report")
    assert published_on([cover], cover, STYLE, "2012-10", "2012-08-31")[0] == "2012-10"
    assert published_on([cover], cover, STYLE, None, "2012-08-31")[0] == "2012-08-31"


@pytest.mark.parametrize(
    ("made", "expected", "reason"),
    [
        ("2024-03-14", "2024-03-13", "the file is of the next day"),
        ("2031-03-14", "2031-03-14", "the title names what happened years before"),
        (None, None, "nothing to compare with"),
    ],
)
def test_the_date_in_a_title(made: str | None, expected: str | None, reason: str) -> None:
    title = "Legislative resolution of 13 March 2024 on the proposal for a Rivers Act"
    cover = page((title, 600, 15, True))
    assert published_on([cover], cover, STYLE, None, made)[0] == expected, reason

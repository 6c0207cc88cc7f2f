"""Who issued a PDF, from lines of its pages and from its properties."""

from __future__ import annotations

import pytest

from policysearch.ingest.pdf_lines import Line
from policysearch.ingest.pdf_publisher import publisher_of

TITLE = "Rivers and their rules"
_Row = tuple[str, float, float] | tuple[str, float]


def page(*rows: _Row) -> list[Line]:
    """Lines from text, height of the lower edge and size of the type."""
    lines = []
    for text, bottom, *size in rows:
        height = size[0] if size else 12.0
        lines.append(Line(text, 72, bottom, 72 + len(text) * height / 2, bottom + height, height))
    return lines


COVER: list[_Row] = [(TITLE, 500, 24.0), ("A first reading", 450)]
PROSE: list[_Row] = [
    (f"The committee heard {number} agencies on their work.", 400 - 11 * number, 10.0) for number in range(35)
]

SHOWN: list[tuple[list[_Row], str, str]] = [
    ([("EUROPEAN", 720), ("COMMISSION", 706), *COVER], "European Commission", "a logo on two lines"),
    ([("THE WHITE HOUSE", 720), *COVER], "White House", "a letterhead in capitals"),
    ([*COVER, ("World Health Organization", 90)], "World Health Organization", "the last line of a cover"),
    (
        [("Department for", 720), ("Rivers, Lakes", 706), ("& Canals", 692), *COVER],
        "Department for Rivers, Lakes & Canals",
        "a logo of a department that nobody listed",
    ),
    ([("Ministère de l’Eau", 720), *COVER], "Ministère de l’Eau", "in French"),
    ([*COVER, ("Published by the Water Forum", 90)], "Water Forum", "a label, an article and a name"),
    ([*COVER, ("Published by order of the court", 90)], "", "a label and no name"),
    ([*COVER, ("Published by: Water Forum, Delft", 90)], "Water Forum", "a label and a name"),
    ([*COVER, ("Publisher: Water Forum", 90)], "Water Forum", "a label of a form"),
    ([*COVER, ("Publisher Responsibility Act", 90)], "", "a title that begins as a label"),
    (
        [*COVER, ("Herausgeber", 90), ("Wasserforum Delft", 76)],
        "Wasserforum Delft",
        "a label above a name",
    ),
    ([*COVER, ("发布机关：国务院", 90)], "State Council of the People's Republic of China", "in Chinese"),
    ([*COVER, ("© 2018 River Advisers LLP. All rights reserved.", 90)], "River Advisers LLP", "a copyright"),
    (
        [*COVER, ("© OECD 2021", 90)],
        "Organisation for Economic Co-operation and Development",
        "year last",
    ),
    ([*COVER, ("© Crown copyright 2025", 90)], "", "the Crown is no publisher"),
    ([*COVER, ("© The Authors 2021", 90)], "", "nor are authors"),
    (
        [("River Register / Vol. 90, No. 7 / Monday, January 13, 2025 / Notices", 740), *COVER],
        "River Register",
        "a periodical",
    ),
    (
        [("River Register", 740), ("Vol. 90, No. 25", 724), *COVER],
        "River Register",
        "a periodical's name above its volume",
    ),
    ([*COVER, ("To the European Commission", 480)], "", "an addressee"),
    ([*COVER, *PROSE, ("European Commission", 10)], "", "a line of a page of text"),
    ([("Communication to the Commission", 560), *COVER], "", "no name, though it ends like one"),
    (COVER, "", "nothing"),
]


@pytest.mark.parametrize(("rows", "expected", "reason"), SHOWN, ids=[row[2] for row in SHOWN])
def test_publisher_on_page_1(rows: list[_Row], expected: str, reason: str) -> None:
    assert publisher_of([page(*rows)], TITLE, {})[0] == expected, reason


def test_an_organization_in_the_title_is_what_the_report_is_about() -> None:
    rows: list[_Row] = [("European Commission", 500, 24.0), ("at work", 470, 24.0)]
    assert publisher_of([page(*rows)], "European Commission at work", {}) == ("", "")


PROPERTIES = [
    ({"Publisher": "Elsevier Ltd"}, ("Elsevier Ltd", "the file's properties"), "as the publisher entered it"),
    ({"Publisher": "OECD"}, ("Organisation for Economic Co-operation and Development",), "in full"),
    ({"Author": "DSIT"}, ("Department for Science, Innovation and Technology", "the file's author"), "known"),
    (
        {"Author": "Water Research Institute"},
        ("Water Research Institute", "the file's author"),
        "worded as one",
    ),
    ({"Author": "A. Person"}, ("", ""), "a person is no publisher"),
]


@pytest.mark.parametrize(("properties", "expected", "reason"), PROPERTIES, ids=[row[2] for row in PROPERTIES])
def test_publisher_in_the_properties(
    properties: dict[str, str], expected: tuple[str, ...], reason: str
) -> None:
    assert publisher_of([page(*COVER)], TITLE, properties)[: len(expected)] == expected, reason

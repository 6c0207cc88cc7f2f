"""Which mentions of a document mean one thing, and which must stay apart."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from policysearch.entities.resolve import resolve
from policysearch.models import Mention, MentionKind


def mentions(
    text: str, *names: str, kind: MentionKind = MentionKind.ORGANIZATION, document: str = "d1"
) -> list[Mention]:
    """Every occurrence of the names; a longer name hides shorter ones inside it."""
    found: list[Mention] = []
    for name in sorted(names, key=len, reverse=True):
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            if not any(m.start < end and start < m.end for m in found):
                found.append(
                    Mention(
                        document_id=document,
                        start=start,
                        end=end,
                        kind=kind,
                        text=name,
                        value="",
                        extractor="test",
                    )
                )
            start = text.find(name, end)
    return found


def ids(
    text: str, *names: str, kind: MentionKind = MentionKind.ORGANIZATION, document: str = "d1"
) -> dict[str, str]:
    pairs = resolve(mentions(text, *names, kind=kind, document=document), text)
    return {mention.text: entity.id for mention, entity in pairs}


ONE = [
    (
        "known acronym and name",
        "The OECD met. The Organisation for Economic Co-operation and Development said so.",
        ["OECD", "Organisation for Economic Co-operation and Development"],
    ),
    (
        "acronym that the document defines",
        "The Zonal Widget Board (ZWB) met. ZWB agreed.",
        ["Zonal Widget Board", "ZWB"],
    ),
    (
        "acronym that does not fit the translated name",
        "the Office for Machine Safety (BMS) met; BMS agreed.",
        ["Office for Machine Safety", "BMS"],
    ),
    (
        "defined term",
        'The Zonal Widget Authority (the "Authority") met. The Authority agreed.',
        ["Zonal Widget Authority", "Authority"],
    ),
    (
        "short form of the only longer name",
        "The European Commission met. The Commission agreed.",
        ["European Commission", "Commission"],
    ),
    (
        "name with its country",
        "The Ministry of Widgets of Ruritania met. The Ministry of Widgets agreed.",
        ["Ministry of Widgets of Ruritania", "Ministry of Widgets"],
    ),
    (
        "spelling and line end",
        "The Zonal  Widget\nBoard met. The Zonal Widget Board agreed.",
        ["Zonal  Widget\nBoard", "Zonal Widget Board"],
    ),
    (
        "company with and without its legal form",
        "Widgetsoft Inc. met. Widgetsoft agreed.",
        ["Widgetsoft Inc", "Widgetsoft"],
    ),
    (
        "Chinese name in brackets",
        "YITU Technology (依图科技) met. 依图科技 agreed.",
        ["YITU Technology", "依图科技"],
    ),
    (
        "country before a known name",
        "The U.S. Federal Trade Commission met. The Federal Trade Commission agreed.",
        ["U.S. Federal Trade Commission", "Federal Trade Commission"],
    ),
]

ONE += [
    (
        "the same words in another order",
        "Rules for Handling Generative AI Widgets, Generative Artificial Intelligence Widget Handling Rules",
        [
            "Rules for Handling Generative AI Widgets",
            "Generative Artificial Intelligence Widget Handling Rules",
        ],
    ),
    (
        "known acronym whose long form is misspelt",
        "the Organization of Economic Co-operation and Development (OECD) met; OECD agreed.",
        ["Organization of Economic Co-operation and Development", "OECD"],
    ),
]

APART = [
    (
        "a committee and its parliament",
        "National People's Congress met. So did the Standing Committee of the National People's Congress.",
        ["National People's Congress", "Standing Committee of the National People's Congress"],
    ),
    (
        "two bodies with one head noun",
        "The European Commission and the Zonal Widget Commission met.",
        ["European Commission", "Zonal Widget Commission"],
    ),
    (
        "a university and its campus body",
        "Stanford University met. The Stanford Cyber Policy Center agreed.",
        ["Stanford University", "Stanford Cyber Policy Center"],
    ),
    (
        "a laboratory and the company that runs it, in the bracket after it",
        "The National Laboratory of Widget Learning (Baidu) opened. Baidu paid.",
        ["National Laboratory of Widget Learning", "Baidu"],
    ),
]


@pytest.mark.parametrize(("text", "names"), [row[1:] for row in ONE], ids=[row[0] for row in ONE])
def test_one_thing(text: str, names: list[str]) -> None:
    found = ids(text, *names)
    assert len(found) == len(names)
    assert len(set(found.values())) == 1


@pytest.mark.parametrize(("text", "names"), [row[1:] for row in APART], ids=[row[0] for row in APART])
def test_two_things(text: str, names: list[str]) -> None:
    assert len(set(ids(text, *names).values())) == len(names)


def test_a_short_form_does_not_leak_into_another_document() -> None:
    defining = ids(
        "The Museum of Old Sewing Trades (MOST) opened. MOST is free.", "Museum of Old Sewing Trades", "MOST"
    )
    other = ids("MOST announced it.", "MOST", document="d2")
    assert defining["MOST"] == "organization:museum-of-old-sewing-trades"
    assert other["MOST"] != defining["MOST"]


def test_the_country_of_the_document_decides_between_bodies_of_one_name() -> None:
    chinese = ids("China’s Ministry of Science and Technology said so.", "Ministry of Science and Technology")
    none = ids(
        "The Ministry of Science and Technology said.", "Ministry of Science and Technology", document="d2"
    )
    assert chinese != none


def test_ministries_of_one_name_belong_to_the_country_that_their_document_speaks_of() -> None:
    text = "{0} plans a law. In {0}, the Ministry of Widgets leads; {0} is a country."
    kenya = resolve(mentions(text.format("Kenya"), "Ministry of Widgets"), text.format("Kenya"))[0][1]
    chile = resolve(mentions(text.format("Chile"), "Ministry of Widgets"), text.format("Chile"))[0][1]
    assert (kenya.name, kenya.jurisdiction) == ("Ministry of Widgets (Kenya)", "KE")
    assert (chile.name, chile.jurisdiction) == ("Ministry of Widgets (Chile)", "CL")
    assert kenya.id != chile.id


def test_the_parliament_of_one_country_is_one_in_all_documents() -> None:
    text = "Kenya plans a law. In Kenya, the Parliament leads; Kenya is a country."
    assert ids(text, "Parliament", document="d1") == ids(text, "Parliament", document="d2")


def test_bare_head_nouns_of_two_documents_stay_apart() -> None:
    one = ids("The Authority met.", "Authority", document="d1")
    assert one != ids("The Authority met.", "Authority", document="d2")


def test_same_input_same_ids_and_shared_entity() -> None:
    text = "The Zonal Widget Board (ZWB) met. ZWB agreed."
    given = mentions(text, "Zonal Widget Board", "ZWB")
    first, second = resolve(given, text), resolve(list(reversed(given)), text)
    assert first == second
    assert {entity for _, entity in first} == {first[0][1]}
    assert first[0][1].name == "Zonal Widget Board"
    assert first[0][1].aliases == ("ZWB",)
    assert all(mention.value == entity.id for mention, entity in first)


def test_dates_are_passed_over() -> None:
    assert resolve(mentions("In 2024 it began.", "2024", kind=MentionKind.DATE), "In 2024 it began.") == ()


def test_a_title_cut_short_is_the_law_it_is_cut_from() -> None:
    text = (
        "The Zonal Regulation on Promoting the AI Industry is new. The Zonal AI Regulation has ten articles."
    )
    names = ["Zonal Regulation on Promoting the AI Industry", "Zonal AI Regulation"]
    assert len(set(ids(text, *names, kind=MentionKind.LAW).values())) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "By the authority of the Constitution and the laws of the United States",
            "law:constitution-of-the-united-states",
        ),
        ("Peru and the United States met; in Peru the Constitution was amended.", "law:constitution"),
    ],
)
def test_a_constitution_is_that_of_the_country_the_document_speaks_of(text: str, expected: str) -> None:
    assert ids(text, "Constitution", kind=MentionKind.LAW) == {"Constitution": expected}


@pytest.mark.parametrize(
    "text",
    [
        "the Widget Vacancies Reform Act of 1998, as amended, 5 U.S.C. 3345 et seq.",
        "the Widget Works and Development Act of 1965, 42 U.S.C. 3121.",
        "the Widget Procedures Act of 1975, approved October 16, 2006 (120 Stat. 2038; 42 U.S.C. 3121).",
        "Title V of the Widget Privacy Act (15 U.S.C. 6801 et seq.).",
    ],
)
def test_an_act_and_where_the_code_has_it_are_one_law(text: str) -> None:
    names = re.findall(r"Widget .*?Act(?: of \d{4})?|\d+ (?:U\.S\.C\.|Stat\.) \d+", text)
    assert len(set(ids(text, *names, kind=MentionKind.LAW).values())) == 1


def test_a_number_and_its_title_are_one_law() -> None:
    text = "Executive Order 99960 of December 3, 2020 (Promoting the Use of Widgets in Government), says"
    found = ids(
        text, "Executive Order 99960", "Promoting the Use of Widgets in Government", kind=MentionKind.LAW
    )
    assert len(set(found.values())) == 1


def test_a_standard_and_the_title_in_the_next_cell_are_one_law() -> None:
    text = "ISO/IEC 98765:2031 | Honesty of harbour robots | published"
    title, number = mentions(text, "ISO/IEC 98765:2031", "Honesty of harbour robots", kind=MentionKind.LAW)
    pairs = resolve([number, replace(title, extractor="laws:title-of-standard")], text)
    assert len({entity.id for _, entity in pairs}) == 1


BODIES_OF_MANY_COUNTRIES = [
    ("a price in dollars is no country", "It cost US$100 million, the Senate heard in Trinidad.", "Senate"),
    ("named too seldom", "Kenya is named once, the Ministry of Finance too.", "Ministry of Finance"),
    ("two countries alike", "Uganda, Kenya, Uganda, Kenya, Uganda, Kenya: the Parliament met.", "Parliament"),
]


@pytest.mark.parametrize(
    ("text", "name"),
    [row[1:] for row in BODIES_OF_MANY_COUNTRIES],
    ids=[row[0] for row in BODIES_OF_MANY_COUNTRIES],
)
def test_a_body_that_many_countries_have_is_the_document_s_own_where_no_country_is_clear(
    text: str, name: str
) -> None:
    one = resolve(mentions(text, name), text)[0][1]
    other = resolve(mentions(text, name, document="d2"), text)[0][1]
    assert one.id != other.id
    assert one.jurisdiction == ""


def test_a_senate_is_not_that_of_a_country_without_one() -> None:
    text = "China, China, China, China, China; U.S. policy, U.S. rules, U.S. money: the Senate met."
    assert ids(text, "Senate") == {"Senate": "organization:united-states-senate"}


@pytest.mark.parametrize(
    ("text", "is_known"),
    [
        pytest.param(
            "The grant of the national Science Foundation ended.", True, id="its word written small"
        ),
        pytest.param("The grant of the international Science Foundation ended.", False, id="another word"),
        pytest.param("The grant of a national Science Foundation ended.", False, id="any country's"),
    ],
)
def test_the_first_word_of_a_known_body_may_be_written_small(text: str, *, is_known: bool) -> None:
    found = ids(text, "Science Foundation")["Science Foundation"]
    assert (
        found == ids("National Science Foundation", "National Science Foundation").popitem()[1]
    ) is is_known


def test_a_company_shows_no_country_of_which_a_document_speaks() -> None:
    company = "Baidu, Baidu, Baidu: the Ministry of Science and Technology met."
    body = company.replace("Baidu", "Cyberspace Administration of China")
    ministry = "Ministry of Science and Technology"
    found = ids(body, ministry, "Cyberspace Administration of China")[ministry]
    assert ids(company, ministry, "Baidu")[ministry] != found


def test_known_bodies_tell_whose_another_body_is() -> None:
    text = "FTC, FTC, FTC: the Widget Policy Council met."
    told = {m.text: e.jurisdiction for m, e in resolve(mentions(text, "FTC", "Widget Policy Council"), text)}
    assert told == {"FTC": "US", "Widget Policy Council": "US"}


LAWS_AND_THEIR_COUNTRY = [
    ("by number", "Under 15 U.S.C. 632 it is small.", "15 U.S.C. 632", "US"),
    ("by the document", "Kenya plans. Kenya acts. In Kenya, the Widget Act rules.", "Widget Act", "KE"),
    (
        "not by a document of two",
        "Kenya and Chile. Kenya, Chile. Kenya, Chile: Widget Act.",
        "Widget Act",
        "",
    ),
]


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [row[1:] for row in LAWS_AND_THEIR_COUNTRY],
    ids=[row[0] for row in LAWS_AND_THEIR_COUNTRY],
)
def test_a_law_has_the_jurisdiction_that_its_name_or_document_tells(text: str, name: str, code: str) -> None:
    assert resolve(mentions(text, name, kind=MentionKind.LAW), text)[0][1].jurisdiction == code

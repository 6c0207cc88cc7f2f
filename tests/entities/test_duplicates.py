"""Names of one law or body that lists once showed as two, and names that look alike but mean two things."""

from __future__ import annotations

import re

import pytest

from policysearch.entities.resolve import resolve
from policysearch.models import Mention, MentionKind

LAW, BODY = MentionKind.LAW, MentionKind.ORGANIZATION


def mention_at(text: str, start: int, end: int, kind: MentionKind, document: str = "d1") -> Mention:
    """The mention of a stretch of a text."""
    return Mention(
        document_id=document,
        start=start,
        end=end,
        kind=kind,
        text=text[start:end],
        value="",
        extractor="test",
    )


def entities(text: str, kind: MentionKind, *names: str, document: str = "d1") -> list[str]:
    """The id of the entity of each name, in the order of the names; each is looked for behind the last."""
    found: list[Mention] = []
    end = 0
    for name in names:
        start = text.index(name, end)
        end = start + len(name)
        found.append(mention_at(text, start, end, kind, document))
    by_start = {mention.start: entity.id for mention, entity in resolve(found, text)}
    return [by_start[mention.start] for mention in found]


ONE_LAW = [
    (
        "a number with and without its body",
        "D.C. Act 98-306 was signed; it is Act No. 98-306.",
        ["D.C. Act 98-306", "Act No. 98-306"],
    ),
    (
        "a law and the numbers of its bill and act",
        "“Widget Act,” was introduced in Council and assigned Bill No. 9-43, was assigned Act No. 9-30",
        ["Widget Act", "Bill No. 9-43", "Act No. 9-30"],
    ),
    (
        "two short titles of one act",
        "This Act may be cited as the “Widget Honesty Act” or the “WH Act”.",
        ["Widget Honesty Act", "WH Act"],
    ),
    (
        "a state's bill by word and letters",
        "Senate Bill 26-189 passed; SB 26-189 is law.",
        ["Senate Bill 26-189", "SB 26-189"],
    ),
    (
        "rules cited by one of them",
        "See the Federal Rules of Widgets and Federal Rules of Widgets Rule 901.",
        ["Federal Rules of Widgets", "Federal Rules of Widgets Rule 901"],
    ),
    (
        "a proposal by number and the act that it became",
        "The proposal (COM(2021) 206 final) became the EU Artificial Intelligence Act.",
        ["COM(2021) 206 final", "EU Artificial Intelligence Act"],
    ),
    (
        "a communication by number and title",
        "The European Green Deal (2019); see COM(2019) 640 final.",
        ["European Green Deal", "COM(2019) 640 final"],
    ),
    (
        "an order by year and subject",
        "The 2023 Executive Order on Safe, Secure, and Trustworthy AI is E.O. 14110.",
        ["2023 Executive Order on Safe, Secure, and Trustworthy AI", "E.O. 14110"],
    ),
    (
        "an order by subject",
        "The Executive Order on Promoting Competition in the American Economy, that is EO 14036.",
        ["Executive Order on Promoting Competition in the American Economy", "EO 14036"],
    ),
    (
        "Chinese measures that others call provisions",
        "China has Administrative Measures on Deep Synthesis. The Deep Synthesis Provisions bind China.",
        ["Administrative Measures on Deep Synthesis", "Deep Synthesis Provisions"],
    ),
    (
        "singular and plural",
        "The Life Widget Sector Plan is new. The Life Widgets Sector Plan is new.",
        ["Life Widget Sector Plan", "Life Widgets Sector Plan"],
    ),
    (
        "an act and its sections of the code in a list of sources",
        "[1] Widget Liability Act of 1980. 42 U.S.C. §§ 9901-9975. [2] Other.",
        ["Widget Liability Act of 1980", "42 U.S.C. §§ 9901-9975"],
    ),
]

TWO_LAWS = [
    (
        "one number of two bodies and the bare number",
        "D.C. Act 98-306 differs from State Act 98-306, which may differ from Act No. 98-306.",
        ["D.C. Act 98-306", "State Act 98-306", "Act No. 98-306"],
        3,
    ),
    (
        "two numbers of one body",
        "D.C. Act 98-306 and Act No. 98-307.",
        ["D.C. Act 98-306", "Act No. 98-307"],
        2,
    ),
    (
        "a bill that the text assigns to no law",
        "The Widget Act of 2018 stands. Bill No. 99-431 was read.",
        ["Widget Act of 2018", "Bill No. 99-431"],
        2,
    ),
    (
        "an order of another year",
        "The 2019 Executive Order on Safe, Secure, and Trustworthy AI is not E.O. 14110.",
        ["2019 Executive Order on Safe, Secure, and Trustworthy AI", "E.O. 14110"],
        2,
    ),
    (
        "a number that the next note assigns",
        "“Widget Act,” was introduced in Council and assigned Bill No. 9-43.\n\nIt was assigned Act No. 9-30",
        ["Widget Act", "Bill No. 9-43", "Act No. 9-30"],
        2,
    ),
    (
        "an order on a law",
        "The Executive Order on the Clean Air Act is not the Clean Air Act.",
        ["Executive Order on the Clean Air Act", "Clean Air Act"],
        2,
    ),
    (
        "the Union's paper on a law of another",
        "The Commission Communication on the Clean Air Act is not the Clean Air Act.",
        ["Commission Communication on the Clean Air Act", "Clean Air Act"],
        2,
    ),
    (
        "a law and rules of one subject in China",
        "China has Data Security Measures. China has the Data Security Law of China.",
        ["Data Security Measures", "Data Security Law"],
        2,
    ),
    (
        "rules of one subject in another country",
        "Kenya has Measures on Deep Synthesis. Kenya knows of Deep Synthesis Provisions in China.",
        ["Measures on Deep Synthesis", "Deep Synthesis Provisions"],
        2,
    ),
    (
        "a law of a state that has the country's title",
        "The Clean Air Act and the Texas Clean Air Act.",
        ["Clean Air Act", "Texas Clean Air Act"],
        2,
    ),
    (
        "an evaluation and the directive that it is of",
        "See Evaluation SWD(2018) 157 final of Council Directive 85/374/EEC.",
        ["SWD(2018) 157 final", "Council Directive 85/374/EEC"],
        2,
    ),
    (
        "the last number of a note and the title in the next",
        "See the Widget Paper (COM(2031) 65 final).\n\n[3] Declaration of Widget Cooperation.",
        ["COM(2031) 65 final", "Declaration of Widget Cooperation"],
        2,
    ),
    (
        "the plan and its review",
        "The 2018 Coordinated Plan on AI and the 2021 Review of the Coordinated Plan.",
        ["2018 Coordinated Plan on AI", "2021 Review of the Coordinated Plan"],
        2,
    ),
    (
        "a defined acronym and a rival with its initials",
        "The Digital Widget Act (DWA) holds. The Drone Wing Act differs.",
        ["Digital Widget Act", "DWA", "Drone Wing Act"],
        2,
    ),
    (
        "an act and one section that stands after it",
        "It follows the Widget Liability Act of 1980. 42 U.S.C. 9907 is another.",
        ["Widget Liability Act of 1980", "42 U.S.C. 9907"],
        2,
    ),
]

ONE_BODY = [
    (
        "an acronym after a dash",
        "It (National Widget Library - NWL) opens. NWL is free.",
        ["National Widget Library", "NWL"],
    ),
    (
        "an acronym for short",
        "the China Widget Industry Innovation Alliance, or CWIIA for short. CWIIA met.",
        ["China Widget Industry Innovation Alliance", "CWIIA"],
    ),
    (
        "an acronym that only the initials explain",
        "The Ontario Widgets Commission halted trade; OWC, it is said, was late.",
        ["Ontario Widgets Commission", "OWC"],
    ),
    (
        "another small word",
        "The Digital Widget Centre of Government and the Digital Widget Centre for Government.",
        ["Digital Widget Centre of Government", "Digital Widget Centre for Government"],
    ),
    ("a government by noun and adjective", "Mexican Government, Government of Mexico", None),
    ("a government in full", "Government of the Russian Federation, Russian Government", None),
    (
        "a first word written small",
        "the federal Aviation Administration is the Federal Aviation Administration",
        ["Aviation Administration", "Federal Aviation Administration"],
    ),
]

TWO_BODIES = [
    (
        "the author of a source in brackets",
        "trading on the Widget Stock Exchange (OWC, 2011) by the Ontario Widgets Commission.",
        ["Widget Stock Exchange", "OWC"],
        2,
    ),
    (
        "an acronym of the body at the end",
        "the Administrative Tribunal of the World Bank (WB) found. WB agreed.",
        ["Administrative Tribunal of the World Bank", "WB"],
        2,
    ),
    (
        "a department in brackets",
        "a member of the European Commission (DG HOME) met.",
        ["European Commission", "DG HOME"],
        2,
    ),
    (
        "initials of two names",
        "The Ontario Widgets Commission, the Oslo Wool Council and OWC met.",
        ["Ontario Widgets Commission", "Oslo Wool Council", "OWC"],
        3,
    ),
    (
        "a defined acronym and a rival with its initials",
        "The Oslo Wool Council (OWC) met. The Ontario Widgets Commission did not.",
        ["Oslo Wool Council", "OWC", "Ontario Widgets Commission"],
        2,
    ),
    (
        "a defined acronym of a translated name and a rival with its initials",
        "The Office for Machine Safety (BMS) met. The Bureau of Meat Statistics did not.",
        ["Office for Machine Safety", "BMS", "Bureau of Meat Statistics"],
        2,
    ),
    (
        "two letters, which too many names begin with",
        "The Widget Bureau and WB met.",
        ["Widget Bureau", "WB"],
        2,
    ),
    ("two acronyms, one ending in S", "FCA met. FCAS met.", ["FCA", "FCAS"], 2),
    (
        "two content words and another preposition",
        "The Council for Widgets and the Council on Widgets met.",
        ["Council for Widgets", "Council on Widgets"],
        2,
    ),
    (
        "an office and the office within which it is",
        "In the Office of the Secretary of Widgets is a Supply Response Office (the “Office”). Office.",
        ["Office of the Secretary of Widgets", "Supply Response Office", "Office"],
        2,
    ),
    (
        "the department of a state and that of the country",
        "U.S. policy. The U.S. Department of Education and the California Department of Education.",
        ["U.S. Department of Education", "California Department of Education"],
        2,
    ),
    ("the governments of two countries", "Mexican Government, Government of Peru", None, 2),
]


@pytest.mark.parametrize(("text", "names"), [row[1:] for row in ONE_LAW], ids=[row[0] for row in ONE_LAW])
def test_one_law(text: str, names: list[str]) -> None:
    assert len(set(entities(text, LAW, *names))) == 1


@pytest.mark.parametrize(
    ("text", "names", "things"), [row[1:] for row in TWO_LAWS], ids=[row[0] for row in TWO_LAWS]
)
def test_several_laws(text: str, names: list[str], things: int) -> None:
    assert len(set(entities(text, LAW, *names))) == things


@pytest.mark.parametrize(("text", "names"), [row[1:] for row in ONE_BODY], ids=[row[0] for row in ONE_BODY])
def test_one_body(text: str, names: list[str] | None) -> None:
    assert len(set(entities(text, BODY, *(names or text.split(", "))))) == 1


@pytest.mark.parametrize(
    ("text", "names", "things"), [row[1:] for row in TWO_BODIES], ids=[row[0] for row in TWO_BODIES]
)
def test_several_bodies(text: str, names: list[str] | None, things: int) -> None:
    assert len(set(entities(text, BODY, *(names or text.split(", "))))) == things


def test_an_ordinary_title_is_another_law_in_each_country() -> None:
    kenya, chile = "In Kenya, Kenya, Kenya: AI Strategy.", "In Chile, Chile, Chile: AI Strategy."
    assert entities(kenya, LAW, "AI Strategy") == ["law:ai-strategy-ke"]
    assert entities(chile, LAW, "AI Strategy", document="d2") == ["law:ai-strategy-cl"]


def test_a_title_of_its_own_is_one_law_in_documents_of_two_countries() -> None:
    kenya, chile = "In Kenya, Kenya, Kenya: Widget Strategy.", "In Chile, Chile, Chile: Widget Strategy."
    assert entities(kenya, LAW, "Widget Strategy") == entities(chile, LAW, "Widget Strategy", document="d2")


def test_a_number_alone_is_another_law_in_each_country() -> None:
    kenya, chile = "In Kenya, Kenya, Kenya: Law No. 25.", "In Chile, Chile, Chile: Law No. 25."
    assert entities(kenya, LAW, "Law No. 25") != entities(chile, LAW, "Law No. 25", document="d2")


def test_a_decision_on_local_rules_is_another_one_in_each_province() -> None:
    title = "关于修改部分地方性法规的决定"
    found = [
        entities(f"{place}科学技术协会条例 根据《{title}》修正", LAW, title) for place in ("河南省", "湖北省")
    ]
    assert found == [[f"law:河南省{title}"], [f"law:湖北省{title}"]]


WHOSE = [
    ("a body of a state, by its document", BODY, "Kenya, Kenya, Kenya: the Widget Policy Council met.", "KE"),
    ("a company, by nothing", BODY, "Kenya, Kenya, Kenya: the Widget Policy Company met.", ""),
    ("a body of several countries", BODY, "Kenya, Kenya, Kenya: the Global Widget Council met.", ""),
    ("a state's body in a document on the Union", BODY, "EU, EU, EU, EU: the Widget Policy Council.", ""),
    ("a company that begins like a state", BODY, "Kenya, Kenya, Kenya: State Street Widget met.", ""),
    ("a name that begins like a nation's", BODY, "Kenya, Kenya, Kenya: Federal Widget met.", ""),
    ("a company's board", BODY, "Kenya, Kenya, Kenya: the Widget Oversight Board met.", ""),
    ("a nation's board", BODY, "Kenya, Kenya, Kenya: the National Widget Board met.", "KE"),
    ("a nation's institute", BODY, "Kenya, Kenya, Kenya: the National Widget Institute of Ports.", "KE"),
    ("a theatre with a king", BODY, "Kenya, Kenya, Kenya: the Royal Widget met.", ""),
    ("by the body before it", LAW, "Kenya, Kenya, Kenya. The FTC Widget Compliance Guide is new.", "US"),
    (
        "a national plan of the country in its sentence",
        LAW,
        "EU, EU, EU. Peru has a National Widget Plan.",
        "PE",
    ),
    ("another plan there", LAW, "EU, EU, EU. Peru has a Zonal Widget Plan.", "EU"),
    (
        "by the body before it, broken over a line",
        LAW,
        "Kenya, Kenya, Kenya. The FTC Widget Compliance\nGuide is new.",
        "US",
    ),
    ("by the owner before it", LAW, "Kenya, Kenya, Kenya. The FTC’s Widget Plan is new.", "US"),
    (
        "by the owner in a bracket before it",
        LAW,
        "Kenya, Kenya, Kenya. The trade body’s (FTC)’s Widget Plan is new.",
        "US",
    ),
    ("not by a body further off", LAW, "Kenya, Kenya, Kenya. The FTC and the Widget Plan are new.", "KE"),
    ("by a region", LAW, "Ohio, Ohio, Ohio: Widget Act.", "US"),
]
_NAME = re.compile(
    r"(?:State Street|Federal|Royal) Widget|National Widget (?:Board|Institute of Ports)|"
    r"Widget Oversight Board|"
    r"(?:Global |National |Zonal )?Widget (?:Policy Council|Policy Company|Council|"
    r"Compliance\sGuide|Plan|Act)"
)


@pytest.mark.parametrize(("kind", "text", "code"), [row[1:] for row in WHOSE], ids=[row[0] for row in WHOSE])
def test_whose_it_is(kind: MentionKind, text: str, code: str) -> None:
    name = re.search(_NAME, text)
    assert name
    spans = [(name.start(), name.end(), kind)]
    if "FTC" in text:
        spans.append((text.index("FTC"), text.index("FTC") + 3, BODY))
    found = [mention_at(text, *span) for span in spans]
    told = {mention.text: entity.jurisdiction for mention, entity in resolve(found, text)}
    assert told[name[0]] == code


def test_a_region_s_name_is_no_evidence_for_the_department_of_its_country() -> None:
    text = "Ohio, Ohio, Ohio, Ohio: the Department of Education met."
    assert (
        entities(text, BODY, "Department of Education")[0]
        != "organization:united-states-department-of-education"
    )

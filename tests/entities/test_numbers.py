"""One spelling for official numbers, and which numbers cannot be one law's."""

from __future__ import annotations

import re

import pytest

from policysearch.entities.numbers import disagree, is_code_section, numbers_of, official_number
from policysearch.entities.resolve import resolve
from policysearch.extract.laws import find_laws
from policysearch.models import Entity, Mention, MentionKind

SPELLINGS = [
    ("Regulations (EU) 2016/679", "Regulation (EU) 2016/679", "plural of a list"),
    ("Regulation 2016/679", "Regulation (EU) 2016/679", "without the Union"),
    ("Council Directive 93/42/EEC", "Directive 93/42/EEC", "maker left out"),
    ("Council Framework Decision 2002/584/JHA", "Framework Decision 2002/584/JHA", "kind kept"),
    ("Regulation No 1024/2013", "Regulation (EU) No 1024/2013", "body told by the year"),
    ("Regulation (EC) 300/2008", "Regulation (EC) No 300/2008", "'No' left out"),
    ("Decision No 768/2008/EC", "Decision No 768/2008/EC", "number before the year"),
    ("Directive 2016/943/EC", "Directive (EU) 2016/943", "a body that numbers do not have any more"),
    ("Decision No 2241/2004/EC", "Decision No 2241/2004/EC", "a number that looks like a late year"),
    ("Recommendation 2003/361/EC61", "Recommendation 2003/361/EC", "footnote behind the body"),
    ("Regulation (EU) 2018/17241", "Regulation (EU) 2018/1724", "footnote behind the number"),
    ("Regulation (EC) No 300/200812", "Regulation (EC) No 300/2008", "footnote behind the year"),
    ("Regulation No 2016/679", "Regulation (EU) 2016/679", "'No' too much"),
    ("Regulation (EEC) No 2092/91", "Regulation (EEC) No 2092/91", "a number that looks like a year"),
    ("Regulation 10/2019", "Regulation 10/2019", "another country's"),
    ("E.O. 13800", "Executive Order 13800", "abbreviation"),
    ("Executive Order (EO) 14110", "Executive Order 14110", "abbreviation in brackets"),
    ("Pub. L. 117–167", "Public Law 117-167", "abbreviation and dash"),
    ("15 U.S.C. § 272(b)(14)(D)", "15 U.S.C. 272", "subsections"),
    ("38 U.S.C. 7404 (a)", "38 U.S.C. 7404", "subsection after a space"),
    ("45 CFR Part 160", "45 CFR 160", "part"),
    ("title 11 of the United States Code", "Title 11, United States Code", "order of words"),
    ("D.C. Official Code § 1-206.02(c)(1)", "D.C. Official Code § 1-206.02", "a city's code"),
    ("H. R. 762", "H.R. 762", "space"),
    ("Senate Bill No. 53", "SB 53", "a state's bill in words"),
    ("D.C. Law No. 9-247", "D.C. Law 9-247", "a city's law with 'No.'"),
    ("Federal Rules of Evidence Rule 901(b)", "Federal Rules of Evidence", "one of the rules"),
    ("Trade Secret Rule 12 Notice", "Trade Secret Rule 12 Notice", "a title with a rule in it"),
    ("COM (2021)206", "COM(2021) 206", "spaces"),
    ("COM(2021) 206 final", "COM(2021) 206", "status"),
    ("A/RES/78/265", "General Assembly resolution 78/265", "symbol"),
    ("Law Number 25 of 2012", "Law No. 25 of 2012", "word for number"),
    ("Data Protection Act 2018", "Data Protection Act 2018", "a title"),
]


@pytest.mark.parametrize(("written", "expected", "reason"), SPELLINGS, ids=[row[2] for row in SPELLINGS])
def test_official_number(written: str, expected: str, reason: str) -> None:
    assert official_number(written) == expected, reason


def test_sections_of_codes_are_told_from_numbers_of_acts() -> None:
    assert is_code_section("15 U.S.C. 272")
    assert is_code_section("Cal. Civ. Code § 1798.100")
    assert not is_code_section("Public Law 117-167")
    assert not is_code_section("Civil Code")


def test_two_numbers_of_one_series_disagree() -> None:
    machinery = numbers_of(["Machinery Regulation", "Regulation (EU) 2023/1230"])
    assert disagree(machinery, numbers_of(["Directive 2009/48/EC"]))
    assert not disagree(machinery, numbers_of(["Regulation (EU) 2023/1230"]))
    assert not disagree(machinery, numbers_of(["COM(2021) 202"]))


FULLER = [
    ("Regulation (EC) No 300/2008 applies; Regulation 300/2008 also.", "body left out"),
    ("Regulations (EU) 2018/858 and (EU) 2019/2144 apply. Regulation (EU) 2019/2144 is new.", "in a list"),
]


@pytest.mark.parametrize(("text", "reason"), FULLER, ids=[row[1] for row in FULLER])
def test_a_number_is_completed_from_the_same_number_in_full(text: str, reason: str) -> None:
    names = {entity.name for _, entity in resolved(text)}
    assert len(names) == len(set(re.findall(r"\d+/\d+", text))), reason


def resolved(text: str) -> tuple[tuple[Mention, Entity], ...]:
    """The laws of a text with their entities."""
    mentions = [
        Mention(
            document_id="d1",
            start=law.start,
            end=law.end,
            kind=MentionKind.LAW,
            text=text[law.start : law.end],
            value="",
            extractor=law.extractor,
        )
        for law in find_laws(text)
    ]
    return resolve(mentions, text)


def names(text: str) -> dict[str, str]:
    """The name of the entity of each law in a text."""
    return {mention.text: entity.name for mention, entity in resolved(text)}


def test_numbers_that_stand_alone_in_a_list_have_the_kind_of_the_first() -> None:
    found = names(
        "It revokes Executive Orders 14951 and 14952 and amends Directives 2014/90/EU, (EU) 2016/797."
    )
    assert found["14952"] == "Executive Order 14952"
    assert found["(EU) 2016/797"] == "Directive (EU) 2016/797"


def test_a_section_of_a_code_counts_for_its_act_but_is_no_alias() -> None:
    text = "Section 3 of the Harbour Sensors Act of 2031 (33 U.S.C. 9901(b)) applies. See 33 U.S.C. 9901."
    pairs = resolved(text)
    assert {entity.name for _, entity in pairs} == {"Harbour Sensors Act of 2031"}
    assert all("U.S.C." not in alias for _, entity in pairs for alias in entity.aliases)


def test_a_section_cited_with_such_act_is_of_the_act_in_the_same_title() -> None:
    found = names(
        "The Harbour Sensors Act of 2031 (33 U.S.C. 9901) and the Ports Act of 2030 (10 U.S.C. 4001); "
        "section 5 of such Act (33 U.S.C. 9907) ends."
    )
    assert found["33 U.S.C. 9907"] == "Harbour Sensors Act of 2031"


def test_a_bracket_after_an_amended_act_names_the_act_that_amends() -> None:
    found = names(
        "Regulation (EU) 2031/17 of the European Parliament and of the Council of 3 May 2031 on ports "
        "and amending Regulation (EU) 2029/44 (Ports Data Act). The Ports Data Act applies."
    )
    assert found["Ports Data Act"] == found["Regulation (EU) 2031/17"]
    assert found["Ports Data Act"] != found["Regulation (EU) 2029/44"]


def test_one_title_of_two_orders_does_not_make_them_one() -> None:
    found = names(
        "Executive Order 14951 of May 1, 2031 (Adjustments of Certain Rates of Harbour Pay), replaces "
        "Executive Order 14852 of May 2, 2030 (Adjustments of Certain Rates of Harbour Pay)."
    )
    assert found["Executive Order 14951"] != found["Executive Order 14852"]


def test_the_number_at_the_head_of_a_bill_is_its_title() -> None:
    found = names("S. 9842\n\nTo promote ports.\n\nThis Act may be cited as the “Safe Ports Act of 2031”.")
    assert found["S. 9842"] == found["Safe Ports Act of 2031"] == "Safe Ports Act of 2031"


def test_a_title_with_its_year_or_the_united_nations_is_the_known_law() -> None:
    found = names("The Clean Water Act of 1972 and the United Nations Convention on the Rights of the Child.")
    assert found["Clean Water Act of 1972"] == "Clean Water Act"
    assert (
        found["United Nations Convention on the Rights of the Child"]
        == "Convention on the Rights of the Child"
    )


def test_a_law_of_a_city_is_its_act_by_number() -> None:
    found = names("The Harbour Housing Act of 2007, effective June 12, 2007 (D.C. Law 17-99; other code)")
    assert found["D.C. Law 17-99"] == "Harbour Housing Act of 2007"


def test_a_known_act_gives_its_kind_to_the_number_after_it() -> None:
    found = names("Regulation (EU) 2018/1725, or Directive 2002/58/EC or (EU) 2016/680, applies.")
    assert found["(EU) 2016/680"] == "Law Enforcement Directive"

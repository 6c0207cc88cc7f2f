"""Whose laws and bodies names mean."""

from __future__ import annotations

import pytest

from policysearch.entities.jurisdictions import (
    Rule,
    clear_country,
    jurisdiction_of_name,
    load_rules,
    may_have,
)
from policysearch.gazetteer.rows import jurisdictions
from policysearch.models import MentionKind

RULES = load_rules()
LAW, BODY = MentionKind.LAW, MentionKind.ORGANIZATION


@pytest.mark.parametrize("rule", RULES, ids=[rule.examples[0] for rule in RULES])
def test_every_pattern_has_an_example_and_every_example_its_rule(rule: Rule) -> None:
    written = [example.replace("'", "’") for example in rule.examples]
    unshown = [p.pattern for p in rule.patterns if not any(p.search(example) for example in written)]
    assert unshown == []
    codes = [rule.code] if rule.code else list(rule.among)
    assert set(codes) <= jurisdictions()
    for example in rule.examples:
        for code in codes:
            assert jurisdiction_of_name(rule.kinds[0], [example], {code: 1}) == code, example


TOLD_BY_NAME = [
    ("possessive", LAW, "Singapore's Personal Data Protection Act", "SG"),
    ("country at the end", LAW, "Personal Data Protection Act of Thailand", "TH"),
    ("a convention is nobody's own", LAW, "Budapest Convention on Cybercrime", "INT"),
    ("city of a conference", LAW, "Paris Agreement", "INT"),
    ("European, but not of the Union", LAW, "European Convention on Human Rights", "INT"),
    ("treaty of the Union", LAW, "Treaty on European Union", "EU"),
    ("about a country, made by another", LAW, "Taiwan Relations Act", ""),
    ("two countries in a name", BODY, "US-China Business Council", ""),
    ("about a territory", LAW, "Hong Kong Autonomy Act", ""),
    ("a section, not a bill", LAW, "S. 5 of the Act", ""),
    ("treaty of the Union by its city", LAW, "Treaty of Rome", "EU"),
    ("nothing told", LAW, "Data Protection Act", ""),
    ("Chinese ministry", BODY, "Ministry of Justice of the People's Republic of China", "CN"),
    ("Chinese name for another's law", LAW, "美国芯片法案", "US"),
    ("state of the United States", LAW, "California Consumer Privacy Act", "US"),
    ("body in front", LAW, "Microsoft Responsible AI Standard", "US"),
    ("genitive within", LAW, "Principles for Fairness in Singapore’s Financial Sector", "SG"),
    ("a name in capitals", BODY, "COUNCIL OF THE DISTRICT OF COLUMBIA", "US"),
    ("a title in capitals with the Union's letters", LAW, "EU ARTIFICIAL INTELLIGENCE ACT", "EU"),
    ("a title in capitals, United Kingdom", LAW, "UK ONLINE SAFETY ACT", "GB"),
    ("a title in capitals, United States", LAW, "US CHIPS AND SCIENCE ACT", "US"),
    ("a title in capitals, China", LAW, "PRC DATA SECURITY LAW", "CN"),
    ("letters of a committee", BODY, "SAC/TC28 SC42", "CN"),
    ("a region within", BODY, "Guangxi Forestry Bureau", "CN"),
    ("province with British in its name", LAW, "British Columbia Human Rights Code", "CA"),
]


@pytest.mark.parametrize(
    ("kind", "name", "code"), [row[1:] for row in TOLD_BY_NAME], ids=[row[0] for row in TOLD_BY_NAME]
)
def test_name_tells(kind: MentionKind, name: str, code: str) -> None:
    assert jurisdiction_of_name(kind, [name], {}) == code


def test_other_forms_tell_where_the_name_does_not() -> None:
    assert jurisdiction_of_name(LAW, ["Widget Safety Act", "15 U.S.C. 632"], {}) == "US"


@pytest.mark.parametrize(
    ("reason", "counts", "code"),
    [
        ("by far the most", {"KE": 9, "GB": 3}, "KE"),
        ("not by far", {"KE": 9, "GB": 4}, ""),
        ("too seldom", {"KE": 2}, ""),
        ("international bodies are no country", {"INT": 90, "KE": 3}, "KE"),
    ],
)
def test_country_of_a_document(reason: str, counts: dict[str, int], code: str) -> None:
    assert clear_country(counts) == code, reason


def test_bodies_that_a_country_can_have() -> None:
    assert may_have("Senate", "US")
    assert not may_have("Senate", "CN")
    assert not may_have("Ministry of Finance", "US")
    assert may_have("Widget Board", "CN")

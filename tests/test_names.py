"""Two spellings of one name have one key; two names do not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.names import name_key, slug

SAME = [
    ("Data Security Law", "DATA SECURITY  LAW", "case and repeated spaces"),
    ("Data Security Law", "Data\nSecurity Law", "a line break"),
    ("the Digital Services Act", "Digital Services Act", "leading article"),
    ("Children’s Online Privacy Protection Act", "Children's Online Privacy Protection Act", "apostrophe"),
    ("Government’s Work Report", "Government Work Report", "possessive"),
    ("Workers' Rights Act", "Workers Rights Act", "plural possessive"),
    ("Research & Development Act", "Research and Development Act", "ampersand"),
    ("Convention 108+", "Convention 108 plus", "plus sign"),
    ("General Data Protection Regulation (GDPR)", "General Data Protection Regulation", "own acronym"),
    ("E.O. 13800", "EO 13800", "dots of an abbreviation"),
    ("Five-Year Plan", "Five Year Plan", "hyphen"),
    ("Regulation (EU) 2024/1689", "Regulation EU 2024/1689", "brackets"),
    ("Estratégia Brasileira", "Estrategia Brasileira", "accents"),
    ("Ｄａｔａ Act", "Data Act", "full width"),
    ("《个人信息保护法》", "个人信息 保护法", "Chinese title marks and spaces"),
]
DIFFERENT = [
    ("Data Act", "Data Governance Act", "a content word"),
    ("Data Protection Act (UK)", "Data Protection Act", "a bracket that is not the acronym"),
    ("Convention 108", "Convention 108+", "a plus sign"),
    ("Data Protection Act 1998", "Data Protection Act 2018", "the year"),
    ("Directive 95/46/EC", "Directive 95/47/EC", "the number"),
    ("が", "か", "Japanese voicing marks are letters, not accents"),
]


@pytest.mark.parametrize(("one", "other", "reason"), SAME, ids=[row[2] for row in SAME])
def test_spellings_of_one_name(one: str, other: str, reason: str) -> None:
    assert name_key(one) == name_key(other), reason


@pytest.mark.parametrize(("one", "other", "reason"), DIFFERENT, ids=[row[2] for row in DIFFERENT])
def test_different_names(one: str, other: str, reason: str) -> None:
    assert name_key(one) != name_key(other), reason


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("General Data Protection Regulation (GDPR)", "general-data-protection-regulation"),
        (
            "Règlement général sur la protection des données",
            "reglement-general-sur-la-protection-des-donnees",
        ),
        ("Østre Landsret", "ostre-landsret"),
        ("个人信息保护法", "个人信息保护法"),
        ("15 U.S.C. § 9401(3)", "15-usc-9401-3"),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_slug_of_a_name_without_words_is_stable_and_not_empty() -> None:
    assert slug("§§") == slug("§§") != slug("***")
    assert re.fullmatch("[0-9a-f]{12}", slug("§§"))


@given(st.text(max_size=60))
def test_key_is_its_own_key_but_for_an_article(text: str) -> None:
    key = name_key(text)
    assert key == key.strip()
    assert "  " not in key
    assert slug(text)

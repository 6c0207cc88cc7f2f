"""Short forms that a text defines, in tables: what is found, and what must not be."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.acronyms import find_definitions

FOUND = [
    (
        "initials",
        "the Ministry of Science and Technology (MOST) said",
        "MOST",
        "Ministry of Science and Technology",
    ),
    (
        "reversed",
        "by MOST (Ministry of Science and Technology), and",
        "MOST",
        "Ministry of Science and Technology",
    ),
    (
        "letters inside a word",
        "Defense Advanced Research Projects Agency (DARPA)",
        "DARPA",
        "Defense Advanced Research Projects Agency",
    ),
    ("syllables", "Office of Communications (Ofcom)", "Ofcom", "Office of Communications"),
    (
        "letters from elsewhere in the name",
        "International Organization for Standardization (ISO)",
        "ISO",
        "International Organization for Standardization",
    ),
    ("letters in another order", "the Communist Party of China (CCP)", "CCP", "Communist Party of China"),
    (
        "two words, in another order",
        "High-Level Expert Group on Artificial Intelligence (AI HLEG)",
        "AI HLEG",
        "High-Level Expert Group on Artificial Intelligence",
    ),
    (
        "comma inside the name",
        "Department for Science, Innovation and Technology (DSIT)",
        "DSIT",
        "Department for Science, Innovation and Technology",
    ),
    ("plural", "small and medium-sized enterprises (SMEs)", "SMEs", "small and medium-sized enterprises"),
    (
        "French, elided article",
        "Commission nationale de l’informatique et des libertés (CNIL)",
        "CNIL",
        "Commission nationale de l’informatique et des libertés",
    ),
    (
        "quoted acronym",
        'Infocomm Media Development Authority ("IMDA")',
        "IMDA",
        "Infocomm Media Development Authority",
    ),
    (
        "beside a Chinese name",
        "Cyberspace Administration of China (国家互联网信息办公室, CAC)",
        "CAC",
        "Cyberspace Administration of China",
    ),
    (
        "or-form",
        "the National Institute of Standards and Technology, or NIST, has",
        "NIST",
        "National Institute of Standards and Technology",
    ),
    (
        "row of a list of abbreviations",
        "Abbreviations\nISO – International Organization for Standardization\n",
        "ISO",
        "International Organization for Standardization",
    ),
    (
        "row of a table",
        "NIST | National Institute of Standards and Technology\n",
        "NIST",
        "National Institute of Standards and Technology",
    ),
    (
        "hereinafter",
        'the European Commission (hereinafter "the Commission")',
        "Commission",
        "European Commission",
    ),
    ("defined term", "under the Digital Markets Act (the “Act”)", "Act", "Digital Markets Act"),
    (
        "the name ends where the term is complete",
        'the Ministry of Health and the European Commission (the "Commission")',
        "Commission",
        "European Commission",
    ),
    (
        "term from before a comma",
        'Department for Science, Innovation and Technology ("the Department")',
        "Department",
        "Department for Science, Innovation and Technology",
    ),
    (
        "term without quotation marks",
        "Canadian Security Intelligence Service (the Service)",
        "Service",
        "Canadian Security Intelligence Service",
    ),
    (
        "second short form",
        "the Consumer Financial Protection Bureau (CFPB or Bureau)",
        "Bureau",
        "Consumer Financial Protection Bureau",
    ),
    ("after a dash", "one (National Widget Library - NWL) will", "NWL", "National Widget Library"),
    (
        "for short",
        "the Big Widget Industry Alliance, or BWIA for short. It",
        "BWIA",
        "Big Widget Industry Alliance",
    ),
    (
        "statutory definition",
        "The term “Commission” means the Federal Trade Commission, and",
        "Commission",
        "Federal Trade Commission",
    ),
    ("Chinese", "国家互联网信息办公室（以下简称“国家网信办”）会同", "国家网信办", "国家互联网信息办公室"),
    ("Chinese after a list", "科技部、工业和信息化部（以下简称工信部）等", "工信部", "工业和信息化部"),
    (
        "Chinese law",
        "根据《生成式人工智能服务管理暂行办法》（以下简称《办法》），",
        "办法",
        "生成式人工智能服务管理暂行办法",
    ),
    (
        "line end inside",
        "Ministry of Science\nand Technology (MOST)",
        "MOST",
        "Ministry of Science\nand Technology",
    ),
]

NOT_FOUND = [
    ("no letters in common", "the tools we use (AI)"),
    ("a place, not a short form", "the University of Maryland (College Park)"),
    ("an abbreviation of something absent", "in Europe (see NIST)"),
    ("after a dash, of something absent", "it (the Harbour Board - NIST) met"),
    ("a number", "the Ministry of Science and Technology (2017)"),
    ("a paragraph between", "Ministry of Science and Technology\n\n(MOST)"),
    ("the sentence before", "We asked the Ministry of Science and Technology. (MOST)"),
    ("a Chinese title, not a short form", "专业技术职称（评审时，应当"),
]


@pytest.mark.parametrize(("text", "short", "long"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_finds(text: str, short: str, long: str) -> None:
    found = [d for d in find_definitions(text) if d.short == short]
    assert [d.long for d in found] == [long]
    assert text[found[0].short_start : found[0].short_end] == short
    assert text[found[0].long_start : found[0].long_end] == long


@pytest.mark.parametrize("text", [row[1] for row in NOT_FOUND], ids=[row[0] for row in NOT_FOUND])
def test_does_not_invent(text: str) -> None:
    assert find_definitions(text) == ()


def test_aligned_tells_acronyms_from_terms() -> None:
    text = 'the European Commission (EC, hereinafter "the Commission")'
    assert {d.short: d.aligned for d in find_definitions(text)} == {"EC": True, "Commission": False}


@given(st.text(alphabet='ABab (),"“”的简称（）\n-.', max_size=200))
def test_offsets_hold_for_any_text(text: str) -> None:
    for d in find_definitions(text):
        assert text[d.short_start : d.short_end] == d.short
        assert text[d.long_start : d.long_end] == d.long


@pytest.mark.parametrize("unit", ["A", "(", "A ", '("A, ', "The ", "称", "以下简称", "A - ", "“A "])
def test_time_stays_linear_on_hostile_text(unit: str) -> None:
    started = time.process_time()
    find_definitions(unit * (60_000 // len(unit)))
    assert time.process_time() - started < 2


def test_corpus_definitions_are_where_they_say() -> None:
    corpus = Path(__file__).parents[1] / "corpus"
    for path in (*corpus.rglob("*.txt"), *corpus.rglob("*.md")):
        text = path.read_bytes().decode("utf-8", errors="replace")
        assert all(text[d.short_start : d.short_end] == d.short for d in find_definitions(text))

"""Characters of a PDF's text layer that stand for others, and those that are not in the report."""

from __future__ import annotations

import pytest

from policysearch.ingest.pdf_characters import clean, with_ligatures
from policysearch.ingest.pdf_lines import Line

CLEANED = [
    ("the ﬁnal oﬃce", "the final office", "ligatures"),
    ("regu\u00adlation", "regulation", "soft hyphens"),
    ("a\x07b\ufffe\uffffc", "abc", "control characters and non-characters"),
    ("10\u00a0000", "10 000", "no-break spaces"),
    ("\uf0b7 an item", "• an item", "a bullet from a font of signs"),
    ("数据\u200b法", "数据法", "zero-width spaces"),
    ("\u200b \u200b", "", "nothing but noise"),
    ("naïve – “plain”", "naïve – “plain”", "nothing to clean"),
    ("a uni\x1ced, e\x1ecient o\x1ber", "a unified, efficient offer", "ligatures of TeX's fonts, T1"),
    ("de\x0cned o\x0ecial", "defined official", "ligatures of TeX's fonts, OT1"),
    ("the \row of data", "the flow of data", "a ligature that is half of a line end"),
    ("Copyright \rc 2001", "Copyright \rc 2001", "a circle around a letter is none"),
    ("\x1crst steps", "first steps", "a ligature is no bullet"),
    ("known as \x10dating\x11, 1986\x151989", "known as “dating”, 1986–1989", "quotation marks and dashes"),
    ("x \x14u\x15", "x u", "brackets of a formula"),
    ("informaƟon, commiƩee, soŌware", "information, committee, software", "ligatures under letters"),
    ("Ōsaka, Ɵ", "Ōsaka, Ɵ", "the letters themselves"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CLEANED, ids=[row[2] for row in CLEANED])
def test_clean(text: str, expected: str, reason: str) -> None:
    assert clean(text) == expected, reason


REPORTS = [
    (
        "An oUer of suUicient and eUective means to diUerent oUices, and eWorts eUorts",
        "An offer of sufficient and effective means to different offices, and efforts efforts",
        "one capital in many words, another in a word known from them",
    ),
    (
        "The OUice is diUerent, suUicient, eUective",
        "The Office is different, sufficient, effective",
        "a name",
    ),
    ("eHealth, eHome, eHouse, eHospital", "eHealth, eHome, eHouse, eHospital", "names that begin so"),
    ("AlphaFold and MacroPolo at DeepMind", "AlphaFold and MacroPolo at DeepMind", "few names of each"),
    (
        "An offer to diUerent oUices, suUicient and eUective",
        "An offer to diUerent oUices, suUicient and eUective",
        "a report that has the letters",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), REPORTS, ids=[row[2] for row in REPORTS])
def test_with_ligatures(text: str, expected: str, reason: str) -> None:
    pages = with_ligatures([[Line(text, 0, 0, 500, 10, 10)], []])
    assert [[line.text for line in lines] for lines in pages] == [[expected], []], reason

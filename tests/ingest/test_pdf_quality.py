"""How plausible the words of a page are."""

from __future__ import annotations

import pytest

from policysearch.ingest.pdf_lines import Line
from policysearch.ingest.pdf_quality import quality

PLAUSIBLE = [
    ("The office shall publish a list of all systems by 2027 (Article 5).", True, "English"),
    ("Die Behörde veröffentlicht ein Verzeichnis aller Systeme gemäß § 5.", True, "German"),
    (
        "国家建立数据分类分级保护制度，根据数据在经济社会发展中的重要程度，对数据实行分类分级保护。" * 2,
        True,
        "Chinese",
    ),
    ("Закон о персональных данных вступает в силу в следующем году.", True, "Russian"),
    ("1,200 3,400 5,600 7,800 9,100 11% 12% 13% 14% 15% 2019 2020", True, "a table of numbers"),
    ("7KH RIILFH VKDOO SXEOLVK D OLVW RI DOO VBVWHPV EB WKH HQG RI WKH BHDU", False, "shifted letters"),
    ("/G1/G2/G3 /G4/G5/G6/G7 /G8/G9/G10 /G11/G12 /G13/G14/G15", False, "glyph numbers"),
    ("!\"#$%&' ()*+,-. ~}{|z ^_`]\\[ ¤¦¨©ª #$%&'( +,-./ *+,-!", False, "signs"),
    (
        "\ufffd\ufffd\ufffd\ufffd \ufffd\ufffd\ufffd \ufffd\ufffd\ufffd\ufffd\ufffd " * 5,
        False,
        "replacement characters",
    ),
]


@pytest.mark.parametrize(("text", "good", "reason"), PLAUSIBLE, ids=[row[2] for row in PLAUSIBLE])
def test_quality(text: str, good: bool, reason: str) -> None:
    score = quality([Line(text, 0, 0, 500, 10, 10)])
    assert 0 <= score <= 1
    assert (score >= 0.5) is good, (reason, score)

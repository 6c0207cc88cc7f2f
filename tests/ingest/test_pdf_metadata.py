"""Titles and dates that PDF files give of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from policysearch.ingest.pdf_metadata import created_on, is_addressed, read_properties, sensible_title

if TYPE_CHECKING:
    from pathlib import Path

TITLES = [
    ("AI Opportunities Action Plan", "AI Opportunities Action Plan", "a title"),
    ("  National\n AI  Strategy ", "National AI Strategy", "on one line"),
    ("Microsoft Word - draft v2.doc", "", "the program's name"),
    ("report_final_v3.indd", "", "a file name"),
    ("TA", "", "an abbreviation of the author's own"),
    ("untitled", "", "no title"),
    ("C:\\users\\office\\plan", "", "a path"),
    ("20210422-annex", "", "a number"),
    ("Reforestation in Asiaâ€“Pacific", "Reforestation in Asia–Pacific", "UTF-8 read as Windows-1252"),
    ("数据安全法", "数据安全法", "few characters are many in Chinese"),
    ("x" * 300, "", "an abstract in the title's place"),
    ("Appendix 5 Page 8 of 11", "", "the number of a page"),
    ("One Author, Other Author (list@example.org)", "", "authors with an address"),
]


@pytest.mark.parametrize(("given", "expected", "reason"), TITLES, ids=[row[2] for row in TITLES])
def test_sensible_title(given: str, expected: str, reason: str) -> None:
    assert sensible_title(given) == expected, reason


STAMPS = [
    ("D:20250114094619Z", "2025-01-14", "as the standard has it"),
    ("D:20250718101916+02'00'", "2025-07-18", "with a time zone"),
    ("20250718", "2025-07-18", "without its mark"),
    ("D:2025", "2025", "a year"),
    ("D:20251399", None, "no month"),
    ("D:19040101000000", None, "a clock that was not set"),
    ("yesterday", None, "no date"),
    ("", None, "nothing"),
]


@pytest.mark.parametrize(("stamp", "expected", "reason"), STAMPS, ids=[row[2] for row in STAMPS])
def test_created_on(stamp: str, expected: str | None, reason: str) -> None:
    assert created_on(stamp) == expected, reason


ADDRESSED = [
    ("Communication from the Commission to the European Parliament and the Council", True, "of the EU"),
    ("Mitteilung der Kommission an das Europäische Parlament", True, "in German"),
    ("Communication de la Commission au Parlement européen", True, "in French"),
    ("Report of the Secretary-General", True, "of the United Nations"),
    ("Report to Congress", True, "of an agency"),
    ("Report of the Expert Group on Liability for New Technologies", False, "a title"),
    ("A letter to the next generation", False, "no body writes it"),
]


@pytest.mark.parametrize(("words", "expected", "reason"), ADDRESSED, ids=[row[2] for row in ADDRESSED])
def test_is_addressed(words: str, expected: bool, reason: str) -> None:
    assert is_addressed(words) is expected, reason


PACKET = b"""%%<x:xmpmeta><rdf:Description>
<dc:publisher> <rdf:Bag> <rdf:li>Water &amp; Land Institute</rdf:li> </rdf:Bag> </dc:publisher>
<prism:coverDate>2012-10</prism:coverDate><prism:publicationDate></rdf:Description></x:xmpmeta>
"""


def test_properties_that_only_the_packet_has(tmp_path: Path) -> None:
    path = tmp_path / "article.pdf"
    canvas = Canvas(str(path))
    canvas.setTitle("Weirs and water")
    canvas.drawString(72, 700, "Weirs and water")
    canvas.save()
    path.write_bytes(path.read_bytes() + PACKET)
    document = pypdfium2.PdfDocument(path)
    properties = read_properties(document, path)
    document.close()
    assert properties["Title"] == "Weirs and water"
    assert properties["Publisher"] == "Water & Land Institute"
    assert properties["Printed"] == "2012-10"
    assert "Issued" not in properties

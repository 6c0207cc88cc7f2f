from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml import parse_xml

from policysearch.errors import UnreadableFile
from policysearch.ingest import read_document
from policysearch.ingest.read_docx import read_docx

if TYPE_CHECKING:
    from pathlib import Path

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_structure_in_order(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("Rules for systems", style="Title")
    word.add_paragraph("12 May 2021")
    word.add_heading("Scope", 1)
    word.add_paragraph("The rules cover:")
    word.add_paragraph("courts", style="List Bullet")._p.get_or_add_pPr().get_or_add_numPr()
    word.add_paragraph("schools", style="List Bullet")._p.get_or_add_pPr().get_or_add_numPr()
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(
        [*table.rows[0].cells, *table.rows[1].cells], ["Body", "Act", "Court", "No. 5"], strict=True
    ):
        cell.text = text
    word.add_heading("Detail", 2)
    word.add_paragraph("The end.")
    path = tmp_path / "a.docx"
    word.save(str(path))
    document = read_document(path)
    assert document.text == (
        "Rules for systems\n\n12 May 2021\n\nScope\n\nThe rules cover:\n\ncourts\nschools\n\n"
        "Body | Act\nCourt | No. 5\n\nDetail\n\nThe end."
    )
    headings = [(document.text[each.start : each.end], each.level) for each in document.headings]
    assert headings == [("Rules for systems", 1), ("Scope", 1), ("Detail", 2)]
    assert (document.title, document.published) == ("Rules for systems", "2021-05-12")


def test_tracked_changes_and_content_controls(tmp_path: Path) -> None:
    word = docx.Document()
    body = word.element.body
    run = "<w:r><w:t>{}</w:t></w:r>"
    deleted = "<w:del><w:r><w:delText> gone</w:delText></w:r></w:del>"
    changed = f"<w:p {W}>{run.format('Kept')}<w:ins>{run.format(' added')}</w:ins>{deleted}</w:p>"
    control = f"<w:sdt {W}><w:sdtContent><w:p>{run.format('In a control')}</w:p></w:sdtContent></w:sdt>"
    for position, markup in enumerate((changed, control)):
        body.insert(position, parse_xml(markup))
    path = tmp_path / "a.docx"
    word.save(str(path))
    assert read_docx(path).text == "Kept added\n\nIn a control"


def test_headings_by_their_look_where_no_style_marks_them(tmp_path: Path) -> None:
    word = docx.Document()
    for text in ("CHAPTER 1 – INTRODUCTION", "The words of the chapter."):
        word.add_paragraph(text)
    path = tmp_path / "a.docx"
    word.save(str(path))
    (heading,) = read_docx(path).headings
    assert (heading.start, heading.end) == (0, 24)


def test_a_damaged_file_is_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    docx.Document().save(str(path))
    path.write_bytes(path.read_bytes().replace(b"word/document.xml", b"word/document.xmm", 1))
    with pytest.raises(
        UnreadableFile, match=r"a\.docx: the Word file is damaged; open it in Word and save it anew"
    ):
        read_docx(path)

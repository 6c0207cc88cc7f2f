from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from policysearch.errors import EmptyFile, MissingExtra
from policysearch.ingest import read_document

if TYPE_CHECKING:
    from pathlib import Path

WORDS = "The ministry published the guidelines on artificial intelligence in March."


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A PDF whose first page is a picture of text and whose second page has a text layer."""
    import pypdfium2

    drawn = io.BytesIO()
    canvas = Canvas(drawn)
    canvas.setFont("Helvetica", 14)
    canvas.drawString(72, 700, WORDS)
    canvas.save()
    picture = pypdfium2.PdfDocument(drawn.getvalue())[0].render(scale=3).to_pil()
    path = tmp_path / "scan.pdf"
    canvas = Canvas(str(path))
    canvas.drawImage(ImageReader(picture), 0, 0, *canvas._pagesize)
    canvas.showPage()
    canvas.drawString(72, 700, "A page with a text layer of its own.")
    canvas.save()
    return path


def test_without_ocr_the_page_is_a_gap(scan: Path) -> None:
    document = read_document(scan)
    assert "page 1 has no text layer" in document.gaps[0]
    assert WORDS not in document.text


@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not on the path")
def test_with_ocr_it_is_read(scan: Path) -> None:
    document = read_document(scan, ocr=True)
    assert WORDS in " ".join(document.text.split())
    assert "A page with a text layer of its own." in document.text
    assert document.gaps == ()
    assert any("1 pages read by OCR" in note for note in document.notes)
    assert [document.text[start:].lstrip()[:5] for start in document.page_starts] == ["The m", "A pag"]


def test_without_a_program_it_says_so(scan: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingExtra, match="install tesseract-ocr or ocrmypdf"):
        read_document(scan, ocr=True)


def test_what_has_text_needs_no_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "plain.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "A page with a text layer of its own.")
    canvas.save()
    assert "text layer" in read_document(path, ocr=True).text


def test_an_empty_file_stays_empty(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    with pytest.raises(EmptyFile):
        read_document(tmp_path / "empty.pdf", ocr=True)

"""Read a PDF: its text in reading order, re-flowed, with pages and headings.

pdfium reads every page once and closes it; what is kept of a page are its lines with their places. With all
pages' lines at hand, running heads are dropped, lines become paragraphs, and paragraphs the text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..errors import EmptyFile, UnreadableFile
from .authors import person_names
from .pdf_blocks import Block, blocks_of, goes_on, style_of
from .pdf_characters import with_ligatures
from .pdf_cover import cover_title, is_of, published_on
from .pdf_furniture import without_furniture
from .pdf_headings import mark_headings, read_outline
from .pdf_layout import in_reading_order
from .pdf_lines import Line, is_turned, turned_upright
from .pdf_metadata import created_on, read_properties, sensible_title
from .pdf_pieces import read_lines
from .pdf_publisher import publisher_of
from .pdf_quality import quality
from .pdf_tables import Table, find_tables, may_hold_table
from .pdf_text import Words, compose
from .publication_dates import parse_date
from .reading import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from .pdf_blocks import Style

MIN_QUALITY = 0.5
"""Share of plausible words under which a page's text layer is reported as gibberish; prose has over 0.9."""


def read_pdf(path: Path) -> Reading:
    """Read a PDF file.

    The text is in reading order, columns one after the other, without running heads, feet and page numbers.
    Lines are re-flowed into paragraphs, also over columns and pages; hyphens at line ends are undone where
    the word is not written with one. Footnotes follow the text of their page, or precede a paragraph that
    goes on to the next page. Ruled tables are rows of cells parted by " | ". Raised note numbers are in
    brackets: "misled[6]".

    Args:
        path: Of a PDF file.

    Returns:
        What was read. ``gaps`` names pages without a text layer and pages whose layer is gibberish.

    Raises:
        EmptyFile: It has no bytes, or no page has a text layer.
        UnreadableFile: It is damaged, encrypted or cannot be opened.
    """
    document = _opened(path)
    try:
        drawn, tables, blank = _read_pages(document)
        outline = read_outline(document)
        properties = read_properties(document, path)
        language = _language(document)
    finally:
        document.close()
    pages = with_ligatures(drawn)
    if not any(pages):
        raise EmptyFile(
            f"{path}: has no text layer ({_counted(len(pages))}); run OCR on it, for example with ocrmypdf"
        )
    kept, dropped = without_furniture(pages)
    lines = [in_reading_order(page) for page in kept]
    style = style_of(lines)
    bodies: list[list[Block]] = []
    notes: list[list[Block]] = []
    for number, page in enumerate(lines):
        body, foot = blocks_of(number, page, tables.get(number, ()), style)
        bodies.append(body)
        notes.append(foot)
    mark_headings(bodies, style, outline)
    text, page_starts, headings = compose(_flow(bodies, notes), len(pages), Words(lines))
    title = _title(path, pages, properties, style)
    publisher, source = publisher_of(pages, title, properties)
    authors = person_names([properties.get("Author", "")], publisher=publisher)
    printed = parse_date(properties.get("Issued", "")) or parse_date(properties.get("Printed", ""))
    published, said = published_on(
        pages, kept[0], style, printed, created_on(properties.get("CreationDate", ""))
    )
    return Reading(
        media_type="application/pdf",
        text=text,
        title=title,
        publisher=publisher,
        authors=authors,
        published=published,
        language=language,
        page_starts=page_starts,
        headings=headings,
        notes=(
            *([said] if said else []),
            *([f"publisher from {source}"] if publisher else []),
            *(["authors from the file's properties"] if authors else []),
            *([f"{dropped} lines of running heads, feet and page numbers left out"] if dropped else []),
        ),
        gaps=tuple(_gaps(pages, blank)),
    )


def _opened(path: Path) -> Any:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        if not path.stat().st_size:
            raise EmptyFile(f"{path}: is empty (0 bytes)")
        return pypdfium2.PdfDocument(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableFile(
            f"{path}: cannot be opened ({reason}); check the path and its permissions"
        ) from error
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise UnreadableFile(f"{path}: is encrypted; save a copy without password") from error
        raise UnreadableFile(f"{path}: is damaged or cut off; fetch or export it again") from error


def _read_pages(document: Any) -> tuple[list[list[Line]], dict[int, list[Table]], set[int]]:
    """Return the lines of each page as drawn, the ruled tables of those that have any, and the blank ones."""
    import pypdfium2.raw as pdfium

    pages: list[list[Line]] = []
    tables: dict[int, list[Table]] = {}
    blank: set[int] = set()
    for number in range(len(document)):
        # pypdfium2's own page objects register finalizers, which costs 4 % of the reading.
        page = pdfium.FPDF_LoadPage(document, number)
        if not page:
            pages.append([])
            continue
        textpage = pdfium.FPDFText_LoadPage(page)
        try:
            lines = read_lines(textpage)
            if not lines and not pdfium.FPDFPage_CountObjects(page):
                blank.add(number)
            if is_turned(lines):
                lines = turned_upright(lines)
            elif may_hold_table(lines) and (found := find_tables(page, textpage, lines)):
                tables[number] = found
            pages.append(lines)
        finally:
            pdfium.FPDFText_ClosePage(textpage)
            pdfium.FPDF_ClosePage(page)
    return pages, tables, blank


def _flow(bodies: Sequence[list[Block]], notes: Sequence[list[Block]]) -> list[Block]:
    """Return all blocks in order, joining those that go on over a page.

    The footnotes of a page stand before a paragraph that goes on to the next one, else after the page.
    """
    flow: list[Block] = []
    waiting: list[Block] = []
    after: list[Block] = []
    for body, foot in zip(bodies, notes, strict=True):
        rest = body
        if waiting and body and goes_on(waiting[0], body[0]):
            lines, rest = waiting[0].lines, body[1:]
            if lines[0][0] == lines[-1][0]:
                flow += after
                after = []
            lines += body[0].lines
            if not rest:
                after += foot
        if rest or (foot and not body):
            flow += waiting + after + rest[:-1]
            waiting, after = rest[-1:], foot
    return flow + waiting + after


def _title(path: Path, pages: Sequence[Sequence[Line]], properties: Mapping[str, str], style: Style) -> str:
    """Return the title: the file's own if it speaks of what is on its first pages, else the cover's.

    The name of the file where the cover's words are gibberish.
    """
    given = sensible_title(properties.get("Title", ""))
    if quality(pages[0]) < MIN_QUALITY:
        return given if given and quality([replace(pages[0][0], text=given)]) >= MIN_QUALITY else path.name
    if given and is_of(given, pages):
        return given
    return cover_title(pages[0], style) or given


def _language(document: Any) -> str:
    """Return the language that the file's catalogue declares, "" if none."""
    import ctypes

    import pypdfium2.raw as pdfium

    size = pdfium.FPDFCatalog_GetLanguage(document.raw, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFCatalog_GetLanguage(document.raw, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    declared = buffer.raw.decode("utf-16-le", "ignore").rstrip("\x00").strip()
    return declared if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", declared) else ""


def _gaps(pages: Sequence[Sequence[Line]], blank: AbstractSet[int]) -> list[str]:
    """Say which pages that are not blank have no text layer, and which one that is gibberish."""
    gaps: list[str] = []
    without = [number for number, lines in enumerate(pages, 1) if not lines and number - 1 not in blank]
    if without:
        verb = "have" if len(without) > 1 else "has"
        gaps.append(f"{_listed(without)} {verb} no text layer; run OCR on the file if text can be seen there")
    garbled = [number for number, lines in enumerate(pages, 1) if lines and quality(lines) < MIN_QUALITY]
    if garbled:
        verb = "hold" if len(garbled) > 1 else "holds"
        gaps.append(f"{_listed(garbled)} {verb} text that is mostly not words; run OCR on the file")
    return gaps


def _listed(numbers: Sequence[int]) -> str:
    """Return page numbers in words: "page 4", "pages 3-5, 9"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"page {words}" if len(numbers) == 1 else f"pages {words}"


def _counted(pages: int) -> str:
    return "1 page" if pages == 1 else f"{pages} pages"

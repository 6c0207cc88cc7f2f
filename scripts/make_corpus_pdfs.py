"""Draw the PDFs of corpus/ from their marked sources. The same sources give the same bytes.

Run as ``python scripts/make_corpus_pdfs.py``. A source is front matter in TOML between ``+++`` lines
and a little Markdown: ``#`` headings, ``-`` lists, ``|`` tables, ``[^1]`` notes at the foot of their page
and ``===`` where a page ends. ``layout`` in the front matter chooses one of the ``LAYOUTS``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
    TableStyle,
)

from corpus_marks import CORPUS, SOURCES, drop_marks

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

# One of the fonts that every reader has for Chinese: named in the file, not embedded.
CHINESE_FONT = "STSong-Light"
_CHINESE = re.compile(r"[一-鿿]+")
_NOTE = re.compile(r"\[\^(\d+)\]")
_WORD = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a document is set: page, margins and gaps in points, type size and leading in points."""

    page: tuple[float, float]
    margin: float
    columns: int
    size: float
    leading: float
    notes_height: float = 0
    hyphenate: bool = False
    numbered: bool = True


LAYOUTS = {
    "columns": Layout(A4, 26 * mm, 2, 11.5, 16, hyphenate=True),
    "report": Layout(A4, 25 * mm, 1, 10.5, 14),
    "footnotes": Layout(A4, 28 * mm, 1, 11, 15.5, notes_height=24 * mm, numbered=False),
    "book": Layout(A5, 18 * mm, 1, 11.5, 16.5),
}


class Heading(Paragraph):  # type: ignore[misc]
    """A heading that also becomes an entry of the outline."""

    level: int

    def draw(self) -> None:
        """Draw the heading and note its place for the outline."""
        canvas = self.canv
        key = f"h{canvas.getPageNumber()}-{self.getPlainText()}"
        canvas.bookmarkPage(key)
        canvas.addOutlineEntry(self.getPlainText(), key, self.level, closed=self.level > 0)
        super().draw()


def main() -> None:
    """Draw every source of the folder pdf."""
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE_FONT))
    target = CORPUS / "pdf"
    target.mkdir(parents=True, exist_ok=True)
    for source in sorted((SOURCES / "pdf").glob("*.md")):
        _, front, body = drop_marks(source.read_text(encoding="utf-8")).split("+++\n", 2)
        _draw(str(target / f"{source.stem}.pdf"), tomllib.loads(front), body)


def _draw(path: str, front: dict[str, str], body: str) -> None:
    layout = LAYOUTS[front["layout"]]
    document = BaseDocTemplate(
        path,
        pagesize=layout.page,
        title=front["title"],
        author=front["author"],
        subject=front["subject"],
        keywords=front["keywords"],
        creator="make_corpus_pdfs.py",
        lang="en",
        invariant=1,
    )

    def furnish(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setDateFormatter(lambda *_: f"D:{front['date'].replace('-', '')}090000+00'00'")
        _draw_margins(canvas, layout, front["running_head"])

    document.addPageTemplates(PageTemplate(frames=_frames(layout), onPage=furnish))
    document.build(_flowables(body, layout))


def _frames(layout: Layout) -> list[Frame]:
    width, height = layout.page
    gap = 8 * mm
    column = (width - 2 * layout.margin - gap * (layout.columns - 1)) / layout.columns
    bottom = layout.margin + layout.notes_height
    plain: dict[str, Any] = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
    frames = [
        Frame(layout.margin + i * (column + gap), bottom, column, height - layout.margin - bottom, **plain)
        for i in range(layout.columns)
    ]
    if layout.notes_height:
        frames.append(Frame(layout.margin, layout.margin - 6, column, layout.notes_height, **plain))
    return frames


def _draw_margins(canvas: Canvas, layout: Layout, running_head: str) -> None:
    width, height = layout.page
    canvas.setFont("Times-Italic", 8.5)
    if running_head:
        canvas.drawString(layout.margin, height - layout.margin + 14, running_head)
    if layout.numbered:
        canvas.drawCentredString(width / 2, layout.margin - 22, str(canvas.getPageNumber()))


def _flowables(body: str, layout: Layout) -> list[Flowable]:
    styles = _styles(layout)
    pages = body.split("\n===\n")
    flowables: list[Flowable] = []
    for number, page in enumerate(pages):
        notes: list[Flowable] = []
        if number:
            flowables.append(PageBreak())
        for block in page.strip().split("\n\n"):
            for flowable in _block(block, styles, layout):
                (notes if flowable.style is styles["note"] else flowables).append(flowable)
        if notes:
            flowables += [FrameBreak(), *notes]
    return flowables


def _block(block: str, styles: dict[str, ParagraphStyle], layout: Layout) -> list[Any]:
    lines = block.splitlines()
    if block.startswith("#"):
        level = len(block) - len(block.lstrip("#"))
        heading = Heading(_markup(block.lstrip("# "), layout), styles[f"h{level}"])
        heading.level = level - 1
        return [heading]
    if block.startswith("|"):
        return [_table([line.strip("| ").split(" | ") for line in lines], styles, layout)]
    if block.startswith("- "):
        return [Paragraph(_markup(line[2:], layout), styles["item"], bulletText="•") for line in lines]
    if block.startswith("[^"):
        return [Paragraph(_markup(line.replace("]:", "]", 1), layout), styles["note"]) for line in lines]
    return [Paragraph(_markup(block, layout), styles["body"])]


def _table(rows: list[list[str]], styles: dict[str, ParagraphStyle], layout: Layout) -> Table:
    head, _, *body = rows
    cells = [[Paragraph(f"<b>{_markup(cell, layout)}</b>", styles["cell"]) for cell in head]]
    cells += [[Paragraph(_markup(cell, layout), styles["cell"]) for cell in row] for row in body]
    table = Table(cells, colWidths=[34 * mm, 62 * mm, 36 * mm, 28 * mm], spaceBefore=6, spaceAfter=12)
    table.setStyle(
        TableStyle([("GRID", (0, 0), (-1, -1), 0.6, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    )
    table.style = styles["cell"]
    return table


def _markup(text: str, layout: Layout) -> str:
    text = text.replace("\n", " ").replace("&", "&amp;")
    if layout.hyphenate:
        text = _WORD.sub(_with_soft_hyphens, text)
    text = _NOTE.sub(r"<super>\1</super>", text)
    return _CHINESE.sub(lambda match: f'<font name="{CHINESE_FONT}">{match[0]}</font>', text)


def _read_hyphenation() -> dict[str, str]:
    words = (SOURCES / "pdf" / "hyphenation.txt").read_text(encoding="utf-8").split()
    return {word.replace("-", ""): word for word in words}


_HYPHENATION = _read_hyphenation()


def _with_soft_hyphens(match: re.Match[str]) -> str:
    word = match[0]
    letters = iter(word)
    pattern = _HYPHENATION.get(word.lower(), word)
    return "".join("\N{SOFT HYPHEN}" if sign == "-" else next(letters) for sign in pattern)


def _styles(layout: Layout) -> dict[str, ParagraphStyle]:
    body = ParagraphStyle(
        "body",
        fontName="Times-Roman",
        fontSize=layout.size,
        leading=layout.leading,
        spaceAfter=layout.leading * 0.5,
        alignment=4 if layout.columns > 1 else 0,
        embeddedHyphenation=int(layout.hyphenate),
    )
    small = layout.size * 0.85
    return {
        "body": body,
        "item": ParagraphStyle("item", body, leftIndent=14, bulletIndent=2, alignment=0),
        "cell": ParagraphStyle("cell", body, fontSize=small, leading=small * 1.2, spaceAfter=0),
        "note": ParagraphStyle("note", body, fontSize=small, leading=small * 1.25, spaceAfter=2),
        "h1": _heading_style(1, body, layout.size * 1.6),
        "h2": _heading_style(2, body, layout.size * 1.2),
    }


def _heading_style(level: int, body: ParagraphStyle, size: float) -> ParagraphStyle:
    return ParagraphStyle(
        f"h{level}",
        body,
        fontName="Helvetica-Bold",
        fontSize=size,
        leading=size * 1.2,
        spaceBefore=size * 0.6,
        alignment=0,
        keepWithNext=1,
    )


if __name__ == "__main__":
    main()

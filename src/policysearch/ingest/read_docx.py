"""Reads Word documents (WordprocessingML, ECMA-376 part 1)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from ..errors import UnreadableFile
from .authors import person_names
from .blocks import TextBuilder, squeeze
from .media_types import DOCX
from .read_text import dated_at_top
from .reading import Reading
from .text_headings import plain_headings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNREAD = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pPr", f"{_W}rPr", _FALLBACK})
"""Deleted text, field codes, formatting, and the second copy of a text box for old versions of Word."""
_WRITTEN = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    f"{_W}softHyphen": "",
}
_HEADING_STYLE = re.compile(r"heading\s*([1-9])|(title)", re.IGNORECASE)
_CONTENTS_STYLE = re.compile(r"toc\s*\d|toc ?heading", re.IGNORECASE)
_NOTE_PARTS = {"footnote": "/footnotes", "endnote": "/endnotes"}
_MAX_STYLE_DEPTH = 10
"""Styles are based on others; a chain longer than this goes in a circle."""


def read_docx(path: Path) -> Reading:
    """Read a Word document: headings by their styles, lists and tables in their place, notes at the end.

    Where no style marks headings, lines that look like some are taken. Deleted text of tracked changes,
    running heads and the table of contents are left out. Pages are unknown: the file does not hold them.

    Raises:
        UnreadableFile: The file is damaged or encrypted.
        OSError: The file cannot be opened.
    """
    # Takes a tenth of a second to import, which reading other formats must not pay for.
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        with path.open("rb") as file:
            document = docx.Document(file)
        word = _WordText(_Styles(document))
        word.add_blocks(document.element.body)
        word.add_notes(document.part)
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise UnreadableFile(f"{path}: the Word file is damaged; open it in Word and save it anew") from error
    text = word.builder.text()
    properties = document.core_properties
    authors = person_names([properties.author or ""])
    # The dates of the file are those of its template and its last change, not of publication.
    published, said = dated_at_top(text)
    return Reading(
        media_type=DOCX,
        text=text,
        title=word.title or properties.title or "",
        authors=authors,
        published=published,
        language=properties.language or "",
        headings=word.builder.headings() or plain_headings(text),
        notes=(*(["authors from the file's properties"] if authors else []), *said),
    )


class _Styles:
    """What the styles of a document say of its paragraphs."""

    def __init__(self, document: Any) -> None:
        self._by_id = {style.style_id: style for style in document.styles}

    def names(self, paragraph: Any) -> Iterator[str]:
        """The name of a paragraph's style and of those that it is based on."""
        found = paragraph.find(f"{_W}pPr/{_W}pStyle")
        style = self._by_id.get(found.get(f"{_W}val")) if found is not None else None
        for _ in range(_MAX_STYLE_DEPTH):
            if style is None:
                return
            yield style.name or ""
            style = getattr(style, "base_style", None)


@dataclass(slots=True)
class _WordText:
    """Gathers the blocks of a document; the items of a list become one block."""

    styles: _Styles
    builder: TextBuilder = field(default_factory=TextBuilder)
    title: str = ""
    _items: list[str] = field(default_factory=list)

    def add_blocks(self, parent: Any) -> None:
        """Add paragraphs and tables in order, those in content controls too."""
        for child in parent:
            if child.tag == f"{_W}p":
                self._add_paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._end_list()
                rows = [[_cell(cell) for cell in row.iter(f"{_W}tc")] for row in child.iter(f"{_W}tr")]
                self.builder.add_table(rows)
            elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"}:
                self.add_blocks(child)
        self._end_list()

    def add_notes(self, part: Any) -> None:
        """Add footnotes and endnotes, each a block that begins with its number in brackets."""
        from docx.oxml import parse_xml

        for kind, suffix in _NOTE_PARTS.items():
            for relation in part.rels.values():
                if relation.reltype.endswith(suffix) and not relation.is_external:
                    for note in parse_xml(relation.target_part.blob).iter(f"{_W}{kind}"):
                        words = squeeze("".join(_pieces(note)))
                        if words:
                            self.builder.add(f"[{note.get(f'{_W}id')}] {words}")

    def _add_paragraph(self, paragraph: Any) -> None:
        text = squeeze("".join(_pieces(paragraph)))
        names = list(self.styles.names(paragraph))
        if not text or any(_CONTENTS_STYLE.fullmatch(name) for name in names):
            return
        if paragraph.find(f"{_W}pPr/{_W}numPr") is not None and not any(map(_HEADING_STYLE.fullmatch, names)):
            self._items.append(text)
            return
        self._end_list()
        heading = next(filter(None, map(_HEADING_STYLE.fullmatch, names)), None)
        if heading:
            self.builder.add_heading(text, int(heading[1] or 1))
            self.title = self.title or (text if heading[2] else "")
        else:
            self.builder.add(text)

    def _end_list(self) -> None:
        self.builder.add("\n".join(self._items))
        self._items.clear()


def _cell(cell: Any) -> str:
    return " ".join("".join(_pieces(paragraph)) for paragraph in cell.iter(f"{_W}p"))


def _pieces(element: Any) -> Iterator[str]:
    """The text of a paragraph, insertions, links and text boxes included."""
    for child in element:
        if child.tag in _UNREAD:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _WRITTEN:
            yield _WRITTEN[child.tag]
        elif child.tag in {f"{_W}footnoteReference", f"{_W}endnoteReference"}:
            yield f"[{child.get(f'{_W}id')}]"
        else:
            yield from _pieces(child)
            if child.tag == f"{_W}p":
                yield " "

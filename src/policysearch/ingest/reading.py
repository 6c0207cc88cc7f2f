"""What every reader returns: the text of a file and what the file says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..models import Heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A file reduced to plain text by the reader of its format.

    A reader says only what the file itself says and leaves the rest empty: ``read_document``
    chooses a title where none is given, checks the date and detects the language.

    Attributes:
        media_type: A key of ``models.FORMATS``.
        text: As ``Document.text`` describes it; blank if the file shows no text.
        title: As the file gives it on one line, "" if it gives none.
        publisher: Who issued it, "" if the file does not say.
        authors: The persons who wrote it; none if the file does not say.
        published: Date of publication in EDTF, None if the file does not say.
        language: BCP 47 code that the file declares, "" if it declares none. Believed
            only where the text itself does not speak against it.
        page_starts: Offset in ``text`` at which each page begins, page 1 first; empty for
            formats without pages.
        headings: In order of their start, without overlap.
        url: Where it was published, "" if the file does not say.
        notes: What a careful reader would want to know of how it was read, one sentence each.
        gaps: What could not be read, one sentence each.
    """

    media_type: str
    text: str
    title: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str = ""
    page_starts: tuple[int, ...] = ()
    headings: tuple[Heading, ...] = ()
    url: str = ""
    notes: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()

"""The values that cross module boundaries. No I/O, no third-party imports.

Every offset in this package counts Python characters (code points) in
``Document.text``; every span is half-open, so ``text[start:end]`` is the span.
Dates are EDTF (ISO 8601-2): ``"2015"`` is the whole year, ``"2015-12"`` the month,
``"2019-03-03/2019-03-15"`` an interval, ``"2022-10/.."`` open-ended.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_VALUE = "none"
"""The facet value of passages that have no value of that facet, countable and filterable like any other."""


class MentionKind(StrEnum):
    """What a mention names."""

    DATE = "date"
    ORGANIZATION = "organization"
    LAW = "law"


class Facet(StrEnum):
    """A field that results can be counted and filtered by.

    PUBLISHER, YEAR and MONTH (of publication), LANGUAGE and FORMAT belong to the document;
    ORGANIZATION, LAW, JURISDICTION (of a law) and MENTIONS (years mentioned) to the passage.
    """

    PUBLISHER = "publisher"
    YEAR = "year"
    MONTH = "month"
    LANGUAGE = "language"
    FORMAT = "format"
    ORGANIZATION = "organization"
    LAW = "law"
    JURISDICTION = "jurisdiction"
    MENTIONS = "mentions"


class Sort(StrEnum):
    """The order of hits; NEWEST and OLDEST go by the date of publication, undated documents last."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class State(StrEnum):
    """What became of an input file; every file in the ledger has exactly one.

    INDEXED: all of it is searchable. PARTIAL: some of it is, the reason says what is missing.
    EMPTY: it holds no text. DUPLICATE: the same bytes are indexed from another place.
    FAILED: it could not be read. REMOVED: it was there once and is gone.
    """

    INDEXED = "indexed"
    PARTIAL = "partial"
    EMPTY = "empty"
    DUPLICATE = "duplicate"
    FAILED = "failed"
    REMOVED = "removed"


FORMATS: Mapping[str, str] = {
    "text/html": "html",
    "application/pdf": "pdf",
    "text/plain": "text",
    "text/markdown": "markdown",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "message/rfc822": "email",
    "application/epub+zip": "epub",
}
"""Media type to the short name that the format facet shows."""


MEMBER_SEPARATOR = "!/"
"""Between the location of an archive or mail and the name of a file inside it, as in JAR URLs."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a document.

    Attributes:
        start: Offset of its first character in ``Document.text``.
        end: Offset after its last character.
        level: 1 for the outermost; levels may skip.
    """

    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One ingested file, reduced to plain text.

    In the text of web pages and PDFs, blocks (paragraphs, headings, lists, tables) are separated by
    a blank line; a line inside a block is a list item or a table row, its cells separated by " | ".
    The text of a plain-text file is the decoded file, unchanged but for a byte-order mark.

    Attributes:
        id: First 16 hex digits of the SHA-256 of the file's bytes, so the same
            file ingested twice is the same document.
        location: The path or URL the file came from, as the user gave it.
        media_type: A key of ``FORMATS``.
        title: Never empty; the file's name when nothing better is known.
        publisher: Who issued it, as shown in the facet; "" if unknown.
        published: EDTF date of publication, or None if unknown.
        language: BCP 47 code ("en", "zh-Hans"); "und" if unknown.
        text: The whole text. Fixed at ingestion: nothing later may edit it,
            because every offset points into it.
        page_starts: Offset in ``text`` at which each page begins, page 1
            first; empty for formats without pages.
        headings: In order of their start, without overlap.
        url: Where it was published, if the file or a metadata table says so; else "".
        authors: The persons who wrote it, in the order given; none if unknown.
        notes: What a careful reader would want to know of how it was read, one
            sentence each ("decoded as windows-1252 (detected)").
        gaps: What could not be read, one sentence each ("pages 3-5 have no text");
            a document with gaps is in state PARTIAL.
    """

    id: str
    location: str
    media_type: str
    title: str
    publisher: str
    published: str | None
    language: str
    text: str
    page_starts: tuple[int, ...] = ()
    headings: tuple[Heading, ...] = ()
    url: str = ""
    authors: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of a document that is searched and shown as one unit.

    Passages of a document are in order and do not overlap, and
    ``document.text[p.start:p.end] == p.text`` always holds. Between them lies
    only white space, so every mention starts in exactly one passage.

    Attributes:
        id: ``"{document_id}:{ordinal}"``: its place.
        fingerprint: First 16 hex digits of the SHA-256 of its words (NFKC, case-folded,
            white space and hyphenation normalized): its permanent name in citations. The
            same words in two documents have the same fingerprint.
        ordinal: Position in the document, from 0.
        heading: The headings above it, outermost first, joined by " › "; "" if none.
        page: Page on which it starts, from 1; None for formats without pages.
        last_page: Page on which it ends.
    """

    id: str
    fingerprint: str
    document_id: str
    ordinal: int
    start: int
    end: int
    text: str
    heading: str = ""
    page: int | None = None
    last_page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place in a document that names a date, an organization or a law.

    Attributes:
        text: The words as written: ``document.text[start:end]``.
        value: What they mean, comparable across documents: EDTF for DATE ("" if it
            cannot be told), the entity's id for ORGANIZATION and LAW ("" until resolved).
        pinpoint: The article, section or annex cited with a LAW ("Article 6(2)"); "" if none.
        extractor: Which rule or model found it, e.g. ``"laws:title-pattern"``.
    """

    document_id: str
    start: int
    end: int
    kind: MentionKind
    text: str
    value: str
    extractor: str
    pinpoint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An organization or law that mentions in any number of documents refer to.

    Attributes:
        id: ``"{kind}:{slug}"``, e.g. ``"law:general-data-protection-regulation"``; stable across runs.
        name: The form shown to users.
        aliases: Other forms, without ``name``: from the extraction sorted, from a store those that
            occur in documents first, the most frequent before the others.
        jurisdiction: ISO 3166-1 code, "EU", "INT" or "" if unknown.
    """

    id: str
    kind: MentionKind
    name: str
    aliases: tuple[str, ...] = ()
    jurisdiction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityChanges:
    """What corrections make of the organizations and laws that were found.

    A mention of which the extraction said entity ``f`` belongs to ``e = redirects.get(f, f)``; if
    ``by_document[e, its document]`` or else ``by_wording[e, name_key(its text)]`` gives another, to
    that. "" stands for no entity: such a mention is hidden.

    Attributes:
        redirects: Found id to the id that it is part of, never "".
        by_document: Entity and document to the entity that is meant in this document, or "".
        by_wording: Entity and name key to the entity that is meant by these words, or "".
        hidden: Ids of which the mentions left after that are hidden.
        names: Names given to entities, by id.
        added: Entities that no document was found to mention, but mentions are moved to.
    """

    redirects: Mapping[str, str] = field(default_factory=dict)
    by_document: Mapping[tuple[str, str], str] = field(default_factory=dict)
    by_wording: Mapping[tuple[str, str], str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    added: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """What a user asked for, from whichever front end.

    Attributes:
        query: Query text; empty matches every passage.
        filters: Values are alternatives within a facet; facets must all hold.
        excludes: Values that must not occur.
        any_words: Match passages that have some of the words, instead of all.
        by_document: One hit a document, its best passage.
        sort: Order of the hits.
        offset: Hits to skip, from 0.
        limit: Most hits to return; 0 gives counts only.
        facets: Facets to count.
        facet_size: Most values to list for each facet, besides those that are filtered by.
        facet_words: Of a facet named here, only values are listed of which a word of a name, in any
            spelling, begins so; their counts stay the same. It is counted even if not in ``facets``.
    """

    query: str = ""
    filters: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    excludes: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    any_words: bool = False
    by_document: bool = False
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 10
    facets: tuple[Facet, ...] = ()
    facet_size: int = 10
    facet_words: Mapping[Facet, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCount:
    """One row of a facet.

    Attributes:
        value: What a filter takes, e.g. ``"law:general-data-protection-regulation"``.
        label: What a person reads, e.g. ``"General Data Protection Regulation"``.
        documents: Distinct matching documents that have this value.
        passages: Matching passages that have this value.
        selected: Whether the request already filters by this value.
    """

    value: str
    label: str
    documents: int
    passages: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a query's author should know: how a part of it was read.

    Attributes:
        message: One sentence fit to show.
        position: Offset in the query text of the first character concerned.
    """

    message: str
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """Text to show for a hit. ``highlights`` are half-open spans into ``text``.

    Never markup: the page escapes and marks, the terminal colours, JSON passes
    the numbers on.
    """

    text: str
    highlights: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One passage that matched, with what is needed to show it.

    Attributes:
        publisher: "" if unknown.
        published: EDTF date of publication, or None if unknown.
        score: Higher is better; comparable only within one SearchResults.
        passages: Matching passages of the same document when hits are by
            document; else 1.
    """

    passage: Passage
    title: str
    location: str
    publisher: str
    published: str | None
    score: float
    snippet: Snippet
    passages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResults:
    """A page of hits, best first, and the counts behind it.

    Attributes:
        request: What was asked; ``hits[0]`` has rank ``request.offset``.
        notices: How the query was re-interpreted, if it was.
        total_passages: All matching passages, not only those on this page.
        total_documents: Distinct documents among them.
        facets: For each facet asked for, its counts, most documents first and
            then by label, NO_VALUE last. A facet's own filter does not narrow its counts, so
            a user can widen a choice; every other filter does.
        exact: False if the engine estimated any count.
        suggestion: The query with words that occur nowhere written as the nearest ones that do; ""
            if there are none.
    """

    request: SearchRequest
    hits: tuple[Hit, ...]
    total_passages: int
    total_documents: int
    notices: tuple[Notice, ...] = ()
    facets: Mapping[Facet, tuple[FacetCount, ...]] = field(default_factory=dict)
    exact: bool = True
    suggestion: str = ""

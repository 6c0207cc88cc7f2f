"""Documents and passages in the store."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..models import Document, Heading, Passage
from ..pages import page_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

_COLUMNS = (
    "id, location, media_type, title, publisher, published, language, url,"
    " text, page_starts, headings, notes, gaps, authors"
)
_PASSAGE = "p.ordinal, p.fingerprint, p.start, p.end, p.heading, p.page"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageSource:
    """A passage with what a result shows of its document."""

    passage: Passage
    title: str
    location: str
    publisher: str
    published: str | None


class Documents:
    """Documents and their passages. Get it as ``store.documents``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, document: Document, passages: Iterable[Passage]) -> None:
        """Add a document, or replace what is known of it, and queue it for the index.

        Its mentions are kept if text and date are as before, else they are to be found anew.
        """
        execute = self._connection.execute
        before = execute(
            "SELECT text, published, language FROM documents WHERE id = ?", (document.id,)
        ).fetchone()
        values = (
            document.id,
            document.location,
            document.media_type,
            document.title,
            document.publisher,
            document.published,
            document.language,
            document.url,
            document.text,
            json.dumps(document.page_starts),
            json.dumps([[h.start, h.end, h.level] for h in document.headings]),
            json.dumps(document.notes, ensure_ascii=False),
            json.dumps(document.gaps, ensure_ascii=False),
            json.dumps(document.authors, ensure_ascii=False),
        )
        assignments = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS.split(", ")[1:])
        execute(
            f"INSERT INTO documents ({_COLUMNS}) VALUES ({', '.join('?' * len(values))}) "
            f"ON CONFLICT (id) DO UPDATE SET {assignments}, superseded_by = NULL",
            values,
        )
        execute("DELETE FROM passages WHERE document_id = ?", (document.id,))
        self._connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((p.document_id, p.ordinal, p.fingerprint, p.start, p.end, p.heading, p.page) for p in passages),
        )
        if before != (document.text, document.published, document.language):
            self._forget_analysis(document.id)
        self.queue(document.id)

    def supersede(self, document_id: str, by: str) -> None:
        """Take a document out of search and lists; its text stays for citations made of it."""
        self._connection.execute("UPDATE documents SET superseded_by = ? WHERE id = ?", (by, document_id))
        self._forget_analysis(document_id)
        self.queue(document_id)

    def delete(self, document_id: str) -> None:
        """Remove a document with its passages and mentions; no error if there is none."""
        self._forget_analysis(document_id)
        self._connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
        self.queue(document_id)

    def relocate(self, document_id: str, location: str) -> None:
        """Note that a document's file is now somewhere else."""
        self._connection.execute("UPDATE documents SET location = ? WHERE id = ?", (location, document_id))

    def _forget_analysis(self, document_id: str) -> None:
        execute = self._connection.execute
        execute("DELETE FROM mentions WHERE document_id = ?", (document_id,))
        execute("DELETE FROM entity_names WHERE document_id = ?", (document_id,))
        execute("UPDATE documents SET extractor = NULL WHERE id = ?", (document_id,))

    def get(self, document_id: str) -> Document | None:
        """A document by id, superseded or not."""
        row = self._connection.execute(
            f"SELECT {_COLUMNS} FROM documents WHERE id = ?", (document_id,)
        ).fetchone()
        return _document(row) if row else None

    def location(self, document_id: str) -> str | None:
        """Where a document's file is, superseded or not; None if there is no such document."""
        row = self._connection.execute(
            "SELECT location FROM documents WHERE id = ?", (document_id,)
        ).fetchone()
        return row[0] if row else None

    def ids(self) -> list[str]:
        """Ids of all current documents, in order."""
        rows = self._connection.execute("SELECT id FROM documents WHERE superseded_by IS NULL ORDER BY id")
        return [row[0] for row in rows]

    def pending(self) -> list[str]:
        """Ids of current documents whose mentions are still to be found, longest first, then by location.

        Longest first keeps every worker busy to the end (the LPT rule: Graham, Bounds on multiprocessing
        timing anomalies, 1969): by location, one long report at the end was worked on alone.
        """
        rows = self._connection.execute(
            "SELECT id FROM documents WHERE extractor IS NULL AND superseded_by IS NULL"
            " ORDER BY (SELECT max(end) FROM passages WHERE document_id = documents.id) DESC, location, id"
        )
        return [row[0] for row in rows]

    def ids_by_location(self) -> dict[str, str]:
        """Location to id of all current documents."""
        return dict(
            self._connection.execute("SELECT location, id FROM documents WHERE superseded_by IS NULL")
        )

    def published(self) -> dict[str, str]:
        """Date of publication (EDTF) by id, of the current documents of which it is known."""
        return dict(
            self._connection.execute(
                "SELECT id, published FROM documents"
                " WHERE superseded_by IS NULL AND published IS NOT NULL AND published != ''"
            )
        )

    def superseded_by(self, document_id: str) -> str | None:
        """The document that replaced this one, if any did."""
        row = self._connection.execute(
            "SELECT superseded_by FROM documents WHERE id = ?", (document_id,)
        ).fetchone()
        return row[0] if row else None

    def count(self) -> tuple[int, int]:
        """Current documents, and their passages."""
        documents = self._connection.execute(
            "SELECT count(*) FROM documents WHERE superseded_by IS NULL"
        ).fetchone()[0]
        passages = self._connection.execute(
            "SELECT count(*) FROM passages JOIN documents ON id = document_id WHERE superseded_by IS NULL"
        ).fetchone()[0]
        return documents, passages

    def passages(self, document: Document) -> tuple[Passage, ...]:
        """All passages of a document, in order."""
        rows = self._connection.execute(
            f"SELECT {_PASSAGE} FROM passages AS p WHERE p.document_id = ? ORDER BY p.ordinal",
            (document.id,),
        )
        return tuple(
            _passage(document.id, row, document.text[row[2] : row[3]], document.page_starts) for row in rows
        )

    def sources(self, passage_ids: Sequence[str]) -> dict[str, PassageSource]:
        """Passages by id, with what is known of their documents; unknown ids are left out."""
        ordinals: dict[str, list[str]] = defaultdict(list)
        for passage_id in passage_ids:
            document_id, _, ordinal = passage_id.rpartition(":")
            ordinals[document_id].append(ordinal)
        found: dict[str, PassageSource] = {}
        for document_id, wanted in ordinals.items():
            for source in self._sources_in(document_id, wanted):
                found[source.passage.id] = source
        return {passage_id: found[passage_id] for passage_id in passage_ids if passage_id in found}

    def _sources_in(self, document_id: str, ordinals: Iterable[str]) -> Iterator[PassageSource]:
        """Passages of one document, of which the text is read once."""
        row = self._connection.execute(
            "SELECT title, location, publisher, published, text, page_starts FROM documents WHERE id = ?",
            (document_id,),
        ).fetchone()
        if row is None:
            return
        title, location, publisher, published, text, pages = row
        page_starts = json.loads(pages)
        for ordinal in ordinals:
            columns = self._connection.execute(
                f"SELECT {_PASSAGE} FROM passages AS p WHERE p.document_id = ? AND p.ordinal = ?",
                (document_id, ordinal),
            ).fetchone()
            if columns:
                yield PassageSource(
                    passage=_passage(document_id, columns, text[columns[2] : columns[3]], page_starts),
                    title=title,
                    location=location,
                    publisher=publisher,
                    published=published,
                )

    def passages_with_fingerprint(self, fingerprint: str) -> list[PassageSource]:
        """Every passage of these very words, superseded ones last."""
        return list(
            self._select_sources(
                "p.fingerprint = ? ORDER BY d.superseded_by IS NOT NULL, d.location, p.ordinal",
                (fingerprint,),
            )
        )

    def _select_sources(self, condition: str, values: tuple[str, ...]) -> Iterator[PassageSource]:
        # substr counts code points, as our offsets do.
        rows = self._connection.execute(
            f"SELECT {_PASSAGE}, p.document_id, d.title, d.location, d.publisher, d.published,"
            " substr(d.text, p.start + 1, p.end - p.start), d.page_starts"
            f" FROM passages AS p JOIN documents AS d ON d.id = p.document_id WHERE {condition}",
            values,
        )
        for *columns, document_id, title, location, publisher, published, text, pages in rows:
            yield PassageSource(
                passage=_passage(document_id, columns, text, json.loads(pages)),
                title=title,
                location=location,
                publisher=publisher,
                published=published,
            )

    def queue(self, document_id: str) -> None:
        """Note that the index does not reflect this document's present state."""
        self._connection.execute("INSERT OR IGNORE INTO index_queue VALUES (?)", (document_id,))

    def queued(self, limit: int) -> list[str]:
        """Up to ``limit`` ids of documents that the index does not reflect yet."""
        rows = self._connection.execute(
            "SELECT document_id FROM index_queue ORDER BY document_id LIMIT ?", (limit,)
        )
        return [row[0] for row in rows]

    def unqueue(self, document_ids: Iterable[str]) -> None:
        """Note that the index reflects these documents."""
        self._connection.executemany(
            "DELETE FROM index_queue WHERE document_id = ?", ((document_id,) for document_id in document_ids)
        )


def _passage(document_id: str, columns: Sequence[Any], text: str, page_starts: Sequence[int]) -> Passage:
    ordinal, fingerprint, start, end, heading, page = columns
    return Passage(
        id=f"{document_id}:{ordinal}",
        fingerprint=fingerprint,
        document_id=document_id,
        ordinal=ordinal,
        start=start,
        end=end,
        text=text,
        heading=heading,
        page=page,
        last_page=page_of(page_starts, end - 1),
    )


def _document(row: tuple[str, ...]) -> Document:
    (
        id_,
        location,
        media_type,
        title,
        publisher,
        published,
        language,
        url,
        text,
        pages,
        headings,
        notes,
        gaps,
        authors,
    ) = row
    return Document(
        id=id_,
        location=location,
        media_type=media_type,
        title=title,
        publisher=publisher,
        published=published,
        language=language,
        text=text,
        page_starts=tuple(json.loads(pages)),
        headings=tuple(Heading(*heading) for heading in json.loads(headings)),
        url=url,
        notes=tuple(json.loads(notes)),
        gaps=tuple(json.loads(gaps)),
        authors=tuple(json.loads(authors)),
    )

"""Mentions in the store."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ..models import Entity, Mention, MentionKind
from ..pages import page_of
from .chosen import mentions_in

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Sequence

CONTEXT_CHARS = 80  # most code points shown on either side of a mention: about one line of a terminal
_WITHOUT_SPACES = "\u2e80"  # first character of the blocks of Chinese and Japanese: no spaces between words


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRow:
    """A mention with what a list shows of it.

    Attributes:
        mention: With its corrected kind and value.
        found_value: The value that the extraction found; another one than the mention's if it was corrected.
        passage_id: The passage that it starts in.
        name: The entity's name; "" for dates.
        context: The text around the mention, in one line, from a whole word to a whole word.
    """

    mention: Mention
    found_value: str
    passage_id: str
    location: str
    title: str
    page: int | None
    name: str
    context: str


class Mentions:
    """Mentions and what they say about passages. Get it as ``store.mentions``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(
        self, document_id: str, mentions: Sequence[Mention], entities: Collection[Entity], *, extractor: str
    ) -> None:
        """Set what a document mentions, uncorrected, and queue it for the index.

        Args:
            document_id: A document of the store.
            mentions: All of them, resolved: the value of an organization or law is an entity's id.
            entities: Those that the mentions refer to, as this document names them.
            extractor: Name and version of what found them.
        """
        execute, executemany = self._connection.execute, self._connection.executemany
        starts = [
            row[0]
            for row in execute(
                "SELECT start FROM passages WHERE document_id = ? ORDER BY ordinal", (document_id,)
            )
        ]
        execute("DELETE FROM mentions WHERE document_id = ?", (document_id,))
        executemany(
            "INSERT INTO mentions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    document_id,
                    m.start,
                    m.end,
                    m.kind,
                    m.value,
                    m.kind,
                    m.value,
                    m.text,
                    m.extractor,
                    m.pinpoint,
                    bisect_right(starts, m.start) - 1,
                )
                for m in mentions
            ),
        )
        execute("DELETE FROM entity_names WHERE document_id = ?", (document_id,))
        executemany(
            "INSERT INTO entity_names VALUES (?, ?, ?, ?, ?)",
            (
                (e.id, document_id, e.name, e.jurisdiction, json.dumps(e.aliases, ensure_ascii=False))
                for e in entities
            ),
        )
        execute("UPDATE documents SET extractor = ? WHERE id = ?", (extractor, document_id))
        execute("INSERT OR IGNORE INTO index_queue VALUES (?)", (document_id,))

    def values_by_passage(self, document_id: str) -> Iterator[tuple[int, MentionKind, str, str]]:
        """What each passage of a document mentions, each value once.

        Yields:
            Ordinal of the passage, kind, value, and the jurisdiction of a law ("" if none).
        """
        rows = self._connection.execute(
            "SELECT DISTINCT m.ordinal, m.kind, m.value, coalesce(e.jurisdiction, '')"
            " FROM mentions AS m"
            " LEFT JOIN entities AS e ON e.id = m.value"
            " WHERE m.document_id = ? AND m.value != '' ORDER BY m.ordinal, m.kind, m.value",
            (document_id,),
        )
        for ordinal, kind, value, jurisdiction in rows:
            yield ordinal, MentionKind(kind), value, jurisdiction

    def passages_by_value(
        self, kind: MentionKind, *, passage_ids: Collection[str] | None = None
    ) -> dict[str, set[str]]:
        """Ids of the passages that mention each organization, law or date.

        Args:
            kind: Which of them.
            passage_ids: Only these passages; None for all.
        """
        found: dict[str, set[str]] = defaultdict(set)
        source = mentions_in(self._connection, passage_ids)
        rows = self._connection.execute(
            f"SELECT DISTINCT m.value, m.document_id || ':' || m.ordinal FROM {source}"
            " WHERE m.kind = ? AND m.value != ''",
            (kind,),
        )
        for value, passage_id in rows:
            found[value].add(passage_id)
        return dict(found)

    def rows(
        self,
        *,
        kind: MentionKind | None = None,
        document_id: str | None = None,
        value: str | None = None,
        passage_ids: Collection[str] | None = None,
    ) -> Iterator[MentionRow]:
        """Mentions with their context, by location and place in the document.

        Args:
            kind: Only of this kind.
            document_id: Only of this document.
            value: Only of this entity id or EDTF value.
            passage_ids: Only in these passages; None for all.
        """
        conditions = {"m.kind": kind, "m.document_id": document_id, "m.value": value}
        wanted = {column: value for column, value in conditions.items() if value is not None}
        where = " AND ".join(("m.kind != ''", *(f"{column} = ?" for column in wanted)))
        source = mentions_in(self._connection, passage_ids)
        rows = self._connection.execute(
            "SELECT m.document_id, m.start, m.end, m.kind, m.text, m.value, m.extractor, m.pinpoint,"
            " m.ordinal, m.found_value, d.location, d.title, coalesce(e.name, '')"
            f" FROM {source} JOIN documents AS d ON d.id = m.document_id"
            " LEFT JOIN entities AS e ON e.id = m.value"
            f" WHERE {where} ORDER BY d.location, m.document_id, m.start",
            tuple(wanted.values()),
        )
        # The next choice of passages may come before a reader has taken all of these.
        for id_, of_document in groupby(rows if passage_ids is None else rows.fetchall(), itemgetter(0)):
            text, pages = self._connection.execute(
                "SELECT text, page_starts FROM documents WHERE id = ?", (id_,)
            ).fetchone()
            page_starts = json.loads(pages)
            for row in of_document:
                yield _row(row, text, page_starts)

    def count(self) -> int:
        """Mentions in all current documents, without the hidden ones."""
        count: int = self._connection.execute("SELECT count(*) FROM mentions WHERE kind != ''").fetchone()[0]
        return count


def _row(columns: tuple[Any, ...], document_text: str, page_starts: list[int]) -> MentionRow:
    document_id, start, end, kind, text, value, extractor, pinpoint, ordinal, *shown = columns
    found_value, location, title, name = shown
    context = _context(document_text, start, end)
    return MentionRow(
        mention=Mention(
            document_id=document_id,
            start=start,
            end=end,
            kind=MentionKind(kind),
            text=text,
            value=value,
            extractor=extractor,
            pinpoint=pinpoint,
        ),
        found_value=found_value,
        passage_id=f"{document_id}:{ordinal}",
        location=location,
        title=title,
        page=page_of(page_starts, start),
        name=name,
        context=" ".join(context.split()),
    )


def _context(text: str, start: int, end: int) -> str:
    """The text around a span, without words that it holds only a part of."""
    first, last = max(start - CONTEXT_CHARS, 0), min(end + CONTEXT_CHARS, len(text))
    while first < start and _in_word(text, first):
        first += 1
    while last > end and _in_word(text, last):
        last -= 1
    return text[first:last]


def _in_word(text: str, place: int) -> bool:
    """Whether a word of a script with spaces stands on both sides of a place."""
    around = text[place - 1 : place + 1] if place else ""
    return len(around) == 2 and around.isalnum() and max(around) < _WITHOUT_SPACES

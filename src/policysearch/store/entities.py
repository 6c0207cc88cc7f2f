"""Organizations and laws in the store."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ..models import Entity, EntityChanges, MentionKind
from ..names import name_key
from .naming import Called, name_entities

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator

NO_CHANGES = EntityChanges()
ID_STARTS = tuple(f"{kind}:" for kind in (MentionKind.ORGANIZATION, MentionKind.LAW))


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRow:
    """A line of an entity list.

    Attributes:
        entity: For dates, one whose ``id`` and ``name`` are the EDTF value.
        documents: Documents that mention it.
        passages: Passages that mention it.
        mentions: Mentions of it.
        first: Earliest date of publication of those documents (EDTF), "" if none is known.
        last: Latest of them.
    """

    entity: Entity
    documents: int
    passages: int
    mentions: int
    first: str
    last: str


class Entities:
    """Organizations and laws. Get it as ``store.entities``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def refresh(self, changes: EntityChanges = NO_CHANGES) -> None:
        """Choose each entity's name, jurisdiction and aliases from what the documents call it.

        Call it once after a batch of changes to documents, mentions or corrections; documents that
        mention a law of which the jurisdiction is now another are queued for the index.

        Args:
            changes: The corrections that the mentions have.
        """
        execute, executemany = self._connection.execute, self._connection.executemany
        before = dict(execute("SELECT id, jurisdiction FROM entities WHERE kind = 'law'"))
        entities = name_entities(self._called(), self._seen(), changes)
        execute("DELETE FROM entity_keys")  # by itself: the cascade would look for the keys of each entity
        execute("DELETE FROM entities")
        executemany(
            "INSERT INTO entities VALUES (?, ?, ?, ?, ?)",
            (
                (e.id, e.kind, e.name, e.jurisdiction, json.dumps(e.aliases, ensure_ascii=False))
                for e in entities
            ),
        )
        executemany(
            "INSERT OR IGNORE INTO entity_keys VALUES (?, ?)",
            ((name_key(form), entity.id) for entity in entities for form in (entity.name, *entity.aliases)),
        )
        # What was written down of an entity before it was merged still leads to it; no name key has a colon.
        executemany(
            "INSERT OR IGNORE INTO entity_keys SELECT ':' || ?, id FROM entities WHERE id = ?",
            changes.redirects.items(),
        )
        executemany(
            "INSERT OR IGNORE INTO index_queue SELECT DISTINCT document_id FROM mentions WHERE value = ?"
            " AND kind = 'law'",
            ((e.id,) for e in entities if before.get(e.id, e.jurisdiction) != e.jurisdiction),
        )

    def found(self) -> list[Entity]:
        """Every organization and law as the extraction has it, without corrections, in order of id."""
        return name_entities(self._called(), {}, NO_CHANGES)

    def _called(self) -> Iterator[Called]:
        read = cache(json.loads)  # most documents call an entity the same
        for entity_id, document_id, name, jurisdiction, forms in self._connection.execute(
            "SELECT entity_id, document_id, name, jurisdiction, aliases FROM entity_names"
        ):
            yield Called(entity_id, document_id, name, jurisdiction, read(forms))

    def _seen(self) -> dict[str, Counter[str]]:
        seen: dict[str, Counter[str]] = defaultdict(Counter)
        for entity_id, text, count in self._connection.execute(
            "SELECT value, text, count(*) FROM mentions WHERE kind IN ('law', 'organization')"
            " GROUP BY value, text"
        ):
            seen[entity_id][" ".join(text.split())] += count
        return seen

    def get(self, entity_id: str) -> Entity | None:
        """An entity by id."""
        row = self._connection.execute(
            "SELECT id, kind, name, aliases, jurisdiction FROM entities WHERE id = ?", (entity_id,)
        ).fetchone()
        return _entity(*row) if row else None

    def named(self, kind: MentionKind, name: str) -> list[Entity]:
        """Entities of a kind that go by this name or alias, in any spelling with the same name key, or id.

        An id from before a correction is one of those of the entity that it leads to.
        """
        key = f":{name}" if name.startswith(ID_STARTS) else name_key(name)
        rows = self._connection.execute(
            "SELECT id, kind, name, aliases, jurisdiction FROM entities WHERE kind = ? AND"
            " (id = ? OR id IN (SELECT entity_id FROM entity_keys WHERE key = ?)) ORDER BY id",
            (kind, name, key),
        )
        return [_entity(*row) for row in rows]

    def ids_with_word(self, kind: MentionKind, beginning: str) -> frozenset[str]:
        """Ids of the entities of a kind with a name or alias of which a word begins so, in any spelling.

        Names in scripts without spaces may hold it anywhere.
        """
        key = name_key(beginning)
        # name_key leaves neither % nor _ in a key.
        patterns = (f"{key}%", f"% {key}%") if key.isascii() else (f"%{key}%",) * 2
        rows = self._connection.execute(
            "SELECT DISTINCT entity_id FROM entity_keys JOIN entities ON id = entity_id"
            " WHERE kind = ? AND (key LIKE ? OR key LIKE ?)",
            (kind, *patterns),
        )
        return frozenset(row[0] for row in rows)

    def names(self, entity_ids: Iterable[str]) -> dict[str, str]:
        """Name by id; unknown ids are left out."""
        found = {}
        for entity_id in entity_ids:
            row = self._connection.execute("SELECT name FROM entities WHERE id = ?", (entity_id,)).fetchone()
            if row:
                found[entity_id] = row[0]
        return found

    def rows(self, kind: MentionKind, *, passage_ids: Collection[str] | None = None) -> list[EntityRow]:
        """The entity list of a kind: most documents first, then most mentions, then by name.

        Args:
            kind: Which list.
            passage_ids: Count only mentions in these passages; None for all.
        """
        self._connection.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (document_id TEXT, ordinal INTEGER)")
        self._connection.execute("DELETE FROM chosen")
        join = ""
        if passage_ids is not None:
            pairs = (passage_id.rpartition(":") for passage_id in passage_ids)
            self._connection.executemany(
                "INSERT INTO chosen VALUES (?, ?)",
                ((document_id, int(ordinal)) for document_id, _, ordinal in pairs),
            )
            join = " JOIN chosen USING (document_id, ordinal)"
        rows = self._connection.execute(
            "SELECT m.value, coalesce(e.name, m.value), coalesce(e.aliases, '[]'),"
            " coalesce(e.jurisdiction, ''), count(DISTINCT m.document_id),"
            " count(DISTINCT m.document_id || ':' || m.ordinal), count(*),"
            " coalesce(min(d.published), ''), coalesce(max(d.published), '')"
            f" FROM mentions AS m{join} JOIN documents AS d ON d.id = m.document_id"
            " LEFT JOIN entities AS e ON e.id = m.value WHERE m.kind = ? AND m.value != ''"
            " GROUP BY m.value ORDER BY 5 DESC, 7 DESC, 2",
            (kind,),
        )
        return [
            EntityRow(
                entity=_entity(id_, kind, name, aliases, jurisdiction),
                documents=documents,
                passages=passages,
                mentions=mentions,
                first=first,
                last=last,
            )
            for id_, name, aliases, jurisdiction, documents, passages, mentions, first, last in rows
        ]


def _entity(id_: str, kind: str, name: str, aliases: str, jurisdiction: str) -> Entity:
    return Entity(
        id=id_,
        kind=MentionKind(kind),
        name=name,
        aliases=tuple(json.loads(aliases)),
        jurisdiction=jurisdiction,
    )

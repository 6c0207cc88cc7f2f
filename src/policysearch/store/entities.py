"""Organizations and laws in the store."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import astuple, dataclass
from functools import cache
from typing import TYPE_CHECKING

from ..models import Entity, EntityChanges, MentionKind
from ..names import name_key
from .chosen import mentions_in
from .naming import Called, name_entities

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator

NO_CHANGES = EntityChanges()
_CHANGES = "entity_changes"  # the setting that says which corrections the names were chosen with
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

        Call it once after a batch of changes to documents, mentions or corrections. Only entities of which
        something changed since the last call are looked at, all of them if the corrections are others.
        Documents that mention a law of which the jurisdiction is now another are queued for the index.

        Args:
            changes: The corrections that the mentions have.
        """
        execute, executemany = self._connection.execute, self._connection.executemany
        self._note_changes(changes)
        stale = {row[0] for row in execute("SELECT entity_id FROM stale_entities")}
        if not stale:
            return
        stale |= {changes.redirects[found] for found in stale & changes.redirects.keys()}
        before = {entity.id: entity for entity_id in stale if (entity := self.get(entity_id))}
        called = self._called(stale, changes)
        named = name_entities(called, self._seen(stale), changes)
        after = {entity.id: entity for entity in named if entity.id in stale}
        other = [entity for entity in after.values() if before.get(entity.id) != entity]
        gone = before.keys() - after.keys()
        executemany("DELETE FROM entities WHERE id = ?", ((id_,) for id_ in (*gone, *(e.id for e in other))))
        self._add(other)
        # What was written down of an entity before it was merged still leads to it; no name key has a colon.
        executemany(
            "INSERT OR IGNORE INTO entity_keys SELECT ':' || ?, id FROM entities WHERE id = ?",
            changes.redirects.items(),
        )
        executemany(
            "INSERT OR IGNORE INTO index_queue SELECT DISTINCT document_id FROM mentions WHERE value = ?"
            " AND kind = 'law'",
            ((e.id,) for e in other if e.id in before and before[e.id].jurisdiction != e.jurisdiction),
        )
        execute("DELETE FROM stale_entities")

    def refresh_due(self) -> bool:
        """Whether something changed of which the entities' names may hang since the last ``refresh``."""
        return self._connection.execute("SELECT 1 FROM stale_entities LIMIT 1").fetchone() is not None

    def _note_changes(self, changes: EntityChanges) -> None:
        """Let every entity be stale if these are not the changes that the last refresh had."""
        execute = self._connection.execute
        fingerprint = _fingerprint(changes)
        row = execute("SELECT value FROM settings WHERE name = ?", (_CHANGES,)).fetchone()
        if row and row[0] == fingerprint:
            return
        execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (_CHANGES, fingerprint))
        execute("DELETE FROM entity_keys WHERE key >= ':' AND key < ';'")  # ids that corrections led on from
        execute(
            "INSERT OR IGNORE INTO stale_entities"
            " SELECT entity_id FROM name_counts UNION SELECT id FROM entities"
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO stale_entities VALUES (?)", ((entity.id,) for entity in changes.added)
        )

    def _add(self, entities: Iterable[Entity]) -> None:
        entities = tuple(entities)
        self._connection.executemany(
            "INSERT INTO entities VALUES (?, ?, ?, ?, ?)",
            (
                (e.id, e.kind, e.name, e.jurisdiction, json.dumps(e.aliases, ensure_ascii=False))
                for e in entities
            ),
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO entity_keys VALUES (?, ?)",
            ((name_key(form), entity.id) for entity in entities for form in (entity.name, *entity.aliases)),
        )

    def found(self) -> list[Entity]:
        """Every organization and law as the extraction has it, without corrections, in order of id."""
        ids = (row[0] for row in self._connection.execute("SELECT DISTINCT entity_id FROM name_counts"))
        return name_entities(self._called(ids, NO_CHANGES), {}, NO_CHANGES)

    def _called(self, entity_ids: Iterable[str], changes: EntityChanges) -> Iterator[Called]:
        """What documents call these entities and those merged into them."""
        read = cache(json.loads)  # most documents call an entity the same
        wanted = set(entity_ids)
        wanted |= {found for found, entity_id in changes.redirects.items() if entity_id in wanted}
        elsewhere: dict[str, list[str]] = defaultdict(list)  # documents that mean another one by it
        for entity_id, document_id in changes.by_document:
            elsewhere[entity_id].append(document_id)
        for found in sorted(wanted):
            entity_id = changes.redirects.get(found, found)
            counts = Counter(
                {
                    tuple(called): documents
                    for *called, documents in self._connection.execute(
                        "SELECT name, jurisdiction, aliases, documents FROM name_counts WHERE entity_id = ?",
                        (found,),
                    )
                }
            )
            for document_id in elsewhere.get(entity_id, ()):
                counts.subtract(
                    self._connection.execute(
                        "SELECT name, jurisdiction, aliases FROM entity_names"
                        " WHERE entity_id = ? AND document_id = ?",
                        (found, document_id),
                    ).fetchall()
                )
            for (name, jurisdiction, forms), documents in (+counts).items():
                yield Called(found, name, jurisdiction, read(forms), documents)

    def _seen(self, entity_ids: Iterable[str]) -> dict[str, Counter[str]]:
        seen: dict[str, Counter[str]] = defaultdict(Counter)
        for entity_id in entity_ids:
            for text, count in self._connection.execute(
                "SELECT text, mentions FROM form_counts WHERE value = ?", (entity_id,)
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
        source = mentions_in(self._connection, passage_ids)
        rows = self._connection.execute(
            "SELECT m.value, coalesce(e.name, m.value), coalesce(e.aliases, '[]'),"
            " coalesce(e.jurisdiction, ''), count(DISTINCT m.document_id),"
            " count(DISTINCT m.document_id || ':' || m.ordinal), count(*),"
            " coalesce(min(d.published), ''), coalesce(max(d.published), '')"
            f" FROM {source} JOIN documents AS d ON d.id = m.document_id"
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


def _fingerprint(changes: EntityChanges) -> str:
    """Equal for equal changes, in whatever order they stand."""
    parts = (
        sorted(changes.redirects.items()),
        sorted(changes.by_document.items()),
        sorted(changes.by_wording.items()),
        sorted(changes.hidden),
        sorted(changes.names.items()),
        sorted(astuple(entity) for entity in changes.added),
    )
    from hashlib import sha256  # loads OpenSSL, 5 % of the time that a search takes to start

    return sha256(json.dumps(parts).encode()).hexdigest()


def _entity(id_: str, kind: str, name: str, aliases: str, jurisdiction: str) -> Entity:
    return Entity(
        id=id_,
        kind=MentionKind(kind),
        name=name,
        aliases=tuple(json.loads(aliases)),
        jurisdiction=jurisdiction,
    )

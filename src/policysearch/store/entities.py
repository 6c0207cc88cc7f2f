"""Organizations and laws in the store."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..models import Entity, MentionKind
from ..names import name_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable


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

    def refresh(self) -> None:
        """Choose each entity's name and aliases from what the documents call it.

        The name is the one most documents use, then the longest, then the first in order, so the same
        documents give the same names whatever their order. Call it once after a batch of changes.
        """
        names: dict[str, Counter[tuple[str, str]]] = {}
        aliases: dict[str, set[str]] = {}
        for entity_id, name, jurisdiction, forms in self._connection.execute(
            "SELECT entity_id, name, jurisdiction, aliases FROM entity_names"
        ):
            names.setdefault(entity_id, Counter())[name, jurisdiction] += 1
            aliases.setdefault(entity_id, set()).update(json.loads(forms), [name])
        execute, executemany = self._connection.execute, self._connection.executemany
        execute("DELETE FROM entities")
        chosen = {
            entity_id: min(counts, key=lambda pair: (-counts[pair], -len(pair[0]), pair))
            for entity_id, counts in names.items()
        }
        executemany(
            "INSERT INTO entities VALUES (?, ?, ?, ?, ?)",
            (
                (
                    entity_id,
                    entity_id.partition(":")[0],
                    name,
                    jurisdiction,
                    json.dumps(sorted(aliases[entity_id] - {name}), ensure_ascii=False),
                )
                for entity_id, (name, jurisdiction) in chosen.items()
            ),
        )
        executemany(
            "INSERT OR IGNORE INTO entity_keys VALUES (?, ?)",
            ((name_key(form), entity_id) for entity_id, forms in aliases.items() for form in forms),
        )

    def get(self, entity_id: str) -> Entity | None:
        """An entity by id."""
        row = self._connection.execute(
            "SELECT id, kind, name, aliases, jurisdiction FROM entities WHERE id = ?", (entity_id,)
        ).fetchone()
        return _entity(*row) if row else None

    def named(self, kind: MentionKind, name: str) -> list[Entity]:
        """Entities of a kind that go by this name, alias or id, in any spelling with the same name key."""
        rows = self._connection.execute(
            "SELECT id, kind, name, aliases, jurisdiction FROM entities WHERE kind = ? AND"
            " (id = ? OR id IN (SELECT entity_id FROM entity_keys WHERE key = ?)) ORDER BY id",
            (kind, name, name_key(name)),
        )
        return [_entity(*row) for row in rows]

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

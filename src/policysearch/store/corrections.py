"""Corrections in the store: the effective kind and value of each mention beside what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..names import name_key

if TYPE_CHECKING:
    import sqlite3

    from ..models import EntityChanges

_TEXT, _SOURCE = "corrections", "corrections_file"
_TABLES = {
    "redirects": "found TEXT PRIMARY KEY, entity TEXT",
    "in_documents": "entity TEXT, document_id TEXT, target TEXT, PRIMARY KEY (entity, document_id)",
    "in_words": "entity TEXT, text TEXT, target TEXT, PRIMARY KEY (entity, text)",
    "hidden": "entity TEXT PRIMARY KEY",
    "changed": "document_id TEXT, start INTEGER, found_kind TEXT, target TEXT,"
    " PRIMARY KEY (document_id, start, found_kind)",
}
_TARGETS = """
    INSERT INTO changed SELECT document_id, start, found_kind, target FROM (
        SELECT m.document_id, m.start, m.found_kind, m.value, coalesce(
            d.target, w.target, CASE WHEN h.entity IS NULL THEN coalesce(r.entity, m.found_value) ELSE '' END
        ) AS target
        FROM mentions AS m
        LEFT JOIN redirects AS r ON r.found = m.found_value
        LEFT JOIN in_documents AS d
            ON d.entity = coalesce(r.entity, m.found_value) AND d.document_id = m.document_id
        LEFT JOIN in_words AS w ON w.entity = coalesce(r.entity, m.found_value) AND w.text = m.text
        LEFT JOIN hidden AS h ON h.entity = coalesce(r.entity, m.found_value)
        WHERE m.found_kind != 'date'
    ) WHERE target != value
"""
_UPDATE = """
    UPDATE mentions SET value = c.target,
        kind = CASE WHEN c.target = '' THEN '' ELSE substr(c.target, 1, instr(c.target, ':') - 1) END
    FROM changed AS c WHERE mentions.document_id = c.document_id
        AND mentions.start = c.start AND mentions.found_kind = c.found_kind
"""


class Corrections:
    """What people made of what was found. Get it as ``store.corrections``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def remembered(self) -> tuple[str, str]:
        """The text of the file that was applied last, and the file's name; both "" if none was."""
        rows = self._connection.execute(
            "SELECT name, value FROM settings WHERE name IN (?, ?)", (_TEXT, _SOURCE)
        )
        settings = dict(rows)
        return settings.get(_TEXT, ""), settings.get(_SOURCE, "")

    def remember(self, text: str, source: str) -> None:
        """Note which file is applied: what an unchanged one is told by."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO settings VALUES (?, ?)", ((_TEXT, text), (_SOURCE, source))
        )

    def apply(self, changes: EntityChanges) -> tuple[int, int]:
        """Give every mention the kind and value that the changes say, and no earlier ones.

        Documents with a mention of which the value is now another are queued for the index; call
        ``store.entities.refresh`` with the same changes afterwards.

        Returns:
            How many mentions have another value than before, and in how many documents.
        """
        execute, executemany = self._connection.execute, self._connection.executemany
        for table, columns in _TABLES.items():
            execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} ({columns}) WITHOUT ROWID")
            execute(f"DELETE FROM temp.{table}")
        executemany("INSERT INTO redirects VALUES (?, ?)", changes.redirects.items())
        executemany(
            "INSERT INTO in_documents VALUES (?, ?, ?)",
            ((*pair, target) for pair, target in changes.by_document.items()),
        )
        executemany("INSERT INTO in_words VALUES (?, ?, ?)", self._texts(changes))
        executemany("INSERT INTO hidden VALUES (?)", ((entity_id,) for entity_id in changes.hidden))
        execute(_TARGETS)
        mentions, documents = execute("SELECT count(*), count(DISTINCT document_id) FROM changed").fetchone()
        if mentions:
            execute(_UPDATE)
            execute("INSERT OR IGNORE INTO index_queue SELECT DISTINCT document_id FROM changed")
        return mentions, documents

    def _texts(self, changes: EntityChanges) -> list[tuple[str, str, str]]:
        """The wordings of the changes as they are spelled in documents."""
        if not changes.by_wording:
            return []
        entities = {entity_id for entity_id, _ in changes.by_wording}
        found = set()
        for found_id, text in self._connection.execute(
            "SELECT DISTINCT found_value, text FROM mentions WHERE found_kind != 'date'"
        ):
            entity_id = changes.redirects.get(found_id, found_id)
            if entity_id in entities:
                target = changes.by_wording.get((entity_id, name_key(text)))
                if target is not None:
                    found.add((entity_id, text, target))
        return sorted(found)

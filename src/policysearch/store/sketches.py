"""Sketches of documents in the store, by which near-duplicates are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

MOST_CANDIDATES = 5  # documents that share most hashes, whose whole sketches are compared


class Sketches:
    """Sketches of documents. Get it as ``store.sketches``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, document_id: str, sketch: Sequence[int]) -> None:
        """Set the sketch of a document of the store."""
        self._connection.execute("DELETE FROM sketches WHERE document_id = ?", (document_id,))
        self._connection.executemany(
            "INSERT INTO sketches VALUES (?, ?)", ((hash_, document_id) for hash_ in sketch)
        )

    def similar(self, document_id: str, sketch: Sequence[int]) -> dict[str, tuple[int, ...]]:
        """Sketches of the other current documents that share most hashes with this one, by id."""
        rows = self._connection.execute(
            "SELECT s.document_id FROM sketches AS s JOIN documents AS d ON d.id = s.document_id"
            f" WHERE s.hash IN ({', '.join('?' * len(sketch))})"
            " AND s.document_id != ? AND d.superseded_by IS NULL"
            " GROUP BY s.document_id ORDER BY count(*) DESC, s.document_id LIMIT ?",
            (*sketch, document_id, MOST_CANDIDATES),
        ).fetchall()
        return {other: self._get(other) for (other,) in rows}

    def _get(self, document_id: str) -> tuple[int, ...]:
        rows = self._connection.execute(
            "SELECT hash FROM sketches WHERE document_id = ? ORDER BY hash", (document_id,)
        )
        return tuple(row[0] for row in rows)

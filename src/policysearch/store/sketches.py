"""Sketches of documents in the store, by which near-duplicates are found."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

MOST_CANDIDATES = 5  # documents that share most hashes, whose whole sketches are compared
# A hash of more documents than that comes of words that they all have, such as a licence or a page's footer:
# it tells nothing of likeness, and to count its documents would take the longer the larger the collection.
MOST_DOCUMENTS = 1_000


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
        """Sketches of the other current documents that share most hashes with this one, by id.

        Hashes of more than ``MOST_DOCUMENTS`` documents count for nothing.
        """
        shared: Counter[str] = Counter()
        for hash_ in sketch:
            others = self._connection.execute(
                "SELECT document_id FROM sketches WHERE hash = ? LIMIT ?", (hash_, MOST_DOCUMENTS + 1)
            ).fetchall()
            if len(others) <= MOST_DOCUMENTS:
                shared.update(other for (other,) in others)
        del shared[document_id]
        likeliest = sorted(shared, key=lambda other: (-shared[other], other))
        current = (other for other in likeliest if self._is_current(other))
        return {other: self._get(other) for other in islice(current, MOST_CANDIDATES)}

    def _is_current(self, document_id: str) -> bool:
        row = self._connection.execute(
            "SELECT 1 FROM documents WHERE id = ? AND superseded_by IS NULL", (document_id,)
        ).fetchone()
        return row is not None

    def _get(self, document_id: str) -> tuple[int, ...]:
        rows = self._connection.execute(
            "SELECT hash FROM sketches WHERE document_id = ? ORDER BY hash", (document_id,)
        )
        return tuple(row[0] for row in rows)

"""Which mentions a list is made of: those of chosen passages, or all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

ALL_MENTIONS = "mentions AS m"
# From the documents of the passages to their mentions, by the primary key: a search of three passages looks
# at three documents. Left to itself SQLite would look at every mention of the kind, once for each document.
_CHOSEN_MENTIONS = (
    "(SELECT DISTINCT document_id FROM chosen) AS c"
    " CROSS JOIN mentions AS m INDEXED BY sqlite_autoindex_mentions_1 ON m.document_id = c.document_id"
    " JOIN chosen AS n ON n.document_id = m.document_id AND n.ordinal = m.ordinal"
)


def mentions_in(connection: sqlite3.Connection, passage_ids: Collection[str] | None) -> str:
    """What to select from, as ``m``, to get the mentions that start in some passages.

    The choice is a temporary table of the connection: fetch all rows before the next call.

    Args:
        connection: An open store's.
        passage_ids: The passages; None for all.
    """
    if passage_ids is None:
        return ALL_MENTIONS
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS chosen"
        " (document_id TEXT, ordinal INTEGER, PRIMARY KEY (document_id, ordinal)) WITHOUT ROWID"
    )
    connection.execute("DELETE FROM temp.chosen")
    pairs = (passage_id.rpartition(":") for passage_id in passage_ids)
    connection.executemany(
        "INSERT OR IGNORE INTO temp.chosen VALUES (?, ?)",
        ((document_id, int(ordinal)) for document_id, _, ordinal in pairs),
    )
    return _CHOSEN_MENTIONS

"""The ledger: what became of every input file."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from ..models import State

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One input file.

    Attributes:
        path: Absolute path: the row's key.
        location: The path as the user gave it, which is what is shown.
        size: Bytes.
        mtime_ns: Time of the last modification, nanoseconds since 1970.
        sha256: Hex digest of the bytes; "" if they could not be read.
        metadata: Fingerprint of its row in a metadata table, "" without one.
        reason: One sentence that does not repeat the location; for INDEXED "" or what a reader may
            want to know.
        document_id: The document made of it or, for DUPLICATE, of its twin.
        container: Path of the archive or mail that it lies in, "" if it is a file of its own.
    """

    path: str
    location: str
    size: int
    mtime_ns: int
    sha256: str
    metadata: str
    state: State
    reason: str
    document_id: str | None
    container: str = ""

    @property
    def path_on_disk(self) -> str:
        """The file that has to be there for this one to be there."""
        return self.container or self.path


class Ledger:
    """One row for every input file. Get it as ``store.ledger``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, row: FileRow) -> None:
        """Add a file's row, or replace it."""
        self._connection.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", astuple(row)
        )

    def files(self) -> list[FileRow]:
        """Every row, by location."""
        return self._select("ORDER BY location, path")

    def files_of(self, document_id: str) -> list[FileRow]:
        """The files that hold a document: its own first, then its duplicates, those inside others last."""
        return self._select(
            "WHERE document_id = ? AND state != ? ORDER BY state = ?, container != '', location, path",
            (document_id, State.REMOVED, State.DUPLICATE),
        )

    def files_with(self, sha256: str) -> list[FileRow]:
        """The files with these bytes that are there, by location."""
        return self._select(
            "WHERE sha256 = ? AND state != ? ORDER BY location, path", (sha256, State.REMOVED)
        )

    def get(self, path: str) -> FileRow | None:
        """The row of a file, by absolute path."""
        rows = self._select("WHERE path = ?", (path,))
        return rows[0] if rows else None

    def files_in(self, container: str) -> list[FileRow]:
        """The files that an archive or mail held when it was last read, by location."""
        return self._select(
            "WHERE container = ? AND container != '' AND state != ? ORDER BY location, path",
            (container, State.REMOVED),
        )

    def _select(self, rest: str, values: tuple[str, ...] = ()) -> list[FileRow]:
        rows = self._connection.execute(
            "SELECT path, location, size, mtime_ns, sha256, metadata, state, reason, document_id, container"
            f" FROM files {rest}",
            values,
        )
        return [_file_row(*row) for row in rows]

    def count_by_state(self) -> dict[State, int]:
        """Files in each state that occurs, in the order of ``State``."""
        counts = dict(self._connection.execute("SELECT state, count(*) FROM files GROUP BY state"))
        return {state: counts[state] for state in State if state in counts}


def _file_row(
    path: str,
    location: str,
    size: int,
    mtime_ns: int,
    sha256: str,
    metadata: str,
    state: str,
    reason: str,
    document_id: str | None,
    container: str,
) -> FileRow:
    return FileRow(
        path=path,
        location=location,
        size=size,
        mtime_ns=mtime_ns,
        sha256=sha256,
        metadata=metadata,
        state=State(state),
        reason=reason,
        document_id=document_id,
        container=container,
    )

"""Opening the store: the file, its version, its transactions."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import StoreError, StoreNotFound
from .corrections import Corrections
from .documents import Documents
from .entities import Entities
from .ledger import Ledger
from .mentions import Mentions
from .sketches import Sketches

if TYPE_CHECKING:
    from collections.abc import Iterator

APPLICATION_ID = 0x706F6C73  # "pols": tells our files from any other SQLite database
MIGRATIONS = Path(__file__).with_name("migrations")
BUSY_SECONDS = 10  # how long to wait for another process's transaction before giving up


class Store:
    """An open store. Use it as a context manager, or call ``close``.

    Reads see the last committed state, also while another process writes (WAL). Several
    writes become one with ``with store.transaction():``; outside it each is its own.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.documents = Documents(connection)
        self.mentions = Mentions(connection)
        self.entities = Entities(connection)
        self.corrections = Corrections(connection)
        self.ledger = Ledger(connection)
        self.sketches = Sketches(connection)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the file. Closing twice is allowed."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what is written inside when the block ends, or nothing if it raises."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def setting(self, name: str, default: str = "") -> str:
        """A remembered setting, such as the engine in use."""
        row = self._connection.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return row[0] if row else default

    def set_setting(self, name: str, value: str) -> None:
        """Remember a setting."""
        self._connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))


def open_store(path: Path, *, create: bool = False) -> Store:
    """Open the store in a file, bringing an older one up to date.

    Args:
        path: The SQLite file.
        create: Make it, and its folder, if there is none.

    Raises:
        StoreNotFound: There is no such file and ``create`` is false.
        StoreError: It is not a store of ours, is damaged, locked, or of a newer version.
    """
    if not path.exists() and not create:
        raise StoreNotFound(
            f"nothing has been ingested into {path.parent} yet; run `policysearch ingest` first"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{path}: the store cannot be opened ({error})") from error
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        _migrate(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error as error:
        connection.close()
        raise StoreError(
            f"{path}: not a usable policysearch store ({error}); move it away and ingest again"
        ) from error
    except StoreError:
        connection.close()
        raise
    return Store(connection)


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    migrations = sorted(MIGRATIONS.glob("*.sql"))
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    empty = not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    if application != APPLICATION_ID and not empty:
        raise StoreError(
            f"{path}: this SQLite file was not made by policysearch; name another --index folder"
        )
    if version > len(migrations):
        raise StoreError(
            f"{path}: made by a newer policysearch (store version {version},"
            f" this one knows {len(migrations)}); upgrade policysearch"
        )
    for number, migration in enumerate(migrations[version:], start=version + 1):
        connection.executescript(
            f"BEGIN IMMEDIATE; PRAGMA application_id = {APPLICATION_ID}; "
            f"{migration.read_text('utf-8')} PRAGMA user_version = {number}; COMMIT;"
        )

"""Opening the store: the file, its version, its transactions."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import StoreError, StoreNotFound
from .corrections import Corrections
from .documents import Documents
from .entities import Entities
from .faults import READ_ONLY, primary_code, store_error
from .ledger import Ledger
from .mentions import Mentions
from .sketches import Sketches

if TYPE_CHECKING:
    from collections.abc import Iterator

APPLICATION_ID = 0x706F6C73  # "pols": tells our files from any other SQLite database
MIGRATIONS = Path(__file__).with_name("migrations")
BUSY_SECONDS = 10  # how long to wait for another process's transaction before giving up


class _Connection(sqlite3.Connection):
    """A connection that can be asked for any string.

    A terminal passes on bytes that are no UTF-8 as lone surrogates, which SQLite cannot take: no text in a
    store has any, so they are looked up as the character that stands for what cannot be read (U+FFFD).
    """

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        try:
            return super().execute(sql, parameters)
        except UnicodeEncodeError:
            if not sql.startswith("SELECT"):
                raise
            return super().execute(sql, tuple(map(_readable, parameters)))


def _readable(value: Any) -> Any:
    return (
        value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if isinstance(value, str) else value
    )


class Store:
    """An open store. Use it as a context manager, or call ``close``.

    Reads see the last committed state, also while another process writes (WAL). Several
    writes become one with ``with store.transaction():``; outside it each is its own.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self._path = connection, path
        self.documents = Documents(connection)
        self.mentions = Mentions(connection)
        self.entities = Entities(connection)
        self.corrections = Corrections(connection)
        self.ledger = Ledger(connection)
        self.sketches = Sketches(connection)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        self.close()
        if isinstance(error, sqlite3.Error):
            raise store_error(self._path, error) from error

    def close(self) -> None:
        """Release the file. Closing twice is allowed."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what is written inside when the block ends, or nothing if it raises.

        Raises:
            StoreError: Another process has been writing for long, the file cannot be written to, it is
                damaged or the disk is full.
        """
        if self._connection.in_transaction:
            yield
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield
            self._connection.execute("COMMIT")
        except BaseException as error:
            if self._connection.in_transaction:  # SQLite itself gives up on some errors, such as a full disk
                self._connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise store_error(self._path, error) from error
            raise

    def setting(self, name: str, default: str = "") -> str:
        """A remembered setting, such as the engine in use."""
        row = self._connection.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return row[0] if row else default

    def set_setting(self, name: str, value: str) -> None:
        """Remember a setting."""
        self._connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))


def open_store(path: Path, *, create: bool = False) -> Store:
    """Open the store in a file, bringing an older one up to date.

    One that may only be read is opened for reading.

    Args:
        path: The SQLite file.
        create: Make it, and its folder, if there is none.

    Raises:
        StoreNotFound: There is no such file and ``create`` is false.
        StoreError: It is not a store of ours, is damaged, locked, or of a newer version.
    """
    if create:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{path}: the store cannot be made ({error.strerror})") from error
    elif not path.exists():
        raise StoreNotFound(
            f"nothing has been ingested into {path.parent} yet; run `policysearch ingest` first"
        )
    try:
        return _open(str(path), path)
    except sqlite3.Error as error:
        if create or primary_code(error) not in READ_ONLY:
            raise store_error(path, error) from error
    # Where no file can be made beside it, SQLite reads what others are writing only if their files are there.
    mode = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "mode=ro&immutable=1"
    try:
        return _open(f"{path.absolute().as_uri()}?{mode}", path)
    except sqlite3.Error as error:
        raise StoreError(
            f"{path}: cannot be read ({error}) without writing to its folder; change its permissions"
        ) from error


def memory_store() -> Store:
    """An empty store in memory, gone when it is closed: what a folder without a store is compared with."""
    return _open(":memory:", Path(":memory:"))


def _open(address: str, path: Path) -> Store:
    as_uri = address.startswith("file:")
    connection = sqlite3.connect(
        address, timeout=BUSY_SECONDS, isolation_level=None, factory=_Connection, uri=as_uri
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        _migrate(connection, path)
        if not as_uri:  # an address asks for reading only
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    return Store(connection, path)


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

"""One writer at a time, among all processes."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from ..errors import StoreError
from .faults import store_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold the right to write to a folder's store and index while the block runs.

    The lock is an open transaction on a database of its own, so it works on every platform
    and the operating system releases it if the process dies.

    Raises:
        StoreError: Another process holds it, or the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written to ({error}); name another --index folder") from error
    try:
        connection = sqlite3.connect(folder / "lock.sqlite", timeout=0, isolation_level=None)
    except sqlite3.Error as error:
        raise store_error(folder, error) from error
    with closing(connection):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise store_error(folder, error) from error
        yield

"""What is wrong with a file of ours when SQLite refuses, and what to do about it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from ..errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

READ_ONLY = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM})
_LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's result code without its details; 0 if the error is not from SQLite itself."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def store_error(path: Path, error: sqlite3.Error) -> StoreError:
    """The error to raise for one of SQLite's about a file: one line with the next step."""
    code = primary_code(error)
    if code in _LOCKED:
        return StoreError(f"{path}: another policysearch is writing to it; wait until it has finished")
    if code in READ_ONLY:
        return StoreError(
            f"{path}: cannot be written to ({error}); change its permissions or name another --index folder"
        )
    if code in _DAMAGED:
        return StoreError(
            f"{path}: not a usable policysearch store ({error}); move its folder away and ingest again"
        )
    if code == sqlite3.SQLITE_FULL:
        return StoreError(
            f"{path}: the disk is full; make room and run the command again, what was done before is kept"
        )
    return StoreError(f"{path}: the store cannot be used ({error}); check the disk and run the command again")

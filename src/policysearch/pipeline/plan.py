"""What to do so that the store equals the folder: a comparison of files with the ledger.

A file with the size and time that the ledger has is unchanged; any other is hashed, and the
bytes decide: known bytes in a new place are a move if the old place is empty, else a duplicate.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..models import State
from ..store import FileRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .folder import Folder, FoundFile

READABLE = frozenset({State.INDEXED, State.PARTIAL})
RETRIED = frozenset({State.FAILED, State.PARTIAL, State.EMPTY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A document whose file went from one place to another."""

    before: FileRow
    after: FileRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Every file of the folder in exactly one list, and what has left it.

    Attributes:
        new: Files to read; as rows without state or document yet.
        changed: Files to read again, with the rows they replace.
        moved: Documents to keep under another location.
        duplicates: Files with the bytes of another one.
        failed: Files that cannot be opened.
        touched: Unchanged bytes under another time or spelling of the path; nothing to read.
        unchanged: Files about which nothing is to be done.
        removed: Rows whose files are gone.
    """

    new: tuple[FileRow, ...]
    changed: tuple[tuple[FileRow, FileRow], ...]
    moved: tuple[Move, ...]
    duplicates: tuple[FileRow, ...]
    failed: tuple[FileRow, ...]
    touched: tuple[FileRow, ...]
    unchanged: tuple[FileRow, ...]
    removed: tuple[FileRow, ...]


def make_plan(
    folder: Folder, ledger: Iterable[FileRow], metadata: Mapping[str, str], *, retry: bool = False
) -> Plan:
    """Compare a folder with the ledger; hashes files that look changed, writes nothing.

    Args:
        folder: What is there now.
        ledger: What was there, all rows.
        metadata: Fingerprint of the metadata table's row by absolute path.
        retry: Read failed, partial and empty files again although they did not change.
    """
    known = {row.path: row for row in ledger}
    present = {found.path for found in folder.files}
    # What lies below a folder that cannot be looked into now is not gone.
    hidden = tuple(found.path + os.sep for found in folder.files if found.problem)
    gone = [
        row
        for row in known.values()
        if row.state is not State.REMOVED
        and row.path_on_disk not in present
        and _is_below(row.path_on_disk, folder.roots)
        and not row.path_on_disk.startswith(hidden)
    ]
    unchanged: list[FileRow] = []
    touched: list[FileRow] = []
    failed: list[FileRow] = []
    fresh: list[FileRow] = []
    for found in folder.files:
        before = known.get(found.path)
        row = _fresh_row(found, metadata.get(found.path, ""))
        if before and _looks_unchanged(before, row) and not (retry and before.state in RETRIED):
            (unchanged if before.location == row.location else touched).append(
                replace(before, location=row.location)
            )
            continue
        row = _with_hash(row)
        if row.state is State.FAILED:
            failed.append(row)
        elif before and _has_same_content(before, row) and not (retry and before.state in RETRIED):
            touched.append(
                replace(row, state=before.state, reason=before.reason, document_id=before.document_id)
            )
        else:
            fresh.append(row)
    return _sort_fresh(fresh, known, gone, unchanged, touched, failed)


def _sort_fresh(
    fresh: Sequence[FileRow],
    known: Mapping[str, FileRow],
    gone: Sequence[FileRow],
    unchanged: Sequence[FileRow],
    touched: Sequence[FileRow],
    failed: Sequence[FileRow],
) -> Plan:
    """Tell new, changed, moved and duplicate files apart by their bytes."""
    being_read = {row.path for row in fresh}
    settled: dict[str, FileRow] = {}
    left: dict[str, FileRow] = {}
    for row in known.values() if fresh else ():
        # What left a folder that was not asked for now can be what arrived here.
        if row.state in READABLE and row.path_on_disk not in being_read:
            (settled if os.path.lexists(row.path_on_disk) else left).setdefault(row.sha256, row)
    new: list[FileRow] = []
    changed: list[tuple[FileRow, FileRow]] = []
    moved: list[Move] = []
    duplicates: list[FileRow] = []
    for row in fresh:
        before = known.get(row.path)
        if twin := settled.get(row.sha256):
            duplicates.append(
                replace(row, state=State.DUPLICATE, reason=f"the same bytes as {twin.location}")
            )
            continue
        origin = left.pop(row.sha256, None)
        if origin and origin.metadata == row.metadata and not origin.container:
            after = replace(row, state=origin.state, reason=origin.reason, document_id=origin.document_id)
            moved.append(Move(before=origin, after=after))
        elif before and before.state is not State.REMOVED:
            changed.append((before, row))
        else:
            new.append(row)
        settled[row.sha256] = row
    arrived = {move.before.path for move in moved}
    return Plan(
        new=tuple(new),
        changed=tuple(changed),
        moved=tuple(moved),
        duplicates=tuple(duplicates),
        failed=tuple(failed),
        touched=tuple(touched),
        unchanged=tuple(unchanged),
        removed=tuple(row for row in gone if row.path_on_disk not in arrived),
    )


def _is_below(path: str, roots: Iterable[str]) -> bool:
    return any(path == root or path.startswith(root.rstrip(os.sep) + os.sep) for root in roots)


def _fresh_row(found: FoundFile, metadata: str) -> FileRow:
    return FileRow(
        path=found.path,
        location=found.location,
        size=found.size,
        mtime_ns=found.mtime_ns,
        sha256="",
        metadata=metadata,
        state=State.FAILED if found.problem else State.INDEXED,
        reason=found.problem,
        document_id=None,
    )


def _looks_unchanged(before: FileRow, now: FileRow) -> bool:
    return before.state is not State.REMOVED and (
        (before.size, before.mtime_ns, before.metadata) == (now.size, now.mtime_ns, now.metadata)
    )


def _has_same_content(before: FileRow, now: FileRow) -> bool:
    return before.state is not State.REMOVED and (
        (before.sha256, before.metadata) == (now.sha256, now.metadata)
    )


def _with_hash(row: FileRow) -> FileRow:
    if row.state is State.FAILED:
        return row
    try:
        with open(row.path, "rb") as file:
            return replace(row, sha256=hashlib.file_digest(file, "sha256").hexdigest())
    except OSError as error:
        reason = f"cannot be read ({error.strerror}); check its permissions"
        return replace(row, state=State.FAILED, reason=reason)


def document_id_of(sha256: str) -> str:
    """The id of the document that is made of a file with these bytes."""
    return sha256[:16]

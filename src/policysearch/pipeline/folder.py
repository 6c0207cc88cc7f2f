"""The files of a folder: what there is to ingest, before anything is read.

Hidden files and folders are passed over, those that programs are still writing, indexes of this program and
its corrections, and what a ``.policysearchignore`` file in a folder names: one pattern a line (``fnmatch``),
matched against the name and the path below that folder. Symbolic links are followed only to files and
folders inside the folder that was asked for.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

IGNORE_FILE = ".policysearchignore"
METADATA_FILE = "metadata.csv"
_CORRECTIONS_FILE = "corrections.toml"
_FILES_OF_AN_INDEX = frozenset({"store.sqlite", "lock.sqlite"})
"""A folder with these holds an index; by default it lies where commands run, so perhaps among the reports."""
_PASSED_OVER = re.compile(r"^\.|^~\$|~$|\.(?:tmp|part|crdownload)$", re.IGNORECASE)
"""Hidden files, and what editors, Word and browsers leave beside a file that they are writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A file in a folder, not opened yet.

    Attributes:
        path: Absolute path.
        location: The path as the user would write it: below the folder as it was given.
        size: Bytes; 0 if ``problem``.
        mtime_ns: Time of the last modification, nanoseconds since 1970; 0 if ``problem``.
        problem: Why it cannot even be looked at, one sentence; else "".
    """

    path: str
    location: str
    size: int
    mtime_ns: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Folder:
    """What was found below the paths that were asked for.

    Attributes:
        roots: Those paths, absolute.
        files: Every file to ingest once, by location.
        tables: Metadata tables, by path; they describe files and are not documents.
    """

    roots: tuple[str, ...]
    files: tuple[FoundFile, ...]
    tables: tuple[Path, ...]


def find_files(paths: Iterable[Path]) -> Folder:
    """Look for files below folders, and take files as they are.

    Raises:
        UsageError: A path does not exist.
    """
    roots: list[str] = []
    files: dict[str, FoundFile] = {}
    tables: list[Path] = []
    for root in paths:
        if not os.path.lexists(root):
            raise UsageError(f"{root}: no such file or folder; name a folder of reports, or a report")
        roots.append(os.path.abspath(root))
        for path in _walk(os.fspath(root)):
            if os.path.basename(path) == METADATA_FILE:
                tables.append(Path(path))
            else:
                found = _look_at(path)
                files.setdefault(found.path, found)
    ordered = sorted(files.values(), key=lambda found: (found.location, found.path))
    return Folder(tuple(roots), tuple(ordered), tuple(sorted(set(tables))))


def _walk(root: str) -> Iterator[str]:
    # Plain strings: with 10,000 files, pathlib would cost more than the disk.
    if not os.path.isdir(root):
        yield root
        return
    inside = os.path.realpath(root)
    visited = {inside}  # a link to a folder above itself would go round for ever
    folders: list[tuple[str, tuple[tuple[str, str], ...]]] = [(root, ())]
    while folders:
        folder, patterns = folders.pop()
        patterns += tuple((folder, pattern) for pattern in _ignore_patterns(folder))
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError:
            yield folder  # listed as a file that cannot be read, so that it is not lost in silence
            continue
        if {entry.name for entry in entries} >= _FILES_OF_AN_INDEX:
            continue
        for entry in entries:
            if entry.name == _CORRECTIONS_FILE:
                continue
            if _PASSED_OVER.search(entry.name) or (patterns and _is_ignored(entry, patterns)):
                continue
            if entry.is_symlink() and not _is_inside(entry.path, inside):
                continue
            if not _is_folder(entry):
                yield entry.path
            elif (real := os.path.realpath(entry.path)) not in visited:
                visited.add(real)
                folders.append((entry.path, patterns))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _ignore_patterns(folder: str) -> list[str]:
    try:
        lines = Path(folder, IGNORE_FILE).read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [line.strip().rstrip("/") for line in lines if line.strip() and not line.startswith("#")]


def _is_ignored(entry: os.DirEntry[str], patterns: Iterable[tuple[str, str]]) -> bool:
    return any(
        fnmatch(entry.name, pattern) or fnmatch(os.path.relpath(entry.path, folder), pattern)
        for folder, pattern in patterns
    )


def _is_inside(path: str, root: str) -> bool:
    real = os.path.realpath(path)
    return real == root or real.startswith(root + os.sep)


def _is_writable_down(path: str) -> bool:
    """Whether a name is text; Linux allows names that are no text in any encoding."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _printable(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _look_at(path: str) -> FoundFile:
    location = os.path.normpath(path)
    absolute = os.path.abspath(path)
    if not _is_writable_down(path):
        return FoundFile(
            path=_printable(absolute),
            location=_printable(location),
            size=0,
            mtime_ns=0,
            problem="its name is not valid UTF-8; rename it",
        )
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            os.scandir(path).close()
    except OSError as error:
        problem = f"cannot be read ({error.strerror}); check its permissions"
        return FoundFile(path=absolute, location=location, size=0, mtime_ns=0, problem=problem)
    return FoundFile(path=absolute, location=location, size=status.st_size, mtime_ns=status.st_mtime_ns)

"""What the folder of an index says of itself, told without its engine."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

from ..analysis import ANALYZER_VERSION
from ..errors import EngineError, IndexNotFound, IndexOutOfDate

if TYPE_CHECKING:
    from pathlib import Path

INDEX_NAME = "passages"
VERSION_FILE = "policysearch.json"
_SCHEMAS = {"whoosh": 7, "tantivy": 2}
"""For each engine a number that goes up when what it writes to the folder changes; for Whoosh also when the
class of its codec, which its table of contents names, moves to another module."""

TANTIVY_TABLE = "tantivy/meta.json"
"""Tantivy's table of contents, in a folder of its own."""

TABLE_FILE = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc(?P<unfinished>\..*)?")


def last_generation(folder: Path) -> int:
    """The number of the last commit; -1 if the index was never finished.

    Raises:
        FileNotFoundError: There is no such folder.
    """
    found = map(TABLE_FILE.fullmatch, os.listdir(folder))
    return max((int(name[1]) for name in found if name and not name["unfinished"]), default=-1)


def prepare_folder(folder: Path, *, create: bool) -> None:
    """Make sure that a folder holds an index of ours, or nothing yet if ``create``.

    Whoosh's table of contents is a pickle, which could run any code, so a folder without our own version
    file is not opened, nor written to if it holds such a table.

    Raises:
        IndexNotFound: There is none, and ``create`` is false.
        IndexOutOfDate: It was built by another version of the schema or the analyzer.
        EngineError: The folder holds an index of another program.
    """
    _prepare(folder, "whoosh", "*.toc", create=create)
    if last_generation(folder) < 0 and not create:
        raise IndexNotFound(f"the index in {folder} was never finished: run `policysearch rebuild`")


def prepare_tantivy_folder(folder: Path, *, create: bool) -> None:
    """As ``prepare_folder``, for an index of tantivy."""
    _prepare(folder, "tantivy", TANTIVY_TABLE, create=create)
    if not create and not (folder / TANTIVY_TABLE).is_file():
        raise IndexNotFound(f"the index in {folder} was never finished: run `policysearch rebuild`")


def _prepare(folder: Path, engine: str, table: str, *, create: bool) -> None:
    version_path = folder / VERSION_FILE
    version = {"engine": engine, "schema": _SCHEMAS[engine], "analyzer": ANALYZER_VERSION}
    if not version_path.is_file():
        if folder.is_dir() and any(folder.glob(table)):
            raise EngineError(
                f"{folder} holds an index that policysearch did not build: choose another folder"
            )
        if not create:
            raise IndexNotFound(f"no index in {folder}: run `policysearch rebuild`")
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(version_path, json.dumps(version))
    try:
        found = json.loads(version_path.read_bytes())
    except ValueError:
        found = None
    if found != version:
        raise IndexOutOfDate(
            f"{version_path} is of another version ({found}, not {version}): run `policysearch rebuild`"
        )


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is never seen half written."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)

"""What the folder of an index says of itself, told without Whoosh."""

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
SCHEMA_VERSION = 5
"""Goes up when what is written to the folder changes."""

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
    version_path = folder / VERSION_FILE
    if not version_path.is_file():
        if folder.is_dir() and any(folder.glob("*.toc")):
            raise EngineError(
                f"{folder} holds an index that policysearch did not build: choose another folder"
            )
        if not create:
            raise IndexNotFound(f"no index in {folder}: run `policysearch rebuild`")
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(version_path, json.dumps(_version()))
    _check_version(version_path)
    if last_generation(folder) < 0 and not create:
        raise IndexNotFound(f"the index in {folder} was never finished: run `policysearch rebuild`")


def _version() -> dict[str, str | int]:
    return {"engine": "whoosh", "schema": SCHEMA_VERSION, "analyzer": ANALYZER_VERSION}


def _check_version(path: Path) -> None:
    try:
        found = json.loads(path.read_bytes())
    except ValueError:
        found = None
    if found != _version():
        raise IndexOutOfDate(
            f"{path} is of another version ({found}, not {_version()}): run `policysearch rebuild`"
        )


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is never seen half written."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)

"""A module imports only from rows above its own, and each outside library has one home."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "policysearch"

ROWS = [
    ["errors"],
    ["models"],
    ["sentences", "pages"],
    [
        "analysis",
        "passages",
        "edtf_dates",
        "evaluation",
        "names",
        "acronyms",
        "workers",
        "near_duplicates",
        "selection",
    ],
    ["query", "gazetteer"],
    ["snippets", "suggestions", "ingest", "extract", "entities", "store", "engines"],
    ["collection", "filter_values"],
    ["pipeline", "search", "entity_lists"],
    ["timeline", "grid"],
    ["cli"],
    ["__main__"],
]
HOMES = {
    "Stemmer": {"analysis"},
    "ahocorasick": {"gazetteer", "entities", "extract"},
    "bs4": {"ingest"},
    "click": {"cli"},
    "docx": {"ingest"},
    "lxml": {"ingest"},
    "numpy": {"engines"},
    "pypdfium2": {"ingest"},
    "rapidfuzz": {"engines", "query", "suggestions"},
    "rich": {"cli"},
    "spacy": {"extract"},
    "sqlite3": {"store"},
    "tantivy": {"engines"},
    "trafilatura": {"ingest"},
    "watchfiles": {"pipeline"},
    "whoosh": {"engines"},
}
ROW_OF = {room: row for row, rooms in enumerate(ROWS) for room in rooms}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> tuple[set[str], set[str]]:
    """Rooms of this package and outside libraries that a module imports, type-only imports included."""
    inside: set[str] = set()
    outside: set[str] = set()
    depth = len(path.relative_to(PACKAGE).parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            outside |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            top, _, rest = (node.module or "").partition(".")
            if top == PACKAGE.name:
                inside.add(rest.split(".")[0])
            else:
                outside.add(top)
        elif isinstance(node, ast.ImportFrom) and node.level == depth:
            inside |= {node.module.split(".")[0]} if node.module else {alias.name for alias in node.names}
    return inside, outside


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_up(path: Path) -> None:
    room = room_of(path)
    inside, outside = imports(path)
    wrong = {other for other in inside - {"__version__"} if other != room and ROW_OF[other] >= ROW_OF[room]}
    assert not wrong, f"{room} (row {ROW_OF[room]}) may not import {sorted(wrong)}"
    strayed = {library for library in outside if room not in HOMES.get(library, {room})}
    assert not strayed, f"{sorted(strayed)} have another home than {room}"


def test_the_table_for_contributors_is_this_one() -> None:
    page = (PACKAGE.parents[1] / "CONTRIBUTING.md").read_text("utf-8")
    shown: list[list[str]] = [[] for _ in ROWS]
    for row, rooms in re.findall(r"^\| (\d+) \| ([^|]+) \|", page, re.MULTILINE):
        shown[int(row)] += re.findall(r"`(\w+)/?`", rooms)
    assert [sorted(rooms) for rooms in shown] == [sorted(rooms) for rooms in ROWS]


def test_every_room_has_a_row() -> None:
    rooms = {room_of(path) for path in MODULES}
    assert rooms <= ROW_OF.keys()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400

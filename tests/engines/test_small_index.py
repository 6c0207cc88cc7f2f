"""The copy of a small index: used when it is right, left alone when it is not."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from policysearch.engines import open_engine, small_index
from policysearch.query import Word

from .records import fill, found, record

if TYPE_CHECKING:
    from pathlib import Path


def copies(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("small-*.json"))


def test_a_small_index_is_searched_without_whoosh_and_numpy(tmp_path: Path) -> None:
    fill(open_engine(f"whoosh:{tmp_path}", create=True), record("a:0", "sun"))
    code = (
        "import sys\n"
        "from policysearch.engines import open_engine\n"
        "from policysearch.query import Query, Word\n"
        f"print(open_engine('whoosh:{tmp_path}').search(Query(expression=Word('sun'))).total_passages)\n"
        "print(sorted({'numpy', 'whoosh'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert run.stdout == "1\n[]\n"


def test_there_is_one_copy_and_it_follows_every_commit(tmp_path: Path) -> None:
    engine = open_engine(f"whoosh:{tmp_path}", create=True)
    fill(engine, record("a:0", "sun"))
    fill(engine, record("b:0", "sun wind"))
    with engine.writer() as writer:
        writer.delete_document("a")
    assert copies(tmp_path) == [f"small-{engine.generation()}.json"]
    assert found(engine, Word("sun")) == ["b:0"]


def test_an_index_that_grows_has_no_copy_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small_index, "MOST_TOKENS", 3)
    engine = open_engine(f"whoosh:{tmp_path}", create=True)
    fill(engine, record("a:0", "sun"))
    fill(engine, record("b:0", "sun wind rain"))
    assert copies(tmp_path) == []
    assert set(found(engine, Word("sun"))) == {"a:0", "b:0"}


@pytest.mark.parametrize("damage", ["", "[[1]", "{"])
def test_a_damaged_or_missing_copy_is_done_without(tmp_path: Path, damage: str) -> None:
    fill(open_engine(f"whoosh:{tmp_path}", create=True), record("a:0", "sun"))
    (path,) = tmp_path.glob("small-*.json")
    path.write_text(damage)
    assert found(open_engine(f"whoosh:{tmp_path}"), Word("sun")) == ["a:0"]
    path.unlink()
    engine = open_engine(f"whoosh:{tmp_path}")
    fill(engine, record("b:0", "sun"))
    assert set(found(engine, Word("sun"))) == {"a:0", "b:0"}


def test_a_copy_of_another_generation_is_not_used(tmp_path: Path) -> None:
    engine = open_engine(f"whoosh:{tmp_path}", create=True)
    fill(engine, record("a:0", "sun"))
    (stale,) = tmp_path.glob("small-*.json")
    content = stale.read_text()
    fill(engine, record("b:0", "sun"))
    for path in tmp_path.glob("small-*.json"):
        path.unlink()  # as if the process had died between commit and copy
    stale.write_text(content)
    assert set(found(open_engine(f"whoosh:{tmp_path}"), Word("sun"))) == {"a:0", "b:0"}

"""What holds of every index in a folder: its version, its lock, its commits and its crashes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
from typing import TYPE_CHECKING

import pytest

from policysearch.engines import open_engine
from policysearch.engines.index_folder import VERSION_FILE
from policysearch.errors import IndexLocked, IndexNotFound, IndexOutOfDate
from policysearch.models import Facet
from policysearch.query import Phrase, Query, Word

from .engine_urls import DISK_ENGINES, open_on_disk
from .records import fill, found, record

if TYPE_CHECKING:
    from pathlib import Path

    from policysearch.engines.base import SearchEngine

PACKAGE_OF = {"whoosh": "whoosh", "small": "whoosh", "tantivy": "tantivy"}
WRITES_PASSAGES = {
    "whoosh": "policysearch.engines.whoosh.segments.write_arrays",
    "small": "policysearch.engines.whoosh.segments.write_arrays",
    "tantivy": "policysearch.engines.tantivy.token_files.write_arrays",
}
"""By engine the last step of a commit that may find the disk full."""


@pytest.fixture(params=DISK_ENGINES)
def name(request: pytest.FixtureRequest) -> str:
    """An engine of ``DISK_ENGINES``."""
    engine: str = request.param
    return engine


def url(name: str, folder: Path) -> str:
    return f"{PACKAGE_OF[name]}:{folder}"


def files(folder: Path) -> list[str]:
    """What the folder holds, but for tantivy's own files, which it removes with its next commit."""
    found_here = (path for path in folder.rglob("*") if path.is_file())
    names = (path.relative_to(folder).as_posix() for path in found_here)
    return sorted(each for each in names if not each.startswith("tantivy/"))


def test_a_missing_index_says_what_to_run(tmp_path: Path, name: str) -> None:
    with pytest.raises(IndexNotFound, match="run `policysearch rebuild`"):
        open_engine(url(name, tmp_path / "nowhere"))
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    "version", ["not json", "[]", "{}", '{"engine": "NAME", "schema": 0, "analyzer": 0}', "\ud800"]
)
def test_another_version_says_what_to_run(tmp_path: Path, name: str, version: str) -> None:
    open_on_disk(name, tmp_path)
    written = version.replace("NAME", PACKAGE_OF[name])
    (tmp_path / VERSION_FILE).write_bytes(written.encode("utf-8", "surrogatepass"))
    for create in (False, True):
        with pytest.raises(IndexOutOfDate, match="run `policysearch rebuild`"):
            open_engine(url(name, tmp_path), create=create)


def test_what_was_written_is_there_for_the_next_process(tmp_path: Path, name: str) -> None:
    fill(open_on_disk(name, tmp_path), record("a:0", "sun"))
    assert found(open_engine(url(name, tmp_path)), Word("sun")) == ["a:0"]
    assert json.loads((tmp_path / VERSION_FILE).read_text())["engine"] == PACKAGE_OF[name]


def test_a_searcher_sees_the_commits_of_another(tmp_path: Path, name: str) -> None:
    reader, writer = open_on_disk(name, tmp_path), open_on_disk(name, tmp_path)
    for number in range(12):
        fill(writer, record(f"{number:02}:0", "sun"))
        assert len(found(reader, Word("sun"), limit=100)) == number + 1


def test_two_cannot_write_at_once(tmp_path: Path, name: str) -> None:
    first, second = open_on_disk(name, tmp_path), open_on_disk(name, tmp_path)
    with first.writer() as batch:
        batch.add(record("a:0", "sun"))
        with pytest.raises(IndexLocked, match="written by another process"), second.writer():
            pass
    fill(second, record("b:0", "sun"))
    assert found(first) == ["a:0", "b:0"]


def test_a_failed_commit_leaves_no_lock_and_no_files(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = fill(open_on_disk(name, tmp_path), record("a:0", "sun"))
    before = files(tmp_path)

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(WRITES_PASSAGES[name], full)
        with pytest.raises(OSError, match="No space left"):
            fill(engine, record("b:0", "sun"))
    assert files(tmp_path) == before
    assert found(fill(engine, record("c:0", "sun"))) == ["a:0", "c:0"]


KILLED_WRITER = textwrap.dedent(
    """
    import sys
    from policysearch.analysis import Token
    from policysearch.engines import open_engine
    from policysearch.engines.base import IndexRecord

    engine = open_engine(sys.argv[1], create=True)
    for round in range(100000):
        with engine.writer() as batch:
            for document in ("a", "b"):
                batch.delete_document(document)
                for ordinal in range(3):
                    token = Token(f"round{round}", f"round{round}", 0, 1, 0)
                    place = f"{document}:{ordinal}"
                    batch.add(IndexRecord(passage_id=place, document_id=document, tokens=(token,)))
        print(round, flush=True)
    """
)


@pytest.mark.parametrize("extra_rounds", range(6))
@pytest.mark.parametrize("package", sorted(set(PACKAGE_OF.values())))
def test_a_killed_writer_leaves_the_last_complete_generation(
    tmp_path: Path, package: str, extra_rounds: int
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED_WRITER, f"{package}:{tmp_path}"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for _ in range(2 + extra_rounds):
        process.stdout.readline()
    # Not in step with the writer's rounds, so that each case is hit at another point of one.
    threading.Event().wait(0.002 * extra_rounds)
    os.kill(process.pid, signal.SIGKILL)
    with process.stdout:
        rounds = [int(line) for line in process.stdout]
    process.wait()
    last = rounds[-1] if rounds else 1 + extra_rounds
    engine = open_engine(f"{package}:{tmp_path}")
    words = engine.vocabulary()
    assert words in ({f"round{last}": 6}, {f"round{last + 1}": 6})
    assert found(engine, Word(next(iter(words)))) == ["a:0", "a:1", "a:2", "b:0", "b:1", "b:2"]
    fill(engine, record("c:0", "sun"))
    assert len(found(engine)) == 7


def test_removing_everything_leaves_an_index_that_works(tmp_path: Path, name: str) -> None:
    engine = fill(open_on_disk(name, tmp_path), record("a:0", "sun"))
    with engine.writer() as batch:
        batch.delete_document("a")
    assert found(engine) == []
    assert engine.vocabulary() == {}
    assert found(fill(engine, record("a:0", "wind"))) == ["a:0"]


@pytest.mark.parametrize("name", ["whoosh", "tantivy"])
def test_a_large_batch_is_written_in_parts(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"policysearch.engines.{name}.writer.BUFFERED_TOKENS", 10)
    engine = open_on_disk(name, tmp_path)
    with engine.writer() as batch:
        for number in range(30):
            for ordinal in range(3):
                batch.add(record(f"{number:02}:{ordinal}", "sun wind law"))
        batch.delete_document("02")
        with pytest.raises(ValueError, match="00:7 is in the index already"):
            batch.add(record("00:7", "sun"))
    results = engine.search(Query(expression=Phrase((Word("sun"), Word("wind")))))
    assert (results.total_documents, results.total_passages) == (29, 87)


def test_threads_may_search_while_another_writes(tmp_path: Path, name: str) -> None:
    records = (record(f"{number:02}:0", "sun wind") for number in range(20))
    engine = fill(open_on_disk(name, tmp_path), *records)
    failures: list[BaseException] = []
    threads = [threading.Thread(target=search_often, args=(engine, failures)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(20, 30):
        fill(engine, record(f"{number}:0", "sun wind"))
    for thread in threads:
        thread.join()
    assert not failures
    assert len(found(engine, Word("sun"), limit=100)) == 30


def search_often(engine: SearchEngine, failures: list[BaseException]) -> None:
    query = Query(expression=Phrase((Word("sun"), Word("wind"))))
    try:
        for _ in range(60):
            assert engine.search(query, facets=tuple(Facet)).total_passages >= 20
    except BaseException as error:  # noqa: BLE001 - whatever it is, the test must see it
        failures.append(error)


def test_a_folder_that_goes_while_it_is_open_is_an_index_not_found(tmp_path: Path, name: str) -> None:
    engine = fill(open_on_disk(name, tmp_path / "index"), record("a:0", "sun"))
    assert found(engine) == ["a:0"]
    shutil.rmtree(tmp_path / "index")
    with pytest.raises(IndexNotFound, match="is gone"):
        found(engine)

"""What holds of the Whoosh engine alone: its folder, its lock, its crashes and its pitfalls."""

from __future__ import annotations

import json
import os
import pickle
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
from policysearch.engines.whoosh import open_whoosh
from policysearch.engines.whoosh.codec import STEMS, WORDS
from policysearch.errors import EngineError, IndexLocked, IndexNotFound, IndexOutOfDate, UsageError
from policysearch.models import Facet
from policysearch.query import Phrase, Query, Word

from .records import fill, found, record

if TYPE_CHECKING:
    from pathlib import Path

    from policysearch.engines.base import SearchEngine


def opened(folder: Path) -> SearchEngine:
    return open_whoosh(folder, create=True)


def table_count(folder: Path) -> int:
    return len(list(folder.glob("*.toc*")))


@pytest.mark.parametrize("url", ["", "whoosh", "whoosh:", "lucene:/tmp/x", "memory", "memory:here", "/tmp/x"])
def test_what_names_no_index_is_a_usage_error(url: str) -> None:
    with pytest.raises(UsageError, match="give whoosh:FOLDER, tantivy:FOLDER or memory:"):
        open_engine(url)


def test_importing_the_room_loads_no_engine() -> None:
    libraries = {"whoosh", "tantivy", "numpy", "rapidfuzz"}
    code = f"import sys, policysearch.engines; print({libraries} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"


def test_a_search_without_near_words_does_not_wait_for_them(tmp_path: Path) -> None:
    fill(opened(tmp_path), record("a:0", "sun"))
    code = (
        "import sys\n"
        "from policysearch.engines import open_engine\n"
        "from policysearch.query import Query, Prefix\n"
        f"open_engine('whoosh:{tmp_path}').search(Query(expression=Prefix('s')))\n"
        "print('rapidfuzz' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_a_missing_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFound, match="run `policysearch rebuild`"):
        open_engine(f"whoosh:{tmp_path / 'nowhere'}")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    "version", ["not json", "[]", "{}", '{"engine": "whoosh", "schema": 0, "analyzer": 0}', "\ud800"]
)
def test_another_version_says_what_to_run(tmp_path: Path, version: str) -> None:
    opened(tmp_path)
    (tmp_path / VERSION_FILE).write_bytes(version.encode("utf-8", "surrogatepass"))
    for create in (False, True):
        with pytest.raises(IndexOutOfDate, match="run `policysearch rebuild`"):
            open_engine(f"whoosh:{tmp_path}", create=create)


def test_an_index_of_another_program_is_neither_read_nor_written(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    table = tmp_path / "_passages_7.toc"
    table.write_bytes(pickle.dumps(marker))
    for create in (False, True):
        with pytest.raises(EngineError, match="choose another folder"):
            open_engine(f"whoosh:{tmp_path}", create=create)
    assert [path.name for path in tmp_path.iterdir()] == [table.name]


def test_a_creation_that_was_killed_is_finished_by_the_next(tmp_path: Path) -> None:
    opened(tmp_path)
    for path in tmp_path.glob("*.toc"):
        path.unlink()
    with pytest.raises(IndexNotFound):
        open_engine(f"whoosh:{tmp_path}")
    assert found(fill(opened(tmp_path), record("a:0", "sun"))) == ["a:0"]


def test_what_was_written_is_there_for_the_next_process(tmp_path: Path) -> None:
    fill(opened(tmp_path), record("a:0", "sun"))
    engine = open_engine(f"whoosh:{tmp_path}")
    assert found(engine, Word("sun")) == ["a:0"]
    assert json.loads((tmp_path / VERSION_FILE).read_text())["engine"] == "whoosh"


def test_a_searcher_sees_the_commits_of_another(tmp_path: Path) -> None:
    reader = opened(tmp_path)
    writer = opened(tmp_path)
    for number in range(12):
        fill(writer, record(f"{number:02}:0", "sun"))
        assert len(found(reader, Word("sun"), limit=100)) == number + 1


def test_two_cannot_write_at_once(tmp_path: Path) -> None:
    first, second = opened(tmp_path), opened(tmp_path)
    with first.writer() as batch:
        batch.add(record("a:0", "sun"))
        with pytest.raises(IndexLocked, match="written by another process"), second.writer():
            pass
    fill(second, record("b:0", "sun"))
    assert found(first) == ["a:0", "b:0"]


def test_a_failed_commit_leaves_no_lock_and_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = fill(opened(tmp_path), record("a:0", "sun"))
    before = sorted(path.name for path in tmp_path.iterdir())

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("policysearch.engines.whoosh.segments.write_arrays", full)
        with pytest.raises(OSError, match="No space left"):
            fill(engine, record("b:0", "sun"))
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert found(fill(engine, record("c:0", "sun"))) == ["a:0", "c:0"]


KILLED_WRITER = textwrap.dedent(
    """
    import sys
    from policysearch.analysis import Token
    from policysearch.engines import open_engine
    from policysearch.engines.base import IndexRecord

    engine = open_engine(f"whoosh:{sys.argv[1]}", create=True)
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
def test_a_killed_writer_leaves_the_last_complete_generation(tmp_path: Path, extra_rounds: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED_WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for _ in range(2 + extra_rounds):
        process.stdout.readline()
    # Not in step with the writer's rounds, so that each case is hit at another point of one.
    threading.Event().wait(0.001 * extra_rounds)
    os.kill(process.pid, signal.SIGKILL)
    with process.stdout:
        rounds = [int(line) for line in process.stdout]
    process.wait()
    last = rounds[-1] if rounds else 1 + extra_rounds
    engine = open_engine(f"whoosh:{tmp_path}")
    words = engine.vocabulary()
    assert words in ({f"round{last}": 6}, {f"round{last + 1}": 6})
    assert found(engine, Word(next(iter(words)))) == ["a:0", "a:1", "a:2", "b:0", "b:1", "b:2"]
    fill(engine, record("c:0", "sun"))
    assert len(found(engine)) == 7


def test_what_a_killed_writer_left_is_removed_by_the_next_commit(tmp_path: Path) -> None:
    engine = fill(opened(tmp_path), record("a:0", "sun"))
    for name in (
        "passages_0123456789abcdef.pst",
        "passages_0123456789abcdef.columns",
        "_passages_2.toc.1700000.1",
    ):
        (tmp_path / name).write_bytes(b"half")
    assert found(engine) == ["a:0"]
    fill(engine, record("b:0", "sun"))
    assert not list(tmp_path.glob("*0123456789abcdef*"))
    assert table_count(tmp_path) == 1


def test_many_commits_leave_few_segments(tmp_path: Path) -> None:
    engine = opened(tmp_path)
    for number in range(70):
        fill(engine, record(f"{number:02}:0", "sun wind", facets={Facet.LAW: (f"law-{number % 7}",)}))
    assert len(list(tmp_path.glob("*.columns"))) <= 12
    results = engine.search(Query(expression=Word("sun")), facets=(Facet.LAW,))
    assert results.total_documents == 70
    assert sum(documents for documents, _ in results.facets[Facet.LAW].values()) == 70


def test_optimize_leaves_one_segment_without_what_was_removed(tmp_path: Path) -> None:
    engine = opened(tmp_path)
    for number in range(7):
        fill(engine, record(f"{number}:0", f"sun word{number}"))
    with engine.writer() as batch:
        batch.delete_document("3")
    engine.optimize()  # type: ignore[attr-defined]
    assert len(list(tmp_path.glob("*.columns"))) == 1
    assert "word3" not in engine.vocabulary()
    assert len(found(engine, Word("sun"))) == 6


def test_removing_everything_leaves_an_index_that_works(tmp_path: Path) -> None:
    engine = fill(opened(tmp_path), record("a:0", "sun"))
    with engine.writer() as batch:
        batch.delete_document("a")
    assert found(engine) == []
    assert engine.vocabulary() == {}
    assert found(fill(engine, record("a:0", "wind"))) == ["a:0"]


def test_a_large_batch_is_written_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policysearch.engines.whoosh.writer.BUFFERED_TOKENS", 10)
    engine = opened(tmp_path)
    with engine.writer() as batch:
        for number in range(30):
            for ordinal in range(3):
                batch.add(record(f"{number:02}:{ordinal}", "sun wind law"))
        batch.delete_document("02")
        with pytest.raises(ValueError, match="00:7 is in the index already"):
            batch.add(record("00:7", "sun"))
    results = engine.search(Query(expression=Phrase((Word("sun"), Word("wind")))))
    assert (results.total_documents, results.total_passages) == (29, 87)


def test_threads_may_search_while_another_writes(tmp_path: Path) -> None:
    engine = fill(opened(tmp_path), *(record(f"{number:02}:0", "sun wind") for number in range(20)))
    failures: list[BaseException] = []

    def search() -> None:
        try:
            for _ in range(60):
                results = engine.search(
                    Query(expression=Phrase((Word("sun"), Word("wind")))), facets=tuple(Facet)
                )
                assert results.total_passages >= 20
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test must see it
            failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(20, 30):
        fill(engine, record(f"{number}:0", "sun wind"))
    for thread in threads:
        thread.join()
    assert not failures
    assert len(found(engine, Word("sun"), limit=100)) == 30


def test_a_folder_that_goes_while_it_is_open_is_an_index_not_found(tmp_path: Path) -> None:
    engine = fill(opened(tmp_path / "index"), record("a:0", "sun"))
    assert found(engine) == ["a:0"]
    shutil.rmtree(tmp_path / "index")
    with pytest.raises(IndexNotFound, match="is gone"):
        found(engine)


def test_a_damaged_index_says_what_to_run(tmp_path: Path) -> None:
    fill(opened(tmp_path), record("a:0", "sun"))
    for path in tmp_path.glob("*.columns"):
        path.unlink()
    with pytest.raises(EngineError, match="run `policysearch rebuild`"):
        found(open_whoosh(tmp_path, create=False))


def test_whoosh_itself_reads_the_postings(tmp_path: Path) -> None:
    from whoosh.index import open_dir

    fill(opened(tmp_path), record("a:0", "sun suns wind"), record("a:1", "wind"))
    with open_dir(str(tmp_path), indexname="passages").reader() as reader:
        assert list(reader.postings(WORDS, "wind").all_ids()) == [0, 1]
        matcher = reader.postings(STEMS, "sun")
        assert list(zip(matcher.all_ids(), [matcher.weight()], strict=True)) == [(0, 2.0)]
        assert [term for field, term in reader.all_terms() if field == STEMS] == [b"sun", b"wind"]

"""What holds of the tantivy engine alone: its folder, its lock, its crashes and its pitfalls."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
from typing import TYPE_CHECKING

import pytest

from policysearch.analysis import Token
from policysearch.engines import open_engine
from policysearch.engines.base import IndexRecord
from policysearch.engines.index_folder import TANTIVY_TABLE, VERSION_FILE
from policysearch.engines.memory import MemoryEngine
from policysearch.errors import EngineError, IndexLocked, IndexNotFound, IndexOutOfDate
from policysearch.models import Facet, Sort
from policysearch.query import And, Exact, HasValue, InTitle, Near, Not, Or, Phrase, Prefix, Query, Word

from .records import fill, found, record

if TYPE_CHECKING:
    from pathlib import Path

    from policysearch.engines.base import SearchEngine
    from policysearch.query import Expression


def opened(folder: Path) -> SearchEngine:
    return open_engine(f"tantivy:{folder}", create=True)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.passages*"))


def test_without_the_package_one_line_says_what_to_do(tmp_path: Path) -> None:
    opened(tmp_path)
    code = (
        "import sys\n"
        "sys.modules['tantivy'] = None\n"
        "from policysearch.engines import open_engine\n"
        "from policysearch.errors import MissingExtra\n"
        "try:\n"
        f"    open_engine('tantivy:{tmp_path}')\n"
        "except MissingExtra as error:\n"
        "    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    (line,) = done.stdout.splitlines()
    assert "pip install 'policysearch[tantivy]'" in line
    assert "policysearch rebuild --engine whoosh" in line


def test_another_engine_does_not_load_it(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from policysearch.engines import open_engine\n"
        "from policysearch.query import Query\n"
        "from policysearch.engines.whoosh import open_whoosh\n"
        f"open_engine('whoosh:{tmp_path}', create=True).search(Query())\n"
        "print('tantivy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_a_missing_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFound, match="run `policysearch rebuild`"):
        open_engine(f"tantivy:{tmp_path / 'nowhere'}")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("version", ["not json", "{}", '{"engine": "tantivy", "schema": 0, "analyzer": 0}'])
def test_another_version_says_what_to_run(tmp_path: Path, version: str) -> None:
    opened(tmp_path)
    (tmp_path / VERSION_FILE).write_text(version)
    with pytest.raises(IndexOutOfDate, match="run `policysearch rebuild`"):
        open_engine(f"tantivy:{tmp_path}")


def test_an_index_of_another_engine_is_out_of_date(tmp_path: Path) -> None:
    open_engine(f"whoosh:{tmp_path}", create=True).close()
    with pytest.raises(IndexOutOfDate, match="'engine': 'whoosh'"):
        open_engine(f"tantivy:{tmp_path}", create=True)


def test_an_index_of_another_program_is_left_alone(tmp_path: Path) -> None:
    opened(tmp_path)
    (tmp_path / VERSION_FILE).unlink()
    with pytest.raises(EngineError, match="choose another folder"):
        opened(tmp_path)


def test_a_creation_that_was_killed_is_finished_by_the_next(tmp_path: Path) -> None:
    opened(tmp_path)
    shutil.rmtree(tmp_path / "tantivy")
    with pytest.raises(IndexNotFound, match="never finished"):
        open_engine(f"tantivy:{tmp_path}")
    assert found(fill(opened(tmp_path), record("a:0", "sun"))) == ["a:0"]


def test_what_was_written_is_there_for_the_next_process(tmp_path: Path) -> None:
    fill(opened(tmp_path), record("a:0", "sun"))
    assert found(open_engine(f"tantivy:{tmp_path}"), Word("sun")) == ["a:0"]


def test_a_searcher_sees_the_commits_of_another(tmp_path: Path) -> None:
    reader, writer = opened(tmp_path), opened(tmp_path)
    for number in range(12):
        fill(writer, record(f"{number:02}:0", "sun"))
        assert len(found(reader, Word("sun"), limit=100)) == number + 1
    assert len(files(tmp_path)) < 8


def test_two_cannot_write_at_once(tmp_path: Path) -> None:
    first, second = opened(tmp_path), opened(tmp_path)
    with first.writer() as batch:
        batch.add(record("a:0", "sun"))
        with pytest.raises(IndexLocked, match="written by another process"), second.writer():
            pass
    fill(second, record("b:0", "sun"))
    assert found(first) == ["a:0", "b:0"]


def test_an_empty_batch_is_a_generation(tmp_path: Path) -> None:
    engine = fill(opened(tmp_path), record("a:0", "sun"))
    before = engine.generation()
    fill(engine)
    assert engine.generation() > before


def test_a_failed_commit_leaves_no_lock_and_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = fill(opened(tmp_path), record("a:0", "sun"))
    before = files(tmp_path)

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("policysearch.engines.tantivy.token_files.write_arrays", full)
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

    engine = open_engine(f"tantivy:{sys.argv[1]}", create=True)
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


@pytest.mark.parametrize("extra_rounds", range(4))
def test_a_killed_writer_leaves_the_last_complete_generation(tmp_path: Path, extra_rounds: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED_WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for _ in range(2 + extra_rounds):
        process.stdout.readline()
    # Not in step with the writer's rounds, so that each case is hit at another point of one.
    threading.Event().wait(0.003 * extra_rounds)
    os.kill(process.pid, signal.SIGKILL)
    with process.stdout:
        rounds = [int(line) for line in process.stdout]
    process.wait()
    last = rounds[-1] if rounds else 1 + extra_rounds
    engine = open_engine(f"tantivy:{tmp_path}")
    words = engine.vocabulary()
    assert words in ({f"round{last}": 6}, {f"round{last + 1}": 6})
    assert found(engine, Word(next(iter(words)))) == ["a:0", "a:1", "a:2", "b:0", "b:1", "b:2"]
    fill(engine, record("c:0", "sun"))
    assert len(found(engine)) == 7


def test_files_that_a_killed_commit_left_do_no_harm(tmp_path: Path) -> None:
    engine = fill(opened(tmp_path), record("a:0", "sun"))
    for number in range(3):
        fill(engine, record(f"b{number}:0", "sun"))
    kept = {path: path.read_bytes() for path in tmp_path.glob("*.passages")}
    fill(engine, record("c:0", "sun"))
    for path, data in kept.items():
        path.write_bytes(data)  # as if the process had died before they were removed
    again = open_engine(f"tantivy:{tmp_path}")
    assert len(found(again, Word("sun"))) == 5
    fill(again, record("d:0", "sun"))
    assert len(found(again, Word("sun"))) == 6


def test_removing_everything_leaves_an_index_that_works(tmp_path: Path) -> None:
    engine = fill(opened(tmp_path), record("a:0", "sun"))
    with engine.writer() as batch:
        batch.delete_document("a")
    assert found(engine) == []
    assert engine.vocabulary() == {}
    assert found(fill(engine, record("a:0", "wind"))) == ["a:0"]


def test_optimize_leaves_one_file_without_what_was_removed(tmp_path: Path) -> None:
    engine = opened(tmp_path)
    for number in range(7):
        fill(engine, record(f"{number}:0", f"sun word{number}"))
    with engine.writer() as batch:
        batch.delete_document("3")
    engine.optimize()  # type: ignore[attr-defined]
    assert len(files(tmp_path)) == 1
    assert "word3" not in engine.vocabulary()
    assert len(found(engine, Word("sun"))) == 6
    assert b"word3" not in (tmp_path / files(tmp_path)[0]).read_bytes()


def test_a_large_batch_is_written_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policysearch.engines.tantivy.writer.BUFFERED_TOKENS", 10)
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
            for _ in range(30):
                query = Query(expression=Phrase((Word("sun"), Word("wind"))))
                assert engine.search(query, facets=tuple(Facet)).total_passages >= 20
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test must see it
            failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(20, 26):
        fill(engine, record(f"{number}:0", "sun wind"))
    for thread in threads:
        thread.join()
    assert not failures
    assert len(found(engine, Word("sun"), limit=100)) == 26


def test_a_folder_that_goes_while_it_is_open_is_an_index_not_found(tmp_path: Path) -> None:
    engine = fill(opened(tmp_path / "index"), record("a:0", "sun"))
    assert found(engine) == ["a:0"]
    shutil.rmtree(tmp_path / "index")
    with pytest.raises(IndexNotFound, match="is gone"):
        found(engine)


@pytest.mark.parametrize("pattern", ["*.passages", "tantivy/*.idx"])
def test_a_damaged_index_says_what_to_run(tmp_path: Path, pattern: str) -> None:
    fill(opened(tmp_path), record("a:0", "sun"))
    for path in tmp_path.glob(pattern):
        path.unlink()
    with pytest.raises(EngineError, match="run `policysearch rebuild`"):
        found(open_engine(f"tantivy:{tmp_path}"), Word("sun"))


def test_a_table_that_is_no_table_says_what_to_run(tmp_path: Path) -> None:
    fill(opened(tmp_path), record("a:0", "sun"))
    (tmp_path / TANTIVY_TABLE).write_text("{")
    with pytest.raises(EngineError, match="run `policysearch rebuild`"):
        found(open_engine(f"tantivy:{tmp_path}"), Word("sun"))


ODD_WORDS = ["two words", "tab\tand\nline", "\ud800", "\x1b", "\x00", "y" * 70_000, "y" * 69_999, "\u3000"]


@pytest.mark.parametrize("word", ODD_WORDS, ids=ascii)
def test_words_that_tantivy_cannot_hold_are_words_like_others(tmp_path: Path, word: str) -> None:
    tokens = tuple(Token(each, each, place, place, place) for place, each in enumerate((word, "sun", word)))
    engine = fill(opened(tmp_path), IndexRecord(passage_id="a:0", document_id="a", tokens=tokens))
    for expression in (
        Exact(word),
        Word(word),
        Phrase((Exact("sun"), Exact(word))),
        Near((Word(word), Word("sun")), 0),
        Prefix(word[:3]),
    ):
        assert found(engine, expression) == ["a:0"], expression
    assert dict(engine.vocabulary()) == {word: 1, "sun": 1}
    assert dict(engine.vocabulary(word[:2])) == {word: 1}


def random_records(count: int) -> list[IndexRecord]:
    """Passages of several stems and words, some with two words at a position."""
    return [
        record(
            f"{number // 5:03}:{number % 5}",
            f"sun{'s' * (number % 2)} {'wind law ' * (number % 7)} x/y law{'s' * bool(number % 3)}"
            f"{' once' * (number % 100 == 60)}",
            "solar wind" if number % 4 else "law",
            facets={Facet.LAW: (f"law-{number % 6}",), Facet.YEAR: (str(number // 50),)},
            day=700_000 + number // 40,
        )
        for number in range(count)
    ]


MANY: list[tuple[Expression | None, str]] = [
    (None, "everything"),
    (Word("sun"), "a word in all passages"),
    (And((Word("sun"), Not(Word("once")))), "what nearly all passages hold"),
    (Phrase((Word("wind"), Word("law"))), "a phrase of stems"),
    (Near((Word("law"), Word("sun"), Word("y")), 3), "words near each other, which tantivy cannot tell"),
    (And((Word("sun"), HasValue(Facet.LAW, frozenset(["law-1"])))), "a value, which the columns tell"),
    (Or((Word("wind"), Not(Near((Word("law"), Word("sun")), 0)))), "a Not of what tantivy cannot tell"),
    (InTitle(Word("solar")), "a title"),
]


@pytest.mark.parametrize(("expression", "reason"), MANY, ids=[row[1] for row in MANY])
@pytest.mark.parametrize("by_document", [False, True])
def test_many_matches_are_the_same_as_few(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expression: Expression | None,
    reason: str,
    by_document: bool,
) -> None:
    """As large collections are searched: by blocks, in several aggregations, the best ones scored first."""
    monkeypatch.setattr("policysearch.engines.tantivy.snapshot.FEW", 3)
    monkeypatch.setattr("policysearch.engines.tantivy.snapshot.BLOCKS_AT_ONCE", 2)
    monkeypatch.setattr("policysearch.engines.tantivy.snapshot._PASSAGES_AT_ONCE", 50)
    for name in ("FEW", "_FEW_PHRASES", "_FIRST_TIER", "_ALL_SCORED", "_COUNTED"):
        monkeypatch.setattr(f"policysearch.engines.tantivy.matching.{name}", 5)
    monkeypatch.setattr("policysearch.engines.tantivy.queries._MOST_PHRASES", 1)
    records = random_records(330)
    reference, engine = fill(MemoryEngine(), *records), opened(tmp_path)
    for begin in range(0, 330, 110):
        fill(engine, *records[begin : begin + 110])
    for each in (reference, engine):
        with each.writer() as batch:
            batch.delete_document("003")
    for filters in ({}, {Facet.LAW: frozenset(["law-2", "law-4"])}):
        query = Query(expression=expression, filters=filters)
        expected, got = (
            each.search(query, limit=1000, facets=tuple(Facet), by_document=by_document)
            for each in (reference, engine)
        )
        assert got.total_passages == expected.total_passages
        assert got.total_documents == expected.total_documents
        assert got.facets == expected.facets
        shown = [hit.passage_id for hit in got.hits]
        assert len(shown) == len(set(shown)) == len(expected.hits), reason
        assert {(hit.passage_id, hit.passages) for hit in got.hits} == {
            (hit.passage_id, hit.passages) for hit in expected.hits
        }
        scores = [hit.score for hit in got.hits]
        assert scores == sorted(scores, reverse=True)
        pages = [
            hit.passage_id
            for offset in range(0, 400, 37)
            for hit in engine.search(query, offset=offset, limit=37, by_document=by_document).hits
        ]
        assert pages == shown, "pages follow one another without gaps and repeats"
        for sort in (Sort.NEWEST, Sort.OLDEST):
            options = {"limit": 50, "sort": sort, "by_document": by_document}
            order = [each.search(query, **options).hits for each in (reference, engine)]  # type: ignore[arg-type]
            assert [hit.passage_id for hit in order[0]] == [hit.passage_id for hit in order[1]]

"""What holds of the Whoosh engine alone: its segments, its format and its pitfalls."""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from policysearch.engines import open_engine
from policysearch.engines.whoosh import open_whoosh
from policysearch.engines.whoosh.codec import STEMS, WORDS
from policysearch.errors import EngineError, IndexNotFound, UsageError
from policysearch.models import Facet
from policysearch.query import Query, Word

from .records import fill, found, record

if TYPE_CHECKING:
    from pathlib import Path

    from policysearch.engines.base import SearchEngine


def opened(folder: Path) -> SearchEngine:
    return open_whoosh(folder, create=True)


def table_count(folder: Path) -> int:
    return len(list(folder.glob("*.toc*")))


@pytest.mark.parametrize("url", ["", "whoosh", "whoosh:", "lucene:folder", "memory", "memory:here", "folder"])
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

"""What holds of the tantivy engine alone: its package, its files and its pitfalls."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from policysearch.analysis import Token
from policysearch.engines import open_engine
from policysearch.engines.base import IndexRecord
from policysearch.engines.index_folder import TANTIVY_TABLE, VERSION_FILE
from policysearch.engines.memory import MemoryEngine
from policysearch.errors import EngineError, IndexNotFound, IndexOutOfDate
from policysearch.models import NO_VALUE, Facet, Sort
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


def test_a_searcher_sees_the_commits_of_another(tmp_path: Path) -> None:
    reader, writer = opened(tmp_path), opened(tmp_path)
    for number in range(12):
        fill(writer, record(f"{number:02}:0", "sun"))
        assert len(found(reader, Word("sun"), limit=100)) == number + 1
    assert len(files(tmp_path)) < 8


def test_an_empty_batch_is_a_generation(tmp_path: Path) -> None:
    engine = fill(opened(tmp_path), record("a:0", "sun"))
    before = engine.generation()
    fill(engine)
    assert engine.generation() > before


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


@pytest.mark.parametrize("value", ODD_WORDS, ids=ascii)
def test_values_that_tantivy_cannot_hold_are_values_like_others(tmp_path: Path, value: str) -> None:
    with_value = record("a:0", "sun", facets={Facet.LAW: (value, "law-1")})
    engine = fill(opened(tmp_path), with_value, record("b:0", "sun", facets={Facet.YEAR: (value,)}))
    having = HasValue(Facet.LAW, frozenset([value]))
    assert found(engine, having) == ["a:0"]
    assert found(engine, And((Word("sun"), Not(having)))) == ["b:0"]


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
    (And((Word("sun"), HasValue(Facet.LAW, frozenset(["law-1"])))), "a value"),
    (
        And((Word("sun"), HasValue(Facet.LAW, frozenset(["law-1", NO_VALUE])))),
        "no value, which the columns tell",
    ),
    (Prefix("law"), "a prefix"),
    (Or((Word("wind"), Not(Near((Word("law"), Word("sun")), 0)))), "a Not of what tantivy cannot tell"),
    (InTitle(Word("solar")), "a title"),
]


@pytest.mark.parametrize(("expression", "reason"), MANY, ids=[row[1] for row in MANY])
@pytest.mark.parametrize("by_document", [False, True])
@pytest.mark.parametrize("common_share", [0, 20])
def test_many_matches_are_the_same_as_few(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expression: Expression | None,
    reason: str,
    by_document: bool,
    common_share: int,
) -> None:
    """As large collections are searched: by blocks, in several aggregations, the best ones scored first."""
    monkeypatch.setattr("policysearch.engines.tantivy.common_words._SHARE", common_share)
    monkeypatch.setattr("policysearch.engines.tantivy.snapshot._SURELY_MANY", 10)
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
    some, none = frozenset(["law-2", "law-4"]), frozenset(["law-2", NO_VALUE])
    for filters, excludes in (({}, {}), ({Facet.LAW: some}, {}), ({Facet.LAW: none}, {Facet.YEAR: {"1"}})):
        query = Query(expression=expression, filters=filters, excludes=excludes)
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

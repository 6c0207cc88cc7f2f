"""Store and index equal the folder, whatever happens to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from policysearch.collection import Collection, open_collection
from policysearch.errors import UsageError
from policysearch.models import MentionKind, SearchRequest, State
from policysearch.pipeline import Options, Progress, ingest
from policysearch.pipeline.indexing import index_queued
from policysearch.pipeline.rebuilding import rebuild
from policysearch.search import search

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from policysearch.pipeline import IngestReport

FILES = {
    "act.txt": "The Artificial Intelligence Act was adopted in June 2024.",
    "plan.md": "# Plan\n\nA national plan for semiconductors.",
    "报告.txt": "关于人工智能的报告，2021年发布。",
}


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Collection]:
    with open_collection(tmp_path / "index", create=True) as collection:
        yield collection


def run(collection: Collection, folder: Path, **options: object) -> IngestReport:
    return ingest(collection, [folder], Options(**{"extract": False, **options}))  # type: ignore[arg-type]


def found(collection: Collection, query: str) -> list[str]:
    results = search(collection.store, collection.engine, SearchRequest(query=query))
    return sorted(hit.location.rpartition("/")[2] for hit in results.hits)


def states(collection: Collection) -> dict[str, State]:
    return {row.location.rpartition("/")[2]: row.state for row in collection.store.ledger.files()}


def test_everything_new_is_searchable(opened: Collection, reports: Path) -> None:
    report = run(opened, reports)
    assert report.actions == {"new": 3}
    assert report.states == {State.INDEXED: 3}
    assert report.pending == 3
    assert found(opened, "semiconductors") == ["plan.md"]
    assert found(opened, "人工智能") == ["报告.txt"]


def test_a_second_run_reads_nothing(opened: Collection, reports: Path) -> None:
    run(opened, reports)
    seen: list[Progress] = []
    generation = opened.engine.generation()
    report = run(opened, reports, progress=seen.append)
    assert report.actions == {"unchanged": 3}
    assert seen == []
    assert opened.engine.generation() == generation


def test_a_changed_file_replaces_its_predecessor(opened: Collection, reports: Path) -> None:
    run(opened, reports)
    (before,) = [row for row in opened.store.ledger.files() if row.location.endswith("plan.md")]
    (reports / "plan.md").write_text("# Plan\n\nA national plan for quantum computers.")
    assert run(opened, reports).actions == {"changed": 1, "unchanged": 2}
    assert found(opened, "semiconductors") == []
    assert found(opened, "quantum") == ["plan.md"]
    assert before.document_id is not None
    kept = opened.store.documents.get(before.document_id)
    assert kept is not None, "the superseded text stays for citations"
    assert "semiconductors" in kept.text


def test_a_file_that_changes_back_is_current_again(opened: Collection, reports: Path) -> None:
    run(opened, reports)
    (reports / "plan.md").write_text("# Plan\n\nSomething else.")
    run(opened, reports)
    (reports / "plan.md").write_text(FILES["plan.md"])
    run(opened, reports)
    assert found(opened, "semiconductors") == ["plan.md"]
    assert found(opened, "something else") == []


def test_a_removed_file_leaves_store_and_index(opened: Collection, reports: Path) -> None:
    run(opened, reports)
    (reports / "plan.md").unlink()
    assert run(opened, reports).actions == {"removed": 1, "unchanged": 2}
    assert found(opened, "semiconductors") == []
    assert opened.store.documents.count()[0] == 2
    assert states(opened)["plan.md"] is State.REMOVED


def test_a_moved_file_keeps_its_identity(opened: Collection, reports: Path) -> None:
    run(opened, reports)
    before = {row.document_id for row in opened.store.ledger.files()}
    (reports / "plan.md").rename(reports / "plan 2024.md")
    seen: list[Progress] = []
    report = run(opened, reports, progress=seen.append)
    assert (report.actions, report.not_indexed) == ({"moved": 1, "unchanged": 2}, ())
    assert seen == [], "a move reads nothing"
    assert {row.document_id for row in opened.store.ledger.files()} == before
    assert found(opened, "semiconductors") == ["plan 2024.md"]


def test_a_duplicate_stands_in_when_the_first_file_goes(opened: Collection, reports: Path) -> None:
    (reports / "copy.md").write_text(FILES["plan.md"])
    run(opened, reports)
    assert states(opened)["plan.md"] is State.DUPLICATE
    assert found(opened, "semiconductors") == ["copy.md"]
    (reports / "copy.md").unlink()
    run(opened, reports)
    assert states(opened)["plan.md"] is State.INDEXED
    assert found(opened, "semiconductors") == ["plan.md"]


def test_a_near_duplicate_is_marked_and_stays_searchable(opened: Collection, reports: Path) -> None:
    body = " ".join(f"Clause {number} obliges provider {number * 7} to report." for number in range(80))
    (reports / "first.txt").write_text(f"Published in May 2024.\n\n{body}")
    (reports / "second.txt").write_text(f"Reprinted for the archive in June.\n\n{body}")
    run(opened, reports)
    reasons = {row.location.rpartition("/")[2]: row.reason for row in opened.store.ledger.files()}
    assert reasons["second.txt"] == f"nearly the same text as {reports / 'first.txt'}"
    assert (reasons["first.txt"], reasons["act.txt"]) == ("date from the lines at the top", "")
    assert found(opened, '"obliges provider"').count("second.txt") > 0


def test_bad_files_are_accounted_for_and_stop_nothing(opened: Collection, reports: Path) -> None:
    (reports / "empty.txt").write_bytes(b"")
    (reports / "empty too.txt").write_bytes(b"")
    (reports / "junk.txt").write_bytes(bytes(range(256)) * 20)
    (reports / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    report = run(opened, reports)
    assert found(opened, "semiconductors") == ["plan.md"]
    by_name = states(opened)
    assert by_name["empty.txt"] is by_name["empty too.txt"] is State.EMPTY
    assert by_name["junk.txt"] is by_name["cut.pdf"] is State.FAILED
    assert sum(report.states.values()) == 7
    for row in report.not_indexed:
        assert row.reason
        assert row.location not in row.reason, "the row names it already"
        assert "\n" not in row.reason


def test_a_file_that_breaks_leaves_the_index(opened: Collection, reports: Path) -> None:
    run(opened, reports)
    (reports / "plan.md").write_bytes(b"")
    run(opened, reports)
    assert found(opened, "semiconductors") == []
    assert states(opened)["plan.md"] is State.EMPTY


def test_a_metadata_table_wins_and_is_followed(opened: Collection, reports: Path) -> None:
    table = reports / "metadata.csv"
    table.write_text("path,title,publisher,published\nact.txt,The AI Act,Sample desk,2024-07\n")
    run(opened, reports)
    results = search(opened.store, opened.engine, SearchRequest(query="adopted"))
    assert results.hits[0].title == "The AI Act"
    table.write_text("path,title,publisher,published\nact.txt,Regulation 2024/1689,Sample desk,2024-07\n")
    assert run(opened, reports).actions == {"changed": 1, "unchanged": 2}
    results = search(opened.store, opened.engine, SearchRequest(query="adopted"))
    assert results.hits[0].title == "Regulation 2024/1689"


def test_a_metadata_table_that_cannot_be_read_is_named(opened: Collection, reports: Path) -> None:
    (reports / "metadata.csv").symlink_to(reports / "nowhere.csv")
    with pytest.raises(UsageError, match=r"metadata\.csv: cannot be read"):
        run(opened, reports)


def test_an_interrupted_run_is_continued(opened: Collection, reports: Path) -> None:
    report = run(opened, reports, should_stop=lambda: True)
    assert report.stopped
    assert opened.store.documents.count()[0] == 1
    report = run(opened, reports)
    assert (report.stopped, opened.store.documents.count()[0]) == (False, 3)


def test_what_the_index_missed_is_made_up(opened: Collection, reports: Path) -> None:
    run(opened, reports)
    document_id = opened.store.documents.ids()[0]
    with opened.engine.writer() as writer:
        writer.delete_document(document_id)
    opened.store.documents.queue(document_id)
    assert search(opened.store, opened.engine, SearchRequest()).total_documents == 2
    run(opened, reports)
    assert search(opened.store, opened.engine, SearchRequest()).total_documents == 3
    assert opened.store.documents.queued(1) == []


def test_analysis_is_left_for_later_and_done_once(opened: Collection, reports: Path) -> None:
    run(opened, reports)
    seen: list[Progress] = []
    report = run(opened, reports, extract=True, progress=seen.append)
    assert report.pending == 0
    assert {progress.phase for progress in seen} == {"analysing", "indexing"}
    values = {row.entity.id for row in opened.store.entities.rows(MentionKind.DATE)}
    assert {"2024-06", "2021"} <= values
    run(opened, reports, extract=True, progress=seen.append)
    assert len([progress for progress in seen if progress.phase == "analysing"]) == 3


def test_rebuilding_gives_the_same_answers(opened: Collection, reports: Path, tmp_path: Path) -> None:
    run(opened, reports)
    with open_collection(tmp_path / "fresh", create=True) as fresh:
        rebuild(opened.store, fresh.engine)
        for query in ("", "plan", "人工智能", "artificial OR semiconductors"):
            request = SearchRequest(query=query)
            assert search(opened.store, fresh.engine, request) == search(opened.store, opened.engine, request)


def test_indexing_twice_changes_nothing(opened: Collection, reports: Path) -> None:
    run(opened, reports)
    for document_id in opened.store.documents.ids():
        opened.store.documents.queue(document_id)
    index_queued(opened.store, opened.engine)
    assert search(opened.store, opened.engine, SearchRequest()).total_documents == 3

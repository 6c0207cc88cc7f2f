from __future__ import annotations

import os
import re
import shutil
import sqlite3
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policysearch.errors import StoreError, StoreNotFound
from policysearch.models import Document, Entity, EntityChanges, Heading, Mention, MentionKind, State
from policysearch.passages import split_passages
from policysearch.store import FileRow, Store, exclusive, memory_store, open_store
from policysearch.store import connection as connection_module
from policysearch.store.sketches import MOST_DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = "# Title\n\nThe AI Act was adopted in 2024.\n\nIt applies from 2026, says the 欧盟 AI Office. 𝔄 sign."


def make_document(text: str = TEXT, id_: str = "0123456789abcdef") -> Document:
    return Document(
        id=id_,
        location=f"reports/{id_}.md",
        media_type="text/markdown",
        title="Title",
        publisher="Desk",
        published="2025-03",
        language="en",
        text=text,
        headings=(Heading(0, 7, 1),),
        notes=("decoded as utf-8",),
    )


def mention(document: Document, text: str, kind: MentionKind, value: str) -> Mention:
    start = document.text.index(text)
    return Mention(
        document_id=document.id,
        start=start,
        end=start + len(text),
        kind=kind,
        text=text,
        value=value,
        extractor="test",
    )


AI_ACT = Entity(
    id="law:ai-act", kind=MentionKind.LAW, name="AI Act", aliases=("KI-Verordnung",), jurisdiction="EU"
)


def analysed(store: Store, document: Document) -> None:
    store.documents.put(document, split_passages(document))
    mentions = [
        mention(document, "AI Act", MentionKind.LAW, AI_ACT.id),
        mention(document, "2024", MentionKind.DATE, "2024"),
    ]
    store.mentions.put(document.id, mentions, [AI_ACT], extractor="rules 1")
    store.entities.refresh()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.sqlite", create=True) as opened:
        yield opened


def test_a_document_comes_back_as_it_was(store: Store) -> None:
    document = make_document()
    store.documents.put(document, split_passages(document))
    assert store.documents.get(document.id) == document
    assert store.documents.passages(document) == split_passages(document)


def test_passages_come_back_by_id_with_code_point_offsets(store: Store) -> None:
    document = make_document(TEXT * 40)
    passages = split_passages(document)
    store.documents.put(document, passages)
    sources = store.documents.sources([passage.id for passage in passages])
    assert [source.passage for source in sources.values()] == list(passages)
    assert store.documents.sources(["nowhere:0"]) == {}


def test_same_words_share_a_fingerprint(store: Store) -> None:
    first, second = make_document(), make_document(id_="fedcba9876543210")
    for document in (first, second):
        store.documents.put(document, split_passages(document))
    fingerprint = split_passages(first)[0].fingerprint
    found = store.documents.passages_with_fingerprint(fingerprint)
    assert [source.passage.document_id for source in found] == [first.id, second.id]


def test_entity_list_counts_documents_passages_and_mentions(store: Store) -> None:
    analysed(store, make_document())
    analysed(store, replace(make_document(id_="fedcba9876543210"), published="2023-01-05"))
    (row,) = store.entities.rows(MentionKind.LAW)
    assert (row.entity, row.documents, row.passages, row.mentions) == (AI_ACT, 2, 2, 2)
    assert (row.first, row.last) == ("2023-01-05", "2025-03")
    chosen = [passage.id for passage in split_passages(make_document())]
    (row,) = store.entities.rows(MentionKind.LAW, passage_ids=chosen)
    assert (row.documents, row.mentions) == (1, 1)
    assert store.entities.rows(MentionKind.LAW, passage_ids=[]) == []


@pytest.mark.parametrize("name", ["AI Act", "the ai act", "KI-Verordnung", "law:ai-act"])
def test_an_entity_is_found_by_every_name(store: Store, name: str) -> None:
    analysed(store, make_document())
    assert store.entities.named(MentionKind.LAW, name) == [AI_ACT]
    assert store.entities.named(MentionKind.ORGANIZATION, name) == []


def test_an_id_is_not_read_as_a_name(store: Store) -> None:
    document = make_document()
    store.documents.put(document, split_passages(document))
    other = replace(AI_ACT, id="law:law-nine", name="Law Nine", aliases=())
    store.mentions.put(document.id, [], [AI_ACT, other], extractor="rules 1")
    store.entities.refresh()
    assert store.entities.named(MentionKind.LAW, "law nine") == [other]
    assert store.entities.named(MentionKind.LAW, "law:nine") == []


def test_the_name_most_documents_use_wins_in_any_order(store: Store) -> None:
    names = ["AI Act", "EU AI Act", "EU AI Act"]
    for number, name in enumerate(names):
        document = make_document(id_=f"{number:016x}")
        store.documents.put(document, split_passages(document))
        store.mentions.put(document.id, [], [replace(AI_ACT, name=name)], extractor="rules 1")
    store.entities.refresh()
    entity = store.entities.get(AI_ACT.id)
    assert entity is not None
    assert (entity.name, entity.aliases) == ("EU AI Act", ("AI Act", "KI-Verordnung"))


def put_calling(store: Store, number: int, entity: Entity) -> Document:
    document = make_document(id_=f"{number:016x}")
    store.documents.put(document, split_passages(document))
    store.mentions.put(
        document.id, [mention(document, "AI Act", MentionKind.LAW, entity.id)], [entity], extractor="rules 1"
    )
    return document


def every_entity(store: Store) -> list[Entity]:
    return [row.entity for row in store.entities.rows(MentionKind.LAW)]


def test_a_name_in_capitals_and_a_missing_jurisdiction_give_way(tmp_path: Path) -> None:
    calls = [
        ("ZONAL WIDGET ACT", ""),
        ("ZONAL WIDGET ACT", ""),
        ("Zonal Widget Act", ""),
        ("ZONAL WIDGET ACT", "KE"),
    ]
    with open_store(tmp_path / "s", create=True) as store:
        for number, (name, place) in enumerate(calls):
            put_calling(store, number, replace(AI_ACT, name=name, jurisdiction=place, aliases=()))
        store.entities.refresh()
        assert [(e.name, e.jurisdiction) for e in every_entity(store)] == [("Zonal Widget Act", "KE")]


def test_a_refresh_after_each_document_is_one_refresh_after_all(tmp_path: Path) -> None:
    calls = [
        replace(AI_ACT, name=name, jurisdiction=place, aliases=aliases)
        for name, place, aliases in [
            ("AI Act", "EU", ("KI-Verordnung",)),
            ("EU AI Act", "", ()),
            ("EU AI Act", "EU", ("règlement IA",)),
            ("AI Act", "EU", ()),
            ("Artificial Intelligence Act", "EU", ()),
        ]
    ] + [replace(AI_ACT, id="law:gdpr", name="GDPR", aliases=())]
    results = []
    for name, each_time in (("each", True), ("once", False)):
        with open_store(tmp_path / name, create=True) as store:
            documents = []
            for number, entity in enumerate(calls):
                documents.append(put_calling(store, number, entity))
                if each_time:
                    store.entities.refresh()
            store.documents.delete(documents[3].id)
            put_calling(store, 4, calls[0])
            store.documents.supersede(documents[5].id, by=documents[0].id)
            store.entities.refresh()
            names = {
                form: [entity.id for entity in store.entities.named(MentionKind.LAW, form)]
                for form in ("AI Act", "EU AI Act", "Artificial Intelligence Act", "GDPR", "KI-Verordnung")
            }
            results.append((every_entity(store), names))
    assert results[0] == results[1]
    assert [entity.name for entity in results[0][0]] == ["EU AI Act"]
    assert results[0][1]["GDPR"] == results[0][1]["Artificial Intelligence Act"] == []


def test_a_refresh_is_due_until_it_is_made(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with open_store(path, create=True) as store:
        assert not store.entities.refresh_due()
        document = put_calling(store, 1, AI_ACT)
    with open_store(path) as store:
        assert store.entities.refresh_due(), "also in another process"
        store.entities.refresh()
        assert not store.entities.refresh_due()
        store.documents.relocate(document.id, "elsewhere.md")
        assert not store.entities.refresh_due()
        store.documents.delete(document.id)
        assert store.entities.refresh_due()


def test_a_refresh_with_other_corrections_names_every_entity_anew(store: Store) -> None:
    put_calling(store, 1, AI_ACT)
    other = replace(AI_ACT, id="law:gdpr", name="GDPR", aliases=())
    put_calling(store, 2, other)
    merged = EntityChanges(redirects={other.id: AI_ACT.id}, names={AI_ACT.id: "The Act"})
    store.entities.refresh(merged)
    assert store.entities.get(other.id) is None
    assert [entity.name for entity in store.entities.named(MentionKind.LAW, other.id)] == ["The Act"]
    store.entities.refresh()
    assert store.entities.get(AI_ACT.id) == AI_ACT
    assert store.entities.named(MentionKind.LAW, other.id) == [replace(other, aliases=("AI Act",))]


def test_documents_with_a_law_of_another_jurisdiction_are_queued(store: Store) -> None:
    first = put_calling(store, 1, replace(AI_ACT, jurisdiction=""))
    store.entities.refresh()
    store.documents.unqueue([first.id])
    for number in (2, 3):
        put_calling(store, number, AI_ACT)
    store.entities.refresh()
    assert first.id in store.documents.queued(10)


def test_mentions_of_chosen_passages_are_those_of_all_that_stand_there(store: Store) -> None:
    long = replace(make_document(TEXT * 60), id="f" * 16)
    passages = split_passages(long)
    assert len(passages) > 2
    store.documents.put(long, passages)
    every = [
        Mention(
            document_id=long.id,
            start=match.start(),
            end=match.end(),
            kind=MentionKind.DATE,
            text=match[0],
            value=match[0],
            extractor="test",
        )
        for match in re.finditer("2024|2026", long.text)
    ]
    store.mentions.put(long.id, every, [], extractor="rules 1")
    put_calling(store, 1, AI_ACT)
    rows = list(store.mentions.rows())
    chosen = {passages[1].id, f"{1:016x}:0", "nowhere:0"}
    few = list(store.mentions.rows(passage_ids=chosen))
    assert few == [row for row in rows if row.passage_id in chosen]
    assert {row.passage_id for row in few} == chosen - {"nowhere:0"}
    for row in rows:
        assert row.mention.text in row.context
    everywhere = store.mentions.passages_by_value(MentionKind.DATE)
    narrowed = store.mentions.passages_by_value(MentionKind.DATE, passage_ids=chosen)
    assert narrowed == {value: found & chosen for value, found in everywhere.items()}


def test_two_lists_of_mentions_may_be_read_at_once(store: Store) -> None:
    for number in (1, 2):
        put_calling(store, number, AI_ACT)
    lists = [store.mentions.rows(passage_ids=[f"{number:016x}:0"]) for number in (1, 2)]
    assert [next(rows).mention.document_id for rows in lists] == [f"{number:016x}" for number in (1, 2)]


def test_hashes_that_very_many_documents_have_tell_nothing(store: Store) -> None:
    for number in range(MOST_DOCUMENTS + 1):
        document = make_document(id_=f"{number:016x}")
        store.documents.put(document, ())
        store.sketches.put(document.id, (7, number + 100))
    assert store.sketches.similar("new", (7,)) == {}
    assert store.sketches.similar("new", (7, 103)) == {f"{3:016x}": (7, 103)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("x" * 99 + " AI Act " + "y" * 99, "AI Act", id="words that do not fit"),
        pytest.param(
            "word " * 30 + "AI Act" + " word" * 30, "word " * 16 + "AI Act" + " word" * 16, id="words"
        ),
        pytest.param("ab " * 30 + "AI Act", "ab " * 26 + "AI Act", id="a word cut in two"),
        pytest.param("法" * 99 + "AI Act" + "律" * 99, "法" * 80 + "AI Act" + "律" * 80, id="no spaces"),
        pytest.param("AI Act", "AI Act", id="all there is"),
    ],
)
def test_context_begins_and_ends_with_whole_words(store: Store, text: str, expected: str) -> None:
    document = replace(make_document(), text=text, page_starts=(), headings=())
    store.documents.put(document, split_passages(document))
    found = mention(document, "AI Act", MentionKind.LAW, AI_ACT.id)
    store.mentions.put(document.id, [found], [AI_ACT], extractor="rules 1")
    assert [row.context for row in store.mentions.rows()] == [expected]


def test_mentions_carry_context_and_page(store: Store) -> None:
    document = replace(make_document(), page_starts=(0, 9))
    analysed(store, document)
    (row,) = store.mentions.rows(kind=MentionKind.LAW)
    assert "The AI Act was adopted in 2024." in row.context
    assert (row.page, row.name, row.location) == (2, "AI Act", document.location), (
        "not where its passage begins"
    )
    (source,) = store.documents.sources([row.passage_id]).values()
    assert (source.passage.page, source.passage.last_page) == (1, 2)


def test_superseded_text_stays_but_its_mentions_go(store: Store) -> None:
    document = make_document()
    analysed(store, document)
    store.documents.supersede(document.id, by="new")
    assert store.documents.get(document.id) == document
    assert store.documents.superseded_by(document.id) == "new"
    assert store.documents.ids() == store.documents.pending() == []
    assert list(store.mentions.rows()) == []


def test_deleting_leaves_nothing(store: Store) -> None:
    document = make_document()
    analysed(store, document)
    store.documents.delete(document.id)
    store.entities.refresh()
    assert store.documents.get(document.id) is None
    assert store.documents.count() == (0, 0)
    assert store.entities.rows(MentionKind.LAW) == []
    assert store.entities.named(MentionKind.LAW, "AI Act") == []


def test_what_is_no_text_is_the_name_of_nothing(store: Store) -> None:
    analysed(store, make_document())
    assert store.documents.get("\udcff") is None
    assert store.entities.named(MentionKind.LAW, "\ud800") == []


def test_long_documents_are_analysed_first(store: Store) -> None:
    short, long = make_document(), make_document(TEXT + " And more." * 9, id_="fedcba9876543210")
    for document in (short, long):
        store.documents.put(document, split_passages(document))
    assert store.documents.pending() == [long.id, short.id]


@pytest.mark.parametrize(
    ("change", "pending"),
    [
        pytest.param({"title": "Another title"}, False, id="a title says nothing of mentions"),
        pytest.param({"published": "2024"}, True, id="relative dates hang on the date"),
        pytest.param({"text": TEXT + " More."}, True, id="text is what is analysed"),
    ],
)
def test_reading_again_keeps_mentions_that_still_hold(
    store: Store, change: dict[str, str], pending: bool
) -> None:
    document = make_document()
    analysed(store, document)
    again = replace(document, **change)
    store.documents.put(again, split_passages(again))
    assert store.documents.pending() == ([document.id] if pending else [])


def put_and_fail(store: Store, document: Document) -> None:
    with store.transaction():
        store.documents.put(document, split_passages(document))
        raise ZeroDivisionError


def test_a_failed_transaction_changes_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        put_and_fail(store, make_document())
    assert store.documents.count() == (0, 0)


def test_ledger_rows_and_counts(store: Store) -> None:
    row = FileRow(
        path="/reports/a.txt",
        location="a.txt",
        size=1,
        mtime_ns=2,
        sha256="f" * 64,
        metadata="",
        state=State.INDEXED,
        reason="",
        document_id="f" * 16,
    )
    twin = replace(row, path="/reports/0.txt", location="0.txt", state=State.DUPLICATE)
    failed = replace(row, path="/reports/b.txt", location="b.txt", state=State.FAILED, document_id=None)
    for each in (row, twin, failed):
        store.ledger.put(each)
    assert store.ledger.files() == [twin, row, failed]
    assert store.ledger.files_of("f" * 16) == [row, twin]
    assert store.ledger.count_by_state() == {State.INDEXED: 1, State.DUPLICATE: 1, State.FAILED: 1}


def test_no_store_yet(tmp_path: Path) -> None:
    with pytest.raises(StoreNotFound, match=r"run `policysearch ingest` first"):
        open_store(tmp_path / "store.sqlite")


def test_not_a_database(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_text("these are notes, not a database, and longer than a header of one would be" * 20)
    with pytest.raises(StoreError, match="not a usable policysearch store"):
        open_store(path)


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE notes (text)")
    connection.close()
    with pytest.raises(StoreError, match="not made by policysearch"):
        open_store(path, create=True)


def test_a_store_of_a_newer_version(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    open_store(path, create=True).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(StoreError, match=r"made by a newer policysearch .*upgrade policysearch"):
        open_store(path)


def test_a_damaged_store_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with open_store(path, create=True) as store:
        for number in range(20):
            put_calling(store, number, AI_ACT)
    bytes_ = path.read_bytes()
    path.write_bytes(bytes_[:8192] + b"\xff" * (len(bytes_) - 8192))
    message = "not a usable policysearch store .*; move its folder away and ingest again"
    with pytest.raises(StoreError, match=message), open_store(path) as store:
        store.documents.count()


def test_a_locked_store_is_said_to_be_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_module, "BUSY_SECONDS", 0)
    path = tmp_path / "store.sqlite"
    with (
        open_store(path, create=True) as first,
        open_store(path) as second,
        first.transaction(),
        pytest.raises(StoreError, match="another policysearch is writing to it; wait"),
        second.transaction(),
    ):
        pass


def put_many(store: Store) -> None:
    with store.transaction():
        for number in range(2, 200):
            put_calling(store, number, AI_ACT)


def test_a_full_disk_is_one_line_and_keeps_what_was_done(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with open_store(path, create=True) as store:
        put_calling(store, 1, AI_ACT)
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match="the disk is full; make room"):
            put_many(store)
        assert store.documents.count()[0] == 1


@contextmanager
def without_rights() -> Iterator[None]:
    """Be nobody for a while if this is root, who may write to everything."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="folders there have no such permissions")
def test_a_store_that_may_only_be_read_is_read() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        path = folder / "store.sqlite"
        with open_store(path, create=True) as store:
            put_calling(store, 1, AI_ACT)
            store.entities.refresh()
        path.chmod(0o444)
        folder.chmod(0o555)
        with without_rights():
            with open_store(path) as store:
                assert store.documents.count()[0] == 1
                assert len(store.entities.rows(MentionKind.LAW, passage_ids=[f"{1:016x}:0"])) == 1
                with pytest.raises(StoreError, match="cannot be written to"), store.transaction():
                    store.set_setting("a", "b")
            with pytest.raises(StoreError, match="cannot be written to"), exclusive(folder):
                pass
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_store_in_memory_is_empty_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with memory_store() as store:
        assert store.ledger.files() == []
    assert list(tmp_path.iterdir()) == []


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with (
        exclusive(tmp_path),
        pytest.raises(StoreError, match="another policysearch is writing"),
        exclusive(tmp_path),
    ):
        pass
    with exclusive(tmp_path):
        pass

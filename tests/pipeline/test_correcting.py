"""Corrections applied to the sample corpus, against brute force over its mentions."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import time
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from policysearch.collection import STORE_FILE, Collection, open_collection
from policysearch.errors import UsageError
from policysearch.models import NO_VALUE, Entity, Facet, Mention, MentionKind, SearchRequest
from policysearch.passages import split_passages
from policysearch.pipeline import Options, ingest
from policysearch.pipeline.correcting import apply_corrections
from policysearch.pipeline.indexing import index_queued
from policysearch.search import search
from policysearch.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from policysearch.models import Document

KINDS = {Facet.LAW: MentionKind.LAW, Facet.ORGANIZATION: MentionKind.ORGANIZATION}
ALL = 100_000
SECONDS = 10.0  # for 100,000 mentions, on any machine that runs these tests


@pytest.fixture(scope="module")
def own(collection: Collection, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """A copy of the sample collection to write to."""
    folder = tmp_path_factory.mktemp("corrected") / "index"
    shutil.copytree(collection.folder, folder)
    with open_collection(folder) as opened:
        yield opened


def correct(collection: Collection, text: str) -> tuple[str, ...]:
    report = apply_corrections(collection.store, text, source="corrections.toml")
    index_queued(collection.store, collection.engine)
    return report.messages()


def dump(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that corrections could touch."""
    connection = sqlite3.connect(folder / STORE_FILE)
    tables = ("mentions", "entity_names", "entities", "entity_keys", "index_queue", "documents")
    content = {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in tables}
    connection.close()
    return content


def facets(collection: Collection) -> dict[Facet, dict[str, tuple[int, int]]]:
    results = search(
        collection.store,
        collection.engine,
        SearchRequest(limit=0, facets=(*KINDS, Facet.JURISDICTION), facet_size=ALL),
    )
    return {
        facet: {row.value: (row.documents, row.passages) for row in rows}
        for facet, rows in results.facets.items()
    }


def expected_value(
    mention: Mention, moves: Mapping[str, str], words: Mapping[tuple[str, str], str], hidden: set[str]
) -> str:
    """What becomes of a mention, worked out one by one."""
    value = mention.value
    while value in moves:
        value = moves[value]
    target = words.get((value, mention.text), value)
    while target in moves:
        target = moves[target]
    return "" if target in hidden else target


@pytest.mark.parametrize("seed", range(3))
def test_facets_lists_and_mentions_agree_with_brute_force(own: Collection, seed: int) -> None:
    correct(own, "")
    before, facets_before = dump(own.folder), facets(own)
    dice = random.Random(seed)
    ids = sorted(entity.id for entity in own.store.entities.found())
    dice.shuffle(ids)
    merged, retyped, hidden, split = ids[:12], ids[12:16], set(ids[16:24]), ids[24]
    moves = dict(zip(merged, ids[30:42], strict=True))
    swap = {"law": "organization", "organization": "law"}
    for id_ in retyped:
        kind, _, rest = id_.partition(":")
        moves[id_] = f"{swap[kind]}:{rest}"
    found = [row.mention for row in own.store.mentions.rows() if row.mention.kind is not MentionKind.DATE]
    wording = next(mention.text for mention in found if mention.value == split)
    words = {(split, wording): ids[31]}
    text = (
        "[merge]\n"
        + "".join(f'"{id_}" = "{moves[id_]}"\n' for id_ in merged)
        + "[retype]\n"
        + "".join(f'"{id_}" = "{moves[id_].partition(":")[0]}"\n' for id_ in retyped)
        + "[hide]\n"
        + "".join(f'"{id_}" = "noise"\n' for id_ in sorted(hidden))
        + f'[split]\n"{split}".wording.{json.dumps(wording)} = "{ids[31]}"\n'
    )
    assert correct(own, text) == ()

    expected = {
        (m.document_id, m.start, m.text, value)
        for m in found
        if (value := expected_value(m, moves, words, hidden))
    }
    rows = [row for row in own.store.mentions.rows() if row.mention.kind is not MentionKind.DATE]
    assert {
        (r.mention.document_id, r.mention.start, r.mention.text, r.mention.value) for r in rows
    } == expected
    assert all(row.mention.value.startswith(f"{row.mention.kind}:") for row in rows)

    passages: dict[Facet, dict[str, set[str]]] = {facet: defaultdict(set) for facet in KINDS}
    for row in rows:
        facet = Facet(row.mention.kind)
        passages[facet][row.mention.value].add(row.passage_id)
    shown = facets(own)
    for facet, kind in KINDS.items():
        counted = {
            value: (len({p.partition(":")[0] for p in found_in}), len(found_in))
            for value, found_in in passages[facet].items()
        }
        assert {v: n for v, n in shown[facet].items() if v != NO_VALUE} == counted
        listed = own.store.entities.rows(kind)
        assert {row.entity.id: (row.documents, row.passages) for row in listed} == counted
        assert all(row.entity.name for row in listed)
    correct(own, "")
    assert dump(own.folder) == before, "taking the lines out restores the former state exactly"
    assert facets(own) == facets_before


def test_only_changed_documents_are_queued_and_a_second_time_nothing(own: Collection) -> None:
    correct(own, "")
    row = own.store.entities.rows(MentionKind.LAW)[0]
    text = f'[hide]\n"{row.entity.id}" = "for a test"\n'
    report = apply_corrections(own.store, text, source="c")
    assert (report.mentions, report.documents) == (row.mentions, row.documents)
    assert len(own.store.documents.queued(ALL)) == row.documents
    index_queued(own.store, own.engine)
    generation = own.engine.generation()
    again = apply_corrections(own.store, text, source="c")
    assert (again.mentions, again.documents) == (0, 0)
    assert own.store.documents.queued(1) == []
    assert own.engine.generation() == generation
    renamed = apply_corrections(own.store, f'[rename]\n"{row.entity.id}" = "Named"\n', source="c")
    assert renamed.mentions == row.mentions, "shown again"
    assert own.store.entities.rows(MentionKind.LAW)[0].entity.name == "Named"
    correct(own, "")


def test_a_merged_law_goes_by_all_its_names_and_its_jurisdiction(own: Collection) -> None:
    correct(own, "")
    laws = [row.entity for row in own.store.entities.rows(MentionKind.LAW)]
    target = next(entity for entity in laws if entity.jurisdiction == "EU")
    source = next(entity for entity in laws if not entity.jurisdiction and entity.id != target.id)
    before = facets(own)[Facet.JURISDICTION]["EU"]
    correct(own, f'[merge]\n"{source.id}" = "{target.id}"\n')
    for name in (source.name, source.id, target.name):
        assert [entity.id for entity in own.store.entities.named(MentionKind.LAW, name)] == [target.id]
    merged = own.store.entities.get(target.id)
    assert merged is not None
    assert merged.name == target.name
    assert source.name in merged.aliases
    after = facets(own)[Facet.JURISDICTION]["EU"]
    assert after[1] > before[1], "passages that speak of the merged law are in the facet of its jurisdiction"
    correct(own, "")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Collection]:
    """A collection of two files that speak of one law."""
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "one.txt").write_text("The Online Harms Act 2031 was adopted in 2031.")
    (reports / "two.txt").write_text("A note on the Online Harms Act 2031 and its aims.")
    with open_collection(tmp_path / "index", create=True) as opened:
        ingest(opened, [reports], Options())
        yield opened


def law_ids(collection: Collection) -> list[str]:
    return [row.entity.id for row in collection.store.entities.rows(MentionKind.LAW)]


def test_corrections_hold_for_what_comes_later(small: Collection, tmp_path: Path) -> None:
    (law,) = law_ids(small)
    path = tmp_path / "corrections.toml"
    path.write_text(f'[rename]\n"{law}" = "Harms Act"\n[hide]\n"Nobody Knows Act" = ""\n')
    options = Options(corrections=path)
    report = ingest(small, [tmp_path / "reports"], options)
    assert report.corrections == (
        f"{path}:4: no law or organization is named 'Nobody Knows Act'; `policysearch entities` lists them",
    )
    (tmp_path / "reports" / "three.txt").write_text("Again the Online Harms Act 2031 is in force.")
    (tmp_path / "reports" / "one.txt").write_text(
        "Changed: the Online Harms Act 2031 was adopted in May 2031."
    )
    for again in (options, Options(), options):
        ingest(small, [tmp_path / "reports"], again)
        (row,) = small.store.entities.rows(MentionKind.LAW)
        assert (row.entity.name, row.documents) == ("Harms Act", 3)
    path.write_text("")
    ingest(small, [tmp_path / "reports"], options)
    (row,) = small.store.entities.rows(MentionKind.LAW)
    assert row.entity.name == "Online Harms Act 2031"


def test_an_unchanged_file_costs_nothing(
    small: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text(f'[rename]\n"{law_ids(small)[0]}" = "Harms Act"\n')
    ingest(small, [tmp_path / "reports"], Options(corrections=path))
    monkeypatch.setattr(Store, "transaction", None)  # nothing is worked out, so nothing is written
    assert small.store.corrections.remembered() == (path.read_text(), str(path))
    from policysearch.pipeline import ingestion

    run = ingestion._Run(small, Options(corrections=path))
    run.index()
    assert run.messages == ()


def test_broken_corrections_stop_a_run_before_it_begins(small: Collection, tmp_path: Path) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text('[merge]\n"A" "B"\n')
    (tmp_path / "reports" / "three.txt").write_text("A third note.")
    with pytest.raises(UsageError, match=r"corrections\.toml:2: not TOML"):
        ingest(small, [tmp_path / "reports"], Options(corrections=path))
    assert small.store.documents.count()[0] == 2


def synthetic(store: Store, *, documents: int, mentions_each: int, entities: int) -> None:
    """Documents that mention laws by number, each document the next ones of a cycle."""
    names = [f"Law {number}" for number in range(entities)]
    with store.transaction():
        for number in range(documents):
            chosen = [(number * mentions_each + i) % entities for i in range(mentions_each)]
            document = _document(number, " ".join(names[i] for i in chosen))
            store.documents.put(document, split_passages(document))
            found, start = [], 0
            for i in chosen:
                found.append(
                    Mention(
                        document_id=document.id,
                        start=start,
                        end=start + len(names[i]),
                        kind=MentionKind.LAW,
                        text=names[i],
                        value=f"law:{i}",
                        extractor="test",
                    )
                )
                start += len(names[i]) + 1
            known = [Entity(id=f"law:{i}", kind=MentionKind.LAW, name=names[i]) for i in set(chosen)]
            store.mentions.put(document.id, found, known, extractor="test")
        store.entities.refresh()


def _document(number: int, text: str) -> Document:
    from policysearch.models import Document

    return Document(
        id=f"{number:016x}",
        location=f"{number}.txt",
        media_type="text/plain",
        title=f"{number}",
        publisher="",
        published="2024",
        language="en",
        text=text,
    )


def test_100_000_mentions_take_seconds(tmp_path: Path) -> None:
    with open_store(tmp_path / "store.sqlite", create=True) as store:
        synthetic(store, documents=1000, mentions_each=100, entities=5000)
        assert store.mentions.count() == 100_000
        text = (
            "[merge]\n"
            + "".join(f'"Law {i}" = "Law {i + 1}"\n' for i in range(0, 1000, 2))
            + "[hide]\n"
            + "".join(f'"Law {i}" = "noise"\n' for i in range(2000, 2500))
            + "[split]\n"
            + "".join(f'"Law {i}".wording."Law {i}" = "Law {i + 1}"\n' for i in range(3000, 3100, 2))
        )
        started = time.process_time()
        report = apply_corrections(store, text, source="c")
        assert time.process_time() - started < SECONDS
        assert (report.mentions, report.notices) == (20 * (500 + 500 + 50), ())
        started = time.process_time()
        assert apply_corrections(store, "", source="c").mentions == report.mentions
        assert time.process_time() - started < SECONDS

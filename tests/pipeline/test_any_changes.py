"""Whatever happens to files between runs, store, ledger and index equal the folder afterwards."""

from __future__ import annotations

import random
import shutil
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from policysearch.collection import Collection, open_collection
from policysearch.models import SearchRequest, State
from policysearch.pipeline import Options, ingest
from policysearch.search import search

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ["a.txt", "b.txt", "c.txt", "x.zip", "y.zip"]
CONTENTS = [f"Report number {number} speaks of subject{number}x alone." for number in range(6)]
STEPS = 8  # runs of ingest in one story
CHANGES = 4  # between two runs


def change(folder: Path, chance: random.Random) -> None:
    """One thing that people do to files."""
    path, other = folder / chance.choice(NAMES), folder / chance.choice(NAMES)
    match chance.choice(["write", "write", "move", "copy", "remove"]):
        case "write" if path.suffix == ".zip":
            with zipfile.ZipFile(path, "w") as archive:
                for number, content in enumerate(chance.choices(CONTENTS, k=chance.randint(0, 3))):
                    archive.writestr(f"m{number}.txt", content)
        case "write":
            path.write_text(chance.choice(CONTENTS))
        case "move" if path.exists() and path.suffix == other.suffix:
            path.replace(other)
        case "copy" if path.exists() and path != other and path.suffix == other.suffix:
            shutil.copy(path, other)
        case "remove":
            path.unlink(missing_ok=True)


def texts_in(folder: Path) -> set[str]:
    found = set()
    for path in folder.iterdir():
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                found |= {archive.read(name).decode() for name in archive.namelist()}
        else:
            found.add(path.read_text())
    return found


def check(collection: Collection, folder: Path) -> None:
    store = collection.store
    documents = [store.documents.get(document_id) for document_id in store.documents.ids()]
    assert {document.text for document in documents if document} == texts_in(folder)
    holders: Counter[str] = Counter()
    for row in store.ledger.files():
        there = (folder.parent / row.path_on_disk).exists()
        assert there or row.state is State.REMOVED, row
        assert row.container or there == (row.state is not State.REMOVED), row
        if row.document_id and row.state is not State.REMOVED:
            assert row.document_id in store.documents.ids(), row
            holders[row.document_id] += row.state is not State.DUPLICATE
    assert set(holders.values()) <= {1}, "one file is a document's own, the others are duplicates"
    assert holders.keys() == set(store.documents.ids())
    for number, content in enumerate(CONTENTS):
        results = search(store, collection.engine, SearchRequest(query=f"subject{number}x"))
        assert results.total_passages == (content in texts_in(folder))
        for hit in results.hits:
            own = store.ledger.files_of(hit.passage.document_id)[0]
            assert hit.location == own.location


@pytest.mark.parametrize("seed", range(6))
def test_the_collection_equals_the_folder(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    folder = tmp_path / "reports"
    folder.mkdir()
    with open_collection(tmp_path / "index", create=True) as collection:
        for _ in range(STEPS):
            for _ in range(CHANGES):
                change(folder, chance)
            if chance.random() < 0.3:
                ingest(collection, [folder], Options(extract=False, should_stop=lambda: True))
            ingest(collection, [folder], Options(extract=False))
            check(collection, folder)


def test_a_folder_that_cannot_be_looked_into_keeps_its_documents(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep/a.txt").write_text(CONTENTS[0])
    (folder / "b.txt").write_text(CONTENTS[1])
    with open_collection(tmp_path / "index", create=True) as collection:
        ingest(collection, [folder], Options(extract=False))
        shutil.rmtree(folder / "deep")
        (folder / "deep").symlink_to(folder / "deep")  # a link to itself: no user can look into it
        ingest(collection, [folder], Options(extract=False))
        assert (
            search(collection.store, collection.engine, SearchRequest(query="subject0x")).total_passages == 1
        )


def test_rebuilding_touches_nothing_but_indexes(tmp_path: Path) -> None:
    from policysearch.collection import new_index_name, open_new_index, use_index
    from policysearch.pipeline.rebuilding import rebuild

    folder = tmp_path / "home"
    (folder / "reports-2023").mkdir(parents=True)
    (folder / "reports-2023/a.txt").write_text(CONTENTS[0])
    with open_collection(folder, create=True) as collection:
        ingest(collection, [folder / "reports-2023"], Options(extract=False))
        index = new_index_name(folder, "whoosh")
        fresh = open_new_index(folder, index)
        rebuild(collection.store, fresh)
        fresh.close()
        use_index(folder, collection.store, index)
    assert (folder / "reports-2023/a.txt").exists()
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == [
        "reports-2023",
        index.partition(":")[2],
    ]

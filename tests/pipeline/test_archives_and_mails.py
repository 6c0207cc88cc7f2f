"""Archives and mails: every file inside is a document of its own, with its own line in the ledger."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from policysearch.collection import Collection, open_collection
from policysearch.models import SearchRequest, State
from policysearch.pipeline import Options, ingest
from policysearch.search import search

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from policysearch.pipeline import IngestReport

LIDAR, SONAR = b"A report on lidar.", b"A report on sonar."


def archive(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as writer:
        for name, content in files.items():
            writer.writestr(name, content)
    return buffer.getvalue()


def mail(attachments: dict[str, bytes], body: str = "See the annexes.") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Annexes"
    message["Date"] = "Mon, 03 Jun 2024 10:00:00 +0000"
    message.set_content(body)
    for name, content in attachments.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    return tmp_path / "reports"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Collection]:
    with open_collection(tmp_path / "index", create=True) as collection:
        yield collection


def run(collection: Collection, folder: Path) -> IngestReport:
    return ingest(collection, [folder], Options(extract=False))


def found(collection: Collection, query: str) -> list[str]:
    results = search(collection.store, collection.engine, SearchRequest(query=query))
    return sorted(hit.location.rpartition("reports/")[2] for hit in results.hits)


def states(collection: Collection) -> dict[str, State]:
    return {row.location.rpartition("reports/")[2]: row.state for row in collection.store.ledger.files()}


def test_files_in_an_archive_are_found_by_themselves(opened: Collection, reports: Path) -> None:
    (reports / "a.zip").write_bytes(archive({"lidar.txt": LIDAR, "deep/sonar.txt": SONAR}))
    run(opened, reports)
    assert found(opened, "report") == ["a.zip!/deep/sonar.txt", "a.zip!/lidar.txt"]
    assert states(opened) == dict.fromkeys(
        ["a.zip", "a.zip!/deep/sonar.txt", "a.zip!/lidar.txt"], State.INDEXED
    )
    assert run(opened, reports).actions == {"unchanged": 1}


def test_a_bad_member_costs_only_itself(opened: Collection, reports: Path) -> None:
    (reports / "a.zip").write_bytes(archive({"lidar.txt": LIDAR, "cut.pdf": b"%PDF-1.7\n", "empty.txt": b""}))
    run(opened, reports)
    assert found(opened, "lidar") == ["a.zip!/lidar.txt"]
    assert states(opened) == {
        "a.zip": State.PARTIAL,
        "a.zip!/cut.pdf": State.FAILED,
        "a.zip!/empty.txt": State.EMPTY,
        "a.zip!/lidar.txt": State.INDEXED,
    }


def test_a_changed_archive(opened: Collection, reports: Path) -> None:
    (reports / "a.zip").write_bytes(archive({"lidar.txt": LIDAR, "gone.txt": b"A report on radar."}))
    run(opened, reports)
    (reports / "a.zip").write_bytes(archive({"lidar.txt": LIDAR, "sonar.txt": SONAR}))
    run(opened, reports)
    assert found(opened, "report") == ["a.zip!/lidar.txt", "a.zip!/sonar.txt"]
    assert states(opened)["a.zip!/gone.txt"] is State.REMOVED


def test_a_removed_and_a_renamed_archive(opened: Collection, reports: Path) -> None:
    (reports / "a.zip").write_bytes(archive({"lidar.txt": LIDAR}))
    run(opened, reports)
    (reports / "a.zip").rename(reports / "b.zip")
    run(opened, reports)
    assert found(opened, "report") == ["b.zip!/lidar.txt"]
    (reports / "b.zip").unlink()
    run(opened, reports)
    assert found(opened, "report") == []
    assert set(states(opened).values()) == {State.REMOVED}


def test_the_same_bytes_inside_and_outside(opened: Collection, reports: Path) -> None:
    (reports / "lidar.txt").write_bytes(LIDAR)
    run(opened, reports)
    (reports / "a.zip").write_bytes(archive({"copy.txt": LIDAR}))
    run(opened, reports)
    assert states(opened)["a.zip!/copy.txt"] is State.DUPLICATE
    (reports / "lidar.txt").unlink()
    run(opened, reports)
    assert found(opened, "lidar") == ["a.zip!/copy.txt"]


def test_attachments_of_a_mail(opened: Collection, reports: Path) -> None:
    (reports / "mail.eml").write_bytes(mail({"lidar.txt": LIDAR, "both.zip": archive({"sonar.txt": SONAR})}))
    run(opened, reports)
    assert found(opened, "annexes") == ["mail.eml"]
    assert found(opened, "lidar") == ["mail.eml!/lidar.txt"]
    assert found(opened, "sonar") == ["mail.eml!/both.zip!/sonar.txt"]
    assert run(opened, reports).actions == {"unchanged": 1}
    (reports / "mail.eml").write_bytes(mail({"lidar.txt": LIDAR}))
    run(opened, reports)
    assert found(opened, "sonar") == []


def test_archives_inside_archives_have_an_end(opened: Collection, reports: Path) -> None:
    content = {"lidar.txt": LIDAR}
    for depth in range(4):
        content = {f"{depth}.zip": archive(content)}
    (reports / "a.zip").write_bytes(archive(content))
    run(opened, reports)
    assert found(opened, "lidar") == []
    assert State.FAILED in states(opened).values()

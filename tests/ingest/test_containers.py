from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from policysearch.errors import UnreadableFile
from policysearch.ingest import containers
from policysearch.ingest.containers import unpack
from policysearch.ingest.media_types import ZIP, media_type_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def archive(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as writer:
        for name, content in files.items():
            writer.writestr(name, content)
    return path


def test_members_come_in_order_of_their_names(tmp_path: Path, folder: Path) -> None:
    path = archive(
        tmp_path / "a.zip", {"b/报告.txt": b"b", "a.txt": b"a", "b/": b"", ".hidden": b"", "__MACOSX/a": b""}
    )
    members = unpack(path, media_type_of(path), folder)
    assert [(member.name, member.path.read_bytes()) for member in members] == [
        ("a.txt", b"a"),
        ("b/报告.txt", b"b"),
    ]
    assert members[0].path.suffix == ".txt"


@pytest.mark.parametrize(
    "name", ["../../escape.txt", "/etc/escape.txt", "..\\escape.txt", "a/../../escape.txt"]
)
def test_no_member_leaves_the_folder(tmp_path: Path, folder: Path, name: str) -> None:
    path = archive(tmp_path / "slip.zip", {name: b"out"})
    (member,) = unpack(path, ZIP, folder)
    assert member.path.parent == folder
    assert ".." not in member.name
    assert not member.name.startswith("/")
    assert [found.name for found in tmp_path.rglob("*escape*")] == []


def test_a_bomb_is_stopped_while_it_is_unpacked(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = archive(tmp_path / "bomb.zip", {"zeros.txt": bytes(50 << 20)})
    with pytest.raises(UnreadableFile, match="unpacks to more than"):
        unpack(path, ZIP, folder)
    assert (
        sum(found.stat().st_size for found in folder.iterdir()) <= path.stat().st_size * containers.MAX_RATIO
    )
    monkeypatch.setattr(containers, "MAX_BYTES", 10)
    with pytest.raises(UnreadableFile, match="unpacks to more than"):
        unpack(archive(tmp_path / "large.zip", {"a.txt": b"more than ten bytes"}), ZIP, folder)


def test_too_many_members(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAX_MEMBERS", 2)
    path = archive(tmp_path / "many.zip", {f"{number}.txt": b"" for number in range(3)})
    with pytest.raises(UnreadableFile, match="holds more than 2 files"):
        unpack(path, ZIP, folder)


def test_a_cut_archive(tmp_path: Path, folder: Path) -> None:
    path = archive(tmp_path / "cut.zip", {"a.txt": b"text" * 1000})
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UnreadableFile, match=r"cut\.zip: the archive is damaged or encrypted"):
        unpack(path, ZIP, folder)

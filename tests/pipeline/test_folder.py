from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from policysearch.errors import UsageError
from policysearch.pipeline.folder import find_files

if TYPE_CHECKING:
    from pathlib import Path


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def locations(root: Path) -> list[str]:
    return [os.path.relpath(found.location, root) for found in find_files([root]).files]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(["b.txt", "a/c.pdf"], ["a/c.pdf", "b.txt"], id="below folders, in order of location"),
        pytest.param([".hidden", ".git/config", "a.txt"], ["a.txt"], id="hidden files are not reports"),
        pytest.param(
            ["~$a.docx", "b.pdf.part", "c.html.crdownload", "d.TMP", "e.txt~", "a.txt", "~lock.txt"],
            ["a.txt", "~lock.txt"],
            id="what programs are still writing is no report",
        ),
        pytest.param(["报告 2021.txt", "Über uns.html"], ["Über uns.html", "报告 2021.txt"], id="any script"),
        pytest.param(["metadata.csv", "a.txt"], ["a.txt"], id="a metadata table is not a report"),
        pytest.param(
            ["index/store.sqlite", "index/lock.sqlite", "index/whoosh-1/x.npy", "a.txt", "lock.sqlite"],
            ["a.txt", "lock.sqlite"],
            id="an index among the reports is none of them, one of its files alone may be",
        ),
        pytest.param(["corrections.toml", "a.txt"], ["a.txt"], id="corrections are not a report"),
    ],
)
def test_what_counts_as_an_input(tmp_path: Path, files: list[str], expected: list[str]) -> None:
    make(tmp_path, *files)
    assert locations(tmp_path) == sorted(expected)


def test_tables_are_told_apart(tmp_path: Path) -> None:
    make(tmp_path, "metadata.csv", "deep/metadata.csv")
    assert find_files([tmp_path]).tables == (tmp_path / "deep/metadata.csv", tmp_path / "metadata.csv")


def test_ignore_patterns_hold_below_their_folder(tmp_path: Path) -> None:
    make(tmp_path, "gold/a.txt", "notes.bak", "sub/notes.bak", "sub/gold.txt")
    (tmp_path / ".policysearchignore").write_text("# ours\ngold/\n*.bak\n")
    assert locations(tmp_path) == ["sub/gold.txt"]


def test_links_stay_inside_the_folder(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    make(outside, "secret.txt")
    make(root, "a.txt", "deep/b.txt")
    (root / "out").symlink_to(outside)
    (root / "out.txt").symlink_to(outside / "secret.txt")
    (root / "in.txt").symlink_to(root / "a.txt")
    (root / "deep/up").symlink_to(root)
    (root / "broken.txt").symlink_to(root / "nowhere.txt")
    assert locations(root) == ["a.txt", "broken.txt", "deep/b.txt", "in.txt"]
    broken = next(found for found in find_files([root]).files if found.location.endswith("broken.txt"))
    assert "cannot be read" in broken.problem


def test_a_file_asked_for_twice_is_listed_once(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    assert len(find_files([tmp_path, tmp_path / "a.txt"]).files) == 1


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere: no such file or folder; name a folder of reports"):
        find_files([tmp_path / "nowhere"])

"""A comparison of a folder with the ledger: what happened to each file."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from policysearch.models import State
from policysearch.pipeline.folder import find_files
from policysearch.pipeline.plan import Plan, document_id_of, make_plan

if TYPE_CHECKING:
    from pathlib import Path

    from policysearch.store import FileRow


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).write_text(text)


def settled(plan: Plan) -> list[FileRow]:
    """The ledger after everything in a plan went well."""
    read = [*plan.new, *(after for _, after in plan.changed)]
    return [
        *(replace(row, document_id=document_id_of(row.sha256)) for row in read),
        *plan.duplicates,
        *plan.unchanged,
        *plan.touched,
    ]


def summary(plan: Plan) -> dict[str, list[str]]:
    names = {
        "new": [row.path for row in plan.new],
        "changed": [after.path for _, after in plan.changed],
        "moved": [move.before.path for move in plan.moved] + [move.after.path for move in plan.moved],
        "duplicates": [row.path for row in plan.duplicates],
        "failed": [row.path for row in plan.failed],
        "touched": [row.path for row in plan.touched],
        "unchanged": [row.path for row in plan.unchanged],
        "removed": [row.path for row in plan.removed],
    }
    return {what: [os.path.basename(path) for path in paths] for what, paths in names.items() if paths}


BEFORE = {"a.txt": "alpha", "b.txt": "beta"}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param(BEFORE, {"unchanged": ["a.txt", "b.txt"]}, id="nothing happened"),
        pytest.param(
            {**BEFORE, "c.txt": "gamma"}, {"new": ["c.txt"], "unchanged": ["a.txt", "b.txt"]}, id="new"
        ),
        pytest.param(
            {"a.txt": "ALPHA!", "b.txt": "beta"}, {"changed": ["a.txt"], "unchanged": ["b.txt"]}, id="changed"
        ),
        pytest.param({"b.txt": "beta"}, {"removed": ["a.txt"], "unchanged": ["b.txt"]}, id="removed"),
        pytest.param(
            {"z.txt": "alpha", "b.txt": "beta"},
            {"moved": ["a.txt", "z.txt"], "unchanged": ["b.txt"]},
            id="moved",
        ),
        pytest.param(
            {**BEFORE, "z.txt": "alpha"},
            {"duplicates": ["z.txt"], "unchanged": ["a.txt", "b.txt"]},
            id="a copy is a duplicate",
        ),
        pytest.param(
            {**BEFORE, "y.txt": "new", "z.txt": "new"},
            {"new": ["y.txt"], "duplicates": ["z.txt"], "unchanged": ["a.txt", "b.txt"]},
            id="two copies of something new",
        ),
        pytest.param(
            {"a.txt": "gamma", "b.txt": "beta", "z.txt": "alpha"},
            {"changed": ["a.txt"], "new": ["z.txt"], "unchanged": ["b.txt"]},
            id="moved while something else took its name",
        ),
    ],
)
def test_what_happened(tmp_path: Path, after: dict[str, str], expected: dict[str, list[str]]) -> None:
    write(tmp_path, BEFORE)
    ledger = settled(make_plan(find_files([tmp_path]), [], {}))
    for name in BEFORE.keys() - after.keys():
        (tmp_path / name).unlink()
    write(tmp_path, {name: text for name, text in after.items() if BEFORE.get(name) != text})
    assert summary(make_plan(find_files([tmp_path]), ledger, {})) == expected


def test_a_new_time_alone_is_not_a_change(tmp_path: Path) -> None:
    write(tmp_path, BEFORE)
    ledger = settled(make_plan(find_files([tmp_path]), [], {}))
    os.utime(tmp_path / "a.txt", ns=(1, 1))
    assert summary(make_plan(find_files([tmp_path]), ledger, {})) == {
        "touched": ["a.txt"],
        "unchanged": ["b.txt"],
    }


def test_unchanged_files_are_not_opened(tmp_path: Path) -> None:
    write(tmp_path, BEFORE)
    ledger = settled(make_plan(find_files([tmp_path]), [], {}))
    status = (tmp_path / "a.txt").stat()
    (tmp_path / "a.txt").write_text("ALPHA")  # the same size and, below, the same time
    os.utime(tmp_path / "a.txt", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert summary(make_plan(find_files([tmp_path]), ledger, {})) == {"unchanged": ["a.txt", "b.txt"]}


def test_a_changed_row_of_a_metadata_table_changes_its_file(tmp_path: Path) -> None:
    write(tmp_path, BEFORE)
    ledger = settled(make_plan(find_files([tmp_path]), [], {}))
    plan = make_plan(find_files([tmp_path]), ledger, {str(tmp_path / "a.txt"): "title=Better"})
    assert summary(plan) == {"changed": ["a.txt"], "unchanged": ["b.txt"]}


def test_another_folder_is_left_alone(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, {"a.txt": name})
    ledger = settled(make_plan(find_files([tmp_path]), [], {}))
    (tmp_path / "two/a.txt").unlink()
    assert summary(make_plan(find_files([tmp_path / "one"]), ledger, {})) == {"unchanged": ["a.txt"]}


def test_failed_files_are_read_again_on_request_only(tmp_path: Path) -> None:
    write(tmp_path, BEFORE)
    ledger = [replace(row, state=State.FAILED) for row in settled(make_plan(find_files([tmp_path]), [], {}))]
    folder = find_files([tmp_path])
    assert summary(make_plan(folder, ledger, {})) == {"unchanged": ["a.txt", "b.txt"]}
    assert summary(make_plan(folder, ledger, {}, retry=True)) == {"changed": ["a.txt", "b.txt"]}

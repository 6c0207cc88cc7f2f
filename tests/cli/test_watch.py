"""`policysearch watch` as a user runs it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("watchfiles")
LIMIT = 30.0  # seconds after which a test gives up


def found(index: Path, query: str) -> int:
    run = subprocess.run(
        [sys.executable, "-m", "policysearch", "search", query, "--index", str(index), "--format", "json"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return int(json.loads(run.stdout)["total_passages"]) if run.returncode == 0 else -1


def wait_until(index: Path, query: str, passages: int) -> None:
    end = time.monotonic() + LIMIT
    while found(index, query) != passages and time.monotonic() < end:
        time.sleep(0.2)
    assert found(index, query) == passages


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "first.txt").write_text("A report on semiconductors.")
    return folder


@pytest.fixture
def watch(tmp_path: Path, reports: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "policysearch", "watch", str(reports), "--no-extract"]
    process = subprocess.Popen(
        [*command, "--index", str(tmp_path / "index")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    yield process
    process.kill()
    process.communicate()


def test_files_come_and_go(tmp_path: Path, reports: Path, watch: subprocess.Popen[str]) -> None:
    index = tmp_path / "index"
    wait_until(index, "semiconductors", 1)
    time.sleep(1.0)  # until the watch is in place
    (reports / "second.txt").write_text("Another report on semiconductors.")
    wait_until(index, "semiconductors", 2)
    (reports / "second.txt").unlink()
    wait_until(index, "semiconductors", 1)
    (reports / "first.txt").unlink()
    time.sleep(4.0)
    assert found(index, "semiconductors") == 1, "all files gone at once is no reason to empty the index"
    watch.send_signal(signal.SIGINT)
    out, err = watch.communicate(timeout=LIMIT)
    assert watch.returncode == 0
    assert "1 new" in out
    assert "All 1 files are gone at once" in err
    assert "Traceback" not in err

"""Ctrl-C while `policysearch ingest` runs."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

FILES = 250
LIMIT = 60.0  # seconds after which the test gives up


def status(index: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "policysearch", "status", "--index", str(index), "--format", "json"]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    found: dict[str, Any] = json.loads(run.stdout) if run.returncode == 0 else {"documents": 0}
    return found


def test_what_is_done_is_kept_and_the_next_run_goes_on(tmp_path: Path) -> None:
    reports, index = tmp_path / "reports", tmp_path / "index"
    reports.mkdir()
    for number in range(FILES):
        (reports / f"{number}.txt").write_text(f"Report {number} on semiconductors. " * 500)
    command = [sys.executable, "-m", "policysearch", "ingest", str(reports), "--index", str(index)]
    command += ["--no-extract", "--jobs", "1"]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    end = time.monotonic() + LIMIT
    while status(index)["documents"] == 0 and time.monotonic() < end:
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=LIMIT)
    assert (run.returncode, "Traceback" in err) == (130, False), err
    assert "run `policysearch ingest` again to go on" in out
    kept = status(index)["documents"]
    assert 0 < kept < FILES
    again = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert f"{FILES - kept} new, {kept} unchanged" in again.stdout
    assert status(index)["documents"] == FILES

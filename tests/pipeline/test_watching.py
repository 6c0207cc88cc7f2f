from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from policysearch.pipeline import watching

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("watchfiles")
QUIET = 0.3
LIMIT = 15.0  # seconds after which a test gives up


class Watch(threading.Thread):
    """Counts the changes that are reported while files are changed beside it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self.folder, self.times, self.vanished, self.stopping = folder, [], [], False
        self.start()
        time.sleep(1.0)  # until the watch is in place

    def run(self) -> None:
        for _ in watching.wait_for_changes(
            [self.folder],
            should_stop=lambda: self.stopping,
            quiet_seconds=QUIET,
            on_vanished=self.vanished.append,
        ):
            self.times.append(time.monotonic())

    def wait_for(self, count: int) -> None:
        end = time.monotonic() + LIMIT
        while len(self.times) < count and time.monotonic() < end:
            time.sleep(0.05)
        assert len(self.times) >= count

    def stop(self) -> None:
        self.stopping = True
        self.join(LIMIT)
        assert not self.is_alive()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    return tmp_path / "reports"


def test_a_growing_file_is_waited_for(folder: Path) -> None:
    watch = Watch(folder)
    with (folder / "slow.txt").open("w") as file:
        for _ in range(8):
            file.write("more\n")
            file.flush()
            time.sleep(QUIET / 3)
    written = time.monotonic()
    watch.wait_for(1)
    watch.stop()
    assert watch.times[0] >= written, "reported before it was complete"


def test_a_folder_that_vanishes_is_waited_for(folder: Path) -> None:
    (folder / "a.txt").write_text("a")
    watch = Watch(folder)
    folder.rename(folder.with_name("away"))
    end = time.monotonic() + LIMIT
    while not watch.vanished and time.monotonic() < end:
        time.sleep(0.05)
    assert watch.vanished == [folder]
    folder.with_name("away").rename(folder)
    watch.wait_for(1)
    watch.stop()

"""Noticing that files come, change and go."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from ..errors import MissingExtra
from .folder import find_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

QUIET_SECONDS = 2.0  # a file that did not grow for so long is taken to be complete
LOOK_SECONDS = 1.0  # between looks for a folder that is gone, and for whether to stop


def wait_for_changes(
    paths: Sequence[Path],
    *,
    should_stop: Callable[[], bool],
    quiet_seconds: float = QUIET_SECONDS,
    on_vanished: Callable[[Path], None] = lambda path: None,
) -> Iterator[None]:
    """Wait for changes below some paths, and for each file to be complete.

    Args:
        paths: Folders or files. One that is gone is waited for: an unmounted disk is no reason to stop.
        should_stop: Asked about once a second; true ends the iteration.
        quiet_seconds: A change is reported when nothing below the paths has changed for so long.
        on_vanished: Told once each time that a path is found to be gone.

    Yields:
        None, whenever something has changed and has then been quiet.

    Raises:
        MissingExtra: The library that watches is not installed.
    """
    try:
        from watchfiles import watch
    except ImportError as error:
        raise MissingExtra("watching needs an extra: pip install 'policysearch[watch]'") from error

    while not should_stop():
        gone = [path for path in paths if not os.path.lexists(path)]
        if gone:
            for path in gone:
                on_vanished(path)
            if not _wait_until_back(gone, should_stop):
                return
            yield
        try:
            for changes in watch(*paths, rust_timeout=int(LOOK_SECONDS * 1000), yield_on_timeout=True):
                if should_stop():
                    return
                if not all(os.path.lexists(path) for path in paths):
                    break
                if changes and _wait_until_quiet(paths, quiet_seconds, should_stop):
                    yield
        except FileNotFoundError:
            continue  # a path went between the look above and the start of watching


def _wait_until_back(gone: Sequence[Path], should_stop: Callable[[], bool]) -> bool:
    while not all(os.path.lexists(path) for path in gone):
        if should_stop():
            return False
        time.sleep(LOOK_SECONDS)
    return True


def _wait_until_quiet(paths: Sequence[Path], seconds: float, should_stop: Callable[[], bool]) -> bool:
    """Wait until two looks at all files, ``seconds`` apart, show the same; false if a path went meanwhile."""
    before = None
    while not should_stop():
        if not all(os.path.lexists(path) for path in paths):
            return False
        now = find_files(paths).files
        if now == before:
            return True
        before = now
        time.sleep(seconds)
    return False

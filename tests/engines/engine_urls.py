"""The engines that the contract is tested on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from policysearch.engines import open_engine
from policysearch.engines.whoosh import open_whoosh

if TYPE_CHECKING:
    from policysearch.engines.base import SearchEngine

DISK_ENGINES = ["whoosh", "small"]


def open_on_disk(engine: str, place: Path | str) -> SearchEngine:
    """Open an index for writing: "whoosh" as large ones are, "small" as `open_engine` opens small ones."""
    if engine == "whoosh":
        return open_whoosh(Path(place), create=True)
    return open_engine(f"whoosh:{place}", create=True)

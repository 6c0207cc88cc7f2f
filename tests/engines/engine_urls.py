"""The engines that the contract is tested on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from policysearch.engines import open_engine
from policysearch.engines.whoosh import open_whoosh

if TYPE_CHECKING:
    from policysearch.engines.base import SearchEngine

DISK_ENGINES = ["whoosh", "small", "tantivy"]


def open_on_disk(engine: str, place: Path | str) -> SearchEngine:
    """Open an index for writing: "whoosh" as large ones are, "small" as small ones are, or "tantivy"."""
    if engine == "whoosh":
        return open_whoosh(Path(place), create=True)
    if engine == "tantivy":
        return open_engine(f"tantivy:{place}", create=True)
    return open_engine(f"whoosh:{place}", create=True)

"""Search engines behind one protocol; see ``engines.base``.

``open_engine`` loads only the engine that is asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import MissingExtra, UsageError

if TYPE_CHECKING:
    from .base import SearchEngine

__all__ = ["open_engine"]


def open_engine(url: str, *, create: bool = False) -> SearchEngine:
    """Open an index.

    Args:
        url: ``"whoosh:FOLDER"``, ``"tantivy:FOLDER"``, or ``"memory:"`` for an empty one
            that goes with the process.
        create: Make a new index if there is none.

    Raises:
        IndexNotFound: There is none, and ``create`` is false.
        IndexOutOfDate: It was built by another version of the schema or the analyzer.
        EngineError: The folder holds an index of another program.
        MissingExtra: The engine's package is not installed.
        UsageError: The URL names no engine or no folder.
    """
    scheme, colon, place = url.partition(":")
    if scheme == "memory" and colon and not place:
        from .memory import MemoryEngine

        return MemoryEngine()
    if scheme == "whoosh" and place:
        from .small_index import open_index

        return open_index(Path(place), create=create)
    if scheme == "tantivy" and place:
        try:
            from .tantivy import open_tantivy
        except ModuleNotFoundError as error:
            if error.name != "tantivy":
                raise
            raise MissingExtra(
                f"the index in {place} needs the package tantivy: run `pip install 'policysearch[tantivy]'`, "
                "or `policysearch rebuild --engine whoosh`"
            ) from error
        return open_tantivy(Path(place), create=create)
    raise UsageError(f"{url!r} is not the place of an index: give whoosh:FOLDER, tantivy:FOLDER or memory:")

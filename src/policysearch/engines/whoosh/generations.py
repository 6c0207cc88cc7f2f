"""The table of contents: which segments make up the index, from one commit to the next.

A commit writes its segments, then the table under a new generation number in one rename, then removes what is
no longer needed: a process that is killed at any time leaves the last complete generation. Everything that
belongs to a segment lies in files of its name, so none of it can be taken for another generation's.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from whoosh.fields import KEYWORD, Schema
from whoosh.index import TOC, clean_files

from ..index_folder import INDEX_NAME, TABLE_FILE
from .codec import FIELDS

if TYPE_CHECKING:
    from whoosh.codec.whoosh3 import W3Segment
    from whoosh.filedb.filestore import FileStorage

_SCHEMA = Schema(**dict.fromkeys(FIELDS, KEYWORD()))


def read_generation(storage: FileStorage, generation: int) -> list[W3Segment]:
    """The segments of a generation, with what was removed from each.

    Raises:
        OSError: The generation is gone, as when another process has committed a newer one.
    """
    segments: list[W3Segment] = TOC.read(storage, INDEX_NAME, gen=generation, schema=_SCHEMA).segments
    return segments


def write_generation(storage: FileStorage, generation: int, segments: list[W3Segment]) -> None:
    """Make segments that are on the disk the index, and remove what no longer belongs to it."""
    TOC(_SCHEMA, segments, generation).write(storage, INDEX_NAME)
    # The table must be on the disk before the files that the last one names are removed.
    for path in (Path(storage.folder, f"_{INDEX_NAME}_{generation}.toc"), Path(storage.folder)):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    remove_unneeded(storage, generation, segments)


def remove_unneeded(storage: FileStorage, generation: int, segments: list[W3Segment]) -> None:
    """Remove what does not belong to a generation; whoever has the files open can read on."""
    clean_files(storage, INDEX_NAME, generation, segments)
    for name in os.listdir(storage.folder):
        found = TABLE_FILE.fullmatch(name)
        if found and found["unfinished"]:
            with suppress(OSError):
                os.remove(Path(storage.folder, name))

"""The embedded default engine: an index in a folder, kept by Whoosh 2.7.4, searched by numpy.

Whoosh keeps the dictionary, the segments, the table of contents and the lock; ``codec`` says how postings lie
in it, ``generations`` how it changes, ``matching`` how it is searched.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from whoosh.filedb.filestore import FileStorage

from ...errors import EngineError, IndexLocked, IndexNotFound
from ...models import Sort
from ..answering import answer
from ..index_folder import INDEX_NAME, last_generation, prepare_folder
from .generations import read_generation, write_generation
from .matching import PostingMatching
from .snapshot import Snapshot
from .writer import WhooshWriter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from ...models import Facet
    from ...query import Query
    from ..base import EngineResults

_OPEN_ATTEMPTS = 10
"""A commit of another process may remove files between reading the table of contents and opening them."""


class WhooshEngine:
    """An index in a folder. Several threads may search at once; one process at a time may write."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._storage = FileStorage(str(folder))
        self._snapshot: Snapshot | None = None

    @contextmanager
    def writer(self) -> Iterator[WhooshWriter]:
        """Write a batch: committed when the block ends, dropped if it raises.

        Raises:
            IndexLocked: Another process, or another block of this one, is writing.
        """
        lock = self._storage.lock(f"{INDEX_NAME}_WRITELOCK")
        if not lock.acquire():
            raise IndexLocked(
                f"{self._folder} is being written by another process: try again when it has ended"
            )
        try:
            batch = WhooshWriter(self._storage)
            try:
                yield batch
                batch.commit()
            except BaseException:
                batch.cancel()
                raise
        finally:
            lock.release()

    def optimize(self) -> None:
        """Merge everything into one segment, which makes searches a little faster and the folder smaller.

        Raises:
            IndexLocked: Another process is writing.
        """
        with self.writer() as batch:
            batch.merge_all()

    def search(
        self,
        query: Query,
        *,
        offset: int = 0,
        limit: int = 10,
        facets: Sequence[Facet] = (),
        facet_size: int = 20,
        sort: Sort = Sort.RELEVANCE,
        by_document: bool = False,
    ) -> EngineResults:
        """Find passages; see ``SearchEngine.search``."""
        snapshot = self._current()
        return answer(
            snapshot,
            PostingMatching(snapshot, query.expression),
            query,
            offset=offset,
            limit=limit,
            facets=facets,
            facet_size=facet_size,
            sort=sort,
            by_document=by_document,
        )

    def vocabulary(self, prefix: str = "") -> Mapping[str, int]:
        """Words of the passages' own tokens that begin with ``prefix``, with the passages each is in."""
        return self._current().words_from(prefix)

    def generation(self) -> int:
        """The number of the last commit.

        Raises:
            IndexNotFound: The folder has been removed since.
        """
        try:
            return last_generation(self._folder)
        except FileNotFoundError as error:
            raise IndexNotFound(f"the index in {self._folder} is gone: open the collection again") from error

    def close(self) -> None:
        """Let go of the files, which are closed when no search uses them any more."""
        self._snapshot = None

    def _current(self) -> Snapshot:
        """The last generation, opened again only when it has moved on."""
        snapshot = self._snapshot
        for attempt in range(_OPEN_ATTEMPTS):
            generation = self.generation()
            if snapshot is not None and snapshot.generation == generation:
                return snapshot
            try:
                segments = read_generation(self._storage, generation)
                self._snapshot = snapshot = Snapshot(self._storage, segments, generation)
            except OSError as error:
                if attempt == _OPEN_ATTEMPTS - 1:
                    raise EngineError(
                        f"{self._folder} is damaged ({error}): run `policysearch rebuild`"
                    ) from error
            else:
                return snapshot
        raise AssertionError("every attempt returns or raises")


def open_whoosh(folder: Path, *, create: bool) -> WhooshEngine:
    """Open the index in a folder; see ``open_engine``.

    Raises:
        IndexNotFound: There is none, and ``create`` is false.
        IndexOutOfDate: It was built by another version of the schema or the analyzer.
        EngineError: The folder holds an index of another program.
    """
    prepare_folder(folder, create=create)
    if last_generation(folder) < 0:
        write_generation(FileStorage(str(folder)), 0, [])
    return WhooshEngine(folder)

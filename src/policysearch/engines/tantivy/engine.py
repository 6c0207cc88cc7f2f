"""An engine for large collections on one machine: tantivy finds passages, numpy counts what they have.

Tantivy keeps the postings, its commits and the lock; ``terms`` says what its fields hold, ``writer`` how an
index changes, ``matching`` how it is searched. Beside tantivy's files lie those of ``token_files``. Needs the
extra of this name.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tantivy import Index

from ...errors import EngineError, IndexNotFound
from ...models import Sort
from ..answering import answer
from ..index_folder import TANTIVY_TABLE, prepare_tantivy_folder
from .matching import TantivyMatching
from .snapshot import Table, TantivySnapshot
from .terms import make_schema
from .token_files import open_files
from .writer import TantivyWriter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from ...models import Facet
    from ...query import Query
    from ..base import EngineResults

_OPEN_ATTEMPTS = 10
"""A commit of another process may remove files between listing and opening them."""


class TantivyEngine:
    """An index in a folder. Several threads may search at once; one process at a time may write."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._table = folder / TANTIVY_TABLE
        self._index: Index | None = None
        self._snapshot: TantivySnapshot | None = None
        self._last: tuple[tuple[int, int, int], Table] | None = None

    @contextmanager
    def writer(self) -> Iterator[TantivyWriter]:
        """Write a batch: committed when the block ends, dropped if it raises.

        Raises:
            IndexLocked: Another process, or another block of this one, is writing.
        """
        batch = TantivyWriter(self._folder, self._opened(), self._current())
        try:
            yield batch
            batch.commit()
        except BaseException:
            batch.cancel()
            raise

    def optimize(self) -> None:
        """Merge the files of passages into one.

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
            TantivyMatching(snapshot, query.expression, query.filters),
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
            return self._read_table()[1].generation
        except FileNotFoundError as error:
            raise IndexNotFound(f"the index in {self._folder} is gone: open the collection again") from error
        except ValueError as error:
            raise self._damaged(error) from error

    def _read_table(self) -> tuple[tuple[int, int, int], Table]:
        """The table of contents with what tells it from others, read again when that has changed."""
        status = self._table.stat()
        state = (status.st_ino, status.st_mtime_ns, status.st_size)
        last = self._last
        if last is None or last[0] != state:
            last = self._last = (state, Table.read(self._table))
        return last

    def close(self) -> None:
        """Let go of the files, which are closed when no search uses them any more."""
        self._index = self._snapshot = None

    def _opened(self) -> Index:
        if self._index is None:
            try:
                self._index = Index.open(str(self._table.parent))
            except ValueError as error:
                raise self._damaged(error) from error
            self._index.config_reader("manual")
        return self._index

    def _current(self) -> TantivySnapshot:
        """The last generation, opened again only when it has moved on."""
        for _ in range(_OPEN_ATTEMPTS):
            snapshot, generation = self._snapshot, self.generation()
            table = self._read_table()
            if snapshot is not None and snapshot.generation == generation:
                return snapshot
            index = self._opened()
            try:
                index.reload()
                files = open_files(self._folder)
                snapshot = TantivySnapshot(index.searcher(), index.schema, files, table[1])
                # A commit in between may have put files in the place of those that were listed.
                if self._read_table() == table:
                    self._snapshot = snapshot
                    return snapshot
                failure = EngineError(f"{self._folder} is written all the time: try again")
            except (OSError, ValueError) as error:
                failure = self._damaged(error)
        raise failure

    def _damaged(self, error: Exception) -> EngineError:
        return EngineError(f"{self._folder} is damaged ({error}): run `policysearch rebuild`")


def open_tantivy(folder: Path, *, create: bool) -> TantivyEngine:
    """Open the index in a folder; see ``open_engine``.

    Raises:
        IndexNotFound: There is none, and ``create`` is false.
        IndexOutOfDate: It was built by another version of the schema or the analyzer.
        EngineError: The folder holds an index of another program.
    """
    prepare_tantivy_folder(folder, create=create)
    table = folder / TANTIVY_TABLE
    if not table.is_file():
        table.parent.mkdir(exist_ok=True)
        Index(make_schema(), path=str(table.parent))
    return TantivyEngine(folder)

"""A small index is searched from a copy of its tokens, without loading Whoosh and numpy.

Loading those takes 100 ms, four times what a search of a few hundred passages takes in plain Python. So
beside the segments of a small index lies a JSON file of what the engine was told, for the generation in
its name; the reference engine searches it. Without that file, or with another generation's, and for all
writing, the Whoosh engine is used.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..analysis import Token
from ..errors import IndexNotFound
from ..models import Facet, Sort
from .base import IndexRecord
from .index_folder import last_generation, prepare_folder, write_whole
from .memory import MemoryEngine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from ..query import Query
    from .base import EngineResults, IndexWriter
    from .whoosh import WhooshEngine

MOST_TOKENS = 40_000
"""Of all passages and their titles: some 300 passages, which a query looks through in about 15 ms."""


class SmallIndex:
    """An index in a folder that may be small; see ``SearchEngine``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._large: WhooshEngine | None = None
        self._copy: tuple[int, MemoryEngine | None] = (-1, None)

    @contextmanager
    def writer(self) -> Iterator[IndexWriter]:
        """Write a batch: committed when the block ends, dropped if it raises.

        Raises:
            IndexLocked: Another process, or another block of this one, is writing.
        """
        with self._whoosh().writer() as batch:
            before = self.generation()
            copying = _CopyingWriter(batch, {} if before == 0 else _read_copy(self._folder, before))
            yield copying
        copying.save(self._folder, self.generation())

    def optimize(self) -> None:
        """Merge everything into one segment.

        Raises:
            IndexLocked: Another process is writing.
        """
        self._whoosh().optimize()

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
        return self._current().search(
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
        return self._current().vocabulary(prefix)

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
        """Let go of the files."""
        if self._large:
            self._large.close()
        self._large, self._copy = None, (-1, None)

    def _current(self) -> MemoryEngine | WhooshEngine:
        generation = self.generation()
        if self._copy[0] != generation:
            records = _read_copy(self._folder, generation)
            self._copy = (generation, _engine_of(records) if records is not None else None)
        return self._copy[1] or self._whoosh()

    def _whoosh(self) -> WhooshEngine:
        if self._large is None:
            from .whoosh import open_whoosh

            self._large = open_whoosh(self._folder, create=False)
        return self._large


def open_index(folder: Path, *, create: bool) -> SmallIndex:
    """Open the index in a folder; see ``open_engine``."""
    prepare_folder(folder, create=create)
    if last_generation(folder) < 0:
        from .whoosh import open_whoosh

        open_whoosh(folder, create=True).close()
    return SmallIndex(folder)


class _CopyingWriter:
    """Tells a batch everything, and notes it as long as it is little."""

    def __init__(self, batch: IndexWriter, records: dict[str, IndexRecord] | None) -> None:
        self._batch = batch
        self._records = records
        self._tokens = sum(map(_size, records.values())) if records else 0

    def add(self, record: IndexRecord) -> None:
        """Add one passage of a document that is new or was just deleted."""
        self._batch.add(record)
        if self._records is not None:
            self._records[record.passage_id] = record
            self._tokens += _size(record)
            if self._tokens > MOST_TOKENS:
                self._records = None

    def delete_document(self, document_id: str) -> None:
        """Remove every passage of a document; no error if there is none."""
        self._batch.delete_document(document_id)
        if self._records is not None:
            gone = [record for record in self._records.values() if record.document_id == document_id]
            for record in gone:
                del self._records[record.passage_id]
            self._tokens -= sum(map(_size, gone))

    def save(self, folder: Path, generation: int) -> None:
        """Write the copy of a committed generation, and remove older ones."""
        for old in folder.glob("small-*.json"):
            old.unlink(missing_ok=True)
        if self._records is not None:
            rows = [_as_row(record) for record in self._records.values()]
            write_whole(_copy_path(folder, generation), json.dumps(rows))


def _size(record: IndexRecord) -> int:
    return len(record.tokens) + len(record.title_tokens)


def _copy_path(folder: Path, generation: int) -> Path:
    return folder / f"small-{generation}.json"


def _as_row(record: IndexRecord) -> list[object]:
    return [
        record.passage_id,
        record.document_id,
        [[token.word, token.stem, token.position] for token in record.tokens],
        [[token.word, token.stem, token.position] for token in record.title_tokens],
        record.facets,
        record.published_day,
    ]


def _read_copy(folder: Path, generation: int) -> dict[str, IndexRecord] | None:
    """The records of a generation by passage id, None if there is no copy of it."""
    try:
        rows = json.loads(_copy_path(folder, generation).read_bytes())
    except (OSError, ValueError):
        return None
    return {
        passage_id: IndexRecord(
            passage_id=passage_id,
            document_id=document_id,
            tokens=tuple(Token(word, stem, 0, 0, position) for word, stem, position in tokens),
            title_tokens=tuple(Token(word, stem, 0, 0, position) for word, stem, position in titles),
            facets={Facet(facet): tuple(values) for facet, values in facets.items()},
            published_day=published_day,
        )
        for passage_id, document_id, tokens, titles, facets, published_day in rows
    }


def _engine_of(records: dict[str, IndexRecord]) -> MemoryEngine:
    engine = MemoryEngine()
    with engine.writer() as batch:
        for record in records.values():
            batch.add(record)
    return engine

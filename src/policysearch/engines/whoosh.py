"""The embedded default engine: an index in a folder, kept by Whoosh 2.7.4, searched by numpy.

Whoosh keeps the dictionary, the segments, the table of contents and the lock; ``whoosh_codec`` says how
postings lie in it, ``matching`` how they are searched. A commit writes its segments, then the table of
contents under a new generation number in one rename, then removes what is no longer needed: a process that
is killed at any time leaves the last complete generation. Everything that belongs to a segment lies in
files of its name, so none of it can be taken for another generation's.
"""

from __future__ import annotations

import json
import math
import os
import re
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from whoosh.fields import KEYWORD, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, clean_files

from ..analysis import ANALYZER_VERSION
from ..errors import EngineError, IndexLocked, IndexNotFound, IndexOutOfDate
from ..models import Sort
from .base import EngineResults
from .facet_counts import count_values, having_any
from .matching import Matching
from .result_order import document_hits, passage_hits
from .segments import INDEX_NAME, PassageBuffer, SegmentFiles, merge_segments
from .snapshot import Snapshot
from .whoosh_codec import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from whoosh.codec.whoosh3 import W3Segment

    from ..models import Facet
    from ..query import Query
    from .array_file import Array
    from .base import EngineHit, IndexRecord

VERSION_FILE = "policysearch.json"
SCHEMA_VERSION = 1
"""Goes up when what is written to the folder changes."""

BUFFERED_TOKENS = 3_000_000
"""Tokens held in memory before a segment is written: some 100 MB."""

MERGE_FACTOR = 4
"""Segments of about one size (within this factor) that are merged into one. The number of segments, which
each query's cost goes up with, then grows with the logarithm of the collection, as does the number of times
that a passage is copied."""

_OPEN_ATTEMPTS = 10
"""A commit of another process may remove files between reading the table of contents and opening them."""

_SCHEMA = Schema(**dict.fromkeys(FIELDS, KEYWORD()))
_TABLE_FILE = re.compile(rf"_{INDEX_NAME}_(\d+)\.toc(?P<unfinished>\..*)?")


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
        matching = Matching(snapshot, query.expression)
        holds = matching.results()
        for facet, values in query.excludes.items():
            holds &= ~having_any(snapshot.facet(facet), values)
        masks = {facet: having_any(snapshot.facet(facet), values) for facet, values in query.filters.items()}
        found = np.flatnonzero(_all_but(holds, masks, None))
        counts = {}
        for facet in facets:
            counted = np.flatnonzero(_all_but(holds, masks, facet)) if facet in masks else found
            counts[facet] = count_values(snapshot.facet(facet), counted, facet_size)
        hits: tuple[EngineHit, ...] = ()
        if limit > 0 and offset < found.size:
            show = document_hits if by_document else passage_hits
            hits = show(snapshot, found, matching.scores()[found], sort, offset=offset, limit=limit)
        return EngineResults(
            hits=hits,
            total_passages=found.size,
            total_documents=_different(snapshot.document[found], snapshot.document_count),
            facets=counts,
            exact=not matching.cut,
        )

    def vocabulary(self, prefix: str = "") -> Mapping[str, int]:
        """Words of the passages' own tokens that begin with ``prefix``, with the passages each is in."""
        return self._current().words_from(prefix)

    def generation(self) -> int:
        """The number of the last commit."""
        return last_generation(self._folder)

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
                segments = TOC.read(self._storage, INDEX_NAME, gen=generation, schema=_SCHEMA).segments
                self._snapshot = snapshot = Snapshot(self._storage, segments, generation)
            except OSError as error:
                if attempt == _OPEN_ATTEMPTS - 1:
                    raise EngineError(
                        f"{self._folder} is damaged ({error}): run `policysearch rebuild`"
                    ) from error
            else:
                return snapshot
        raise AssertionError("every attempt returns or raises")


def _all_but(holds: Array, masks: Mapping[Facet, Array], but: Facet | None) -> Array:
    """Passages that pass every filter but that of one facet."""
    for facet, mask in masks.items():
        if facet != but:
            holds = holds & mask
    return holds


def _different(numbers: Array, below: int) -> int:
    """How many different numbers there are."""
    marked = np.zeros(below, dtype=bool)
    marked[numbers] = True
    return int(np.count_nonzero(marked))


class WhooshWriter:
    """One batch; commit and cancel belong to ``WhooshEngine.writer``."""

    def __init__(self, storage: FileStorage) -> None:
        self._storage = storage
        self._generation = last_generation(Path(storage.folder))
        self._kept: list[W3Segment] = TOC.read(
            storage, INDEX_NAME, gen=self._generation, schema=_SCHEMA
        ).segments
        self._documents = {
            document: segment
            for segment in self._kept
            for document in documents_of(SegmentFiles.open(storage, segment))
        }
        self._buffer = PassageBuffer()

    def add(self, record: IndexRecord) -> None:
        """Add one passage of a document that is new or was just deleted.

        Raises:
            ValueError: The document is in the index already, or the passage was added before, or the passages
                of a document are so far apart in the batch that some are already written.
        """
        if record.document_id in self._documents:
            raise ValueError(f"{record.passage_id} is in the index already: delete its document first")
        if self._buffer.tokens >= BUFFERED_TOKENS and record.document_id not in self._buffer.documents:
            self._write_buffer()
        self._buffer.add(record)

    def delete_document(self, document_id: str) -> None:
        """Remove every passage of a document; no error if there is none."""
        if document_id in self._buffer.documents:
            self._write_buffer()
        segment = self._documents.pop(document_id, None)
        if segment is not None:
            for passage in passages_of(SegmentFiles.open(self._storage, segment), document_id):
                segment.delete_document(passage)

    def _write_buffer(self) -> None:
        if self._buffer.documents:
            segment = self._buffer.write(self._storage)
            self._kept.append(segment)
            self._documents.update(dict.fromkeys(self._buffer.documents, segment))
            self._buffer = PassageBuffer()

    def merge_all(self) -> None:
        """Merge what the batch holds and all there was into one segment."""
        self._write_buffer()
        if len(self._kept) > 1 or any(segment.has_deletions() for segment in self._kept):
            self._merge(self._kept)

    def commit(self) -> None:
        """Make the batch the next generation."""
        self._write_buffer()
        while due := due_for_merging(self._kept):
            self._merge(due)
        generation = self._generation + 1
        TOC(_SCHEMA, self._kept, generation).write(self._storage, INDEX_NAME)
        clean_files(self._storage, INDEX_NAME, generation, self._kept)
        self._remove_unfinished()

    def cancel(self) -> None:
        """Remove what the batch wrote."""
        written = TOC.read(self._storage, INDEX_NAME, schema=_SCHEMA)
        clean_files(self._storage, INDEX_NAME, written.generation, written.segments)
        self._remove_unfinished()

    def _merge(self, segments: Sequence[W3Segment]) -> None:
        left = [segment for segment in segments if segment.doc_count()]
        self._kept = [segment for segment in self._kept if segment not in segments]
        if left:
            merged = merge_segments(self._storage, left)
            self._kept.append(merged)
            merged_away = set(map(id, left))
            for document, segment in self._documents.items():
                if id(segment) in merged_away:
                    self._documents[document] = merged

    def _remove_unfinished(self) -> None:
        """Remove tables of contents that a killed process did not finish."""
        for name in os.listdir(self._storage.folder):
            found = _TABLE_FILE.fullmatch(name)
            if found and found["unfinished"]:
                with suppress(OSError):
                    os.remove(Path(self._storage.folder, name))


def documents_of(files: SegmentFiles) -> list[str]:
    """Ids of the documents that are left in a segment."""
    names = files.columns.strings("documents")
    return [names[number] for number in np.unique(files.column("document")).tolist()]


def passages_of(files: SegmentFiles, document_id: str) -> list[int]:
    """Numbers of all passages of a document in a segment."""
    number = files.columns.strings("documents").index(document_id)
    passages: list[int] = np.flatnonzero(files.columns["document"] == number).tolist()
    return passages


def due_for_merging(segments: Sequence[W3Segment]) -> list[W3Segment]:
    """Segments to merge next: those of one size when there are MERGE_FACTOR, or a mostly empty one."""
    sizes: dict[int, list[W3Segment]] = {}
    for segment in segments:
        if segment.deleted_count() * 2 > segment.doc_count_all():
            return [segment]
        sizes.setdefault(int(math.log(max(1, segment.doc_count()), MERGE_FACTOR)), []).append(segment)
    return next((group for _, group in sorted(sizes.items()) if len(group) >= MERGE_FACTOR), [])


def last_generation(folder: Path) -> int:
    """The number of the last commit to an index; -1 if its creation was not finished."""
    found = map(_TABLE_FILE.fullmatch, os.listdir(folder))
    return max((int(name[1]) for name in found if name and not name["unfinished"]), default=-1)


def open_whoosh(folder: Path, *, create: bool) -> WhooshEngine:
    """Open the index in a folder; see ``open_engine``.

    Whoosh's table of contents is a pickle, which could run any code, so a folder without our own version
    file is not opened, nor written to if it holds such a table.

    Raises:
        IndexNotFound: There is none, and ``create`` is false.
        IndexOutOfDate: It was built by another version of the schema or the analyzer.
        EngineError: The folder holds an index of another program.
    """
    version_path = folder / VERSION_FILE
    if not version_path.is_file():
        if folder.is_dir() and any(folder.glob("*.toc")):
            raise EngineError(
                f"{folder} holds an index that policysearch did not build: choose another folder"
            )
        if not create:
            raise IndexNotFound(f"no index in {folder}: run `policysearch ingest`")
        folder.mkdir(parents=True, exist_ok=True)
        _write_whole(version_path, json.dumps(_version()))
    _check_version(version_path)
    if last_generation(folder) < 0:
        if not create:
            raise IndexNotFound(f"the index in {folder} was never finished: run `policysearch ingest`")
        TOC(_SCHEMA, [], 0).write(FileStorage(str(folder)), INDEX_NAME)
    return WhooshEngine(folder)


def _version() -> dict[str, str | int]:
    return {"engine": "whoosh", "schema": SCHEMA_VERSION, "analyzer": ANALYZER_VERSION}


def _check_version(path: Path) -> None:
    try:
        found = json.loads(path.read_bytes())
    except ValueError:
        found = None
    if found != _version():
        raise IndexOutOfDate(
            f"{path} is of another version ({found}, not {_version()}): run `policysearch rebuild`"
        )


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that it is never seen half written."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)

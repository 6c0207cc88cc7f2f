"""One batch of changes to an index in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..index_folder import last_generation
from ..passage_buffer import PassageBuffer
from .generations import read_generation, remove_unneeded, write_generation
from .merging import due_for_merging, merge_segments
from .segments import SegmentFiles, write_buffer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from whoosh.codec.whoosh3 import W3Segment
    from whoosh.filedb.filestore import FileStorage

    from ..base import IndexRecord

BUFFERED_TOKENS = 3_000_000
"""Tokens held in memory before a segment is written: some 150 MB."""


class WhooshWriter:
    """An ``IndexWriter``; the caller holds the lock, and commits or cancels.

    Documents lie whole in one segment, so that a segment's counts of documents can be added up.
    """

    def __init__(self, storage: FileStorage) -> None:
        self._storage = storage
        self._generation = last_generation(Path(storage.folder))
        self._segments = read_generation(storage, self._generation)
        self._home: dict[str, tuple[W3Segment, SegmentFiles, int]] = {}
        for segment in self._segments:
            self._settle(segment)
        self._buffer = PassageBuffer()

    def add(self, record: IndexRecord) -> None:
        """Add one passage of a document that is new or was just deleted.

        Raises:
            ValueError: The document is in the index already, or the passage was added before, or passages of
                other documents in between were so many that the document is already written.
        """
        if record.document_id in self._home:
            raise ValueError(f"{record.passage_id} is in the index already: delete its document first")
        if self._buffer.tokens >= BUFFERED_TOKENS and record.document_id not in self._buffer.documents:
            self._write_buffer()
        self._buffer.add(record)

    def delete_document(self, document_id: str) -> None:
        """Remove every passage of a document; no error if there is none."""
        if document_id in self._buffer.documents:
            self._write_buffer()
        if document_id in self._home:
            segment, files, number = self._home.pop(document_id)
            for passage in files.passages_of(number):
                segment.delete_document(passage)

    def merge_all(self) -> None:
        """Merge what the batch holds and all there was into one segment."""
        self._write_buffer()
        if len(self._segments) > 1 or any(segment.has_deletions() for segment in self._segments):
            self._merge(self._segments)

    def commit(self) -> None:
        """Make the batch the next generation."""
        self._write_buffer()
        while due := due_for_merging(self._segments):
            self._merge(due)
        write_generation(self._storage, self._generation + 1, self._segments)

    def cancel(self) -> None:
        """Remove what the batch wrote."""
        generation = last_generation(Path(self._storage.folder))
        remove_unneeded(self._storage, generation, read_generation(self._storage, generation))

    def _write_buffer(self) -> None:
        if self._buffer.documents:
            segment = write_buffer(self._storage, self._buffer)
            self._segments.append(segment)
            self._settle(segment)
            self._buffer = PassageBuffer()

    def _settle(self, segment: W3Segment) -> None:
        """Note where the documents of a segment are."""
        files = SegmentFiles.open(self._storage, segment)
        self._home.update((document, (segment, files, number)) for document, number in files.documents())

    def _merge(self, segments: Sequence[W3Segment]) -> None:
        """Put one segment in the place of several; nothing may be deleted from the batch after this."""
        left = [segment for segment in segments if segment.doc_count()]
        self._segments = [segment for segment in self._segments if segment not in segments]
        if left:
            self._segments.append(merge_segments(self._storage, left))

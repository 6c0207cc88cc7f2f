"""One batch of changes to an index of tantivy in a folder."""

from __future__ import annotations

import json
from itertools import filterfalse, islice
from typing import TYPE_CHECKING

from tantivy import Document, Query

from ...errors import IndexLocked
from ...models import Facet
from ..passage_buffer import PassageBuffer
from .terms import (
    BIT,
    BLOCK,
    LABELS,
    NUMBER,
    TITLE_WORDS,
    WORDS,
    document_label,
    is_plain,
    term_of,
    value_label,
)
from .token_files import remove_replaced, write_buffer
from .token_merging import due_for_merging, merge_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tantivy import Index, IndexWriter

    from ...analysis import Token
    from ..base import IndexRecord
    from .snapshot import TantivySnapshot
    from .token_files import TokenFile

BUFFERED_TOKENS = 12_000_000
"""Tokens held in memory before a file of passages is written: some 150 MB with the facets."""

_HEAP = 256_000_000
"""Bytes of postings that tantivy holds in memory before it writes a segment."""

_AT_ONCE = 500
"""Documents handed to tantivy together: its thread spins for a while whenever it has to wait for the next, so
that those that come one by one take half as long again."""

_NOTHING = "\x1b"
"""The label of no passage: removing what has it makes every commit one that counts."""


class _Labels(dict[str, str]):
    """The labels of a facet's values, made when they are first looked up."""

    def __init__(self, facet: Facet) -> None:
        super().__init__()
        self._facet = facet

    def __missing__(self, value: str) -> str:
        self[value] = label = value_label(self._facet, value)
        return label


class TantivyWriter:
    """An ``IndexWriter``, which holds the lock until it is committed or cancelled.

    The files of passages are written before tantivy commits and removed after it, so that whatever generation
    tantivy is at when a process dies, its passages are there.

    Raises:
        IndexLocked: Another process, or another batch of this one, is writing.
    """

    def __init__(self, folder: Path, index: Index, before: TantivySnapshot) -> None:
        self._folder = folder
        self._before = before
        try:
            self._writer: IndexWriter | None = index.writer(heap_size=_HEAP, num_threads=1)
        except ValueError as error:
            if "LockBusy" not in str(error):
                raise
            raise IndexLocked(
                f"{folder} is being written by another process: try again when it has ended"
            ) from error
        self._files: list[TokenFile] = list(before.files)
        self._written: list[TokenFile] = []
        self._next = max((file.next_number for file in self._files), default=0)
        self._flushed: set[str] = set()
        self._removed: set[str] = set()
        self._buffer = PassageBuffer()
        self._waiting: list[Document | str] = []
        self._odd: set[str] = set()
        self._value_labels = {facet: _Labels(facet) for facet in Facet}
        self._first = self._next

    def add(self, record: IndexRecord) -> None:
        """Add one passage of a document that is new or was just deleted.

        Raises:
            ValueError: The document is in the index already, or the passage was added before, or passages of
                other documents in between were so many that the document is already written.
        """
        document_id = record.document_id
        if document_id not in self._buffer.documents:
            if self._is_there(document_id):
                raise ValueError(f"{record.passage_id} is in the index already: delete its document first")
            if self._buffer.tokens >= BUFFERED_TOKENS:
                self._write_buffer()
        known = self._buffer.numbers
        before = len(known)
        words = self._buffer.add(record)
        self._odd.update(filterfalse(is_plain, islice(reversed(known), len(known) - before)))
        self._waiting.append(self._document_of(record, *words))
        if len(self._waiting) >= _AT_ONCE:
            self._hand_over()
        self._next += 1

    def _document_of(self, record: IndexRecord, words: list[str], title_words: list[str]) -> Document | str:
        """What tantivy is given of a passage: as a document, or in JSON if tokens share a position."""
        number, bit = self._next, float(1 << self._next % BLOCK)
        if not (_is_simple(record.tokens) and _is_simple(record.title_tokens)):
            fields = {
                LABELS: self._labels_of(record),
                NUMBER: number,
                BIT: bit,
                WORDS: _pretokenized(record.tokens),
                TITLE_WORDS: _pretokenized(record.title_tokens),
            }
            return json.dumps(fields)
        document = Document()
        document.add_text(LABELS, self._labels_of(record))
        document.add_integer(NUMBER, number)
        document.add_float(BIT, bit)
        document.add_text(WORDS, self._as_text(words))
        document.add_text(TITLE_WORDS, self._as_text(title_words))
        return document

    def _as_text(self, words: Sequence[str]) -> str:
        """The text of a field in which each of some words is a token."""
        if self._odd and not self._odd.isdisjoint(words):
            return " ".join(map(term_of, words))
        return " ".join(words)

    def _labels_of(self, record: IndexRecord) -> str:
        """The text of the field of labels."""
        labels = [document_label(record.document_id)]
        for facet, values in record.facets.items():
            labels += map(self._value_labels[facet].__getitem__, values)
        return " ".join(labels)

    def _hand_over(self) -> None:
        """Give tantivy the documents that wait."""
        assert self._writer is not None
        for each in self._waiting:
            if isinstance(each, str):
                self._writer.add_json(each)
            else:
                self._writer.add_document(each)
        self._waiting.clear()

    def delete_document(self, document_id: str) -> None:
        """Remove every passage of a document; no error if there is none."""
        if document_id in self._buffer.documents:
            self._write_buffer()
        self._flushed.discard(document_id)
        self._removed.add(document_id)
        assert self._writer is not None
        self._writer.delete_documents_by_term(LABELS, document_label(document_id))

    def merge_all(self) -> None:
        """Merge the files of passages of what the batch holds and all there was into one."""
        self._write_buffer()
        if len(self._files) > 1 or any(file.alive is not None for file in self._files):
            self._merge(self._files)

    def commit(self) -> None:
        """Make the batch the next generation."""
        self._write_buffer()
        while due := due_for_merging(self._files):
            self._merge(due)
        assert self._writer is not None
        self._writer.delete_documents_by_term(LABELS, _NOTHING)
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._writer = None
        remove_replaced(self._folder)

    def cancel(self) -> None:
        """Let go of the lock and remove what the batch wrote."""
        self._writer = None
        for file in self._written:
            file.path.unlink(missing_ok=True)

    def _is_there(self, document_id: str) -> bool:
        if document_id in self._flushed:
            return True
        if document_id in self._removed or not self._before.size:
            return False
        query = Query.term_query(self._before.schema, LABELS, document_label(document_id), "basic")
        return self._before.count(query) > 0

    def _write_buffer(self) -> None:
        self._hand_over()
        if self._buffer.documents:
            self._keep(write_buffer(self._folder, self._buffer, self._first))
            self._flushed |= self._buffer.documents
        self._buffer = PassageBuffer()
        self._first = self._next

    def _merge(self, files: Sequence[TokenFile]) -> None:
        """Put one file in the place of several."""
        self._files = [file for file in self._files if file not in files]
        self._keep(merge_files(self._folder, files, self._next))

    def _keep(self, file: TokenFile) -> None:
        self._files.append(file)
        self._written.append(file)


def _is_simple(tokens: Sequence[Token]) -> bool:
    """Whether each token has a position of its own."""
    return not tokens or tokens[-1].position == len(tokens) - 1


def _pretokenized(tokens: Sequence[Token]) -> dict[str, object]:
    """Tokens of which several share a position, as tantivy reads them from JSON."""
    return {
        "text": "",
        "tokens": [
            {
                "offset_from": 0,
                "offset_to": 0,
                "position": token.position,
                "text": term_of(token.word),
                "position_length": 1,
            }
            for token in tokens
        ],
    }

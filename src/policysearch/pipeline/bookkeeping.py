"""Writing down what became of each file: in the ledger, and in the documents that hang on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..ingest.containers import SEPARATOR
from ..models import State
from ..near_duplicates import NEARLY_SAME, SAME_REPORT, resemblance
from ..workers import Failure
from .plan import document_id_of, make_duplicate

if TYPE_CHECKING:
    from ..models import Document
    from ..store import FileRow, Store
    from .analysing import Analysis
    from .plan import Plan
    from .reading import ReadResult

NOT_ANALYSED = "its mentions could not be found"


class Bookkeeper:
    """Keeps ledger and documents of a store in step. Call it inside a transaction.

    Attributes:
        unread: Rows written so far of files that could not be read, in part or at all, and of duplicates.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.unread: list[FileRow] = []
        self._inside: set[str] = set()

    def settle(self, plan: Plan) -> None:
        """Write down all that needs no reading."""
        ledger, documents = self.store.ledger, self.store.documents
        for row in plan.touched:
            ledger.put(row)
            if row.document_id and row.state is not State.DUPLICATE:
                documents.relocate(row.document_id, row.location)
        for move in plan.moved:
            ledger.put(replace(move.before, state=State.REMOVED, reason=f"moved to {move.after.location}"))
            ledger.put(move.after)
            if move.after.document_id:
                documents.relocate(move.after.document_id, move.after.location)
        for row in plan.removed:
            self._remove(row, "the file is gone")
        for row in plan.failed:
            self._put(row, ledger.get(row.path))

    def _hand_on(self, document_id: str) -> bool:
        """Let another file with the same bytes, if there is one, stand for a document."""
        others = self.store.ledger.files_of(document_id)
        if others and others[0].state is State.DUPLICATE:
            document = self.store.documents.get(document_id)
            state, reason = _describe(document) if document else (State.INDEXED, "")
            self.store.ledger.put(replace(others[0], state=state, reason=reason))
            self.store.documents.relocate(document_id, others[0].location)
        return bool(others)

    def write_down(self, row: FileRow, before: FileRow | None, result: ReadResult | Failure) -> None:
        """Write down what became of a file that was read, and of the files inside it.

        Args:
            row: The file, without state.
            before: What the ledger said of it, None if it is new.
            result: What the worker made of it.
        """
        self._inside = set()
        if isinstance(result, Failure):
            self._put(replace(row, state=State.FAILED, reason=result.reason), before)
        else:
            self._write_result(row, before, result)
        for member in self.store.ledger.files_in(row.path):
            if member.path not in self._inside:
                self._remove(member, f"no longer in {row.location}")

    def _write_result(self, row: FileRow, before: FileRow | None, result: ReadResult) -> None:
        unread = self._write_members(row, result)
        if result.document:
            document = self._with_near_duplicate(result.document, result.sketch)
            state, reason = _describe(document)
            row = replace(row, state=state, reason=reason, document_id=document.id)
            self.store.documents.put(document, result.passages)
            self.store.sketches.put(document.id, result.sketch)
        elif result.problem:
            row = replace(row, state=State.EMPTY if result.empty else State.FAILED, reason=result.problem)
        else:
            inside = f"{len(result.members)} files inside"
            reason = f"{unread} of {inside} could not be read" if unread else inside
            row = replace(row, state=State.PARTIAL if unread else State.INDEXED, reason=reason)
        self._put(row, before)

    def _write_members(self, row: FileRow, result: ReadResult) -> int:
        """Write down the files inside a file, and return how many of them could not be read."""
        unread = 0
        for member in result.members:
            path = f"{row.path}{SEPARATOR}{member.name}"
            inside = replace(
                row,
                path=path,
                location=f"{row.location}{SEPARATOR}{member.name}",
                size=member.size,
                sha256=member.sha256,
                container=row.path_on_disk,
            )
            self._inside.add(path)
            before = self.store.ledger.get(path)
            twin = next(iter(self.store.ledger.files_of(document_id_of(member.sha256))), None)
            if twin and twin.path != path and member.result.document:
                self._put(make_duplicate(inside, twin), before)
            else:
                self._write_result(inside, before, member.result)
                unread += bool(member.result.problem)
        return unread

    def _put(self, row: FileRow, before: FileRow | None) -> None:
        """Put a row in the ledger, and let its document take the place of the one that was there."""
        self.store.ledger.put(row)
        if row.state is not State.INDEXED:
            self.unread.append(row)
        replaced = before.document_id if before else None
        if replaced and replaced != row.document_id and not self._hand_on(replaced):
            self.store.documents.supersede(replaced, by=document_id_of(row.sha256))

    def _remove(self, row: FileRow, reason: str) -> None:
        self.store.ledger.put(replace(row, state=State.REMOVED, reason=reason))
        if row.document_id and not self._hand_on(row.document_id):
            self.store.documents.delete(row.document_id)

    def _with_near_duplicate(self, document: Document, sketch: tuple[int, ...]) -> Document:
        """The document, noting which other one has nearly the same text, if one has."""
        for other_id, other_sketch in self.store.sketches.similar(document.id, sketch).items():
            other = self.store.documents.get(other_id)
            if other and resemblance(sketch, other_sketch) >= SAME_REPORT:
                return replace(document, notes=(*document.notes, f"{NEARLY_SAME} {other.location}"))
        return document

    def settle_duplicates(self, plan: Plan) -> None:
        """Write down the twins of other files; a twin of an unreadable file is as unreadable."""
        if not plan.duplicates:
            return
        twins = {row.sha256: row for row in self.store.ledger.files() if row.state is not State.DUPLICATE}
        for row in plan.duplicates:
            twin = twins.get(row.sha256)
            if twin and not twin.document_id:
                row = replace(row, state=twin.state, reason=twin.reason, document_id=None)
            self.store.ledger.put(row)
            self.unread.append(row)

    def write_mentions(self, document: Document, result: Analysis | Failure) -> None:
        """Write down what a document mentions, or why that could not be found."""
        row = self.store.ledger.files_of(document.id)[0]
        if isinstance(result, Failure):
            # Searchable but not analysed is partial; the next run tries again.
            row = replace(row, state=State.PARTIAL, reason=f"{NOT_ANALYSED}: {result.reason}")
            self.store.ledger.put(row)
            self.unread.append(row)
            return
        self.store.mentions.put(document.id, result.mentions, result.entities, extractor=result.extractor)
        if row.reason.startswith(NOT_ANALYSED):
            state, reason = _describe(document)
            self.store.ledger.put(replace(row, state=state, reason=reason))


def _describe(document: Document) -> tuple[State, str]:
    """State and reason of a file that was read."""
    if document.gaps:
        return State.PARTIAL, "; ".join(document.gaps)
    return State.INDEXED, "; ".join(document.notes)

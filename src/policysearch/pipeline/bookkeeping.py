"""Writing down what became of each file: in the ledger, and in the documents that hang on it.

Whatever happens to files, one thing holds after every transaction: a document is current exactly if
a file that is there holds it, and of the files that hold it one is its own and the others are duplicates.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..models import MEMBER_SEPARATOR, State
from ..near_duplicates import NEARLY_SAME, SAME_REPORT, resemblance
from ..workers import Failure
from .plan import document_id_of

if TYPE_CHECKING:
    from ..models import Document
    from ..store import FileRow, Store
    from .analysing import Analysis
    from .plan import Move, Plan
    from .reading import ReadResult

NOT_ANALYSED = "its mentions could not be found"


class Bookkeeper:
    """Keeps ledger and documents of a store in step. Call it inside a transaction.

    Attributes:
        written: Paths of the rows written so far.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.written: set[str] = set()
        self._inside: set[str] = set()

    def settle(self, plan: Plan) -> None:
        """Write down all that needs no reading."""
        for row in plan.touched:
            self._put(row)
            self._carry_members(row, row)
        for move in plan.moved:
            self._move(move)
        for row in plan.removed:
            self._put(replace(row, state=State.REMOVED, reason="the file is gone"))
        for row in plan.failed:
            self._put_unopenable(row)

    def settle_duplicates(self, plan: Plan) -> list[FileRow]:
        """Write down the twins of other files.

        Returns:
            Twins that have to be read themselves: the other file holds files of its own, which are
            documents only at one place, or it has not been read.
        """
        to_read = []
        for row in plan.duplicates:
            document_id = document_id_of(row.sha256)
            twins = [twin for twin in self.store.ledger.files_with(row.sha256) if twin.path != row.path]
            if any(twin.document_id == document_id and not self._members(twin) for twin in twins):
                self._put(replace(row, state=State.DUPLICATE, document_id=document_id))
                self._drop_members(row, keep=set())
            else:
                to_read.append(row)
        return to_read

    def write_down(self, row: FileRow, result: ReadResult | Failure, *, before: str | None = None) -> None:
        """Write down what became of a file that was read, and of the files inside it.

        Args:
            row: The file, without state.
            result: What the worker made of it.
            before: Id of the document that the file held, None if it is new.
        """
        self._inside = set()
        if isinstance(result, Failure):
            # What was read of the files inside it before is still the best there is.
            self._inside = {member.path for member in self._members(row)}
            self._put(replace(row, state=State.FAILED, reason=result.reason))
        else:
            self._write_result(row, result, before)
        self._drop_members(row, keep=self._inside)

    def _write_result(self, row: FileRow, result: ReadResult, before: str | None) -> None:
        unread = self._write_members(row, result)
        if result.document:
            document = self._with_near_duplicate(result.document, result.sketch, before)
            if document.id != document_id_of(row.sha256):
                # The file changed between the look at it and the reading: let the next run look again.
                row = replace(row, sha256="", mtime_ns=0)
            state, reason = _describe(document)
            self.store.documents.put(document, result.passages)
            self.store.sketches.put(document.id, result.sketch)
            row = replace(row, state=state, reason=reason, document_id=document.id)
        elif result.problem:
            row = replace(row, state=State.EMPTY if result.empty else State.FAILED, reason=result.problem)
        else:
            count = len(result.members)
            inside = "1 file inside" if count == 1 else f"{count} files inside"
            reason = f"{inside}, of which {unread} could not be read" if unread else inside
            row = replace(row, state=State.PARTIAL if unread else State.INDEXED, reason=reason)
        self._put(row)

    def _write_members(self, row: FileRow, result: ReadResult) -> int:
        """Write down the files inside a file, and return how many of them could not be read."""
        for member in result.members:
            path = f"{row.path}{MEMBER_SEPARATOR}{member.name}"
            known = self.store.ledger.get(path)
            inside = replace(
                row,
                path=path,
                location=f"{row.location}{MEMBER_SEPARATOR}{member.name}",
                size=member.size,
                sha256=member.sha256,
                container=row.path_on_disk,
            )
            self._inside.add(path)
            self._write_result(inside, member.result, known.document_id if known else None)
        return sum(bool(member.result.problem) for member in result.members)

    def _drop_members(self, row: FileRow, *, keep: set[str]) -> None:
        """Take out what a file held before and does not hold now."""
        for member in self._members(row):
            if member.path not in keep:
                self._put(replace(member, state=State.REMOVED, reason=f"no longer in {row.location}"))

    def _members(self, row: FileRow) -> list[FileRow]:
        return self.store.ledger.files_in(row.path)

    def _move(self, move: Move) -> None:
        self._put(move.after)
        carried = self._carry_members(move.before, move.after)
        self._drop_members(move.after, keep=carried)
        self._put(replace(move.before, state=State.REMOVED, reason=f"moved to {move.after.location}"))

    def _carry_members(self, before: FileRow, after: FileRow) -> set[str]:
        """Let the files inside a file follow it to another place, and return their paths there."""
        carried = set()
        for member in self._members(before):
            name = member.path.removeprefix(f"{before.path}{MEMBER_SEPARATOR}")
            moved = replace(
                member,
                path=f"{after.path}{MEMBER_SEPARATOR}{name}",
                location=f"{after.location}{MEMBER_SEPARATOR}{name}",
                container=after.path,
            )
            carried.add(moved.path)
            if moved != member:
                self._put(moved)
            if moved.path != member.path:
                self._put(replace(member, state=State.REMOVED, reason=f"moved to {moved.location}"))
        return carried

    def _put_unopenable(self, row: FileRow) -> None:
        """A file that cannot be opened now keeps what was read of it when it could."""
        known = self.store.ledger.get(row.path)
        if known and known.document_id and known.state is not State.REMOVED:
            reason = f"{row.reason}; shown as it was when it was last read"
            row = replace(known, state=State.PARTIAL, reason=reason, size=0, mtime_ns=0, sha256="")
        self._put(row)

    def _put(self, row: FileRow) -> None:
        """Put a row in the ledger, and bring the documents into step: the one way to write a row."""
        known = self.store.ledger.get(row.path)
        self.store.ledger.put(row)
        if row.document_id:
            self._settle_document(row.document_id, replaced_by=None)
        if known and known.document_id and known.document_id != row.document_id:
            replaced_by = None if row.state is State.REMOVED else row.document_id or ""
            self._settle_document(known.document_id, replaced_by=replaced_by)
        self.written.add(row.path)

    def _settle_document(self, document_id: str, *, replaced_by: str | None) -> None:
        """Let one of the files that hold a document be its own, and the others duplicates of that one.

        Args:
            document_id: The document.
            replaced_by: If no file holds it any more: the document that took its place, "" if what took
                it cannot be read, None if its file is gone.
        """
        files = self.store.ledger.files_of(document_id)
        location = self.store.documents.location(document_id)
        if not files and replaced_by is None:
            self.store.documents.delete(document_id)
        elif not files:
            self.store.documents.supersede(document_id, by=replaced_by or "")
        elif location is not None:
            own, *others = files
            document = self.store.documents.get(document_id) if own.state is State.DUPLICATE else None
            if document:
                state, reason = _describe(document)
                self.store.ledger.put(replace(own, state=state, reason=reason))
            if location != own.location:
                self.store.documents.relocate(document_id, own.location)
            for other in others:
                reason = f"the same bytes as {own.location}"
                if (other.state, other.reason) != (State.DUPLICATE, reason):
                    self.store.ledger.put(replace(other, state=State.DUPLICATE, reason=reason))

    def _with_near_duplicate(
        self, document: Document, sketch: tuple[int, ...], before: str | None
    ) -> Document:
        """The document, noting which other one has nearly the same text, if one has."""
        for other_id, other_sketch in self.store.sketches.similar(document.id, sketch).items():
            other = self.store.documents.get(other_id)
            if other and other_id != before and resemblance(sketch, other_sketch) >= SAME_REPORT:
                return replace(document, notes=(*document.notes, f"{NEARLY_SAME} {other.location}"))
        return document

    def write_mentions(self, document: Document, result: Analysis | Failure) -> None:
        """Write down what a document mentions, or why that could not be found."""
        files = self.store.ledger.files_of(document.id)
        if isinstance(result, Failure):
            # Searchable but not analysed is partial; the next run tries again.
            for row in files[:1]:
                self._put(replace(row, state=State.PARTIAL, reason=f"{NOT_ANALYSED}: {result.reason}"))
            return
        self.store.mentions.put(document.id, result.mentions, result.entities, extractor=result.extractor)
        for row in files[:1]:
            if row.reason.startswith(NOT_ANALYSED):
                state, reason = _describe(document)
                self._put(replace(row, state=state, reason=reason))


def _describe(document: Document) -> tuple[State, str]:
    """State and reason of a file that was read."""
    if document.gaps:
        return State.PARTIAL, "; ".join(document.gaps)
    return State.INDEXED, "; ".join(document.notes)

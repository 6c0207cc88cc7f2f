"""Make store and index equal to a folder: searchable first, analysed second."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..models import State
from ..workers import Failure, Limits, run_in_workers
from .bookkeeping import Bookkeeper
from .folder import find_files
from .plan import Plan, make_plan

# Readers, extraction and index are imported where there is something for them to do, so that a
# run over an unchanged folder costs little more than looking at it.

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from ..collection import Collection
    from ..ingest.metadata_table import MetadataRow
    from ..store import FileRow, Store

DOCUMENTS_BETWEEN_COMMITS = 500  # how many newly read or analysed documents may wait to show up in search


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        phase: "reading", "indexing" or "analysing".
        done: Files or documents finished in this phase.
        total: Files or documents of this phase.
        location: The one just finished, "" if none.
    """

    phase: str
    done: int
    total: int
    location: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to ingest.

    Attributes:
        jobs: Worker processes.
        extract: Find mentions in this run; else they stay pending.
        ocr: Recognize the text of PDF pages that are only pictures, also of files read before.
        retry: Read failed, partial and empty files again although they did not change.
        limits: What one file may cost.
        corrections: The corrections file to apply; None for keeping to what was applied last.
        progress: Told after every file.
        should_stop: Asked after every file; true ends the run, with everything done so far kept.
    """

    jobs: int = 1
    extract: bool = True
    ocr: bool = False
    retry: bool = False
    limits: Limits = field(default_factory=Limits)
    corrections: Path | None = None
    progress: Callable[[Progress], None] = lambda _: None
    should_stop: Callable[[], bool] = lambda: False


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What a run did.

    Attributes:
        actions: How many files were "new", "changed", "moved", "removed", "unchanged" and so on, and how many
            documents were "analysed", those of earlier runs among them.
        states: Files of the whole ledger by state.
        not_indexed: Files of this run that are not, or not wholly, searchable by themselves, with reasons.
        pending: Documents whose mentions are still to be found.
        stopped: Whether ``should_stop`` ended the run early.
        corrections: Lines of the corrections file that deserve a word, as "file:line: message"; none if
            there was nothing to apply them to.
    """

    actions: Mapping[str, int]
    states: Mapping[State, int]
    not_indexed: tuple[FileRow, ...]
    pending: int
    stopped: bool
    corrections: tuple[str, ...] = ()


def plan_ingestion(store: Store, paths: Iterable[Path], *, retry: bool = False) -> Plan:
    """Say what ``ingest`` would do, without doing it.

    Raises:
        UsageError: A path does not exist, or a metadata table cannot be understood.
    """
    return _plan(store, paths, retry=retry)[0]


def _plan(store: Store, paths: Iterable[Path], *, retry: bool) -> tuple[Plan, dict[str, MetadataRow]]:
    folder = find_files(paths)
    metadata: dict[str, MetadataRow] = {}
    if folder.tables:
        from ..ingest.metadata_table import read_metadata_table

        for table in folder.tables:
            try:
                metadata.update(read_metadata_table(table))
            except OSError as error:
                raise UsageError(f"{table}: cannot be read ({error.strerror}); mend or remove it") from error
    fingerprints = {path: row.fingerprint() for path, row in metadata.items()}
    return make_plan(folder, store.ledger.files(), fingerprints, retry=retry), metadata


def ingest(collection: Collection, paths: Iterable[Path], options: Options | None = None) -> IngestReport:
    """Make a collection equal to what lies at ``paths``.

    Every passage is searchable before the first document is analysed. A file that fails, hangs or
    crashes its reader gets its row in the ledger and nothing else happens. An interrupted run, by
    ``should_stop`` or by force, is continued by the next one where it was.

    Raises:
        UsageError: A path does not exist, a metadata table or the corrections cannot be understood.
        EngineError: The index cannot be used, or another process is writing to it.
    """
    store = collection.store
    run = _Run(collection, options or Options())
    plan, metadata = _plan(store, paths, retry=run.options.retry)
    with store.transaction():
        run.books.settle(plan)
    rows = [*plan.new, *(after for _, after in plan.changed)]
    before = {after.path: row.document_id for row, after in plan.changed}
    run.read(rows, metadata, before)
    if not run.stopped:
        with store.transaction():
            rows = run.books.settle_duplicates(plan)
        run.read(rows, metadata, before)
    run.index()
    if run.options.extract and not run.stopped:
        run.analyse()
    return run.report(plan)


class _Run:
    """One call of ``ingest``."""

    def __init__(self, collection: Collection, options: Options) -> None:
        self.collection, self.store, self.options = collection, collection.store, options
        self.stopped = False
        self.analysed = 0
        self.books = Bookkeeper(collection.store)
        self.corrections = self._new_corrections()
        self.messages: tuple[str, ...] = ()

    def _new_corrections(self) -> str | None:
        """The text of the corrections file, if it is another one than was applied last."""
        if self.options.corrections is None:
            return None
        from ..entities.corrections import parse_corrections, read_corrections

        text = read_corrections(self.options.corrections)
        if text == self.store.corrections.remembered()[0]:
            return None
        parse_corrections(
            text, source=str(self.options.corrections)
        )  # a fault stops the run before it begins
        return text

    def read(
        self,
        rows: Sequence[FileRow],
        metadata: Mapping[str, MetadataRow],
        before: Mapping[str, str | None],
    ) -> None:
        """Read files; each is written down as soon as it is read.

        Args:
            rows: The files, without state.
            metadata: What metadata tables say of them, by path.
            before: Id of the document that a changed file held, by path.
        """
        if not rows:
            return
        rows = sorted(rows, key=lambda row: row.location)
        from .reading import ReadTask, read_file

        tasks = {
            row.path: ReadTask(row.path, row.location, metadata.get(row.path), self.options.ocr)
            for row in rows
        }
        by_path = {row.path: row for row in rows}
        results = run_in_workers(
            read_file, tasks.values(), jobs=min(self.options.jobs, len(rows)), limits=self.options.limits
        )
        for done, (task, result) in enumerate(results, start=1):
            row = by_path[task.path]
            with self.store.transaction():
                self.books.write_down(row, result, before=before.get(task.path))
            self.options.progress(Progress("reading", done, len(rows), row.location))
            if done % DOCUMENTS_BETWEEN_COMMITS == 0:
                self.index()
            if self._is_stopped():
                return

    def index(self) -> None:
        """Bring the entities, with the corrections, and then the index up to the documents."""
        due = self.store.documents.queued(1) or self.store.entities.refresh_due()
        if not due and self.corrections is None:
            return
        self._correct()
        from .indexing import index_queued

        index_queued(
            self.store,
            self.collection.engine,
            progress=lambda done: self.options.progress(Progress("indexing", done, done)),
        )

    def _correct(self) -> None:
        if self.corrections is None and not self.store.corrections.remembered()[0]:
            with self.store.transaction():
                self.store.entities.refresh()
            return
        from .correcting import apply_corrections

        report = apply_corrections(self.store, self.corrections, source=str(self.options.corrections))
        self.corrections, self.messages = None, report.messages()

    def analyse(self) -> None:
        """Find the mentions of every document that still lacks them."""
        pending = self.store.documents.pending()
        if not pending:
            return
        from .analysing import analyse

        documents = (self.store.documents.get(document_id) for document_id in pending)
        results = run_in_workers(
            analyse,
            (document for document in documents if document),
            jobs=min(self.options.jobs, len(pending)),
            limits=replace(self.options.limits, seconds=self.options.limits.seconds * 10),
        )
        for done, (document, result) in enumerate(results, start=1):
            with self.store.transaction():
                self.books.write_mentions(document, result)
            self.analysed += not isinstance(result, Failure)
            self.options.progress(Progress("analysing", done, len(pending), document.location))
            if done % DOCUMENTS_BETWEEN_COMMITS == 0:
                self.index()
            if self._is_stopped():
                break
        self.index()

    def _is_stopped(self) -> bool:
        self.stopped = self.stopped or self.options.should_stop()
        return self.stopped

    def _not_indexed(self) -> tuple[FileRow, ...]:
        """Files of this run that are not, or not wholly, searchable by themselves, by location."""
        rows = filter(None, map(self.store.ledger.get, self.books.written))
        kept = (row for row in rows if row.state not in (State.INDEXED, State.REMOVED))
        return tuple(sorted(kept, key=lambda row: row.location))

    def report(self, plan: Plan) -> IngestReport:
        """Sum up the run."""
        actions = Counter(
            new=len(plan.new),
            changed=len(plan.changed),
            moved=len(plan.moved),
            removed=len(plan.removed),
            duplicate=len(plan.duplicates),
            unreadable=len(plan.failed),
            unchanged=len(plan.unchanged) + len(plan.touched),
            analysed=self.analysed,
        )
        return IngestReport(
            actions={action: count for action, count in actions.items() if count},
            states=self.store.ledger.count_by_state(),
            not_indexed=self._not_indexed(),
            pending=len(self.store.documents.pending()),
            stopped=self.stopped,
            corrections=self.messages,
        )

"""Run a function over many inputs in worker processes, under limits of time and memory.

A worker that hangs, grows or dies costs the input in its hands and nothing else: it is
replaced and the run goes on. Results come in the order of the inputs, whatever finishes first.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .errors import PolicySearchError, WorkerFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.context import SpawnProcess

Input = TypeVar("Input")
Output = TypeVar("Output")

AHEAD = 16
"""Inputs a worker may be ahead of the oldest unfinished one: bounds what waits in memory, yet lets the
others go on for a while when one input takes long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one input may cost.

    Attributes:
        seconds: Wall-clock time before its worker is killed.
        megabytes: Address space of a worker; an allocation beyond it fails (POSIX only).
    """

    seconds: float = 120.0
    megabytes: int = 4096


@dataclass(frozen=True, slots=True)
class Failure:
    """What came of an input instead of a result.

    Attributes:
        reason: One sentence fit to show a user.
        error: The exception, if it is one that this package raises on purpose.
    """

    reason: str
    error: PolicySearchError | None = None


class _Worker:
    """One process, its end of the pipe and the input in its hands."""

    def __init__(self, function: Callable[[Any], Any], limits: Limits) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(
            target=_serve, args=(theirs, function, limits.megabytes), daemon=True
        )
        with _interrupts_ignored():
            self.process.start()
        theirs.close()
        self.ready = False
        self.number: int | None = None
        self.deadline = 0.0

    def stop(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join()


@contextlib.contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Let what is started inside never see Ctrl-C, which a terminal sends to all: it is the parent's."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _serve(connection: Connection, function: Callable[[Any], Any], megabytes: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent lets the inputs in hand be finished
    _limit_memory(megabytes)
    _close_output()
    with contextlib.suppress(EOFError, BrokenPipeError):
        connection.send(None)
        while True:
            result: Any
            try:
                result = function(connection.recv())
            except EOFError:
                return
            except PolicySearchError as error:
                result = Failure(str(error), error)
            except MemoryError:
                result = Failure(f"needed more than {megabytes} MB of memory")
            except Exception as error:  # noqa: BLE001 a reader's own bug must cost one file only
                result = Failure(f"{type(error).__name__}: {error}".splitlines()[0])
            connection.send(result)


def _limit_memory(megabytes: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))


def _close_output() -> None:
    """Send what libraries print to nowhere: a worker's only voice is its pipe."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())


class _Pool(Generic[Input, Output]):
    """The workers of one run, and the results that wait for their turn."""

    def __init__(self, function: Callable[[Input], Output], jobs: int, limits: Limits) -> None:
        self._function, self._limits = function, limits
        self._idle: list[_Worker] = []
        self._busy = [_Worker(function, limits) for _ in range(jobs)]
        self._finished: dict[int, Output | Failure] = {}

    def run(self, inputs: Iterable[Input]) -> Iterator[tuple[Input, Output | Failure]]:
        remaining = iter(enumerate(inputs))
        unfinished: deque[tuple[int, Input]] = deque()
        exhausted = False
        ahead = AHEAD * len(self._busy)
        while True:
            while self._idle and not exhausted and len(unfinished) < ahead:
                item = next(remaining, None)
                if item is None:
                    exhausted = True
                else:
                    unfinished.append(item)
                    self._give(*item)
            while unfinished and unfinished[0][0] in self._finished:
                number, value = unfinished.popleft()
                yield value, self._finished.pop(number)
            if exhausted and not unfinished:
                return
            if not self._idle or exhausted or len(unfinished) >= ahead:
                self._collect()

    def _give(self, number: int, value: Input) -> None:
        worker = self._idle.pop()
        if not worker.process.is_alive():
            # Whatever ended it while it had nothing to do is not this input's fault.
            worker.stop()
            worker = _Worker(self._function, self._limits)
        worker.number, worker.deadline = number, time.monotonic() + self._limits.seconds
        self._busy.append(worker)
        # A worker that died while idle is noticed by _collect, from its closed pipe.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            worker.connection.send(value)

    def _collect(self) -> None:
        """Wait until a worker answers, dies or is out of time, and take note of it."""
        deadlines = [worker.deadline for worker in self._busy if worker.number is not None]
        patience = max(min(deadlines) - time.monotonic(), 0) if deadlines else None
        answered = wait([worker.connection for worker in self._busy], patience)
        now = time.monotonic()
        for worker in list(self._busy):
            if worker.connection in answered:
                try:
                    result = worker.connection.recv()
                except (EOFError, ConnectionResetError):
                    self._replace(worker, self._epitaph(worker))
                    continue
                if not worker.ready:
                    worker.ready = True
                elif worker.number is not None:
                    self._finished[worker.number] = result
                    worker.number = None
                if worker.number is None:
                    self._busy.remove(worker)
                    self._idle.append(worker)
            elif worker.number is not None and now >= worker.deadline:
                self._replace(worker, Failure(f"took longer than {self._limits.seconds:g} seconds"))

    @staticmethod
    def _epitaph(worker: _Worker) -> Failure:
        worker.process.join()
        code = worker.process.exitcode or 0
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return Failure(f"crashed the process that was reading it ({how})")

    def _replace(self, worker: _Worker, failure: Failure) -> None:
        worker.stop()
        self._busy.remove(worker)
        if worker.number is not None:
            self._finished[worker.number] = failure
        elif not worker.ready:
            raise WorkerFailed(f"a worker process could not start ({failure.reason}); check the installation")
        self._busy.append(_Worker(self._function, self._limits))

    def stop(self) -> None:
        for worker in self._busy + self._idle:
            worker.stop()


def run_in_workers(
    function: Callable[[Input], Output],
    inputs: Iterable[Input],
    *,
    jobs: int = 1,
    limits: Limits | None = None,
) -> Iterator[tuple[Input, Output | Failure]]:
    """Apply a function to inputs in worker processes.

    Args:
        function: A module-level function, which a new process can import.
        inputs: Taken as workers become free, never far ahead of the results.
        jobs: Worker processes, at least 1.
        limits: What each input may cost; the defaults of ``Limits`` if None.

    Yields:
        Each input with its result or, if there is none, a Failure; in the order of the inputs.
    """
    # One thread each: workers share the cores, and BLAS threads of several would fight for them.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    pool: _Pool[Input, Output] = _Pool(function, jobs, limits or Limits())
    try:
        yield from pool.run(inputs)
    finally:
        pool.stop()

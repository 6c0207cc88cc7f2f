"""The run goes on whatever an input does to its worker."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from policysearch.errors import UnreadableFile
from policysearch.workers import Failure, Limits, run_in_workers

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITS = Limits(seconds=2, megabytes=1024)


def misbehave(how: str) -> str:
    match how:
        case "hang":
            time.sleep(60)
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            os._exit(7)
        case "fill memory":
            return "x" * (4 << 30)
        case "refuse":
            raise UnreadableFile("report.pdf: is encrypted")
        case "fail":
            raise ValueError("no such\nthing")
        case "print":
            print("noise of a library")
        case "slow":
            time.sleep(0.5)
    return how.upper()


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("hang", "took longer than 2 seconds"),
        ("die", "crashed the process that was reading it (signal 9)"),
        ("exit", "crashed the process that was reading it (exit code 7)"),
        ("fill memory", "needed more than 1024 MB of memory"),
        ("refuse", "report.pdf: is encrypted"),
        ("fail", "ValueError: no such"),
    ],
)
def test_a_bad_input_costs_only_itself(how: str, reason: str) -> None:
    results = dict(run_in_workers(misbehave, ["a", how, "b"], limits=LIMITS))
    assert (results["a"], results["b"]) == ("A", "B")
    failure = results[how]
    assert isinstance(failure, Failure)
    assert failure.reason == reason
    assert isinstance(failure.error, UnreadableFile) == (how == "refuse")


def test_results_come_in_the_order_of_the_inputs() -> None:
    inputs = ["slow", "b", "die", "d", "slow", "f"]
    results = list(run_in_workers(misbehave, inputs, jobs=2, limits=LIMITS))
    assert [value for value, _ in results] == inputs
    assert [result for _, result in results if isinstance(result, str)] == ["SLOW", "B", "D", "SLOW", "F"]


def test_inputs_are_taken_as_they_are_needed() -> None:
    taken = []

    def inputs() -> Iterator[str]:
        for number in range(1000):
            taken.append(number)
            yield str(number)

    results = run_in_workers(misbehave, inputs(), limits=LIMITS)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert len(taken) < 20


def test_what_a_library_prints_stays_inside(capfd: pytest.CaptureFixture[str]) -> None:
    assert list(run_in_workers(misbehave, ["print"], limits=LIMITS)) == [("print", "PRINT")]
    assert capfd.readouterr() == ("", "")


def test_nothing_to_do() -> None:
    assert list(run_in_workers(misbehave, [], limits=LIMITS)) == []

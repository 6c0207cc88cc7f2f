"""Time `policysearch search` from the shell against the start of Python with Whoosh and click.

Usage: python scripts/bench_start.py [--index DIR] [--runs N] [QUERY]

Both commands run in turn, so that whatever else the machine does falls on both. Printed are the ratios of
elapsed and of processor time: the processor's depend less on what else runs. Both sides find their modules
compiled, as after any first run. The index is the demo's (`make demo`) unless another is named.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
BARE = (sys.executable, "-c", "import whoosh, click")
NUMPY = (sys.executable, "-c", "import whoosh, click, numpy")
SEARCH = (sys.executable, "-m", "policysearch", "search")
HIGHEST_RATIO = 3.0  # what a search may cost, in starts of BARE


def time_of(command: tuple[str, ...], environment: dict[str, str]) -> tuple[float, float]:
    """Elapsed and processor seconds of one run of a command, which must succeed."""
    before = os.times()
    begin = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    elapsed = time.perf_counter() - begin
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return elapsed, used


def measure(
    commands: dict[str, tuple[str, ...]], runs: int, environment: dict[str, str]
) -> dict[str, list[tuple[float, float]]]:
    """Times of every command, run in turn."""
    for command in commands.values():
        time_of(command, environment)  # compiles, and fills the cache of the file system
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            times[name].append(time_of(command, environment))
    return times


def main() -> None:
    """Measure and print; the exit code is 1 if the median ratio of elapsed time is too high."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("query", nargs="?", default="data")
    parser.add_argument("--index", type=Path, default=ROOT / "index")
    parser.add_argument("--runs", type=int, default=20)
    options = parser.parse_args()
    search = (*SEARCH, options.query, "--index", str(options.index))
    commands = {
        "bare": BARE,
        "bare and numpy": NUMPY,
        "search, table": search,
        "search, json": (*search, "--format", "json"),
    }
    with tempfile.TemporaryDirectory() as compiled:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": compiled, "PYTHONWARNINGS": "ignore"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        times = measure(commands, options.runs, environment)
    print(f"{'':16}{'min ms':>8}{'median':>8}{'ratio':>7}{'cpu ms':>8}{'ratio':>7}   ({options.runs} runs)")
    bare_elapsed, bare_used = (statistics.median(column) for column in zip(*times["bare"], strict=True))
    too_slow = False
    for name, rows in times.items():
        elapsed, used = zip(*rows, strict=True)
        ratio = statistics.median(elapsed) / bare_elapsed
        used_ratio = statistics.median(used) / bare_used
        print(
            f"{name:16}{min(elapsed) * 1e3:8.0f}{statistics.median(elapsed) * 1e3:8.0f}{ratio:7.2f}"
            f"{statistics.median(used) * 1e3:8.0f}{used_ratio:7.2f}"
        )
        too_slow |= name.startswith("search") and ratio > HIGHEST_RATIO
    sys.exit(1 if too_slow else 0)


if __name__ == "__main__":
    main()

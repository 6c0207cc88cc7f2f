"""Measures an engine against bare Whoosh, bare tantivy and SQLite FTS5, on the same made-up passages.

    python scripts/bench_search.py --passages 20000
    python scripts/bench_search.py --passages 10000 100000 --folder bench-index --plot docs/latency.svg
    python scripts/bench_search.py --passages 1000000 --folder bench-index --without bare-whoosh
    python scripts/bench_search.py --passages 1000000 --folder bench-index --engine tantivy

Every phase runs in a process of its own, so that its peak memory is its own, and passages are made as they
are written, never held. The engine answers with a page of 10, alone, with the four facets that the others
count and with all nine, documents and passages counted; the others with a page of 10, alone and with four
facets. Times are processor time, but for opening. With ``--folder``, indexes are kept and used again.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bench_search_bare as bare
from bench_search_passages import COMMON, LAW, MIDDLE, PREFIX, RARE, THIRD, TOKENS
from bench_search_plot import draw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench_search_passages import MadePassage
    from policysearch.engines.base import IndexRecord

BARE: dict[str, tuple[Callable[[Path, int], float], Callable[[Path], bare.Asked]]] = {
    "bare-whoosh": (bare.index_whoosh, bare.search_whoosh),
    "bare-tantivy": (bare.index_tantivy, bare.search_tantivy),
    "fts5": (bare.index_fts5, bare.search_fts5),
}
REPEATS = 21
LONGEST = 2.0
"""Seconds after which a query is not repeated any more, but for the third time."""

KINDS = ("page", "four", "all")
"""What is timed: a page without facets, with four, and, of the engine, with all nine."""

FIXED = 100
"""Passages that hold the word of the plot that is chosen for each size."""


def record(made: MadePassage) -> IndexRecord:
    """The passage as engines take it."""
    from policysearch.analysis import Token
    from policysearch.engines.base import IndexRecord
    from policysearch.models import Facet

    def tokens(words: list[str]) -> tuple[Token, ...]:
        return tuple(
            Token(each, each.removesuffix("s"), place, place, place) for place, each in enumerate(words)
        )

    return IndexRecord(
        passage_id=made.passage_id,
        document_id=made.passage_id.partition(":")[0],
        tokens=tokens(made.words),
        title_tokens=tokens(made.title),
        facets={Facet(facet): tuple(values) for facet, values in made.facets.items() if values},
        published_day=730_000,
    )


def index_engine(folder: Path, count: int, engine: str) -> float:
    """Write all passages in one batch; the time is that of the engine alone."""
    from policysearch.engines import open_engine

    opened = open_engine(f"{engine}:{folder}", create=True)
    watch = bare.Stopwatch()
    with opened.writer() as batch:
        for made in watch.passages(count):
            begin = time.thread_time()
            one = record(made)
            watch.leave_out(time.thread_time() - begin)
            batch.add(one)
    return watch.seconds()


def search_engine(folder: Path, engine: str) -> bare.Asked:
    """Pages of 10 without facets, with four and with all of them."""
    from policysearch.engines import open_engine
    from policysearch.models import Facet
    from policysearch.query import And, Exact, Or, Phrase, Prefix, Query, Word

    opened = open_engine(f"{engine}:{folder}")
    opened.search(Query(), limit=1)
    three = (Word(COMMON), Word(MIDDLE), Word(THIRD))
    mix = {
        "common word": Query(expression=Word(COMMON)),
        "half-common word": Query(expression=Word(MIDDLE)),
        "rare word": Query(expression=Word(RARE)),
        "and of 3": Query(expression=And(three)),
        "or of 3": Query(expression=Or(three)),
        "phrase": Query(expression=Phrase(three[:2])),
        "prefix": Query(expression=Prefix(PREFIX)),
        "filtered": Query(expression=three[0], filters={Facet.LAW: frozenset([LAW])}),
        "everything": Query(),
    }
    words = opened.vocabulary()
    mix[f"{FIXED} passages"] = Query(
        expression=Exact(min(words, key=lambda word: (abs(words[word] - FIXED), word)))
    )

    def page(query: Query) -> int:
        return opened.search(query).total_passages

    def counted(query: Query, facets: tuple[Facet, ...]) -> int:
        return opened.search(query, facets=facets, facet_size=10).total_passages

    four = tuple(map(Facet, bare.GROUPED))
    return {
        label: (
            lambda query=query: page(query),
            lambda query=query: counted(query, four),
            lambda query=query: counted(query, tuple(Facet)),
        )
        for label, query in mix.items()
    }


def timed(action: Callable[[], int]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds, first call apart, and what the action found.

    Processor time: every search here runs on one thread, and other work on the machine does not count.
    """
    times: list[float] = []
    while len(times) <= REPEATS and (len(times) < 3 or sum(times) < LONGEST * 1000):
        begin = time.process_time()
        found = action()
        times.append((time.process_time() - begin) * 1000)
    later = sorted(times[1:])
    return {
        "first": times[0],
        "median": statistics.median(later),
        "p95": later[-1 - len(later) // 20],
        "found": found,
    }


def run_phase(phase: str, name: str, folder: Path, count: int) -> dict[str, Any]:
    """What a phase measures of one of those compared, in this process."""
    rows: dict[str, Any] = {}
    if phase == "index":
        folder.mkdir(parents=True, exist_ok=True)
        make = BARE[name][0](folder, count) if name in BARE else index_engine(folder, count, name)
        rows["seconds"] = make
    else:
        begin = time.perf_counter()
        asked = BARE[name][1](folder) if name in BARE else search_engine(folder, name)
        rows["opening"] = (time.perf_counter() - begin) * 1000
        rows["mix"] = {
            label: {kind: timed(action) for kind, action in zip(KINDS, actions, strict=False)}
            for label, actions in asked.items()
        }
    rows["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return rows


def measure(name: str, folder: Path, count: int) -> dict[str, Any]:
    """Index and search in processes of their own; an index that is there is used again."""
    place = folder / f"{name}-{count}"
    figures = folder / f"{name}-{count}.json"

    def phase(which: str) -> dict[str, Any]:
        command = [sys.executable, __file__, "--phase", which, "--engine", name, "--folder", str(place)]
        command += ["--passages", str(count)]
        rows: dict[str, Any] = json.loads(subprocess.check_output(command, text=True))
        return rows

    if not figures.exists():
        figures.write_text(json.dumps(phase("index")))
    rows = {"index": json.loads(figures.read_text()), "search": phase("search")}
    rows["size"] = sum(path.stat().st_size for path in place.rglob("*") if path.is_file()) / 1e6
    return rows


def report(engine: str, rows: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The tables to print, as Markdown; ratios are the others' times divided by the engine's."""
    others = [name for name in rows if name != engine]
    yield "| | index s | index MB | index peak MB | opening ms | search peak MB |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, row in rows.items():
        index, search = row["index"], row["search"]
        yield (
            f"| {name} | {index['seconds']:.1f} | {row['size']:.0f} | {index['peak']:.0f}"
            f" | {search['opening']:.0f} | {search['peak']:.0f} |"
        )
    yield ""
    heads = [f"{name} {kind}" for name in others for kind in ("page", "+ 4 facets")]
    yield f"| | passages | {engine} page, ms | + 4 facets, ms | + 9 facets, ms | " + " | ".join(heads) + " |"
    yield "| --- " * (5 + len(heads)) + "|"
    for label, own in rows[engine]["search"]["mix"].items():
        cells = [f"{own[kind]['median']:.2f} ({own[kind]['p95']:.2f})" for kind in KINDS]
        for name in others:
            if row := rows[name]["search"]["mix"].get(label):
                for kind in KINDS[:2]:
                    ratios = [row[kind][each] / own["four"][each] for each in ("median", "p95")]
                    cells.append(f"{ratios[0]:.2f} ({ratios[1]:.2f})")
        yield f"| {label} | {own['page']['found']} | " + " | ".join(cells) + " |"


def main() -> None:
    """Run all phases and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--passages", type=int, nargs="+", default=[20_000], help="sizes to measure")
    parser.add_argument("--engine", default="whoosh", help="the engine to measure, as in its URL")
    parser.add_argument("--folder", type=Path, help="where to keep the indexes")
    parser.add_argument("--without", nargs="*", default=[], choices=BARE, help="what not to compare with")
    parser.add_argument("--plot", type=Path, help="SVG file to draw latency against size in")
    parser.add_argument("--phase", choices=["index", "search"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.phase:
        print(json.dumps(run_phase(options.phase, options.engine, options.folder, max(options.passages))))
        return
    plotted: dict[str, list[tuple[int, float]]] = {}
    with tempfile.TemporaryDirectory() as made:
        folder = options.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        for count in options.passages:
            names = [options.engine, *(name for name in BARE if name not in options.without)]
            rows = {name: measure(name, folder, count) for name in names}
            print(f"\n{count} passages of {TOKENS} words; medians, 95th percentiles in parentheses;")
            print("right of the milliseconds: times in units of the engine's with 4 facets\n")
            print("\n".join(report(options.engine, rows)), flush=True)
            for label, row in rows[options.engine]["search"]["mix"].items():
                plotted.setdefault(label, []).append((count, row["all"]["median"]))
    if options.plot:
        shown = ("common word", "half-common word", "rare word", f"{FIXED} passages")
        options.plot.write_text(draw({label: plotted[label] for label in shown}), encoding="utf-8")


if __name__ == "__main__":
    main()

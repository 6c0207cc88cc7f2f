"""Measures an engine against bare Whoosh on the same made-up passages: time, size and memory.

    python scripts/bench_search.py --passages 20000
    python scripts/bench_search.py --passages 100000 --folder /var/tmp/bench --engine whoosh

Words follow Zipf's law; facets have several values and long tails. Every phase runs in a process of its
own, so that its peak memory is its own, and passages are made as they are written, never held. Bare Whoosh
gets the stems ready-made, split at spaces, and answers with ``groupedby`` of four facets.
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
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from policysearch.engines.base import IndexRecord
    from policysearch.query import Expression

TOKENS = 100
TITLE_TOKENS = 8
PASSAGES_A_DOCUMENT = 20
WORDS = 200_000
FACETS = {
    "law": (4, 5_000),
    "organization": (6, 20_000),
    "jurisdiction": (3, 60),
    "mentions": (3, 70),
}
"""Facets of a passage: most values in one passage, different values."""

DOCUMENT_FACETS = {"publisher": 300, "year": 25, "language": 4, "format": 3}
"""Facets of a document, one value each: different values."""

GROUPED = ("publisher", "year", "law", "organization")
"""The four facets that bare Whoosh is asked for."""

REPEATS = 9


@dataclass(frozen=True, slots=True)
class MadePassage:
    """A made-up passage as plain strings; the stem of a word is the word without a final s."""

    passage_id: str
    words: list[str]
    title: list[str]
    facets: dict[str, list[str]]


def name(number: int) -> str:
    """A word for a number, of syllables, so that words share prefixes."""
    syllables = []
    while True:
        number, rest = divmod(number, 95)
        syllables.append("bcdfghjklmnprstvwxz"[rest // 5] + "aeiou"[rest % 5])
        if not number:
            return "".join(reversed(syllables))


def word(number: int) -> str:
    """The word of a rank: each stem has two."""
    return name(number // 2) + "s" * (number % 2)


def passages(count: int) -> Iterator[MadePassage]:
    """The same passages on every call, documents of PASSAGES_A_DOCUMENT in a row."""
    import numpy as np

    random = np.random.default_rng(7)
    names = [word(number) for number in range(WORDS)]
    chances = 1 / (np.arange(WORDS) + 2.7)
    chances = np.cumsum(chances / chances.sum())

    def ranks(size: int) -> list[int]:
        found: list[int] = np.minimum(np.searchsorted(chances, random.random(size)), WORDS - 1).tolist()
        return found

    def tail(size: int, values: int) -> list[int]:
        found: list[int] = ((values + 1) ** random.random(size) - 1).astype(int).tolist()
        return found

    for document in range(-(-count // PASSAGES_A_DOCUMENT)):
        title = [names[rank] for rank in ranks(TITLE_TOKENS)]
        shared = {facet: [f"{facet}-{tail(1, values)[0]}"] for facet, values in DOCUMENT_FACETS.items()}
        for ordinal in range(min(PASSAGES_A_DOCUMENT, count - document * PASSAGES_A_DOCUMENT)):
            own = {
                facet: sorted(
                    {f"{facet}-{number}" for number in tail(int(random.integers(0, most + 1)), values)}
                )
                for facet, (most, values) in FACETS.items()
            }
            text = [names[rank] for rank in ranks(TOKENS)]
            yield MadePassage(f"{document:016x}:{ordinal}", text, title, shared | own)


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


def bare_schema() -> Any:
    """A Whoosh schema as its documentation would have it."""
    from whoosh.analysis import SpaceSeparatedTokenizer
    from whoosh.fields import ID, KEYWORD, TEXT, Schema

    return Schema(
        passage_id=ID(stored=True, unique=True),
        text=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True),
        title=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True),
        **{facet: KEYWORD() for facet in FACETS},
        **{facet: ID(sortable=True) for facet in DOCUMENT_FACETS},
    )


def index_engine(folder: Path, count: int, engine: str) -> dict[str, float]:
    """Write all passages in one batch; the time is that of the engine alone."""
    from policysearch.engines import open_engine

    spent = 0.0
    begin = time.perf_counter()
    opened = open_engine(f"{engine}:{folder}", create=True)
    with opened.writer() as batch:
        for made in passages(count):
            one = record(made)
            added = time.perf_counter()
            batch.add(one)
            spent += time.perf_counter() - added
        committed = time.perf_counter()
    spent += time.perf_counter() - committed
    return {"seconds": spent, "wall": time.perf_counter() - begin}


def index_bare(folder: Path, count: int, engine: str) -> dict[str, float]:
    """The same passages with Whoosh's own writer."""
    from whoosh.index import create_in

    del engine
    folder.mkdir(parents=True, exist_ok=True)
    writer = create_in(str(folder), bare_schema()).writer(limitmb=256)
    spent = 0.0
    for made in passages(count):
        fields = {
            "passage_id": made.passage_id,
            "text": " ".join(each.removesuffix("s") for each in made.words),
            "title": " ".join(each.removesuffix("s") for each in made.title),
            **{facet: " ".join(made.facets[facet]) for facet in FACETS},
            **{facet: made.facets[facet][0] for facet in DOCUMENT_FACETS},
        }
        added = time.perf_counter()
        writer.add_document(**fields)
        spent += time.perf_counter() - added
    committed = time.perf_counter()
    writer.commit()
    return {"seconds": spent + time.perf_counter() - committed}


def stem(number: int) -> str:
    """The stem of a rank."""
    return word(number).removesuffix("s")


COMMON, MIDDLE, THIRD, RARE = stem(0), stem(20), stem(60), stem(30_000)
LAW = "law-3"


def questions() -> dict[str, tuple[Expression | None, dict[Any, frozenset[str]]]]:
    """The mix of queries for our engines."""
    from policysearch.models import Facet
    from policysearch.query import And, Or, Phrase, Prefix, Word

    return {
        "common word": (Word(COMMON), {}),
        "rare word": (Word(RARE), {}),
        "and of 3": (And((Word(COMMON), Word(MIDDLE), Word(THIRD))), {}),
        "or of 3": (Or((Word(COMMON), Word(MIDDLE), Word(THIRD))), {}),
        "phrase": (Phrase((Word(COMMON), Word(MIDDLE))), {}),
        "prefix": (Prefix("beb"), {}),
        "filtered": (Word(COMMON), {Facet.LAW: frozenset([LAW])}),
        "everything": (None, {}),
    }


def bare_questions() -> dict[str, tuple[Any, Any]]:
    """The same mix for bare Whoosh."""
    from whoosh.query import And, Every, Or, Phrase, Prefix, Term

    common, middle, third, rare = (Term("text", each) for each in (COMMON, MIDDLE, THIRD, RARE))
    return {
        "common word": (common, None),
        "rare word": (rare, None),
        "and of 3": (And([common, middle, third]), None),
        "or of 3": (Or([common, middle, third]), None),
        "phrase": (Phrase("text", [COMMON, MIDDLE]), None),
        "prefix": (Prefix("text", "beb"), None),
        "filtered": (common, Term("law", LAW)),
        "everything": (Every(), None),
    }


def timed(action: Callable[[], int]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds, first call apart, and what the action found."""
    times = []
    for _ in range(REPEATS + 1):
        begin = time.perf_counter()
        found = action()
        times.append((time.perf_counter() - begin) * 1000)
    later = sorted(times[1:])
    return {
        "first": times[0],
        "median": statistics.median(later),
        "p95": later[-1 - len(later) // 20],
        "found": found,
    }


def search_engine(folder: Path, count: int, engine: str) -> dict[str, Any]:
    """Pages of 10 without facets and with all of them."""
    from policysearch.engines import open_engine
    from policysearch.models import Facet
    from policysearch.query import Query

    del count
    rows: dict[str, Any] = {}
    begin = time.perf_counter()
    opened = open_engine(f"{engine}:{folder}")
    opened.search(Query())
    rows["opening"] = (time.perf_counter() - begin) * 1000
    for label, (expression, filters) in questions().items():
        query = Query(expression=expression, filters=filters)
        rows[label] = {
            "page": timed(lambda query=query: opened.search(query).total_passages),
            "facets": timed(
                lambda query=query: opened.search(query, facets=tuple(Facet), facet_size=10).total_passages
            ),
        }
    return rows


def search_bare(folder: Path, count: int, engine: str) -> dict[str, Any]:
    """Top 10 of bare Whoosh, and with ``groupedby`` of four facets."""
    from whoosh.index import open_dir
    from whoosh.sorting import FieldFacet

    del count, engine
    rows: dict[str, Any] = {}
    begin = time.perf_counter()
    searcher = open_dir(str(folder)).searcher()
    rows["opening"] = (time.perf_counter() - begin) * 1000
    for label, (query, narrowed) in bare_questions().items():

        def page(query: Any = query, narrowed: Any = narrowed) -> int:
            return len(searcher.search(query, limit=10, filter=narrowed))

        def grouped(query: Any = query, narrowed: Any = narrowed) -> int:
            facets = {facet: FieldFacet(facet, allow_overlap=facet in FACETS) for facet in GROUPED}
            results = searcher.search(query, limit=10, filter=narrowed, groupedby=facets)
            for facet in GROUPED:
                results.groups(facet)
            return len(results)

        rows[label] = {"page": timed(page), "facets": timed(grouped)}
    return rows


PHASES: dict[str, Callable[[Path, int, str], dict[str, Any]]] = {
    "index_engine": index_engine,
    "search_engine": search_engine,
    "index_bare": index_bare,
    "search_bare": search_bare,
}


def run_phase(phase: str, folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Run a phase in a process of its own."""
    command = [sys.executable, __file__, "--phase", phase, "--folder", str(folder)]
    command += ["--passages", str(options.passages), "--engine", options.engine]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    rows: dict[str, Any] = json.loads(done.stdout)
    return rows


def folder_size(folder: Path) -> float:
    """Megabytes in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def report(rows: dict[str, dict[str, Any]], sizes: dict[str, float]) -> Iterator[str]:
    """The lines to print; ratios are bare Whoosh's time divided by ours, so more is better."""
    ours, bare = rows["search_engine"], rows["search_bare"]
    for label in ("index_engine", "index_bare"):
        yield (
            f"{label:14} {rows[label]['seconds']:8.1f} s {sizes[label]:8.1f} MB"
            f"  peak {rows[label]['peak']:6.0f} MB"
        )
    share = rows["index_engine"]["seconds"] / rows["index_bare"]["seconds"]
    yield f"index time: {share:.2f} of bare Whoosh's"
    for label in ("search_engine", "search_bare"):
        yield f"{label:14} opening {rows[label]['opening']:6.1f} ms  peak {rows[label]['peak']:6.0f} MB"
    yield f"{'':13}{'found':>8} {'page':>15} {'+8 facets':>15} {'bare page':>15} {'+4 grouped':>15} ratios"
    for label in questions():
        cells = [
            f"{each['median']:7.2f}/{each['p95']:7.2f}"
            for each in (
                ours[label]["page"],
                ours[label]["facets"],
                bare[label]["page"],
                bare[label]["facets"],
            )
        ]
        whole = bare[label]["facets"]["median"] / ours[label]["facets"]["median"]
        top = bare[label]["page"]["median"] / ours[label]["facets"]["median"]
        yield f"{label:13}{ours[label]['page']['found']:8} {' '.join(cells)} {whole:7.1f} {top:7.1f}"


def main() -> None:
    """Run all phases and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--engine", default="whoosh", help="the engine to measure, as in its URL")
    parser.add_argument(
        "--folder", type=Path, help="where to keep the indexes; those that are there are used"
    )
    parser.add_argument("--phase", choices=PHASES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.phase:
        rows = PHASES[options.phase](options.folder, options.passages, options.engine)
        rows["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(rows))
        return
    with tempfile.TemporaryDirectory() as made:
        folder = options.folder or Path(made)
        rows: dict[str, dict[str, Any]] = {}
        sizes = {}
        for kind in ("engine", "bare"):
            place = folder / f"{options.engine if kind == 'engine' else 'bare'}-{options.passages}"
            figures = place.with_suffix(".json")
            if not figures.exists():
                written = run_phase(f"index_{kind}", place, options)
                figures.write_text(json.dumps(written))
            rows[f"index_{kind}"] = json.loads(figures.read_text())
            rows[f"search_{kind}"] = run_phase(f"search_{kind}", place, options)
            sizes[f"index_{kind}"] = folder_size(place)
        print(f"{options.passages} passages of {TOKENS} words; milliseconds as median/95th percentile")
        print("ratios: bare Whoosh with four facets, and bare Whoosh without, to ours with eight")
        print("\n".join(report(rows, sizes)))


if __name__ == "__main__":
    main()

"""Score what the readers return for corpus/ against the sources that its files were made from.

Run as ``python scripts/score_reading.py``. Words are compared as shingles of four, so order counts (as in
Scrapinghub's article extraction benchmark). ``--json`` writes the scores for a later ``--against FILE``,
which shows document by document what another state of the readers gained and lost.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections import Counter
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup, Tag

from corpus_marks import CORPUS, SOURCES, drop_marks
from policysearch.ingest import read_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from policysearch.models import Document

SHINGLE = 4
"""Words in a shingle: one wrong word costs four of them, one wrong place of a paragraph three."""

_WORD = re.compile(r"[一-鿿]|[^\W_一-鿿]+")
_NOTE_MARK = re.compile(r"\[\^(\d+)\]:?")
_BLOCKS = "p, li, dt, dd, tr, caption, figcaption, blockquote, blockquote > cite, h1, h2, h3, h4"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table row; ``heading`` says that it is a heading."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingScore:
    """How a document was read.

    Attributes:
        precision: Share of the shingles of the text read that the source has, from 0 to 1.
        recall: Share of the shingles of the source that were read.
        found: Number of the source's headings that are headings of the document.
        missed: The others.
        spurious: Headings of the document that are none.
        split: Beginnings of blocks that stand inside a block of the source.
        merged: Beginnings of blocks of the source that stand inside a block.
    """

    precision: float
    recall: float
    f1: float
    found: int
    missed: tuple[str, ...]
    spurious: tuple[str, ...]
    split: tuple[str, ...]
    merged: tuple[str, ...]


def main() -> int:
    """Print the scores, or what they are against those of an earlier run."""
    parser = argparse.ArgumentParser(description="Score the reading of corpus/ against its sources.")
    parser.add_argument("--json", action="store_true", help="write the scores as JSON")
    parser.add_argument("--against", type=Path, help="scores of an earlier run, written with --json")
    options = parser.parse_args()
    scores = {report: score_of(report) for report in reports()}
    if options.json:
        print(json.dumps({report: asdict(score) for report, score in scores.items()}, ensure_ascii=False))
    elif options.against:
        print("\n".join(_changes(scores, json.loads(options.against.read_text(encoding="utf-8")))))
    else:
        print("\n".join(_table(scores)))
    return 0


def reports() -> tuple[str, ...]:
    """The sample reports by their path in corpus/."""
    folders = ("pdf", "text", "web")
    return tuple(
        f"{folder}/{path.name}" for folder in folders for path in sorted((CORPUS / folder).iterdir())
    )


def score_of(report: str) -> ReadingScore:
    """Read a sample report and compare it with its source."""
    return compare(_source_blocks(report), read_document(CORPUS / report))


def compare(blocks: Sequence[Block], document: Document) -> ReadingScore:
    """Compare a document with the blocks that it should consist of."""
    wanted = [_words(block.text) for block in blocks]
    read = [_words(line) for line in document.text.split("\n")]
    gold, got = _shingles(wanted), _shingles(read)
    common = sum((gold & got).values())
    precision, recall = common / max(1, got.total()), common / max(1, gold.total())
    titles = Counter(" ".join(_words(block.text)) for block in blocks if block.heading)
    marked = Counter(" ".join(_words(document.text[each.start : each.end])) for each in document.headings)
    split, merged = _seams(wanted, read)
    return ReadingScore(
        precision=round(precision, 4),
        recall=round(recall, 4),
        f1=round(2 * precision * recall / max(1e-9, precision + recall), 4),
        found=(titles & marked).total(),
        missed=tuple((titles - marked).elements()),
        spurious=tuple((marked - titles).elements()),
        split=split,
        merged=merged,
    )


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _shingles(blocks: Sequence[Sequence[str]]) -> Counter[tuple[str, ...]]:
    words = [word for block in blocks for word in block]
    return Counter(tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)))


def _seams(
    wanted: Sequence[Sequence[str]], read: Sequence[Sequence[str]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The first words of blocks that begin in the text only, and of those that begin in the source only."""
    source, text = [word for block in wanted for word in block], [word for block in read for word in block]
    source_starts, text_starts = set(_starts(wanted)), set(_starts(read))
    matcher = SequenceMatcher(None, source, text, autojunk=False)
    split: list[str] = []
    merged: list[str] = []
    for block in matcher.get_matching_blocks():
        # The first word of a matching stretch has no neighbour in common, so its seam says nothing.
        for step in range(1, block.size):
            here, there = block.a + step in source_starts, block.b + step in text_starts
            if here != there:
                (merged if here else split).append(" ".join(source[block.a + step : block.a + step + 6]))
    return tuple(split), tuple(merged)


def _starts(blocks: Sequence[Sequence[str]]) -> Iterator[int]:
    at = 0
    for block in blocks:
        if block:
            yield at
        at += len(block)


def _source_blocks(report: str) -> list[Block]:
    folder, name = report.split("/")
    if folder == "pdf":
        source = (SOURCES / folder / name).with_suffix(".md").read_text(encoding="utf-8")
        return list(_markdown_blocks(drop_marks(source).split("+++\n", 2)[2]))
    source = drop_marks((SOURCES / report).read_text(encoding="utf-8"))
    return list(_page_blocks(report, source) if folder == "web" else _text_blocks(report, source))


def _markdown_blocks(body: str) -> Iterator[Block]:
    """The blocks of a source of a PDF, in the order in which they are drawn."""
    for page in body.split("\n===\n"):
        for stretch in page.strip().split("\n\n"):
            if stretch.startswith("#"):
                yield Block(stretch.lstrip("# "), heading=True)
            elif stretch.startswith(("|", "- ", "[^")):
                yield from (Block(_NOTE_MARK.sub(r"[\1]", line)) for line in stretch.splitlines())
            else:
                yield Block(_NOTE_MARK.sub(r"[\1]", stretch))


def _text_blocks(report: str, source: str) -> Iterator[Block]:
    """The lines of a text, as a text is read as it is."""
    headings = _gold(report).get("headings", ())
    for line in source.splitlines():
        yield Block(line, heading=line in headings or (report.endswith(".md") and line.startswith("#")))


def _gold(report: str) -> Mapping[str, Any]:
    """What reading.toml says of a report."""
    gold: dict[str, dict[str, Any]] = tomllib.loads((SOURCES / "reading.toml").read_text(encoding="utf-8"))
    return gold.get(report, {})


def _page_blocks(report: str, source: str) -> Iterator[Block]:
    """The blocks of the part of a page that is its content."""
    gold = _gold(report)
    body = BeautifulSoup(source, "lxml").select_one(gold["body"])
    if not isinstance(body, Tag):
        raise ValueError(f"{report}: reading.toml names a part of the page that it does not have")
    for element in body.select(gold.get("leave_out", "script")):
        element.decompose()
    blocks = body.select(_BLOCKS)
    known = set(map(id, blocks))
    for element in blocks:
        pieces = element.find_all(string=True)
        own = (
            each for each in pieces if next(id(up) for up in each.parents if id(up) in known) == id(element)
        )
        yield Block(" ".join(own), heading=re.fullmatch(r"h\d", element.name) is not None)


_COUNTS = ("missed", "spurious", "split", "merged")


def _table(scores: Mapping[str, ReadingScore]) -> Iterator[str]:
    yield f"{'report':44} {'F1':>6} {'prec.':>6} {'recall':>6} {'found':>8}" + "".join(
        map("{:>9}".format, _COUNTS)
    )
    for report, score in scores.items():
        counts = "".join(f"{len(getattr(score, kind)):9}" for kind in _COUNTS)
        shares = f"{score.f1:6.3f} {score.precision:6.3f} {score.recall:6.3f}"
        yield f"{report:44} {shares} {score.found:8}{counts}"
    yield f"{'mean':44} {sum(score.f1 for score in scores.values()) / len(scores):6.3f}"
    for report, score in scores.items():
        yield from _faults(report, asdict(score), {})


def _changes(scores: Mapping[str, ReadingScore], earlier: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What each document gained and lost since an earlier run; nothing for those that are the same."""
    for report, score in scores.items():
        now, before = asdict(score), earlier.get(report, {})
        gain = score.f1 - before.get("f1", 0.0)
        if gain:
            yield f"{report}: F1 {gain:+.4f} to {score.f1:.4f}"
        yield from (f"  new     {fault}" for fault in _faults(report, now, before))
        yield from (f"  mended  {fault}" for fault in _faults(report, before, now))


def _faults(report: str, score: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    """The faults of one run that another does not have."""
    for kind in _COUNTS:
        for words in (Counter(score.get(kind, ())) - Counter(other.get(kind, ()))).elements():
            yield f"{report}: {kind}: {words}"


if __name__ == "__main__":
    sys.exit(main())

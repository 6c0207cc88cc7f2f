"""Write corpus/gold/mentions.jsonl: the marks of the sources, placed in the text that the readers return.

Run as ``python scripts/make_corpus_gold.py`` after a reader or a source of corpus/ has changed. Source
and reader's text are aligned word by word (Ratcliff and Obershelp, as in ``difflib``), so that what a
reader drops (navigation) or joins (hyphens) moves the marks along. It stops, naming the place, when a
mark is missing from the reader's text or only partly in it. For a person to judge, it lists the marks of a
web page that the reader leaves out as not being its main content, and the names and years that stand in
a text without a mark.
"""

from __future__ import annotations

import html
import json
import re
import sys
from bisect import bisect_left
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from corpus_marks import CORPUS, SOURCES, Mark, Names, load_names, read_marks
from policysearch.ingest import read_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TOKEN = re.compile(r"[^\W\d_一-鿿]+|\d+|\S")
_NOT_SHOWN = re.compile(r"<(head|script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_INLINE_TAG = re.compile(r"</?(?:a|b|cite|em|i|span|strong|time)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_PDF_MARKUP = re.compile(r"^(?:#+ |- |===$|\[\^(?=\d+\]:))|\[\^(?=\d)|(?<=\d)\]:?", re.MULTILINE)
_TABLE_RULE = re.compile(r"^\|[-| ]+\|\n", re.MULTILINE)
# Shorter names ("EU", "ISO") are looked for too; one letter would be noise.
_SHORTEST_NAME = 2


class PlacementError(Exception):
    """A mark cannot be placed in the text that the reader returned."""


def main() -> int:
    """Write the gold file and list what a person should look at; 1 if a mark cannot be placed."""
    names = load_names()
    rows: list[dict[str, str | int]] = []
    try:
        for source in sorted(path for folder in ("web", "pdf", "text") for path in _sources(folder)):
            rows += _rows_of(source, names)
    except PlacementError as error:
        print(f"make_corpus_gold: {error}", file=sys.stderr)
        return 1
    gold = CORPUS / "gold" / "mentions.jsonl"
    gold.parent.mkdir(exist_ok=True)
    gold.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    print(f"{len(rows)} mentions in {len({row['file'] for row in rows})} files")
    return 0


def _sources(folder: str) -> Iterator[Path]:
    for path in (SOURCES / folder).iterdir():
        if path.name != "hyphenation.txt":
            yield path


def _rows_of(source: Path, names: Names) -> list[dict[str, str | int]]:
    name = f"{source.parent.name}/{source.name if source.parent.name != 'pdf' else source.stem + '.pdf'}"
    plain, marks = read_marks(_shown(source), names)
    text = read_document(CORPUS / name).text
    placed = [mark for mark in _place(name, plain, marks, text) if mark is not None]
    _report_unmarked(name, text, placed, names)
    return [
        {
            "file": name,
            "start": mark.start,
            "end": mark.end,
            "kind": mark.kind,
            "text": mark.text,
            "value" if mark.kind == "date" else "name": mark.meaning,
        }
        for mark in placed
    ]


def _shown(source: Path) -> str:
    """The marked source without its markup, in the order in which it is shown."""
    marked = source.read_text(encoding="utf-8")
    if source.suffix == ".html":
        marked = _INLINE_TAG.sub("", _NOT_SHOWN.sub(" ", marked))
        return html.unescape(_TAG.sub(" ", marked))
    if source.parent.name == "pdf":
        return _PDF_MARKUP.sub("", _TABLE_RULE.sub("", marked.split("+++\n", 2)[2]))
    return marked


def _place(name: str, plain: str, marks: tuple[Mark, ...], text: str) -> Iterator[Mark | None]:
    """Move marks from ``plain`` to ``text``; None stands for words that ``text`` does not have."""
    old = list(_TOKEN.finditer(plain))
    new = list(_TOKEN.finditer(text))
    matcher = SequenceMatcher(None, [t[0] for t in old], [t[0] for t in new], autojunk=False)
    counterpart = {
        block.a + i: block.b + i for block in matcher.get_matching_blocks() for i in range(block.size)
    }
    starts = [token.start() for token in old]
    for mark in marks:
        inside = range(bisect_left(starts, mark.start), bisect_left(starts, mark.end))
        targets = [counterpart[i] for i in inside if i in counterpart]
        if not targets:
            message = f"{name}: not in the reader's text: {mark.text!r}"
            if not name.startswith("web/"):
                raise PlacementError(message)
            print(message)
            yield None
            continue
        start, end = new[targets[0]].start(), new[targets[-1]].end()
        if " ".join(text[start:end].split()) != " ".join(mark.text.split()):
            near = text[max(0, start - 40) : end + 40]
            raise PlacementError(f"{name}: {mark.text!r} became {text[start:end]!r} in {near!r}")
        yield Mark(start, end, mark.kind, text[start:end], mark.meaning)


def _report_unmarked(name: str, text: str, placed: list[Mark], names: Names) -> None:
    covered = {at for mark in placed for at in range(mark.start, mark.end)}
    for form in names.canonical:
        if len(form) >= _SHORTEST_NAME:
            pattern = r"\s+".join(map(re.escape, form.split()))
            for match in re.finditer(rf"(?<![A-Za-z]){pattern}(?![A-Za-z])", text):
                if match.start() not in covered:
                    print(f"{name}:{match.start()}: without a mark: {form!r}")
    for match in re.finditer(r"(?<!\d)(?:19|20)\d\d(?!\d)", text):
        if match.start() not in covered:
            near = text[max(0, match.start() - 20) : match.end() + 20]
            print(f"{name}:{match.start()}: a year without a mark: {near!r}")


if __name__ == "__main__":
    sys.exit(main())

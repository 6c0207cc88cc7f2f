"""The marks in which the sources of corpus/ carry their annotations.

A mark is ``⟦words⟧`` or ``⟦words|meaning⟧``. Words that ``names.toml`` lists, and bare years, need no
meaning; else it is the canonical name, an EDTF date, or ``?`` for a date that cannot be told.
Used by the scripts that make corpus/ (which drop the marks) and its gold (which places them).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).parent / "corpus_sources"
CORPUS = Path(__file__).parent.parent / "corpus"

_MARK = re.compile(r"⟦([^⟦⟧|]+)(?:\|([^⟦⟧|]+))?⟧")
_EDTF = re.compile(r"\?|\d{3}X|\d{4}(-\d\d){0,2}(/(\d{4}(-\d\d){0,2}|\.\.))?")


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotated stretch of a text; ``start`` and ``end`` as everywhere half-open code points.

    ``meaning`` is the canonical name of an organization or law, the EDTF value of a date.
    """

    start: int
    end: int
    kind: str
    text: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Names:
    """Canonical names: ``kinds`` by canonical name, ``canonical`` by written form."""

    kinds: dict[str, str]
    canonical: dict[str, str]


def load_names(path: Path = SOURCES / "names.toml") -> Names:
    """Read the table of canonical names, each with its other forms.

    Raises:
        ValueError: A form stands under two names.
    """
    kinds: dict[str, str] = {}
    canonical: dict[str, str] = {}
    for kind, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for name, forms in entries.items():
            kinds[name] = kind
            for form in (name, *forms):
                if canonical.setdefault(form, name) != name:
                    raise ValueError(f"{path}: {form!r} stands under {canonical[form]!r} and {name!r}")
    return Names(kinds, canonical)


def drop_marks(source: str) -> str:
    """The text as readers see it."""
    return _MARK.sub(lambda match: match[1], source)


def read_marks(source: str, names: Names) -> tuple[str, tuple[Mark, ...]]:
    """Split a marked text into the text and its marks.

    Raises:
        ValueError: A mark's words or meaning are not in the table of names, or a mark is not closed.
    """
    parts: list[str] = []
    marks: list[Mark] = []
    length = position = 0
    for match in _MARK.finditer(source):
        before = source[position : match.start()]
        kind, meaning = _judge(match[1], match[2], names)
        start = length + len(before)
        length = start + len(match[1])
        marks.append(Mark(start, length, kind, match[1], meaning))
        parts += (before, match[1])
        position = match.end()
    text = "".join((*parts, source[position:]))
    if "⟦" in text or "⟧" in text:
        at = max(text.find("⟦"), text.find("⟧"))
        raise ValueError(f"a mark is not closed near {text[max(0, at - 30) : at + 30]!r}")
    return text, tuple(marks)


def _judge(words: str, meaning: str | None, names: Names) -> tuple[str, str]:
    written = " ".join(words.split()).replace("’", "'")
    if meaning is None and re.fullmatch(r"\d{4}", written):
        return "date", written
    if meaning is not None and _EDTF.fullmatch(meaning):
        return "date", "" if meaning == "?" else meaning
    name = names.canonical.get(written if meaning is None else meaning)
    if name is None:
        raise ValueError(f"{written!r} ({meaning!r}) is not in names.toml")
    return names.kinds[name], name

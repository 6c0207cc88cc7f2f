"""The annotated passages of training/: invented stretches of reports with every organization and law marked.

A passage ends at an empty line. ``⟦o:words⟧`` marks an organization, ``⟦l:words⟧`` a law.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policysearch.models import MentionKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PASSAGES = Path(__file__).parent.parent / "training"

_MARK = re.compile(r"⟦([ol]):([^⟦⟧]+)⟧")
_KINDS = {"o": MentionKind.ORGANIZATION, "l": MentionKind.LAW}
_EMPTY_LINE = "\n\n"


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotated stretch; ``start`` and ``end`` are half-open code points into the passage's text."""

    start: int
    end: int
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage without the marks, and where they were."""

    text: str
    marks: tuple[Mark, ...]


def read_passages(path: Path) -> Iterator[Passage]:
    """Yield the passages of a file.

    Raises:
        ValueError: A mark is not closed, or of an unknown kind.
    """
    for part in re.split(r"\n[ \t]*\n", path.read_text("utf-8")):
        if part.strip():
            yield unmarked(part.strip("\n"), path.name)


def unmarked(marked: str, name: str) -> Passage:
    """Take the marks out of a passage; ``name`` is what an error names."""
    text, marks, last = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        marks.append(Mark(len(text), len(text) + len(match[2]), _KINDS[match[1]]))
        text += match[2]
        last = match.end()
    text += marked[last:]
    if "⟦" in text or "⟧" in text:
        raise ValueError(f"{name}: a mark is broken in the passage {text[:60]!r}")
    return Passage(text, tuple(marks))


def joined(passages: Sequence[Passage]) -> Passage:
    """Put passages one after the other as one document."""
    marks = []
    offset = 0
    for passage in passages:
        marks += [Mark(m.start + offset, m.end + offset, m.kind) for m in passage.marks]
        offset += len(passage.text) + len(_EMPTY_LINE)
    return Passage(_EMPTY_LINE.join(passage.text for passage in passages), tuple(marks))

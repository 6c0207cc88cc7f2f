"""How well extraction does on annotated reports: read, analyse, compare."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..evaluation import Annotation, b_cubed, compare_spans
from ..ingest import read_document
from ..models import MentionKind
from .analysing import analyse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from ..evaluation import SpanReport


CONTEXT_CHARS = 40  # code points on either side of an annotation, so that one fits a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What extraction found in annotated files, held against the annotations.

    Attributes:
        reports: Spans and values by kind.
        clusters: B-cubed precision, recall and F1 of the entities of organizations and laws.
        texts: The text of each file, which the offsets of annotations point into.
    """

    reports: Mapping[MentionKind, SpanReport]
    clusters: Mapping[MentionKind, tuple[float, float, float]]
    texts: Mapping[str, str]

    def context(self, annotation: Annotation) -> str:
        """An annotation between ⟦ ⟧ with the words around it, on one line."""
        text = self.texts[annotation.file]
        before = text[max(annotation.start - CONTEXT_CHARS, 0) : annotation.start]
        after = text[annotation.end : annotation.end + CONTEXT_CHARS]
        return " ".join(f"{before}⟦{annotation.text}⟧{after}".split())


def evaluate(gold: Path, *, root: Path | None = None) -> Evaluation:
    """Analyse every file that ``gold`` names and compare the mentions found with those annotated.

    Args:
        gold: JSON Lines, one annotated mention a line: file, start, end, kind, text, and value (dates,
            EDTF) or name (one for each organization or law).
        root: The folder that the files lie in; the folder of ``gold`` if None.

    Raises:
        UsageError: A line of ``gold`` is no annotated mention, or a file is not there.
        IngestError: A file cannot be read.
    """
    annotated = _read_annotations(gold)
    texts: dict[str, str] = {}
    found: list[Annotation] = []
    for file in sorted({annotation.file for annotation in annotated}):
        path = (root or gold.parent) / file
        if not path.is_file():
            raise UsageError(
                f"{path}: no such file; --root must name the folder that the files in {gold} lie in"
            )
        document = read_document(path)
        texts[file] = document.text
        found += [
            Annotation(
                file=file, start=m.start, end=m.end, kind=m.kind, text=m.text, value=m.value, cluster=m.value
            )
            for m in analyse(document).mentions
        ]
    return Evaluation(
        reports={kind: compare_spans(_of(kind, annotated), _of(kind, found)) for kind in MentionKind},
        clusters={
            kind: b_cubed(_clusters(kind, annotated), _clusters(kind, found))
            for kind in (MentionKind.ORGANIZATION, MentionKind.LAW)
        },
        texts=texts,
    )


def _read_annotations(path: Path) -> list[Annotation]:
    annotations = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
            annotations.append(
                Annotation(
                    file=row["file"],
                    start=int(row["start"]),
                    end=int(row["end"]),
                    kind=MentionKind(row["kind"]),
                    text=row["text"],
                    value=row.get("value", ""),
                    cluster=row.get("name", ""),
                )
            )
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(
                f"{path}, line {number}: not an annotated mention ({error});"
                " each line needs file, start, end, kind, text"
            ) from error
    return annotations


def _of(kind: MentionKind, annotations: Iterable[Annotation]) -> list[Annotation]:
    return [annotation for annotation in annotations if annotation.kind is kind]


def _clusters(kind: MentionKind, annotations: Iterable[Annotation]) -> dict[object, str]:
    return {
        annotation.span: annotation.cluster for annotation in _of(kind, annotations) if annotation.cluster
    }

"""`policysearch evaluate`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError
from ..evaluation import Annotation, b_cubed, compare_spans
from ..ingest import read_document
from ..models import MentionKind
from ..pipeline.analysing import analyse
from .output import console, print_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..evaluation import Score, SpanReport

CONTEXT_CHARS = 40  # code points on either side of an error, so that one fits a line


@click.command("evaluate")
@click.argument("gold", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder that the files named in GOLD lie in (default: GOLD's folder).",
)
@click.option("--errors", is_flag=True, help="List every missed and spurious mention with its context.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print the scores.",
)
def command(gold: Path, root: Path | None, errors: bool, form: str) -> None:
    """Precision, recall and F1 of extraction against the annotated mentions in GOLD.

    GOLD has one JSON object a line: file, start, end, kind, text, and value (dates, EDTF) or name
    (one for each organization or law). Offsets are into the text that `read` shows.
    """
    annotated = _read_gold(gold)
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
    reports = {kind: compare_spans(_of(kind, annotated), _of(kind, found)) for kind in MentionKind}
    clusters = {
        kind: b_cubed(_clusters(kind, annotated), _clusters(kind, found))
        for kind in (MentionKind.ORGANIZATION, MentionKind.LAW)
    }
    if form == "json":
        print_json(_as_json(reports, clusters, texts, errors=errors))
    else:
        _print_table(reports, clusters)
        if errors:
            _print_errors(reports, texts)


def _read_gold(path: Path) -> list[Annotation]:
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


def _as_json(
    reports: Mapping[MentionKind, SpanReport],
    clusters: Mapping[MentionKind, tuple[float, float, float]],
    texts: Mapping[str, str],
    *,
    errors: bool,
) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for kind, report in reports.items():
        result[kind] = {"exact": _score_as_json(report.exact), "overlap": _score_as_json(report.overlap)}
        if kind is MentionKind.DATE:
            equal, compared = report.values
            result[kind]["values"] = {"equal": equal, "compared": compared}
        else:
            result[kind]["b_cubed"] = dict(zip(("precision", "recall", "f1"), clusters[kind], strict=True))
        if errors:
            result[kind]["missed"] = [_error_as_json(error, texts) for error in report.missed]
            result[kind]["spurious"] = [_error_as_json(error, texts) for error in report.spurious]
    return result


def _score_as_json(score: Score) -> dict[str, float]:
    return {
        "gold": score.gold,
        "found": score.found,
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
    }


def _error_as_json(error: Annotation, texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "file": error.file,
        "start": error.start,
        "end": error.end,
        "text": error.text,
        "context": _context(error, texts[error.file]),
    }


def _context(error: Annotation, text: str) -> str:
    before, after = (
        text[max(error.start - CONTEXT_CHARS, 0) : error.start],
        text[error.end : error.end + CONTEXT_CHARS],
    )
    return " ".join(f"{before}⟦{error.text}⟧{after}".split())


def _print_table(
    reports: Mapping[MentionKind, SpanReport], clusters: Mapping[MentionKind, tuple[float, float, float]]
) -> None:
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("kind", "gold", "found"):
        table.add_column(heading, justify="left" if heading == "kind" else "right")
    for heading in ("exact P", "R", "F1", "overlap P", "R", "F1", "values", "B³ F1"):
        table.add_column(heading, justify="right")
    for kind, report in reports.items():
        equal, compared = report.values
        table.add_row(
            kind,
            str(report.exact.gold),
            str(report.exact.found),
            *_figures(report.exact),
            *_figures(report.overlap),
            f"{equal / compared:.3f}" if kind is MentionKind.DATE and compared else "",
            f"{clusters[kind][2]:.3f}" if kind in clusters else "",
        )
    console().print(table)


def _figures(score: Score) -> tuple[str, str, str]:
    return f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}"


def _print_errors(reports: Mapping[MentionKind, SpanReport], texts: Mapping[str, str]) -> None:
    for kind, report in reports.items():
        groups: dict[str, Sequence[Annotation]] = {"missed": report.missed, "spurious": report.spurious}
        for name, errors in groups.items():
            for error in errors:
                click.echo(f"{kind} {name}: {error.file}:{error.start} {_context(error, texts[error.file])}")

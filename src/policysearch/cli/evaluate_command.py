"""`policysearch evaluate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..models import MentionKind
from ..pipeline.evaluating import evaluate
from .output import console, print_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..evaluation import Annotation, Score
    from ..pipeline.evaluating import Evaluation


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
    evaluation = evaluate(gold, root=root)
    if form == "json":
        print_json(_as_json(evaluation, errors=errors))
    else:
        _print_table(evaluation)
        if errors:
            _print_errors(evaluation)


def _as_json(evaluation: Evaluation, *, errors: bool) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for kind, report in evaluation.reports.items():
        result[kind] = {"exact": _score_as_json(report.exact), "overlap": _score_as_json(report.overlap)}
        if kind is MentionKind.DATE:
            equal, compared = report.values
            result[kind]["values"] = {"equal": equal, "compared": compared}
        else:
            figures = evaluation.clusters[kind]
            result[kind]["b_cubed"] = dict(zip(("precision", "recall", "f1"), figures, strict=True))
        if errors:
            result[kind]["missed"] = [_error_as_json(error, evaluation) for error in report.missed]
            result[kind]["spurious"] = [_error_as_json(error, evaluation) for error in report.spurious]
    return result


def _score_as_json(score: Score) -> dict[str, float]:
    return {
        "gold": score.gold,
        "found": score.found,
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
    }


def _error_as_json(error: Annotation, evaluation: Evaluation) -> dict[str, Any]:
    return {
        "file": error.file,
        "start": error.start,
        "end": error.end,
        "text": error.text,
        "context": evaluation.context(error),
    }


def _print_table(evaluation: Evaluation) -> None:
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("kind", "gold", "found"):
        table.add_column(heading, justify="left" if heading == "kind" else "right")
    for heading in ("exact P", "R", "F1", "overlap P", "R", "F1", "values", "B³ F1"):
        table.add_column(heading, justify="right")
    clusters = evaluation.clusters
    for kind, report in evaluation.reports.items():
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


def _print_errors(evaluation: Evaluation) -> None:
    for kind, report in evaluation.reports.items():
        groups: dict[str, Sequence[Annotation]] = {"missed": report.missed, "spurious": report.spurious}
        for name, errors in groups.items():
            for error in errors:
                click.echo(f"{kind} {name}: {error.file}:{error.start} {evaluation.context(error)}")

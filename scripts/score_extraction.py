"""Score extraction against annotated mentions, or show mention by mention what it gained and lost.

Run as ``python scripts/score_extraction.py``, by default on corpus/. ``--json`` writes the scores and the
errors for a later ``--against FILE``, which compares another state of the extraction with them.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus_marks import CORPUS
from policysearch.models import MentionKind
from policysearch.pipeline.evaluating import Evaluation, evaluate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from policysearch.evaluation import Annotation

GOLD = CORPUS / "gold" / "mentions.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionScore:
    """How the mentions of a kind were found.

    Attributes:
        f1: Of spans that agree exactly.
        values: Share of the dates found whose EDTF value is right, or B-cubed F1 of the entities of
            organizations and laws.
        missed: Annotated mentions that were not found, as "file:start" with their context.
        spurious: Mentions found that are not annotated.
    """

    precision: float
    recall: float
    f1: float
    values: float
    missed: tuple[str, ...]
    spurious: tuple[str, ...]


def main() -> int:
    """Print the scores, or what they are against those of an earlier run."""
    parser = argparse.ArgumentParser(description="Score extraction against annotated mentions.")
    parser.add_argument(
        "gold", nargs="?", type=Path, default=GOLD, help="annotated mentions (default: corpus/)"
    )
    parser.add_argument("--root", type=Path, help="folder of the files that GOLD names (default: its own)")
    parser.add_argument("--json", action="store_true", help="write scores and errors as JSON")
    parser.add_argument("--against", type=Path, help="scores of an earlier run, written with --json")
    options = parser.parse_args()
    root = options.root or (CORPUS if options.gold == GOLD else None)
    scores = scores_of(evaluate(options.gold, root=root))
    if options.json:
        print(json.dumps({kind: asdict(score) for kind, score in scores.items()}, ensure_ascii=False))
    elif options.against:
        print("\n".join(changes(scores, json.loads(options.against.read_text(encoding="utf-8")))))
    else:
        print("\n".join(_table(scores)))
    return 0


def scores_of(evaluation: Evaluation) -> dict[MentionKind, ExtractionScore]:
    """The scores by kind."""
    scores = {}
    for kind, report in evaluation.reports.items():
        equal, compared = report.values
        scores[kind] = ExtractionScore(
            precision=round(report.exact.precision, 4),
            recall=round(report.exact.recall, 4),
            f1=round(report.exact.f1, 4),
            values=round(
                equal / max(1, compared) if kind is MentionKind.DATE else evaluation.clusters[kind][2], 4
            ),
            missed=_errors(report.missed, evaluation),
            spurious=_errors(report.spurious, evaluation),
        )
    return scores


def _errors(errors: Sequence[Annotation], evaluation: Evaluation) -> tuple[str, ...]:
    return tuple(f"{error.file}:{error.start} {evaluation.context(error)}" for error in errors)


def _table(scores: Mapping[MentionKind, ExtractionScore]) -> Iterator[str]:
    yield f"{'kind':14} {'prec.':>6} {'recall':>6} {'F1':>6} {'values':>6} {'missed':>7} {'spurious':>9}"
    for kind, score in scores.items():
        figures = f"{score.precision:6.3f} {score.recall:6.3f} {score.f1:6.3f} {score.values:6.3f}"
        yield f"{kind:14} {figures} {len(score.missed):7} {len(score.spurious):9}"


def changes(
    scores: Mapping[MentionKind, ExtractionScore], earlier: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    """Every mention that was gained or lost since an earlier run, after the change of each kind's score."""
    for kind, score in scores.items():
        before = earlier[kind]
        values = f"values {before['values']:.4f} → {score.values:.4f}"
        yield f"{kind}: F1 {before['f1']:.4f} → {score.f1:.4f}, {values}"
        for error, now in (("missed", score.missed), ("spurious", score.spurious)):
            yield from (f"  lost    {error} {mention}" for mention in now if mention not in before[error])
            yield from (
                f"  gained  {error} no more {mention}" for mention in before[error] if mention not in now
            )


if __name__ == "__main__":
    sys.exit(main())

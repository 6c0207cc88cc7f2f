"""Floors of extraction on the sample reports: raise them when extraction gets better, never lower them."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path

import pytest

from policysearch.models import MentionKind
from policysearch.pipeline.evaluating import evaluate

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from corpus_marks import CORPUS
from score_extraction import GOLD, ExtractionScore, changes, scores_of

FLOORS = {
    MentionKind.DATE: (1.0, 1.0),
    MentionKind.ORGANIZATION: (0.985, 0.991),
    MentionKind.LAW: (0.988, 0.984),
}
"""By kind the exact F1, and the share of right date values or B-cubed F1 of entities."""


@cache
def scores() -> dict[MentionKind, ExtractionScore]:
    return scores_of(evaluate(GOLD, root=CORPUS))


@pytest.mark.parametrize("kind", MentionKind)
def test_sample_reports_are_extracted_as_well_as_before(kind: MentionKind) -> None:
    f1, values = FLOORS[kind]
    assert (scores()[kind].f1 >= f1, scores()[kind].values >= values) == (True, True), scores()[kind]


def test_changes_name_each_mention_gained_and_lost() -> None:
    before = ExtractionScore(
        precision=1.0, recall=0.5, f1=0.6667, values=1.0, missed=("a.txt:3 the ⟦AI Act⟧",), spurious=()
    )
    after = replace(before, precision=0.5, f1=0.5, missed=(), spurious=("a.txt:9 an ⟦Act⟧",))
    listed = list(changes({MentionKind.LAW: after}, {MentionKind.LAW: asdict(before)}))
    assert listed == [
        "law: F1 0.6667 → 0.5000, values 1.0000 → 1.0000",
        "  gained  missed no more a.txt:3 the ⟦AI Act⟧",
        "  lost    spurious a.txt:9 an ⟦Act⟧",
    ]

from __future__ import annotations

import pytest

from policysearch.evaluation import Annotation, Score, b_cubed, compare_spans
from policysearch.models import MentionKind


def annotation(start: int, end: int, value: str = "", file: str = "a.txt") -> Annotation:
    return Annotation(file=file, start=start, end=end, kind=MentionKind.DATE, text="", value=value)


GOLD = [annotation(0, 4, "2015"), annotation(10, 20, "2016"), annotation(30, 40)]


@pytest.mark.parametrize(
    ("found", "exact", "overlap"),
    [
        pytest.param(GOLD, Score(3, 3, 3, 3), Score(3, 3, 3, 3), id="the same spans"),
        pytest.param([], Score(3, 0, 0, 0), Score(3, 0, 0, 0), id="nothing found"),
        pytest.param([annotation(10, 19)], Score(3, 1, 0, 0), Score(3, 1, 1, 1), id="one end is off"),
        pytest.param([annotation(4, 10)], Score(3, 1, 0, 0), Score(3, 1, 0, 0), id="touching is not overlap"),
        pytest.param(
            [annotation(10, 14), annotation(15, 20)],
            Score(3, 2, 0, 0),
            Score(3, 2, 1, 2),
            id="two found spans in one annotated span",
        ),
        pytest.param(
            [annotation(0, 4, file="b.txt")],
            Score(3, 1, 0, 0),
            Score(3, 1, 0, 0),
            id="the same place in another file",
        ),
    ],
)
def test_scores(found: list[Annotation], exact: Score, overlap: Score) -> None:
    report = compare_spans(GOLD, found)
    assert (report.exact, report.overlap) == (exact, overlap)


def test_errors_and_values_are_told() -> None:
    wrong_year, extra = annotation(0, 4, "2051"), annotation(50, 60)
    report = compare_spans(GOLD, [wrong_year, GOLD[2], extra])
    assert report.missed == (GOLD[1],)
    assert report.spurious == (extra,)
    assert report.values == (0, 1), "spans without a gold value are not compared"


def test_f1_of_one_half_and_one() -> None:
    score = Score(gold=2, found=1, gold_matched=1, found_matched=1)
    assert (score.precision, score.recall) == (1.0, 0.5)
    assert score.f1 == pytest.approx(2 / 3)
    assert Score(1, 1, 0, 0).f1 == 0.0


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({1: "x", 2: "x", 3: "y"}, (1.0, 1.0)),
        ({1: "x", 2: "y", 3: "z"}, (1.0, (0.5 + 0.5 + 1) / 3)),
        ({1: "x", 2: "x", 3: "x"}, ((2 / 3 + 2 / 3 + 1 / 3) / 3, 1.0)),
        ({9: "x"}, (1.0, 1.0)),
    ],
    ids=["the same", "one cluster torn", "all in one", "nothing in common"],
)
def test_b_cubed(found: dict[object, str], expected: tuple[float, float]) -> None:
    precision, recall, f1 = b_cubed({1: "a", 2: "a", 3: "b"}, found)
    assert (precision, recall) == pytest.approx(expected)
    assert f1 == pytest.approx(2 * precision * recall / (precision + recall))

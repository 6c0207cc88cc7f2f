from __future__ import annotations

import random

import pytest

from policysearch.near_duplicates import SAME_REPORT, make_sketch, resemblance

WORDS = "".join(chr(ord("a") + number) for number in range(26))


def report(seed: int, words: int = 1500) -> list[str]:
    chosen = random.Random(seed)
    return ["".join(chosen.choices(WORDS, k=5)) for _ in range(words)]


BODY = report(1)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        pytest.param(BODY, True, id="the same words"),
        pytest.param([*report(2, 40), *BODY], True, id="another header"),
        pytest.param(BODY[:-100], True, id="without the last page"),
        pytest.param([word.upper() + "," for word in BODY], True, id="case and punctuation"),
        pytest.param(report(3), False, id="another report"),
        pytest.param([*BODY[:500], *report(4, 1000)], False, id="a third in common"),
        pytest.param([], False, id="nothing"),
    ],
)
def test_same_report(other: list[str], same: bool) -> None:
    alike = resemblance(make_sketch(" ".join(BODY)), make_sketch(" ".join(other)))
    assert (alike >= SAME_REPORT) == same


def test_the_estimate_is_near_the_truth() -> None:
    errors = []
    for seed in range(40):
        kept = 300 + 30 * seed
        other = [*BODY[:kept], *report(seed + 100, 1500 - kept)]
        triples = [{tuple(words[i : i + 3]) for i in range(len(words) - 2)} for words in (BODY, other)]
        truth = len(triples[0] & triples[1]) / len(triples[0] | triples[1])
        errors.append(abs(resemblance(make_sketch(" ".join(BODY)), make_sketch(" ".join(other))) - truth))
    assert sum(errors) / len(errors) < 0.07


def test_short_texts_have_sketches() -> None:
    assert len(make_sketch("one")) == len(make_sketch("one two three")) == 1
    assert make_sketch("") == ()
    assert resemblance((), ()) == 0.0

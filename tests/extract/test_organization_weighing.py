"""Weights of evidence: what is yielded, what is shipped, and the fitting script on a few passages."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from policysearch.extract.lexicon import Lexicon
from policysearch.extract.organization_scrutiny import Scrutiny
from policysearch.extract.organization_weighing import (
    BIAS,
    LONG_DOCUMENT,
    NO_LABEL,
    Weighing,
    Weights,
    load_weights,
)
from policysearch.extract.organization_words import Words

ROOT = Path(__file__).parents[2]


def weighing(
    text: str, *, beside: frozenset[int] = frozenset(), shorts: frozenset[str] = frozenset()
) -> Weighing:
    words = Words(text)
    scrutiny = Scrutiny(words, {"Zorvex": Counter(ORG=1, PERSON=1)}, Lexicon(frozenset({"harbour", "code"})))
    return Weighing(words, scrutiny, beside, shorts)


EVIDENCE = [
    (
        "An acronym beside a comma.",
        "EBX, it is said, won.",
        "EBX",
        {"an acronym", "before a comma", "first in its line"},
    ),
    ("A verb and the model's label.", "Then Zorvex announced it.", "Zorvex", {"before a verb", "label ORG"}),
    ("Something else elsewhere.", "Then Zorvex announced it.", "Zorvex", {"something else elsewhere"}),
    ("Words of the language only.", "See Harbour Code there.", "Harbour Code", {"ordinary words only"}),
    ("A person's title.", "Then Zorvex, a lawyer, spoke.", "Zorvex", {"beside a person's title"}),
    ("A digit and a hyphen.", "They met X-7 Lab there.", "X-7 Lab", {"a digit", "a hyphen"}),
]


@pytest.mark.parametrize(
    ("text", "name", "expected"), [row[1:] for row in EVIDENCE], ids=[row[0] for row in EVIDENCE]
)
def test_evidence(text: str, name: str, expected: set[str]) -> None:
    words = Words(text)
    first = words.place_at(text.index(name))
    last = words.place_at(text.index(name) + len(name)) - 1
    assert expected <= set(weighing(text).evidence(first, last, "ORG"))


def test_what_the_caller_knows_is_evidence() -> None:
    text = "With Shell and the others."
    known = weighing(text, beside=frozenset({5}), shorts=frozenset({"Shell"}))
    assert {"beside an organization", "a known short form"} <= set(known.evidence(1, 1, NO_LABEL))
    assert not {"beside an organization", "a known short form"} & set(weighing(text).evidence(1, 1, NO_LABEL))


def test_the_sum_of_the_weights_decides() -> None:
    weights = Weights(single={BIAS: -1.0, "an acronym": 1.5, "before a comma": -0.6}, several={BIAS: -1.0})
    assert weighing("Then EBX won.").is_organization(1, 1, NO_LABEL, weights)
    assert not weighing("Then EBX, too, won.").is_organization(1, 1, NO_LABEL, weights)
    assert not weighing("Then Ebx won.").is_organization(1, 1, NO_LABEL, weights)


def test_shipped_weights_are_for_just_the_evidence_that_there_is() -> None:
    source = Path(sys.modules[Weighing.__module__].__file__ or "").read_text("utf-8")
    yielded = set(re.findall(r'yield "([^"]+)"|(?:label else|^    )(?: |)"([^"]+)"', source, re.MULTILINE))
    written = {name for pair in yielded for name in pair if name} | {LONG_DOCUMENT}
    shipped = load_weights()
    names = {name for table in (shipped.single, shipped.several) for name in table}
    assert {name for name in names if name != BIAS and not name.startswith("label ")} == written
    assert shipped.single["beside an organization"] > 0 > shipped.single["an ordinary word"]


def test_weights_can_be_fitted_again() -> None:
    script = ROOT / "scripts" / "fit_organizations.py"
    held = ["asia.txt", "general.txt", "official.txt", "world.txt"]
    command = [sys.executable, str(script), "--hold", *held, "--sample", "120"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"single +held back +(\d+) names: +(\d+) found, +(\d+) wrongly", output)
    assert found, output
    names, right, wrong = map(int, found.groups())
    assert names > right > 3 * wrong, output

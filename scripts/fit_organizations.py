"""Fit the weights by which a capitalised stretch is judged an organization to the passages of training/.

Usage: python scripts/fit_organizations.py [--hold FILE ...] [--sample N] [--write]

What the rules find by themselves is left out: the weights are for what they leave. With ``--hold`` the named
files are not fitted to but judged, and the counts of names found rightly and wrongly are printed; with
``--write`` the weights are written into the package. Method: logistic regression with a quadratic penalty,
by Newton's method (Hastie, Tibshirani and Friedman 2009, "The Elements of Statistical Learning", 4.4).
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from policysearch.extract import organization_weighing as weighing
from policysearch.extract.candidates import read_candidates
from policysearch.extract.lexicon import lexicon_of
from policysearch.extract.nlp import RULES, english_pipeline
from policysearch.extract.organization_words import Words
from policysearch.extract.organizations import OrganizationFinder
from policysearch.models import MentionKind
from training_passages import PASSAGES, Passage, joined, read_passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

NOTHING = weighing.Weights(single={weighing.BIAS: -np.inf}, several={weighing.BIAS: -np.inf})
PENALTY = 3.0
"""Strength of the quadratic penalty on each weight. Of 522 names of one word held back, 213, 192 and 174
were found, 18, 16 and 10 wrongly, with 1, 3 and 10."""
CAUTION = {"single": 1.4, "several": 0.3}
"""Taken off the biases, as passages are denser in names than reports: a single word needs odds of 4 : 1."""
LONG = -1.0
"""Weight of a document's being long, which cannot be fitted as no passage is. In 94 reports the weights
found 43 names that the conditions before them had not, most of them none; with this weight twelve."""
DOCUMENT = 10
"""Passages that are also fitted to joined as one document, as what else a document holds is evidence."""


@dataclass(frozen=True, slots=True)
class Case:
    """A stretch that the rules leave: its evidence, and whether it is annotated as an organization."""

    is_single: bool
    evidence: frozenset[str]
    is_organization: bool


class Cases:
    """Makes the cases of passages."""

    def __init__(self) -> None:
        self._nlp = english_pipeline()
        self._finder = OrganizationFinder(lexicon=lexicon_of(self._nlp), weights=NOTHING)

    def of(self, passage: Passage) -> Iterator[Case]:
        """Yield the cases of a passage."""
        with self._nlp.select_pipes(disable=RULES[-1:]):
            doc = self._finder(self._nlp(passage.text))
        found = read_candidates(doc, MentionKind.ORGANIZATION)
        taken = [*found, *read_candidates(doc, MentionKind.LAW), *read_candidates(doc, MentionKind.DATE)]
        names = {(mark.start, mark.end) for mark in passage.marks if mark.kind is MentionKind.ORGANIZATION}
        words = Words(passage.text)
        model = self._finder.model_names(doc, words)
        evidence_of = model.weighing(found).evidence
        for first, last, label in model.stretches():
            start, end = words.starts[first], words.ends[last]
            if not any(start < other.end and other.start < end for other in taken):
                span = model.span(first, last)
                yield Case(first == last, frozenset(evidence_of(first, last, label)), span in names)


def fit(cases: Sequence[Case], caution: float) -> dict[str, float]:
    """The weights of the evidence in these cases, and the bias."""
    names = sorted({name for case in cases for name in case.evidence})
    columns = {name: number for number, name in enumerate(names, start=1)}
    held = np.zeros((len(cases), len(names) + 1))
    held[:, 0] = 1.0
    for row, case in enumerate(cases):
        held[row, [columns[name] for name in case.evidence]] = 1.0
    weights = _newton(held, np.array([case.is_organization for case in cases], dtype=float))
    return (
        {weighing.BIAS: weights[0] - caution}
        | {name: weights[columns[name]] for name in names}
        | {weighing.LONG_DOCUMENT: LONG}
    )


def _newton(held: NDArray[np.float64], wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    penalty = np.full(held.shape[1], PENALTY)
    penalty[0] = 0.0
    weights = np.zeros(held.shape[1])
    for _ in range(20):
        chances = 1.0 / (1.0 + np.exp(-held @ weights))
        gradient = held.T @ (wanted - chances) - penalty * weights
        curvature = (held * (chances * (1.0 - chances))[:, None]).T @ held + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def judged(cases: Iterable[Case], weights: dict[str, float]) -> tuple[int, int, int]:
    """Names found rightly, wrongly, and in all."""
    right = wrong = names = 0
    for case in cases:
        holds = weighing.odds(case.evidence, weights) > 0
        names += case.is_organization
        right += holds and case.is_organization
        wrong += holds and not case.is_organization
    return right, wrong, names


def table(title: str, weights: dict[str, float]) -> str:
    """The weights as a TOML table, what speaks most against a name first."""
    rows = sorted(weights.items(), key=lambda row: (row[0] != weighing.BIAS, round(row[1], 2), row[0]))
    return "\n".join([f"[{title}]", *(f"{json.dumps(name)} = {weight:.2f}" for name, weight in rows), ""])


def main() -> int:
    """Fit, judge what is held back, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hold", nargs="*", default=[], metavar="FILE", help="names of files not to fit to")
    parser.add_argument("--sample", type=int, metavar="N", help="use only the first N passages of each file")
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    options = parser.parse_args()
    if unknown := sorted(set(options.hold) - {path.name for path in PASSAGES.glob("*.txt")}):
        parser.error(f"{unknown[0]}: no such file in {PASSAGES}")
    if options.write and (options.hold or options.sample):
        parser.error("--write needs all passages: leave --hold and --sample out")
    make = Cases()
    cases: dict[bool, list[Case]] = {True: [], False: []}
    for path in sorted(PASSAGES.glob("*.txt")):
        passages = list(read_passages(path))[: options.sample]
        documents = [joined(passages[n : n + DOCUMENT]) for n in range(0, len(passages), DOCUMENT)]
        fitted, held = ([*passages, *documents], []) if path.name not in options.hold else ([], passages)
        cases[False] += (case for passage in fitted for case in make.of(passage))
        cases[True] += (case for passage in held for case in make.of(passage))
    tables = {}
    for title, is_single in (("single", True), ("several", False)):
        tables[title] = fit([case for case in cases[False] if case.is_single is is_single], CAUTION[title])
        for held, what in ((False, "fitted to"), (True, "held back")):
            part = [case for case in cases[held] if case.is_single is is_single]
            right, wrong, names = judged(part, tables[title])
            print(f"{title:8} {what:10} {names:5} names: {right:5} found, {wrong:5} wrongly")
    if options.write:
        head = f"# Written by scripts/{Path(__file__).name}: natural logarithms of odds.\n\n"
        weighing.DATA.write_text(head + "\n".join(table(*row) for row in tables.items()), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

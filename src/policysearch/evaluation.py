"""Measures of extraction against annotated mentions. Pure functions over spans.

A span is compared within its document: two spans are the same exactly if start and end agree,
and they overlap if they share a code point. Precision, recall and F1 are micro-averaged over
all documents, as in CoNLL-2003 (Tjong Kim Sang and De Meulder, 2003).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from .models import MentionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """A mention as an annotator or an extractor marks it.

    Attributes:
        file: The document, by any name that gold and found share.
        text: The words of the span.
        value: EDTF for dates, "" if unknown; not compared for other kinds.
        cluster: Equal for mentions of one real-world thing, "" if none was given.
    """

    file: str
    start: int
    end: int
    kind: MentionKind
    text: str
    value: str = ""
    cluster: str = ""

    @property
    def span(self) -> tuple[str, int, int]:
        """File, start and end: what makes two annotations of a kind the same."""
        return (self.file, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts behind precision and recall.

    Attributes:
        gold: Annotated spans.
        found: Spans found.
        gold_matched: Annotated spans that were found.
        found_matched: Found spans that are annotated.
    """

    gold: int
    found: int
    gold_matched: int
    found_matched: int

    @property
    def precision(self) -> float:
        """Share of the found that is right; 1 if nothing was found."""
        return self.found_matched / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the annotated that was found; 1 if nothing is annotated."""
        return self.gold_matched / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanReport:
    """How the spans of one kind were found.

    Attributes:
        missed: Annotated spans that were not found exactly, in order.
        spurious: Found spans that are not annotated exactly, in order.
        values: Of the exactly matched spans with a gold value, how many have the same value,
            as (equal, compared).
    """

    exact: Score
    overlap: Score
    missed: tuple[Annotation, ...]
    spurious: tuple[Annotation, ...]
    values: tuple[int, int]


def compare_spans(gold: Iterable[Annotation], found: Iterable[Annotation]) -> SpanReport:
    """Compare the annotations of one kind, over any number of documents."""
    gold_by_span = {annotation.span: annotation for annotation in gold}
    found_by_span = {annotation.span: annotation for annotation in found}
    same = gold_by_span.keys() & found_by_span.keys()
    valued = [span for span in same if gold_by_span[span].value]
    return SpanReport(
        exact=Score(len(gold_by_span), len(found_by_span), len(same), len(same)),
        overlap=Score(
            len(gold_by_span),
            len(found_by_span),
            _count_overlapping(gold_by_span, found_by_span),
            _count_overlapping(found_by_span, gold_by_span),
        ),
        missed=tuple(gold_by_span[span] for span in sorted(gold_by_span.keys() - same)),
        spurious=tuple(found_by_span[span] for span in sorted(found_by_span.keys() - same)),
        values=(sum(gold_by_span[s].value == found_by_span[s].value for s in valued), len(valued)),
    )


def _count_overlapping(spans: Iterable[tuple[str, int, int]], others: Iterable[tuple[str, int, int]]) -> int:
    by_file: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for file, start, end in others:
        by_file[file].append((start, end))
    return sum(any(s < end and start < e for s, e in by_file[file]) for file, start, end in spans)


def b_cubed(gold: Mapping[Hashable, str], found: Mapping[Hashable, str]) -> tuple[float, float, float]:
    """Agreement of two clusterings of the same items: precision, recall, F1.

    Args:
        gold: Item to its true cluster.
        found: Item to the cluster it was put in; items that only one side has are left out.

    Returns:
        Means over items (Bagga and Baldwin, 1998); 1.0 each when there are no common items.
    """
    items = [item for item in gold if item in found]
    if not items:
        return 1.0, 1.0, 1.0
    in_gold: dict[str, set[Hashable]] = defaultdict(set)
    in_found: dict[str, set[Hashable]] = defaultdict(set)
    for item in items:
        in_gold[gold[item]].add(item)
        in_found[found[item]].add(item)
    precision = recall = 0.0
    for item in items:
        true, put = in_gold[gold[item]], in_found[found[item]]
        shared = len(true & put)
        precision += shared / len(put)
        recall += shared / len(true)
    precision, recall = precision / len(items), recall / len(items)
    return precision, recall, 2 * precision * recall / (precision + recall)

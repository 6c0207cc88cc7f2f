"""What the rule components pass to each other, and the one rule by which overlaps are settled.

A component finds candidates in ``doc.text``, keeps those that `select` leaves standing beside what
earlier components found, and leaves them in the document with `write_spans`::

    found = select(my_rules(doc.text), blocked=read_candidates(doc, MentionKind.LAW))
    write_spans(doc, MentionKind.DATE, found)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Span

    from policysearch.models import MentionKind

_PINPOINT = "policysearch_pinpoint"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of a text that a rule takes for a mention.

    Attributes:
        start: Offset of its first character in ``doc.text``, in code points.
        end: Offset after its last character; greater than ``start``.
        extractor: The rule that found it, e.g. ``"dates:day-month-year"``.
        value: What it means: EDTF for dates, else "" or a key the component has use for.
        pinpoint: The article or section cited with a law; "" if none.
    """

    start: int
    end: int
    extractor: str
    value: str = ""
    pinpoint: str = ""


def select(candidates: Iterable[Candidate], blocked: Iterable[Candidate] = ()) -> list[Candidate]:
    """Settle overlaps: the longest candidate wins, of equally long ones the earliest.

    This is the only overlap rule of the package. Of candidates that cover the same characters the
    one given first wins.

    Args:
        candidates: In any order, overlapping at will.
        blocked: Spans that are taken already: a candidate that shares a character with one of
            them is dropped, however long it is.

    Returns:
        The winners in order of their start, none overlapping another or a blocked span.
    """
    starts: list[int] = []
    ends: list[int] = []
    for taken in sorted(blocked, key=lambda span: (span.start, span.end)):
        if ends and taken.start < ends[-1]:
            ends[-1] = max(ends[-1], taken.end)
        else:
            starts.append(taken.start)
            ends.append(taken.end)
    winners = []
    for candidate in sorted(candidates, key=lambda span: (span.start - span.end, span.start)):
        place = bisect_left(starts, candidate.end)
        if place and ends[place - 1] > candidate.start:
            continue
        starts.insert(place, candidate.start)
        ends.insert(place, candidate.end)
        winners.append(candidate)
    return sorted(winners, key=lambda span: span.start)


def group_name(kind: MentionKind) -> str:
    """Return the key in ``doc.spans`` under which mentions of a kind are kept."""
    return f"policysearch_{kind.value}s"


def write_spans(doc: Doc, kind: MentionKind, candidates: Iterable[Candidate]) -> None:
    """Keep candidates in a document as the span group `group_name` of their kind.

    Each span has the kind as its label, the candidate's value as ``kb_id_``, its extractor as
    ``id_`` and its pinpoint as ``span._.policysearch_pinpoint``. A token in which a candidate starts
    or ends is split there, so that no mention is lost where the tokenizer sees one word (Chinese
    in an English pipeline, say); other span groups are carried over to the new tokens.

    Args:
        doc: Changed in place; a group of the same kind is replaced.
        kind: What the candidates name.
        candidates: Offsets within ``doc.text``.
    """
    from spacy.tokens import Span

    if not Span.has_extension(_PINPOINT):
        Span.set_extension(_PINPOINT, default="")
    kept = list(candidates)
    _split_tokens(doc, {edge for found in kept for edge in (found.start, found.end)})
    spans = []
    for found in kept:
        span = _made(doc, found.start, found.end, kind.value, found.value, found.extractor)
        if found.pinpoint:
            span._.set(_PINPOINT, found.pinpoint)
        spans.append(span)
    doc.spans[group_name(kind)] = spans


def read_candidates(doc: Doc, kind: MentionKind) -> list[Candidate]:
    """Return what `write_spans` kept for a kind, in order of start; empty if that never ran."""
    name = group_name(kind)
    if name not in doc.spans:
        return []
    return [
        Candidate(
            start=span.start_char,
            end=span.end_char,
            extractor=span.id_,
            value=span.kb_id_,
            pinpoint=span._.get(_PINPOINT),
        )
        for span in doc.spans[name]
    ]


def _split_tokens(doc: Doc, edges: set[int]) -> None:
    """Split tokens so that each edge lies between two of them (or at an end of the text)."""
    cuts: dict[int, list[int]] = {}
    # As an array: to list 200,000 tokens takes longer than to find the dates among them.
    starts = doc.to_array("IDX")
    for edge in sorted(edges) if len(doc) else ():
        token = doc[max(0, bisect_right(starts, edge) - 1)]
        if token.idx < edge < token.idx + len(token):
            cuts.setdefault(token.i, []).append(edge - token.idx)
    if not cuts:
        return
    groups = {name: [_description(span) for span in group] for name, group in doc.spans.items()}
    with doc.retokenize() as retokenizer:
        for index, places in cuts.items():
            token = doc[index]
            parts = [token.text[start:end] for start, end in pairwise([0, *places, len(token)])]
            retokenizer.split(token, parts, heads=[(token, 0)] * len(parts))
    for name, spans in groups.items():
        doc.spans[name] = [_made(doc, *span) for span in spans]


def _description(span: Span) -> tuple[int, int, str, str, str]:
    """What a span is made of, in characters, which splitting a token does not move."""
    return span.start_char, span.end_char, span.label_, span.kb_id_, span.id_


def _made(doc: Doc, start: int, end: int, label: str, value: str, extractor: str) -> Span:
    span = doc.char_span(start, end, label=label, kb_id=value, span_id=extractor)
    if span is None:
        raise ValueError(f"no tokens from {start} to {end} in a text of {len(doc.text)} characters")
    return span

"""The overlap rule, and candidates kept in spaCy documents."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from policysearch.extract.candidates import Candidate, read_candidates, select, write_spans
from policysearch.models import MentionKind


def at(start: int, end: int, extractor: str = "rule") -> Candidate:
    return Candidate(start, end, extractor)


@pytest.mark.parametrize(
    ("candidates", "blocked", "expected", "why"),
    [
        ([at(0, 5), at(0, 9)], [], [at(0, 9)], "the longer wins"),
        ([at(3, 6), at(0, 4)], [], [at(0, 4)], "a longer one wins wherever it starts"),
        ([at(2, 5), at(0, 3)], [], [at(0, 3)], "of equally long ones the earlier wins"),
        (
            [at(0, 3, "first"), at(0, 3, "second")],
            [],
            [at(0, 3, "first")],
            "of the same span the first given wins",
        ),
        ([at(3, 6), at(0, 3)], [], [at(0, 3), at(3, 6)], "touching is no overlap, and order is by start"),
        ([at(0, 9)], [at(8, 12)], [], "one blocked character is enough"),
        ([at(0, 8)], [at(8, 12), at(9, 10)], [at(0, 8)], "touching a blocked span is allowed"),
        ([at(0, 9), at(0, 4)], [at(6, 7)], [at(0, 4)], "a blocked long one makes room for a short one"),
    ],
)
def test_select(
    candidates: list[Candidate], blocked: list[Candidate], expected: list[Candidate], why: str
) -> None:
    assert select(candidates, blocked) == expected, why


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10)).map(lambda pair: at(pair[0], sum(pair))))


@given(SPANS, SPANS)
def test_winners_never_overlap_and_every_loser_has_a_reason(
    candidates: list[Candidate], blocked: list[Candidate]
) -> None:
    winners = select(candidates, blocked)
    taken = [*winners, *blocked]
    for one in winners:
        assert not any(one.start < other.end and other.start < one.end for other in taken if other is not one)
    for one in candidates:
        assert any(one.start < other.end and other.start < one.end for other in taken)


def test_spans_keep_everything_a_candidate_has() -> None:
    doc = spacy.blank("en")("Article 5 of the AI Act applies.")
    law = Candidate(17, 23, "laws:known", "eu-ai-act", "Article 5")
    write_spans(doc, MentionKind.LAW, [law])
    assert read_candidates(doc, MentionKind.LAW) == [law]
    assert read_candidates(doc, MentionKind.DATE) == []
    span = doc.spans["policysearch_laws"][0]
    assert (span.text, span.label_, span.kb_id_, span._.policysearch_pinpoint) == (
        "AI Act",
        "law",
        "eu-ai-act",
        "Article 5",
    )


def test_tokens_are_split_so_that_no_mention_is_lost() -> None:
    text = "依据《数据安全法》第三条，2021年9月1日起施行。See also this."
    doc = spacy.blank("en")(text)
    law = Candidate(3, 8, "laws:quoted", "", "第三条")
    date = Candidate(13, 22, "dates:chinese-day", "2021-09-01")
    write_spans(doc, MentionKind.LAW, [law])
    write_spans(doc, MentionKind.DATE, [date])
    assert doc.text == text
    assert doc.spans["policysearch_dates"][0].text == "2021年9月1日"
    assert doc.spans["policysearch_laws"][0].text == "数据安全法"
    assert read_candidates(doc, MentionKind.LAW) == [law]
    assert read_candidates(doc, MentionKind.DATE) == [date]


def test_a_place_outside_the_text_is_an_error() -> None:
    doc = spacy.blank("en")("short")
    with pytest.raises(ValueError, match="no tokens from 2 to 99"):
        write_spans(doc, MentionKind.DATE, [at(2, 99)])

"""split_passages: what every split must hold, and where particular texts are cut."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policysearch.models import Document, Heading
from policysearch.passages import MOST_OF_HEADINGS, fingerprint, split_passages
from policysearch.sentences import MAX_ROW_FACTOR, count_words


def document(
    text: str, headings: tuple[tuple[str, int], ...] = (), page_starts: tuple[int, ...] = ()
) -> Document:
    """Make a document of which `headings` gives the words and levels, found in the text in order."""
    found, position = [], 0
    for words, level in headings:
        start = text.index(words, position)
        position = start + len(words)
        found.append(Heading(start, position, level))
    return Document(
        id="0123456789abcdef",
        location="report.txt",
        media_type="text/plain",
        title="Report",
        publisher="",
        published=None,
        language="en",
        text=text,
        page_starts=page_starts,
        headings=tuple(found),
    )


def words(count: int, name: str = "word") -> str:
    """Return a sentence of `count` words."""
    return "The " + " ".join(f"{name}{number}" for number in range(count - 1)) + "."


def cut(text: str, **options: int) -> list[str]:
    return [passage.text for passage in split_passages(document(text), **options)]


PIECES = st.sampled_from(
    [
        *(
            "word",
            "Art. 5",
            "U.S.",
            "(a) ",
            "such as:\n",
            "- item\n",
            "A | b | c\n",
            "x" * 90,
            "é\u0301",
            "😀",
        ),
        *("\n", "\n\n", "\r\n\r\n", "\r", " ", "\u2028", "\u00a0", "\t", ". ", "; ", "! "),
        *("人工智能法。", "条例"),
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=120).map("".join))


@settings(max_examples=300, deadline=None)
@given(
    text=TEXTS, cuts=st.lists(st.integers(0, 300), max_size=8), limit=st.sampled_from([1, 7, 40, 200, 1200])
)
def test_every_split_covers_the_text_in_order(text: str, cuts: list[int], limit: int) -> None:
    marks = sorted({min(offset, len(text)) for offset in cuts})
    headings = tuple(
        Heading(start, end, 1 + start % 3)
        for start, end in zip(marks[::2], marks[1::2], strict=False)
        if text[start:end].strip()
    )
    made = document(text)
    made = Document(**{name: getattr(made, name) for name in made.__slots__} | {"headings": headings})
    passages = split_passages(made, max_chars=limit)
    position = 0
    for ordinal, passage in enumerate(passages):
        assert passage.ordinal == ordinal
        assert text[position : passage.start].strip() == ""
        assert text[passage.start : passage.end] == passage.text == passage.text.strip() != ""
        assert len(passage.text) <= limit * (MAX_ROW_FACTOR if " | " in passage.text else 1)
        position = passage.end
    assert text[position:].strip() == ""
    for heading in headings:
        first = heading.start + len(text[heading.start :]) - len(text[heading.start :].lstrip())
        inside = [p for p in passages if p.start < first < p.end and text[p.start : first].strip("#>*_ \t")]
        before = [h for h in headings if h.end <= heading.start]
        assert not inside or (before and not text[before[-1].end : heading.start].strip())
    assert passages == split_passages(made, max_chars=limit)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["alpha", "be", "(c)", "Mr.", "U.S.", "end.", "x-y", "1.5", "a;"]), min_size=1)
)
def test_words_shorter_than_a_passage_are_never_cut(chosen: list[str]) -> None:
    text = " ".join(chosen)
    assert " ".join(cut(text, max_chars=12)).split() == chosen


SENTENCES = [
    ("It began in 2020. The rest followed.", 2, "a number may end a sentence"),
    ("See Art. 5 of the Act. It binds.", 2, "Art. before a number"),
    ("Under No. 12 of the list. It binds.", 2, "No. before a number"),
    ("The answer was no. The vote was lost.", 2, "a plain no ends a sentence"),
    ("The U.S. Department of State replied. Nobody read it.", 2, "an abbreviation before a name"),
    ("It moved to the U.S. The firm then closed.", 2, "an abbreviation before a sentence opener"),
    ("Some tools, e.g. Whisper, listen. Others do not.", 2, "e.g."),
    ("J. R. Smith wrote it. Dr. Lee read it.", 2, "initials and titles"),
    ("It costs 3.5 million. That is much!", 2, "a decimal point"),
    ("“It is done.” The vote was close.", 2, "a closing quotation mark belongs to its sentence"),
    ("Is it safe? Yes! Very.", 3, "question and exclamation marks"),
    ("条例自公布之日起施行。本法所称数据，是指记录。", 2, "Chinese full stops need no space"),
    ("他说：“可以。”会议结束！", 2, "a Chinese closing quotation mark"),
    ("1. The first rule applies. It is short.", 2, "a list marker is no sentence"),
    ("the ministry (est. 1998) replied. then nothing.", 1, "lower case follows"),
]


@pytest.mark.parametrize(("text", "count", "reason"), SENTENCES, ids=[row[2] for row in SENTENCES])
def test_sentences(text: str, count: int, reason: str) -> None:
    longest = max(len(text) // count + 12, 2) if count > 1 else len(text)
    passages = cut(text + " " + text, max_chars=longest)
    ends = {text.index(p) + len(p) for p in passages if p in text}
    assert all(p[-1] in ".!?。！”" for p in passages), (reason, passages)
    assert ends


def test_short_paragraphs_are_merged_and_full_ones_stay_alone() -> None:
    text = "\n\n".join([words(20, "a"), words(20, "b"), words(30, "c"), words(100, "d"), words(90, "e")])
    assert [count_words(passage) for passage in cut(text)] == [70, 100, 90]


def test_long_paragraph_is_cut_between_sentences_into_parts_of_the_target_size() -> None:
    text = " ".join(words(25, f"s{number}x") for number in range(20))
    passages = cut(text)
    assert all(60 <= count_words(passage) <= 200 and passage.endswith(".") for passage in passages)


def test_heading_begins_a_passage_that_holds_its_body() -> None:
    text = f"Preface\n\n{words(30)}\n\nScope\n\n{words(30)}\n\nTerms\n\nIn general\n\n{words(150)}"
    made = document(text, (("Scope", 1), ("Terms", 1), ("In general", 2)))
    passages = split_passages(made)
    assert [p.text.split("\n")[0] for p in passages] == ["Preface", "Scope", "Terms"]
    assert [p.heading for p in passages] == ["", "Scope", "Terms › In general"]
    assert passages[2].text.startswith("Terms\n\nIn general\n\nThe word0")


def test_heading_followed_by_its_equal_shares_its_passage() -> None:
    made = document("Part A\n\nPart B\n\nBody.", (("Part A", 1), ("Part B", 1)))
    assert [(p.text, p.heading) for p in split_passages(made)] == [("Part A\n\nPart B\n\nBody.", "Part B")]


def test_headlines_in_a_list_are_not_heaped_upon_the_last_one() -> None:
    headlines = [f"Headline {number} of {words(20)}" for number in range(4)]
    made = document("\n\n".join([*headlines, "Body."]), tuple((each, 1) for each in headlines))
    passages = split_passages(made)
    assert len(passages) > 1
    assert all(len(passage.text) < 2 * MOST_OF_HEADINGS for passage in passages)


def test_marks_before_a_heading_stay_with_it() -> None:
    text = "# One\n\nBody.\n\n  ## Two\n\nMore."
    passages = split_passages(document(text, headings=(("One", 1), ("Two", 2))))
    assert [passage.text for passage in passages] == ["# One\n\nBody.", "## Two\n\nMore."]


def test_heading_trail_drops_what_a_higher_heading_closes() -> None:
    text = "A\n\nx\n\nB\n\nx\n\nC\n\nx"
    made = document(text, (("A", 1), ("B", 3), ("C", 2)))
    assert [p.heading for p in split_passages(made)] == ["A", "A › B", "A › C"]


def test_heading_stays_with_the_first_sentences_of_a_body_too_long_for_it() -> None:
    text = "Scope\n\n" + " ".join(words(20, "longer") for _ in range(20))
    passages = split_passages(document(text, (("Scope", 1),)))
    assert count_words(passages[0].text) >= 60
    assert {p.heading for p in passages} == {"Scope"}


def test_lead_in_stays_with_its_first_item() -> None:
    items = "\n".join(f"({letter}) {words(30, letter)}" for letter in "abcdefgh")
    text = f"{words(150)}\n\nThe provider shall do each of the following:\n\n{items}"
    passage = next(p for p in cut(text) if "the following:" in p)
    assert "(a) The a0" in passage


def test_list_items_are_not_cut_in_the_middle() -> None:
    text = "Parties shall:\n" + "\n".join(f"- {words(28, f'i{n}x')}" for n in range(30))
    assert all(passage.startswith(("Parties", "- ")) and passage.endswith(".") for passage in cut(text))


def test_table_rows_stay_whole_even_above_the_limit() -> None:
    row = " | ".join(f"cell {number} of the table" for number in range(70))
    assert len(row) > 1200
    assert cut(f"{row}\n{row}") == [row, row]


def test_overlong_sentence_is_cut_between_clauses_then_words_then_characters() -> None:
    clause = "a clause of some words"
    assert all(p.endswith((",", "words")) for p in cut(", ".join([clause] * 90)))
    assert all(p.split()[-1] == "unpunctuated" for p in cut("unpunctuated " * 300))
    assert [len(p) for p in cut("x" * 2500)] == [1200, 1200, 100]


def test_chinese_without_stops_is_cut_between_characters() -> None:
    assert "".join(cut("数据条例" * 700)) == "数据条例" * 700


def test_page_is_the_one_on_which_the_passage_starts() -> None:
    text = f"{words(80)}\n\n{words(80)}\n\n{words(80)}"
    second = len(words(80)) + 2
    passages = split_passages(document(text, page_starts=(0, second, second, 2 * second)))
    assert [p.page for p in passages] == [1, 3, 4]
    assert split_passages(document(text))[0].page is None


FINGERPRINTS = [
    ("The Act", "the  ACT\n", True, "case and white space"),
    ("long-\nterm", "long-term", True, "a hyphen at a line end"),
    ("regu\u00adlation", "regulation", True, "soft hyphen"),
    ("“ﬁnal”", '"final"', True, "ligature and quotation marks"),
    ("ＡＩ 2030", "ai 2030", True, "full-width forms"),
    ("The Act", "The Acts", False, "another word"),
    ("* * *", "---", False, "no words at all"),
]


@pytest.mark.parametrize(
    ("one", "other", "same", "reason"), FINGERPRINTS, ids=[row[3] for row in FINGERPRINTS]
)
def test_fingerprint(one: str, other: str, same: bool, reason: str) -> None:
    assert (fingerprint(one) == fingerprint(other)) is same, reason


@pytest.mark.parametrize(
    "text", ["a\n\n" * 60_000, " " * 200_000, "a " * 100_000, "x" * 200_000, "\n" * 200_000]
)
def test_time_is_linear_on_hostile_texts(text: str) -> None:
    started = time.process_time()
    cut(text)
    assert time.process_time() - started < 5

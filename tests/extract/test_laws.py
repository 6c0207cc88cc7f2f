"""Laws in sentences of many countries, and the patterns against their own examples."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from policysearch.extract.law_chinese import find_chinese
from policysearch.extract.law_numbers import number_patterns
from policysearch.extract.law_titles import find_titles
from policysearch.extract.law_tokens import Tokens
from policysearch.extract.law_words import load_table
from policysearch.extract.laws import find_laws

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "laws.toml").read_text("utf-8"))["case"]
TITLES = load_table("law_titles")
CHINESE = load_table("law_chinese")
GROUPS = TITLES["heads"]
# On the slowest machine this has run on, the worst of these texts took 2 s.
LONGEST_SECONDS = 8.0


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Take ⟦ and ⟧ out of a text, and return what they enclosed as spans."""
    text, spans, start = "", [], 0
    for letter in marked:
        if letter == "⟦":
            start = len(text)
        elif letter == "⟧":
            spans.append((start, len(text)))
        else:
            text += letter
    return text, spans


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["reason"])
def test_sentences(case: dict[str, str]) -> None:
    text, spans = unmarked(case["text"])
    found = [(law.start, law.end) for law in find_laws(text)]
    assert [text[start:end] for start, end in found] == [text[start:end] for start, end in spans]
    assert found == spans


@pytest.mark.parametrize("pattern", number_patterns(), ids=lambda pattern: pattern.id)
def test_number_patterns_match_their_examples_and_no_others(pattern: Any) -> None:
    assert pattern.examples
    for example in pattern.examples:
        assert any(hint in example for hint in pattern.hints), f"no hint in {example}"
        match = pattern.regex.search(f"under {example} the")
        assert match is not None, example
        assert match[0] == example
    for example in pattern.counter_examples:
        assert pattern.regex.search(example) is None, example


@pytest.mark.parametrize(
    ("group", "example"),
    [(group["group"], example) for group in GROUPS for example in group["examples"]],
)
def test_title_examples_are_found_whole(group: str, example: str) -> None:
    text = f"Experts say that the {example} applies here."
    found = [text[law.start : law.end] for law in find_titles(Tokens(text))]
    assert example in found, f"{group}: found {found}"


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group["group"])
def test_every_head_has_an_example(group: dict[str, Any]) -> None:
    without = [head for head in group["words"] if not any(head in example for example in group["examples"])]
    assert not without


@pytest.mark.parametrize("noise", TITLES["noise"], ids=lambda noise: noise["reason"])
def test_noise_holds_no_law(noise: dict[str, str]) -> None:
    assert [noise["text"][law.start : law.end] for law in find_laws(noise["text"])] == []


@pytest.mark.parametrize("example", CHINESE["examples"])
def test_chinese_examples_are_found(example: str) -> None:
    text = f"依照{example}的要求"
    assert example.strip("《》") in [text[law.start : law.end] for law in find_chinese(text)]


def test_every_chinese_ending_has_an_example() -> None:
    endings = CHINESE["marked_endings"]
    assert [end for end in endings if not any(f"{end}》" in example for example in CHINESE["examples"])] == []


@pytest.mark.parametrize("example", CHINESE["counter_examples"])
def test_chinese_counter_examples_are_not_found(example: str) -> None:
    assert list(find_chinese(f"依照{example}的要求")) == []


PINPOINTS = [
    ("Article 6(2) of the Data Act applies", "Article 6(2)", "before the law"),
    ("Articles 5 and 9 of the Data Act apply", "Articles 5 and 9", "several"),
    ("Section 4(1) of Schedule 2 to the Data Act 2031", "Section 4(1) of Schedule 2", "nested"),
    ("the Data Act, Article 13, says", "Article 13", "after the law"),
    ("《数据安全法》第二十一条第一款规定", "第二十一条第一款", "Chinese"),
    ("Executive Order 14110 titled", "", "a word that begins like a unit"),
    ("a part of the Data Act", "", "a unit without number"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), PINPOINTS, ids=[row[2] for row in PINPOINTS])
def test_pinpoints(text: str, expected: str, reason: str) -> None:
    assert [law.pinpoint for law in find_laws(text)] == [expected], reason


def test_known_laws_carry_their_entity() -> None:
    values = [
        law.value for law in find_laws("The GDPR, i.e. Regulation (EU) 2016/679, and the Moon Dust Act.")
    ]
    assert values == ["law:general-data-protection-regulation"] * 2 + [""]


HOSTILE = {
    "capitals": "THE NATIONAL ACT FOR " * 5000,
    "title words": "National Data Act of " * 5000,
    "connectors": "Act of the and for " * 5500,
    "commas": "Data, " * 17000 + "Act",
    "gerunds": "Protecting the " * 7000 + "Act",
    "one open quotation": '"' + "Data Act " * 11000,
    "open brackets": "(" * 50000,
    "nested titles": "Law on " * 14000,
    "numbers without end": "15 U.S.C. " * 10000,
    "one word": "A" * 100000,
    "Chinese without marks": "关于数据法" * 20000,
    "Chinese marks": "《" * 100000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_takes_no_longer_than_a_report(text: str) -> None:
    begun = time.process_time()
    find_laws(text)
    assert time.process_time() - begun < LONGEST_SECONDS


def test_component_writes_a_span_group_in_any_pipeline() -> None:
    import spacy

    import policysearch.extract.laws  # noqa: F401  (registers the factory)

    nlp = spacy.blank("en")
    nlp.add_pipe("policysearch_laws")
    doc = nlp("Article 5 of the Data Act and 依照《数据安全法》.")
    spans = doc.spans["policysearch_laws"]
    assert [(span.text, span.label_, span._.policysearch_pinpoint) for span in spans] == [
        ("Data Act", "law", "Article 5"),
        ("数据安全法", "law", ""),
    ]

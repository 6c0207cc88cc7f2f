"""Suggestions for words that occur nowhere: the function on tables, and the search on the sample corpus."""

from __future__ import annotations

import random
import string
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.analysis import analyze
from policysearch.models import Facet, SearchRequest
from policysearch.query import parse
from policysearch.search import search
from policysearch.suggestions import corrected, corrections

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from policysearch.collection import Collection

WORDS = {
    "regulation": 900,
    "regulator": 80,
    "privacy": 300,
    "private": 400,
    "algorithm": 120,
    "data": 1000,
    "date": 30,
    "governance": 200,
    "government": 700,
    "transparency": 400,
    "transparancy": 1,
    "enforcement": 60,
    "café": 4,
}


def vocabulary_of(words: Mapping[str, int]) -> Callable[[str], Mapping[str, int]]:
    return lambda prefix: {word: count for word, count in words.items() if word.startswith(prefix)}


def corrected_query(text: str, words: Mapping[str, int] = WORDS) -> str:
    unknown = [token for token in parse(text).words if token.word not in words]
    return corrected(text, corrections(text, unknown, vocabulary_of(words)))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("regulatoin", "regulation", id="letters swapped"),
        pytest.param("privcy", "privacy", id="a letter missing"),
        pytest.param("privaccy", "privacy", id="a letter too many"),
        pytest.param("algorythm", "algorithm", id="a wrong letter"),
        pytest.param("ovreseen governence", "ovreseen governance", id="only words with a near one"),
        pytest.param("ergulation", "regulation", id="the first two letters swapped"),
        pytest.param("egulation", "regulation", id="the first letter missing"),
        pytest.param("xregulation", "regulation", id="a letter before the first"),
        pytest.param("degulation", "regulation", id="a wrong first letter"),
        pytest.param("transparencies", "transparency", id="three edits in a long word"),
        pytest.param("transparanccy", "transparency", id="the corpus's own slip is not what was meant"),
        pytest.param("dats", "data", id="among equally near words the frequent one"),
        pytest.param("dta", "dta", id="short words are left alone"),
        pytest.param("regxxxxion", "regxxxxion", id="too far"),
        pytest.param("xylophone", "xylophone", id="nothing near"),
        pytest.param("gdpr2024", "gdpr2024", id="codes are left alone"),
        pytest.param("Regulatoin PRIVCY", "Regulation PRIVACY", id="capitals as typed"),
        pytest.param(
            "(privcy OR dats) -regulatoin", "(privacy OR data) -regulatoin", id="not what is excluded"
        ),
        pytest.param('"exact regulatoin" privcy', '"exact regulatoin" privacy', id="not what is quoted"),
        pytest.param("人工智能法律", "人工智能法律", id="Chinese is left alone"),
    ],
)
def test_words_are_corrected(typed: str, expected: str) -> None:
    assert corrected_query(typed) == expected


@given(st.text(max_size=30), st.dictionaries(st.text(min_size=1, max_size=8), st.integers(1, 99), max_size=9))
def test_any_text_has_an_answer(text: str, words: dict[str, int]) -> None:
    for correction in corrections(text, analyze(text), vocabulary_of(words)):
        assert correction.word.casefold() in {word.casefold() for word in words}
        assert text[correction.start : correction.end]


def test_a_search_suggests_a_word_of_the_corpus(collection: Collection) -> None:
    results = search(collection.store, collection.engine, SearchRequest(query="Privcy data"))
    assert results.suggestion == "Privacy data"
    messages = [notice.message for notice in results.notices]
    assert 'Did you mean "Privacy"? "Privcy" occurs nowhere.' in messages
    again = search(collection.store, collection.engine, SearchRequest(query=results.suggestion))
    assert again.total_passages > 0
    assert again.suggestion == ""


@pytest.mark.parametrize(
    ("query", "any_words", "suggestion"),
    [
        pytest.param("privacy xylophone", False, "", id="nothing is near"),
        pytest.param("regulating", False, "", id="another inflection occurs"),
        pytest.param("privcy OR data", False, "privacy OR data", id="an alternative, though others match"),
        pytest.param("privcy data", True, "privacy data", id="any words"),
        pytest.param("privcy year:2024", False, "privacy year:2024", id="beside a field"),
        pytest.param("", False, "", id="no words"),
    ],
)
def test_when_a_search_suggests(collection: Collection, query: str, any_words: bool, suggestion: str) -> None:
    request = SearchRequest(query=query, any_words=any_words)
    assert search(collection.store, collection.engine, request).suggestion == suggestion


def test_a_word_that_only_the_filters_leave_out_occurs(collection: Collection) -> None:
    request = SearchRequest(query="privacy", filters={Facet.YEAR: frozenset({"1999"})})
    results = search(collection.store, collection.engine, request)
    assert (results.total_passages, results.suggestion) == (0, "")


def test_a_large_vocabulary_is_no_hindrance() -> None:
    chosen = random.Random(7)
    words = {
        "".join(chosen.choices(string.ascii_lowercase, k=chosen.randint(4, 12))): 1 for _ in range(100_000)
    }
    words["regulation"] = 5
    by_prefix = {length: {} for length in (1, 2)}
    for word, count in words.items():
        for length, found in by_prefix.items():
            found.setdefault(word[:length], {})[word] = count
    text = "regulatoin egulation"
    begin = time.process_time()
    found = corrections(text, analyze(text), lambda prefix: by_prefix[len(prefix)].get(prefix, {}))
    assert corrected(text, found) == "regulation regulation"
    assert time.process_time() - begin < 1

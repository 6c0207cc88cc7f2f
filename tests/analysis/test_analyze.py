from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policysearch.analysis import Token, analyze, read_units
from policysearch.analysis.units import WESTERN_UNIT, any_unit

ODD_TEXT = st.text(
    st.one_of(
        st.sampled_from("aAeEsStTdDxyzU159 -'’./&_,\n–中国网法ガｶﾞ가각é\u0301\u00ad²½ßﬁİกิकि١ＡＺ１－"),
        st.characters(),
    ),
    max_size=40,
)


def shown(text: str) -> list[tuple[str, int, str]]:
    return [(token.word, token.position, text[token.start : token.end]) for token in analyze(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" — … () 。！", [], id="no word among signs"),
        pytest.param("Solar Power", [("solar", 0, "Solar"), ("power", 1, "Power")], id="plain words"),
        pytest.param("it's law", [("it", 0, "it"), ("law", 1, "law")], id="'s is cut off"),
        pytest.param(
            "COVID-19 law",
            [
                ("covid", 0, "COVID"),
                ("covid19", 0, "COVID-19"),
                ("covid19", 1, "COVID-19"),
                ("19", 1, "19"),
                ("law", 2, "law"),
            ],
            id="a compound at its first and its last position, so that phrases hold before and after it",
        ),
        pytest.param(
            "e-law act",
            [("e", 0, "e"), ("elaw", 0, "e-law"), ("law", 0, "law"), ("act", 1, "act")],
            id="a bound prefix shares the position",
        ),
        pytest.param("the U.S. act", [("the", 0, "the"), ("us", 1, "U.S"), ("act", 2, "act")], id="initials"),
        pytest.param(
            "in the 1990s", [("in", 0, "in"), ("the", 1, "the"), ("1990s", 2, "1990s")], id="decade"
        ),
        pytest.param("1,234.5", [("1234", 0, "1,234"), ("5", 1, "5")], id="number with separators"),
        pytest.param(
            "网络法5",
            [("网", 0, "网"), ("网络", 0, "网络"), ("络法", 1, "络法"), ("法", 2, "法"), ("5", 3, "5")],
            id="pairs of characters; the first and the last alone too",
        ),
        pytest.param("法", [("法", 0, "法")], id="a lone character"),
        pytest.param("ｶﾞ", [("ガ", 0, "ｶﾞ")], id="half-width kana with its voiced mark"),
        pytest.param(
            "𠮷野", [("𠮷", 0, "𠮷"), ("𠮷野", 0, "𠮷野"), ("野", 1, "野")], id="beyond the basic plane"
        ),
        pytest.param("cafe\u0301 x", [("cafe", 0, "cafe\u0301"), ("x", 1, "x")], id="mark within the span"),
        pytest.param("3fa9c1d", [("3fa9c1d", 0, "3fa9c1d")], id="a code stays whole"),
        pytest.param("a" * 150, [("a" * 100, 0, "a" * 150)], id="damaged text is compared by its beginning"),
    ],
)
def test_tokens(text: str, expected: list[tuple[str, int, str]]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("policies", "policy", id="plural"),
        pytest.param("regulating", "regulated", id="verb forms"),
        pytest.param("organisations", "organization", id="-ise and -ize"),
        pytest.param("analysed", "analyze", id="-yse and -yze"),
        pytest.param("labour", "labor", id="-our"),
        pytest.param("neighbouring", "neighboring", id="-our within"),
        pytest.param("kilometres", "kilometer", id="-re"),
        pytest.param("defence", "defense", id="-ence"),
        pytest.param("programmes", "program", id="-mme"),
        pytest.param("judgement", "judgment", id="-dge"),
        pytest.param("modelling", "modeled", id="double l"),
    ],
)
def test_same_stem(one: str, other: str) -> None:
    assert [token.stem for token in analyze(one)] == [token.stem for token in analyze(other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("hour", "hor", id="not every -our is British"),
        pytest.param("rise", "rize", id="-ise after one letter belongs to the word"),
        pytest.param("policy", "police", id="different words"),
        pytest.param("2019", "2019s", id="numbers have no stem"),
    ],
)
def test_other_stem(one: str, other: str) -> None:
    assert [token.stem for token in analyze(one)] != [token.stem for token in analyze(other)]


@given(ODD_TEXT)
@example("x½")
@example("1,000,000.5's")
def test_offsets_and_positions(text: str) -> None:
    before = 0
    for index, token in enumerate(analyze(text)):
        assert token.word
        assert token.stem
        assert 0 <= token.start < token.end <= len(text)
        assert token.position - before in ((0,) if index == 0 else (0, 1))
        before = token.position


@given(ODD_TEXT)
def test_a_span_by_itself_gives_its_word(text: str) -> None:
    for token in analyze(text):
        assert token.word in {other.word for other in analyze(text[token.start : token.end])}


@given(ODD_TEXT)
def test_units_step_through_the_positions_of_the_text(text: str) -> None:
    tokens = set(analyze(text))
    steps = [step for unit in read_units(text) for step in unit.steps]
    assert [step.position for step in steps] == list(range(len(steps)))
    assert tokens.issuperset(steps)
    assert {token.position for token in tokens} == set(range(len(steps)))


@given(st.text(st.sampled_from("ab1 -'.é中"), max_size=30))
def test_no_letter_is_lost(text: str) -> None:
    covered = {offset for token in analyze(text) for offset in range(token.start, token.end)}
    assert {offset for offset, character in enumerate(text) if character.isalnum()} <= covered


def test_ascii_and_other_text_are_cut_alike() -> None:
    text = "The U.S. e-commerce Act (GB/T 35273-2020), R&D's 1,000 cyber security re-\nports, 5G."
    with_sign = analyze(text + " é")
    assert with_sign[:-1] == analyze(text)
    assert with_sign[-1] == Token("e", "e", len(text) + 1, len(text) + 2, with_sign[-2].position + 1)


@pytest.mark.parametrize(
    "piece", ["co-", "cyber ", "a.", "1a", "a-", "1,000", "法", "é\u0301", "a'", "e mail ", "-\n"]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = (piece * 50_000)[:50_000]
    began = time.process_time()
    analyze(text)
    assert time.process_time() - began < 4, "half a second when nothing else runs"


WESTERN_CHARACTERS = "".join(bytes([code]).decode("cp1252", "ignore") for code in range(256))


@given(st.text(alphabet=st.sampled_from(WESTERN_CHARACTERS + "ab12-'. ’–\u00ad"), max_size=30))
def test_western_texts_are_split_as_any_other(text: str) -> None:
    spans = [match.span() for match in WESTERN_UNIT.finditer(text)]
    assert spans == [match.span() for match in any_unit().finditer(text)]

"""What is copied from a text finds that text."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from policysearch.analysis import analyze
from policysearch.query import parse

from .meaning import holds

WRITTEN = st.text(st.sampled_from("abeUS15 -'./&,中国网法ガé "), min_size=1, max_size=24)
CHINESE = st.text(st.sampled_from("中国网络安全法"), min_size=1, max_size=12)


@given(WRITTEN)
@example("a.b c")
@example("e e-a 5法")
def test_a_quoted_text_finds_itself(text: str) -> None:
    expression = parse(f'"{text}"').expression
    assert expression is None or holds(expression, analyze(text))


@given(
    st.lists(
        st.sampled_from(["solar", "COVID-19", "U.S.", "e-law", "网络", "5G", "法"]), min_size=1, max_size=6
    )
)
def test_words_typed_without_quotes_find_the_text(words: list[str]) -> None:
    text = " ".join(words)
    expression = parse(text).expression
    assert expression is not None
    assert holds(expression, analyze(text))


@given(CHINESE, CHINESE, CHINESE)
def test_any_stretch_of_chinese_is_found_exactly(before: str, wanted: str, after: str) -> None:
    expression = parse(f'"{wanted}"').expression
    assert expression is not None
    assert holds(expression, analyze(before + wanted + after))
    assert holds(expression, analyze(before + after)) == (wanted in before + after)

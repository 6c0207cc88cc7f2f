"""One line for one search, there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysearch.errors import UsageError
from policysearch.models import Facet, SearchRequest, Sort
from policysearch.selection import read_selection, write_selection

VALUES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda value: value[0] != "-")
CHOSEN = st.dictionaries(st.sampled_from(Facet), st.frozensets(VALUES, min_size=1))
REQUESTS = st.builds(
    SearchRequest,
    query=st.text(st.characters(exclude_categories=["Cs"])).filter(lambda query: query.strip() or not query),
    filters=CHOSEN,
    excludes=CHOSEN,
    any_words=st.booleans(),
    by_document=st.booleans(),
    sort=st.sampled_from(Sort),
)


@given(REQUESTS)
def test_what_is_written_is_read_as_the_same(request: SearchRequest) -> None:
    assert read_selection(write_selection(request)) == request


@pytest.mark.parametrize(
    ("text", "canonical", "why"),
    [
        ("", "", "everything"),
        ("?year=2021&q=data", "q=data&year=2021", "one order, whichever they are given in"),
        ("year=2021&year=2019&year=2021", "year=2019&year=2021", "values sorted, each once"),
        ("law=-law:ai-act", "law=-law%3Aai-act", "a leading - excludes"),
        ("q=%E4%BA%BA%E5%B7%A5", "q=%E4%BA%BA%E5%B7%A5", "UTF-8"),
        ("any=1&sort=relevance", "any=1", "what is so by itself is left out"),
    ],
)
def test_the_same_search_is_the_same_line(text: str, canonical: str, why: str) -> None:
    assert write_selection(read_selection(text)) == canonical, why


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("lw=gdpr", "there is no parameter 'lw'; those that are: q, publisher"),
        ("sort=best", "sort is relevance, newest, oldest, not 'best'"),
        ("any=yes", "any is 1 or left out, not 'yes'"),
        ("by_document=0", "by_document is 1 or left out, not '0'"),
    ],
)
def test_what_is_no_selection_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_selection(text)

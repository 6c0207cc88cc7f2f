"""Small index records and random ones for the tests of engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from policysearch.analysis import Token
from policysearch.engines.base import IndexRecord
from policysearch.models import NO_VALUE, Facet
from policysearch.query import (
    And,
    Exact,
    Fuzzy,
    HasValue,
    InTitle,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policysearch.engines.base import SearchEngine

SOME_FACETS = (Facet.PUBLISHER, Facet.LAW, Facet.YEAR)
WORDS = ("sun", "suns", "wind", "winds", "law", "laws", "solar", "lawn", "能源", "né")


def tokens(text: str) -> tuple[Token, ...]:
    """Tokens of words set apart by spaces, ``a/b`` being two at one position; the stem has no final s."""
    return tuple(
        Token(word, word.removesuffix("s"), position, position + 1, position)
        for position, words in enumerate(text.split())
        for word in words.split("/")
    )


def record(
    passage_id: str,
    text: str,
    title: str = "",
    *,
    facets: Mapping[Facet, tuple[str, ...]] | None = None,
    day: int = 0,
) -> IndexRecord:
    """A record of a passage of which only the words matter."""
    return IndexRecord(
        passage_id=passage_id,
        document_id=passage_id.rpartition(":")[0],
        tokens=tokens(text),
        title_tokens=tokens(title),
        facets=facets or {},
        published_day=day,
    )


def fill(engine: SearchEngine, *records: IndexRecord) -> SearchEngine:
    """Add records in one batch."""
    with engine.writer() as batch:
        for each in records:
            batch.add(each)
    return engine


def found(engine: SearchEngine, expression: object = None, **options: object) -> list[str]:
    """Ids of the hits, best first."""
    filters = options.pop("filters", {})
    excludes = options.pop("excludes", {})
    query = Query(expression=expression, filters=filters, excludes=excludes)  # type: ignore[arg-type]
    return [hit.passage_id for hit in engine.search(query, **options).hits]  # type: ignore[arg-type]


texts = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map("/".join),
    ),
    max_size=12,
).map(" ".join)
values = st.lists(st.sampled_from(("a", "b", "c d", "e", "none-of-these")), max_size=3).map(tuple)
facet_values = st.dictionaries(st.sampled_from(SOME_FACETS), values, max_size=3)


@st.composite
def documents(draw: st.DrawFn, *, ids: str = "abcdefgh") -> list[list[IndexRecord]]:
    """Documents with up to four passages each, in any order of ordinals."""
    made = []
    for document_id in draw(st.lists(st.sampled_from(ids), unique=True, max_size=len(ids))):
        day = draw(st.sampled_from((0, 700_000, 730_000)))
        title = draw(texts)
        ordinals = draw(st.lists(st.integers(0, 12), unique=True, min_size=1, max_size=4))
        made.append(
            [
                record(f"{document_id}:{ordinal}", draw(texts), title, facets=draw(facet_values), day=day)
                for ordinal in ordinals
            ]
        )
    return made


words = st.sampled_from(WORDS)
word_leaves = words.map(lambda word: Word(word.removesuffix("s")))
exact_leaves = words.map(Exact)
text_leaves = st.one_of(
    word_leaves,
    exact_leaves,
    st.sampled_from(("s", "la", "law", "z", "能")).map(Prefix),
    st.builds(Fuzzy, st.sampled_from(("lwa", "win", "solr", "xyz")), st.integers(1, 2)),
    st.lists(exact_leaves, min_size=2, max_size=3).map(lambda terms: Phrase(tuple(terms))),
    st.lists(word_leaves, min_size=2, max_size=3).map(lambda terms: Phrase(tuple(terms))),
    st.builds(Near, st.lists(word_leaves, min_size=2, max_size=3, unique=True).map(tuple), st.integers(0, 4)),
)
some_values = st.frozensets(st.sampled_from(("a", "b", "c d", "absent", NO_VALUE)), max_size=3)
value_leaves = st.builds(HasValue, st.sampled_from(SOME_FACETS), some_values)
expressions = st.recursive(
    st.one_of(text_leaves, text_leaves.map(InTitle), value_leaves),
    lambda parts: st.one_of(
        st.lists(parts, min_size=2, max_size=3).map(lambda some: And(tuple(some))),
        st.lists(parts, min_size=2, max_size=3).map(lambda some: Or(tuple(some))),
        parts.map(Not),
    ),
    max_leaves=5,
)
selections = st.dictionaries(st.sampled_from(SOME_FACETS), some_values, max_size=2)
queries = st.builds(Query, expression=st.none() | expressions, filters=selections, excludes=selections)

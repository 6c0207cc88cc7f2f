"""What every engine must do, one named case each; random cases are in test_equality.py."""

from __future__ import annotations

import math
from random import Random
from typing import TYPE_CHECKING

import pytest

from policysearch.engines import open_engine
from policysearch.models import NO_VALUE, Facet, Sort
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

from .engine_urls import DISK_ENGINES, open_on_disk
from .records import fill, found, record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from policysearch.engines.base import SearchEngine
    from policysearch.query import Expression


@pytest.fixture(params=["memory", *DISK_ENGINES])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    if request.param == "memory":
        opened = open_engine("memory:")
    else:
        opened = open_on_disk(request.param, tmp_path / "index")
    yield opened
    opened.close()


CORPUS = (
    record("a:0", "solar power for fossil-fuels/fossil towns", "energy act"),
    record("a:1", "wind power and solar laws", "energy act"),
    record("b:0", "power from the wind and the sun", "report on solar energy"),
    record("b:1", "laws on power", "report on solar energy"),
    record("b:2", "能源 安全 战略", "report on solar energy"),
)

MATCHES: list[tuple[Expression | None, set[str], str]] = [
    (None, {"a:0", "a:1", "b:0", "b:1", "b:2"}, "no expression is everything"),
    (Word("law"), {"a:1", "b:1"}, "by stem"),
    (Word("laws"), set(), "a stem is compared with stems alone"),
    (Exact("laws"), {"a:1", "b:1"}, "by word"),
    (Exact("law"), set(), "another inflection is another word"),
    (Word("fossil"), {"a:0"}, "the second token of a position"),
    (
        Phrase((Exact("for"), Exact("fossil"), Exact("towns"))),
        {"a:0"},
        "a phrase over either token of a position",
    ),
    (Phrase((Exact("solar"), Exact("power"))), {"a:0"}, "in this order, adjacent"),
    (Phrase((Exact("power"), Exact("solar"))), set(), "not the other way round"),
    (Phrase((Word("能源"), Word("安全"))), {"b:2"}, "neighbouring Chinese terms"),
    (Phrase((Exact("the"), Exact("the"))), set(), "a word twice in a row, which it is not"),
    (Near((Word("wind"), Word("solar")), 2), {"a:1"}, "two words between them"),
    (Near((Word("wind"), Word("solar")), 1), set(), "are more than one"),
    (Near((Word("solar"), Word("wind")), 2), {"a:1"}, "in any order"),
    (Prefix("sol"), {"a:0", "a:1"}, "a prefix"),
    (Fuzzy("solat", 1), {"a:0", "a:1"}, "one letter replaced"),
    (Fuzzy("slar", 1), {"a:0", "a:1"}, "one letter missing"),
    (Fuzzy("soalr", 1), set(), "two letters changed places: two edits"),
    (Fuzzy("soalr", 2), {"a:0", "a:1"}, "which two edits allow"),
    (Word("energy"), set(), "in titles alone: no passage speaks of it"),
    (And((Word("energy"), Word("wind"))), {"a:1", "b:0"}, "one word in the title, one in the passage"),
    (
        And((Phrase((Word("solar"), Word("energy"))), Word("power"))),
        {"b:0", "b:1"},
        "a phrase wholly in the title",
    ),
    (Phrase((Word("wind"), Word("act"))), set(), "but never over the border of title and passage"),
    (InTitle(Word("solar")), {"b:0", "b:1", "b:2"}, "a word of the title asked for"),
    (And((InTitle(Word("act")), Word("wind"))), {"a:1"}, "with a word of the passage"),
    (Or((Word("sun"), Word("law"))), {"a:1", "b:0", "b:1"}, "either"),
    (And((Word("power"), Not(Word("wind")))), {"a:0", "b:1"}, "without"),
    (And((Word("power"), Not(Word("report")))), {"a:0", "a:1"}, "without a word, in the title too"),
    (Not(Word("power")), {"b:2"}, "a lone Not is every passage without"),
    (Or((Word("energy"), Not(Word("power")))), set(), "the only positive word is in no passage's own tokens"),
    (HasValue(Facet.LAW, frozenset()), set(), "no values match nothing"),
    (HasValue(Facet.LAW, frozenset([NO_VALUE])), {"a:0", "a:1", "b:0", "b:1", "b:2"}, "none has a value"),
    (And((Word("sun"), Word("sun"))), {"b:0"}, "a word twice"),
]


@pytest.mark.parametrize(("expression", "expected", "reason"), MATCHES, ids=[row[2] for row in MATCHES])
def test_matches(
    engine: SearchEngine, expression: Expression | None, expected: set[str], reason: str
) -> None:
    assert set(found(fill(engine, *CORPUS), expression)) == expected, reason


def test_an_empty_index_answers(engine: SearchEngine) -> None:
    for expression in (None, Word("sun"), Prefix("s"), Fuzzy("sun", 1), Phrase((Word("sun"), Word("law")))):
        results = engine.search(Query(expression=expression), facets=tuple(Facet), by_document=True)
        assert (results.hits, results.total_passages, results.total_documents) == ((), 0, 0)
        assert all(not counts for counts in results.facets.values())
    assert not engine.vocabulary()


def test_more_occurrences_and_a_fitting_title_score_higher(engine: SearchEngine) -> None:
    fill(
        engine,
        record("a:0", "wind and sun and more", "report"),
        record("b:0", "wind and wind and more", "report"),
        record("c:0", "wind and sun and more", "wind report"),
        record("d:0", "wind and sun and more and so on and on", "report"),
        record("e:0", "other words", "wind report"),
    )
    scores = {hit.passage_id: hit.score for hit in engine.search(Query(expression=Word("wind"))).hits}
    assert scores.keys() == {"a:0", "b:0", "c:0", "d:0"}
    assert scores["b:0"] > scores["a:0"], "more occurrences"
    assert scores["c:0"] > scores["a:0"], "the word in the title, too"
    assert scores["a:0"] > scores["d:0"] > 0, "a shorter passage"


def test_equal_scores_go_by_passage_id_with_ordinals_as_numbers(engine: SearchEngine) -> None:
    fill(engine, *(record(f"{document}:{n}", "sun") for document in "ba" for n in (10, 9, 100, 0)))
    expected = [f"{document}:{n}" for document in "ab" for n in (0, 9, 10, 100)]
    assert found(engine, Word("sun")) == expected
    assert found(engine) == expected
    assert found(engine, offset=3, limit=2) == expected[3:5]
    assert found(engine, offset=8) == found(engine, offset=1000) == found(engine, limit=0) == []


def test_newest_and_oldest_put_undated_last(engine: SearchEngine) -> None:
    fill(
        engine,
        record("a:0", "sun", day=700_000),
        record("b:0", "sun sun", day=730_000),
        record("c:0", "sun"),
        record("d:0", "sun", day=730_000),
    )
    assert found(engine, Word("sun"), sort=Sort.NEWEST) == ["b:0", "d:0", "a:0", "c:0"]
    assert found(engine, Word("sun"), sort=Sort.OLDEST) == ["a:0", "b:0", "d:0", "c:0"]
    assert found(engine, Word("sun"), sort=Sort.OLDEST, limit=2) == ["a:0", "b:0"]


def test_by_document_shows_the_best_passage_and_how_many_more(engine: SearchEngine) -> None:
    fill(
        engine,
        record("a:0", "sun and other words"),
        record("a:1", "sun sun sun"),
        record("b:0", "sun sun"),
        record("b:1", "wind"),
    )
    results = engine.search(Query(expression=Word("sun")), by_document=True)
    assert [(hit.passage_id, hit.passages) for hit in results.hits] == [("a:1", 2), ("b:0", 1)]
    assert (results.total_passages, results.total_documents) == (3, 2)
    assert found(engine, Word("sun"), by_document=True, offset=1) == ["b:0"]


def plain_bm25(documents: dict[str, str], words: Sequence[str]) -> dict[str, float]:
    """BM25 as the books have it, of whole documents given as words set apart by spaces."""
    texts = {document: text.split() for document, text in documents.items()}
    average = sum(len(text) for text in texts.values()) / len(texts)
    scores = dict.fromkeys(texts, 0.0)
    for word in words:
        holding = sum(word in text for text in texts.values())
        rarity = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
        for document, text in texts.items():
            count = text.count(word)
            scores[document] += rarity * count / (count + 0.9 * (0.6 + 0.4 * len(text) / average))
    return {document: score for document, score in scores.items() if score}


def test_documents_score_as_plain_bm25_scores_whole_documents(engine: SearchEngine) -> None:
    random = Random(3)
    documents = {
        f"{number:03}": " ".join(random.choices("abcdefghijkl", range(1, 13), k=random.randint(5, 90)))
        for number in range(60)
    }
    with engine.writer() as batch:
        for document, text in documents.items():
            for ordinal, start in enumerate(range(0, len(text), 40)):
                batch.add(record(f"{document}:{ordinal}", text[start : start + 40]))
        batch.delete_document("007")
    del documents["007"]
    query = Query(expression=Or((Exact("a"), Exact("c"), Exact("f"))))
    scores = {hit.passage_id[:3]: hit.score for hit in engine.search(query, by_document=True, limit=100).hits}
    assert scores == pytest.approx(plain_bm25(documents, "acf"))
    assert list(scores) == sorted(scores, key=lambda document: (-scores[document], document))


def test_a_document_scores_by_the_passages_that_match(engine: SearchEngine) -> None:
    for document, other in (("a", "y"), ("b", "x")):
        law = {Facet.LAW: ("x",)}
        fill(
            engine,
            record(f"{document}:0", "sun and wind", facets=law),
            record(f"{document}:1", "sun and more", facets={Facet.LAW: (other,)}),
        )
    assert found(engine, Word("sun"), by_document=True) == ["a:0", "b:0"], "equal"
    assert found(engine, Word("sun"), by_document=True, filters={Facet.LAW: frozenset("x")}) == ["b:0", "a:0"]


def test_a_compound_is_no_longer_than_its_words(engine: SearchEngine) -> None:
    fill(
        engine,
        record("a:0", "sun fossil/fossilfuels fuels/fossilfuels"),
        record("b:0", "sun fossil fuels"),
    )
    for by_document in (False, True):
        hits = engine.search(Query(expression=Word("sun")), by_document=by_document).hits
        assert hits[0].score == hits[1].score


LAWS = (
    record("a:0", "sun", facets={Facet.LAW: ("x", "y"), Facet.PUBLISHER: ("p",)}),
    record("a:1", "sun", facets={Facet.LAW: ("x",), Facet.PUBLISHER: ("p",)}),
    record("b:0", "sun", facets={Facet.LAW: ("y", "y"), Facet.PUBLISHER: ("q",)}),
    record("c:0", "wind", facets={Facet.PUBLISHER: ("q",)}),
)


def test_facets_count_documents_and_passages(engine: SearchEngine) -> None:
    counts = fill(engine, *LAWS).search(Query(), facets=(Facet.LAW, Facet.PUBLISHER, Facet.YEAR)).facets
    assert list(counts[Facet.LAW].items()) == [("y", (2, 2)), (NO_VALUE, (1, 1)), ("x", (1, 2))]
    assert list(counts[Facet.PUBLISHER].items()) == [("q", (2, 2)), ("p", (1, 2))]
    assert counts[Facet.YEAR] == {NO_VALUE: (3, 4)}


def test_a_facets_own_filter_does_not_narrow_it_but_all_else_does(engine: SearchEngine) -> None:
    fill(engine, *LAWS)
    query = Query(expression=Word("sun"), filters={Facet.LAW: frozenset(["x"])})
    counts = engine.search(query, facets=(Facet.LAW, Facet.PUBLISHER)).facets
    assert counts[Facet.LAW] == {"y": (2, 2), "x": (1, 2)}
    assert counts[Facet.PUBLISHER] == {"p": (1, 2)}
    excluding = Query(excludes={Facet.LAW: frozenset(["x"])})
    assert engine.search(excluding, facets=(Facet.LAW,)).facets[Facet.LAW] == {"y": (1, 1), NO_VALUE: (1, 1)}


@pytest.mark.parametrize(
    ("filters", "excludes", "expected", "reason"),
    [
        ({Facet.LAW: {"x", "y"}}, {}, ["a:0", "a:1", "b:0"], "alternatives within a facet"),
        ({Facet.LAW: {"y"}, Facet.PUBLISHER: {"q"}}, {}, ["b:0"], "all facets must hold"),
        ({}, {Facet.LAW: {"x"}}, ["b:0", "c:0"], "an excluded value"),
        ({Facet.LAW: {NO_VALUE}}, {}, ["c:0"], "passages without a value"),
        ({}, {Facet.LAW: {NO_VALUE}}, ["a:0", "a:1", "b:0"], "passages with any value"),
        ({Facet.LAW: {"absent"}}, {}, [], "a value that nothing has"),
        ({Facet.LAW: set()}, {}, [], "no value to have"),
        ({}, {Facet.LAW: {"absent"}}, ["a:0", "a:1", "b:0", "c:0"], "an excluded value that nothing has"),
    ],
)
def test_filters(
    engine: SearchEngine,
    filters: dict[Facet, set[str]],
    excludes: dict[Facet, set[str]],
    expected: list[str],
    reason: str,
) -> None:
    frozen = [{facet: frozenset(each) for facet, each in some.items()} for some in (filters, excludes)]
    assert found(fill(engine, *LAWS), filters=frozen[0], excludes=frozen[1]) == expected, reason


def test_facet_size_keeps_the_values_in_most_documents(engine: SearchEngine) -> None:
    fill(engine, *LAWS)
    assert list(engine.search(Query(), facets=(Facet.LAW,), facet_size=2).facets[Facet.LAW]) == [
        "y",
        NO_VALUE,
    ]
    assert engine.search(Query(), facets=(Facet.LAW,), facet_size=0).facets[Facet.LAW] == {}


def test_a_document_is_replaced_in_one_batch(engine: SearchEngine) -> None:
    fill(engine, record("a:0", "sun"), record("a:1", "sun"), record("b:0", "sun"))
    before = engine.generation()
    with engine.writer() as batch:
        batch.delete_document("a")
        batch.add(record("a:0", "wind"))
        batch.delete_document("never there")
        assert found(engine, Word("sun")) == ["a:0", "a:1", "b:0"]
    assert engine.generation() > before
    assert found(engine, Word("sun")) == ["b:0"]
    assert found(engine, Word("wind")) == ["a:0"]
    assert engine.vocabulary() == {"sun": 1, "wind": 1}


def test_a_document_added_and_deleted_in_one_batch_is_gone(engine: SearchEngine) -> None:
    with engine.writer() as batch:
        batch.add(record("a:0", "sun"))
        batch.delete_document("a")
        batch.add(record("b:0", "sun"))
        batch.delete_document("b")
        batch.add(record("b:0", "wind"))
    assert found(engine) == ["b:0"]
    assert engine.vocabulary() == {"wind": 1}


def test_a_batch_that_raises_is_dropped_and_the_next_one_works(engine: SearchEngine) -> None:
    fill(engine, record("a:0", "sun"))
    before = engine.generation()

    def interrupted() -> None:
        with engine.writer() as batch:
            batch.delete_document("a")
            batch.add(record("b:0", "sun"))
            raise RuntimeError("reading failed")

    with pytest.raises(RuntimeError, match="reading failed"):
        interrupted()
    assert (found(engine), engine.generation()) == (["a:0"], before)
    fill(engine, record("c:0", "sun"))
    assert found(engine) == ["a:0", "c:0"]


@pytest.mark.parametrize("added", ["a:0", "a:1"])
def test_a_document_that_is_there_is_not_added_to(engine: SearchEngine, added: str) -> None:
    fill(engine, record("a:0", "sun"))
    with pytest.raises(ValueError, match=f"{added} is in the index already"), engine.writer() as batch:
        batch.add(record(added, "sun"))


@pytest.mark.parametrize("prefix", ["", "s", "su", "能", "x"])
def test_the_vocabulary_is_that_of_the_passages_own_words(engine: SearchEngine, prefix: str) -> None:
    fill(engine, record("a:0", "suns sun sun 能源", "solar"), record("a:1", "sun wind/winds"))
    everything = {"sun": 2, "suns": 1, "wind": 1, "winds": 1, "能源": 1}
    expected = {word: count for word, count in everything.items() if word.startswith(prefix)}
    assert engine.vocabulary(prefix) == expected
    assert list(engine.vocabulary(prefix)) == sorted(expected)


def test_a_prefix_stands_for_the_words_in_most_passages(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("memory", "matching"):
        monkeypatch.setattr(f"policysearch.engines.{module}.EXPANSION_LIMIT", 2)
    fill(
        engine,
        record("a:0", "suna"),
        record("b:0", "sunb sunc"),
        record("c:0", "sunc"),
        record("d:0", "sund"),
    )
    results = engine.search(Query(expression=Prefix("sun")))
    assert {hit.passage_id for hit in results.hits} == {"a:0", "b:0", "c:0"}
    assert not results.exact
    assert engine.search(Query(expression=Prefix("sunc"))).exact


@pytest.mark.parametrize("limit", [0, 10])
def test_a_cut_prefix_is_told_wherever_it_stands(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    for module in ("memory", "matching"):
        monkeypatch.setattr(f"policysearch.engines.{module}.EXPANSION_LIMIT", 1)
    fill(engine, record("a:0", "sun"), record("b:0", "suna"))
    for expression in (And((Word("absent"), Prefix("sun"))), Or((Word("sun"), Not(Prefix("sun"))))):
        assert not engine.search(Query(expression=expression), limit=limit).exact


def test_words_of_passages_cut_no_prefix_of_titles(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("memory", "matching"):
        monkeypatch.setattr(f"policysearch.engines.{module}.EXPANSION_LIMIT", 1)
    fill(engine, record("a:0", "sun suna", "sun"))
    assert engine.search(Query(expression=InTitle(Prefix("sun")))).exact


def test_any_text_can_be_a_word_a_value_or_an_id(engine: SearchEngine) -> None:
    odd = 'a"\\\n\t\u202e\ud800😀' + "x" * 70_000
    fill(engine, record(f"{odd.split()[0]}:0", "sun", facets={Facet.LAW: (odd, "", "-")}))
    assert engine.search(Query(), facets=(Facet.LAW,)).facets[Facet.LAW].keys() == {odd, "", "-"}
    assert len(found(engine, filters={Facet.LAW: frozenset([odd])})) == 1
    word = record("b:0", "x" * 70_000 + " \ud800")
    fill(engine, word)
    assert found(engine, Exact("x" * 70_000)) == found(engine, Word("\ud800")) == ["b:0"]


def test_closing_twice_is_allowed(engine: SearchEngine) -> None:
    engine.close()
    engine.close()

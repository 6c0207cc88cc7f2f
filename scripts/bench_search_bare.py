"""What ``bench_search.py`` compares with: bare Whoosh, bare tantivy, and SQLite FTS5 with a join for facets.

Each is used as its documentation would have it, gets the stems ready-made, set apart by spaces, and counts
four facets. FTS5 also counts the documents of each value, as a table beside it makes that easy; the other two
count passages alone.
"""

from __future__ import annotations

import sqlite3
from time import process_time, thread_time
from typing import TYPE_CHECKING, Any

from bench_search_passages import COMMON, DOCUMENT_FACETS, FACETS, LAW, MIDDLE, PREFIX, RARE, THIRD, passages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bench_search_passages import MadePassage

GROUPED = ("publisher", "year", "law", "organization")
"""The four facets that are asked for."""

Asked = dict[str, tuple["Callable[[], int]", ...]]
"""For each query of the mix: the top 10 alone, and with facets; each returns how many passages match."""


class Stopwatch:
    """Processor time, in seconds, of all threads but for what making the passages takes."""

    def __init__(self) -> None:
        self._begin = process_time()
        self._making = 0.0

    def passages(self, count: int) -> Iterator[MadePassage]:
        """The passages, made outside the time that counts."""
        made = passages(count)
        while True:
            begin = thread_time()
            one = next(made, None)
            self._making += thread_time() - begin
            if one is None:
                return
            yield one

    def leave_out(self, seconds: float) -> None:
        """Take off what else was made."""
        self._making += seconds

    def seconds(self) -> float:
        """The time so far."""
        return process_time() - self._begin - self._making


def stems(words: list[str]) -> str:
    """Words as their stems, set apart by spaces."""
    return " ".join(each.removesuffix("s") for each in words)


def index_whoosh(folder: Path, count: int) -> float:
    """Write all passages with Whoosh's own writer."""
    from whoosh.analysis import SpaceSeparatedTokenizer
    from whoosh.fields import ID, KEYWORD, TEXT, Schema
    from whoosh.index import create_in

    schema = Schema(
        passage_id=ID(stored=True, unique=True),
        text=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True),
        title=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True),
        **{facet: KEYWORD() for facet in FACETS},
        **{facet: ID(sortable=True) for facet in DOCUMENT_FACETS},
    )
    watch = Stopwatch()
    writer = create_in(str(folder), schema).writer(limitmb=256)
    for made in watch.passages(count):
        writer.add_document(
            passage_id=made.passage_id,
            text=stems(made.words),
            title=stems(made.title),
            **{facet: " ".join(made.facets[facet]) for facet in FACETS},
            **{facet: made.facets[facet][0] for facet in DOCUMENT_FACETS},
        )
    writer.commit()
    return watch.seconds()


def search_whoosh(folder: Path) -> Asked:
    """Top 10, and with ``groupedby``."""
    from whoosh.index import open_dir
    from whoosh.query import And, Every, Or, Phrase, Prefix, Term
    from whoosh.sorting import FieldFacet

    searcher = open_dir(str(folder)).searcher()
    common, middle, third, rare = (Term("text", each) for each in (COMMON, MIDDLE, THIRD, RARE))
    mix = {
        "common word": (common, None),
        "half-common word": (middle, None),
        "rare word": (rare, None),
        "and of 3": (And([common, middle, third]), None),
        "or of 3": (Or([common, middle, third]), None),
        "phrase": (Phrase("text", [COMMON, MIDDLE]), None),
        "prefix": (Prefix("text", PREFIX), None),
        "filtered": (common, Term("law", LAW)),
        "everything": (Every(), None),
    }

    def page(query: Any, narrowed: Any) -> int:
        return len(searcher.search(query, limit=10, filter=narrowed))

    def grouped(query: Any, narrowed: Any) -> int:
        facets = {facet: FieldFacet(facet, allow_overlap=facet in FACETS) for facet in GROUPED}
        results = searcher.search(query, limit=10, filter=narrowed, groupedby=facets)
        for facet in GROUPED:
            results.groups(facet)
        return len(results)

    return {
        label: (lambda asked=asked: page(*asked), lambda asked=asked: grouped(*asked))
        for label, asked in mix.items()
    }


def index_tantivy(folder: Path, count: int) -> float:
    """Write all passages with one thread, as our own engine does."""
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("passage_id", stored=True, tokenizer_name="raw")
    for field in ("text", "title"):
        schema.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    for facet in (*FACETS, *DOCUMENT_FACETS):
        schema.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
    watch = Stopwatch()
    writer = tantivy.Index(schema.build(), path=str(folder)).writer(heap_size=256_000_000, num_threads=1)
    for made in watch.passages(count):
        document = tantivy.Document(
            passage_id=made.passage_id, text=stems(made.words), title=stems(made.title), **made.facets
        )
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    return watch.seconds()


def search_tantivy(folder: Path) -> Asked:
    """Top 10, and with terms aggregations, of which each needs a second pass over what matches."""
    import tantivy

    index = tantivy.Index.open(str(folder))
    searcher = index.searcher()
    query, must, should = tantivy.Query, tantivy.Occur.Must, tantivy.Occur.Should

    def term(word: str, field: str = "text") -> Any:
        return query.term_query(index.schema, field, word)

    three = [term(each) for each in (COMMON, MIDDLE, THIRD)]
    mix = {
        "common word": term(COMMON),
        "half-common word": term(MIDDLE),
        "rare word": term(RARE),
        "and of 3": query.boolean_query([(must, each) for each in three]),
        "or of 3": query.boolean_query([(should, each) for each in three]),
        "phrase": query.phrase_query(index.schema, "text", [COMMON, MIDDLE]),
        "prefix": query.regex_query(index.schema, "text", f"{PREFIX}.*"),
        "filtered": query.boolean_query([(must, term(COMMON)), (must, term(LAW, "law"))]),
        "everything": query.all_query(),
    }
    counted = {facet: {"terms": {"field": facet, "size": 10}} for facet in GROUPED}

    def page(asked: Any) -> int:
        found: int = searcher.search(asked, limit=10).count
        return found

    def grouped(asked: Any) -> int:
        searcher.aggregate(asked, counted)
        return page(asked)

    return {
        label: (lambda asked=asked: page(asked), lambda asked=asked: grouped(asked))
        for label, asked in mix.items()
    }


def index_fts5(folder: Path, count: int) -> float:
    """Write all passages to a table without their text, and the values of four facets to tables beside it."""
    watch = Stopwatch()
    with sqlite3.connect(folder / "fts5.sqlite") as database:
        database.execute("CREATE VIRTUAL TABLE passages USING fts5(text, title, content='')")
        for facet in GROUPED:
            database.execute(
                f"CREATE TABLE {facet} (passage INT, value TEXT, document TEXT, "
                "PRIMARY KEY (passage, value)) WITHOUT ROWID"
            )
        for number, made in enumerate(watch.passages(count)):
            words = (number, stems(made.words), stems(made.title))
            database.execute("INSERT INTO passages (rowid, text, title) VALUES (?, ?, ?)", words)
            document = made.passage_id.partition(":")[0]
            for facet in GROUPED:
                rows = [(number, value, document) for value in made.facets[facet]]
                database.executemany(f"INSERT INTO {facet} VALUES (?, ?, ?)", rows)
        database.execute("INSERT INTO passages (passages) VALUES ('optimize')")
    database.close()
    return watch.seconds()


def search_fts5(folder: Path) -> Asked:
    """Top 10 by its BM25, and with a join for each facet."""
    database = sqlite3.connect(folder / "fts5.sqlite")
    matching = "SELECT rowid FROM passages WHERE passages MATCH ?"
    narrowed = f"{matching} AND rowid IN (SELECT passage FROM law WHERE value = '{LAW}')"
    mix = {
        "common word": (matching, (f"text:{COMMON}",)),
        "half-common word": (matching, (f"text:{MIDDLE}",)),
        "rare word": (matching, (f"text:{RARE}",)),
        "and of 3": (matching, (f"text:({COMMON} AND {MIDDLE} AND {THIRD})",)),
        "or of 3": (matching, (f"text:({COMMON} OR {MIDDLE} OR {THIRD})",)),
        "phrase": (matching, (f'text:"{COMMON} {MIDDLE}"',)),
        "prefix": (matching, (f"text:{PREFIX}*",)),
        "filtered": (narrowed, (f"text:{COMMON}",)),
        "everything": ("SELECT rowid FROM passages", ()),
    }

    def page(select: str, values: tuple[str, ...]) -> int:
        order = "ORDER BY rank" if values else "ORDER BY rowid"
        database.execute(f"{select} {order} LIMIT 10", values).fetchall()
        found: int = database.execute(f"SELECT count(*) FROM ({select})", values).fetchone()[0]
        return found

    def joined(select: str, values: tuple[str, ...]) -> int:
        for facet in GROUPED:
            database.execute(
                f"SELECT value, count(*), count(DISTINCT document) AS documents FROM ({select}) "
                f"JOIN {facet} ON passage = rowid GROUP BY value ORDER BY documents DESC LIMIT 10",
                values,
            ).fetchall()
        return page(select, values)

    return {
        label: (lambda asked=asked: page(*asked), lambda asked=asked: joined(*asked))
        for label, asked in mix.items()
    }

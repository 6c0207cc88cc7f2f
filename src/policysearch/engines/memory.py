"""The reference engine: plain dicts, every passage looked at for every query, nothing kept on disk.

What the other engines are tested against, and enough for a few hundred passages in a test.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..models import NO_VALUE, Sort
from ..query import (
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
    TextLeaf,
    Word,
    leaves,
)
from .base import EngineHit, EngineResults
from .ranking import EXPANSION_LIMIT, K1, TITLE_WEIGHT, B, expansions, rarity, scored_leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from ..analysis import Token
    from ..models import Facet
    from ..query import Expression, Query, Term
    from .base import IndexRecord


def passage_key(passage_id: str) -> tuple[str, int]:
    """The order of passage ids: by document id, then by ordinal as a number.

    Raises:
        ValueError: The id is not ``"{document_id}:{ordinal}"``.
    """
    document_id, _, ordinal = passage_id.rpartition(":")
    return document_id, int(ordinal)


class MemoryEngine:
    """An index in this process's memory."""

    def __init__(self) -> None:
        self._records: dict[str, IndexRecord] = {}
        self._generation = 0

    @contextmanager
    def writer(self) -> Iterator[MemoryWriter]:
        """Write a batch: kept when the block ends, dropped if it raises."""
        batch = MemoryWriter(dict(self._records))
        yield batch
        self._records = batch.records
        self._generation += 1

    def search(
        self,
        query: Query,
        *,
        offset: int = 0,
        limit: int = 10,
        facets: Sequence[Facet] = (),
        facet_size: int = 20,
        sort: Sort = Sort.RELEVANCE,
        by_document: bool = False,
    ) -> EngineResults:
        """Find passages; see ``SearchEngine.search``."""
        matching = Matching(list(self._records.values()), query.expression)
        results = matching.results()
        found = [record for record in results if meets(record, query, but=None)]
        if by_document:
            hits = document_hits(matching, found, sort)
        else:
            scores = matching.scores(found)
            hits = [
                EngineHit(passage_id=record.passage_id, score=scores[record.passage_id])
                for record in sorted(found, key=lambda record: hit_key(record, scores, sort))
            ]
        return EngineResults(
            hits=tuple(hits[offset : offset + limit]),
            total_passages=len(found),
            total_documents=len({record.document_id for record in found}),
            facets={
                facet: count_values(
                    [record for record in results if meets(record, query, but=facet)],
                    facet,
                    facet_size,
                )
                for facet in facets
            },
            exact=matching.exact(),
        )

    def vocabulary(self, prefix: str = "") -> Mapping[str, int]:
        """Words of the passages' own tokens that begin with ``prefix``, with the passages each is in."""
        counts = word_counts(record.tokens for record in self._records.values())
        return {word: counts[word] for word in sorted(counts) if word.startswith(prefix)}

    def generation(self) -> int:
        """The batches written so far."""
        return self._generation

    def close(self) -> None:
        """Nothing to release; the passages stay until the object goes."""


class MemoryWriter:
    """The passages as they will be when the batch ends, by passage id."""

    def __init__(self, records: dict[str, IndexRecord]) -> None:
        self.records = records
        self._kept = {record.document_id for record in records.values()}

    def add(self, record: IndexRecord) -> None:
        """Add one passage of a document that is new or was just deleted.

        Raises:
            ValueError: The document is in the index already, or the passage was added before.
        """
        if record.document_id in self._kept or record.passage_id in self.records:
            raise ValueError(f"{record.passage_id} is in the index already: delete its document first")
        if passage_key(record.passage_id)[0] != record.document_id:
            raise ValueError(
                f"{record.passage_id} does not begin with its document's id {record.document_id}"
            )
        self.records[record.passage_id] = record

    def delete_document(self, document_id: str) -> None:
        """Remove every passage of a document; no error if there is none."""
        self._kept.discard(document_id)
        self.records = {
            key: record for key, record in self.records.items() if record.document_id != document_id
        }


def values_of(record: IndexRecord, facet: Facet) -> Set[str]:
    """The passage's values of a facet; NO_VALUE if there are none."""
    return set(record.facets.get(facet, ())) or {NO_VALUE}


def meets(record: IndexRecord, query: Query, *, but: Facet | None) -> bool:
    """Whether the passage passes every filter, but for that of one facet, and no exclude."""
    return all(
        facet == but or values_of(record, facet) & values for facet, values in query.filters.items()
    ) and not any(values_of(record, facet) & values for facet, values in query.excludes.items())


def count_values(found: list[IndexRecord], facet: Facet, size: int) -> dict[str, tuple[int, int]]:
    """The values of a facet with documents and passages that have them, most documents first."""
    passages: Counter[str] = Counter()
    documents: defaultdict[str, set[str]] = defaultdict(set)
    for record in found:
        for value in values_of(record, facet):
            passages[value] += 1
            documents[value].add(record.document_id)
    ranked = sorted(passages, key=lambda value: (-len(documents[value]), value))
    return {value: (len(documents[value]), passages[value]) for value in ranked[:size]}


def hit_key(record: IndexRecord, scores: Mapping[str, float], sort: Sort) -> tuple[float, tuple[str, int]]:
    """What hits are sorted by, least first; passages without a date come last."""
    day = record.published_day
    first = {
        Sort.RELEVANCE: -scores[record.passage_id],
        Sort.NEWEST: -day if day else 1,
        Sort.OLDEST: day or float("inf"),
    }[sort]
    return first, passage_key(record.passage_id)


def document_hits(matching: Matching, found: list[IndexRecord], sort: Sort) -> list[EngineHit]:
    """One hit a document: its passage of the highest score, with the document's score."""
    scores, titles = matching.scores(found), matching.part_scores(found, title=True)
    of_documents = matching.document_scores(found)
    by_document: defaultdict[str, list[IndexRecord]] = defaultdict(list)
    for record in found:
        by_document[record.document_id].append(record)
    rows = []
    for document_id, records in by_document.items():
        best = min(records, key=lambda record: hit_key(record, scores, Sort.RELEVANCE))
        score = of_documents[document_id] + titles[best.passage_id]
        key = (
            -score if sort is Sort.RELEVANCE else min(hit_key(record, scores, sort)[0] for record in records)
        )
        rows.append(
            (key, document_id, EngineHit(passage_id=best.passage_id, score=score, passages=len(records)))
        )
    return [hit for _, _, hit in sorted(rows, key=lambda row: row[:2])]


def word_counts(token_lists: Iterable[Sequence[Token]]) -> Counter[str]:
    """Every word with the number of token lists that it is in."""
    return Counter(word for tokens in token_lists for word in {token.word for token in tokens})


class Matching:
    """An expression held against every passage."""

    def __init__(self, records: list[IndexRecord], expression: Expression | None) -> None:
        self._records = records
        self._expression = expression
        self._words: dict[tuple[Prefix | Fuzzy, bool], Set[str]] = {}
        self._cut = False

    def results(self) -> list[IndexRecord]:
        """The passages for which the expression holds, one positive text leaf in their own tokens."""
        positive = [leaf for leaf in leaves(self._expression) if isinstance(leaf, TextLeaf)]
        return [
            record
            for record in self._records
            if self._holds(self._expression, record)
            and (not positive or any(self._count(leaf, record, title=False) for leaf in positive))
        ]

    def scores(self, found: list[IndexRecord]) -> dict[str, float]:
        """The score of each of these passages, by passage id; see ``ranking``."""
        own, titles = (self.part_scores(found, title=title) for title in (False, True))
        return {passage_id: own[passage_id] + titles[passage_id] for passage_id in own}

    def part_scores(self, found: list[IndexRecord], *, title: bool) -> dict[str, float]:
        """What each of these passages scores in its own tokens, or in its title tokens."""
        scores = {record.passage_id: 0.0 for record in found}
        lengths = {record.passage_id: length_of(tokens_of(record, title=title)) for record in self._records}
        average = sum(lengths.values()) / max(1, len(lengths))
        for leaf in scored_leaves(self._expression, title=title):
            counts = {record.passage_id: self._count(leaf, record, title=title) for record in self._records}
            weight = rarity(len(counts), sum(1 for count in counts.values() if count))
            if title:
                weight *= TITLE_WEIGHT
            for passage_id in scores:
                if count := counts[passage_id]:
                    norm = K1 * (1.0 - B + B * (lengths[passage_id] / average))
                    scores[passage_id] += weight * (count / (count + norm))
        return scores

    def document_scores(self, found: list[IndexRecord]) -> dict[str, float]:
        """What the document of each of these passages scores in its own tokens, by document id."""
        scores = {record.document_id: 0.0 for record in found}
        lengths: Counter[str] = Counter()
        for record in self._records:
            lengths[record.document_id] += length_of(record.tokens)
        average = lengths.total() / max(1, len(lengths))
        for leaf in scored_leaves(self._expression, title=False):
            counts = {record.passage_id: self._count(leaf, record, title=False) for record in self._records}
            holding = {record.document_id for record in self._records if counts[record.passage_id]}
            weight = rarity(len(lengths), len(holding))
            of_documents: Counter[str] = Counter()
            for record in found:
                of_documents[record.document_id] += counts[record.passage_id]
            for document_id, count in of_documents.items():
                if count:
                    norm = K1 * (1.0 - B + B * (lengths[document_id] / average))
                    scores[document_id] += weight * (count / (count + norm))
        return scores

    def exact(self) -> bool:
        """Whether no Prefix or Fuzzy stands for more words than EXPANSION_LIMIT."""
        # A part that nothing depends on may not have been looked at; the answer must not depend on that.
        for leaf, title in expansions(self._expression):
            self._expand(leaf, title=title)
        return not self._cut

    def _holds(self, expression: Expression | None, record: IndexRecord) -> bool:
        match expression:
            case None:
                return True
            case And(parts):
                return all(self._holds(part, record) for part in parts)
            case Or(parts):
                return any(self._holds(part, record) for part in parts)
            case Not(part):
                return not self._holds(part, record)
            case HasValue(facet, values):
                return bool(values_of(record, facet) & values)
            case InTitle(leaf):
                return self._count(leaf, record, title=True) > 0
            case Word() | Exact() | Prefix() | Fuzzy() | Phrase() | Near():
                return any(self._count(expression, record, title=title) > 0 for title in (False, True))
            case _:
                raise UsageError(f"{expression} must be resolved to values before an engine is asked")

    def _count(self, leaf: TextLeaf, record: IndexRecord, *, title: bool) -> int:
        """How often the leaf occurs in the passage's own tokens, or in its title tokens."""
        tokens = tokens_of(record, title=title)
        match leaf:
            case Word(stem):
                return sum(token.stem == stem for token in tokens)
            case Exact(word):
                return sum(token.word == word for token in tokens)
            case Prefix() | Fuzzy():
                words = self._expand(leaf, title=title)
                return sum(token.word in words for token in tokens)
            case Phrase(terms):
                return len(phrase_starts(terms, tokens))
            case Near(terms, distance):
                return near_count(terms, distance, tokens)

    def _expand(self, leaf: Prefix | Fuzzy, *, title: bool) -> Set[str]:
        """The words that the leaf stands for."""
        if (leaf, title) not in self._words:
            counts = word_counts(tokens_of(record, title=title) for record in self._records)
            words = sorted(filter(leaf.matches, counts), key=lambda word: (-counts[word], word))
            self._cut |= len(words) > EXPANSION_LIMIT
            self._words[leaf, title] = frozenset(words[:EXPANSION_LIMIT])
        return self._words[leaf, title]


def length_of(tokens: Sequence[Token]) -> int:
    """Positions that tokens take up, which several may share."""
    return tokens[-1].position + 1 if tokens else 0


def tokens_of(record: IndexRecord, *, title: bool) -> tuple[Token, ...]:
    """The passage's own tokens, or those of its titles."""
    return record.title_tokens if title else record.tokens


def positions_of(term: Term, tokens: Sequence[Token]) -> set[int]:
    """The positions of a term."""
    if isinstance(term, Word):
        return {token.position for token in tokens if token.stem == term.stem}
    return {token.position for token in tokens if token.word == term.word}


def phrase_starts(terms: Sequence[Term], tokens: Sequence[Token]) -> set[int]:
    """The positions from which on the terms follow each other."""
    return set.intersection(
        *({position - place for position in positions_of(term, tokens)} for place, term in enumerate(terms))
    )


def near_count(terms: Sequence[Word], distance: int, tokens: Sequence[Token]) -> int:
    """How often the rarest of the terms occurs if they stand close together somewhere, else 0."""
    places = [positions_of(term, tokens) for term in terms]
    width = len(terms) - 1 + distance
    if any(
        all(any(last - width <= position <= last for position in positions) for positions in places)
        for last in set.union(*places)
    ):
        return min(len(positions) for positions in places)
    return 0

"""One generation of an index of tantivy, open for reading, with the columns and tokens beside it.

Tantivy says which passages match and which of them are best; a passage's number, a field of its own, is what
the columns go by.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from tantivy import FieldType, Occur, Query

from ...query import Fuzzy
from ..fuzzy_words import places_near
from ..passage_columns import PassageColumns
from .queries import any_of, none_of
from .terms import BIT, BLOCK, NUMBER, TITLE_WORDS, WORDS, is_hashed, is_plain, term_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tantivy import Schema, Searcher

    from ...query import Prefix
    from ..array_file import Array
    from .token_files import TokenFile

BLOCKS_AT_ONCE = 60_000
"""Blocks asked for in one aggregation, of which tantivy gives 65,000 at most: three million passages."""

FEW = 1_000
"""Matching passages up to which they come as hits, which cost half a microsecond each; more cost as much
together as some ten thousand hits."""

_SURELY_MANY = 20 * FEW
"""Passages in which words are, counted for each word, from which on they are taken to be in more than FEW."""

_PASSAGES_AT_ONCE = 20_000
"""Passages whose tokens are looked at in one go: some 50 MB of arrays."""


@dataclass(frozen=True, slots=True)
class Table:
    """What tantivy's table of contents says.

    Attributes:
        generation: The number of the last commit.
        removed: Removed passages that segments still hold, and count.
    """

    generation: int
    removed: int

    @classmethod
    def read(cls, path: Path) -> Table:
        """Read the table of an index.

        Raises:
            OSError: There is none.
            ValueError: It is damaged.
        """
        table = json.loads(path.read_bytes())
        try:
            deletions = [segment["deletes"] for segment in table["segments"]]
            return cls(table["opstamp"], sum(each["num_deleted_docs"] for each in deletions if each))
        except (KeyError, TypeError) as error:
            raise ValueError(f"{path.name} is not a table of contents") from error


@dataclass(frozen=True, slots=True)
class Matches:
    """What matches a query.

    Attributes:
        passages: The passages, in any order.
        best: Those that tantivy scores highest, best first.
    """

    passages: Array
    best: Array


class TantivySnapshot(PassageColumns):
    """What a search reads. It stays as it is whatever is written meanwhile.

    Raises:
        ValueError: The files hold fewer passages than tantivy does.

    Attributes:
        generation: The generation of the index.
        counts_are_exact: Whether no removed passage is among those that ``most_with`` counts.
        schema: Its fields.
    """

    def __init__(
        self,
        searcher: Searcher,
        schema: Schema,
        files: Sequence[TokenFile],
        table: Table,
    ) -> None:
        self.generation = table.generation
        self.counts_are_exact = not table.removed
        self.schema = schema
        self._searcher = searcher
        self._rows: dict[bool, dict[str, dict[int, int] | None]] = {False: {}, True: {}}
        numbers = np.concatenate([np.zeros(0, np.uint32), *(file.numbers for file in files)])
        self._next = int(numbers.max()) + 1 if numbers.size else 0
        # Where each passage is in the columns, by its number; itself as long as nothing was ever removed.
        self._place: Array | None = None
        if not np.array_equal(numbers, np.arange(self._next)):
            self._place = np.zeros(self._next, dtype=np.uint32)
            self._place[numbers] = np.arange(numbers.size)
        if searcher.num_docs > numbers.size:
            raise ValueError("passages are missing")
        if searcher.num_docs < numbers.size:
            alive = np.zeros(numbers.size, dtype=bool)
            alive[self._many(Query.all_query())] = True
            bounds = np.cumsum([file.size for file in files])[:-1]
            files = [
                replace(file, alive=None if part.all() else part)
                for file, part in zip(files, np.split(alive, bounds), strict=True)
            ]
        self.files = files
        super().__init__(files)

    def matching(self, query: Query, few: int = FEW) -> Matches:
        """The passages that match.

        Args:
            query: What to match.
            few: Passages up to which it is cheaper to get them as hits than to run the query again.
        """
        result: Any = self._searcher.search(query, limit=few)
        best = self._of_hits(result)
        if result.count <= few:
            return Matches(best, best)
        if (self.passages - result.count) * BLOCK < self.size:
            # Fewer do not match than there are blocks, of which the aggregation's time is made.
            return Matches(self._all_but(self._many(none_of(query))), best)
        return Matches(self._many(query), best)

    def best(self, query: Query, size: int) -> Array:
        """The passages that tantivy scores highest, best first, ``size`` at most."""
        return self._of_hits(self._searcher.search(query, limit=max(1, min(size, self.size)), count=False))

    def count(self, query: Query) -> int:
        """How many passages match."""
        result: Any = self._searcher.search(query, limit=1)
        count: int = result.count
        return count

    def _of_hits(self, result: Any) -> Array:
        addresses = [address for _, address in result.hits]
        numbers = np.array(self._searcher.fast_field_values(NUMBER, addresses), dtype=np.int64)
        return numbers if self._place is None else self._place[numbers]

    def _many(self, query: Query) -> Array:
        """The passages that match, by a sum of powers of two for each block of passages."""
        sums = {"sum": {"sum": {"field": BIT}}}
        blocks = {"histogram": {"field": NUMBER, "interval": float(BLOCK), "min_doc_count": 1}, "aggs": sums}
        bits = np.zeros((-(-self._next // BLOCK), BLOCK), dtype=bool)
        for begin in range(0, self._next, BLOCKS_AT_ONCE * BLOCK):
            part = query
            if self._next > BLOCKS_AT_ONCE * BLOCK:
                last = begin + BLOCKS_AT_ONCE * BLOCK - 1
                within = Query.range_query(self.schema, NUMBER, FieldType.Integer, begin, last)
                part = Query.boolean_query([(Occur.Must, query), (Occur.Must, within)])
            buckets: Any = self._searcher.aggregate(part, {"blocks": blocks})["blocks"]["buckets"]
            rows = np.array([bucket["key"] for bucket in buckets], dtype=np.int64) // BLOCK
            values = np.array([bucket["sum"]["value"] for bucket in buckets]).astype("<u8")
            unpacked = np.unpackbits(values.view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")
            bits[rows] = unpacked[:, :BLOCK]
        numbers = np.flatnonzero(bits)
        return numbers if self._place is None else self._place[numbers]

    def _all_but(self, passages: Array) -> Array:
        """The passages that are there, without some."""
        others = np.ones(self.size, dtype=bool) if self.alive is None else self.alive.copy()
        others[passages] = False
        return np.flatnonzero(others)

    def passages_with(self, word: str, *, title: bool) -> int:
        """Passages that hold a word in own or title tokens."""
        if self.counts_are_exact:
            return self._searcher.doc_freq(_field(title), term_of(word))
        return self.count(self.term(word, title=title))

    def most_with(self, words: Sequence[str], *, title: bool) -> list[int]:
        """Passages that hold each word, removed ones included."""
        return [self._searcher.doc_freq(_field(title), term_of(word)) for word in words]

    def holding_any(self, words: Sequence[str], *, title: bool) -> Array:
        """The passages that hold one of some words in own or title tokens, in any order."""
        query = any_of([self.term(word, title=title) for word in words])
        if sum(self.most_with(words, title=title)) > _SURELY_MANY:
            return self._many(query)
        return self.matching(query).passages

    def are_common(self, words: Sequence[str], *, title: bool) -> list[str]:
        """Those of some words for which ``having_common`` knows the passages."""
        rows = self._rows_of(words, title=title)
        return [word for word in words if rows[word] is not None]

    def having_common(self, words: Sequence[str], *, title: bool) -> Array:
        """For each passage that is there whether it has one of some common words in own or title tokens."""
        having = np.zeros(self.size, dtype=bool)
        rows = [each for each in self._rows_of(words, title=title).values() if each is not None]
        for place, (file, base) in enumerate(zip(self.files, self._bases, strict=False)):
            own = [each[place] for each in rows if place in each]
            if own:
                having[base : base + file.size] = file.having(own, title=title)
        return having if self.alive is None else having & self.alive

    def _rows_of(self, words: Sequence[str], *, title: bool) -> dict[str, dict[int, int] | None]:
        """For each word that all files holding it have common, the place of its bits by that of the file."""
        known = self._rows[title]
        found: dict[str, dict[int, int] | None] = {word: {} for word in words if word not in known}
        for place, file in enumerate(self.files):
            numbers = file.word_numbers([word for word, rows in found.items() if rows is not None])
            common = file.common_words(np.array(list(numbers.values()), dtype=np.int64), title=title)
            for word, row in zip(numbers, common.tolist(), strict=True):
                rows = found[word]
                if row < 0 or rows is None:
                    found[word] = None
                else:
                    rows[place] = row
        known.update(found)
        return {word: known[word] for word in words}

    def term(self, word: str, *, title: bool) -> Query:
        """A query for a word."""
        return Query.term_query(self.schema, _field(title), term_of(word))

    def words_of_stem(self, stem: str) -> list[str]:
        """All words that have a stem."""
        return sorted({file.words[number] for file in self.files for number in file.words_of_stem(stem)})

    def words_alike(self, leaf: Prefix | Fuzzy, *, title: bool) -> dict[str, int]:
        """Words meant by the leaf in own or title tokens, with their passages, removed ones included."""
        if isinstance(leaf, Fuzzy):
            known = self._words[title]
            words = list(known)
            return {words[place]: known[words[place]] for place in places_near(words, leaf)}
        return self._with_prefix(leaf.prefix, None, title=title)

    @cached_property
    def _words(self) -> dict[bool, dict[str, int]]:
        return {title: self._with_prefix("", None, title=title) for title in (False, True)}

    def words_from(self, prefix: str) -> dict[str, int]:
        """Words of own tokens that begin with ``prefix``, with the passages that hold them."""
        left = None if self.counts_are_exact else Query.all_query()
        counts = self._with_prefix(prefix, left, title=False)
        return {word: counts[word] for word in sorted(counts)}

    def _with_prefix(self, prefix: str, among: Query | None, *, title: bool) -> dict[str, int]:
        """Words that begin with ``prefix``, with the passages that hold them and match ``among``."""
        counts: dict[str, int] = {}
        if is_plain(prefix):
            rows = self._searcher.terms_with_prefix(_field(title), prefix, among)
            counts = {term: passages for term, passages in rows if not is_hashed(term)}
        for word in self._hashed_words:
            if word.startswith(prefix):
                query = self.term(word, title=title)
                passages = self.count(query) if among else self.most_with([word], title=title)[0]
                counts |= {word: passages} if passages else {}
        return counts

    @cached_property
    def _hashed_words(self) -> list[str]:
        """Words whose terms do not tell them."""
        return sorted({word for file in self.files for word in file.columns.strings("odd_words")})

    def tokens(self, passages: Array, *, title: bool) -> Iterator[tuple[TokenFile, Array, Array, Array]]:
        """Take the tokens of some passages file by file, not too many at once.

        Yields:
            The file, the places of tokens in it, the passage in the file of each token, and the place in
            ``passages`` of the passage of each token.
        """
        for file, base in zip(self.files, self._bases, strict=False):
            inside = np.flatnonzero((passages >= base) & (passages < base + file.size))
            for begin in range(0, inside.size, _PASSAGES_AT_ONCE):
                chosen = inside[begin : begin + _PASSAGES_AT_ONCE]
                own = passages[chosen].astype(np.int64) - base
                places, owners = file.tokens(own, title=title)
                yield file, places, own[owners], chosen[owners]


def _field(title: bool) -> str:
    return TITLE_WORDS if title else WORDS

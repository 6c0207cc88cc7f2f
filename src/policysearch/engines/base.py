"""What a search engine must do. An engine stores terms, not text.

Analysis happens before it and snippets after it, so every engine matches the
same passages and returns the same shape; only the order within may differ.
The contract is tests/engines/test_contract.py, run against every engine.

What matches: a leaf of the expression matches a passage if it occurs in the passage's
own tokens or wholly in its title tokens (document title and headings above it). A passage
is a result if the whole expression holds and at least one leaf that is not under a Not
matches the passage's own tokens; an expression without such leaves is taken as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from ..models import Sort

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager

    from ..analysis import Token
    from ..models import Facet
    from ..query import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRecord:
    """A passage as an engine sees it.

    Attributes:
        tokens: The passage's analyzed text, in order.
        title_tokens: The analyzed headings above it and document title, in order.
        facets: Values of this passage; a facet without values is left out.
        published_day: Proleptic Gregorian ordinal of the first day of publication
            (``date.toordinal``), 0 if unknown; what NEWEST and OLDEST sort by.
    """

    passage_id: str
    document_id: str
    tokens: tuple[Token, ...]
    title_tokens: tuple[Token, ...] = ()
    facets: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    published_day: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineHit:
    """A match. Scores are comparable only within one EngineResults.

    Attributes:
        passages: Matching passages of the document when hits are by document; else 1.
    """

    passage_id: str
    score: float
    passages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineResults:
    """Ids, scores and counts.

    Attributes:
        facets: For each facet asked for, value to (documents, passages) that match.
        exact: False if any count is an estimate.
    """

    hits: tuple[EngineHit, ...]
    total_passages: int
    total_documents: int
    facets: Mapping[Facet, Mapping[str, tuple[int, int]]]
    exact: bool = True


class IndexWriter(Protocol):
    """Adds and removes whole documents; searches see neither until commit."""

    def add(self, record: IndexRecord) -> None:
        """Add one passage of a document that is new or was just deleted."""

    def delete_document(self, document_id: str) -> None:
        """Remove every passage of a document; no error if there is none."""


class SearchEngine(Protocol):
    """An open index. Open one with ``policysearch.engines.open_engine``."""

    def writer(self) -> AbstractContextManager[IndexWriter]:
        """Write a batch: committed when the block ends, dropped if it raises.

        Raises:
            IndexLocked: Another process is writing.
        """

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
        """Find passages, best first; equal scores in order of passage id.

        Args:
            query: Parsed query.
            offset: Hits to skip, from 0. Past the end gives no hits, no error.
            limit: Most hits to return; 0 gives counts only.
            facets: Facets to count, each without its own filter, NO_VALUE counting
                the passages and documents that have no value of it.
            facet_size: Most values per facet, those in most documents first, then by value.
            sort: Order of the hits.
            by_document: One hit a document: its best passage.

        Raises:
            EngineUnavailable: The engine's server did not answer.
        """

    def vocabulary(self, prefix: str = "") -> Mapping[str, int]:
        """Exact words of the index that begin with ``prefix``, with the passages each is in."""

    def generation(self) -> int:
        """A number that grows with every commit."""

    def close(self) -> None:
        """Release files and connections. Closing twice is allowed."""

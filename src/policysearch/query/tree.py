"""The tree that a query becomes: one small frozen class for each thing that can be asked.

Terms are already analyzed: compare them with ``Token.stem`` or ``Token.word`` as they are.
``policysearch.engines.base`` says when a leaf matches a passage.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..models import Facet


@dataclass(frozen=True, slots=True)
class Word:
    """A token with this stem: the word in any of its inflections."""

    stem: str


@dataclass(frozen=True, slots=True)
class Exact:
    """A token that is this folded word, not another inflection of it."""

    word: str


Term: TypeAlias = Word | Exact


@dataclass(frozen=True, slots=True)
class Prefix:
    """A token whose folded word begins with ``prefix``, which is never empty."""

    prefix: str

    def matches(self, word: str) -> bool:
        """Whether a folded word of the index is meant."""
        return word.startswith(self.prefix)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A token whose folded word is at most ``distance`` (1 or 2) edits away.

    An edit inserts, deletes or replaces one character (Levenshtein distance).
    """

    word: str
    distance: int

    def matches(self, word: str) -> bool:
        """Whether a folded word of the index is meant."""
        if abs(len(word) - len(self.word)) > self.distance:
            return False
        # Imported here: a search without such a word need not wait for it.
        from rapidfuzz.distance import Levenshtein

        return Levenshtein.distance(self.word, word, score_cutoff=self.distance) <= self.distance


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms at consecutive positions in this order.

    Attributes:
        terms: At least two, all Exact (a quoted phrase) or all Word (a compound such as
            "fossil-fuels", or a run of Chinese, typed without quotes).
    """

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Terms close together in any order.

    Holds if a position of each term can be chosen so that the last minus the first is at most
    ``len(terms) - 1 + distance``: no more than ``distance`` other words among them.

    Attributes:
        terms: At least two different ones, all Word.
        distance: From 0 (adjacent).
    """

    terms: tuple[Word, ...]
    distance: int


TextLeaf: TypeAlias = Word | Exact | Prefix | Fuzzy | Phrase | Near


@dataclass(frozen=True, slots=True)
class InTitle:
    """The leaf occurs in the title tokens: the document's title and the headings above."""

    leaf: TextLeaf


@dataclass(frozen=True, slots=True)
class FieldIs:
    """The passage has a value of the facet that goes by this name; engines never see it.

    Attributes:
        text: What was typed, e.g. "GDPR" or "law:cybersecurity-law".
        position: Offset in the query text; not compared.
    """

    facet: Facet
    text: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class FieldRange:
    """The passage has a year from ``first`` to ``last`` inclusive; engines never see it.

    Attributes:
        facet: YEAR or MENTIONS.
        first: None for no lower bound.
        last: None for no upper bound; at most one of the two is None.
        position: Offset in the query text; not compared.
    """

    facet: Facet
    first: int | None
    last: int | None
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class HasValue:
    """The passage has one of these values of the facet; no values match nothing."""

    facet: Facet
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold; at least two."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part holds; at least two."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold. May stand anywhere, also alone: ``-coal`` is every passage without it."""

    part: Expression


Leaf: TypeAlias = TextLeaf | InTitle | FieldIs | FieldRange | HasValue
Expression: TypeAlias = Leaf | And | Or | Not


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What an engine is asked for.

    Attributes:
        expression: Without FieldIs and FieldRange (see ``resolve_fields``); None matches every passage.
        filters: Values are alternatives within a facet; facets must all hold.
        excludes: Values that must not occur.
    """

    expression: Expression | None = None
    filters: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    excludes: Mapping[Facet, frozenset[str]] = field(default_factory=dict)


def all_of(parts: list[Expression]) -> Expression | None:
    """Join parts that must all hold; one part stands for itself, none gives None."""
    return (And(tuple(parts)) if len(parts) > 1 else parts[0]) if parts else None


def one_of(parts: list[Expression]) -> Expression | None:
    """Join parts of which one must hold; repeated parts count once."""
    parts = list(dict.fromkeys(parts))
    return (Or(tuple(parts)) if len(parts) > 1 else parts[0]) if parts else None


def leaves(expression: Expression | None) -> Iterator[Leaf]:
    """Yield the leaves that are not under a Not, from left to right, repeated ones too."""
    match expression:
        case None | Not():
            return
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part)
        case _:
            yield expression

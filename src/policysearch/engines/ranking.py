"""How passages are ranked, the same in every engine that lets us decide.

The score of a passage is the sum over the text leaves of the query that are not under a Not,
each different leaf once, of what it scores in the passage's own tokens plus what it scores in
the title tokens. Either part is BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance
Framework: BM25 and Beyond") without the constant factor k1 + 1, which changes no order.

The score of a document, where hits are by document, is again BM25, of the whole document: how often a leaf
occurs is summed over those of its passages that match, its length is that of all its passages, and rarity is
counted in documents. What its best passage scores in the title tokens is added. A document's best passage
alone would be a poor measure of it: a report that comes back to a subject in passage after passage is more
about it than one with a single dense passage (Callan 1994, "Passage-Level Evidence in Document Retrieval").
With words as alternatives and no filter, this is the BM25 that collections of judged documents are compared
by. Passages that filters or other words of the query rule out add nothing, as they are not shown either.

Lengths are in positions, so that a compound, which is also indexed written together, is no longer than the
words it consists of.

How often a leaf occurs: a word by its tokens; a phrase by the positions at which it starts; a
Near as often as its rarest term; Prefix and Fuzzy by the tokens of all words they stand for.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..query import And, Fuzzy, InTitle, Not, Or, Prefix, TextLeaf, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..query import Expression

K1 = 0.9
"""How soon more occurrences stop adding to the score: Anserini's default, tuned on many test collections."""

B = 0.4
"""How much a long passage is marked down, from 0 to 1: Anserini's default; passages vary little in length."""

TITLE_WEIGHT = 0.1
"""Share that title tokens add: enough to put passages of a document on the subject first among equals,
too little to lift a passage over one whose own words say more, as all passages of a document share it.
A title that says nothing costs by it: with the first words of 568 texts as their titles, queries of ten words
drawn from a text found it with nDCG@10 of .940, .935 and .930 for weights of 0, 0.1 and 0.25."""

EXPANSION_LIMIT = 1000
"""Most words that a Prefix or Fuzzy stands for, in own tokens and title tokens each: those in most passages,
then by code points. Common prefixes stand for tens of thousands, nearly all of which occur once."""


def rarity(passages: int, holding: int) -> float:
    """Weight of a leaf that ``holding`` of ``passages`` match: the inverse document frequency of BM25."""
    return math.log(1.0 + (passages - holding + 0.5) / (holding + 0.5))


def scored_leaves(expression: Expression | None, *, title: bool) -> Iterator[TextLeaf]:
    """Yield the leaves that score in own tokens, or in title tokens; each different leaf once."""
    for leaf in dict.fromkeys(leaves(expression)):
        if isinstance(leaf, TextLeaf):
            yield leaf
        elif title and isinstance(leaf, InTitle):
            yield leaf.leaf


def expansions(expression: Expression | None) -> Iterator[tuple[Prefix | Fuzzy, bool]]:
    """Yield every leaf that stands for words, also under a Not, and whether for those of title tokens."""
    match expression:
        case And(parts) | Or(parts):
            for part in parts:
                yield from expansions(part)
        case Not(part):
            yield from expansions(part)
        case InTitle(Prefix() | Fuzzy() as leaf):
            yield leaf, True
        case Prefix() | Fuzzy():
            yield expression, False
            yield expression, True

"""Made-up passages for ``bench_search.py``: words by Zipf's law, facets of several values with long tails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKENS = 100
TITLE_TOKENS = 8
PASSAGES_A_DOCUMENT = 20
WORDS = 200_000
FACETS = {
    "law": (4, 5_000),
    "organization": (6, 20_000),
    "jurisdiction": (3, 60),
    "mentions": (3, 70),
}
"""Facets of a passage: most values in one passage, different values."""

DOCUMENT_FACETS = {"publisher": 300, "year": 25, "language": 4, "format": 3}
"""Facets of a document, one value each: different values."""


@dataclass(frozen=True, slots=True)
class MadePassage:
    """A made-up passage as plain strings; the stem of a word is the word without a final s."""

    passage_id: str
    words: list[str]
    title: list[str]
    facets: dict[str, list[str]]


def name(number: int) -> str:
    """A word for a number, of syllables, so that words share prefixes."""
    syllables = []
    while True:
        number, rest = divmod(number, 95)
        syllables.append("bcdfghjklmnprstvwxz"[rest // 5] + "aeiou"[rest % 5])
        if not number:
            return "".join(reversed(syllables))


def word(number: int) -> str:
    """The word of a rank: each stem has two."""
    return name(number // 2) + "s" * (number % 2)


def passages(count: int) -> Iterator[MadePassage]:
    """The same passages on every call, documents of PASSAGES_A_DOCUMENT in a row."""
    import numpy as np

    random = np.random.default_rng(7)
    names = [word(number) for number in range(WORDS)]
    chances = 1 / (np.arange(WORDS) + 2.7)
    chances = np.cumsum(chances / chances.sum())

    def ranks(size: int) -> list[int]:
        found: list[int] = np.minimum(np.searchsorted(chances, random.random(size)), WORDS - 1).tolist()
        return found

    def tail(size: int, values: int) -> list[int]:
        found: list[int] = ((values + 1) ** random.random(size) - 1).astype(int).tolist()
        return found

    for document in range(-(-count // PASSAGES_A_DOCUMENT)):
        title = [names[rank] for rank in ranks(TITLE_TOKENS)]
        shared = {facet: [f"{facet}-{tail(1, values)[0]}"] for facet, values in DOCUMENT_FACETS.items()}
        for ordinal in range(min(PASSAGES_A_DOCUMENT, count - document * PASSAGES_A_DOCUMENT)):
            own = {
                facet: sorted(
                    {f"{facet}-{number}" for number in tail(int(random.integers(0, most + 1)), values)}
                )
                for facet, (most, values) in FACETS.items()
            }
            text = [names[rank] for rank in ranks(TOKENS)]
            yield MadePassage(f"{document:016x}:{ordinal}", text, title, shared | own)


def stem(number: int) -> str:
    """The stem of a rank."""
    return word(number).removesuffix("s")


COMMON, MIDDLE, THIRD, RARE = stem(0), stem(20), stem(60), stem(30_000)
"""Stems in nearly every passage, about half, a fifth, and one in 2,000."""

LAW = "law-3"
PREFIX = "beb"

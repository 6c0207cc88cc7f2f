"""Other spellings for words of a query that occur nowhere, taken from the words of the index."""

from __future__ import annotations

import math
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING

from .names import name_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from .analysis import Token

_SHORTEST = 4
"""Characters. A shorter word has neighbours that mean anything."""
_LONGEST_FOR_ONE_EDIT = 5
_LONGEST_FOR_TWO_EDITS = 11
_EDIT_COST = math.log(100)
"""A word one edit nearer is preferred to one that is in up to 100 times as many passages."""
_FIRST_LETTER_COST = math.log(10)
"""People seldom mistype the first letter of a word (Pollock and Zamora, 1984)."""
_ALIKE = 70
"""Percent of letters in common from which on names are alike: "GPDR" and "GDPR" have 75."""
_MOST_SIMILAR = 5


@dataclass(frozen=True, slots=True)
class Correction:
    """Another spelling for a word of a query.

    Attributes:
        start: Offset in the query text of the word's first character.
        end: Offset after its last character.
        word: What to write instead, with capitals where the query has them.
    """

    start: int
    end: int
    word: str


def corrections(
    text: str, unknown: Iterable[Token], vocabulary: Callable[[str], Mapping[str, int]]
) -> tuple[Correction, ...]:
    """Find the word that each of some words was most likely meant to be, if any comes close.

    What counts is how few edits (an adjacent transposition is one) turn the word into the other and in
    how many passages the other is, weighed against each other as in Kernighan, Church and Gale, "A
    spelling correction program based on a noisy channel model" (1990). Only words are compared that share
    the first letter, or two letters at the beginning after an edit there, so that a look-up stays
    fast in a vocabulary of a million.

    Args:
        text: The query text.
        unknown: Words of it that occur nowhere, with their offsets.
        vocabulary: From a prefix to the words of the index that begin with it, with the passages each is in.

    Returns:
        Corrections in the order of ``unknown``; words without a likely one are left out.
    """
    found = []
    for token in unknown:
        if len(token.word) >= _SHORTEST and token.word.isalpha():
            other = _likeliest(token.word, vocabulary)
            if other:
                typed = text[token.start : token.end]
                found.append(Correction(token.start, token.end, _in_case_of(typed, other)))
    return tuple(found)


def corrected(text: str, found: Iterable[Correction]) -> str:
    """The query text with every correction made."""
    for correction in sorted(found, key=lambda correction: -correction.start):
        text = f"{text[: correction.start]}{correction.word}{text[correction.end :]}"
    return text


def _likeliest(word: str, vocabulary: Callable[[str], Mapping[str, int]]) -> str | None:
    """Return the word of the index that another was most likely meant to be."""
    # Imported here: a search whose words all occur need not wait for it.
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    most_edits = _most_edits(len(word))
    ranked: list[tuple[float, str]] = []
    nearest = most_edits + 1
    for prefix, near_enough in _beginnings(word, most_edits):
        if nearest <= near_enough:
            break
        known = vocabulary(prefix)
        near = extract(
            word, known.keys(), scorer=OSA.distance, processor=None, score_cutoff=most_edits, limit=None
        )
        for other, edits, _ in near:
            cost = edits * _EDIT_COST + (other[0] != word[0]) * _FIRST_LETTER_COST
            ranked.append((cost - math.log(known[other]), other))
            nearest = min(nearest, edits)
    return min(ranked)[1] if ranked else None


def _most_edits(length: int) -> int:
    if length <= _LONGEST_FOR_ONE_EDIT:
        return 1
    return 2 if length <= _LONGEST_FOR_TWO_EDITS else 3


def _beginnings(word: str, most_edits: int) -> Iterator[tuple[str, int]]:
    """Yield how the word that was meant may begin, the likely ways first.

    Yields:
        A prefix, and how few edits a word found before must take for it not to be looked for.
    """
    first, second = word[0], word[1]
    yield first + second, 0
    yield first, 1
    # The first letter is wrong, missing, needless or in second place.
    for prefix in (second + first, word[1:3], *(a + b for a in ascii_lowercase for b in (first, second))):
        yield prefix, most_edits


def _in_case_of(typed: str, word: str) -> str:
    if typed.isupper():
        return word.upper()
    return word.capitalize() if typed[:1].isupper() else word


def similar(text: str, names: Iterable[str]) -> list[str]:
    """Names that are spelled like a text, the most alike first.

    What counts is the share of letters that two names have in common in the same order, in the form under
    which ``names.name_key`` compares them.
    """
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    keys = {name: name_key(name) for name in names}
    found = extract(
        name_key(text), keys, scorer=ratio, processor=None, score_cutoff=_ALIKE, limit=_MOST_SIMILAR
    )
    return [name for _, _, name in found]

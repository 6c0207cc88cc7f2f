"""Letters of a short form aligned with the words of a long one, at a cost.

In the spirit of Schwartz and Hearst (2003), "A simple algorithm for identifying abbreviation definitions
in biomedical text", but an alignment has a cost, so that the best beginning of the long form wins instead
of the nearest: a letter inside a word costs 1, a skipped content word 1.5, a skipped function word nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

_FUNCTION_WORD = re.compile(
    r"(?:an?|the|of|for|and|or|on|in|at|to|by|with|from|as|&|de|las?|les?|des|du|et|pour|[ld]|de[rsmnl]|die|das|"
    r"für|und|zu[rm]|im|di|del+[ae]?|dei|el?|los|y|para|d[ao]s?|em|van|het|een|voor|en|og|i|och|av)",
    re.IGNORECASE,
)
"""Words of English and other European languages whose initial a short form may leave out."""

INNER_LETTER_COST = 1.0
_SKIPPED_WORD_COST = 1.5
_SKIPPED_PART_COST = 0.5
"""For the later part of a hyphenated word: "medium-sized" gives one letter."""
_TITLE_COST_PER_LETTER = 0.9
"""Highest cost a letter for a long form in title case: lets "ISO" and "Ofcom" pass."""
_PLAIN_COST_PER_LETTER = 0.34
"""The same for lower-case long forms, where chance alignments are common."""

_LONGEST_SHORT = 14
_WORD = re.compile(r"[ldLD](?=['’])|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W_]+)*|&")
_SHORT = re.compile(r"[^\W_a-z][\w&./+’'-]*(?: [A-Z0-9][\w&./+-]*)?$")
_HYPHENS = ("-", "‐", "‑")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, or a part of a hyphenated one.

    Attributes:
        text: As written.
        start: Offset of its first character; ``end`` lies after the last.
        end: Offset after its last character.
        after_hyphen: Whether it is a later part of a hyphenated word.
    """

    text: str
    start: int
    end: int
    after_hyphen: bool = False

    @property
    def is_function(self) -> bool:
        """Whether a short form may leave it out at no cost: an article, a preposition."""
        return _FUNCTION_WORD.fullmatch(self.text) is not None

    @property
    def cost_of_skipping(self) -> float:
        """What it costs when no letter of the short form is taken from it."""
        if self.is_function:
            return 0.0
        return _SKIPPED_PART_COST if self.after_hyphen else _SKIPPED_WORD_COST

    @property
    def is_capitalised(self) -> bool:
        """Whether it is written as a part of a name."""
        return not self.text[0].islower() and self.text != "&"


def words_of(text: str, start: int, end: int) -> list[Word]:
    """Return the words between two offsets, hyphenated ones in parts."""
    return [
        Word(m.group(), m.start(), m.end(), text[m.start() - 1 : m.start()] in _HYPHENS)
        for m in _WORD.finditer(text, start, end)
    ]


def is_short(short: str) -> bool:
    """Whether a string has the look of a short form: 2 to 14 letters, a capital among them."""
    letters = letters_of(short)
    return (
        2 <= len(letters) <= _LONGEST_SHORT
        and bool(_SHORT.match(short))
        and any(c.isupper() for c in short)
        and not short.isdigit()
    )


def letters_of(short: str) -> str:
    """Return the letters and digits of a short form in lower case, without accents and a plural s."""
    bare = re.sub(r"(?<=[A-Z]{2})s$", "", short)
    return "".join(c for c in _fold(bare) if c.isalnum())


@lru_cache(maxsize=4096)
def _fold(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


def cost_of(short: str, words: list[Word]) -> float | None:
    """Return the cost of reading ``words`` as the long form of ``short``; None where they are not."""
    letters = letters_of(short)
    content = [w for w in words if not w.is_function]
    in_title_case = all(w.is_capitalised for w in content)
    if len(letters) >= 3 and in_title_case and Counter(_fold(w.text)[0] for w in content) == Counter(letters):
        return 0.0
    cost = _alignment_cost(letters, words)
    limit = len(letters) * (_TITLE_COST_PER_LETTER if in_title_case else _PLAIN_COST_PER_LETTER)
    return cost if cost is not None and cost <= limit else None


def _alignment_cost(letters: str, words: list[Word]) -> float | None:
    """Least cost over all ways to take the letters, in order, from the words, the first from the first."""
    costs: dict[int, float] = {0: 0.0}
    for place, word in enumerate(words):
        folded = _fold(word.text)
        skipping = word.cost_of_skipping
        following: dict[int, float] = {}
        for taken, cost in costs.items():
            if place:
                skipped = cost + skipping
                following[taken] = min(following.get(taken, skipped), skipped)
            if taken < len(letters) and folded[:1] == letters[taken]:
                position, count = 0, 0
                while taken + count < len(letters):
                    position = folded.find(letters[taken + count], position) + 1
                    if not position:
                        break
                    total = cost + count * INNER_LETTER_COST
                    count += 1
                    following[taken + count] = min(following.get(taken + count, total), total)
        costs = following
    return costs.get(len(letters))

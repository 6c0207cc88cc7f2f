"""Text to terms with offsets: the only tokenizer, for passages and queries alike."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """One term of a text.

    Several tokens may share a position: "e-commerce" is found as "ecommerce" and as "commerce".
    Positions never decrease along a text; the next position is at most one more.

    Attributes:
        word: The word folded for comparison (case, accents, width), never empty.
        stem: Its English stem; the word itself for other scripts and numbers.
        start: Offset of its first character in the text as given.
        end: Offset after its last character.
        position: Place in the order of words, from 0, that phrases are matched by.
    """

    word: str
    stem: str
    start: int
    end: int
    position: int

"""Text to terms with offsets: the only tokenizer, for passages and queries alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .units import ASCII_UNIT, WESTERN, WESTERN_UNIT, Pattern, any_unit, run, split_run, split_unit

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

ANALYZER_VERSION = 2
"""Grows whenever ``analyze`` gives other tokens for some text: an index made with another is out of date."""


@dataclass(frozen=True, slots=True)
class Token:
    """One term of a text.

    Several tokens may share a position: "e-commerce" is found as "ecommerce" and as "commerce".
    Positions begin at 0 and never decrease along a text; the next is the same or one more.

    Attributes:
        word: The word folded for comparison (case, accents, width), never empty.
        stem: Its English stem; the word itself for other scripts and numbers.
        start: Offset of its first character in the text as given.
        end: Offset after its last character.
        position: Place in the order of words, which phrases are matched by.
    """

    word: str
    stem: str
    start: int
    end: int
    position: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of a query that was written as one: a word, a compound, a run of Chinese.

    Attributes:
        parts: The smallest parts, in order.
        steps: One token a position: what a phrase that contains the stretch consists of.
        joined: The stretch written together ("covid19" for "COVID-19"); None if it is a single
            word, a number, or too long.
        spaced: Whether its parts were written with spaces ("cyber security", "U S").
        run: Whether it is a run of a script without spaces: then the steps are overlapping pairs
            of characters and the last character.
    """

    parts: tuple[Token, ...]
    steps: tuple[Token, ...]
    joined: Token | None
    spaced: bool
    run: bool


def analyze(text: str) -> tuple[Token, ...]:
    """Take a text apart into all terms that it is to be found by.

    Args:
        text: Any text; offsets of the tokens are into it as it is, in code points.
    """
    tokens: list[Token] = []
    add = tokens.append
    position = 0
    for start, pattern in _patterns(text):
        for term in pattern.terms:
            add(Token(term.word, term.stem, start + term.start, start + term.end, position + term.position))
        position += len(pattern.steps)
    return tuple(tokens)


def read_units(text: str) -> tuple[Unit, ...]:
    """Take a query's words apart by how they were written: what the query parser needs."""
    units: list[Unit] = []
    position = 0
    for start, pattern in _patterns(text):
        if not pattern.steps:
            continue
        parts, steps, joined = (
            tuple(
                Token(term.word, term.stem, start + term.start, start + term.end, position + term.position)
                for term in terms
            )
            for terms in (pattern.parts, pattern.steps, (pattern.joined,) if pattern.joined else ())
        )
        units.append(Unit(parts, steps, joined[0] if joined else None, pattern.spaced, pattern.run))
        position += len(pattern.steps)
    return tuple(units)


def _patterns(text: str) -> Iterator[tuple[int, Pattern]]:
    """Yield the start and the pattern of each stretch."""
    if text.isascii():
        return _units_between(text, 0, len(text), ASCII_UNIT)
    if _is_western(text):
        return _units_between(text, 0, len(text), WESTERN_UNIT)
    return _mixed_patterns(text)


def _mixed_patterns(text: str) -> Iterator[tuple[int, Pattern]]:
    end = 0
    for match in (*run().finditer(text), None):
        start, end = end, match.start() if match else len(text)
        if start < end:
            unit = WESTERN_UNIT if _is_western(text[start:end]) else any_unit()
            yield from _units_between(text, start, end, unit)
        if match:
            yield match.start(), split_run(match.group())
            end = match.end()


def _units_between(text: str, start: int, end: int, unit: re.Pattern[str]) -> Iterator[tuple[int, Pattern]]:
    return ((match.start(), split_unit(match.group())) for match in unit.finditer(text, start, end))


def _is_western(text: str) -> bool:
    try:
        text.encode(WESTERN)
    except UnicodeEncodeError:
        return False
    return True

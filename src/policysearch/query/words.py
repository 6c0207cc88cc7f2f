"""Words as typed to leaves of the tree: compounds in every spelling, Chinese as pairs of characters."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from ..analysis import Token, Unit, read_units
from .tree import Exact, Fuzzy, Near, Or, Phrase, Prefix, Word, all_of, one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .tree import Expression, Term

_MOST_SPELLED_COMPOUNDS = 3
"""Compounds of one phrase of which each combination of spellings is looked for: eight phrases."""
_LONGEST_FOR_ONE_EDIT = 5
"""Longer words may differ by two characters."""
_MOST_INITIALS = 5
_SHORTEST_FUZZY = 3


def read_words(text: str) -> tuple[list[Expression], tuple[Token, ...]]:
    """Read words typed without quotes, each in any inflection and spelling.

    Returns:
        What must occur, empty if there is no word; and the single words with offsets into ``text``.
    """
    parts: list[Expression] = []
    plain: list[Token] = []
    for units in _touching(_units(text)):
        plain += [token for unit in units if not unit.run for token in unit.parts]
        parts.append(_unit(units[0]) if len(units) == 1 else _adjacent(units, _inflected))
    return parts, tuple(plain)


def read_phrase(text: str) -> Expression | None:
    """Read what stood in quotes: these very words in this order; a single word is exact."""
    units = _units(text)
    open_units = [index for index, unit in enumerate(units) if _has_other_spelling(unit)]
    if len(open_units) > _MOST_SPELLED_COMPOUNDS:
        choices = [frozenset[int](), frozenset(open_units)]
    else:
        choices = [
            frozenset(index for index, chosen in zip(open_units, flags, strict=True) if chosen)
            for flags in product((False, True), repeat=len(open_units))
        ]
    found = [_adjacent(units, _verbatim, joined) for joined in choices if units]
    return one_of(found)


def read_near(text: str, distance: int) -> Expression | None:
    """Read words in quotes that only need to be close together."""
    units = _units(text)
    tokens = [token for unit in units for token in (_steps([unit]) if unit.run else unit.parts)]
    terms = tuple(dict.fromkeys(Word(token.stem) for token in tokens))
    return Near(terms, distance) if len(terms) > 1 else all_of(read_words(text)[0])


def read_prefix(text: str) -> Expression | None:
    """Read a word that was typed with an asterisk after it; ``text`` is without it."""
    units = _units(text)
    if not units or units[-1].run:
        return all_of(read_words(text)[0])
    *before, last = units
    whole = last.joined or last.parts[-1]
    known = [] if last.joined else last.parts[:-1]
    parts = [_unit(unit) for unit in before] + [Word(token.stem) for token in known]
    return all_of([*parts, Prefix(whole.word)])


def read_fuzzy(text: str, distance: int | None) -> Expression | None:
    """Read a word that was typed with a tilde after it.

    Args:
        text: The word.
        distance: Most edits, 1 or 2; None for one by the word's length.
    """
    units = _units(text)
    if len(units) != 1 or units[0].run:
        return all_of(read_words(text)[0])
    word = (units[0].joined or units[0].parts[-1]).word
    if len(word) < _SHORTEST_FUZZY:
        return all_of(read_words(text)[0])
    return Fuzzy(word, distance or (1 if len(word) <= _LONGEST_FOR_ONE_EDIT else 2))


def _units(text: str) -> list[Unit]:
    """Read units; initials in any form ("U.S.", "U. S.", "U S") as letters with a joined spelling."""
    units: list[Unit] = []
    for unit in read_units(text):
        unit = _spelled_out(unit, text)
        if units and _is_letter(unit) and _are_letters(units[-1]):
            gap = text[units[-1].parts[-1].end : unit.parts[0].start]
            if gap in (" ", ". "):
                units[-1] = _with_letter(units[-1], unit)
                continue
        units.append(unit)
    return units


def _spelled_out(unit: Unit, text: str) -> Unit:
    """Take "U.S." apart, which is indexed as one word, to find it with spaces too."""
    joined = unit.parts[0]
    dotted = "." in text[joined.start : joined.end] and 1 < len(joined.word) <= _MOST_INITIALS
    if len(unit.parts) > 1 or unit.run or not dotted:
        return unit
    parts = tuple(replace(joined, word=letter, stem=letter) for letter in joined.word)
    return Unit(parts, parts, joined, spaced=False, run=False)


def _is_letter(unit: Unit) -> bool:
    return (
        len(unit.parts) == 1
        and not unit.run
        and len(unit.parts[0].word) == 1
        and unit.parts[0].word.isalpha()
    )


def _are_letters(unit: Unit) -> bool:
    if unit.spaced and len(unit.parts) < _MOST_INITIALS:
        return all(len(part.word) == 1 for part in unit.parts)
    return _is_letter(unit)


def _with_letter(letters: Unit, letter: Unit) -> Unit:
    parts = letters.parts + letter.parts
    word = "".join(part.word for part in parts)
    joined = replace(parts[0], word=word, stem=read_units(word)[0].parts[0].stem, end=parts[-1].end)
    return Unit(parts, parts, joined, spaced=True, run=False)


def _touching(units: list[Unit]) -> Iterator[list[Unit]]:
    """Group units with nothing between them: Latin words within Chinese."""
    group: list[Unit] = []
    for unit in units:
        if group and group[-1].parts[-1].end != unit.parts[0].start:
            yield group
            group = []
        group.append(unit)
    if group:
        yield group


def _unit(unit: Unit) -> Expression:
    """Ask for one unit in any inflection and spelling."""
    if not unit.joined:
        return _adjacent([unit], _inflected)
    joined = Word(unit.joined.stem)
    if unit.spaced:
        apart = all_of(list(dict.fromkeys(_inflected(part) for part in unit.parts)))
        return Or((apart, joined)) if apart else joined
    if len(unit.steps) == 1:
        return joined
    adjacent = _adjacent([unit], _inflected)
    return Or((joined, adjacent)) if _has_other_spelling(unit) else adjacent


def _has_other_spelling(unit: Unit) -> bool:
    """Whether the joined spelling is indexed under other terms than the parts ("policymaking")."""
    if unit.run or not unit.joined or len(unit.steps) < 2:
        return False
    alone = [step.word for other in read_units(unit.joined.word) for step in other.steps]
    return alone != [step.word for step in unit.steps]


def _steps(units: Sequence[Unit], joined: frozenset[int] = frozenset()) -> tuple[Token, ...]:
    """Return one token a position, the units of these indexes as their joined spelling.

    The last character of a run counts alone only where the phrase goes on after it.
    """
    steps: list[Token] = []
    for index, unit in enumerate(units):
        if index in joined and unit.joined:
            steps.append(unit.joined)
        else:
            steps += unit.steps
    if len(units[-1].steps) > 1 and units[-1].run:
        steps.pop()
    return tuple(steps)


def _adjacent(
    units: Sequence[Unit], term: Callable[[Token], Term], joined: frozenset[int] = frozenset()
) -> Expression:
    """Ask for units one after the other."""
    if len(units) == 1 and units[0].run and len(units[0].steps) == 1:
        # One character of Chinese begins a pair wherever another one follows.
        return Prefix(units[0].steps[0].word)
    terms = tuple(term(step) for step in _steps(units, joined))
    return Phrase(terms) if len(terms) > 1 else terms[0]


def _inflected(token: Token) -> Word:
    return Word(token.stem)


def _verbatim(token: Token) -> Exact:
    return Exact(token.word)

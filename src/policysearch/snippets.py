"""Where a query's words stand in a text, and the stretch of a passage that shows them best."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .analysis import analyze
from .models import Snippet
from .query import Exact, Fuzzy, Near, Phrase, Prefix, Word, leaves
from .sentences import CLAUSE, atoms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .analysis import Token
    from .query import Expression, Term, TextLeaf

_LEFT_OUT = "…"
_LONGEST_PIECE = 80
"""Characters of a piece of a sentence that is too long to be shown whole."""
_PIECE = re.compile(rf"\S(?:.{{0,{_LONGEST_PIECE - 2}}}\S)?(?=\s|$)|\S{{1,{_LONGEST_PIECE}}}", re.DOTALL)
_SPACES = re.compile(r"\s+")
_FIRST_RUN = "\u0e00"
"""From here on there are no letters that an ASCII or accented word continues with."""
_SHORT_WORD = 3
_SHORT_WEIGHT = 0.2
"""Weight of "the", "of", "and" against a longer word, when windows are compared."""


@dataclass(frozen=True, slots=True)
class _Match:
    """A leaf at a place in the text."""

    start: int
    end: int
    leaf: TextLeaf


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, or a part of one that is too long.

    Attributes:
        opens: Whether a sentence begins with it.
    """

    start: int
    end: int
    opens: bool


@dataclass(slots=True)
class _Wanted:
    """The leaves of an expression, by how they are looked for."""

    stems: dict[str, Word] = field(default_factory=dict)
    words: dict[str, Exact] = field(default_factory=dict)
    expanded: list[Prefix | Fuzzy] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    nears: list[Near] = field(default_factory=list)


def find_highlights(text: str, expression: Expression | None) -> tuple[tuple[int, int], ...]:
    """Find what a query matches in a text: half-open spans, in order, without overlap.

    A phrase is one span and marked only where it stands as the phrase, words that must be near
    only where they are. What is excluded, asked of the title or a field is not looked for.

    Args:
        text: A passage or a whole document.
        expression: As an engine got it; None marks nothing.
    """
    return _merged((match.start, match.end) for match in _matches(text, expression))


def make_snippet(text: str, expression: Expression | None, *, max_chars: int = 240) -> Snippet:
    """Cut the part of a passage that shows best why it was found.

    It has the most different leaves of the expression, then the most matches; it consists of whole
    sentences where they fit. "…" stands where text of the passage was left out before or after it. White
    space, line ends too, becomes one space. Without a match it is the beginning.

    Args:
        text: The passage.
        expression: As an engine got it.
        max_chars: Most characters of the snippet, at least 10.
    """
    matches = _matches(text, expression)
    body = text.strip()
    if len(body) <= max_chars:
        start = text.index(body)
        return _cut(text, start, start + len(body), matches)
    room = max(max_chars - 2 * (len(_LEFT_OUT) + 1), 1)
    pieces = _pieces(text, room)
    first, last = _best_window(pieces, matches, room)
    return _cut(text, pieces[first].start, pieces[last].end, matches)


def _matches(text: str, expression: Expression | None) -> list[_Match]:
    """Return where each leaf stands, by start."""
    wanted = _wanted(expression)
    if wanted == _Wanted():
        return []
    tokens = analyze(text)
    found = _single_matches(tokens, wanted)
    if wanted.phrases or wanted.nears:
        terms = [term for phrase in wanted.phrases for term in phrase.terms]
        places = _places(tokens, [*terms, *(term for near in wanted.nears for term in near.terms)])
        for phrase in wanted.phrases:
            found += _phrase_matches(phrase, places)
        for near in wanted.nears:
            found += _near_matches(near, places)
    whole = (_Match(*_whole_word(text, match.start, match.end), match.leaf) for match in found)
    return sorted(dict.fromkeys(whole), key=lambda match: (match.start, match.end))


def _wanted(expression: Expression | None) -> _Wanted:
    wanted = _Wanted()
    for leaf in dict.fromkeys(leaves(expression)):
        match leaf:
            case Word(stem):
                wanted.stems[stem] = leaf
            case Exact(word):
                wanted.words[word] = leaf
            case Prefix() | Fuzzy():
                wanted.expanded.append(leaf)
            case Phrase():
                wanted.phrases.append(leaf)
            case Near():
                wanted.nears.append(leaf)
            case _:
                pass
    return wanted


def _single_matches(tokens: Sequence[Token], wanted: _Wanted) -> list[_Match]:
    found: list[_Match] = []
    stems, words = wanted.stems, wanted.words
    for token in tokens:
        if token.stem in stems:
            found.append(_Match(token.start, token.end, stems[token.stem]))
        if token.word in words:
            found.append(_Match(token.start, token.end, words[token.word]))
    vocabulary = {token.word for token in tokens} if wanted.expanded else set()
    for leaf in wanted.expanded:
        meant = {word for word in vocabulary if leaf.matches(word)}
        found += [_Match(token.start, token.end, leaf) for token in tokens if token.word in meant]
    return found


def _places(tokens: Sequence[Token], terms: list[Term]) -> dict[Term, dict[int, Token]]:
    """Return, for each term, the tokens that it matches by position."""
    stems = {term.stem: term for term in terms if isinstance(term, Word)}
    words = {term.word: term for term in terms if isinstance(term, Exact)}
    places: dict[Term, dict[int, Token]] = defaultdict(dict)
    for token in tokens:
        if token.stem in stems:
            places[stems[token.stem]][token.position] = token
        if token.word in words:
            places[words[token.word]][token.position] = token
    return places


def _phrase_matches(phrase: Phrase, places: dict[Term, dict[int, Token]]) -> list[_Match]:
    first, *others = phrase.terms
    steps = [(offset, places.get(term, {})) for offset, term in enumerate(others, start=1)]
    found: list[_Match] = []
    for position, token in places.get(first, {}).items():
        if all(position + offset in at for offset, at in steps):
            offset, at = steps[-1]
            found.append(_Match(token.start, at[position + offset].end, phrase))
    return found


def _near_matches(near: Near, places: dict[Term, dict[int, Token]]) -> list[_Match]:
    reach = len(near.terms) - 1 + near.distance
    standing = sorted(
        ((position, term, token) for term in near.terms for position, token in places.get(term, {}).items()),
        key=lambda place: place[0],
    )
    found: list[_Match] = []
    inside: Counter[Term] = Counter()
    end = marked = 0
    for index, (begin, term, _) in enumerate(standing):
        while end < len(standing) and standing[end][0] - begin <= reach:
            inside[standing[end][1]] += 1
            end += 1
        if len(inside) == len(near.terms):
            new = standing[max(index, marked) : end]
            found += [_Match(token.start, token.end, near) for _, _, token in new]
            marked = end
        inside[term] -= 1
        if not inside[term]:
            del inside[term]
    return found


def _whole_word(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span that begins or ends within a word ("28" in "TC28") or before the last dot of initials."""
    while start > 0 and _goes_on(text[start - 1], text[start]):
        start -= 1
    while end < len(text) and _goes_on(text[end - 1], text[end]):
        end += 1
    if end - start > 2 and text[end : end + 1] == text[end - 2] == ".":
        end += 1
    return start, end


def _goes_on(one: str, two: str) -> bool:
    return one < _FIRST_RUN and two < _FIRST_RUN and one.isalnum() and two.isalnum()


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Join spans that overlap or touch."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def _pieces(text: str, room: int) -> list[_Piece]:
    """Return the sentences of a text; those longer than ``room`` in pieces."""
    atoms = atoms_of(text, 0, 0, len(text), max_chars=room, max_words=0)
    pieces: list[_Piece] = []
    for index, atom in enumerate(atoms):
        continued = index + 1 < len(atoms) and atoms[index + 1].joint >= CLAUSE
        opens = atom.joint < CLAUSE
        if opens and not continued and atom.end - atom.start <= room:
            pieces.append(_Piece(atom.start, atom.end, opens))
            continue
        for number, match in enumerate(_PIECE.finditer(text, atom.start, atom.end)):
            pieces.append(_Piece(match.start(), min(match.end(), match.start() + room), opens and not number))
    return pieces


def _best_window(pieces: Sequence[_Piece], matches: Sequence[_Match], room: int) -> tuple[int, int]:
    """Return the first and last piece to show."""
    best, best_score = (0, 0), (-1.0, -1, False, False)
    last = 0
    for first, piece in enumerate(pieces):
        last = max(last, first)
        while last + 1 < len(pieces) and pieces[last + 1].end - piece.start <= room:
            last += 1
        inside = [match for match in matches if piece.start <= match.start and match.end <= pieces[last].end]
        weight = sum(_weight(leaf) for leaf in {match.leaf for match in inside})
        begins = bool(inside) and inside[0].start < piece.end
        score = (weight, len(inside), piece.opens, begins)
        if score > best_score:
            best, best_score = (first, last), score
    first, last = best
    while first and pieces[last].end - pieces[first - 1].start <= room:
        first -= 1
    return first, last


def _weight(leaf: TextLeaf) -> float:
    match leaf:
        case Phrase(terms) | Near(terms):
            return float(len(terms))
        case Word(word) | Exact(word):
            return _SHORT_WEIGHT if len(word) <= _SHORT_WORD and word.isascii() and word.isalpha() else 1.0
        case _:
            return 1.0


def _cut(text: str, start: int, end: int, matches: Sequence[_Match]) -> Snippet:
    """Make the snippet of a span; a match that is not whole within it is not marked."""
    before = f"{_LEFT_OUT} " if text[:start].strip() else ""
    after = f" {_LEFT_OUT}" if text[end:].strip() else ""
    inside = [(match.start, match.end) for match in matches if start <= match.start and match.end <= end]

    def moved(offset: int) -> int:
        return len(before) + len(_SPACES.sub(" ", text[start:offset]))

    highlights = tuple((moved(first), moved(last)) for first, last in _merged(inside))
    return Snippet(text=f"{before}{_SPACES.sub(' ', text[start:end])}{after}", highlights=highlights)

"""Stretches of text that are written as one: a word, a compound, a run of Chinese.

Each is taken apart once into a ``Pattern`` of tokens relative to its start, and kept: most of a
text consists of stretches seen before.

* A word is one token.
* A compound ("COVID-19", "SAC/TC28", "policy-making") gives its parts at consecutive positions, so
  that it is found like the same words with spaces, and the joined spelling ("covid19") at its first
  and its last position, so that it is found like the same words written together.
* A part that is no word of its own ("e-commerce", "co-operation", "cyber security") shares the
  position of what it is bound to, so that phrases hold in all three spellings.
* Initials ("U.S.") are one word.
* A run of a script without spaces gives overlapping pairs of characters, each at the position of its
  first; its first and last characters also alone, so that a phrase may go on into Latin words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from .folding import clusters, fold, is_mark
from .stems import stem

_LONGEST_WORD = 100
"""Characters of a word that are compared; what is longer is a key or damaged text."""
_LONGEST_JOINED = 40
_LONGEST_FREQUENT = 60
"""Longer stretches are not kept: they hardly return and damaged text would fill the memory with them."""
_MOST_JOINED_PARTS = 4
_MOST_MIXED_PARTS = 3
"""Letters and digits that alternate more often ("3fa9c1d") are a code, searched whole."""

_BOUND_BY_SPACE = (
    "agro|anti|bio|cyber|eco|geo|hydro|hyper|infra|inter|intra|macro|micro|multi|neo|non|pre|semi|socio|sub"
    "|trans"
)
"""Prefixes that are written with a hyphen, a space or together with what follows."""
_BOUND_BY_HYPHEN = frozenset((*_BOUND_BY_SPACE.split("|"), "bi", "co", "de", "e", "re", "tri", "uni"))
"""The same and those that with a space are something else ("Co Ltd")."""
_ELECTRONIC = (
    "bike bank book business car cigarette cny commerce democracy government governance health id invoice "
    "invoicing justice learning mail mobility money participation payment procurement retail scooter service "
    "signature vehicle voting waste yuan"
).replace(" ", "|")
"""What is written after "e" and a space; elsewhere a lone e is a letter, or "and" in Italian."""

_RUNS = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1050-\u109d\u1100-\u11ff\u1780-\u17d3\u3005-\u3007"
    "\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3131-\u318e\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7fb\uf900-\ufaff\uff66-\uffdc"
    "\U00020000-\U0003fffd"
)
"""Han, kana, Hangul, bopomofo, Thai, Lao, Burmese and Khmer: scripts searched by pairs of characters."""
_PREFIX = rf"(?:(?i:{_BOUND_BY_SPACE})[ \n\u00a0](?=[A-Za-z])|[eE][ \n\u00a0](?i:(?={_ELECTRONIC})))*"


def _compound(word: str, joiners: str) -> str:
    """Return the pattern of words with joiners between, thousands separators and hyphens at line ends too."""
    between = rf"[{joiners}]|(?<=\d)[,，](?=\d\d\d(?!\d))|-\r?\n[ \t]*(?=[a-z])"
    return rf"{_PREFIX}{word}(?:(?:{between}){word})*"


ASCII_UNIT = re.compile(_compound("[A-Za-z0-9]+", "-'./&_"))
"""One stretch in a text that is all ASCII."""
WESTERN = "cp1252"
"""A character set with Latin letters, typographic quotes and dashes; of the marks only the soft hyphen."""
WESTERN_UNIT = re.compile(_compound("[^\\W_]+(?:\u00ad+[^\\W_]*)*", "-'./&_\u2019\u2018\u2013"))
"""One stretch in a text of ``WESTERN`` characters: what ``any_unit`` finds there."""


# Large classes of characters take milliseconds to compile: a search of English reports does without them.
@cache
def _marks() -> str:
    return (
        "\u00ad\u200c\u200d\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"  # invisible inside a word
        + "".join(filter(is_mark, map(chr, range(0x300, 0x2000))))
        + "\u20d0-\u20ff\u2de0-\u2dff\ua66f\ua674-\ua67d\ua8e0-\ua8f1\ufe20-\ufe2f"
    )


@cache
def run() -> re.Pattern[str]:
    """Return the pattern of a run of a script without spaces."""
    return re.compile(f"[{_RUNS}][{_RUNS}{_marks()}]*")


@cache
def any_unit() -> re.Pattern[str]:
    """Return the pattern of one stretch in any text without runs."""
    joiners = "-'./&_\u2019\u2018\u02bc\uff07\u2010-\u2013\uff0d\uff0e\uff0f\uff06\u2044"
    return re.compile(_compound(rf"[^\W_]+(?:[{_marks()}]+[^\W_]*)*", joiners))


@cache
def _plain_run() -> re.Pattern[str]:
    """A run in which each character stands for itself."""
    return re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]+")


_PART = re.compile(
    r"(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+(?![^\W_])"  # initials
    r"|\d{1,3}(?:,\d\d\d)+(?!\d)"  # a number with separators
    r"|\d+(?:st|nd|rd|th|s)(?![^\W_])"  # an ordinal or a decade
    r"|\d+|[^\d\-'./&_,\s]+"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A token relative to the stretch that it is in: see ``Token``."""

    word: str
    stem: str
    start: int
    end: int
    position: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A stretch taken apart.

    Attributes:
        terms: What is indexed, by position.
        parts: The smallest parts, in order.
        steps: One term a position: what a phrase that contains the stretch consists of.
        joined: The stretch written together, if it has several parts and a letter.
        spaced: Whether white space stands between parts ("cyber security").
        run: Whether it is a run of a script without spaces.
    """

    terms: tuple[Term, ...]
    parts: tuple[Term, ...]
    steps: tuple[Term, ...]
    joined: Term | None = None
    spaced: bool = False
    run: bool = False


def _term(word: str, start: int, end: int, position: int) -> Term:
    word = word[:_LONGEST_WORD]
    return Term(word, stem(word), start, end, position)


def split_run(text: str) -> Pattern:
    """Take a run of a script without spaces apart."""
    if _plain_run().fullmatch(text):
        characters = [(character, offset, offset + 1) for offset, character in enumerate(text)]
    else:
        characters = clusters(text)
    if not characters:
        return Pattern((), (), (), run=True)
    last, start, end = characters[-1]
    steps = [
        Term(one + two, one + two, start, end, position)
        for position, ((one, start, _), (two, _, end)) in enumerate(pairwise(characters))
    ]
    steps.append(Term(last, last, start, end, len(steps)))
    first = (Term(characters[0][0], characters[0][0], *characters[0][1:], 0),) if len(steps) > 1 else ()
    return Pattern((*first, *steps), tuple(steps), tuple(steps), run=True)


def split_unit(text: str) -> Pattern:
    """Take a word or compound apart."""
    return _split_frequent(text) if len(text) <= _LONGEST_FREQUENT else _split(text)


@lru_cache(maxsize=50_000)
def _split_frequent(text: str) -> Pattern:
    return _split(text)


def _split(text: str) -> Pattern:
    if text.isascii() and text.isalpha():
        single = (_term(text.lower(), 0, len(text), 0),)
        return Pattern(single, single, single)
    folded, starts, ends = fold(text)
    spans = _parts(folded)
    if not spans:
        return Pattern((), (), ())
    groups = _bound_groups(folded, spans)
    position_of = [position for position, group in enumerate(groups) for _ in group]

    def joined(first: int, last: int, position: int) -> Term:
        word = "".join(folded[start:end] for start, end in spans[first : last + 1]).translate(_DROPPED)
        return _term(word, starts[spans[first][0]], ends[spans[last][1] - 1], position)

    parts = [joined(index, index, position) for index, position in enumerate(position_of)]
    steps = [joined(group[0], group[-1], position) for position, group in enumerate(groups)]
    terms = [*parts]
    for position, group in enumerate(groups):
        terms += [joined(first, group[-1], position) for first in group[:-1]]
    for first, last in (*_glued(spans), *_sign(parts)):
        terms += [joined(first, last, position) for position in (position_of[first], position_of[last])]
    whole = steps[0] if len(parts) > 1 and len(steps) == 1 else None
    if 1 < len(groups) <= _MOST_JOINED_PARTS:
        candidate = joined(0, len(spans) - 1, 0)
        if not candidate.word.isdecimal() and len(candidate.word) <= _LONGEST_JOINED:
            whole = candidate
            terms += [whole, joined(0, len(spans) - 1, len(groups) - 1)]
    terms = sorted(dict.fromkeys(terms), key=lambda term: (term.position, term.start, term.end))
    return Pattern(
        tuple(terms),
        tuple(parts),
        tuple(steps),
        whole,
        spaced=any(character.isspace() for character in folded),
    )


_DROPPED = {ord(mark): None for mark in ".,"}


def _parts(folded: str) -> list[tuple[int, int]]:
    """Return the spans of the parts; letters and digits that alternate too often stay together."""
    if folded.endswith("'s"):
        folded = folded[:-2]
    spans: list[tuple[int, int]] = []
    for chunk in re.finditer(r"[^\-'/&_\s]+", folded):
        inner = [match.span() for match in _PART.finditer(folded, *chunk.span())]
        for block in _blocks(inner):
            spans += block if len(block) <= _MOST_MIXED_PARTS else [(block[0][0], block[-1][1])]
    return spans


def _blocks(spans: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Group spans that touch."""
    blocks: list[list[tuple[int, int]]] = []
    for span in spans:
        if blocks and blocks[-1][-1][1] == span[0]:
            blocks[-1].append(span)
        else:
            blocks.append([span])
    return blocks


def _glued(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the first and last index of parts written without anything between ("TC28")."""
    found: list[tuple[int, int]] = []
    index = 0
    for block in _blocks(spans):
        if len(block) > 1:
            found.append((index, index + len(block) - 1))
        index += len(block)
    return found


def _sign(parts: list[Term]) -> list[tuple[int, int]]:
    """Return the first and last index of several parts in letters before a number ("GB/T" in "GB/T35273")."""
    letters = next((index for index, part in enumerate(parts) if part.word.isdecimal()), 0)
    return [(0, letters - 1)] if 1 < letters < _MOST_JOINED_PARTS else []


def _bound_groups(folded: str, spans: list[tuple[int, int]]) -> list[list[int]]:
    """Group the indexes of parts by the position that they share."""
    groups: list[list[int]] = [[0]]
    for index in range(1, len(spans)):
        (start, end), (following, _) = spans[index - 1], spans[index]
        gap = folded[end:following]
        bound = folded[start:end] in _BOUND_BY_HYPHEN and gap and gap.strip() in ("", "-")
        if bound and folded[following].isalpha() and len(groups[-1]) < _MOST_JOINED_PARTS:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups

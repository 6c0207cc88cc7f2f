"""Looking names up, and finding them in running text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import ahocorasick

from ..names import name_key
from .rows import Entry, form_key, is_acronym

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SAME_LENGTH = {"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-"} | dict.fromkeys(
    "\t\n\r\x0b\x0c\x85\xa0\u2002\u2003\u2009\u202f\u3000", " "
)
_SPACES = re.compile(" {2,}")
_WORD = re.compile(r"\b\w")
# A name of so many words more than one is no ordinary phrase, even if it is written as one: "Seoul
# Declaration for safe, innovative and inclusive AI".
_BLANKS_OF_LONG_NAME = 4
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


class Found(NamedTuple):
    """A known name in a text; ``text[start:end]`` is the form as written."""

    start: int
    end: int
    entry: Entry


class Gazetteer:
    """Known names of one kind, for look-up and for matching in text.

    Args:
        entries: Later entries win where a form stands in several.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: tuple[Entry, ...] = tuple(entries)
        self._by_key: dict[str, Entry] = {}
        for entry in self.entries:
            self._by_key.update((form_key(form), entry) for form in entry.forms)

    # Looking one name up needs no matcher, and reading a report looks up but few.
    @cached_property
    def _full(self) -> ahocorasick.Automaton | None:
        return _automaton((form, entry) for entry in self.entries for form in entry.forms)

    @cached_property
    def _short(self) -> ahocorasick.Automaton | None:
        return _automaton((form, entry) for entry in self.entries for form in entry.short)

    def lookup(self, text: str) -> Entry | None:
        """Return the entry that a name stands for, or None.

        Names are compared by name key, acronyms as written but for their dots: "who" is not the WHO.
        A name in capitals that no acronym is may be a known name in capitals ("DEFRA", "POLITICO").
        """
        name = text.strip()
        found = self._by_key.get(form_key(name))
        return self._by_key.get(name_key(name)) if found is None and is_acronym(name) else found

    def find(self, text: str) -> list[Found]:
        """Find names and aliases in running text, without overlap, the longest at each place.

        A match begins and ends at a word's edge (but within Chinese and Japanese), may run over line
        breaks and repeated spaces, must be written with most of the capitals of the known form, and
        exactly as known if that is an acronym.
        """
        return _longest(_occurrences(self._full, text))

    def find_short(self, text: str, entries: Iterable[Entry]) -> list[Found]:
        """Find short forms of entries that the document is known to speak of.

        A short form that several of these entries share is left out: nobody could tell which is meant.
        """
        wanted = {entry.id for entry in entries}
        matches = [found for found in _occurrences(self._short, text) if found.entry.id in wanted]
        owners: dict[tuple[int, int], set[str]] = defaultdict(set)
        for start, end, entry in matches:
            owners[start, end].add(entry.id)
        return _longest(found for found in matches if len(owners[found.start, found.end]) == 1)


def _automaton(forms: Iterable[tuple[str, Entry]]) -> ahocorasick.Automaton | None:
    """Build the matcher of pairs of form and entry; None if there are none."""
    by_text: dict[str, dict[str, tuple[str, Entry]]] = defaultdict(dict)
    for form, entry in forms:
        plain = _SPACES.sub(" ", _plain(form))
        by_text[_lower(plain)][entry.id] = (plain, entry)
    automaton = ahocorasick.Automaton()
    for lowered, known in by_text.items():
        automaton.add_word(lowered, (len(lowered), tuple(known.values())))
    if not by_text:
        return None
    automaton.make_automaton()
    return automaton


def _occurrences(automaton: ahocorasick.Automaton | None, text: str) -> list[Found]:
    if automaton is None:
        return []
    plain, offsets = _even_spaces(_plain(text))
    found = []
    for last, (length, known) in automaton.iter(_lower(plain)):
        start, end = last + 1 - length, last + 1
        if _at_edges(plain, start, end):
            written = plain[start:end]
            found += [
                Found(offsets.original(start), offsets.original(end - 1) + 1, entry)
                for form, entry in known
                if _written_as(written, form)
            ]
    return found


def _plain(text: str) -> str:
    """One kind of apostrophe, hyphen and white space each; the length stays."""
    # On long texts with other than ASCII letters a dozen replacements are ten times faster than translate().
    for written, plain in _SAME_LENGTH.items():
        text = text.replace(written, plain)
    return text


class _Offsets(NamedTuple):
    """Where positions after taking out repeated spaces lie in the original text."""

    places: Sequence[int]
    shifts: Sequence[int]

    def original(self, position: int) -> int:
        return position + self.shifts[bisect_right(self.places, position)]


def _even_spaces(text: str) -> tuple[str, _Offsets]:
    """Make runs of spaces one space, and say how to get back."""
    places: list[int] = []
    shifts = [0]
    parts = []
    previous = 0
    for run in _SPACES.finditer(text):
        parts.append(text[previous : run.start() + 1])
        previous = run.end()
        places.append(run.start() + 1 - shifts[-1])
        shifts.append(shifts[-1] + run.end() - run.start() - 1)
    parts.append(text[previous:])
    return "".join(parts), _Offsets(places, shifts)


def _lower(text: str) -> str:
    """Lower case of the same length: a few letters have a longer one and are left alone."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _at_edges(text: str, start: int, end: int) -> bool:
    before = start == 0 or not text[start - 1].isalnum() or not text[start].isalnum() or _cjk(text[start])
    after = end == len(text) or not text[end].isalnum() or not text[end - 1].isalnum() or _cjk(text[end - 1])
    return before and after


def _cjk(letter: str) -> bool:
    return _CJK.match(letter) is not None


def _written_as(written: str, form: str) -> bool:
    """Whether the capitals agree: all of an acronym's, else the first and more than half of the others."""
    if written == form:
        return True
    if is_acronym(form):
        return False
    capitals = [
        i for i, letter in enumerate(form) if letter.isupper() and (i == 0 or not form[i - 1].isalnum())
    ]
    if not capitals:
        return form.islower() or not form.isascii()
    kept = sum(written[i].isupper() for i in capitals)
    enough = 2 * kept > len(capitals) or form.count(" ") >= _BLANKS_OF_LONG_NAME
    return written[capitals[0]].isupper() and enough


def _longest(matches: Iterable[Found]) -> list[Found]:
    """Leftmost first, the longest at each place, none overlapping another."""
    chosen: list[Found] = []
    for found in sorted(matches, key=lambda found: (found.start, -found.end)):
        if not chosen or found.start >= chosen[-1].end:
            chosen.append(found)
    return chosen

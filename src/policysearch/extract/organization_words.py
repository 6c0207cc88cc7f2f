"""The words of a text and of names: what the rules for organizations look at.

The word lists are data (``data/organization_words.toml``); this module gives them as sets and
cuts a text into words with the gaps between them.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
_FILES = ("organization_words.toml", "organization_places.toml")
_WORD = re.compile(
    r"(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])|[^\W_]+(?:(?:[-‐‑&/'’]|\.(?!(?<=[a-z]\.)[A-Z]))[^\W_]+)*(?:[’'](?!\w)(?<=s.))?|&"
)
_GAP = re.compile(r"[ \t\xa0\u2009\u202f]{1,3}|[ \t]?\r?\n[ \t]*")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]|St|Co|Inc|Ltd|Corp|Dept|Univ|Natl|Gen|Nat")
PLURAL_HEAD = re.compile(
    r"(?:Committees|Departments|Ministries|Agencies|Offices|Authorities|Councils|Universities|Institutes)$"
)
_ATTRIBUTE = re.compile(r"\w-(?:based|owned|backed|led|funded|listed|headquartered|born|made|run|style)$")
"""Compounds that say where a body is or whose, and are no part of its name."""
_WRAPPED_LINE = 45
"""Characters from which on a line of prose may be taken as wrapped, so that a name goes on in the next."""

CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĘĚĞĢĪĮİĶŁĻŃŇŅŌŐŘŚŞȘŠŤȚŢŪŮŰŲŹŻŽ]"
"""A capital letter of European languages, for patterns."""
CONNECTORS = frozenset({"of", "for", "on", "and", "the", "&", "in", "to", "at", "with"})


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a list of ``data/organization_words.toml`` or ``organization_places.toml`` as a set."""
    return frozenset(_lists()[name])


@cache
def _lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    for name in _FILES:
        lists |= tomllib.loads((_DATA / name).read_text("utf-8"))
    return lists


class Words:
    """A text as words. Positions are word numbers; ``starts`` and ``ends`` are offsets in the text.

    Args:
        text: Any text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        spans = [match.span() for match in _WORD.finditer(text)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, place: int) -> str:
        return self.text[self.starts[place] : self.ends[place]]

    def place_at(self, offset: int) -> int:
        """The number of the first word that starts at or after an offset."""
        return bisect_left(self.starts, offset)

    def is_name(self, place: int) -> bool:
        """Whether a word is written as a part of a name: a capital or a digit in it, or first."""
        word = self[place]
        return word[0].isupper() or (word[0].islower() and word.isalnum() and not word.islower())

    def is_in_capitals(self, place: int) -> bool:
        """Whether a word stands in a run of words all in capitals, as in headings."""
        word = self[place]
        if not word.isupper():
            return False
        return any(
            self[place + step].isupper()
            and (len(self[place + step]) > 3 or self._is_long_capital(place + 2 * step))
            for step in (-1, 1)
            if 0 <= place + step < len(self)
        )

    def _is_long_capital(self, place: int) -> bool:
        return 0 <= place < len(self) and len(self[place]) > 3 and self[place].isupper()

    def connector(self, place: int) -> str:
        """The word in lower case if it can join the parts of a name, else ""."""
        word = self[place]
        lowered = word.lower()
        if lowered not in CONNECTORS:
            return ""
        return lowered if word == lowered or (word.isupper() and self.is_in_capitals(place)) else ""

    def are_joined(self, place: int) -> bool:
        """Whether only space lies between a word and the next, as inside a name."""
        if not 0 <= place < len(self) - 1:
            return False
        gap = self.text[self.ends[place] : self.starts[place + 1]]
        if gap == " ":
            return True
        if gap.startswith(".") and _DOTTED.fullmatch(self[place]):
            gap = gap[1:]
        if not _GAP.fullmatch(gap):
            return False
        return "\n" not in gap or self._is_wrapped(place)

    def gap(self, place: int) -> str:
        """What stands between a word and the next."""
        following = self.starts[place + 1] if place + 1 < len(self) else len(self.text)
        return self.text[self.ends[place] : following]

    def begins_sentence(self, place: int) -> bool:
        """Whether a word is the first of a line or sentence, or follows a bullet or a colon."""
        before = self.text[max(0, self.starts[place] - 3) : self.starts[place]].rstrip(" ")
        return before[-1:] in {"", ".", ":", "\n", "•", "-", "*", "#", "!", "?"}

    def _is_wrapped(self, place: int) -> bool:
        """Whether the line that ends after this word is full, so that its sentence goes on."""
        begin = self.text.rfind("\n", 0, self.ends[place]) + 1
        long_enough = self.ends[place] - begin >= _WRAPPED_LINE
        first = self.text[self.starts[place + 1]]
        return long_enough or first.islower() or self.connector(place) != ""


def bare(word: str) -> str:
    """A word without a possessive ending."""
    return re.sub(r"[’']s?$", "", word)


def is_possessive(word: str) -> bool:
    """Whether a word ends in an apostrophe and s, or in s and an apostrophe."""
    return bare(word) != word


def without_lead(words: Words, first: int, head: int) -> int:
    """The first word of a name from ``first`` to ``head`` without words that only stand before it.

    "Under", "President" and the like are dropped with all that is before them, but for a few that may
    be inside a name: "Attorney General", "State Press Bureau".
    """
    begin = first
    for place in range(first, head):
        word = words[place]
        following = words[place + 1]
        inside = (word in _INNER_LEADS and (place > first or not words.begins_sentence(place))) or (
            (word == "Deputy" and following in word_set("listing_heads"))
            or (word == "Attorney" and is_possessive(following))
            or (word == "Chief" and any(words[i] in {"Officer", "Officers"} for i in range(place + 1, head)))
        )
        if (word in word_set("not_leading") and not inside) or _ATTRIBUTE.search(word):
            begin = place + 1
    while begin < head and words[begin] in {"and", "&"}:
        begin += 1
    return begin


_INNER_LEADS = frozenset(
    {
        "General",
        "First",
        "Joint",
        "Lead",
        "Press",
        "May",
        "Justice",
        "Two",
        "Second",
        "Support",
        "Report",
        "Link",
    }
    | {"Contact", "Source", "Note", "Page", "Image", "Member", "Members", "Photo", "Credit", "Title", "Part"}
)
"""Words that lead in a name at the beginning of a sentence, but are part of one elsewhere."""


def is_head(word: str) -> bool:
    """Whether a word is a head noun of organizations, in the singular or as "Committees"."""
    plain = bare(word)
    plain = plain.capitalize() if plain.isupper() and len(plain) > 3 else plain
    weak = word_set("weak_heads") - word_set("doubtful_heads")
    return plain in word_set("heads") or plain in weak or bool(PLURAL_HEAD.match(plain))


def is_national(modifiers: list[str]) -> bool:
    """Whether general words make a name: "National Research Foundation", but not "… Competent Authority"."""
    return modifiers[0] in {"National", "International", "Federal", "European"} and modifiers[1] not in _ROLES


_ROLES = frozenset({"Competent", "Supervisory", "Technical", "Market", "Designated", "Single", "Regulatory"})

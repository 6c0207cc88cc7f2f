"""The word lists and head nouns of ``data/law_titles.toml``, ready for look-up."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Head:
    """A noun around which titles are built.

    Attributes:
        words: In lower case; several for a compound ("action plan").
        group: Kind of instrument.
        modifiers: Words of content that must stand before a head without a tail.
        tail: Capitalized words of content that a tail needs where nothing stands before the head.
        year: Whether "of 2010" or ", 2010" after it is part of the title.
    """

    words: tuple[str, ...]
    group: str
    modifiers: int
    tail: int
    year: bool


@dataclass(frozen=True, slots=True)
class TitleWords:
    """Heads by their last word, compounds first; heads of one word; sets of words by the role they play."""

    heads: dict[str, tuple[Head, ...]]
    nouns: frozenset[str]
    roles: dict[str, frozenset[str]]

    def has(self, role: str, word: str) -> bool:
        """Whether a word in lower case plays a role."""
        return word in self.roles[role]


def load_table(name: str) -> dict[str, Any]:
    """Read ``data/{name}.toml``."""
    return tomllib.loads((_DATA / f"{name}.toml").read_text("utf-8"))


@cache
def title_words() -> TitleWords:
    """Read ``law_titles.toml``, once a process."""
    table = load_table("law_titles")
    heads: dict[str, list[Head]] = {}
    for group in table["heads"]:
        for phrase in group["words"]:
            words = tuple(phrase.lower().split())
            head = Head(words, group["group"], group["modifiers"], group["tail"], group.get("year", False))
            heads.setdefault(words[-1], []).append(head)
    by_length = {
        last: tuple(sorted(known, key=lambda head: -len(head.words))) for last, known in heads.items()
    }
    nouns = frozenset(last for last, known in heads.items() if any(len(head.words) == 1 for head in known))
    return TitleWords(by_length, nouns, {role: frozenset(words) for role, words in table["words"].items()})

"""Titles of laws that many countries give alike: "Data Protection Act", "AI Strategy", "Law No. 25"."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from .numbers import is_bare_number

_DATA = Path(__file__).parent / "data" / "generic_titles.toml"
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 4
"""Words, "of" and "and" left out, up to which a title of ordinary words is more than one country's."""


def is_generic_title(name: str) -> bool:
    """Whether a law's name says nothing by which it differs from that of another country.

    Args:
        name: As written; a number counts if it is all that follows the kind.
    """
    words = [word for word in _WORD.findall(name.casefold()) if word not in _small()]
    is_ordinary = 1 < len(words) <= _LONGEST and all(word in _generic() for word in words)
    return is_ordinary or is_bare_number(name)


@cache
def _data() -> dict[str, list[str]]:
    return tomllib.loads(_DATA.read_text("utf-8"))


@cache
def _generic() -> frozenset[str]:
    return frozenset(_data()["kinds"]) | frozenset(_data()["subjects"])


@cache
def _small() -> frozenset[str]:
    return frozenset(_data()["small"])

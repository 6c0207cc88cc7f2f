"""Names whose form is fixed: joined ministries and bodies with numbers.

"the Departments of Defense, Veterans Affairs, and State" is one name; "18th Airborne Corps", "Task
Force 59" and "Fifth Circuit" have a number instead of a complement.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .alternatives import one_of
from .candidates import Candidate
from .organization_words import CAPITAL

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATA = Path(__file__).parent / "data" / "organization_patterns.toml"
_WORD = rf"{CAPITAL}[\w’'-]*\w"
_FIELD = rf"{_WORD}(?: {_WORD}){{0,3}}"
_TWOFOLD = rf"{_FIELD}(?: (?:and|&) {_WORD}(?: {_WORD}){{1,2}})?"
"""A field of work that may have an "and" of its own: "Health and Human Services"."""


def patterned_names(text: str) -> Iterator[Candidate]:
    """Yield joined and numbered bodies in a text, in no particular order."""
    for match in _joined().finditer(text):
        yield Candidate(match.start(), match.end(), "organizations:joined")
    for match in _numbered().finditer(text):
        yield Candidate(match.start(), match.end(), "organizations:numbered")


@cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads(_DATA.read_text("utf-8"))


@cache
def _joined() -> re.Pattern[str]:
    heads = one_of(_lists()["joined_heads"], not_after=r"\w")
    return re.compile(
        rf"{heads} (?:of|for) (?:the )?(?:{_TWOFOLD},\s(?:the )?){{0,8}}"
        rf"(?:{_TWOFOLD} (?:and|&) |{_FIELD},? (?:and|&) (?:the )?){_TWOFOLD}(?![\w-])"
    )


@cache
def _numbered() -> re.Pattern[str]:
    words = _lists()
    units, kinds = one_of(words["units"]), one_of(words["unit_kinds"])
    return re.compile(
        rf"(?<![\w.-])(?:\d{{1,3}}(?:st|nd|rd|th|d) (?:{kinds} ){{1,2}}{units}"
        rf"|{one_of(words['numbered_forces'])} \d{{2,3}}"
        rf"|(?:{one_of(words['ordinals'])}|\d{{1,2}}(?:st|nd|rd|th)) {one_of(words['spelled_units'])}"
        rf"|(?:D\.C\.|Federal) Circuit)(?! Judge| Court|[\w-])"
    )

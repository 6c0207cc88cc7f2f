"""Whose a law or body is by what stands around its name: the body before it, the country of its sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .countries import count_countries, country_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..models import Entity, Mention

_LONGEST_JOINT = 4
"""Characters between a body and its law: a bracket, a genitive, a space."""
_JOINT = re.compile(r"[)）]?(?:['’]s)?\s")
_SENTENCE_START = re.compile(r"[.!?;]\s+(?=[A-Z])|\n\s*\n|\n(?=[•\-*\d])")
_REACH = 300
"""Characters before a name in which the beginning of its sentence is looked for."""
_UNIONS = frozenset({"INT", "EU"})


def bodies_before(
    text: str, laws: Iterable[Mention], bodies: Sequence[tuple[Mention, Entity]]
) -> dict[str, Entity]:
    """Return the bodies that stand right before laws: "the NIST Risk Management Framework".

    Returns:
        Text of the law, with single spaces, to the body.
    """
    ends = {mention.end: entity for mention, entity in bodies}
    found: dict[str, Entity] = {}
    for law in laws:
        for length in range(1, _LONGEST_JOINT + 1):
            body = ends.get(law.start - length)
            if body and _JOINT.fullmatch(text, law.start - length, law.start):
                found.setdefault(" ".join(law.text.split()), body)
    return found


def country_of_sentence(text: str, mentions: Iterable[Mention]) -> str:
    """Return the country that is named before a name in its sentence: "Croatia has a National Plan".

    Args:
        text: The document's text.
        mentions: The places of the name.

    Returns:
        Its code; "" where none or several are named, or places differ.
    """
    codes = {code for mention in mentions if (code := _only_country(_before(text, mention.start)))}
    return codes.pop() if len(codes) == 1 else ""


def _before(text: str, place: int) -> str:
    start = max(0, place - _REACH)
    for end in _SENTENCE_START.finditer(text, start, place):
        start = end.end()
    return text[start:place]


def _only_country(words: str) -> str:
    """The one country of some words; a city or an adjective alone may be a person's name or a language."""
    codes = count_countries(words)[1].keys() - _UNIONS
    return next((code for code in codes if len(codes) == 1 and country_name(code) in words), "")

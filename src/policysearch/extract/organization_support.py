"""Which of the doubtful names other evidence bears out: the model, known names, defined acronyms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policysearch.names import name_key

from .candidates import Candidate
from .organization_phrases import CAPITALS, GENERIC, WEAK

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

_COMPLEMENT = re.compile(r"\s(?:of|for|on)\s")
_BODIES_IN_CAPITALS = re.compile(
    r"(?:[A-Z.]+ ){0,3}(?:SENATE|HOUSE OF|LEGISLATURE|PARLIAMENT|CONGRESS|MINISTRY|DEPARTMENT|COURT|ASSEMBLY"
    r"|COMMISSION)\b"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What may bear out a doubtful name.

    Attributes:
        model_ends: Offsets at which the model ends an organization.
        defined_ends: Offsets at which the long form of an acronym ends.
        known_starts: Offsets at which a known organization begins.
        known_shorts: Name keys of the short forms of known organizations.
    """

    model_ends: Container[int]
    defined_ends: Container[int]
    known_starts: Container[int]
    known_shorts: Container[str]


def supported(text: str, phrases: Sequence[Candidate], evidence: Evidence) -> Iterator[Candidate]:
    """Yield the doubtful phrases that evidence bears out.

    A weak phrase needs the model, an acronym, or a known company at its beginning; a generic one needs
    an acronym, a longer name that it shortens, or to be known; one in capitals needs the same name in
    ordinary letters elsewhere in the document, or a line of its own.
    """
    sure = {name_key(text[p.start : p.end]) for p in phrases if not p.value}
    shorter = {short for p in phrases if not p.value for short in _kinds_in(text[p.start : p.end])}
    for phrase in phrases:
        name = text[phrase.start : phrase.end]
        defined = phrase.end in evidence.defined_ends
        holds = False
        if phrase.value == WEAK:
            is_branch = phrase.extractor.endswith("company") and phrase.start in evidence.known_starts
            holds = defined or is_branch or phrase.end in evidence.model_ends
        elif phrase.value == GENERIC:
            is_short = name in shorter and text[max(0, phrase.start - 4) : phrase.start].lower() == "the "
            is_known = phrase.start in evidence.known_starts or name_key(name) in evidence.known_shorts
            holds = defined or is_short or is_known
        elif phrase.value == CAPITALS:
            holds = name_key(name) in sure or _is_title_line(text, phrase)
        if holds:
            yield Candidate(phrase.start, phrase.end, phrase.extractor)


def _kinds_in(name: str) -> Iterator[str]:
    """Yield the kinds of body in a name: "Working Group" of "Expert Working Group on …"."""
    words = _COMPLEMENT.split(name, maxsplit=1)[0].split()
    for count in (2, 3):
        if len(words) > count or (len(words) == count and len(name.split()) > count):
            yield " ".join(words[-count:])


def _is_title_line(text: str, phrase: Candidate) -> bool:
    """Whether a name in capitals is a whole line, as on the first page of an act: "SENATE OF THE …"."""
    start = text.rfind("\n", 0, phrase.start) + 1
    end = text.find("\n", phrase.end)
    line = text[start : end if end >= 0 else len(text)].strip(" ,.*#")
    name = text[phrase.start : phrase.end]
    return line in {name, f"THE {name}"} and bool(_BODIES_IN_CAPITALS.match(name))

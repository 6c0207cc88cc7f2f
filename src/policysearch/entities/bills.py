"""The names of a law on its way: the number of the bill, the titles it gives itself, the numbers of the acts.

A bill is one law with the act that it becomes, so that its numbers and titles are names of one thing.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..models import Mention

_CITED_AS = re.compile(r"(?:may|shall) be (?:cited|known) as (?:the )?[“\"'‘`]{0,2}")
_OR = re.compile(r"[”\"'’]{1,2},? or (?:as )?(?:the )?[“\"'‘`]{1,2}")
_BILL = re.compile(r"(?:H\.R\.|S\.) \d+|Public Law \S+")
_HEAD = 200
"""Characters from the beginning of a bill in which its number stands."""
_OPENING = 6000
"""Characters from the beginning of a bill in which its short title stands."""
_INTRODUCED = re.compile(r"[,.”\"’\s]*was introduced in (?:the )?[A-Z][A-Za-z ]*and (?:was )?assigned\s")
_BLANK_LINE = re.compile(r"\n\s*\n")
_ASSIGNED = re.compile(r"\bwas assigned\s$")
_REFERENCE = 30
"""Characters before a number in which the words that lead to it stand."""


def own_names(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """Yield the short titles that a bill gives itself with the first of them and the number at its head.

    "This Act may be cited as the “Widget Privacy Act” or the “WP Act”."
    """
    cited = _CITED_AS.search(text, 0, _OPENING)
    ordered = sorted(mentions, key=lambda mention: mention.start)
    title = next((m for m in ordered if cited and 0 <= m.start - cited.end() <= 2), None)
    if not title:
        return
    if number := next((m.text for m in ordered if m.end < _HEAD and _BILL.fullmatch(m.text)), None):
        yield title.text, number
    for first, second in pairwise(ordered):
        if first is title and _OR.fullmatch(text, first.end, second.start):
            yield title.text, second.text


def stages(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """Yield a law with the numbers that its history gives to the bill and the act that it was before.

    The history of a law is one note, which a blank line ends.

    "Law 9-247, the “…,” was introduced in Council and assigned Bill No. 9-425 … was assigned Act No. 9-392"
    """
    law = ""
    for first, second in pairwise(sorted(mentions, key=lambda mention: mention.start)):
        if _BLANK_LINE.search(text, first.end, second.start):
            law = ""
        if _INTRODUCED.fullmatch(text, first.end, second.start):
            law = first.text
            yield law, second.text
        elif law and _ASSIGNED.search(text, max(second.start - _REFERENCE, 0), second.start):
            yield law, second.text

"""Names that show by their form in law, "DeepMind Technologies Limited", and branches of known companies."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from .candidates import Candidate
from .organization_words import Words, bare, is_head, is_possessive, without_lead, word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WITH_FULL_STOP = frozenset({"Inc", "Ltd", "Corp", "Co", "Ltda"})
_LONGEST_NAME = 12
"""Words of a company's name before its ending, at most."""
_ENDING = re.compile(r",? ([^ ]+?)\.?\Z")
_UNSURE_ENDINGS = frozenset(
    {"SE", "AB", "AG", "KG", "KK", "NV", "BV", "Labs", "Holding", "Technologies", "Ventures"}
)


def company_names(words: Words) -> Iterator[Candidate]:
    """Yield runs of capitalised words that a company's ending closes; "weak" where the ending is unsure."""
    for match in _company_pattern().finditer(words.text):
        ending = words.place_at(match.start())
        first = _company_start(words, ending)
        if not 0 <= first < ending or is_possessive(words[ending - 1]):
            continue
        end = match.end()
        if match.group().endswith(".") and not (
            words[ending] in _WITH_FULL_STOP and _goes_on(words.text, end)
        ):
            end -= 1
        weak = words[ending] in _UNSURE_ENDINGS
        if weak and any(f" {words[place].lower()} " in words.text for place in range(first, ending)):
            continue
        yield Candidate(words.starts[first], end, "organizations:company", value="weak" if weak else "")


def without_endings(name: str) -> str:
    """A company's name without its form in law: "Acme Media" of "Acme Media, Inc."."""
    while (cut := _ENDING.search(name)) and cut[1] in word_set("company_endings"):
        name = name[: cut.start()]
    return name


def _company_start(words: Words, ending: int) -> int:
    if not 0 < ending < len(words):
        return -1
    first = ending
    while first > max(0, ending - _LONGEST_NAME):
        if words.gap(first - 1) in {", ", "., "}:
            if words[first] not in word_set("company_endings"):
                break
        elif not words.are_joined(first - 1):
            break
        if (
            is_possessive(words[first - 1])
            and first > 1
            and words.is_name(first - 2)
            and words.are_joined(first - 2)
        ):
            break
        if words[first - 1] != "&" and (not words.is_name(first - 1) or words.connector(first - 1)):
            break
        first -= 1
    return without_lead(words, first, ending)


def _goes_on(text: str, end: int) -> bool:
    """Whether a full stop belongs to an abbreviation: what follows is no new sentence."""
    following = text[end : end + 2]
    return bool(following) and (
        following[0] in ",;:)’'" or following[1:].islower() or following[1:] in {"(", "（"}
    )


def branch_names(words: Words, known: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield known names with the word after them that makes a branch's name: "Sony Music".

    After a name of several words it is a country: "Amnesty International Canada". Not after a university
    or another body with a head noun, where addresses give the country without a comma.
    """
    for name in known:
        place = words.place_at(name.end) - 1
        is_single = words.starts[place] == name.start
        if not is_single and is_head(words[place]):
            continue
        if place + 1 < len(words) and words.ends[place] == name.end and words.are_joined(place):
            goes_on = words.are_joined(place + 1) and words.is_name(place + 2)
            after = bare(words[place + 1])
            is_place = after in word_set("branch_places") and words[place] not in word_set("unions_of_states")
            is_part = is_single and after in word_set("branches") and not words[place].isupper()
            if (is_place or is_part) and not goes_on and after == words[place + 1]:
                yield Candidate(name.start, words.ends[place + 1], "organizations:branch")


@cache
def _company_pattern() -> re.Pattern[str]:
    endings = "|".join(re.escape(e) for e in sorted(word_set("company_endings"), key=len, reverse=True))
    return re.compile(rf"(?<=[\w).,&] )(?:{endings})(?![\w-])\.?")

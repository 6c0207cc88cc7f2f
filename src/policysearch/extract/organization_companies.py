"""Names that show by their form in law or by a head noun of another language.

"DeepMind Technologies Limited", "Commission nationale de l'informatique et des libertés".
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from .candidates import Candidate
from .organization_cues import leads_in_english
from .organization_words import Words, is_possessive, without_lead, word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .lexicon import Lexicon

_WITH_FULL_STOP = frozenset({"Inc", "Ltd", "Corp", "Co", "Ltda"})
_LONGEST_NAME = 12
"""Words of a company's name before its ending, at most."""
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
    """Yield known single-word names with the word after them that makes a branch's name: "Sony Music"."""
    for name in known:
        place = words.place_at(name.start)
        if place + 1 < len(words) and words.ends[place] == name.end and words.are_joined(place):
            goes_on = words.are_joined(place + 1) and words.is_name(place + 2)
            if words[place + 1] in word_set("branches") and not words[place].isupper() and not goes_on:
                yield Candidate(name.start, words.ends[place + 1], "organizations:branch")


def foreign_names(text: str, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield names that begin with a head noun of another European language.

    In English text a word that is in no English dictionary goes on the name, so that names are whole
    without a dictionary of each language; in other text only listed words and capitalised ones do.
    """
    for match in _foreign_pattern().finditer(text):
        pieces = match.group().split()
        if not any(p in word_set("foreign_words") or "’" in p or "'" in p for p in pieces[1:]):
            continue
        end = match.end()
        if not lexicon.is_empty and leads_in_english(text, match.start()):
            end = _end_in_english(text, match.start(), lexicon)
        end = match.start() + len(_without_tail(text[match.start() : end]))
        if " " in text[match.start() : end]:
            yield Candidate(match.start(), end, "organizations:foreign")


def _end_in_english(text: str, start: int, lexicon: Lexicon) -> int:
    """The end of the run of names and words that are not English."""
    end = start
    after_function_word = False
    for word in _FOREIGN_WORD.finditer(text, start, start + _LONGEST_FOREIGN):
        gap = text[end : word.start()]
        if end > start and gap not in {" ", "\n"} and not (gap == ", " and word.group()[0].isupper()):
            break
        plain = word.group().replace("'", "’").rpartition("’")[2]
        is_function_word = plain in _FUNCTION_WORDS
        goes_on = (
            is_function_word
            or plain[0].isupper()
            or plain in word_set("foreign_words")
            or plain not in lexicon
            or after_function_word
            or "’" in word.group()
        )
        if not goes_on:
            break
        after_function_word = is_function_word
        end = word.end()
    return end


def _without_tail(name: str) -> str:
    """The name without words at its end that only join."""
    pieces = name.split(" ")
    while pieces and pieces[-1] in word_set("foreign_words") - word_set("foreign_adjectives"):
        pieces.pop()
    return " ".join(pieces)


_LONGEST_FOREIGN = 120
"""Characters of a name in another language, at most."""
_FOREIGN_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_FUNCTION_WORDS = frozenset(
    {
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "et",
        "pour",
        "sur",
        "di",
        "del",
        "della",
        "dei",
        "delle",
        "per",
        "e",
    }
    | {"el", "los", "las", "para", "y", "do", "da", "dos", "das", "für", "und", "der", "van", "voor", "en"}
)


@cache
def _company_pattern() -> re.Pattern[str]:
    endings = "|".join(re.escape(e) for e in sorted(word_set("company_endings"), key=len, reverse=True))
    return re.compile(rf"(?<=[\w).,&] )(?:{endings})(?![\w-])\.?")


@cache
def _foreign_pattern() -> re.Pattern[str]:
    heads = "|".join(sorted(word_set("foreign_heads"), key=len, reverse=True))
    lower = "|".join(sorted(word_set("foreign_words"), key=len, reverse=True))
    elided = r"(?:[dl]|dell|all|nell)[’'][\w-]+"
    name = r"[A-ZÀ-ÖØ-ÞŁŚŻ][\w-]+"
    return re.compile(
        rf"\b(?:{heads})(?:[ \n](?:(?:{lower})(?![\w’'])|{elided}|{name})){{1,10}}"
        rf"(?:(?:, {name})* (?:e|y|et|ed|und) {name}(?: {name})*)?"
    )

"""Names that begin with a head noun of another European language, or are one German word.

"Commission nationale de l'informatique et des libertés", "Úřad pro ochranu osobních údajů",
"Bundesdigitalministerium".
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from .alternatives import one_of
from .candidates import Candidate
from .organization_cues import is_english_function_word, leads_in_english
from .organization_words import CAPITAL, word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .lexicon import Lexicon

_LONGEST = 120
"""Characters of such a name, at most."""
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_GERMAN = re.compile(
    r"\bBundes[a-zäöüß]*(?:ministeri(?:um|ums)|amt|amte?s|anstalt|gericht|gerichts|gerichtshof|bank|agentur"
    r"|kartellamt|regierung|tag|tages|tags|rat|rates|rats|rechnungshof|polizei|akademie|zentrale)\b"
)
"""German federal bodies of one word; they end where the word ends, but for a ministry's field."""


def foreign_names(text: str, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield names that begin with a head noun of another European language.

    In English text a word that is in no English dictionary goes on the name, so that names are whole
    without a dictionary of each language; in other text only listed words and capitalised ones do.
    """
    for match in _GERMAN.finditer(text):
        yield Candidate(match.start(), match.end(), "organizations:foreign")
    for match in _heads().finditer(text):
        in_english = not lexicon.is_empty and leads_in_english(text, match.start())
        whole = _pattern().match(text, match.start())
        end = whole.end() if whole else match.end()
        if in_english:
            end = _end_in_english(text, match.start(), lexicon)
        pieces = text[match.start() : end].split()
        if not (_is_foreign(pieces, lexicon) if in_english or match.group() in lexicon else whole):
            continue
        end = match.start() + len(_without_tail(text[match.start() : end]))
        if " " in text[match.start() : end]:
            yield Candidate(match.start(), end, "organizations:foreign")


def _is_foreign(pieces: list[str], lexicon: Lexicon) -> bool:
    """Whether the words of a name are of another language: one that joins, or none that English has."""
    if any(p in word_set("foreign_words") or "’" in p or "'" in p for p in pieces[1:]):
        return True
    return not lexicon.is_empty and len(pieces) > 1 and not any(p in lexicon for p in pieces)


def _end_in_english(text: str, start: int, lexicon: Lexicon) -> int:
    """The end of the run of names and words that are not English."""
    end = start
    after_function_word = False
    for word in _WORD.finditer(text, start, start + _LONGEST):
        gap = text[end : word.start()]
        if end > start and gap not in {" ", "\n"} and not (gap == ", " and word.group()[0].isupper()):
            break
        plain = word.group().replace("'", "’").rpartition("’")[2]
        is_function_word = plain in word_set("foreign_joints")
        goes_on = (
            is_function_word
            or plain[0].isupper()
            or plain in word_set("foreign_words")
            or (plain not in lexicon and not is_english_function_word(plain))
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


@cache
def _heads() -> re.Pattern[str]:
    heads = one_of(word_set("foreign_heads"), not_after=r"\w")
    return re.compile(rf"{heads}(?=[ \n](?:[^\W\d_]|[dl][’']))")


@cache
def _pattern() -> re.Pattern[str]:
    heads, lower = one_of(word_set("foreign_heads")), one_of(word_set("foreign_words"))
    elided = r"(?:[dl]|dell|all|nell)[’'][\w-]+"
    name = rf"{CAPITAL}\w+(?:-\w+)*"
    german_article = r"(?:(?<=für )|(?<=auf )|(?<=über ))(?:die|das|den)"
    return re.compile(
        rf"{heads}(?:[ \n](?:{lower}(?![\w’'])|{german_article}(?!\w)|{elided}|{name})){{1,10}}"
        rf"(?:(?:, {name})* (?:e|y|et|ed|und) {name}(?: {name})*)?"
    )

"""English stems, the same for British and American spellings.

The stemmer is Snowball's English one (Porter2, https://snowballstem.org/algorithms/english/stemmer.html).
"""

from __future__ import annotations

import re

import Stemmer

_stemmer = Stemmer.Stemmer("english", 0)  # without its own cache: ours also holds the spellings

_CACHE_SIZE = 100_000
"""Words kept with their stems, some 15 MB: more than a large collection uses often."""

_LONGEST = 40
"""Longer runs of letters are codes or glued text, which no inflection explains."""

_SPELLINGS = (
    # Every -ise verb, also those without a -ize twin: what counts is that both spellings meet.
    (re.compile(r"(?<=[a-z]{3}[iy])s(?=(?:e[sdr]?|ers?|ing|able|ations?|ational(?:ly)?)$)"), "z"),
    (
        re.compile(
            r"^(arm|behavi|col|endeav|fav|flav|harb|hon|hum|lab|neighb|od|rig|rum|savi|tum|vap|vig)our"
            r"(?=$|s$|ed|ing|er|ab|al|hood|it|s?man)"
        ),
        r"\1or",
    ),
    (re.compile(r"^(cent|fib|lit|spect|theat|(?:[a-z]+)?met)re(?=s?$)"), r"\1er"),
    (re.compile(r"^(def|lic|off|pret)ence(?=[sd]?$)"), r"\1ense"),
    (re.compile(r"^programme(?=s?$)"), "program"),
    (re.compile(r"^(acknowledg|judg)ement"), r"\1ment"),
    (re.compile(r"^ageing"), "aging"),
    (re.compile(r"^alumini(?=um$)"), "alumin"),
    (re.compile(r"^sulph"), "sulf"),
)

_cache: dict[str, str] = {}


def stem(word: str) -> str:
    """Return what the inflections and spellings of a word have in common.

    Args:
        word: A folded word. Anything but ASCII letters is returned as it is.
    """
    found = _cache.get(word)
    if found is None:
        if len(_cache) >= _CACHE_SIZE:
            _cache.clear()
        found = _cache[word] = _stem(word)
    return found


def _stem(word: str) -> str:
    if len(word) > _LONGEST or not (word.isascii() and word.isalpha()):
        return word
    for pattern, american in _SPELLINGS:
        word = pattern.sub(american, word)
    return str(_stemmer.stemWord(word)) or word

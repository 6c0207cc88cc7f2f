"""How much of a page's text layer reads like words: a score that tells gibberish from text.

Layers go wrong when a font maps its glyphs to other characters, and when OCR read a picture. Both give
characters that texts do not have, and "words" without vowels or of mixed letters and signs.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from .pdf_continuity import unfinished_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .pdf_lines import Line

SAMPLE = 250
"""Characters looked at: some 40 words, enough to tell 0.5 from 0.9, in a tenth of a millisecond."""
ENOUGH_KNOWN = 6
"""Articles, prepositions and conjunctions in a sample: prose has 12, gibberish and lists of names none."""
MIN_SAMPLE = 30
"""Characters; of fewer, as on a title page, nothing is said."""
MIN_WORD = 4
"""Letters or different signs; shorter words are often abbreviations, fewer signs are leaders and rules."""

_EDGES = "\"'“”‘’«»()[]{}<>.,;:!?…*•–—-/|&%$€£§#+=°_0123456789"
_CLUSTER = re.compile(r"[bcdfghjklmnpqrstvwxz]{4}|([a-z])\1\1|jq|qj|xk|kx|vk|wk|zk|qg|gx|hq|[jqvwx]h")
"""Letters that words of European languages seldom hold side by side."""
_VOWELS = frozenset("aeiouyæøœ")


def quality(lines: Sequence[Line]) -> float:
    """Return the share of plausible words in a sample of a page's lines, by characters, from 0 to 1.

    Runs of different signs count as no words. Numbers and words of fewer than `MIN_WORD` letters say
    nothing; a page with fewer than `MIN_SAMPLE` characters of others scores 1, as does one with
    `ENOUGH_KNOWN` articles and prepositions.
    """
    sample = ""
    for line in lines:
        sample += line.text + " "
        if len(sample) > SAMPLE:
            break
    tokens = sample[:SAMPLE].split()
    known = unfinished_words()
    if sum(token in known for token in tokens) >= ENOUGH_KNOWN:
        return 1.0
    total = good = 0
    for token in tokens:
        word = token.strip(_EDGES).lower()
        if len(word) >= MIN_WORD:
            total += len(word)
            good += len(word) if _plausible(word) else 0
        elif not word and len(set(token)) >= MIN_WORD and not any(map(str.isdigit, token)):
            total += len(token)
    return good / total if total >= MIN_SAMPLE else 1.0


def _plausible(word: str) -> bool:
    """Tell whether a word has vowels and no odd clusters, or is of a script that writes otherwise."""
    if word.isascii() and word.isalpha():
        return not (_VOWELS.isdisjoint(word) or _CLUSTER.search(word))
    if sum(map(str.isalnum, word)) < 0.7 * len(word):
        return False
    if any(unicodedata.category(char) in ("Co", "Cn", "Cc", "So") for char in word):
        return False
    return word[0] > "\u024f" or not _VOWELS.isdisjoint(unicodedata.normalize("NFD", word))

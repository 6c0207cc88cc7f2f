"""How much of a page's text layer reads like words: a score that tells gibberish from text.

Layers go wrong when a font maps its glyphs to other characters, and when OCR read a picture. Both give
characters that texts do not have, and "words" without vowels or of mixed letters and signs.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .pdf_lines import Line

SAMPLE = 400
"""Characters looked at: some 65 words, enough to tell 0.5 from 0.9, in a tenth of a millisecond."""
MIN_SAMPLE = 40
"""Characters; of fewer, as on a title page, nothing is said."""

_TOKEN = re.compile(r"\S+")
_EDGES = "\"'“”‘’«»()[]{}<>.,;:!?…*•–—-/|&%$€£§#+=°0123456789"
_VOWELS = frozenset("aeiouyæøœ")


def quality(lines: Sequence[Line]) -> float:
    """Return the share of characters that stand in plausible words or numbers, from 0 to 1.

    A page of fewer than `MIN_SAMPLE` characters scores 1.
    """
    sample = ""
    for line in lines:
        sample += line.text + " "
        if len(sample) > SAMPLE:
            break
    total = good = 0
    for token in _TOKEN.findall(sample[:SAMPLE]):
        total += len(token)
        good += len(token) if _plausible(token) else 0
    return good / total if total >= MIN_SAMPLE else 1.0


def _plausible(token: str) -> bool:
    """Tell whether a token is a number, a word with vowels, or in a script that writes otherwise."""
    word = token.strip(_EDGES).lower()
    if not word:
        return True
    if word.isascii() and word.isalpha():
        return len(word) < 4 or not _VOWELS.isdisjoint(word) or token.strip(_EDGES).isupper()
    letters = sum(map(str.isalnum, word))
    if letters < 0.7 * len(word):
        return False
    if any(char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cc") for char in word):
        return False
    base = unicodedata.normalize("NFD", word)
    return not word[0] <= "\u024f" or len(word) < 4 or not _VOWELS.isdisjoint(base)

"""Case, accents and width folded away, with offsets kept."""

from __future__ import annotations

import unicodedata
from functools import cache

_AS_JOINER = dict.fromkeys("\u2019\u2018\u02bc\uff07\u00b4`", "'") | dict.fromkeys(
    "\u2010\u2011\u2012\u2013\u2212", "-"
)
_AS_JOINER |= {"\u2044": "/", "\u2215": "/", "\uff0c": ","}
JOINERS = "-'./&_"
"""What may stand once between the parts of a compound, after folding."""

_LETTERS = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ħ": "h",
    "ʻ": "",
}
"""Letters with a stroke and ligatures, which have no decomposition."""

_FIRST_KEPT_MARK = 0x0900
"""Marks below (Latin, Greek, Cyrillic, Hebrew, Arabic) are accents; from here on they spell vowels."""


@cache
def fold_character(character: str) -> str:
    """Return what a single character counts as: none, one or several characters.

    Letters and digits of compatibility forms (full width, superscript, ligature) become the
    plain ones (NFKD, then case folding), decimal digits of any script ASCII ones.
    """
    if character in _AS_JOINER:
        return _AS_JOINER[character]
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(_kept(part) for part in folded)


def _kept(part: str) -> str:
    if part in _AS_JOINER:
        return _AS_JOINER[part]
    if part in _LETTERS:
        return _LETTERS[part]
    if part.isdecimal():
        return str(unicodedata.decimal(part))
    if part.isalnum() or part in JOINERS or part in ", \n":
        return part
    return part if is_mark(part) and ord(part) >= _FIRST_KEPT_MARK and part.isprintable() else ""


def is_mark(character: str) -> bool:
    """Whether the character only modifies the one before it."""
    return unicodedata.category(character).startswith("M")


def fold(text: str) -> tuple[str, list[int], list[int]]:
    """Fold a short stretch of text.

    Returns:
        The folded text, and for each of its characters the start and end offset, in ``text``, of
        what it came from. A mark that was folded away belongs to the character before it.
    """
    if text.isascii():
        return text.lower(), list(range(len(text))), list(range(1, len(text) + 1))
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for offset, character in enumerate(text):
        parts = fold_character(character)
        if not parts and ends:
            ends[-1] = offset + 1
        folded.extend(parts)
        starts.extend([offset] * len(parts))
        ends.extend([offset + 1] * len(parts))
    return "".join(folded), starts, ends


def clusters(text: str) -> list[tuple[str, int, int]]:
    """Split text of a script without spaces into what its readers count as characters.

    Half-width kana and separate jamo are composed (NFKC); a mark stays with its base.

    Returns:
        Folded character, start and end offset in ``text``.
    """
    found: list[tuple[str, int, int]] = []
    for offset, character in enumerate(text):
        plain = unicodedata.normalize("NFKC", character)
        if found:
            base, start, _ = found[-1]
            together = unicodedata.normalize("NFC", base + plain)
            if is_mark(plain[0]) or len(together) < len(base) + len(plain):
                found[-1] = (together, start, offset + 1)
                continue
        found.extend((part, offset, offset + 1) for part in plain if part.isalnum() or is_mark(part))
    return found

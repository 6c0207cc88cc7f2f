"""Characters of a text layer that stand for others: ligatures under any code, bullets, noise.

A font of a PDF may number its glyphs as it likes, and where it does not say what they stand for, a reader
gets the number. TeX's fonts have ligatures, quotation marks and dashes among the control characters; programs
that export office documents give ligatures the code of some letter that the report does not use.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from .pdf_lines import Line

MIN_WORDS = 4
"""Words with one capital inside, in a report without any "ff", that show that the capital stands for it."""
MIN_SURE_WORDS = 2
"""Of these, words in which the capital does not follow the first letter, as it does in "eHealth"."""

_NOISE_CHARS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200d\u2060\ue000-\uf8ff\ufeff\ufffe\uffff"
_NOISE = re.compile(f"[{_NOISE_CHARS}]+")
_SIGN_AS_BULLET = re.compile(r"^[\ue000-\uf8ff\x01-\x1f\x7f-\x9f]\s*(?=\S)")
"""Bullets come from fonts that have no letters for them."""
_LIGATURES = {
    ord(char): letters
    for char, letters in zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)
} | {0xA0: " ", 0xAD: None, 0x2028: " ", 0x2029: " ", 0x85: " "}
_CAPITAL_INSIDE = re.compile(r"\b[A-Za-z]?[a-z]*(?<=[AEIOUaeiou])[A-Z][a-z]*\b")
_LAST_CAPITAL = re.compile(r"(?<=.)[A-Z]")
_FEW_BEFORE = 1
"""Letters before the capital in "eHealth" and "iPhone"."""


def is_clean(text: str) -> bool:
    """Tell whether ``clean`` would leave the lines of a text as they are."""
    return _unclean().search(text) is None


def clean(text: str) -> str:
    """Return text with ligatures spelled out, without control characters, soft hyphens and noise.

    Args:
        text: Of a line, without white space at its ends; "" comes back if it is nothing but noise.
    """
    if "\r" not in text and is_clean(text):
        return text
    pattern, letters = _coded()
    text = pattern.sub(lambda match: letters[match[0]], text)
    return _NOISE.sub("", _SIGN_AS_BULLET.sub("• ", text).translate(_LIGATURES)).strip()


def with_ligatures(pages: Sequence[list[Line]]) -> Sequence[list[Line]]:
    """Return pages whose words have "ff" again where a font shows a capital for it: "oUice", "diUerent".

    Only a report that has no "ff" at all is touched, and only where several words have the same capital
    behind a vowel. Other capitals then count in words that are known from these: "eWorts" beside "eUorts".
    """
    if any("ff" in line.text for lines in pages for line in lines):
        return pages
    words = _mended(
        {word for lines in pages for line in lines for word in _CAPITAL_INSIDE.findall(line.text)}
    )
    if not words:
        return pages
    return [
        [
            replace(line, text=_CAPITAL_INSIDE.sub(lambda match: words.get(match[0], match[0]), line.text))
            for line in page
        ]
        for page in pages
    ]


def _mended(words: AbstractSet[str]) -> dict[str, str]:
    """Return the words in which a capital stands for "ff" as they are meant."""
    by_capital: dict[str, dict[str, str]] = {}
    for word in words:
        capital = _LAST_CAPITAL.findall(word)[-1]
        by_capital.setdefault(capital, {})[word] = "ff".join(word.rsplit(capital, 1))
    mended: dict[str, str] = {}
    for group in by_capital.values():
        sure = [word for word in group if word[0].isupper() or not word[_FEW_BEFORE].isupper()]
        if len(group) >= MIN_WORDS and len(sure) >= MIN_SURE_WORDS:
            mended |= group
    known = {word.lower() for word in mended.values()}
    for group in by_capital.values():
        mended |= {word: meant for word, meant in group.items() if meant.lower() in known}
    return mended


@cache
def _coded() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return the pattern of the characters in ``pdf_characters.toml``, and what they mean."""
    data = tomllib.loads(resources.files(__package__).joinpath("pdf_characters.toml").read_text("utf-8"))
    contexts = [row["where"].replace("@", f"[{''.join(row['letters'])}]") for row in data["characters"]]
    return re.compile("|".join(contexts)), {
        char: meant for row in data["characters"] for char, meant in row["letters"].items()
    }


@cache
def _unclean() -> re.Pattern[str]:
    letters = "".join(char for char in _coded()[1] if char >= "\xa0")
    return re.compile(f"[{_NOISE_CHARS}\xa0\xad\u2028\u2029\ufb00-\ufb06{letters}]")

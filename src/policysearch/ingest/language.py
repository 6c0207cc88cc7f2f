"""Which language a text is written in: script first, then the function words of the main languages.

For whole documents: a heading or a line is too short to tell. Scripts that one language alone uses
in practice (kana, hangul, Thai …) decide by themselves; simplified and traditional Chinese are told
apart by characters that only one of them has; alphabets shared by many languages are decided by
counting function words, as in Grefenstette, "Comparing two language identification schemes" (1995).
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

UNKNOWN = "und"

_SAMPLE_CHARS = 20_000
"""Of a long text its beginning, middle and end are looked at, a third of this from each."""
_MIN_HITS = 3
"""Fewer function words than this are an accident."""
_MIN_SHARE = 0.08
"""Running text has a third of its words from the lists, tables and name lists hardly any."""
_HAN_SHARE = 0.15
"""Chinese law quoted in an English report stays below this share of all letters."""

_KANA_SHARE = 0.2
"""Kana per Chinese character: Japanese laws have more than one, Chinese texts a name now and then."""

_SCRIPTS = {
    "han": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]"),
    "kana": re.compile(r"[\u3041-\u30ff]"),
    "hangul": re.compile(r"[\uac00-\ud7a3]"),
    "th": re.compile(r"[\u0e01-\u0e3a]"),
    "he": re.compile(r"[\u05d0-\u05ea]"),
    "ar": re.compile(r"[\u0620-\u06d3]"),
    "hi": re.compile(r"[\u0904-\u0939]"),
    "hy": re.compile(r"[\u0531-\u0587]"),
    "ka": re.compile(r"[\u10d0-\u10ff]"),
    "bn": re.compile(r"[\u0985-\u09b9]"),
    "ta": re.compile(r"[\u0b85-\u0bb9]"),
    "km": re.compile(r"[\u1780-\u17b3]"),
    "latin": re.compile(r"[A-Za-z\u00aa-\u024f\u1e00-\u1eff]"),
    "cyrillic": re.compile(r"[\u0400-\u052f]"),
    "el": re.compile(r"[\u0370-\u03ff]"),
}
_PERSIAN = re.compile(r"[\u067e\u0686\u0698\u06af\u06cc]")
_SIMPLIFIED = frozenset("国发会规这为对员务们个业门经与产实关应进动机问题时护开长东车见设证权条办义总")
_TRADITIONAL = frozenset("國發會規這為對員務們個業門經與產實關應進動機問題時護開長東車見設證權條辦義總")
_BEYOND_ASCII = {
    "latin": re.compile(r"[\u00aa-\u024f\u1e00-\u1eff]"),
    "cyrillic": re.compile(r"[\u0400-\u052f]"),
}
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class LanguageProfile:
    """What one language's texts look like.

    Attributes:
        code: BCP 47.
        words: Frequent function words, lower case.
        letters: Letters of its alphabet beyond a-z, lower case.
    """

    code: str
    words: frozenset[str]
    letters: frozenset[str]


@cache
def language_profiles() -> tuple[LanguageProfile, ...]:
    """The profiles of ``languages.toml``, in the order of the file."""
    tables = tomllib.loads(files(__package__).joinpath("languages.toml").read_text("utf-8"))
    return tuple(
        LanguageProfile(code, frozenset(table["words"].split()), frozenset(table["letters"]))
        for code, table in tables.items()
    )


def detect_language(text: str) -> str:
    """The main language of a document.

    Args:
        text: A whole document; under some 20 words the answer is usually ``"und"``.

    Returns:
        A BCP 47 code, Chinese as ``"zh-Hans"`` or ``"zh-Hant"``; ``"und"`` if it cannot be told.
    """
    sample = _sample(text)
    counts = {script: len(pattern.findall(sample)) for script, pattern in _SCRIPTS.items()}
    total = sum(counts.values())
    if not total:
        return UNKNOWN
    if counts["han"] + counts["kana"] >= _HAN_SHARE * total:
        return "ja" if counts["kana"] > _KANA_SHARE * counts["han"] else _chinese(sample)
    script = max(counts, key=lambda name: counts[name])
    if script in {"latin", "cyrillic"}:
        return _by_function_words(sample, script)
    if script == "ar" and _PERSIAN.search(sample):
        return "fa"
    return {"hangul": "ko"}.get(script, script)


def _sample(text: str) -> str:
    third = _SAMPLE_CHARS // 3
    if len(text) <= _SAMPLE_CHARS:
        return text
    middle = len(text) // 2
    return "\n".join((text[:third], text[middle : middle + third], text[-third:]))


def _chinese(sample: str) -> str:
    simplified = sum(character in _SIMPLIFIED for character in sample)
    traditional = sum(character in _TRADITIONAL for character in sample)
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def _by_function_words(sample: str, script: str) -> str:
    words = Counter(word.lower() for word in _WORD.findall(sample))
    letters = Counter(_BEYOND_ASCII[script].findall(sample.lower()))
    # Cyrillic alphabets differ so much that their letters alone can tell.
    floor = max(_MIN_HITS, _MIN_SHARE * words.total()) if script == "latin" else 0
    best, best_score = UNKNOWN, float("-inf")
    for profile in language_profiles():
        hits = sum(words[word] for word in profile.words)
        # A letter that a language does not have speaks as strongly as the lack of a word.
        score = hits - sum(count for letter, count in letters.items() if letter not in profile.letters)
        if hits >= floor and score > best_score:
            best, best_score = profile.code, score
    return best

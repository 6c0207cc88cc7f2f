"""Names compared as people compare them: by their words, not by their spelling.

``name_key`` is for finding out whether two strings are one name; ``slug`` makes the readable
part of an entity's id from a name; ``is_shouted`` tells a title in capitals. All are pure, and the
first two never drop a word that carries meaning.
"""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "＇": "'"})
# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_ACCENTS = re.compile("[\u0300-\u036f]")
_TRAILING_ACRONYM = re.compile(r"\s*[(（]\s*([^\W\d_][\w&./ -]{1,14}?)\s*[)）]\s*$")
_POSSESSIVE = re.compile(r"(?<=\w)'s\b|(?<=s)'(?!\w)")
_ABBREVIATION_DOTS = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){1,6}")
_NOT_A_WORD = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"^(?:the|an?) (?=\w)")
_CODE = re.compile(r"[\d/]")
_FEWEST_SHOUTED = 3
"""Words from which on capitals are a way of printing a title rather than acronyms side by side."""
# Not compiled before it is needed: it takes longer than all the others.
_SPACE_BY_CJK = r"(?<=[\u3040-\u30ff\u3400-\u9fff]) | (?=[\u3040-\u30ff\u3400-\u9fff])"


def name_key(name: str) -> str:
    """Return the form under which two spellings of one name are equal.

    Use it as a dictionary key; it is not for showing. Spellings that agree: case, accents, width,
    punctuation and kinds of apostrophe, a leading article, "&" and "and", "+" and "plus", a possessive
    "'s", dots of abbreviations, any white space (line breaks included), and a trailing acronym in
    brackets that fits the name. Chinese and Japanese names are compared without spaces and title marks.

    Args:
        name: A name in any script.

    Returns:
        Words in lower case with single spaces; "" if the name has no letter and no digit.
    """
    text = unicodedata.normalize("NFKC", name.translate(_APOSTROPHES))
    text = _without_trailing_acronym(text)
    text = unicodedata.normalize("NFKD", text.casefold())
    text = unicodedata.normalize("NFC", _ACCENTS.sub("", text)).translate(_LETTERS)
    text = _POSSESSIVE.sub("", text).replace("&", " and ").replace("+", " plus ")
    text = _ABBREVIATION_DOTS.sub(lambda match: match[0].replace(".", ""), text)
    text = _NOT_A_WORD.sub(" ", text).strip()
    key = _ARTICLE.sub("", text)
    return key if key.isascii() else re.sub(_SPACE_BY_CJK, "", key)


def is_shouted(name: str) -> bool:
    """Whether a name is a title set in capitals, which other spellings are better than.

    Acronyms are no title: "IBM UK" has fewer than three words, "ISO/IEC JTC 1/SC 42" strokes and digits.

    Args:
        name: A name in any script.
    """
    words = name.split()
    return name.isupper() and len(words) >= _FEWEST_SHOUTED and not _CODE.search(name)


def slug(name: str) -> str:
    """Return the part of an entity's id that is made from its name.

    Args:
        name: The entity's name.

    Returns:
        The words of ``name_key(name)`` joined by hyphens: plain ASCII for names in Latin letters,
        the characters themselves for other scripts. Never empty: a name without letters and digits
        gives 12 hex digits of its SHA-256.
    """
    if key := name_key(name):
        return key.replace(" ", "-")
    import hashlib  # slow to import and hardly ever needed

    return hashlib.sha256(name.encode()).hexdigest()[:12]


def _without_trailing_acronym(name: str) -> str:
    """Drop "(GDPR)" at the end, if it has two capitals and its first letter begins a word of the name."""
    found = _TRAILING_ACRONYM.search(name)
    if not found or found.start() == 0:
        return name
    acronym, rest = found[1], name[: found.start()]
    capitals = [letter for letter in acronym if letter.isupper()]
    initials = {word[0].casefold() for word in re.findall(r"\w+", rest)}
    if len(capitals) < 2 or " " in acronym or acronym[0].casefold() not in initials:
        return name
    return rest

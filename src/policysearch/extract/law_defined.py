"""Short names that a document gives its laws: "(the “Data Act”)", "(PIPL)", "Shanghai Regulations"."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from .candidates import Candidate
from .law_words import title_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..acronyms import Definition

_WORD = re.compile(r"[^\W_]+(?:[-'’./&][^\W_]+)*")
# The letters of a new or revised law may stand in lower case before its acronym: "nDSG", "revFADP".
_ACRONYM = re.compile(r"(?:n|rev)?[A-Z][A-Za-z]*[A-Z][A-Za-z0-9]*(?:[-/.][A-Z0-9]+)*\.?$")
# "(ZAIT)", "(Wertpapierinstitutsgesetz, WpIG)", "Act (Cap. 289) (“SFA”)": whatever the letters, they stand
# for the law before them.
_BRACKETED = re.compile(
    r"[”\"*_]*[)\]]?(?:\s?\[?\d{1,3}\]?(?=\s\())?(?:\s\((?:Cth|UK|NSW|Vic|Qld|[A-Z][a-z]{2,8})\))?\s\((?:the\s)?(?:[^\W\d_]+(?:\s[^\W\d_]+){0,4},\s)?[“\"‘'ʽ]?((?:n|rev)?[A-Z][A-Za-z]{1,9})[”\"’'ʼ]?\)"
)
# "Personal Data Protection Framework” (Model Framework)", "Guidelines on … (the AI Guidelines)"
_BRACKETED_NAME = re.compile(
    r"[”\"*_)]{0,2}\s\((?:the\s)?[“\"‘'ʽ]?((?:[a-z]?[A-Z][\w-]*\s){1,3}[A-Z][a-z]+)[”\"’'ʼ]?\)"
)
# "**UWG** (", before the law that it stands for.
_LEADS_BRACKET = re.compile(r"(?<![\w-])([A-Z][A-Za-z]{1,7})[*_]{0,2}\s\((?:the\s)?$")
_LONGEST_LEAD = 20
# Letters cited with an article stand for the same law elsewhere.
_CITED = "laws:cited-acronym"
# Between a law and the bracket that names it only a date or a number may stand, so no more than this.
_REACH = 60
_BETWEEN = re.compile(
    r"[”\"]?(?:\s?\[?\d{1,3}\]?(?=\s\())?[\s,(（\"“'‘*_\[]*(?:(?:of|dated)\s[\w\s,]{4,30})?[\s,(（\"“'‘*_\[]*(?:[a-z\s,]{0,50})[\"“'‘*_]?$"
)


def find_defined(
    text: str, laws: Iterable[Candidate], definitions: Iterable[Definition]
) -> Iterator[Candidate]:
    """Find every occurrence of the short names that the text itself gives to laws found in it.

    Args:
        text: The whole document: a definition holds from its first page to its last.
        laws: Laws found by name or number.
        definitions: Short forms that the text defines, of laws and of anything else.
    """
    laws = list(laws)
    spans = sorted((law.start, law.end) for law in laws)
    shorts = set()
    of_a_part = set()
    for definition in definitions:
        if _is_of_a_part(text, definition, spans):
            of_a_part.add(definition.short)
        elif _may_name(definition.short) and (_is_of_law(text, definition, spans) or _is_title(definition)):
            shorts.add(definition.short)
    for start, end in spans:
        match = _BRACKETED.match(text, end)
        if match and _is_acronym(match[1]) and match[1] not in text[start:end]:
            shorts.add(match[1])
        match = _BRACKETED_NAME.match(text, end)
        if match and match[1].split()[-1].lower() in title_words().heads and _may_name(match[1]):
            shorts.add(match[1])
    shorts -= of_a_part
    shorts |= {short for start, end in set(spans) if (short := _without_tail(text[start:end]))}
    shorts |= {short for start, end in set(spans) for short in _by_inner_acronym(text[start:end])}
    shorts |= {text[law.start : law.end] for law in laws if law.extractor == _CITED}
    shorts |= {short for start, end in set(spans) if (short := _before_bracket(text, start, end))}
    if shorts:
        longest_first = sorted(shorts, key=lambda short: (-len(short), short))
        pattern = "|".join(r"\s+".join(map(re.escape, short.split())) for short in longest_first)
        for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text):
            yield Candidate(*match.span(), "laws:defined")


def _is_of_a_part(text: str, definition: Definition, spans: list[tuple[int, int]]) -> bool:
    """Whether letters stand for the end of a title only: "Guidelines on Artificial Intelligence (AI)".

    Letters that begin as the title itself does stand for all of it: "Convention on Certain … (CCW)".
    """
    if not definition.aligned or names_a_law(definition.long):
        return False
    place = bisect_right(spans, (definition.long_start - 1, definition.long_end + 1))
    return any(
        start < definition.long_start - 1
        and abs(end - definition.long_end) <= 1
        and text[start] != definition.short[0]
        for start, end in spans[max(place - 3, 0) : place]
    )


def _is_of_law(text: str, definition: Definition, spans: list[tuple[int, int]]) -> bool:
    """Whether what a short form stands for is a law: its long form ends as one, or one stands just before."""
    place = bisect_right(spans, (definition.short_start, 0))
    for start, end in reversed(spans[max(place - 3, 0) : place]):
        if start < definition.long_end and abs(end - definition.long_end) <= 2:
            return True
        between = text[end : definition.short_start]
        if (
            end <= definition.short_start
            and len(between) <= _REACH
            and "(" in between
            and _BETWEEN.match(between)
        ):
            return True
    return False


def _is_acronym(short: str) -> bool:
    return _ACRONYM.match(short) is not None and not title_words().has("not_acronyms", short.lower())


def _may_name(short: str) -> bool:
    """Whether a short form can stand for one law: an acronym, or a head noun with a word before it."""
    if re.search("[\u3400-\u9fff]", short):
        return len(short) >= 3
    words = _WORD.findall(short)
    if len(words) == 1:
        return _is_acronym(short)
    known = title_words()
    if known.has("bare", short.lower()) or not words or not words[0][0].isupper():
        return False
    return known.has("foreign_heads", words[0].lower()) or any(
        word.lower() in known.heads for word in words[1:]
    )


def _is_title(definition: Definition) -> bool:
    """Whether both forms end as titles do: "Code of Practice (the “Draft Code”)"."""
    words = definition.short.split()
    return len(words) > 1 and names_a_law(words[-1]) and names_a_law(definition.long)


def names_a_law(phrase: str) -> bool:
    """Whether a phrase has a capitalized head noun in it, as the long form of a law's acronym has."""
    heads = title_words().heads
    return any(word[0].isupper() and word.lower() in heads for word in _WORD.findall(phrase))


def _by_inner_acronym(title: str) -> list[str]:
    """Return "ST Principles" for "Principles to Promote Safety and Trust (ST) in …"."""
    found = re.search(r"\(([A-Z]{2,8})\)\s", title)
    if not found or not _is_acronym(found[1]):
        return []
    words = [word for word in _WORD.findall(title) if word[0].isupper()]
    return [f"{found[1]} {word}" for word in words if word.lower() in title_words().heads]


def _before_bracket(text: str, start: int, end: int) -> str:
    """Return "UWG" for the law in "UWG (Gesetz gegen den unlauteren Wettbewerb)"; "" if nothing stands so."""
    found = _LEADS_BRACKET.search(text, max(start - _LONGEST_LEAD, 0), start)
    if not found or text[end : end + 1] not in (")", ",", ";") or not _is_acronym(found[1]):
        return ""
    letters = found[1].lower()
    rest = iter(text[start:end].lower())
    in_order = all(letter in rest for letter in letters)
    initials = {word[0].lower() for word in _WORD.findall(text[start:end])}
    return found[1] if in_order or initials.issuperset(letters) else ""


def _without_tail(title: str) -> str:
    """Return "Shanghai Regulations" for "Shanghai Regulations on Promoting …"; "" if that says nothing."""
    words = title_words()
    found = re.match(r"((?:[A-Z][\w-]*\s){1,4}?)([A-Z][\w-]*)\s(?:on|for|to|concerning|of)\s", title)
    if not found or found[2].lower() not in words.heads:
        return ""
    before = found[1].split()
    named = [
        word
        for word in before
        if not words.has("generic", word.lower()) and not words.has("kinds", word.lower())
    ]
    return f"{found[1]}{found[2]}" if named else ""

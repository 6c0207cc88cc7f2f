"""What one document says of which of its names mean the same: definitions, brackets, numbers and titles.

Nothing here knows of other documents, so that a short form never leaks from one into another.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from ..acronyms import find_definitions
from ..models import Mention, MentionKind
from ..names import name_key
from .bills import own_names, stages
from .numbers import is_code_section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BRACKET_GAP = re.compile(
    r"(?:(?:,\s(?:effective|approved|enacted|signed)|\sof)\s[A-Z][a-z]+\s\d{1,2},\s\d{4})?"
    r"\s?[(（]\s*(?:the )?[“\"‘'《「]?"
)
_AFTER_BRACKET = re.compile(r"(?:,?\s(?:et\sseq\.|note))?[”\"’'》」]?\s*[)）,;，；]")
# "… Act of 1998, as amended, 5 U.S.C. 3345": what may stand between an act and where the code has it.
_BEFORE_CODE = re.compile(r"(?:,?\s(?:as\samended|codified(?:\sas\samended)?\s(?:at|in)))*,?\s[(（]?")
# In a list of sources the sections of a whole act may stand in a sentence of their own.
_BEFORE_WHOLE_ACT = re.compile(rf"(?:{_BEFORE_CODE.pattern}|\.\s)")
_SECTIONS = re.compile(r"\d[a-z]*[-–]\d+[a-z]*$")
# "… on the Toronto Stock Exchange (OSC, 2011)": the bracket names the author of a source.
_CITED_WORK = re.compile(r",?\s(?:19|20)\d\d[a-z]?\b")
_NUMBER = re.compile(
    r"(?:COM|SWD|JOIN|SEC|C)\s?\(\d{4}\)\s?\d+(?: final)?$|(?:D\.C\. )?"
    r"(?:Executive Order|E\.O\.|EO|Regulation|Directive|Decision|Public Law|Pub\. L\.|P\.L\.|H\.R\.|S\.|Law"
    r"|Act|Decree|Circular|Order|Bill|Ordinance|Recommendation)\s*(?:\((?:EU|EC|EEC|Euratom)\)\s*)?"
    r"(?:No\.?\s*)?[A-Z]{0,3}-?\d[\d/.-]*(?:/(?:EU|EC|EEC|JHA))?$"
)
_BETWEEN = re.compile(
    r"\b(?:of|dated|on|titled|entitled|known as|called|the|adopted|signed|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|\d{1,2}|\d{4})\b"
)
# "… (COM(2020) 65 final). [3] Declaration of …": the next note of the page, not a title.
_NEXT_NOTE = re.compile(r"\)[.;]|\[\d+\]")
_LONGEST_GAP = 50
# The rule that reads a title only where it directly follows the number of its standard.
_TITLE_OF_STANDARD = "laws:title-of-standard"
# "… amending Regulation (EU) 2018/1724 (Data Governance Act)": the bracket names the act that amends.
_AMENDED = re.compile(r"\b(?:amending|repealing|replacing)\b[^.;]*$")
_AMENDED_REACH = 300
_OF_MAKER = re.compile(r"\s+of\s+the\s+(?:European\s+Parliament|Council|Commission)\b|\s+of\s+\d{1,2}\s[A-Z]")
_LONGEST_TITLE = 900
_SUCH_ACT = re.compile(r"\b(?:such|that|said)\s+(?:Act|Code|Law)\s+\($")
_REFERENCE = 30
_PREPOSITION = re.compile(r"\b(?:of|for|on|at|de|du)\b")


def defined_names(text: str, mentions: Sequence[Mention]) -> dict[str, str]:
    """Return what short forms stand for in this document: name key of the short form to the long form.

    A definition counts if its long form ends where a mention ends, or is a mention's text elsewhere;
    the mention gives the full form ("Ministry of Health of Chile", not just "Ministry of Health").
    """
    by_end = {mention.end: mention.text for mention in mentions}
    by_key = {name_key(mention.text): mention.text for mention in mentions}
    defined: dict[str, str] = {}
    for definition in find_definitions(text):
        long = by_end.get(definition.long_end) or by_key.get(name_key(definition.long))
        if long and is_of_tail(definition.short, long):
            long = by_key.get(name_key(definition.long))
        if long and name_key(long) != name_key(definition.short):
            defined.setdefault(name_key(definition.short), long)
    return defined


def stand_together(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """Yield pairs of names that the text gives as two names of one thing, the fuller one first."""
    yield from neighbours(text, mentions)
    if mentions and mentions[0].kind is MentionKind.LAW:
        yield from acts_cited(text, mentions)
        yield from own_names(text, mentions)
        yield from stages(text, mentions)


def neighbours(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """Yield pairs of names that stand as one: a name and the bracket after it, a number and its title.

    A bracket may hold several, as "(120 Stat. 2038; D.C. Official Code § 1-301.47a)".
    """
    bracketed: tuple[str, int] | None = None
    for first, second in pairwise(sorted(mentions, key=lambda mention: mention.start)):
        gap = text[first.end : second.start]
        if len(gap) > _LONGEST_GAP:
            continue
        if bracketed and bracketed[1] == first.start and gap.strip() == ";":
            bracketed = bracketed[0], second.start
            yield bracketed[0], second.text
            continue
        is_law = first.kind is MentionKind.LAW
        in_bracket = (
            _BRACKET_GAP.fullmatch(gap)
            and _AFTER_BRACKET.match(text, second.end)
            and (is_law or not _CITED_WORK.match(text, second.end))
        )
        if in_bracket and is_law and _AMENDED.search(text, max(first.start - _AMENDED_REACH, 0), first.start):
            act = _amending_act(text, mentions, first.start)
            if act:
                yield act.text, second.text
        elif (
            in_bracket
            or (is_law and _is_codified(first.text, gap, second.text))
            or second.extractor == _TITLE_OF_STANDARD
            or (is_law and _is_apposition(first.text, gap, second.text))
        ):
            bracketed = (first.text, second.start) if in_bracket else None
            yield first.text, second.text


def _is_codified(first: str, gap: str, second: str) -> bool:
    """Whether an act is followed by the section of the code that it became."""
    before = _BEFORE_WHOLE_ACT if _SECTIONS.search(second) else _BEFORE_CODE
    return is_code_section(second) and not is_code_section(first) and bool(before.fullmatch(gap))


def _amending_act(text: str, mentions: Sequence[Mention], end: int) -> Mention | None:
    """The act of the European Union whose title goes on to what it amends before ``end``, if there is one."""
    before = [m for m in mentions if end - _LONGEST_TITLE < m.start < end and _OF_MAKER.match(text, m.end)]
    return max(before, key=lambda mention: mention.start, default=None)


def acts_cited(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[str, str]]:
    """Yield a law with a later section of the code in which it stands: "such Act (33 U.S.C. 3402)".

    The law is the one last cited with a section of the same title of the code.
    """
    act_of: dict[str, str] = {}
    for first, second in pairwise(sorted(mentions, key=lambda mention: mention.start)):
        if not is_code_section(second.text):
            continue
        title = second.text.rsplit(" ", 1)[0]
        if _BRACKET_GAP.fullmatch(text[first.end : second.start]) and not is_code_section(first.text):
            act_of[title] = first.text
        elif title in act_of and _SUCH_ACT.search(text, max(second.start - _REFERENCE, 0), second.start):
            yield act_of[title], second.text


def _is_apposition(first: str, gap: str, second: str) -> bool:
    """Whether one of two laws is a number and the other its title, with nothing but a date between."""
    if _is_number(first) == _is_number(second) or _NEXT_NOTE.search(gap):
        return False
    return bool(gap.strip()) and not any(letter.isalnum() for letter in _BETWEEN.sub("", gap))


def _is_number(name: str) -> bool:
    return _NUMBER.fullmatch(name) is not None


def is_of_tail(short: str, long: str) -> bool:
    """Whether an acronym is that of the body at the end of a name: "Tribunal of the World Bank (WB)"."""
    letters = short.casefold()
    _, joint, tail = long.rpartition(" of the ")
    return bool(joint and short.isupper() and initials(name_key(tail)) == letters != initials(name_key(long)))


def initials(key: str) -> str:
    """Return the first letters of the content words of a name key."""
    return "".join(word[0] for word in key.split() if word not in _FUNCTION_WORDS)


def longer_forms(key: str, others: Iterable[str]) -> list[str]:
    """Return the name keys of which a key is the short form by its words alone.

    "trade commission" is short for "federal trade commission", and "ministry of justice" for "ministry of
    justice of japan", but "national people congress" is not short for the name of its committee.
    """
    inner = re.compile(rf"(?:(?!of |for |on )\S+ )*{re.escape(key)} (?:of|for|on) ")
    return [
        other
        for other in others
        if inner.match(other)
        or other in {f"office of {key}", f"office of the {key}"}
        or (other.endswith(f" {key}") and not _PREPOSITION.search(other.removesuffix(key)))
    ]


@lru_cache(maxsize=8192)
def word_bag(key: str) -> tuple[str, ...]:
    """Return the content words of a name key in alphabetical order, without their endings.

    So plurals, "promote" and "promoting", "AI" and its long form come out alike, as do the two words
    by which translators give 管理.
    """
    expanded = re.sub(r"\bai\b", "artificial intelligence", key).replace("administration", "management")
    return tuple(sorted(_ENDING.sub("", word) for word in expanded.split() if word not in _FUNCTION_WORDS))


def words_in_order(key: str) -> tuple[str, ...]:
    """Return the words of a name key without the plurals of its nouns, by which spellings of it differ.

    From three content words on without function words too, so that "for" and "of" come out alike. A single
    word stays whole: it may be an acronym.
    """
    words = key.split()
    if len(words) > 1:
        words = [_PLURAL.sub("", word) for word in words]
    content = tuple(word for word in words if word not in _FUNCTION_WORDS)
    return content if len(content) >= _FEWEST_IN_ORDER else tuple(words)


_PLURAL = re.compile(r"(?<=[a-z]{3})(?<!s)s$")
_FEWEST_IN_ORDER = 3
"""Content words from which on function words tell no two names of one document apart."""
_ENDING = re.compile(r"(?<=\w{4})(?:ing|ed|es|e|s)$")
_FUNCTION_WORDS = frozenset(
    {"of", "for", "on", "the", "and", "in", "to", "a", "an", "by", "at", "with", "concerning", "regarding"}
)

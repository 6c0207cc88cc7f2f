"""Titles set off by quotation marks, italics or brackets, whose ends the text itself shows."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from .candidates import Candidate
from .law_words import title_words

if TYPE_CHECKING:
    from collections.abc import Iterator

_SET_OFF = re.compile(
    r"“(?:The\s)?(?P<curly>[A-Z0-9](?:[^“”\n]|\n(?!\s)){5,240})”"
    r"|«(?P<angled>[A-Z0-9][^«»\n]{5,240})»"
    r"|(?<![\w\"])\"(?:The\s)?(?P<straight>[A-Z0-9][^\"\n]{5,240})\""
    r"|‘(?P<single>[A-Z0-9][^‘’\n]{5,240})’"
    r"|(?<![\w*_])(?P<mark>\*\*?|__?)(?P<italic>[A-Z0-9][^*_\n]{5,240})(?P=mark)(?![\w*])"
)
_APOSTROPHES = re.compile(r"'(?<!\w')(?P<apostrophes>[A-Z0-9][^'\n]{12,240})'(?!\w)")
# "a resolution entitled “Enhancing cooperation on capacity-building”": what is called so is an instrument.
_ENTITLED = re.compile(
    r"titled,?\s(?:the\s)?(?:“(?P<curly>[A-Z][^“”]{8,200})”|\"(?P<straight>[A-Z][^\"]{8,200})\""
    r"|‘(?P<single>[A-Z][^‘’]{8,200})’|'(?P<apostrophes>[A-Z][^'\n]{8,200})'(?!\w|(?<=s')\s[A-Z]))"
)
_INSTRUMENT = re.compile(
    r"\b(?:acts?|law|bill|resolution|strategy|program(?:me)?|plan|order|memorandum|policy|decree|guidance|"
    r"guidelines|regulations?|rules?|directive|circular|framework|code|roadmap|initiative|declaration|"
    r"recommendation|opinions?|measures|notice|communication|standard|legislation)"
    r"(?:\s\([A-Z]{2,6}\))?(?:\s(?:of\s)?[\w ]{1,30})?,?\s(?:en)?$",
    re.IGNORECASE,
)
# After a numbered instrument its title may follow in a bracket: "Executive Order 13859 of … (Maintaining …)".
_AFTER_NUMBER = re.compile(
    r"(?:,?\s+(?:of|dated|signed|issued on|\(?)\s*[A-Z]?[a-z]*\.?\s*\d{1,2},?\s+(?:[A-Z][a-z]+\s+)?\d{4}\)?)?"
    r",?\s*"
    r"(?:\((?:the\s+)?(?P<bracket>[A-Z][^()\n]{12,200}(?:\n[^()\n]{1,100})?)\)"
    r"|(?:on|titled|entitled|,)?\s*[“\"](?P<quoted>[A-Z][^“”\"]{12,200})[,.]?[”\"])"
)
# "Executive Order 13859 on Maintaining American Leadership in Artificial Intelligence"
_ON_TITLE = re.compile(
    r"(?:\sof\s[A-Z][a-z]+\s\d{1,2},\s\d{4},?)?\s(?:on|titled|entitled),?\s(?:the\s)?"
    r"(?P<title>[A-Z][\w'’-]+(?:,?(?:\s(?:and|of|the|for|in|to|on|with|by|from|through|against)){0,2}\s[A-Z][\w'’-]*)+)"
)
# "Law No. 27 of 2022 on Personal Data Protection": number and subject make one name.
_ON_SUBJECT = re.compile(
    r"\s(?:[Oo]n|[Cc]oncerning|[Rr]egarding|[Rr]especting|[Rr]elating\s[Tt]o)\s(?:the\s)?"
    r"(?P<subject>[A-Z][\w-]+(?:,?(?:\s(?:and|of|the|for|in|to)){0,2}"
    r"\s(?:Art(?:icle|\.)\s\d{1,3}(?:\(\w{1,2}\))*|[a-z]?[A-Z][\w-]*\b(?!\sNo\b)))+)"
)
# "ISO/IEC 42001:2023, Information technology — Artificial intelligence — Management system": the title of a
# standard goes on in lower case, so that it is read to the end of its cell, line or clause.
_STANDARD_TITLE = re.compile(
    r"(?:\s*\|\s*(?P<cell>[^|\n]{12,140}?)\s*(?=\||$)"
    r"|(?:,|:|\s[–—-])?\s(?P<line>(?:Information|Artificial|Software|Systems|Security|Health|Medical|Risk|Guidance|"
    r"Guidelines|Overview|Framework|Governance|Privacy|Quality|Cybersecurity|Robotics|Road|Vocabulary|Assessment|"
    r"Requirements|Process|Management|IEEE|Standard|Trustworthiness|Data|Biometric)[^|\n.;:()“”\"]{10,140}?)"
    r"(?=[.;()]|$|,\s(?:and\s)?[A-Z]|,\swhich|,\sand\s))",
    re.MULTILINE,
)
_STANDARDS = frozenset({"laws:iso", "laws:nist", "laws:china-standard"})
# In gazettes and memoranda it is the line after "Executive Order 14274 of April 15, 2025" or "SUBJECT:".
_LINE_AFTER_ORDER = re.compile(
    r"\s(?:of|dated)\s[A-Z][a-z]+\s\d{1,2},\s\d{4}[ \t]*\n\s*(?P<line>[A-Z][^\n]{12,200})(?=\n)"
)
_SUBJECT = re.compile(r"^SUBJECT:\s+(?P<line>[A-Z][^\n]{12,200})$", re.MULTILINE)
# A date or an acronym in brackets at the end is not part of the title, nor is a bracket without end.
_TRAILER = re.compile(
    r"[\s,.;:]*(?:\([^()]*$|\((?:[A-Z][A-Za-z]*\s?\d{0,4}|[\d\sA-Za-z,–—-]*\d{4})?[)\s]*|[\s,.;:])*$"
)
# "The institute's report, “A National Initiative”": studies, articles and books are no instruments.
_OF_A_STUDY = re.compile(
    r"\b(?:reports?|papers?|articles?|books?|blog|post|op-ed|study|studies|essay|brief),?\W{1,4}$"
)
_WINDOW = 24
# Characters before "titled" in which the kind of instrument is looked for.
_CALLED = 60
# Quoted after a number, but a sentence of the instrument, not its title.
_IS_PROVISION = re.compile(r"\b(?:shall|must|may|is|are|means|should|was|were|has|have)\b|[.;]")
_WORD = re.compile(r"[^\W_]+(?:[-'’./&][^\W_]+)*")
_TITLE_CASE = 0.75
# A quotation of fewer words that holds a head is as likely a defined term.
_FEWEST_WORDS = 3


def find_set_off(text: str) -> Iterator[Candidate]:
    """Find quoted or emphasized stretches in title case that hold a head noun, or are said to be titles."""
    for match in (*_SET_OFF.finditer(text), *_APOSTROPHES.finditer(text)):
        start, end = match.span(match.lastgroup or 0)
        trailer = _TRAILER.search(text, start, end)
        end = trailer.start() if trailer and not _is_status(text[trailer.start() : end]) else end
        if _is_title(text[start:end]) and not _OF_A_STUDY.search(text, max(start - _WINDOW, 0), start):
            yield Candidate(start, end, "laws:set-off")
    for match in _ENTITLED.finditer(text):
        if _INSTRUMENT.search(text, max(match.start() - _CALLED, 0), match.start()):
            start, end = match.span(match.lastgroup or 0)
            yield Candidate(start, start + len(text[start:end].rstrip(" ,.")), "laws:entitled")


def find_titles_of_numbers(text: str, numbers: list[Candidate]) -> Iterator[Candidate]:
    """Find the title that stands in a bracket or in quotation marks after a numbered instrument."""
    starts = sorted(number.start for number in numbers)
    for number in numbers:
        match = _AFTER_NUMBER.match(text, number.end)
        if match and bisect_left(starts, match.end()) == bisect_left(starts, match.start()):
            kind = "bracket" if match["bracket"] else "quoted"
            words = [word for word in _WORD.findall(match[kind]) if not word.isdigit()]
            named = _is_title_case(words) or (kind == "quoted" and not _IS_PROVISION.search(match[kind]))
            if len(words) >= _FEWEST_WORDS and words[0] != "OJ" and named:
                start, end = match.span(kind)
                yield Candidate(start, start + len(text[start:end].rstrip(" ,.")), "laws:title-of-number")
    yield from _titles_of_standards(text, numbers)
    orders = [number for number in numbers if number.extractor == "laws:executive-order"]
    for order in orders:
        match = _ON_TITLE.match(text, order.end)
        if match and len(_WORD.findall(match["title"])) >= _FEWEST_WORDS:
            yield Candidate(*match.span("title"), "laws:title-of-number")
    for number in numbers:
        subject = (
            _ON_SUBJECT.match(text, number.end) if number.extractor == "laws:numbered-circular" else None
        )
        if subject and not _names_another(subject["subject"]):
            yield Candidate(number.start, subject.end(), number.extractor)
    lines = [_LINE_AFTER_ORDER.match(text, order.end) for order in orders]
    for match in (*lines, *(_SUBJECT.finditer(text) if "MEMORANDUM" in text else ())):
        if match and len(words := _WORD.findall(match["line"])) >= _FEWEST_WORDS and _is_title_case(words):
            start, end = match.span("line")
            yield Candidate(start, start + len(text[start:end].rstrip(" ,.")), "laws:title-line")


def _titles_of_standards(text: str, numbers: list[Candidate]) -> Iterator[Candidate]:
    for number in numbers:
        match = _STANDARD_TITLE.match(text, number.end) if number.extractor in _STANDARDS else None
        if not match:
            continue
        start, end = match.span(match.lastgroup or 0)
        words = _WORD.findall(text[start:end])
        told = _IS_PROVISION.search(text, start, end) or title_words().has("openers", words[0].lower())
        if len(words) >= _FEWEST_WORDS and words[0][0].isupper() and not told:
            yield Candidate(start, start + len(text[start:end].rstrip()), "laws:title-of-standard")


def _names_another(subject: str) -> bool:
    """Whether an instrument is made on another one: "Decision 127/QD-TTg on the National Strategy"."""
    before, _, _ = subject.partition("Art")  # "Scope of Article 5(3) of the ePrivacy Directive"
    return any(word.lower() in title_words().nouns for word in _WORD.findall(before))


def _is_status(trailer: str) -> bool:
    return any(title_words().has("status", word.lower()) for word in _WORD.findall(trailer))


def _is_title(stretch: str) -> bool:
    """Whether quoted words in title case end in a head noun, or have one with a tail."""
    words = _WORD.findall(stretch)
    if len(words) < _FEWEST_WORDS:
        return False
    known = title_words()
    lower = [word.lower() for word in words]
    if not _is_title_case(words):
        return _begins_as_title(words, lower) and not _IS_PROVISION.search(stretch)
    ends = lower[:-1] if lower[-1].isdigit() else lower
    ends = ends[:-1] if ends[-1] == "of" else ends
    if ends[-1] in ("act", "bill", "law"):
        return lower[0] not in ("the", "this")
    if known.has("openers", lower[0]) or any(known.has("verbs", word) for word in lower):
        return False
    return (ends[-1] in known.heads and words[len(ends) - 1][0].isupper()) or any(
        word in known.heads and words[i][0].isupper() and known.has("tail_leaders", lower[i + 1])
        for i, word in enumerate(lower[:-2])
    )


def _begins_as_title(words: list[str], lower: list[str]) -> bool:
    """Whether words in sentence case begin as titles do: "Principles for responsible AI technologies"."""
    known = title_words()
    if len(words) <= _FEWEST_WORDS or known.has("openers", lower[0]):
        return False
    return any(
        word in known.nouns
        and known.has("tail_leaders", lower[i + 1])
        and all(before[0].isupper() for before in words[: i + 1])
        for i, word in enumerate(lower[:3])
    )


def _is_title_case(words: list[str]) -> bool:
    long = [word for word in words if len(word) > 3 or word[0].isupper()]
    return sum(word[0].isupper() or word[0].isdigit() for word in long) >= _TITLE_CASE * len(long)

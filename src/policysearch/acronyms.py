"""Short forms that a text defines for itself: acronyms and defined terms, with the place of both parts.

Forms that are read::

    Ministry of Science and Technology (MOST)            MOST (Ministry of Science and Technology)
    European Commission (hereinafter "the Commission")    the Digital Markets Act (the "Act")
    "Commission" means the Federal Trade Commission       ISO | International Organization for Standardization
    国家互联网信息办公室（以下简称“国家网信办”）

Letters are aligned with words in the spirit of Schwartz and Hearst (2003), "A simple algorithm for
identifying abbreviation definitions in biomedical text", but an alignment has a cost, so that the
best beginning of the long form wins instead of the nearest: a letter inside a word costs 1, a
skipped content word 1.5, a skipped function word nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FUNCTION_WORD = re.compile(
    r"(?:an?|the|of|for|and|or|on|in|at|to|by|with|from|as|&|de|las?|les?|des|du|et|pour|[ld]|de[rsmnl]|die|das|"
    r"für|und|zu[rm]|im|di|del+[ae]?|dei|el?|los|y|para|d[ao]s?|em|van|het|een|voor|en|og|i|och|av)",
    re.IGNORECASE,
)
"""Words of English and other European languages whose initial a short form may leave out."""

_INNER_LETTER_COST = 1.0
_SKIPPED_WORD_COST = 1.5
_SKIPPED_PART_COST = 0.5
"""For the later part of a hyphenated word: "medium-sized" gives one letter."""
_TITLE_COST_PER_LETTER = 0.9
"""Highest cost a letter for a long form in title case: lets "ISO" and "Ofcom" pass."""
_PLAIN_COST_PER_LETTER = 0.34
"""The same for lower-case long forms, where chance alignments are common."""

_LONGEST_SHORT = 14
_WINDOW = 220
"""Characters before a bracket in which its long form is looked for."""

_BRACKET = re.compile(r"[(（\[]([^()（）\[\]]{1,200})[)）\]]")
_WORD = re.compile(r"[ldLD](?=['’])|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W_]+)*|&")
_SHORT = re.compile(r"[^\W_a-z][\w&./+’'-]*(?: [A-Z0-9][\w&./+-]*)?$")
_BREAK = re.compile(r"[;:!?()（）\[\]\"“”|•]|\n\s*\n|(?<=[a-z]{2})\.\s|(?<=[)\d])\.\s")
_HYPHENS = ("-", "‐", "‑")
_QUOTED_END = re.compile(r"[“\"]([^“”\"\n]{3,160})[”\"]\s?$")
_QUOTES = "\"'“”‘’„«»「」"
_INTRODUCTION = re.compile(
    r"(?:(?:and )?(?:hereinafter|hereafter|henceforth|herein|abbreviated|collectively|together|also known|"
    r"known|also|formerly|in short|for short|short|or|referred to|called|the latter|"
    r"in this (?:sub)?(?:section|act|title|chapter|part|paragraph|article|division|order|memorandum))"
    r"(?:[ ,:]+(?:also|referred|known|called|to|as|abbreviated|simply|collectively))*[ ,:]*)+",
    re.IGNORECASE,
)
_HEREINAFTER = re.compile(
    r",? (?:hereinafter|hereafter|henceforth)(?: (?:also|referred|known|called|to|as|simply))* "
    r"(?:the )?[\"“‘']([^\"”’'\n]{2,60})[\"”’']",
    re.IGNORECASE,
)
_MEANS = re.compile(
    r"[\"“‘'](?P<short>(?:the )?[A-Z][\w.& -]{1,40}?)[\"”’'],? (?:means|refers to|shall mean|is) "
    r"(?:the |an? )?(?=[A-Z])"
)
_OR_FORM = re.compile(r", (?:or|known as|abbreviated as) (?:the )?([A-Z][A-Za-z&]{1,9})\b(?=[,.;)])")
_LIST_ROW = re.compile(
    r"^[ \t|*•-]*(?P<short>[A-Z][A-Za-z0-9&./-]{1,11})(?:[ \t]*[|:–—=\t][ \t|]*| - | {2,})"
    r"(?P<long>[^\n|]{6,120})",
    re.MULTILINE,
)
_CHINESE = re.compile(
    r"\s*[（(,，]?\s*(?:(?:以下|下文)(?:统称|合称|并称|简称|称)|简称)为?[:：]?\s*"
    r"[“\"「‘]?《?(?P<short>[\u4e00-\u9fffA-Za-z0-9]{2,16})》?[”\"」’]?\s*(?=[）)，,。；])"
)
_CHINESE_NAME = re.compile(r"(?:《[^《》\n]{2,60}》|[\u4e00-\u9fffA-Za-z0-9·]{2,40})$")
_CHINESE_LEAD = re.compile(r"根据|依据|按照|依照|遵照|经由|以及|[由经对向自和与及或是为的]")


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form and the long form that the text gives it.

    Attributes:
        short: The short form as written, without quotation marks or article.
        long: The long form as written, without a leading article.
        short_start: Offset of the short form in the text; ``short_end`` lies after it.
        short_end: Offset after the short form.
        long_start: Offset of the long form in the text; ``long_end`` lies after it.
        long_end: Offset after the long form.
        aligned: Whether the letters of the short form come from the words of the long one;
            False for defined terms ("the Commission") and Chinese short names.
    """

    short: str
    long: str
    short_start: int
    short_end: int
    long_start: int
    long_end: int
    aligned: bool


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    after_hyphen: bool = False

    @property
    def is_function(self) -> bool:
        return _FUNCTION_WORD.fullmatch(self.text) is not None

    @property
    def cost_of_skipping(self) -> float:
        if self.is_function:
            return 0.0
        return _SKIPPED_PART_COST if self.after_hyphen else _SKIPPED_WORD_COST

    @property
    def is_capitalised(self) -> bool:
        return not self.text[0].islower() and self.text != "&"


def find_definitions(text: str) -> tuple[Definition, ...]:
    """Find every short form that the text defines, in order of the short form's place.

    Use it on one whole document: a definition holds for the document that makes it and no other.

    Args:
        text: Any text; offsets in the result are into it.

    Returns:
        Definitions without duplicates at the same place. The long form may be anything that has
        a short form, not only an organization or a law.
    """
    found: dict[tuple[int, int], Definition] = {}
    for definition in _all_forms(text):
        found.setdefault((definition.short_start, definition.short_end), definition)
    return tuple(sorted(found.values(), key=lambda d: (d.short_start, d.short_end)))


def _all_forms(text: str) -> Iterator[Definition]:
    yield from _chinese_forms(text)
    for bracket in _BRACKET.finditer(text):
        yield from _bracket_forms(text, bracket)
    for match in _HEREINAFTER.finditer(text):
        start, end, _ = _bare_short(text, *match.span(1))
        yield from _defined_term(text, start, end, match.start())
    for match in _MEANS.finditer(text):
        yield from _meaning(text, match)
    for match in _OR_FORM.finditer(text):
        yield from _aligned_before(text, match.start(1), match.end(1), match.start())
    for match in _LIST_ROW.finditer(text):
        yield from _list_row(text, match)


def _bracket_forms(text: str, bracket: re.Match[str]) -> Iterator[Definition]:
    """Read one bracket: its parts as short forms of what stands before, or the whole as a long form."""
    if "\n\n" in bracket.group(1):
        return
    position = bracket.start(1)
    any_found = False
    for part in re.split(r"([,;，；/]| or (?=[\"“‘A-Z]))", bracket.group(1)):
        start, end, introduced = _bare_short(text, position, position + len(part))
        position += len(part)
        if start >= end:
            continue
        found = list(_aligned_before(text, start, end, bracket.start()))
        if not found:
            found = [
                term
                for term in _defined_term(text, start, end, bracket.start())
                if introduced or _is_marked(text, term)
            ]
        any_found = any_found or bool(found)
        yield from found
    if not any_found:
        yield from _reversed_form(text, bracket)


def _bare_short(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """Strip introduction, article and quotation marks; tell whether an introduction or quotes stood there."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    introduction = _INTRODUCTION.match(text, start, end)
    introduced = introduction is not None
    if introduction:
        start = introduction.end()
    for _ in range(2):
        if start < end and text[start] in _QUOTES:
            start, introduced = start + 1, True
        if text[start : start + 4].lower() == "the ":
            start += 4
    while start < end and (text[end - 1].isspace() or text[end - 1] in _QUOTES + ".,"):
        end -= 1
    return start, end, introduced


def _is_marked(text: str, term: Definition) -> bool:
    """Whether a term without quotation marks is one: "(the Service)", "(CFPB or Bureau)"."""
    led_in = text[max(0, term.short_start - 4) : term.short_start].endswith(("the ", "or "))
    return led_in and set(term.short.split()) <= set(term.long.split())


def _reversed_form(text: str, bracket: re.Match[str]) -> Iterator[Definition]:
    before = re.search(r"([^\W_][\w&.-]{1,12})\s?$", text[max(0, bracket.start() - 16) : bracket.start()])
    if not before or not _is_short(before.group(1)):
        return
    offset = max(0, bracket.start() - 16)
    words = [w for w in _words(text, bracket.start(1), bracket.end(1)) if w.text]
    while words and words[0].text.lower() in {"the", "or", "i.e", "i.e."}:
        words.pop(0)
    if len(words) >= 2 and _cost(before.group(1), words) is not None:
        yield _definition(text, offset + before.start(1), offset + before.end(1), words, aligned=True)


def _list_row(text: str, match: re.Match[str]) -> Iterator[Definition]:
    words = _words(text, match.start("long"), match.end("long"))
    if not _is_short(match.group("short")):
        return
    for end in range(len(words), 1, -1):
        cost = _cost(match.group("short"), words[:end])
        if cost is not None and cost <= _INNER_LETTER_COST:
            yield _definition(text, *match.span("short"), words[:end], aligned=True)
            return


def _meaning(text: str, match: re.Match[str]) -> Iterator[Definition]:
    words: list[_Word] = []
    for word in _words(text, match.end(), min(len(text), match.end() + _WINDOW)):
        if words and re.search(r"[^\s&'’-]|\n\s*\n", text[words[-1].end : word.start]):
            break
        if not (word.is_capitalised or word.is_function):
            break
        words.append(word)
    while words and words[-1].is_function:
        words.pop()
    start, end, _ = _bare_short(text, *match.span("short"))
    if words and words[0].is_capitalised and text[start:end] != text[words[0].start : words[-1].end]:
        yield _definition(text, start, end, words, aligned=False)


def _aligned_before(text: str, start: int, end: int, before: int) -> Iterator[Definition]:
    """The long form that ends at ``before`` and whose letters give the short form ``text[start:end]``."""
    short = text[start:end]
    if not _is_short(short):
        return
    words = _words_before(text, before)
    letters = len(_letters(short))
    best: tuple[float, list[_Word]] | None = None
    for first in range(len(words) - 1, max(-1, len(words) - min(2 * letters + 4, letters + 8) - 1), -1):
        cost = None if words[first].is_function else _cost(short, words[first:])
        if cost is not None and (best is None or cost < best[0]):
            best = cost, words[first:]
    if best and not any(word.text == short for word in best[1]):
        yield _definition(text, start, end, best[1], aligned=True)


def _defined_term(text: str, start: int, end: int, before: int) -> Iterator[Definition]:
    """The capitalised name that ends at ``before`` and that the text shortens to ``text[start:end]``."""
    short = text[start:end]
    if not short[:1].isupper() or len(short.split()) > 6:
        return
    wanted = {w.lower() for w in re.findall(r"\w+", short)}
    run: list[_Word] = []
    seen: set[str] = set()
    for word in reversed(_words_before(text, before)):
        gap = text[word.end : run[0].start] if run else ""
        complete = wanted <= seen
        if "," in gap and (complete or not wanted & {w.text.lower() for w in _words_before(text, word.end)}):
            break
        if not word.is_capitalised and (complete or not word.is_function):
            break
        run.insert(0, word)
        seen.add(word.text.lower())
    while run and run[0].is_function:
        run.pop(0)
    if run and not run[-1].is_function and [word.text for word in run] != short.split():
        yield _definition(text, start, end, run, aligned=False)


def _chinese_forms(text: str) -> Iterator[Definition]:
    for match in _CHINESE.finditer(text):
        before = max(0, match.start() - 62)
        name = _CHINESE_NAME.search(text[before : match.start()])
        if not name:
            continue
        start, end = before + name.start(), before + name.end()
        if text[start] == "《":
            start, end = start + 1, end - 1
        else:
            start = _chinese_start(text, start, end, match.group("short"))
        if end - start > len(match.group("short")):
            short_start, short_end = match.span("short")
            yield Definition(
                match["short"], text[start:end], short_start, short_end, start, end, aligned=False
            )


def _chinese_start(text: str, start: int, end: int, short: str) -> int:
    """Where the name begins in an unbroken run of characters that ends with it.

    After the first word that may lead in a name where the short form's first character follows,
    else after the last such word.
    """
    starts = [start, *(m.end() for m in _CHINESE_LEAD.finditer(text, start, end) if end - m.end() >= 4)]
    return next((s for s in starts if text[s] == short[0]), starts[-1])


def _definition(text: str, start: int, end: int, words: list[_Word], *, aligned: bool) -> Definition:
    long_start, long_end = words[0].start, words[-1].end
    return Definition(text[start:end], text[long_start:long_end], start, end, long_start, long_end, aligned)


def _words_before(text: str, end: int) -> list[_Word]:
    """Words of the clause that ends at ``end``, hyphenated ones in parts; none if anything stands between."""
    start = max(0, end - _WINDOW)
    quoted = _QUOTED_END.search(text, start, end)
    if quoted:
        return _words(text, *quoted.span(1))
    for stop in _BREAK.finditer(text, start, end):
        if stop.end() < end or not text[stop.end() : end].strip():
            start = stop.end()
    words = _words(text, start, end)
    if words and text[words[-1].end : end].strip(" \n\"”’',"):
        return []
    return words


def _words(text: str, start: int, end: int) -> list[_Word]:
    return [
        _Word(m.group(), m.start(), m.end(), text[m.start() - 1 : m.start()] in _HYPHENS)
        for m in _WORD.finditer(text, start, end)
    ]


def _is_short(short: str) -> bool:
    letters = _letters(short)
    return (
        2 <= len(letters) <= _LONGEST_SHORT
        and bool(_SHORT.match(short))
        and any(c.isupper() for c in short)
        and not short.isdigit()
    )


def _letters(short: str) -> str:
    bare = re.sub(r"(?<=[A-Z]{2})s$", "", short)
    return "".join(c for c in _fold(bare) if c.isalnum())


@lru_cache(maxsize=4096)
def _fold(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


def _cost(short: str, words: list[_Word]) -> float | None:
    """Cost of reading ``words`` as the long form of ``short``; None where they are not."""
    letters = _letters(short)
    content = [w for w in words if not w.is_function]
    in_title_case = all(w.is_capitalised for w in content)
    if len(letters) >= 3 and in_title_case and Counter(_fold(w.text)[0] for w in content) == Counter(letters):
        return 0.0
    cost = _alignment_cost(letters, words)
    limit = len(letters) * (_TITLE_COST_PER_LETTER if in_title_case else _PLAIN_COST_PER_LETTER)
    return cost if cost is not None and cost <= limit else None


def _alignment_cost(letters: str, words: list[_Word]) -> float | None:
    """Least cost over all ways to take the letters, in order, from the words, the first from the first."""
    costs: dict[int, float] = {0: 0.0}
    for place, word in enumerate(words):
        folded = _fold(word.text)
        skipping = word.cost_of_skipping
        following: dict[int, float] = {}
        for taken, cost in costs.items():
            if place:
                skipped = cost + skipping
                following[taken] = min(following.get(taken, skipped), skipped)
            if taken < len(letters) and folded[:1] == letters[taken]:
                position, count = 0, 0
                while taken + count < len(letters):
                    position = folded.find(letters[taken + count], position) + 1
                    if not position:
                        break
                    total = cost + count * _INNER_LETTER_COST
                    count += 1
                    following[taken + count] = min(following.get(taken + count, total), total)
        costs = following
    return costs.get(len(letters))

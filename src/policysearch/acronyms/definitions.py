"""Finding definitions: in brackets, after "hereinafter", by "means", in lists of abbreviations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .alignment import INNER_LETTER_COST, Word, cost_of, is_short, letters_of, words_of
from .chinese import chinese_forms
from .definition import Definition

if TYPE_CHECKING:
    from collections.abc import Iterator

_WINDOW = 220
"""Characters before a bracket in which its long form is looked for."""

_BRACKET = re.compile(r"[(（\[]([^()（）\[\]]{1,200})[)）\]]")
_BREAK = re.compile(r"[;:!?()（）\[\]\"“”|•]|\n\s*\n|(?<=[a-z]{2})\.\s|(?<=[)\d])\.\s")
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
_OR_FORM = re.compile(
    r", (?:or|known as|abbreviated as) (?:the )?([A-Z][A-Za-z&]{1,9})\b"
    r"(?=[,.;)]| for short\b)"
)
# "(National Data Library - NDL)"
_DASHED = re.compile(r"[(（][^()（）\n]{6,120}?(?P<dash> [-–—] )(?P<short>[A-Z][A-Za-z&]{1,9})[)）]")
_LIST_ROW = re.compile(
    r"^[ \t|*•-]*(?P<short>[A-Z][A-Za-z0-9&./-]{1,11})(?:[ \t]*[|:–—=\t][ \t|]*| - | {2,})"
    r"(?P<long>[^\n|]{6,120})",
    re.MULTILINE,
)


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
    yield from chinese_forms(text)
    for bracket in _BRACKET.finditer(text):
        yield from _bracket_forms(text, bracket)
    for match in _HEREINAFTER.finditer(text):
        start, end, _ = _bare_short(text, *match.span(1))
        yield from _defined_term(text, start, end, match.start())
    for match in _MEANS.finditer(text):
        yield from _meaning(text, match)
    for match in _OR_FORM.finditer(text):
        yield from _aligned_before(text, match.start(1), match.end(1), match.start())
    for match in _DASHED.finditer(text):
        yield from _aligned_before(text, *match.span("short"), match.start("dash"))
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
    if not before or not is_short(before.group(1)):
        return
    offset = max(0, bracket.start() - 16)
    words = [w for w in words_of(text, bracket.start(1), bracket.end(1)) if w.text]
    while words and words[0].text.lower() in {"the", "or", "i.e", "i.e."}:
        words.pop(0)
    if len(words) >= 2 and cost_of(before.group(1), words) is not None:
        yield _definition(text, offset + before.start(1), offset + before.end(1), words, aligned=True)


def _list_row(text: str, match: re.Match[str]) -> Iterator[Definition]:
    words = words_of(text, match.start("long"), match.end("long"))
    if not is_short(match.group("short")):
        return
    for end in range(len(words), 1, -1):
        cost = cost_of(match.group("short"), words[:end])
        if cost is not None and cost <= INNER_LETTER_COST:
            yield _definition(text, *match.span("short"), words[:end], aligned=True)
            return


def _meaning(text: str, match: re.Match[str]) -> Iterator[Definition]:
    words: list[Word] = []
    for word in words_of(text, match.end(), min(len(text), match.end() + _WINDOW)):
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
    if not is_short(short):
        return
    words = _words_before(text, before)
    letters = len(letters_of(short))
    best: tuple[float, list[Word]] | None = None
    for first in range(len(words) - 1, max(-1, len(words) - min(2 * letters + 4, letters + 8) - 1), -1):
        cost = None if words[first].is_function else cost_of(short, words[first:])
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
    run: list[Word] = []
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


def _definition(text: str, start: int, end: int, words: list[Word], *, aligned: bool) -> Definition:
    long_start, long_end = words[0].start, words[-1].end
    return Definition(text[start:end], text[long_start:long_end], start, end, long_start, long_end, aligned)


def _words_before(text: str, end: int) -> list[Word]:
    """Words of the clause that ends at ``end``, hyphenated ones in parts; none if anything stands between."""
    start = max(0, end - _WINDOW)
    quoted = _QUOTED_END.search(text, start, end)
    if quoted:
        return words_of(text, *quoted.span(1))
    for stop in _BREAK.finditer(text, start, end):
        if stop.end() < end or not text[stop.end() : end].strip():
            start = stop.end()
    words = words_of(text, start, end)
    if words and text[words[-1].end : end].strip(" \n\"”’',"):
        return []
    return words

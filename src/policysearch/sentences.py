"""Where a text may be cut: paragraphs, list items, table rows, sentences, clauses, words.

Works on any text, with Unix, Windows or old Mac line ends, in Latin or Chinese script. Sentences are told
by rules and the lists of ``abbreviations.toml``, not by a model: a wrong cut costs a passage some context
and nothing else, and a rule reads several megabytes a second.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PARAGRAPH, ITEM, ROW, SENTENCE, CLAUSE, WORD, SPLIT, JOINED = range(8)
"""What stands between an atom and the one before it; JOINED: a heading or lead-in to which it belongs."""

MAX_ROW_FACTOR = 4
"""A table row may be this many times as long as another passage before it is cut between its cells."""

MAX_HEADING_SHARE = 0.5
"""Share of a passage that its headings may take; longer ones are passages by themselves."""

_LINE_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
_NEWLINE = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ITEM = re.compile(
    r"[-*+•◦▪■●‣–—]\s*\S"  # a bullet
    r"|[(\[（“\"]*(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-zA-Z]|[ivxIVX]{2,5}|[一二三四五六七八九十百]{1,4})[).）、]\s*\S"
    r"|第[一二三四五六七八九十百零〇\d]{1,6}[条章节款项]"
    r"|(?:§|Article|Section|Sec\.|SEC\.|SECTION|ARTICLE|Art\.|Annex|Recital|WHEREAS)\s"
)
_LEAD_IN = re.compile(r"(?:[:：—]|[:：]?--)\s*$")
_TERMINATOR = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+|[。！？；][”’」』）〉》\"]*\s*")
_CLAUSE = re.compile(r"[;:,—–]\s+|[，、；：,;]")
_SPACE = re.compile(r"\s+")
_CELL = re.compile(r"\s\|\s")
_FIRST_CJK = "\u3040"
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_MARKER = re.compile(r"[(\[]?(?:\d{1,3}(?:\.\d{1,3})*|[ivxIVX]{1,5}|[a-zA-Z])")
_OPENING = "\"'“‘(["
_LONG_LINE = 160
"""Characters. Wrapped lines are shorter: a longer line is a paragraph that ends with its line."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A stretch that is cut only if it alone is longer than a passage may be.

    Attributes:
        start: Offset of its first character, never white space.
        end: Offset after its last character, never white space.
        words: How many words it holds; two characters of Chinese, Japanese or Korean count as one.
        joint: What stands before it: one of the constants of this module.
    """

    start: int
    end: int
    words: int
    joint: int


def atoms_of(text: str, start: int, body: int, end: int, *, max_chars: int, max_words: int) -> list[Atom]:
    """Return the atoms of one section, in order; together they cover all but its white space.

    Args:
        text: The whole text.
        start: Offset of the section, its headings included.
        body: Offset after its headings; equals `start` if it has none.
        end: Offset after the section.
        max_chars: Most code points in an atom; a table row may have `MAX_ROW_FACTOR` times as many.
        max_words: Paragraphs of more words are taken apart into lines and sentences.
    """
    atoms: list[Atom] = []
    headings = list(_trimmed(text, start, body))
    for first, last in headings:
        atoms.extend(_fitting(text, first, last, PARAGRAPH, max_chars))
    taken = body - atoms[0].start if headings else 0
    joined = 0 < taken <= max_chars * MAX_HEADING_SHARE
    room = max_chars - taken if joined else max_chars
    for first, last in _paragraphs(text, body, end):
        joint = JOINED if joined else _joint_of(text, first)
        words = count_words(text[first:last])
        if last - first <= min(room, max_chars) and words <= max_words:
            atoms.append(Atom(first, last, words, joint))
        else:
            atoms.extend(_taken_apart(text, first, last, joint, max_chars, room))
        joined = _LEAD_IN.search(text, max(first, last - 8), last) is not None
        room = max_chars
    return atoms


def count_words(text: str) -> int:
    """Return the number of words, two characters of Chinese, Japanese or Korean counting as one."""
    if text.isascii() or max(text) < _FIRST_CJK:
        return len(text.split())
    spaced, characters = _cjk().subn(" ", text)
    return len(spaced.split()) + (characters + 1) // 2


def _joint_of(text: str, start: int) -> int:
    return ITEM if _ITEM.match(text, start) else PARAGRAPH


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the span without the white space at its ends, or nothing if it is all white space."""
    stretch = text[start:end]
    stripped = stretch.lstrip()
    if stripped:
        yield end - len(stripped), start + len(stretch.rstrip())


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans between blank lines."""
    first = start
    for line_break in _LINE_BREAKS.finditer(text, start, end):
        gap = line_break.group()
        if len(gap) > 1 and len(_NEWLINE.findall(gap)) > 1:
            yield from _trimmed(text, first, line_break.start())
            first = line_break.end()
    yield from _trimmed(text, first, end)


def _taken_apart(text: str, start: int, end: int, joint: int, max_chars: int, room: int) -> Iterator[Atom]:
    """Yield the lines of a paragraph that stand by themselves, and the sentences of the others."""
    for first, last, kind in _lines(text, start, end):
        before = joint if first == start else kind
        if _is_row(text, first, last):
            yield from _fitting_row(text, first, last, before, max_chars)
            continue
        for sentence, (begin, stop) in enumerate(_cut_at(text, first, last, _sentence_ends)):
            yield from _fitting(text, begin, stop, SENTENCE if sentence else before, room)
            room = max_chars


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield each list item, table row or unwrapped line of a paragraph, and what stands before it.

    Lines that a wrapped paragraph was broken into stay together. A line after a lead-in is JOINED.
    """
    first, kind, line = start, PARAGRAPH, start
    for line_break in _LINE_BREAKS.finditer(text, start, end):
        stop, following = line_break.span()
        before = _standing(text, line, stop, following, end)
        line = following
        if before is None:
            continue
        yield first, stop, kind
        first, kind = following, JOINED if _LEAD_IN.search(text, max(first, stop - 8), stop) else before
    yield first, end, kind


def _standing(text: str, line: int, stop: int, following: int, end: int) -> int | None:
    """Tell what the line break at `stop` is, or None if it only wraps a paragraph."""
    following_end = next((m.start() for m in _LINE_BREAKS.finditer(text, following, end)), end)
    if _is_row(text, line, stop) or _is_row(text, following, following_end):
        return ROW
    if _ITEM.match(text, following):
        return ITEM
    return ITEM if stop - line > _LONG_LINE else None


def _is_row(text: str, start: int, end: int) -> bool:
    return text.find(" | ", start, end) >= 0


def _fitting_row(text: str, start: int, end: int, joint: int, max_chars: int) -> Iterator[Atom]:
    """Yield a table row whole, or in cells if it is beyond what a row may have."""
    if end - start <= max_chars * MAX_ROW_FACTOR:
        yield Atom(start, end, count_words(text[start:end]), joint)
        return
    for cell, (first, last) in enumerate(_cut_at(text, start, end, _ends_of(_CELL))):
        yield from _fitting(text, first, last, CLAUSE if cell else joint, max_chars)


def _fitting(text: str, start: int, end: int, joint: int, room: int) -> Iterator[Atom]:
    """Yield a sentence whole if it has at most `room` characters, else in clauses, words or characters."""
    if end - start <= room:
        yield Atom(start, end, count_words(text[start:end]), joint)
        return
    for before, ends in ((CLAUSE, _ends_of(_CLAUSE)), (WORD, _ends_of(_SPACE))):
        parts = list(_filled(_cut_at(text, start, end, ends), room))
        if len(parts) > 1:
            for part, (first, last) in enumerate(parts):
                yield from _fitting(text, first, last, before if part else joint, room)
            return
    for first in range(start, end, room):
        last = min(first + room, end)
        yield Atom(first, last, count_words(text[first:last]), SPLIT if first > start else joint)


def _filled(parts: Iterator[tuple[int, int]], room: int) -> Iterator[tuple[int, int]]:
    """Join neighbouring parts as far as `room` characters allow."""
    first = last = -1
    for start, end in parts:
        if first < 0:
            first = start
        elif end - first > room:
            yield first, last
            first = start
        last = end
    if first >= 0:
        yield first, last


def _cut_at(
    text: str, start: int, end: int, ends: Callable[[str, int, int], Iterator[int]]
) -> Iterator[tuple[int, int]]:
    """Yield the stretches between the offsets that `ends` gives, without white space at their ends."""
    first = start
    for offset in ends(text, start, end):
        yield from _trimmed(text, first, offset)
        first = offset
    yield from _trimmed(text, first, end)


def _ends_of(pattern: re.Pattern[str]) -> Callable[[str, int, int], Iterator[int]]:
    def ends(text: str, start: int, end: int) -> Iterator[int]:
        return (match.end() for match in pattern.finditer(text, start, end))

    return ends


def _sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the offset after each sentence but the last, white space included."""
    first = start
    for match in _TERMINATOR.finditer(text, start, end):
        if match.end() < end and _ends_sentence(text, first, match.start(), match.end()):
            first = match.end()
            yield first


def _ends_sentence(text: str, first: int, stop: int, following: int) -> bool:
    """Tell whether the sentence that began at `first` ends with the terminator at `stop`."""
    if text[stop] not in ".…":
        return True
    opener = text[following : following + 24].lstrip(_OPENING)
    if opener[:1].islower():
        return False
    begin = (
        max(text.rfind(" ", max(first, stop - 40), stop), text.rfind("\n", max(first, stop - 40), stop)) + 1
    )
    word = text[max(begin, first) : stop].lstrip(_OPENING)
    if max(begin, first) == first and _MARKER.fullmatch(word):
        return False
    lists = _abbreviations()
    lower = word.lower()
    if lower in lists["never_last"]:
        return False
    if lower in lists["before_numbers"]:
        return not (opener[:1].isdigit() or opener[:1] in "IVX§")
    if lower in lists["may_be_last"] or ("." in word and _INITIALS.fullmatch(word)):
        return opener.split(None, 1)[0].strip(",;:.").lower() in lists["sentence_openers"] if opener else True
    return not (len(word) == 1 and word.isalpha() and word.isupper())


# Both are made when first needed: a search must start fast.
@cache
def _cjk() -> re.Pattern[str]:
    return re.compile(rf"[{_FIRST_CJK}-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]")


@cache
def _abbreviations() -> dict[str, frozenset[str]]:
    import tomllib

    data = tomllib.loads(Path(__file__).with_name("abbreviations.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in data.items()}

"""From a document to its passages, the units that are searched, shown and cited.

A section is what stands under one heading. Each section becomes a chain of atoms: its paragraphs, and
where a paragraph is too long its list items and table rows, its sentences, its clauses, its words. The
cuts between atoms that make up the passages are those of least total cost, found by dynamic programming
over the chain as Knuth and Plass do for the lines of a paragraph ("Breaking Paragraphs into Lines", 1981).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from .models import Passage
from .pages import page_of
from .sentences import CLAUSE, ITEM, JOINED, PARAGRAPH, ROW, SENTENCE, SPLIT, WORD, Atom, atoms_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .models import Document, Heading

MIN_WORDS = 60
"""Fewer words rarely hold a thought with its context; shorter paragraphs are merged."""
MAX_WORDS = 200
"""More words dilute a ranking by passage and are long to read in a list of hits."""
MAX_ATOMS = 48
"""Atoms in a passage: keeps the time linear on texts of one-letter lines, 400 of which fit a passage."""
MOST_OF_HEADINGS = 200
"""Code points of headings without text of their own that stand before the text of another ("Section 3
Notified bodies", "Article 28"): with more, as in a list of headlines, each is a passage by itself."""
TRAIL_SEPARATOR = " › "

_BREAK_COST = {
    PARAGRAPH: 0.0,
    ITEM: 0.15,
    ROW: 0.2,
    SENTENCE: 0.4,
    CLAUSE: 2.0,
    WORD: 4.0,
    SPLIT: 8.0,
    JOINED: 50.0,
}
"""What a cut before an atom costs, in units of a passage without any words (which costs 1)."""
_MERGE_COST = 0.02
"""Price of each paragraph that shares a passage with another, so that full paragraphs stay alone."""

_HYPHENATION = re.compile(r"(?<=\w)[-\u2010\u2011\u00ad]\s*(?=\w)")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Section:
    """What stands under one heading; ``body`` is the offset after its headings."""

    start: int
    body: int
    end: int
    trail: str


def split_passages(document: Document, *, max_chars: int = 1200) -> tuple[Passage, ...]:
    """Split a document into passages.

    They cover all of the text but white space. A heading begins a passage and its body follows in the
    same one; headings that follow each other at once share their passage, unless they are a list of them.
    Passages consist of whole paragraphs of 60 to 200 words together where the text allows it (two Chinese
    characters count as a word); of whole list items and sentences where paragraphs are longer; of clauses
    or words only within a sentence of more than `max_chars`. Lead-ins ("… the following:") stay with their
    first item.

    Args:
        document: With its headings and page starts final.
        max_chars: Most code points in a passage, at least 1. Only a table row (a line with " | ") may
            be longer, up to four times as long.

    Returns:
        The passages in order; none if the text is all white space. Same document, same passages.
    """
    text = document.text
    passages: list[Passage] = []
    for section in _sections(text, document.headings):
        for start, end in _spans(text, section, max_chars):
            ordinal = len(passages)
            words = text[start:end]
            passages.append(
                Passage(
                    id=f"{document.id}:{ordinal}",
                    fingerprint=fingerprint(words),
                    document_id=document.id,
                    ordinal=ordinal,
                    start=start,
                    end=end,
                    text=words,
                    heading=section.trail,
                    page=page_of(document.page_starts, start),
                    last_page=page_of(document.page_starts, end - 1),
                )
            )
    return tuple(passages)


def fingerprint(text: str) -> str:
    """Return the permanent name of a passage: 16 hex digits from its words alone.

    Case, punctuation, white space, compatibility forms (NFKC: ligatures, full-width letters) and hyphens
    inside words make no difference, so the same passage read from a PDF and from a web page has one name.
    A text without any letter or digit is named by its characters.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    words = " ".join(_WORDS.findall(_HYPHENATION.sub("", text.casefold()))) or "".join(text.split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _sections(text: str, headings: tuple[Heading, ...]) -> Iterator[_Section]:
    """Yield the stretch before the first heading, then each heading with its body."""
    first = _section_start(text, headings[0]) if headings else len(text)
    yield _Section(0, 0, first, "")
    above: list[tuple[int, str]] = []
    start = first
    for index, heading in enumerate(headings):
        following = headings[index + 1] if index + 1 < len(headings) else None
        while above and above[-1][0] >= heading.level:
            above.pop()
        above.append((heading.level, " ".join(text[heading.start : heading.end].split())))
        end = _section_start(text, following) if following else len(text)
        if following and not text[heading.end : end].strip():
            together = following.level > heading.level or following.end - start <= MOST_OF_HEADINGS
            if together:
                continue
        yield _Section(start, heading.end, end, TRAIL_SEPARATOR.join(words for _, words in above if words))
        start = end


def _section_start(text: str, heading: Heading) -> int:
    """Where the heading's line starts, if only marks of Markdown such as "##" stand before it."""
    line = text.rfind("\n", 0, heading.start) + 1
    return heading.start if text[line : heading.start].strip("#>*_ \t") else line


def _spans(text: str, section: _Section, max_chars: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each passage of a section."""
    atoms = atoms_of(text, section.start, section.body, section.end, max_chars=max_chars, max_words=MAX_WORDS)
    cuts = _cheapest_cuts(atoms, max_chars)
    for first, last in pairwise(cuts):
        yield atoms[first].start, atoms[last - 1].end


def _cheapest_cuts(atoms: list[Atom], max_chars: int) -> list[int]:
    """Return the indices of the atoms that begin a passage, and the number of atoms.

    ``least[j]`` is the least cost of any division of the first ``j`` atoms; the passage that ends there
    begins with atom ``before[j]``. Passages over `max_chars` are left out, but for single atoms.
    """
    least = [0.0]
    before = [0]
    for stop in range(1, len(atoms) + 1):
        end = atoms[stop - 1].end
        words = merged = 0
        best = float("inf")
        begin = stop - 1
        for first in range(stop - 1, max(-1, stop - 1 - MAX_ATOMS), -1):
            atom = atoms[first]
            if end - atom.start > max_chars and first < stop - 1:
                break
            words += atom.words
            cost = least[first] + _size_cost(words) + merged * _MERGE_COST
            cost += _BREAK_COST[atom.joint] if first else 0.0
            if cost < best:
                best, begin = cost, first
            if words > 2 * MAX_WORDS:
                break
            merged += atom.joint == PARAGRAPH
        least.append(best)
        before.append(begin)
    cuts = [len(atoms)]
    while cuts[-1]:
        cuts.append(before[cuts[-1]])
    return cuts[::-1]


def _size_cost(words: int) -> float:
    """Return 0 within the target, up to 1 for too few words, rising for too many."""
    if words < MIN_WORDS:
        return (MIN_WORDS - words) / MIN_WORDS
    return (words - MAX_WORDS) / 20 if words > MAX_WORDS else 0.0

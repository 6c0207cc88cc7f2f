"""Which blocks of a PDF are headings, and of which level.

The outline that many files carry names headings with their pages; elsewhere larger or bolder type than that
of the body tells them. Levels follow the outline where it has them, else the order of the type sizes.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from .pdf_blocks import Block, Kind
from .pdf_continuity import BULLETS
from .pdf_lines import LINE_END_HYPHEN
from .text_headings import heading_patterns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .pdf_blocks import Style

LARGER = 1.12
"""In heights of the body type: headings are set at 1.15 and more; the same face varies by 0.05."""
MAX_CHARS = 220
"""Longer blocks in large or bold type are pull quotes and abstracts."""
MAX_NUMBER = 20
"""Characters of "Article 123a" or "CHAPTER XVIII" standing alone."""
MAX_LAW_HEADING = 160
"""Characters of "Article 4 AI literacy"; longer blocks are the article's text."""
MAX_LEVEL = 6
MAX_OUTLINE = 5000
"""Entries read of an outline; a damaged one can refer to itself."""
MIN_LETTERS = 2
"""Letters in a title to compare it with the outline."""
MERGE_DISTANCE = 1.6
"""In line heights: lines of one heading stand closer than two headings."""

_SENTENCE_END = re.compile(r"[a-z)\]’”\"][.;,]$")
_ENDED = re.compile(r"[.;:,—]$")
_A_WORD = re.compile(r"[^\W\d_\U0001d400-\U0001d7ff]{3}|[\u3400-\u9fff]")
"""Three letters or a Chinese character: formulas in large type, "EN" in a corner are no headings."""
_NOT_WORDS = re.compile(r"[\W_]+")

_Look = tuple[int, bool]


def read_outline(document: Any) -> dict[int, list[tuple[str, int]]]:
    """Return, by page number from 0, the outline's titles in comparable form with their levels from 1.

    Args:
        document: A ``pypdfium2.PdfDocument``.
    """
    entries: dict[int, list[tuple[str, int]]] = {}
    for count, bookmark in enumerate(document.get_toc(max_depth=MAX_LEVEL)):
        if count == MAX_OUTLINE:
            break
        target = bookmark.get_dest()
        page = target.get_index() if target else None
        title = _key(bookmark.get_title() or "")
        if page is not None and title:
            entries.setdefault(page, []).append((title, bookmark.level + 1))
    return entries


def mark_headings(
    pages: Sequence[list[Block]], style: Style, outline: Mapping[int, list[tuple[str, int]]]
) -> None:
    """Turn the blocks that are headings into HEADINGs with their levels, joining those set on several lines.

    Args:
        pages: The blocks of each page without its footnotes; changed in place.
        style: Of the report.
        outline: As ``read_outline`` returns it.
    """
    named: Counter[tuple[_Look, int]] = Counter()
    looks: Counter[_Look] = Counter()
    for number, blocks in enumerate(pages):
        blocks[:] = _joined(blocks, style)
        titles = outline.get(number, [])
        for block in blocks:
            level = _outline_level(block, titles) if titles else 0
            if level:
                block.kind, block.level = Kind.HEADING, level
                named[_look(block), level] += 1
            elif level := _level_in_law(block):
                block.kind, block.level = Kind.HEADING, level
            elif _stands_out(block, style):
                block.kind = Kind.HEADING
                looks[_look(block)] += 1
    levels = _levels(looks, named)
    for blocks in pages:
        for block in blocks:
            if block.kind is Kind.HEADING and not block.level:
                block.level = levels[_look(block)]


def _joined(blocks: list[Block], style: Style) -> list[Block]:
    """Join neighbouring blocks that are one heading on several lines."""
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if before and (_is_one_heading(before, block, style) or _is_title_of_article(before, block)):
            before.lines += block.lines
        else:
            joined.append(block)
    return joined


def _is_one_heading(before: Block, block: Block, style: Style) -> bool:
    return (
        block.kind is not Kind.ITEM
        and 0 < before.last.bottom - block.first.bottom < MERGE_DISTANCE * block.first.size
        and _length(before) + _length(block) <= MAX_CHARS
        and _look(before) == _look(block)
        and _stands_out(before, style)
        and _stands_out(block, style)
    )


def _is_title_of_article(before: Block, block: Block) -> bool:
    """Tell whether a line is the title that stands centred below "Article 6"."""
    one, other = before.last, block.first
    return (
        len(before.lines) == 1
        and len(one.text) <= MAX_NUMBER
        and _length(block) + len(one.text) < MAX_LAW_HEADING
        and abs(one.left + one.right - other.left - other.right) < 2 * other.size
        and 0 < one.bottom - other.bottom < 2 * MERGE_DISTANCE * other.size
        and not _ENDED.search(block.last.text)
        and _level_in_law(before) > 0
    )


def _look(block: Block) -> _Look:
    return round(block.first.size), block.first.bold


def _length(block: Block) -> int:
    return sum(len(line.text) + 1 for _, line in block.lines)


def _stands_out(block: Block, style: Style) -> bool:
    """Tell whether a block looks like a heading: short, in larger or bolder type, not a sentence."""
    if block.kind not in (Kind.PARAGRAPH, Kind.ITEM) or _length(block) > MAX_CHARS:
        return False
    larger = block.first.size > LARGER * style.size
    bolder = (
        not style.bold and all(line.bold for _, line in block.lines) and block.first.size > 0.9 * style.size
    )
    text = block.last.text
    if block.first.text[0] in BULLETS:
        return False
    if not (larger or bolder) or not _A_WORD.search(block.first.text):
        return False
    return not (_SENTENCE_END.search(text) and (not larger or len(text) > 60)) and not text.endswith(
        (":", LINE_END_HYPHEN)
    )


def _level_in_law(block: Block) -> int:
    """Return the level of a block that is worded as the heading of a part of a law, 0 if it is not."""
    if block.kind not in (Kind.PARAGRAPH, Kind.ITEM) or _length(block) > MAX_LAW_HEADING:
        return 0
    words = " ".join(line.text for _, line in block.lines)
    for pattern in heading_patterns():
        if pattern.of_laws and (match := pattern.pattern.fullmatch(words)):
            return pattern.level_of(match)
    return 0


def _outline_level(block: Block, titles: list[tuple[str, int]]) -> int:
    """Return the level of the outline entry that a block is, 0 if it is none."""
    if block.kind not in (Kind.PARAGRAPH, Kind.ITEM) or _length(block) > 2 * MAX_CHARS:
        return 0
    words = _key(" ".join(line.text for _, line in block.lines))
    if len(words) < MIN_LETTERS:
        return 0
    for title, level in titles:
        if (
            words == title
            or (len(words) > 8 and title.endswith(words))
            or (len(title) > 8 and words.endswith(title))
        ):
            return level
    return 0


def _key(text: str) -> str:
    return _NOT_WORDS.sub("", text).lower()


def _levels(looks: Mapping[_Look, int], named: Counter[tuple[_Look, int]]) -> dict[_Look, int]:
    """Return the level of each look: the outline's where it is known, else by size and weight."""
    known: dict[_Look, int] = {}
    for (look, level), _ in sorted(named.items(), key=lambda item: item[1]):
        known[look] = level
    levels: dict[_Look, int] = {}
    level = 0
    for look in sorted({*looks, *known}, reverse=True):
        level = known.get(look, level + 1)
        levels[look] = level = min(level, MAX_LEVEL)
    return levels

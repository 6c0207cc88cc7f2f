"""What the main content of an article still holds that is not its text: headline, pointers, notices.

The headline is the document's title, so it does not stand in the text once more, nor does the name of the
section above it ("News"). In between paragraphs, sites set pointers to other stories, calls to subscribe and
credits of pictures.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from .blocks import squeeze
from .html_landmarks import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bs4 import Tag

    from .html_landmarks import Landmarks

_MAX_MASTHEAD_BLOCKS = 4
"""Blocks among which the headline is looked for: section, date, byline and headline."""
_MAX_MASTHEAD_CHARS = 120
"""Characters; a longer block is the article's first paragraph."""
_MAX_KICKER_CHARS = 30
_MAX_SURROUNDINGS_SHARE = 0.2
"""Main content of which a larger part is marked as surroundings is marked wrongly."""
_MAX_POINTERS_SHARE = 0.1
_MIN_POINTER_WORDS = 4
"""Shorter ones are addresses and the names of things, which the text refers to."""
_MAX_TEASER_CHARS = 400
_MAX_TEASER_BLOCKS = 4
"""Below its heading: a section, a date, an author and a paragraph."""
_MAX_TEASERS_SHARE = 0.4
_MIN_TEASERS = 2
"""One may be a pointer in the text, with the last paragraph of the article below it."""
_LINKS = frozenset({"ul", "ol", "table"})


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The table ``html_article.toml``."""

    line: tuple[re.Pattern[str], ...]
    section: tuple[re.Pattern[str], ...]
    credit: tuple[re.Pattern[str], ...]
    max_chars: int


@cache
def _patterns() -> _Patterns:
    table = tomllib.loads(files(__package__).joinpath("html_article.toml").read_text("utf-8"))
    compiled = {
        kind: tuple(re.compile(row["pattern"], re.IGNORECASE) for row in table[kind])
        for kind in ("line", "section", "credit")
    }
    return _Patterns(**compiled, max_chars=table["max_chars"])


def trim_article(main: Tag, title: str, marks: Landmarks, shown: Sequence[str], surroundings: str) -> None:
    """Take out of an article's main content what is not part of its text.

    Args:
        main: Holds the blocks of the article as its children, named as in HTML; it is changed.
        title: Of the document; "" if the page does not say.
        marks: What the texts on the page are.
        shown: The blocks of the whole page without its surroundings.
        surroundings: The text of what the page marks up as such.
    """
    blocks = [(block, squeeze(block.get_text(" "))) for block in main.find_all(True, recursive=False)]
    # Several headings of the first level are those of parts.
    headline = marks.headlines if len(marks.headlines) == 1 else frozenset[str]()
    blocks = _without_masthead(blocks, headline | {key(title)}, marks.kickers)
    blocks = _without_surroundings(blocks, key("".join(shown)), key(surroundings))
    blocks = _without_pointers(blocks, marks.links)
    blocks = _without_teasers(blocks, marks.links)
    below_section = False
    for block, words in blocks:
        if below_section and (block.name in _LINKS or is_furniture(words)):
            block.decompose()
            continue
        below_section = block.name.startswith("h") and _matches(_patterns().section, words)
        if below_section or is_furniture(words):
            block.decompose()


def _without_masthead(
    blocks: list[tuple[Tag, str]], headlines: frozenset[str], kickers: frozenset[str]
) -> list[tuple[Tag, str]]:
    """Remove the headline and what stands above it, or a section's name where there is no headline."""
    end = 0
    for place, (block, words) in enumerate(blocks[:_MAX_MASTHEAD_BLOCKS]):
        if key(words) in headlines - {""}:
            end = place + 1
            break
        if len(words) > _MAX_MASTHEAD_CHARS or block.name in _LINKS:
            break
    if not end and blocks and blocks[0][0].name == "p" and blocks[0][1] in kickers:
        end = int(len(blocks[0][1]) <= _MAX_KICKER_CHARS)
    for block, _ in blocks[:end]:
        block.decompose()
    return blocks[end:]


def _without_surroundings(
    blocks: list[tuple[Tag, str]], shown: str, surroundings: str
) -> list[tuple[Tag, str]]:
    """Remove what stands on the page only among its surroundings, if it is a small part of the content."""
    foreign = {
        id(block)
        for block, words in blocks
        if (letters := key(words)) in surroundings and letters not in shown
    }
    return _without(blocks, foreign, _MAX_SURROUNDINGS_SHARE)


def _without_pointers(blocks: list[tuple[Tag, str]], links: frozenset[str]) -> list[tuple[Tag, str]]:
    """Remove the paragraphs that are a link to another story, if they are few: a digest consists of them."""
    pointers = {
        id(block)
        for block, words in blocks
        if block.name == "p" and len(words.split()) >= _MIN_POINTER_WORDS and key(words) in links
    }
    return _without(blocks, pointers, _MAX_POINTERS_SHARE)


def _without_teasers(blocks: list[tuple[Tag, str]], links: frozenset[str]) -> list[tuple[Tag, str]]:
    """Remove teasers of other stories at the end: headings that are links, with little text below each."""
    heads = [place for place, (block, words) in enumerate(blocks) if _is_linked_heading(block, words, links)]
    first, teasers = len(blocks), 0
    for place in reversed(heads):
        below = [len(words) for _, words in blocks[place + 1 : first]]
        if len(below) > _MAX_TEASER_BLOCKS or max(below, default=0) > _MAX_TEASER_CHARS:
            break
        first, teasers = place, teasers + 1
    if teasers < _MIN_TEASERS:
        return blocks
    return _without(blocks, {id(block) for block, _ in blocks[first:]}, _MAX_TEASERS_SHARE)


def _is_linked_heading(block: Tag, words: str, links: frozenset[str]) -> bool:
    return block.name.startswith("h") and len(words.split()) >= _MIN_POINTER_WORDS and key(words) in links


def _without(blocks: list[tuple[Tag, str]], unwanted: set[int], max_share: float) -> list[tuple[Tag, str]]:
    """Remove blocks, by their ids, if they are at most this share of the text."""
    chars = sum(len(words) for block, words in blocks if id(block) in unwanted)
    if not chars or chars > max_share * sum(len(words) for _, words in blocks):
        return blocks
    for block, _ in blocks:
        if id(block) in unwanted:
            block.decompose()
    return [each for each in blocks if id(each[0]) not in unwanted]


def is_furniture(words: str) -> bool:
    """Whether a paragraph is a notice of the site: a pointer to a story, a call to subscribe, a credit."""
    return _matches(_patterns().line, words)


def has_credit(words: str) -> bool:
    """Whether a paragraph names the source of a picture somewhere, as captions do."""
    return any(pattern.search(words) for pattern in _patterns().credit)


def _matches(patterns: Iterable[re.Pattern[str]], words: str) -> bool:
    return 0 < len(words) <= _patterns().max_chars and any(pattern.fullmatch(words) for pattern in patterns)

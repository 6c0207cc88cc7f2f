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

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bs4 import Tag

_MAX_MASTHEAD_BLOCKS = 4
"""Blocks among which the headline is looked for: section, date, byline and headline."""
_MAX_MASTHEAD_CHARS = 120
"""Characters; a longer block is the article's first paragraph."""
_MAX_KICKER_CHARS = 30
_LOOK_BACK = 40
"""Stretches of text, most of them white space, that are looked at before the headline."""
_MAX_KICKERS = 6
_LINKS = frozenset({"ul", "ol", "table"})


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The table ``html_article.toml``."""

    line: tuple[re.Pattern[str], ...]
    section: tuple[re.Pattern[str], ...]
    max_chars: int


@cache
def _patterns() -> _Patterns:
    table = tomllib.loads(files(__package__).joinpath("html_article.toml").read_text("utf-8"))
    return _Patterns(
        line=tuple(re.compile(row["pattern"], re.IGNORECASE) for row in table["line"]),
        section=tuple(re.compile(row["pattern"], re.IGNORECASE) for row in table["section"]),
        max_chars=table["max_chars"],
    )


def trim_article(main: Tag, title: str, kickers: frozenset[str]) -> None:
    """Take out of an article's main content what is not part of its text.

    Args:
        main: Holds the blocks of the article as its children, named as in HTML; it is changed.
        title: Of the document; "" if the page does not say.
        kickers: Short texts that stand before the headline on the page.
    """
    blocks = [(block, squeeze(block.get_text(" "))) for block in main.find_all(True, recursive=False)]
    blocks = _without_masthead(blocks, title, kickers)
    below_section = False
    for block, words in blocks:
        if below_section and (block.name in _LINKS or _is_pointer(words)):
            block.decompose()
            continue
        below_section = block.name.startswith("h") and _matches(_patterns().section, words)
        if below_section or _is_pointer(words):
            block.decompose()


def _without_masthead(
    blocks: list[tuple[Tag, str]], title: str, kickers: frozenset[str]
) -> list[tuple[Tag, str]]:
    """Remove the headline and what stands above it, or a section's name where there is no headline."""
    end = 0
    for place, (block, words) in enumerate(blocks[:_MAX_MASTHEAD_BLOCKS]):
        if title and words.casefold() == title.casefold():
            end = place + 1
            break
        if len(words) > _MAX_MASTHEAD_CHARS or block.name in _LINKS:
            break
    if not end and blocks and blocks[0][0].name == "p" and blocks[0][1] in kickers:
        end = int(len(blocks[0][1]) <= _MAX_KICKER_CHARS)
    for block, _ in blocks[:end]:
        block.decompose()
    return blocks[end:]


def _is_pointer(words: str) -> bool:
    return _matches(_patterns().line, words)


def _matches(patterns: Iterable[re.Pattern[str]], words: str) -> bool:
    return 0 < len(words) <= _patterns().max_chars and any(pattern.fullmatch(words) for pattern in patterns)


def texts_before(headline: Tag) -> frozenset[str]:
    """The short texts that stand closely before a page's headline: the name of its section, a date."""
    found: list[str] = []
    for text in headline.find_all_previous(string=True, limit=_LOOK_BACK):
        words = squeeze(str(text))
        if words:
            found.append(words)
    return frozenset(found[:_MAX_KICKERS])

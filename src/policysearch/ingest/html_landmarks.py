"""What a page says of the texts on it, gathered in one walk: headlines, headings, links, captions.

The main content that trafilatura returns is bare text. Its paragraphs are found again on the page by their
words, to tell what each of them was there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bs4 import Tag

from .blocks import squeeze
from .html_boilerplate import is_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bs4 import BeautifulSoup

_NO_WORD = re.compile(r"[\W_]+")
_BOLD_LEVEL = 4
"""Below the headings that a page marks up as such."""
_MAX_BOLD_CHARS = 100
_LOOK_BACK = 40
"""Stretches of text, most of them white space, that are looked at before the headline."""
_MAX_KICKERS = 6
_MAX_LABEL_CHARS = 400
"""What is longer holds more than a label."""


@dataclass(frozen=True, slots=True)
class Landmarks:
    """Texts of a page by what they are on it.

    Attributes:
        headlines: Keys of the headings of the first level.
        kickers: Short texts closely before the first of them: the name of a section, a date.
        headings: Texts of headings, and of paragraphs in bold that stand for one, with their level.
        captions: Texts of the captions of tables.
        links: Keys of the texts of links to other pages.
        labels: Keys of captions of pictures, credits and lines about authors, in one string.
    """

    headlines: frozenset[str]
    kickers: frozenset[str]
    headings: Mapping[str, int]
    captions: frozenset[str]
    links: frozenset[str]
    labels: str


def key(text: str) -> str:
    """A text by its letters and digits alone: extraction changes spaces, marks and line breaks."""
    return _NO_WORD.sub("", text).casefold()


def find_landmarks(page: BeautifulSoup) -> Landmarks:
    """Gather the landmarks of a parsed page, which must still be whole."""
    elements: dict[str, list[Tag]] = defaultdict(list)
    labels: list[Tag] = []
    for element in page.descendants:
        if isinstance(element, Tag):
            elements[element.name].append(element)
            if is_label(element):
                labels.append(element)
    headings = {squeeze(each.get_text()): _BOLD_LEVEL for each in elements["p"] if _is_bold_heading(each)}
    for level in range(6, 0, -1):
        headings |= {squeeze(each.get_text()): level for each in elements[f"h{level}"]}
    return Landmarks(
        headlines=_keys(elements["h1"]),
        kickers=_texts_before(elements["h1"][0]) if elements["h1"] else frozenset(),
        headings=headings,
        captions=frozenset(squeeze(each.get_text()) for each in elements["caption"]),
        links=_keys(each for each in elements["a"] if not str(each.get("href", "#")).startswith("#")),
        labels="\n".join(key(text) for each in labels if len(text := each.get_text()) <= _MAX_LABEL_CHARS),
    )


def _keys(elements: Iterable[Tag]) -> frozenset[str]:
    return frozenset(key(each.get_text()) for each in elements) - {""}


def _is_bold_heading(paragraph: Tag) -> bool:
    bold = paragraph.find(["strong", "b"])
    if not isinstance(bold, Tag):
        return False
    words = squeeze(paragraph.get_text())
    fits = 0 < len(words) <= _MAX_BOLD_CHARS and words[-1] not in ".,;:!?。；：，"
    return fits and squeeze(bold.get_text()) == words


def _texts_before(headline: Tag) -> frozenset[str]:
    found: list[str] = []
    for text in headline.find_all_previous(string=True, limit=_LOOK_BACK):
        words = squeeze(str(text))
        if words:
            found.append(words)
    return frozenset(found[:_MAX_KICKERS])

"""What belongs to an article and is missing in its main content: its lead, and lists that a colon announces.

Sites set the lead apart from the rest ("teaser", "summary", "standfirst"), and trafilatura, to which the
same names mean pointers to other pages, leaves it out. Lists of short items or links it takes for navigation.
Both are found again by their place on the page.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from bs4 import Tag

from .blocks import squeeze
from .html_article import has_credit, is_furniture
from .html_landmarks import key
from .publication_dates import find_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .html_landmarks import Landmarks

_MAX_GAP = 15
"""Blocks between a headline and the first paragraph: date, byline, picture, lead."""
_MAX_LEADS = 3
_MIN_LEAD_CHARS = 60
"""Characters; bylines and the like are shorter."""
_MAX_DATE_CHARS = 120
"""Characters of a line that says who wrote when."""
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")
_ENDS = tuple('.!?…:;。！？”"»“)')
"""What a sentence ends with; lists of keywords and captions often end with nothing."""
_MIN_ANNOUNCEMENT = 20
"""Characters; "Share:" announces nothing of the article."""
_KNOWN_SHARE = 0.5
"""A list of which as many items are in the text is not missing."""
_NUMBER = re.compile(r"^\w{1,4}[.)]\s")
_HEADINGS = [f"h{level}" for level in range(1, 7)]
_START = 40
"""Characters of keys by which a paragraph is recognised: its end may be cut or joined to the next."""
_MIN_START = 12
_FIRST = 5
"""Blocks of the main content among which the first is looked for that stands on the page as it is."""


def missing_lead(
    page_blocks: Sequence[str], main_blocks: Sequence[str], title: str, marks: Landmarks
) -> tuple[str, ...]:
    """The paragraphs of a lead that the main content lacks.

    Args:
        page_blocks: The blocks of the whole page without its navigation, in reading order.
        main_blocks: The blocks of the main content, without the headline.
        title: Of the page.
        marks: What the texts on the page are.
    """
    keys = [key(block) for block in page_blocks]
    start = _start_of(keys, [key(block) for block in main_blocks[:_FIRST]])
    headlines = marks.headlines | {key(title)}
    headline = max((place for place in range(start) if keys[place] in headlines), default=start)
    between = range(headline + 1, start)
    if len(between) > _MAX_GAP:
        return ()
    main = key("".join(main_blocks))
    leads = [
        page_blocks[place]
        for place in between
        if keys[place] not in main
        and keys[place] not in marks.links
        and keys[place] not in marks.labels
        and _is_lead(page_blocks[place], marks)
    ]
    return tuple(leads) if len(leads) <= _MAX_LEADS else ()


def _start_of(page_keys: Sequence[str], main_keys: Sequence[str]) -> int:
    """Where the main content starts on the page, 0 if that cannot be told."""
    for main_key in main_keys:
        if len(main_key) < _MIN_START:
            continue
        for place, page_key in enumerate(page_keys):
            if page_key.startswith(main_key[:_START]):
                return place
    return 0


def _is_lead(block: str, marks: Landmarks) -> bool:
    if len(block) < _MIN_LEAD_CHARS or "\n" in block or is_furniture(block) or has_credit(block):
        return False
    if len(block) <= _MAX_DATE_CHARS and (find_date(block) or _CLOCK.search(block)):
        return False
    return block.endswith(_ENDS) or block in marks.headings


def restore_lists(main: Tag, page_blocks: Sequence[str]) -> None:
    """Put lists and tables back that stand on the page right after a paragraph ending in a colon.

    Args:
        main: Holds the blocks of the article as its children, named as in HTML; it is changed.
        page_blocks: The blocks of the whole page without its navigation, in reading order.
    """
    followers = {key(block): after for block, after in pairwise(page_blocks) if block.endswith((":", "："))}
    if not followers:
        return
    shown = key(main.get_text())
    for block in main.find_all(["p", *_HEADINGS], recursive=False):
        words = squeeze(block.get_text(" "))
        # Taken out, as the same words may announce it again.
        after = followers.pop(key(words), "") if len(words) >= _MIN_ANNOUNCEMENT else ""
        items = [key(_NUMBER.sub("", line)) for line in after.splitlines()]
        if len(items) > 1 and sum(item in shown for item in items) < _KNOWN_SHARE * len(items):
            restored = Tag(name="pre")
            restored.string = after
            block.insert_after(restored)

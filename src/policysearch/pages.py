"""On which page of a document something stands."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .models import Passage


def page_of(page_starts: Sequence[int], place: int) -> int | None:
    """Return the page, from 1, that an offset lies on.

    Args:
        page_starts: As ``Document.page_starts``.
        place: Offset in the document's text.

    Returns:
        None for formats without pages.
    """
    return max(1, bisect_right(page_starts, place)) if page_starts else None


def pages_of(passage: Passage) -> str:
    """Name the page or pages of a passage for people: "page 5", "pages 5–6"; "" for formats without pages."""
    if passage.page is None:
        return ""
    if passage.last_page in (None, passage.page):
        return f"page {passage.page}"
    return f"pages {passage.page}–{passage.last_page}"

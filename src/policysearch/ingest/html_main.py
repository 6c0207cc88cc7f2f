"""Which part of a web page is its content.

Articles are left to trafilatura, which knows where an article ends and its surroundings begin
(Barbaresi, "Trafilatura: A Web Scraping Library and Command-Line Tool", ACL 2021). Laws and print
pages are not articles: there the whole page counts, short provisions and marginal notes too, and only what
is marked as navigation and the like is left out.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from ..models import Heading
from .blocks import TextBuilder, squeeze
from .html_article import trim_article
from .html_blocks import add_element
from .html_boilerplate import take_apart
from .html_landmarks import Landmarks, find_landmarks
from .html_restored import missing_lead, restore_lists
from .text_headings import law_headings, text_lines

# It reports on every page that it finds hard; without a handler that would go to the terminal.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

_MIN_SHARE = 0.5
"""Main content with less than this share of the text that stands outside links and marked-up
navigation has missed the point of a page, unless the page says that it is an article."""
_MIN_PROSE_SHARE = 0.7
"""Main content that is as much of a page, and prose, is an article, though the page does not say so."""
_MIN_PROSE_CHARS = 100
_MIN_PROSE_PARAGRAPHS = 3
_MIN_LAW_SHARE = 0.9
"""Of a law that is published as an article less may be missing."""
_ARTICLE_PROPERTY = re.compile(r"^article:(?:published_time|author|section)$")
_ARTICLE_TYPE = re.compile(r"\b(?:\w*Article|\w*BlogPosting)\b")
_PROVISION = re.compile(
    r"(?:(?:sec(?:tion|s)?|art(?:icle|ículo|ikel|icolo|igo)?|clause|regulation|paragraph|schedule|annex)\b\.?\s*[\dIVX]"
    r"|§+\s*\d|第[一二三四五六七八九十百\d]+[条條章节節]|\(?[a-z\d]{1,4}\)\s|amendment:?\s*\d|whereas\b)",
    re.IGNORECASE,
)
_MIN_PROVISIONS = 5
"""News about a law cites a section at the start of a paragraph now and then; a law does so all the time."""
_MIN_PROVISION_SHARE = 0.2

_DOUBLE_BREAK = re.compile(r"(?:<br\s*/?>\s*){2,}|<br\s*/?>\s*(?=<cite\b)", re.IGNORECASE)
_PARAGRAPH = "\ue000"
"""Stands between two line breaks, of which trafilatura would make one: they end a paragraph, as one before
the source of a quotation does."""
_MARKED_BREAK = re.compile(rf"(?:<lb/>\s*)*{_PARAGRAPH}\s*(?:<lb/>\s*)*")
_HEADING_LEVEL = re.compile(r"h[1-6]")
_TEI_TO_HTML = {
    "head": "h2",
    "list": "ul",
    "item": "li",
    "row": "tr",
    "cell": "td",
    "quote": "blockquote",
    "lb": "br",
    "ref": "a",
    "hi": "b",
}
"""The elements of trafilatura's XML that HTML names otherwise; the level of a heading stands in ``rend``."""


@dataclass(frozen=True, slots=True)
class MainText:
    """The text of the part of a page that was chosen.

    Attributes:
        note: Why the whole page was taken, "" if only its main content was.
    """

    text: str
    headings: tuple[Heading, ...]
    note: str = ""


def main_text(html: str, page: BeautifulSoup, title: str) -> MainText:
    """The content of a web page as blocks of text.

    Args:
        html: The decoded page.
        page: The same page, parsed; its surroundings are taken out of it.
        title: Of the page; the text of an article does not repeat it.
    """
    marks, says_article, marked_up = find_landmarks(page), _says_article(page), _is_marked_up(page)
    whole = _whole_page(page)
    main = _main_content(html, title, marks, whole)
    share = main.prose_chars / max(1, whole.prose_chars)
    article = says_article or (
        share >= _MIN_PROSE_SHARE and _is_prose(main.text) and not _provisions(whole.text)
    )
    if _is_law(whole.text) and (share < _MIN_LAW_SHARE or not article):
        headings = _merged(whole.headings, law_headings(whole.text))
        return MainText(whole.text, headings, "read as a legal text: the whole page")
    if not main.text or (not article and share <= 1 and (marked_up or share < _MIN_SHARE)):
        return MainText(whole.text, whole.headings, "read whole, but for its navigation: not an article")
    return MainText(main.text, _merged(main.headings, _lost_headings(marks, main.text)))


def whole_text(page: BeautifulSoup) -> MainText:
    """All of a page but what is marked as navigation: for pages without surroundings, as in mails.

    The navigation is taken out of the page.
    """
    whole = _whole_page(page)
    return MainText(whole.text, whole.headings)


@dataclass(frozen=True, slots=True)
class _Rendered:
    """A part of a page as text; ``prose_chars`` is how much of it stands outside links."""

    text: str
    headings: tuple[Heading, ...]
    prose_chars: int
    surroundings: str = ""


def _main_content(html: str, title: str, marks: Landmarks, whole: _Rendered) -> _Rendered:
    # Takes a third of a second to import, which searching must not pay for.
    import trafilatura

    marked = _DOUBLE_BREAK.sub(f"<br>{_PARAGRAPH}<br>", html)
    found = trafilatura.extract(marked, output_format="xml", include_comments=False) or ""
    builder = TextBuilder()
    main = BeautifulSoup(_MARKED_BREAK.sub("<lb/><lb/>", found), "lxml-xml").find("main")
    if isinstance(main, Tag):
        for element in main.find_all(True):
            level = _HEADING_LEVEL.fullmatch(str(element.get("rend", "")))
            element.name = level.group() if level else _TEI_TO_HTML.get(element.name, element.name)
        shown = whole.text.split("\n\n")
        trim_article(main, title, marks, shown, whole.surroundings)
        _restore_captions(main, marks.captions)
        restore_lists(main, shown)
        blocks = [block.get_text(" ") for block in main.find_all(True, recursive=False)]
        for lead in missing_lead(shown, blocks, title, marks):
            builder.add(lead)
        add_element(main, builder)
    return _Rendered(builder.text(), builder.headings(), builder.length)


def _restore_captions(main: Tag, captions: frozenset[str]) -> None:
    """Make captions of tables again of first rows with one cell, which trafilatura makes of them."""
    for table in main.find_all("table"):
        row = table.find("tr")
        words = squeeze(row.get_text(" ")) if isinstance(row, Tag) else ""
        if isinstance(row, Tag) and words in captions:
            row.name = "caption"


def _whole_page(page: BeautifulSoup) -> _Rendered:
    parts = take_apart(page)
    builder = TextBuilder()
    add_element(parts.content, builder)
    link_chars = sum(len(squeeze(link.get_text())) for link in parts.content.find_all("a"))
    return _Rendered(builder.text(), builder.headings(), builder.length - link_chars, parts.surroundings)


def _lost_headings(marks: Landmarks, text: str) -> tuple[Heading, ...]:
    """Paragraphs of the main content that are headings on the page, or stand there in bold for one."""
    lines = (line for line in text_lines(text) if line.text in marks.headings and line.text)
    return tuple(Heading(line.start, line.end, marks.headings[line.text]) for line in lines)


def _merged(marked: tuple[Heading, ...], found: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """Headings that the page marks up, and those among the found ones that do not overlap them."""
    # Both kinds fill a line, so they overlap only where they begin together.
    by_start = {heading.start: heading for heading in (*found, *marked)}
    return tuple(by_start[start] for start in sorted(by_start))


def _is_law(text: str) -> bool:
    """Whether so many paragraphs and list items begin as provisions do that nothing else can be meant."""
    lines = sum(1 for line in text.split("\n") if line)
    return _provisions(text) >= max(_MIN_PROVISIONS, _MIN_PROVISION_SHARE * lines)


def _provisions(text: str) -> int:
    """How many paragraphs and list items begin as provisions do."""
    return sum(_PROVISION.match(line) is not None for line in text.split("\n"))


def _says_article(page: BeautifulSoup) -> bool:
    """Whether the page says that it is an article (news, a post, a report), or names its author or time."""
    if page.find("meta", property=_ARTICLE_PROPERTY) or page.find(itemtype=_ARTICLE_TYPE):
        return True
    if page.find("meta", attrs={"name": "author"}) or page.find("a", rel="author") or page.find("time"):
        return True
    return any(
        _ARTICLE_TYPE.search(each.get_text()) for each in page.find_all("script", type="application/ld+json")
    )


def _is_prose(text: str) -> bool:
    """Whether a text has several paragraphs, which make up most of it."""
    paragraphs = [len(line) for line in text.split("\n") if len(line) >= _MIN_PROSE_CHARS]
    return len(paragraphs) >= _MIN_PROSE_PARAGRAPHS and sum(paragraphs) >= _MIN_PROSE_SHARE * len(text)


def _is_marked_up(page: BeautifulSoup) -> bool:
    """Whether it marks up where its content and its navigation are, so that the whole page is content."""
    main = page.find("main") or page.find(attrs={"role": "main"})
    return main is not None and page.find(["nav", "footer"]) is not None

"""Which part of a web page is its content.

Articles are left to trafilatura, which knows where an article ends and its surroundings begin
(Barbaresi, "Trafilatura: A Web Scraping Library and Command-Line Tool", ACL 2021). Laws and print
pages are not articles: there the whole page counts, short provisions and marginal notes too, and only what
is marked as navigation and the like is left out.
"""

from __future__ import annotations

import copy
import logging
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bs4 import BeautifulSoup, Tag

from ..models import Heading
from .blocks import TextBuilder, squeeze
from .html_blocks import add_element
from .text_headings import law_headings, text_lines

# It reports on every page that it finds hard; without a handler that would go to the terminal.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

_MIN_SHARE = 0.5
"""Main content with less than this share of the words that stand outside links and marked-up
navigation has missed the point of a page, unless the page says that it is an article."""
_MIN_LAW_SHARE = 0.9
"""Of a law that is published as an article less may be missing."""
_ARTICLE_PROPERTY = re.compile(r"^article:(?:published_time|author|section)$")
_ARTICLE_TYPE = re.compile(r"\b(?:\w*Article|\w*BlogPosting)\b")
_BOLD_LEVEL = 4
"""Below the headings that a page marks up as such."""
_MAX_BOLD_CHARS = 100
_PROVISION = re.compile(
    r"(?:(?:sec(?:tion|s)?|art(?:icle|ículo|ikel|icolo|igo)?|clause|regulation|paragraph|schedule|annex)\b\.?\s*[\dIVX]"
    r"|§+\s*\d|第[一二三四五六七八九十百\d]+[条條章节節]|\(?[a-z\d]{1,4}\)\s|amendment:?\s*\d|whereas\b)",
    re.IGNORECASE,
)
_MIN_PROVISIONS = 5
"""News about a law cites a section at the start of a paragraph now and then; a law does so all the time."""
_MIN_PROVISION_SHARE = 0.2

_DOUBLE_BREAK = re.compile(r"(?:<br\s*/?>\s*){2,}", re.IGNORECASE)
_PARAGRAPH = "\ue000"
"""Stands between two line breaks, of which trafilatura would make one: they end a paragraph."""
_MARKED_BREAK = re.compile(rf"(?:<lb/>\s*)*{_PARAGRAPH}\s*(?:<lb/>\s*)*")
_TEI_TO_HTML = {
    "list": "ul",
    "item": "li",
    "row": "tr",
    "cell": "td",
    "quote": "blockquote",
    "lb": "br",
    "ref": "a",
    "hi": "b",
}
"""The elements of trafilatura's XML that are not named as in HTML; headings are told by ``rend``."""


@dataclass(frozen=True, slots=True)
class MainText:
    """The text of the part of a page that was chosen.

    Attributes:
        note: Why the whole page was taken, "" if only its main content was.
    """

    text: str
    headings: tuple[Heading, ...]
    note: str = ""


def main_text(html: str, page: BeautifulSoup) -> MainText:
    """The content of a web page as blocks of text.

    Args:
        html: The decoded page.
        page: The same page, parsed; it is not changed.
    """
    whole = _whole_page(page)
    main = _main_content(html)
    share = len(main.text.split()) / max(1, whole.prose_words)
    article = _is_article(page)
    if _is_law(whole.text) and (share < _MIN_LAW_SHARE or not article):
        headings = _merged(whole.headings, law_headings(whole.text))
        return MainText(whole.text, headings, "read as a legal text: the whole page")
    if not main.text or (not article and (_is_marked_up(page) or share < _MIN_SHARE)):
        return MainText(whole.text, whole.headings, "read whole, but for its navigation: not an article")
    return MainText(main.text, _merged(main.headings, _lost_headings(page, main.text)))


def whole_text(page: BeautifulSoup) -> MainText:
    """All of a page but what is marked as navigation: for pages without surroundings, as in mails."""
    whole = _whole_page(page)
    return MainText(whole.text, whole.headings)


@dataclass(frozen=True, slots=True)
class _Rendered:
    text: str
    headings: tuple[Heading, ...]
    prose_words: int


def _main_content(html: str) -> _Rendered:
    # Takes a third of a second to import, which searching must not pay for.
    import trafilatura

    marked = _DOUBLE_BREAK.sub(f"<br>{_PARAGRAPH}<br>", html)
    found = (
        trafilatura.extract(marked, output_format="xml", include_comments=False, include_tables=True) or ""
    )
    builder = TextBuilder()
    main = BeautifulSoup(_MARKED_BREAK.sub("<lb/><lb/>", found), "lxml-xml").find("main")
    if isinstance(main, Tag):
        for element in main.find_all(True):
            level = re.fullmatch(r"h[1-6]", str(element.get("rend", "")))
            element.name = (
                (level.group() if level else "h2")
                if element.name == "head"
                else _TEI_TO_HTML.get(element.name, element.name)
            )
        add_element(main, builder)
    return _Rendered(builder.text(), builder.headings(), len(builder.text().split()))


def _whole_page(page: BeautifulSoup) -> _Rendered:
    pruned = copy.copy(page)
    body = pruned.body or pruned
    for unread in body.find_all(["script", "style", "noscript", "template"]):
        unread.decompose()
    page_chars = len(body.get_text())
    for element in body.find_all(True):
        if not element.decomposed and _is_boilerplate(element, page_chars):
            element.decompose()
    builder = TextBuilder()
    add_element(body, builder)
    link_words = sum(len(link.get_text().split()) for link in body.find_all("a"))
    return _Rendered(builder.text(), builder.headings(), len(builder.text().split()) - link_words)


def _lost_headings(page: BeautifulSoup, text: str) -> tuple[Heading, ...]:
    """Paragraphs of the main content that are headings on the page, or stand there in bold for one."""
    levels = {squeeze(each.get_text()): _BOLD_LEVEL for each in page.find_all("p") if _is_bold_heading(each)}
    for level in range(6, 0, -1):
        levels |= {squeeze(each.get_text()): level for each in page.find_all(f"h{level}")}
    lines = (line for line in text_lines(text) if line.text in levels and line.text)
    return tuple(Heading(line.start, line.end, levels[line.text]) for line in lines)


def _is_bold_heading(paragraph: Tag) -> bool:
    words = squeeze(paragraph.get_text())
    bold = paragraph.find(["strong", "b"])
    fits = 0 < len(words) <= _MAX_BOLD_CHARS and words[-1] not in ".,;:!?。；：，"
    return fits and isinstance(bold, Tag) and squeeze(bold.get_text()) == words


def _merged(marked: tuple[Heading, ...], found: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """Headings that the page marks up, and those among the found ones that do not overlap them."""
    free = [
        each
        for each in found
        if not any(each.start < other.end and other.start < each.end for other in marked)
    ]
    return tuple(sorted([*marked, *free], key=lambda heading: heading.start))


def _is_law(text: str) -> bool:
    """Whether so many paragraphs and list items begin as provisions do that nothing else can be meant."""
    lines = [line for line in text.split("\n") if line]
    provisions = sum(_PROVISION.match(line) is not None for line in lines)
    return provisions >= max(_MIN_PROVISIONS, _MIN_PROVISION_SHARE * len(lines))


def _is_article(page: BeautifulSoup) -> bool:
    """Whether the page says that it is an article (news, a post, a report), or names its author or time."""
    if page.find("meta", property=_ARTICLE_PROPERTY) or page.find(itemtype=_ARTICLE_TYPE):
        return True
    if page.find("meta", attrs={"name": "author"}) or page.find("a", rel="author") or page.find("time"):
        return True
    return any(
        _ARTICLE_TYPE.search(each.get_text()) for each in page.find_all("script", type="application/ld+json")
    )


def _is_marked_up(page: BeautifulSoup) -> bool:
    """Whether it marks up where its content and its navigation are, so that the whole page is content."""
    main = page.find("main") or page.find(attrs={"role": "main"})
    return main is not None and page.find(["nav", "footer"]) is not None


@dataclass(frozen=True, slots=True)
class _Boilerplate:
    tags: frozenset[str]
    roles: frozenset[str]
    words: frozenset[str]
    exact: frozenset[str]


@cache
def _boilerplate() -> _Boilerplate:
    table = tomllib.loads(files(__package__).joinpath("html_boilerplate.toml").read_text("utf-8"))
    return _Boilerplate(**{key: frozenset(value.split()) for key, value in table.items()})


_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_CONTENTS = re.compile(r"toc|contents", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MAX_BOILERPLATE_SHARE = 0.5
"""What holds more of the page's text than this is not its surroundings, whatever its name:
some systems wrap a whole page into one form or call its column a widget."""


def _is_boilerplate(element: Tag, page_chars: int) -> bool:
    rules = _boilerplate()
    given = [*element.get_attribute_list("class"), *element.get_attribute_list("id")]
    names = [str(name) for name in given if name]
    role = str(element.get("role", ""))
    hidden = (
        element.has_attr("hidden")
        or _HIDDEN_STYLE.search(str(element.get("style", "")))
        or not rules.exact.isdisjoint(names)
    )
    named = (
        element.name in rules.tags
        or role in rules.roles
        or any(part.lower() in rules.words for name in names for part in _NAME_PART.findall(name))
    )
    if element.name == "header" and element.find("h1") is None:
        named = True
    if not (hidden or named) or element.name in {"html", "body", "main", "article", "h1"}:
        return False
    if role == "note" or any(map(_CONTENTS.search, [*names, str(element.get("aria-label", ""))])):
        return False
    return len(element.get_text()) <= _MAX_BOILERPLATE_SHARE * page_chars

"""The title of a web page: its headline, without the name of the site, of a section or of a series.

Pages give their title up to five times: in JSON-LD, in meta elements, in ``title``, in the heading shown.
None is right everywhere: those for machines carry the site's name before or behind them and are shortened for
search engines, and the first heading may be the site's logo or have the section's name in it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bs4 import Tag

from .blocks import squeeze
from .html_landmarks import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bs4 import BeautifulSoup

SEPARATOR = re.compile(r"\s+[|–—·•»«:-]+\s+|\s*[|│]\s*")
_SOFT_HYPHEN = "\u00ad"
_PUBLIC_SUFFIXES = frozenset(
    {"co", "com", "gov", "org", "ac", "edu", "net", "gob", "gouv", "go", "gv", "govt"}
)
"""Second-level names under which countries give out the names of sites."""
MIN_HEADLINE = 4
"""Words; shorter headings share theirs with other titles by chance, or are the name of the site."""
_SAME_WORDS = 0.6
"""Share of a headline's words that another form of it has."""
_MIN_SITE_CHARS = 3
_MAX_SITE_RATIO = 2
"""Letters of a form of a site's name for one of the name: "Gazette" and "The Daily Gazette"."""
_MAX_SECTION_WORDS = 2
"""Words of the name of a section between a title and the name of the site."""


def page_title(page: BeautifulSoup, given: Sequence[str], names: Iterable[str], url: str) -> str:
    """Choose the title of a page; "" if it has none.

    Args:
        page: The parsed page.
        given: What the page gives as its title to machines, the most trusted first, ``title`` last.
        names: Those under which publisher and site are known.
        url: The address of the page, "" if unknown.
    """
    heads = [(each, squeeze(each.get_text(" ").replace(_SOFT_HYPHEN, ""))) for each in page.find_all("h1")]
    logos = {key(words) for head, words in heads if words and _is_logo(head, words, given)}
    headlines = {key(words) for _, words in heads if len(words.split()) >= MIN_HEADLINE} - logos
    sites = frozenset({key(name) for name in names} | domain_names(url) | logos) - headlines - {""}
    shown = [words for _, words in heads if words and key(words) not in sites]
    titles = [title for each in given if (title := _without_site(each, sites)) and key(title) not in sites]
    if not titles:
        return shown[0] if len(shown) == 1 else next(iter(given), "")
    for head in shown:
        if any(_begins(title, head) for title in (*titles[:1], *given[-1:])):
            return head
    title = titles[0]
    head = next((head for head in shown if _is_fuller(head, title)), "")
    # A headline's element often holds the name of its section or series too.
    return next((each for each in titles if _ends(head, each)), head or title)


def _begins(title: str, head: str) -> bool:
    rest = title[len(head) :]
    if not title.casefold().startswith(head.casefold()) or rest[:1].isalnum() or rest.startswith(":"):
        return False
    return not rest or SEPARATOR.match(rest) is not None or " " in head


def _ends(head: str, title: str) -> bool:
    letters = key(title)
    return len(title.split()) >= MIN_HEADLINE and key(head).endswith(letters) and key(head) != letters


def _is_logo(head: Tag, words: str, given: Sequence[str]) -> bool:
    """Whether a heading is a link to the first page of the site, and titles go on after it."""
    link = head.find("a") or head.find_parent("a")
    if not isinstance(link, Tag) or key(link.get_text()) != key(words):
        return False
    address = str(link.get("href", ""))
    try:
        home = urlsplit(address).path.strip("./") in {"", "index.html", "index.php", "index.htm"}
    except ValueError:  # "https://[" and the like
        return False
    return bool(address) and home and all(key(title) != key(words) for title in given)


def domain_names(url: str) -> set[str]:
    """The name of a site by its address: "example" and "example.org" of "https://www.example.org/"."""
    labels = (urlsplit(url).hostname or "").removeprefix("www.").split(".")
    if len(labels) < 2:
        return set()
    last = 3 if len(labels) > 2 and labels[-2] in _PUBLIC_SUFFIXES else 2
    return {key(labels[-last]), key("".join(labels)), key("".join(labels[-last:]))}


def _without_site(title: str, sites: frozenset[str]) -> str:
    """A title without the name of the site before or behind it, and of the section that stands there too."""
    separators = list(SEPARATOR.finditer(title))
    begin = first = 0
    while first < len(separators) and key(title[begin : separators[first].start()]) in sites:
        begin, first = separators[first].end(), first + 1
    behind = separators[first:]
    for separator, following in pairwise([*behind, None]):
        end = following.start() if following else len(title)
        if separator and _names_site(title[separator.end() : end], sites):
            return _without_sections(title[begin : separator.start()])
    if behind and _is_bar(behind[-1]):
        return _without_sections(title[begin : behind[-1].start()])
    return title[begin:]


def _names_site(words: str, sites: frozenset[str]) -> bool:
    """Whether words between or behind separators are the site's name, or one is a part of the other."""
    letters = key(words)
    if len(letters) < _MIN_SITE_CHARS:
        return False
    named = (site for site in sites if len(site) >= _MIN_SITE_CHARS)
    return any(
        letters in site or (site in letters and len(letters) <= _MAX_SITE_RATIO * len(site)) for site in named
    )


def _without_sections(title: str) -> str:
    for bar in reversed([each for each in SEPARATOR.finditer(title) if _is_bar(each)]):
        before = title[: bar.start()]
        if len(before.split(None, MIN_HEADLINE)) < MIN_HEADLINE:
            break
        if len(title[bar.end() :].split()) > _MAX_SECTION_WORDS:
            break
        title = before
    return title.strip()


def _is_bar(separator: re.Match[str]) -> bool:
    return "|" in separator.group() or "│" in separator.group()


def _is_fuller(head: str, title: str) -> bool:
    """Whether a heading is the headline of which a title for search engines is a short or other form."""
    shown, named = set(head.casefold().split()), set(title.casefold().split())
    return len(shown) >= MIN_HEADLINE and len(shown & named) >= _SAME_WORDS * len(shown)

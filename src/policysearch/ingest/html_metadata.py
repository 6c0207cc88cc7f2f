"""What a web page says of itself: title, publisher, authors, date of publication, language, address.

The order of trust: JSON-LD of an article, report or law; ``citation_`` and Dublin Core meta elements, which
libraries and ministries fill in; Open Graph (``og:``, ``article:``); microdata; what the page shows (heading,
``time`` element, byline); last the address, which often has the date in it. ``html_title`` chooses the title
among all that are given, not simply the first.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bs4 import Comment, Tag

from .blocks import squeeze
from .html_authors import page_authors
from .html_dates import page_dates
from .html_landmarks import key
from .html_title import MIN_HEADLINE, SEPARATOR, domain_names, page_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bs4 import BeautifulSoup

_WORKS = re.compile(
    r"Article|Posting|Report|Legislation|CreativeWork$|WebPage|Dataset|Event$|Publication|Thesis|Book$"
)
_META_TITLES = (
    "citation_title",
    "dcterms.title",
    "dc.title",
    "eli:title",
    "articletitle",
    "og:title",
    "twitter:title",
)
_META_PUBLISHERS = (
    "citation_publisher",
    "dcterms.publisher",
    "dc.publisher",
    "dcterms.creator",
    "publisher",
    "contentsource",
    "og:site_name",
    "sitename",
    "application-name",
    "apple-mobile-web-app-title",
)
_META_SITES = ("og:site_name", "application-name", "apple-mobile-web-app-title")
_META_LANGUAGES = ("dcterms.language", "dc.language", "language", "content-language", "og:locale")

_DOMAIN = re.compile(r"\s*\((?:https?://)?[\w.-]+\.\w{2,}/?\)$")
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)|url:\s*(https?://\S+)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    """What a page says of itself; empty where it says nothing.

    Attributes:
        authors: Persons.
        published: EDTF.
        notes: Where publisher, authors and date were found, one sentence each.
    """

    title: str
    publisher: str
    authors: tuple[str, ...]
    published: str | None
    language: str
    url: str
    notes: tuple[str, ...]


def read_metadata(page: BeautifulSoup) -> PageMetadata:
    """Read what a parsed page says of itself, in the order of trust of this module."""
    meta = _meta(page)
    work, others = _linked_data(page)
    url = _url(page, meta)
    # Some systems give a page's headline as the name of the site.
    headlines = {key(words) for each in page.find_all("h1") if (words := each.get_text(" "))}
    by_id = {str(node["@id"]): node for node in others if "@id" in node and "name" in node}
    given = _publishers(work, others, by_id, meta, page, url)
    named = (found for found in given if _is_name(found[0], headlines))
    publisher, publisher_source = _first(named)
    authors, author_source = page_authors(page, work, by_id, publisher)
    published, date_source = _first(page_dates(page, work, meta, url))
    notes = []
    if publisher:
        notes.append(f"publisher from {publisher_source}")
    if authors:
        notes.append(f"authors from {author_source}")
    if published:
        notes.append(f"date from {date_source}")
    return PageMetadata(
        title=page_title(
            page,
            _given_titles(page, work, meta),
            (publisher, *(meta.get(name, "") for name in _META_SITES)),
            url,
        ),
        publisher=publisher,
        authors=authors,
        published=published or None,
        language=_language(page, meta),
        url=url,
        notes=tuple(notes),
    )


def _is_name(words: str, headlines: set[str]) -> bool:
    return len(words.split()) < MIN_HEADLINE or key(words) not in headlines


def _first(found: Iterable[tuple[str, str]]) -> tuple[str, str]:
    return next(((value, source) for value, source in found if value), ("", ""))


def _meta(page: BeautifulSoup) -> Mapping[str, str]:
    """Meta elements by lower-case name, the first of each name."""
    found: dict[str, str] = {}
    for element in page.find_all("meta"):
        name = (
            element.get("property")
            or element.get("name")
            or element.get("http-equiv")
            or element.get("itemprop")
        )
        content = squeeze(str(element.get("content") or ""))
        if name and content:
            found.setdefault(str(name).lower().replace("dc:", "dc.").replace("dcterms:", "dcterms."), content)
    return found


def _linked_data(page: BeautifulSoup) -> tuple[Mapping[str, object], list[Mapping[str, object]]]:
    """The JSON-LD node that describes the page's work ({} if none), and all nodes."""
    nodes: list[Mapping[str, object]] = []
    for script in page.find_all("script", type=re.compile(r"application/ld\+json", re.I)):
        try:
            nodes.extend(_nodes(json.loads(script.get_text(), strict=False)))
        except (json.JSONDecodeError, RecursionError):
            continue
    dated = [node for node in nodes if _WORKS.search(_type(node)) and node.get("datePublished")]
    works = sorted(dated, key=lambda node: "WebPage" in _type(node))
    return (works[0] if works else {}), nodes


def _nodes(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, list):
        for each in value:
            yield from _nodes(each)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(value.get(name))


def _type(node: Mapping[str, object]) -> str:
    value = node.get("@type", "")
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _given_titles(page: BeautifulSoup, work: Mapping[str, object], meta: Mapping[str, str]) -> list[str]:
    element = page.find("title")
    written = squeeze(element.get_text(" ")) if isinstance(element, Tag) else ""
    titles = [
        squeeze(str(work.get("headline") or "")),
        *(meta.get(name, "") for name in _META_TITLES),
        written,
    ]
    return list(filter(None, titles))


def _publishers(
    work: Mapping[str, object],
    nodes: list[Mapping[str, object]],
    by_id: Mapping[str, Mapping[str, object]],
    meta: Mapping[str, str],
    page: BeautifulSoup,
    url: str,
) -> Iterator[tuple[str, str]]:
    yield _name(work.get("publisher"), by_id), "JSON-LD publisher"
    for name in _META_PUBLISHERS:
        value = meta.get(name, "")
        named = _DOMAIN.sub("", SEPARATOR.split(value)[0])
        yield ("" if named.startswith("http") else named), f"meta {name}"
    for kind in ("Organization", "WebSite"):
        for node in nodes:
            if kind in _type(node):
                yield _name(node, by_id), f"JSON-LD {kind}"
    element = page.find("title")
    if isinstance(element, Tag) and "|" in element.get_text():
        first, *_, last = map(squeeze, element.get_text().split("|"))
        yield (first if key(first) in domain_names(url) else last), "the page's title"


def _name(value: object, by_id: Mapping[str, Mapping[str, object]]) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        if "name" not in value:
            value = by_id.get(str(value.get("@id", "")), {})
        value = value.get("name", "")
    if isinstance(value, list):
        value = value[0] if value else ""
    text = _DOMAIN.sub("", squeeze(str(value or "")))
    return "" if text.startswith("http") else text


def _url(page: BeautifulSoup, meta: Mapping[str, str]) -> str:
    canonical = page.find("link", rel="canonical")
    candidates = [
        str(canonical.get("href", "")) if isinstance(canonical, Tag) else "",
        meta.get("og:url", ""),
    ]
    for comment in page.find_all(string=lambda text: isinstance(text, Comment)):
        match = _SAVED_FROM.search(comment)
        if match:
            candidates.append(match[1] or match[2])
            break
    return next(filter(_is_address, candidates), "")


def _is_address(url: str) -> bool:
    try:
        return urlsplit(url).scheme in {"http", "https"}
    except ValueError:  # "https://[" and the like
        return False


def _language(page: BeautifulSoup, meta: Mapping[str, str]) -> str:
    root = page.find("html")
    declared = str(root.get("lang") or root.get("xml:lang") or "") if isinstance(root, Tag) else ""
    for value in (declared, *(meta.get(name, "") for name in _META_LANGUAGES)):
        if _LANGUAGE.fullmatch(value.strip()):
            return value.strip().replace("_", "-")
    return ""

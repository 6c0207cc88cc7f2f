"""When a web page was published: by JSON-LD, meta elements, microdata, what it shows, its address."""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bs4 import NavigableString, Tag

from .blocks import squeeze
from .publication_dates import find_date, parse_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bs4 import BeautifulSoup
    from bs4.element import PageElement

_META_DATES = (
    *(
        "citation_publication_date",
        "citation_date",
        "dcterms.issued",
        "dc.date.issued",
        "dcterms.date",
        "dc.date",
    ),
    *("dcterms.created", "article:published_time", "og:published_time", "datepublished", "pubdate"),
    *("eli:date_publication", "eli:date_document", "govuk:first-published-at"),
    *("publishdate", "publish-date", "publish_date", "publication_date", "date.issued", "parsely-pub-date"),
    *("sailthru.date", "firstpublishedtime", "pubtime", "date"),
)
_DATE_CLASS = re.compile(
    r"(?:^|[-_ ])(?:date|dateline|published|pubdate|pub|byline|posted|timestamp|datetime)(?:$|[-_ ])", re.I
)
_BYLINE_DATE = re.compile(
    r"(?:published|posted|issued|date|updated|发布时间|发布日期|日期|时间|veröffentlicht|publié|publicado|pubblicato)"
    r"(?:\s+(?:on|am|le|el|em|il))?\s*[:：]?\s*(.{6,40})",
    re.I,
)
_MAX_BYLINE_CHARS = 120
_HEADING_SURROUNDINGS = 3
"""A byline is at most this many elements away from the heading: heading, header, article."""
_STRINGS_BESIDE = 120
"""Stretches of text, most of them white space, that are looked at on either side of the heading."""
_LINES_AFTER = 16
_LINES_BEFORE = 6
_MAX_DATELINE_CHARS = 60
_MAX_LINE_CHARS = 200
"""Characters; with a longer line the text begins, and the dates in it are not that of the page."""
_MAX_SECTION_WORDS = 3
_LOWER_HEADINGS = [f"h{level}" for level in range(2, 7)]
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])(?:[/-]?(0[1-9]|[12]\d|3[01]))?(?=[/_-])")


def page_dates(
    page: BeautifulSoup, work: Mapping[str, object], meta: Mapping[str, str], url: str
) -> Iterator[tuple[str, str]]:
    """What the page may have been published on, the most trusted first: EDTF or "", and where it was found.

    Args:
        page: The parsed page.
        work: The JSON-LD node that describes it.
        meta: Its meta elements by lower-case name.
        url: Its address, "" if unknown.
    """
    yield parse_date(str(work.get("datePublished", ""))) or "", "JSON-LD datePublished"
    for name in _META_DATES:
        yield parse_date(meta.get(name, "")) or "", f"meta {name}"
    for element in page.find_all(itemprop="datePublished"):
        yield _shown_date(element), "microdata datePublished"
    yield from _visible_dates(page)
    match = _URL_DATE.search(urlsplit(url).path + "/")
    if match:
        yield parse_date("-".join(filter(None, match.groups()))) or "", "the address"


def _visible_dates(page: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Dates shown with the heading; those of other articles in lists beside it say nothing."""
    title = page.find("title")
    yield (find_date(title.get_text(" ")) or "" if isinstance(title, Tag) else ""), "the page's title"
    times = [each for each in page.find_all("time") if not _is_update(each)]
    bylines = [
        each for each in page.find_all(class_=_DATE_CLASS) if len(each.get_text()) <= _MAX_BYLINE_CHARS
    ]
    for elements, source in ((times, "the page's time element"), (bylines, "the page's byline")):
        for near in (_near_heading(page, elements), elements):
            dates = {_shown_date(element) for element in near} - {""}
            if len(dates) == 1:
                yield dates.pop(), source
    yield _beside_heading(page), "the line beside the page's heading"


def _is_update(time: Tag) -> bool:
    """Whether a time element says when the page was changed."""
    names = " ".join(map(str, [*time.get_attribute_list("class"), time.get("itemprop")])).casefold()
    return ("updated" in names or "modified" in names) and "publish" not in names


def _beside_heading(page: BeautifulSoup) -> str:
    """The one date in the short lines between the first heading and the text, or else closely before it."""
    heading = page.find("h1")
    if not isinstance(heading, Tag):
        return ""
    after = takewhile(_is_above_text, heading.find_all_next(string=True, limit=_STRINGS_BESIDE))
    before = heading.find_all_previous(string=True, limit=_STRINGS_BESIDE)
    for strings, most in ((after, _LINES_AFTER), (before, _LINES_BEFORE)):
        lines = (squeeze(each) for each in strings if type(each) is NavigableString)
        shown = islice(filter(None, lines), most)
        dates = {find_date(line) for line in shown if len(line) <= _MAX_DATELINE_CHARS} - {None}
        if dates:
            return dates.pop() or "" if len(dates) == 1 else ""
    return ""


def _is_above_text(string: PageElement) -> bool:
    """Whether neither the text begins here nor a section ("Effective"), whose date is not the page's."""
    words = squeeze(str(string))
    if len(words) > _MAX_LINE_CHARS:
        return type(string) is not NavigableString
    if not 0 < len(words.split()) <= _MAX_SECTION_WORDS or find_date(words):
        return True
    return string.find_parent(_LOWER_HEADINGS) is None


def _near_heading(page: BeautifulSoup, elements: Iterable[Tag]) -> list[Tag]:
    """Those of the elements that stand in the same part of the page as its first heading."""
    heading = page.find("h1")
    if not isinstance(heading, Tag):
        return []
    around = [parent for parent in heading.parents if parent.name not in {"html", "body", "[document]"}]
    for parent in around[:_HEADING_SURROUNDINGS]:
        # By identity: "in" would compare the elements with all that they hold.
        inside = [element for element in elements if any(each is parent for each in element.parents)]
        if inside:
            return inside
    return []


def _shown_date(element: Tag) -> str:
    """The date of a time element, or of a byline with words such as "published on" before it."""
    for given in (element.get("datetime"), element.get("content"), element.get_text(" ")):
        text = squeeze(str(given or ""))
        labelled = _BYLINE_DATE.search(text)
        found = parse_date(text) or (parse_date(labelled[1]) if labelled else None)
        if found:
            return found
    return ""

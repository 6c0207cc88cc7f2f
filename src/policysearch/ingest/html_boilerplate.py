"""What surrounds the content of a page: navigation, notices, side bars, related stories, hidden parts."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bs4 import Tag

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_CONTENTS = re.compile(r"toc|contents", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MAX_BOILERPLATE_SHARE = 0.5
"""What holds more of the page's text than this is not its surroundings, whatever its name:
some systems wrap a whole page into one form or call its column a widget."""
_CONTENT = frozenset({"html", "body", "main", "article", "h1"})
"""Elements that are never surroundings, whatever they are called."""


@dataclass(frozen=True, slots=True)
class PageParts:
    """A page taken apart by what is marked as surroundings by element, role, class or id.

    Attributes:
        content: The body without them.
        surroundings: The text of what was taken out for its name or role; not that of hidden parts, which
            may be content that a click shows.
    """

    content: Tag
    surroundings: str


def take_apart(page: BeautifulSoup) -> PageParts:
    """Take the surroundings out of a page, which is changed: copying one takes as long as parsing it."""
    body = page.body or page
    for unread in body.find_all(["script", "style", "noscript", "template"]):
        unread.decompose()
    page_chars = len(body.get_text())
    removed: list[str] = []
    # In the order of the page, and nothing inside what was taken out. To ask each element whether it was
    # (``decomposed``) would search all that it holds: 6 of 6.4 seconds on a page of 2,000 nested elements.
    waiting = _elements_in(body)
    while waiting:
        element = waiting.pop()
        if not _is_boilerplate(element, page_chars):
            waiting += _elements_in(element)
            continue
        if _is_named_so(element, _names(element)):
            removed.append(element.get_text(" "))
        element.decompose()
    return PageParts(body, "\n".join(removed))


def _elements_in(element: Tag) -> list[Tag]:
    """The elements right inside another one, the last first."""
    return [child for child in reversed(element.contents) if isinstance(child, Tag)]


def is_label(element: Tag) -> bool:
    """Whether a part of an article is a caption, a credit, about its author, or a list of tags."""
    return element.name == "figcaption" or _has_word(_names(element), _boilerplate().labels)


@dataclass(frozen=True, slots=True)
class _Boilerplate:
    """The table ``html_boilerplate.toml``."""

    tags: frozenset[str]
    roles: frozenset[str]
    words: frozenset[str]
    labels: frozenset[str]
    exact: frozenset[str]


@cache
def _boilerplate() -> _Boilerplate:
    table = tomllib.loads(files(__package__).joinpath("html_boilerplate.toml").read_text("utf-8"))
    return _Boilerplate(**{key: frozenset(value.split()) for key, value in table.items()})


def _is_boilerplate(element: Tag, page_chars: int) -> bool:
    if element.name in _CONTENT:
        return False
    names = _names(element)
    if not (_is_hidden(element, names) or _is_named_so(element, names)):
        return False
    # Marginal notes and the contents of a law are asides and navigation, and yet part of the text.
    if element.get("role") == "note" or any(
        map(_CONTENTS.search, [*names, str(element.get("aria-label", ""))])
    ):
        return False
    return len(element.get_text()) <= _MAX_BOILERPLATE_SHARE * page_chars


def _is_hidden(element: Tag, names: list[str]) -> bool:
    styled = _HIDDEN_STYLE.search(str(element.get("style", "")))
    return element.has_attr("hidden") or styled is not None or not _boilerplate().exact.isdisjoint(names)


def _is_named_so(element: Tag, names: list[str]) -> bool:
    rules = _boilerplate()
    if element.name in rules.tags or str(element.get("role", "")) in rules.roles:
        return True
    if element.name == "header" and element.find("h1") is None:
        return element.find_parent(["article", "main"]) is None
    return _has_word(names, rules.words)


def _has_word(names: list[str], words: frozenset[str]) -> bool:
    return any(part.lower() in words for name in names for part in _NAME_PART.findall(name))


def _names(element: Tag) -> list[str]:
    given = [*element.get_attribute_list("class"), *element.get_attribute_list("id")]
    return [str(name) for name in given if name]

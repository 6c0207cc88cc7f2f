"""Who issued a PDF: what its properties say, else what its first and last pages plainly show.

A wrong publisher is worse than none, as readers narrow a search by it. So a name counts only where it is
labelled ("Published by"), where it stands alone on its lines above the title or on a sparse cover and is a
known organization or worded as only institutions are, or where it holds the copyright.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

from ..gazetteer import load_gazetteer
from ..models import MentionKind
from ..names import name_key
from .pdf_continuity import SAME_SIZE, is_unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .pdf_lines import Line

SPARSE = 30
"""Lines of a page that is a cover; a page of text has more."""
MAX_NAME = 90
"""Characters of a name; longer lines are prose."""
MIN_NAME = 3
"""Characters; shorter names alone on a line are labels and codes ("EU", "AI")."""
LOGO_LINES = 4
"""Lines on which a name is set at most beside a logo: "Department for / Science, Innovation / & Arts"."""
LOGO_DISTANCE = 1.6
"""In line heights: lines of one name stand closer."""
NEAR = 2.5
"""In line heights: the name of a periodical stands so close above its volume and number."""
HEAD = 0.35
"""Share of the page's height, from above, in which a letterhead stands where no title ends it."""

_COPYRIGHT = re.compile(
    r"^(?:©|\(c\)|copyright)[\s©]*(?:copyright\s*)?(?:(?:19|20)\d\d(?:[–-](?:20)?\d\d)?,?\s+)?(?:by\s+)?(?P<name>[^\W\d_][^©\d]{2,80}?)"
    r"(?:,?\s+(?:19|20)\d\d|\.? All rights reserved|[.,;]?$)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:the|le|la|les|l['’]|der|die|das|dem|el|il|o|a) ?(?=[A-ZÀ-Þ])")
_COMPANY_END = re.compile(r"(?<=[A-Z][a-z]{2})\.$")
_SENTENCE = re.compile(r"[.;:!?]$|\b(?:is|are|was|has|have|shall|will|may|this|that)\b")
_NAME_END = re.compile(r"\s*(?:[,;(/|]|\.\s|\.$| (?:in|on|am|en|le|el) (?=\w*\s?(?:19|20)\d\d)).*$")


def publisher_of(
    pages: Sequence[Sequence[Line]], title: str, properties: Mapping[str, str]
) -> tuple[str, str]:
    """Return who issued a report, and where that was found; both "" if nothing says it plainly.

    Args:
        pages: The lines of all pages, running heads included.
        title: Of the report; a name in it is what the report is about.
        properties: Of the file, with ``Publisher`` from its XMP packet.
    """
    if named := " ".join(properties.get("Publisher", "").split()):
        return _known(named) or named, "the file's properties"
    shown = [pages[0], *pages[1:2], *pages[-1:]]
    for page in shown:
        if named := _labelled(page):
            return named, "its imprint"
    if named := _on_cover(pages[0], title):
        return named, "page 1"
    author = " ".join(properties.get("Author", "").split())
    if named := _known(author) or (author if _is_institution(author) else ""):
        return named, "the file's author"
    for page in shown:
        if named := _holder(page):
            return named, "the copyright line"
    if named := _periodical(pages[0]):
        return named, "the head of page 1"
    return "", ""


def masthead_lines(lines: Sequence[Line]) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the lines that are the head of a periodical with its volume and number: index and match."""
    for index, line in enumerate(lines):
        if len(line.text) <= 2 * MAX_NAME and (match := _patterns("mastheads").search(line.text)):
            yield index, match


def _known(name: str) -> str:
    """Return the usual name of a known organization, "" if it is none."""
    if not MIN_NAME <= len(name) <= MAX_NAME:
        return ""
    entry = load_gazetteer(MentionKind.ORGANIZATION).lookup(name)
    return entry.name if entry else ""


def _is_institution(name: str) -> bool:
    """Tell whether words can only be the name of an institution."""
    if not 2 * MIN_NAME <= len(name) <= MAX_NAME or not _begins_name(name):
        return False
    if any(map(str.isdigit, name)) or (_SENTENCE.search(name) and not _COMPANY_END.search(name)):
        return False
    return bool(_patterns("institutions").match(name) or _patterns("institutions_ends").search(name))


def _begins_name(words: str) -> bool:
    """Tell whether words begin with a capital, or in a script that has none, as Chinese."""
    return words[0].isupper() or words[0] >= "\u3400"


def _labelled(lines: Sequence[Line]) -> str:
    """Return the name that a label such as "Published by" introduces."""
    for line, following in pairwise([*lines, None]):
        if line is None or not (label := _patterns("labels").match(line.text)):
            continue
        rest = _ARTICLE.sub("", line.text[label.end() :].strip(" :："))
        if not rest and following is not None:
            rest = following.text
        if not 0 < len(rest) <= MAX_NAME or not (_begins_name(rest) or _known(rest)):
            continue
        name = _NAME_END.sub("", rest)
        if named := _known(rest) or _known(name) or (rest if _is_institution(rest) else ""):
            return named
        if len(name.split()) > 1 and not name_key(name).isdigit() and not _SENTENCE.search(name):
            return name
    return ""


def _on_cover(lines: Sequence[Line], title: str) -> str:
    """Return the organization that stands alone above the title, or on a cover below it."""
    upright = [line for line in lines if not line.turn]
    if not upright:
        return ""
    of_title = _lines_of(title, upright)
    low, high = min(line.bottom for line in upright), max(line.top for line in upright)
    above = max((line.top for line in of_title), default=high - HEAD * (high - low))
    titles = set(map(id, of_title))
    others = [line for line in upright if id(line) not in titles and len(line.text) <= MAX_NAME]
    head = [line for line in others if line.bottom >= above - 1]
    foot = [line for line in others if line.top <= above] if len(upright) <= SPARSE else []
    for part in (head, foot):
        names = list(_stacked(part))
        if named := next(filter(None, map(_known, names)), ""):
            return named
    names = [name for name in _stacked(head) if _is_institution(name)]
    return next((name for name in reversed(names) if not _goes_on(name, names)), "")


def _goes_on(name: str, names: Sequence[str]) -> bool:
    """Tell whether a name is the first lines of another one: "Court" of "Court & Bar"."""
    rests = (other.removeprefix(name).lstrip() for other in names if other.startswith(f"{name} "))
    return is_unfinished(name) or any(rest[0] == "&" or rest[0].islower() for rest in rests)


def _lines_of(title: str, lines: Sequence[Line]) -> list[Line]:
    """Return the lines that hold words of the title in the type of the longest of them."""
    whole = name_key(title)
    held = [line for line in lines if (key := name_key(line.text)) and key in whole]
    longest = max(held, key=lambda line: len(line.text), default=None)
    return [
        line
        for line in held
        if longest and line.bold == longest.bold and abs(line.size - longest.size) <= SAME_SIZE * line.size
    ]


def _stacked(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the words of lines that stand below each other, the most lines first, from the top down."""
    ordered = sorted(lines, key=lambda line: -line.top)
    for count in range(LOGO_LINES, 0, -1):
        for start in range(len(ordered) - count + 1):
            stack = ordered[start : start + count]
            if all(_below(line, following) for line, following in pairwise(stack)):
                yield " ".join(line.text for line in stack)


def _below(line: Line, following: Line) -> bool:
    return (
        0 < line.bottom - following.bottom < LOGO_DISTANCE * line.size
        and abs(line.left - following.left) < 2 * line.size
        and abs(line.size - following.size) < 0.2 * line.size
    )


def _holder(lines: Sequence[Line]) -> str:
    """Return who holds the copyright by a line of its own, if that is no person and no picture agency."""
    for line in lines:
        match = _COPYRIGHT.match(line.text)
        if not match or _patterns("not_holders").search(match["name"]):
            continue
        name = match["name"].strip(" ,")
        if named := _known(name) or (name if _is_institution(name) else ""):
            return named
    return ""


def _periodical(lines: Sequence[Line]) -> str:
    """Return the name of the periodical whose head stands on a page: before its volume, or above it."""
    for index, match in masthead_lines(lines):
        name = lines[index].text[: match.start()].strip(" ,/|–—-•·")
        if not name:
            head = lines[index]
            above = (
                other
                for other in lines
                if abs(other.left - head.left) < 1
                and (_below(other, head) or 0 < other.bottom - head.bottom < NEAR * head.size)
            )
            name = next((other.text for other in above), "")
        if len(name) <= MAX_NAME and len(name.split()) > 1 and name[0].isupper():
            return name
    return ""


@cache
def _patterns(name: str) -> re.Pattern[str]:
    """Compile one list of ``pdf_publishers.toml`` into one pattern, in any case."""
    data = tomllib.loads(resources.files(__package__).joinpath("pdf_publishers.toml").read_text("utf-8"))
    rows = data[name]
    if name == "labels":
        plain, strict = ("|".join(map(re.escape, each)) for each in (rows, data["labels_with_colon"]))
        return re.compile(rf"(?:{plain})(?!\w)\s*[:：]?|(?:{strict})\s*(?:[:：]|$)", re.IGNORECASE)
    return re.compile(rows if isinstance(rows, str) else "|".join(rows), re.IGNORECASE)

"""The names of people who wrote a report, out of what files and pages say of them.

What stands where an author should stand is often a program, a login, a desk or the publisher itself
("Microsoft Office User", "admin", "Reuters Staff"), so a name counts only if it looks like a person's.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib.resources import files
from typing import TYPE_CHECKING

from .blocks import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_AUTHORS = 20
FEWEST_LETTERS = 5  # of a name in an alphabet: "K A" are initials of nobody that can be looked for
_LAST_FIRST = re.compile(r"(?P<last>[^\W\d_][\w'\u2019-]+), (?P<first>[^\W\d_][\w'\u2019. -]*)")
_COMMA = re.compile(r"\s*[,\uff0c|]\s*")


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The compiled lists of ``authors.toml``."""

    lead_in: re.Pattern[str]
    between: re.Pattern[str]
    person: re.Pattern[str]
    not_a_person: re.Pattern[str]


def person_names(written: Iterable[str], *, publisher: str = "") -> tuple[str, ...]:
    """Return the names of persons among what stands where authors are named, each once, in order.

    Args:
        written: One or several names each: "By Ana Silva and Li Wei", "Silva, Ana; Li Wei".
        publisher: Who issued the report, which is no author.
    """
    names = (name for text in written for name in _split(squeeze(unescape(text))))
    kept = (name for name in names if name != publisher and _is_person(name))
    return tuple(dict.fromkeys(kept))[:MOST_AUTHORS]


def _split(text: str) -> Iterator[str]:
    """Yield what may be names, the first name first."""
    for part in _patterns().between.split(_patterns().lead_in.sub("", text)):
        if turned := _LAST_FIRST.fullmatch(part):
            # "Ana Silva, Li Wei" has two words before the comma, "Silva, Ana" one.
            yield f"{turned['first']} {turned['last']}"
        else:
            yield from _COMMA.split(part)


def _is_person(name: str) -> bool:
    patterns = _patterns()
    if name.isascii() and sum(map(str.isalpha, name)) < FEWEST_LETTERS:
        return False
    return patterns.person.fullmatch(name) is not None and not patterns.not_a_person.search(name)


@cache
def _patterns() -> _Patterns:
    data = tomllib.loads(files(__package__).joinpath("authors.toml").read_text("utf-8"))
    word = r"[^\W\d_a-z][\w'\u2019.-]*"
    particles = "|".join(data["particles"])
    return _Patterns(
        lead_in=re.compile(rf"^(?:{'|'.join(data['lead_ins'])})[\s:：/／|]*", re.IGNORECASE),
        between=re.compile(rf"\s*(?:[;、&\n]|\b(?:{'|'.join(data['between'])})\b)\s*"),
        person=re.compile(rf"{word}(?: (?:(?:{particles})\b|{word})){{1,4}}|[\u4e00-\u9fff]{{2,4}}"),
        not_a_person=re.compile(
            rf"\b(?:{'|'.join(data['not_persons'])})\b|{'|'.join(data['not_persons_chinese'])}", re.IGNORECASE
        ),
    )

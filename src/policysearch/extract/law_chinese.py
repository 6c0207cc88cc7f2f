"""Titles in Chinese: between title marks 《…》, and unmarked where something else shows a title."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from .candidates import Candidate
from .law_words import load_table

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKED = re.compile(r"《([^《》]{2,120}(?:《[^《》]{2,60}》[^《》]{0,60})?)》")
_HAN = re.compile("[\u3400-\u9fff]")
_OF_CHINA = "中华人民共和国"
# A title named once with marks is looked for without them too, unless it may be an ordinary word.
_SHORTEST_NAMED = 5
_GOES_ON = "(?![律院规制治学草])"
"""After 法: a statute, a court, rules, a system, rule of law, jurisprudence; after any title: its draft."""


@dataclass(frozen=True, slots=True)
class _Forms:
    marked_end: re.Pattern[str]
    whole_line: re.Pattern[str]
    running: re.Pattern[str]
    five_year: re.Pattern[str]


@cache
def _forms() -> _Forms:
    """Build the patterns from ``law_chinese.toml``, once a process."""
    table = load_table("law_chinese")
    status = rf"(?:\s*[（(](?:{'|'.join(table['statuses'])}|[^（）()]{{0,12}}版)[）)])?"
    marked = "|".join(sorted(table["marked_endings"], key=len, reverse=True))
    unmarked = "|".join(sorted(table["open_endings"], key=len, reverse=True))
    begin = "|".join(table["open_beginnings"])
    generic = "|".join(table["generic_beginnings"])
    inner = r"[^\s，。、；：！？《》“”（）()<>|#:;,.]"
    return _Forms(
        re.compile(rf"(?:{marked})(?:\s*[（(][^（）()]{{1,24}}[）)])*$"),
        re.compile(
            rf"^[#\s*]*(?!{generic})((?:{inner}|、){{4,60}}(?:{unmarked}){status})"
            r"(?:\s*[（(]\d{4}[^（）]{0,12}[）)])?[*\s]*$",
            re.MULTILINE,
        ),
        re.compile(rf"(?:{begin}){inner}{{1,24}}?(?:法典|法(?!律|规|院|人|治|制|定|学|庭|警|官)|条例|办法)"),
        re.compile(rf"[“\"]?十[一二三四五]五[”\"]?{inner}{{0,20}}?(?:规划纲要|规划|计划)"),
    )


def find_chinese(text: str) -> Iterator[Candidate]:
    """Find Chinese titles; the marks 《》 stay outside the spans."""
    if not _HAN.search(text):
        return
    forms = _forms()
    named = set()
    for match in _MARKED.finditer(text):
        if forms.marked_end.search(match[1]):
            named.add(match[1].removeprefix(_OF_CHINA))
            yield Candidate(*match.span(1), "laws:chinese-marked")
    for match in forms.whole_line.finditer(text):
        yield Candidate(*match.span(1), "laws:chinese-line")
    for match in forms.running.finditer(text):
        named.add(match[0].removeprefix(_OF_CHINA))
        yield Candidate(*match.span(), "laws:chinese-open")
    for match in forms.five_year.finditer(text):
        yield Candidate(*match.span(), "laws:chinese-plan")
    long_enough = sorted((name for name in named if len(name) >= _SHORTEST_NAMED), key=lambda n: (-len(n), n))
    if long_enough:
        either = "|".join(map(re.escape, long_enough))
        for match in re.finditer(rf"(?:{either}){_GOES_ON}", text):
            yield Candidate(*match.span(), "laws:chinese-named")

"""The article or section cited with a law: "Article 6(2) of the AI Act", "《网络安全法》第三十七条"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .candidates import Candidate

_UNIT = (
    r"(?:[Aa]rticles?|[Aa]rts?\.|[Ss]ections?|[Ss]ec\.|§{1,2}|[Aa]nnex(?:es)?|[Cc]hapters?|[Pp]arts?|[Tt]itles?|"
    r"[Ss]chedules?|[Rr]ecitals?|[Cc]lauses?|[Pp]aragraphs?|[Aa]ppendix|[Rr]ules?|[Ii]tems?|[Ss]ubtitles?|[Dd]ivisions?)"
)
_NUMBER = r"(?:\d+[A-Za-z]{0,2}(?:[-–.]\d+)*|[IVXLC]+\b|[A-Z]\b)(?:\s?\(\w{1,5}\))*"
_CITED = rf"{_UNIT}\s?{_NUMBER}(?:(?:,\s|\s(?:and|or|to)\s|[-–])(?:{_UNIT}\s?)?{_NUMBER})*"
_BEFORE = re.compile(
    rf"(?<!\w)({_CITED}(?:,?\s(?:of|in|to|under)\s{_CITED})?)\s*,?\s(?:of|in|to|under)\s(?:the\s)?"
    r"(?:[A-Z]\w*(?:'s|’s)\s)?[“\"‘*_]{0,2}$"
)
_AFTER = re.compile(rf"(?:['’]s?)?[”\"*_]{{0,2}},?\s\(?({_CITED})")
_CHINESE = re.compile(
    r"》?((?:第[一二三四五六七八九十百千零〇\d]+[编章节条款项](?:之[一二三四五六七八九])?)+)"
)
# How far before a law its pinpoint is looked for.
_WINDOW = 90


def with_pinpoints(text: str, laws: Iterable[Candidate]) -> list[Candidate]:
    """Give each law the pinpoint that stands with it; laws without one are returned as they are."""
    return [replace(law, pinpoint=pinpoint) if (pinpoint := _pinpoint(text, law)) else law for law in laws]


def _pinpoint(text: str, law: Candidate) -> str:
    match = (
        _BEFORE.search(text, max(law.start - _WINDOW, 0), law.start)
        or _CHINESE.match(text, law.end)
        or _AFTER.match(text, law.end)
    )
    return " ".join(match[1].split()) if match else ""

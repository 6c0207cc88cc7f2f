"""Short names that a Chinese text gives: 国家互联网信息办公室（以下简称“国家网信办”）."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .definition import Definition

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHINESE = re.compile(
    r"\s*[（(,，]?\s*(?:(?:以下|下文)(?:统称|合称|并称|简称|称)|简称)为?[:：]?\s*"
    r"[“\"「‘]?《?(?P<short>[\u4e00-\u9fffA-Za-z0-9]{2,16})》?[”\"」’]?\s*(?=[）)，,。；])"
)
_CHINESE_NAME = re.compile(r"(?:《[^《》\n]{2,60}》|[\u4e00-\u9fffA-Za-z0-9·]{2,40})$")
_CHINESE_LEAD = re.compile(r"根据|依据|按照|依照|遵照|经由|以及|[由经对向自和与及或是为的]")


def chinese_forms(text: str) -> Iterator[Definition]:
    """Yield the short names that a text gives with 以下简称 and the like."""
    for match in _CHINESE.finditer(text):
        before = max(0, match.start() - 62)
        name = _CHINESE_NAME.search(text[before : match.start()])
        if not name:
            continue
        start, end = before + name.start(), before + name.end()
        if text[start] == "《":
            start, end = start + 1, end - 1
        else:
            start = _chinese_start(text, start, end, match.group("short"))
        if end - start > len(match.group("short")):
            short_start, short_end = match.span("short")
            yield Definition(
                match["short"], text[start:end], short_start, short_end, start, end, aligned=False
            )


def _chinese_start(text: str, start: int, end: int, short: str) -> int:
    """Where the name begins in an unbroken run of characters that ends with it.

    After the first word that may lead in a name where the short form's first character follows,
    else after the last such word.
    """
    starts = [start, *(m.end() for m in _CHINESE_LEAD.finditer(text, start, end) if end - m.end() >= 4)]
    return next((s for s in starts if text[s] == short[0]), starts[-1])

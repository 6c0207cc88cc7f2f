"""Names of organizations in Chinese text, by scope and ending: 国家…委员会, 上海市人民政府, …有限公司."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .candidates import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATA = Path(__file__).parent / "data" / "organization_chinese.toml"
_LONGEST_BODY = 16
_TITLE_REACH = 120
_LEVEL = re.compile(
    r"[\u4e00-\u9fff]{2,7}?(省|市|自治区)[\u4e00-\u9fff]{2,40}?(?:条例|办法|规定|细则|意见|规划|方案)"
)
"""A title that names the place whose rules a text is."""
_HAN = re.compile("[\u4e00-\u9fff]")
_COMPANY = re.compile(
    r"(?:^|(?<=[、，。；：（）()《》“”\"\s与和及由的])|(?<=包括))"
    r"[\u4e00-\u9fffA-Za-z]{2,12}(?:[（(][\u4e00-\u9fff]{2,4}[)）])?[\u4e00-\u9fff]{0,12}?(?:股份|责任)?有限公司",
    re.MULTILINE,
)


def chinese_names(text: str) -> Iterator[Candidate]:
    """Yield names of organizations in the Chinese parts of a text, overlapping at will."""
    if not _HAN.search(text):
        return
    level = _LEVEL.search(text[:_TITLE_REACH])
    if level:
        for match in _local_pattern(level.group(1)).finditer(text):
            yield Candidate(match.start(), match.end(), "organizations:chinese")
    for match in _pattern().finditer(text):
        if match.group() not in _generic():
            yield Candidate(match.start(), match.end(), "organizations:chinese")
    for match in _COMPANY.finditer(text):
        yield Candidate(match.start(), match.end(), "organizations:chinese")


@cache
def _local_pattern(level: str) -> re.Pattern[str]:
    """Bodies of a place that its own rules name by their level: 市人民政府, 省科学技术协会."""
    data = _lists()
    inside = rf"[\u4e00-\u9fff](?<![{data['not_inside']}{data['not_local']}])"
    return re.compile(
        rf"(?:^|(?<=[^\u4e00-\u9fff）)])|(?<=[{data['before_local']}]))本?{level}"
        rf"(?:(?:人民)?政府(?:办公厅|办公室)?|(?:{inside}){{2,10}}?(?:{_alternatives(data['local_endings'])}))"
        r"(?!门|各|及其|有关|所属)",
        re.MULTILINE,
    )


@cache
def _pattern() -> re.Pattern[str]:
    data = _lists()
    scopes = _alternatives(data["scopes"])
    inside = rf"[\u4e00-\u9fff](?<![{data['not_inside']}])"
    long_ending = _alternatives(data["endings"])
    short_ending = rf"(?:{_alternatives(data['short_endings'])})(?=[{data['following']}]|$)"
    part = rf"(?:{inside}){{0,{_LONGEST_BODY}}}?(?:(?:{long_ending})|{short_ending})"
    return re.compile(
        rf"(?:{scopes})(?![和各级有层]){part}(?:(?:{inside}){{0,10}}?(?:{long_ending}))?", re.MULTILINE
    )


@cache
def _generic() -> frozenset[str]:
    return frozenset(_lists()["generic"])


@cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads(_DATA.read_text("utf-8"))


def _alternatives(words: list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))

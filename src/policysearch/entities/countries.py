"""Of which country a text speaks: evidence for telling bodies of the same name apart."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_DATA = Path(__file__).parent / "data" / "countries.toml"
_OWNER = re.compile(r"(?:’s|'s|’|')?\s+|(?<=[\u3400-\u9fff])(?=[\u3400-\u9fff])")


def count_countries(text: str) -> tuple[Counter[str], Counter[str]]:
    """Count how often a text names each jurisdiction, by its name, adjective or capital; "US$" is no country.

    Returns:
        Counts by ISO 3166-1 code or "EU": of countries alone, which tell whose ministry is meant, and with
        their regions and cities, which tell whose law or local body.
    """
    states = _codes_of_states()
    found = Counter(match.group() for match in _pattern().finditer(text))
    alone: Counter[str] = Counter()
    with_regions: Counter[str] = Counter()
    for word, times in found.items():
        with_regions[_codes()[word]] += times
        if word in states:
            alone[states[word]] += times
    return alone, with_regions


def split_country(name: str) -> tuple[str, str]:
    """Take the country off the beginning or end of a name.

    Returns:
        The code and the rest: ("US", "Department of Commerce") for "U.S. Department of Commerce" and
        ("CN", "Ministry of Justice") for "Ministry of Justice of the People's Republic of China";
        ("", name) where there is none.
    """
    plain = name.replace("’", "'")
    leading = _pattern().match(plain)
    if leading and (space := _OWNER.match(plain, leading.end())):
        return _codes()[leading.group()], name[space.end() :]
    trailing = re.search(r",? (?:of|for) (?:the )?", plain)
    while trailing:
        country = _pattern().fullmatch(plain, trailing.end())
        if country:
            return _codes()[country.group()], name[: trailing.start()]
        trailing = re.compile(r",? (?:of|for) (?:the )?").search(plain, trailing.end())
    return "", name


def split_state(name: str) -> tuple[str, str]:
    """Take a country off a name as `split_country` does, but no region or city, which has its own bodies.

    Returns:
        ("", name) for "California Department of Education" and "Texas Clean Air Act".
    """
    country, rest = split_country(name)
    owner = name.replace(rest, "", 1) if country else ""
    return ("", name) if _parts_pattern().search(owner) else (country, rest)


def country_name(code: str) -> str:
    """Return the usual English name of a jurisdiction; the code itself if it is not listed."""
    return _lists().get(code, [code])[0]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text("utf-8"))


@cache
def _lists() -> dict[str, list[str]]:
    return {code: words for code, words in _data().items() if code != "parts"}


@cache
def _codes_of_states() -> dict[str, str]:
    return {word: code for code, words in _lists().items() for word in words}


@cache
def _codes() -> dict[str, str]:
    return _codes_of_states() | {word: code for code, words in _data()["parts"].items() for word in words}


@cache
def _pattern() -> re.Pattern[str]:
    return _any_of(_codes())


@cache
def _parts_pattern() -> re.Pattern[str]:
    return _any_of(word for names in _data()["parts"].values() for word in names)


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![^\W\u3400-\u9fff])(?:{words})(?![^\W\u3400-\u9fff]|\$)")

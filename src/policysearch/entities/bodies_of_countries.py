"""Names that many countries' bodies share: "Ministry of Health" is another one in each."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .jurisdictions import clear_country, may_have

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATA = Path(__file__).parent / "data" / "bodies.toml"
COUNTRY_OF_BODY = 2
"""How many times as often as any other a country must be named for a ministry to be taken for its own."""
_IN_EVERY_COUNTRY = re.compile(
    r"(?:(?:Federal |National |State )?(?:Ministry|Department|Office of the (?:Prime Minister|President)|"
    r"(?:Supreme|Constitutional|High) Court|Parliament|Senate|House of (?:Representatives|Commons|Lords)|"
    r"National (?:Assembly|Congress|Police|Security Council)|Cabinet|Treasury|Government$|"
    r"Central Bank|Reserve Bank|Attorney General))"
    r"\b(?!.*(?:Committee|,.*(?:University|Academy)))"
)
_NATIONAL = re.compile(
    r"(?:draft )?National\b|.*\bNational (?:[A-Z]\w* ){0,4}(?:Plan|Strategy|Programme|Policy)\b"
)
_BARE_BODY = re.compile(
    r"Ministry of \w+(?:,? (?:and )?\w+){0,2}|(?:[A-Z]\w+ )?Court|\w+(?: (?:of )?(?:the )?[A-Z]\w+)?"
)


def is_in_every_country(name: str) -> bool:
    """Whether a name is that of a body which nearly every country has."""
    return _IN_EVERY_COUNTRY.match(name) is not None


def is_public(name: str) -> bool:
    """Whether a name is that of a body of some state, but not of one in every state: "Ocean Council"."""
    return _public().fullmatch(name) is not None and not is_in_every_country(name)


def is_national(name: str) -> bool:
    """Whether a name says that the thing is a country's, and of no union of countries."""
    return _NATIONAL.match(name) is not None


def is_bare(name: str) -> bool:
    """Whether a name of several words, without a country, means another body in every document."""
    return " " in name and _BARE_BODY.fullmatch(name) is not None


def is_ordinary(name: str) -> bool:
    """Whether a name is one ordinary word ("Authority"), which means another body in every document."""
    return name.isascii() and name[:1].isupper() and name[1:].islower() and " " not in name


def country_of_body(name: str, countries: Mapping[str, int]) -> str:
    """The country that a document names most, if it can have such a body; "" if none is clear.

    Args:
        name: A name that is in every country.
        countries: How often the document names each country.
    """
    able = {code: count for code, count in countries.items() if may_have(name, code)}
    country = clear_country(able, dominance=COUNTRY_OF_BODY, unions=False)
    most = max(countries.values(), default=0)
    return country if country and COUNTRY_OF_BODY * able[country] >= most else ""


@cache
def _public() -> re.Pattern[str]:
    words: dict[str, list[str]] = tomllib.loads(_DATA.read_text("utf-8"))["public"]
    any_of = {key: "|".join(listed) for key, listed in words.items()}
    complement = r"(?: (?:of|on|for|to)\b.*)?"
    return re.compile(
        rf"(?!.*\b(?:{any_of['never']})\b)"
        rf"(?:(?:.* )?(?:(?:{any_of['heads']}){complement}|(?:{any_of['ends']}))"
        rf"|(?:{any_of['begins']}) (?:.* )?(?:{any_of['of_many']}){complement})"
    )

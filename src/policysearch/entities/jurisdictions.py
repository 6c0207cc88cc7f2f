"""Whose law or body a name means, where the name or the document says so.

Rules from data/jurisdictions.toml come first, then a country in the name, then, for laws, the country of
which the document speaks by far the most. What none of these tells stays without jurisdiction.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..gazetteer import load_gazetteer
from ..models import MentionKind
from ..names import is_shouted
from .countries import split_country

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DATA = Path(__file__).parent / "data"
_BOTH = (MentionKind.LAW, MentionKind.ORGANIZATION)
_HAN = re.compile("[\u3400-\u9fff]")
_GENITIVE = re.compile(r"(?:[A-Z]\w+ ){0,2}[A-Z]\w+(?=['’]s )")
_NO_COUNTRY = frozenset({"INT", ""})
_CLEAR_COUNT = 3
"""Times that a document must name a country before a name without country is taken for that country's."""
_DOMINANCE = 3
"""How many times as often as any other it must name it for a law to be taken for that country's."""
# "Taiwan Relations Act": a law about the country that it names, made by another.
_ABOUT = re.compile(
    r"\b(?:Relations|Policy Act|Autonomy|Sanctions|Human Rights Policy|Forced Labor|Democracy|Accountability|"
    r"Trade|Security Act|Adversar\w+|Supplemental|Assistance|Tariff\w*|Competition|Threat\w*)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Patterns that tell a jurisdiction by the name.

    Attributes:
        code: The jurisdiction; "" where ``among`` tells several.
        among: Those with laws of such names, of which the document's own is taken.
        kinds: Whether the rule is for laws, organizations or both.
        patterns: Any of them must be found; apostrophes are curved.
        examples: Names that the rule decides.
    """

    code: str
    among: tuple[str, ...]
    kinds: tuple[MentionKind, ...]
    patterns: tuple[re.Pattern[str], ...]
    examples: tuple[str, ...]


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return the rules in the order in which they are tried."""
    return tuple(
        Rule(
            code=row.get("code", ""),
            among=tuple(row.get("among", ())),
            kinds=tuple(MentionKind(kind) for kind in row.get("kinds", _BOTH)),
            patterns=tuple(re.compile(pattern) for pattern in row["patterns"]),
            examples=tuple(row["examples"]),
        )
        for row in tomllib.loads((_DATA / "jurisdictions.toml").read_text("utf-8"))["rules"]
    )


def jurisdiction_of_name(kind: MentionKind, names: Sequence[str], countries: Mapping[str, int]) -> str:
    """Tell the jurisdiction of a law or organization by its names alone.

    Args:
        kind: LAW or ORGANIZATION.
        names: The name, then its other forms; the first that tells anything decides.
        countries: How often the document names each jurisdiction, to choose among countries that name
            their laws alike.

    Returns:
        An ISO 3166-1 alpha-2 code, "EU", "INT", or "" if the names do not tell.
    """
    for name in names:
        told = _told_by(kind, name, countries)
        if not told and is_shouted(name):
            told = _told_by(kind, _in_title_case(name), countries)
        if told:
            return told
    return ""


def _told_by(kind: MentionKind, name: str, countries: Mapping[str, int]) -> str:
    """The jurisdiction that one name tells; "" if it does not."""
    country, rest = split_country(name)
    if country and _HAN.match(name):
        return country
    rule = _rule_for(kind, name.replace("'", "’"))
    if rule and (code := rule.code or _most_named(rule.among, countries)):
        return code
    if country and not (kind is MentionKind.LAW and _ABOUT.search(rest)):
        return country
    return _of_body_in_front(name) or _of_owner(name)


def clear_country(countries: Mapping[str, int], *, dominance: int = _DOMINANCE, unions: bool = True) -> str:
    """Return the jurisdiction that a document names by far the most; "" if there is none.

    Args:
        countries: Counts by jurisdiction.
        dominance: How many times as often as any other it must be named.
        unions: Whether the European Union counts as one; bodies such as ministries have a country only.
    """
    ranked = Counter(
        {code: n for code, n in countries.items() if code not in _NO_COUNTRY and (unions or code != "EU")}
    ).most_common(2)
    if not ranked or ranked[0][1] < _CLEAR_COUNT:
        return ""
    if len(ranked) > 1 and ranked[0][1] < dominance * ranked[1][1]:
        return ""
    return ranked[0][0]


def may_have(body: str, code: str) -> bool:
    """Whether a jurisdiction can have a body of a name that many have: there is no Senate of China."""
    return all(code in only if only else code not in without for only, without in _limits(body))


@lru_cache(maxsize=1024)
def _limits(body: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    return tuple((only, without) for pattern, only, without in _bodies() if pattern.match(body))


@cache
def _bodies() -> tuple[tuple[re.Pattern[str], frozenset[str], frozenset[str]], ...]:
    return tuple(
        (re.compile(row["pattern"]), frozenset(row.get("only", ())), frozenset(row.get("without", ())))
        for row in tomllib.loads((_DATA / "bodies.toml").read_text("utf-8"))["bodies"]
    )


@lru_cache(maxsize=8192)
def _of_body_in_front(name: str) -> str:
    """The jurisdiction of the known body whose name stands before a longer one: "NIST", "White House"."""
    found = next(iter(load_gazetteer(MentionKind.ORGANIZATION).find(name)), None)
    return found.entry.jurisdiction if found and found.start == 0 and found.end < len(name) else ""


def _in_title_case(name: str) -> str:
    """A name in capitals as names are mostly written: "Council of the District of Columbia"."""
    return re.sub(r"(?<= )(?:Of|The|For|And|On|In)(?= )", lambda word: word[0].lower(), name.title())


def _of_owner(name: str) -> str:
    """The country that a name has in the genitive: "Principles for Singapore's Financial Sector"."""
    owners = {split_country(name[match.start() :])[0] for match in _GENITIVE.finditer(name)}
    return owners.pop() if len(owners) == 1 else ""


@lru_cache(maxsize=8192)
def _rule_for(kind: MentionKind, written: str) -> Rule | None:
    return next(
        (
            rule
            for rule in load_rules()
            if kind in rule.kinds and any(pattern.search(written) for pattern in rule.patterns)
        ),
        None,
    )


def _most_named(codes: Sequence[str], countries: Mapping[str, int]) -> str:
    """The one that is named most; "" if none is, or two alike."""
    ranked = Counter({code: countries[code] for code in codes if countries.get(code)}).most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return ""
    return ranked[0][0]

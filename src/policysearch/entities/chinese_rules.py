"""Chinese rules by their subject: translators give 办法, 规定 and 条例 by any of four words.

"Administrative Measures on Deep Synthesis" are the "Deep Synthesis Provisions"; no subject of national
rules has both, while a law (法) of the same subject is another instrument and keeps its word.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ..names import name_key
from .links import word_bag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..gazetteer import Entry, Gazetteer

_KINDS = frozenset(word_bag("measures provisions rules regulations"))
_FORMALITIES = frozenset(
    word_bag("administrative administration management interim provisional trial chinese")
)
FEWEST_WORDS = 2
"""Words of a subject from which on it is told from others: "data" alone is not."""


def chinese_rules(gazetteer: Gazetteer, key: str, countries: Mapping[str, int]) -> Entry | None:
    """The known Chinese rules of a subject, in a document that speaks of China more than of any other.

    Args:
        gazetteer: The known laws.
        key: Name key of rules whose name is not known.
        countries: How often the document names each country.
    """
    subject = _subject(key)
    rivals = (count for code, count in countries.items() if code not in {"CN", ""})
    is_of_china = countries.get("CN", 0) > max(rivals, default=0)
    return _rules_by_subject(gazetteer).get(subject) if subject and is_of_china else None


def _subject(key: str) -> tuple[str, ...]:
    """The words of a name without those for the kind of rules; empty for other instruments."""
    words = word_bag(key)
    subject = tuple(word for word in words if word not in _KINDS | _FORMALITIES)
    return subject if len(subject) >= FEWEST_WORDS and not _KINDS.isdisjoint(words) else ()


@cache
def _rules_by_subject(gazetteer: Gazetteer) -> dict[tuple[str, ...], Entry]:
    """Subject to rules, for the subjects that only one known instrument has."""
    found: dict[tuple[str, ...], set[Entry]] = {}
    for entry in gazetteer.entries:
        for form in entry.forms if entry.jurisdiction == "CN" else ():
            if subject := _subject(name_key(form)):
                found.setdefault(subject, set()).add(entry)
    return {subject: entries.pop() for subject, entries in found.items() if len(entries) == 1}

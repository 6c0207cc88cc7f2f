"""Which known organization or law a name means: by itself, by its words, or as a country's short form."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from ..names import name_key
from .bodies_of_countries import COUNTRY_OF_BODY, is_in_every_country
from .countries import split_state
from .jurisdictions import may_have
from .links import word_bag

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Collection, Iterable, Mapping

    from ..gazetteer import Entry, Gazetteer

FEWEST_WORDS = 4
"""Words from which on two names of the same words in another order are one name."""
_SHARE_OF_SOLE = 1 / 3
"""Share of the most named country's count that suffices where a short form has one known owner."""
_CLEAR_COUNT = 3
"""Times that a document must name a country for a ministry without country to be taken for its own."""
_WRITTEN_SMALL = ("federal", "national")
_OF_UNITED_NATIONS = re.compile(r"(?:United Nations|UN) ")
# What may stand before the subject of an instrument: "2023 Executive Order on …", "Communication on a …".
_ORDER = r"(?:Presidential )?(?:Executive Orders?|E\.O\.|EO)(?: on| titled| entitled|[:,])?"
_MAKER = r"(?:(?:European )?Commission(?:['’]s)? |EU )?"
_PAPER = rf"{_MAKER}(?:Joint )?(?:Communication|Proposal)(?: on| for(?= an? )|:)"
_LEAD = re.compile(
    rf"(?:(?P<year>(?:19|20)\d\d) )?(?:(?P<order>{_ORDER})|(?P<paper>{_PAPER}))? ?"
    r"(?:the |an? )?[“\"'‘]?(?P<subject>\S.*?)[”\"'’]?"
)
_DATED = re.compile(r"(?P<title>.+?),?(?: of)? (?P<year>(?:19|20)\d\d)")


def look_up(gazetteer: Gazetteer, forms: Iterable[str]) -> Entry | None:
    """The known thing that one of some spellings names, with or without its country, year or owner."""
    for form in forms:
        entry = gazetteer.lookup(form) or _without_country(gazetteer, form) or _without_year(gazetteer, form)
        if entry := entry or _without_owner(gazetteer, form) or _without_lead(gazetteer, form):
            return entry
    return None


def _without_country(gazetteer: Gazetteer, form: str) -> Entry | None:
    """The known thing that a name means whose country, or the United Nations, stands before it."""
    country, rest = split_state(form)
    if not country and (of_all := _OF_UNITED_NATIONS.match(form)):
        country, rest = "INT", form[of_all.end() :]
    entry = gazetteer.lookup(rest) if country else None
    return entry if entry and entry.jurisdiction in {country, ""} else None


def _without_owner(gazetteer: Gazetteer, form: str) -> Entry | None:
    """The known body of a name that goes on with the known body it belongs to: "… of the Treasury"."""
    part, joint, owner = form.rpartition(" of the ")
    return gazetteer.lookup(part) if joint and gazetteer.lookup(owner) else None


def _without_year(gazetteer: Gazetteer, form: str) -> Entry | None:
    """The known law of a title with the year in which it was made: "Clean Water Act of 1972"."""
    dated = _DATED.fullmatch(form)
    entry = gazetteer.lookup(dated["title"]) if dated else None
    return entry if entry and dated and str(entry.year) == dated["year"] else None


def _without_lead(gazetteer: Gazetteer, form: str) -> Entry | None:
    """The known law of a name with its year or kind before the subject: "2023 Executive Order on …"."""
    lead = _LEAD.fullmatch(form)
    if not lead or not (lead["year"] or lead["order"] or lead["paper"]):
        return None
    rest = [lead["subject"], f"Executive Order on {lead['subject']}"] if lead["order"] else [lead["subject"]]
    for name in rest:
        entry = gazetteer.lookup(name) or entries_by_words(gazetteer).get(word_bag(name_key(name)))
        if entry and _is_of_lead(entry, lead):
            return entry
    return None


def _is_of_lead(entry: Entry, lead: re.Match[str]) -> bool:
    """Whether a law is of the year and of the kind that stand before its subject."""
    if lead["year"] and str(entry.year) != lead["year"]:
        return False
    if lead["order"]:
        return entry.name.startswith("Executive Order")
    return not lead["paper"] or entry.jurisdiction == "EU"


def look_up_misnamed(gazetteer: Gazetteer, forms: Iterable[str], long_key: str) -> Entry | None:
    """The known owner of an acronym of which the document misspells the long form: "(OECD)".

    Args:
        gazetteer: The known names.
        forms: Spellings of the acronym.
        long_key: Name key of the long form in the document.
    """
    words = set(long_key.split())
    for form in forms:
        entry = gazetteer.lookup(form)
        if entry and any(_are_alike(words, set(name_key(known).split())) for known in entry.forms):
            return entry
    return None


def _are_alike(words: set[str], others: set[str]) -> bool:
    """Whether two names share at least half of all their words."""
    return 2 * len(words & others) >= len(words | others)


def look_up_in_part(gazetteer: Gazetteer, forms: Iterable[str], text: str) -> Entry | None:
    """The known body whose first word a document writes small: "the federal Aviation Administration"."""
    for form in forms:
        for word in _WRITTEN_SMALL:
            entry = gazetteer.lookup(f"{word.capitalize()} {form}")
            if entry and re.search(rf"\bthe {word} {re.escape(form)}\b", text):
                return entry
    return None


@cache
def entries_by_words(gazetteer: Gazetteer) -> dict[tuple[str, ...], Entry]:
    """Word bag to entry, for the forms long enough to be told by their words."""
    bags = ((word_bag(name_key(form)), entry) for entry in gazetteer.entries for form in entry.forms)
    return {bag: entry for bag, entry in bags if len(bag) >= FEWEST_WORDS}


def meant_by_short_form(
    gazetteer: Gazetteer, forms: Iterable[str], named: Collection[Entry], countries: Counter[str]
) -> Entry | None:
    """The known thing that a short form means, if the document speaks of it, or of its country most.

    Args:
        gazetteer: The known names with their short forms ("the Commission").
        forms: Spellings of the short form.
        named: What the document names by a full name.
        countries: How often the document names each country.
    """
    owners = _short_owners(gazetteer)
    candidates: list[Entry] = []
    country = name = ""
    for form in forms:
        country, rest = split_state(form)
        name = name or form
        candidates += owners.get(name_key(form), [])
        candidates += [entry for entry in owners.get(name_key(rest), []) if country == entry.jurisdiction]
    spoken_of = {entry for entry in candidates if entry in named}
    if len(spoken_of) == 1:
        return spoken_of.pop()
    by_country = [
        (countries[entry.jurisdiction], entry)
        for entry in candidates
        if entry.jurisdiction and (not country or entry.jurisdiction == country)
    ]
    best = max((count for count, _ in by_country), default=0)
    first = {entry for count, entry in by_country if count == best}
    if len(first) != 1:
        return None
    entry = first.pop()
    is_sole = len(set(candidates)) == 1
    return entry if best >= _needed("" if country else name, entry, countries, is_sole=is_sole) else None


def _needed(name: str, entry: Entry, countries: Mapping[str, int], *, is_sole: bool) -> float:
    """How often a document must name the country of a body for a name without country to mean it."""
    rivals = (
        count
        for code, count in countries.items()
        if code not in {entry.jurisdiction, "INT", ""} and (not is_sole or may_have(name, code))
    )
    if is_in_every_country(name) and not name.startswith("Department"):
        return max(COUNTRY_OF_BODY * max(rivals, default=0), _CLEAR_COUNT)
    return max(max(rivals, default=0) * (_SHARE_OF_SOLE if is_sole else 1), 1)


@cache
def _short_owners(gazetteer: Gazetteer) -> dict[str, list[Entry]]:
    """Name key of each short form to the entries that have it."""
    owners: dict[str, list[Entry]] = defaultdict(list)
    for entry in gazetteer.entries:
        for form in entry.short:
            owners[name_key(form)].append(entry)
    return dict(owners)

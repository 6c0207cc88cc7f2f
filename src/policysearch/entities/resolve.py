"""From the mentions of one document to the organizations and laws that they mean.

Evidence, strongest first: what the document defines, names known beforehand, names in one bracket,
short forms of known names where the document speaks of their country, longer names in the document.
The result depends on the document and the gazetteers alone, so that a store can add up documents by
entity id, and the same name in two documents has the same id unless it is too short to tell.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from ..gazetteer import Entry, Gazetteer, load_gazetteer
from ..models import Entity, Mention, MentionKind
from ..names import name_key, slug
from .countries import count_countries, country_name, split_country
from .jurisdictions import clear_country, jurisdiction_of_name, may_have
from .links import defined_names, longer_forms, stand_together, word_bag
from .local_bodies import full_name, place_of
from .numbers import disagree, is_code_section, numbers_of, with_official_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_KINDS = (MentionKind.ORGANIZATION, MentionKind.LAW)
_FEWEST_WORDS = 4
"""Words from which on two names of the same words in another order are one name."""
_SHARE_OF_SOLE = 1 / 3
"""Share of the most named country's count that suffices where a short form has one known owner."""
_DOMINANCE = 4
"""How many times as often as any other a body must be named for a short form to mean it."""
_CLEAR_COUNT = 3
"""Times that a document must name a country for a ministry without country to be taken for its own."""
_COUNTRY_OF_BODY = 2
"""How many times as often as any other a country must be named for a ministry to be taken for its own."""
_IN_EVERY_COUNTRY = re.compile(
    r"(?:(?:Federal |National |State )?(?:Ministry|Department|Office of the (?:Prime Minister|President)|"
    r"(?:Supreme|Constitutional|High) Court|Parliament|Senate|House of (?:Representatives|Commons|Lords)|"
    r"National (?:Assembly|Congress|Police|Security Council)|Cabinet|Treasury|Government$|"
    r"Central Bank|Reserve Bank|Attorney General))"
    r"\b(?!.*(?:Committee|,.*(?:University|Academy)))"
)
_BARE_BODY = re.compile(
    r"Ministry of \w+(?:,? (?:and )?\w+){0,2}|(?:[A-Z]\w+ )?Court|\w+(?: (?:of )?(?:the )?[A-Z]\w+)?"
)
"""Such a name without a country means another body in every document."""
_OF_UNITED_NATIONS = re.compile(r"(?:United Nations|UN) ")
_DATED = re.compile(r"(?P<title>.+?),?(?: of)? (?P<year>(?:19|20)\d\d)")
_COMPANY_ENDING = re.compile(
    r"(?: (?:and )?(?:inc|incorporated|ltd|limited|llc|llp|plc|corp|corporation|co|company|gmbh|ag|sa|pbc"
    r"|pty))+$"
)


def resolve(
    mentions: Iterable[Mention],
    text: str,
    *,
    gazetteers: Mapping[MentionKind, Gazetteer] | None = None,
) -> tuple[tuple[Mention, Entity], ...]:
    """Find the entity behind each organization and law of one document.

    Args:
        mentions: Mentions of one document; other kinds are passed over.
        text: The document's text, in which definitions are looked for.
        gazetteers: Known names by kind; the shipped ones by default.

    Returns:
        Each organization and law with its entity, in order of place; the mention has the entity's id
        as ``value``. All mentions of an entity share one Entity, with every form seen or known.
    """
    given = [mention for mention in mentions if mention.kind in _KINDS]
    countries = count_countries(text)
    laws = (mention.text for mention in given if mention.kind is MentionKind.LAW)
    countries.update(filter(None, (jurisdiction_of_name(MentionKind.LAW, [name], {}) for name in laws)))
    pairs: list[tuple[Mention, Entity]] = []
    for kind in _KINDS:
        own = [mention for mention in given if mention.kind is kind]
        if own:
            known = (gazetteers or {}).get(kind) or load_gazetteer(kind)
            pairs += _Names(own, text, known, countries).pairs()
    return tuple(sorted(pairs, key=lambda pair: (pair[0].start, pair[0].end)))


class _Names:
    """The names of one kind in one document, joined step by step into groups.

    Each name key belongs to a group, named by one of its keys; a group may have an entry of the gazetteer.
    """

    def __init__(
        self, mentions: Sequence[Mention], text: str, gazetteer: Gazetteer, countries: Counter[str]
    ) -> None:
        self._given = mentions
        is_law = bool(mentions) and mentions[0].kind is MentionKind.LAW
        self._mentions = with_official_numbers(mentions, gazetteer) if is_law else mentions
        self._gazetteer = gazetteer
        self._countries = countries.copy()
        self._place = place_of(text) if mentions[0].kind is MentionKind.ORGANIZATION else ""
        self._parent: dict[str, str] = {}
        self._entry: dict[str, Entry] = {}
        self._forms: dict[str, Counter[str]] = defaultdict(Counter)
        self._numbers: dict[str, dict[str, set[str]]] = {}
        self._cited_with: dict[str, str] = {}
        for mention in self._mentions:
            key = self._key(mention.text)
            self._forms[key][" ".join(mention.text.split())] += 1
            if self._parent.setdefault(key, key) == key and is_law:
                self._numbers[key] = numbers_of([mention.text])
        self._join_all(text)

    def _key(self, name: str) -> str:
        key = name_key(full_name(name, self._place))
        return _COMPANY_ENDING.sub("", key) or key

    def _join_all(self, text: str) -> None:
        defined = defined_names(text, self._mentions)
        for key in list(self._parent):
            if key not in defined:
                self._look_up(key)
        for short, long in defined.items():
            self._join(self._key(short), self._key(long))
        for first, second in stand_together(text, self._mentions):
            if is_code_section(second):
                self._cited_with.setdefault(self._key(second), self._key(first))
            elif not is_code_section(first):
                self._join(self._key(second), self._key(first))
        self._join_reordered()
        for short in defined:
            self._look_up_misnamed(self._key(short))
        for key, forms in self._forms.items():
            if entry := self._entry.get(self._root(key)):
                self._countries[entry.jurisdiction] += forms.total()
        for key in list(self._parent):
            if self._root(key) not in self._entry:
                self._look_up_short(key)
        self._join_contained()

    def _root(self, key: str) -> str:
        while self._parent[key] != key:
            key = self._parent[key]
        return key

    def _join(self, short: str, long: str) -> None:
        """Make two names one group, unless they are known to be different things."""
        if short not in self._parent or long not in self._parent:
            return
        one, other = self._root(short), self._root(long)
        if one == other or (
            one in self._entry and other in self._entry and self._entry[one] != self._entry[other]
        ):
            return
        if disagree(self._numbers_of(one), self._numbers_of(other)):
            return
        if one in self._entry:
            self._entry[other] = self._entry.pop(one)
        self._unite(one, other)

    def _unite(self, root: str, other: str) -> None:
        """Put a group under the root of another."""
        self._parent[root] = other
        for series, numbers in self._numbers.pop(root, {}).items():
            self._numbers.setdefault(other, {}).setdefault(series, set()).update(numbers)

    def _numbers_of(self, root: str) -> Mapping[str, set[str]]:
        """The official numbers of a group by series, those of its entry if it has one."""
        entry = self._entry.get(root)
        known = _numbers_of_entry(entry) if entry and entry.kind is MentionKind.LAW else {}
        return {**self._numbers.get(root, {}), **known}

    def _look_up(self, key: str) -> None:
        """Find a name among the known ones, with or without its country."""
        for form in self._forms[key]:
            entry = self._gazetteer.lookup(form) or self._without_country(form) or self._without_year(form)
            entry = entry or self._without_owner(form)
            if entry:
                self._enter(key, entry)
                return

    def _without_country(self, form: str) -> Entry | None:
        """The known thing that a name means whose country, or the United Nations, stands before it."""
        country, rest = split_country(form)
        if not country and (of_all := _OF_UNITED_NATIONS.match(form)):
            country, rest = "INT", form[of_all.end() :]
        entry = self._gazetteer.lookup(rest) if country else None
        return entry if entry and entry.jurisdiction in {country, ""} else None

    def _without_owner(self, form: str) -> Entry | None:
        """The known body of a name that goes on with the known body it belongs to: "… of the Treasury"."""
        part, joint, owner = form.rpartition(" of the ")
        return self._gazetteer.lookup(part) if joint and self._gazetteer.lookup(owner) else None

    def _without_year(self, form: str) -> Entry | None:
        """The known law of a title with the year in which it was made: "Clean Water Act of 1972"."""
        dated = _DATED.fullmatch(form)
        entry = self._gazetteer.lookup(dated["title"]) if dated else None
        return entry if entry and dated and str(entry.year) == dated["year"] else None

    def _enter(self, key: str, entry: Entry) -> None:
        """Give a group its entry, and join it with the other groups of the same entry."""
        root = self._root(key)
        for other, known in self._entry.items():
            if known == entry and other != root:
                self._unite(root, other)
                return
        self._entry[root] = entry

    def _look_up_misnamed(self, short: str) -> None:
        """Let a known acronym stand although the document misspells its long form: "(OECD)"."""
        if short not in self._parent or self._root(short) in self._entry:
            return
        for form in self._forms[short]:
            entry = self._gazetteer.lookup(form)
            words = set(self._root(short).split())
            if entry and any(_are_alike(words, set(name_key(known).split())) for known in entry.forms):
                self._enter(short, entry)

    def _join_reordered(self) -> None:
        """Join names of the same words in another order: "Generative AI Service Management Measures"."""
        known = _entries_by_words(self._gazetteer)
        first: dict[tuple[str, ...], str] = {}
        for key in list(self._parent):
            words = word_bag(key)
            if len(words) < _FEWEST_WORDS:
                continue
            self._join(key, first.setdefault(words, key))
            if words in known and self._root(key) not in self._entry:
                self._enter(key, known[words])

    def _look_up_short(self, key: str) -> None:
        """Take a short form for a known name if the document speaks of it, or of its country most."""
        candidates: list[Entry] = []
        country = ""
        for form in self._forms[key]:
            country, rest = split_country(form)
            candidates += _short_owners(self._gazetteer).get(name_key(form), [])
            candidates += [
                e for e in _short_owners(self._gazetteer).get(name_key(rest), []) if country == e.jurisdiction
            ]
        named = [entry for entry in candidates if entry in self._entry.values()]
        by_country = [(self._countries[e.jurisdiction], e) for e in candidates if e.jurisdiction]
        if country:
            by_country = [(count, entry) for count, entry in by_country if entry.jurisdiction == country]
        best = max((count for count, _ in by_country), default=0)
        first = {entry for count, entry in by_country if count == best}
        if len(set(named)) == 1:
            self._enter(key, named[0])
            return
        is_sole, name = len(set(candidates)) == 1, "" if country else next(iter(self._forms[key]))
        if len(first) == 1 and best >= self._needed(name, next(iter(first)), is_sole=is_sole):
            self._enter(key, next(iter(first)))

    def _needed(self, name: str, entry: Entry, *, is_sole: bool) -> float:
        """How often a document must name the country of a body for a name without country to mean it."""
        is_one_of_many = _IN_EVERY_COUNTRY.match(name) and not name.startswith("Department")
        rivals = (
            count
            for code, count in self._countries.items()
            if code not in {entry.jurisdiction, "INT", ""} and (not is_sole or may_have(name, code))
        )
        if is_one_of_many:
            return max(_COUNTRY_OF_BODY * max(rivals, default=0), _CLEAR_COUNT)
        return max(max(rivals, default=0) * (_SHARE_OF_SOLE if is_sole else 1), 1)

    def _join_contained(self) -> None:
        """Join a name with the longer name of the document that it is short for, if there is one only."""
        for key in sorted(self._parent, key=len):
            if self._root(key) in self._entry and " " in key:
                continue
            others = [other for other in self._parent if other != key]
            longer = longer_forms(key, others)
            if self._mentions[0].kind is MentionKind.LAW and self._root(key) not in self._entry:
                longer += _with_more_words(key, others)
            groups = Counter(self._root(other) for other in longer)
            groups.pop(self._root(key), None)
            meant = self._dominant(groups)
            if meant:
                self._join(key, meant)

    def _dominant(self, groups: Iterable[str]) -> str:
        """The one group, or the one that the document names several times as often as any other."""
        counts = Counter(dict.fromkeys(groups, 0))
        for key, forms in self._forms.items():
            if self._root(key) in counts:
                counts[self._root(key)] += forms.total()
        ranked = counts.most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[0][1] < _DOMINANCE * ranked[1][1]):
            return ""
        return ranked[0][0]

    def pairs(self) -> list[tuple[Mention, Entity]]:
        """The mentions with their entities."""
        groups: dict[str, list[str]] = defaultdict(list)
        for key in self._parent:
            groups[self._root(key)].append(key)
        entity_of = {}
        for root, keys in groups.items():
            entity = self._entity(root, keys)
            entity_of.update(dict.fromkeys(keys, entity))
        found = []
        for given, mention in zip(self._given, self._mentions, strict=True):
            key = self._key(mention.text)
            entity = entity_of[self._cited_with.get(key, key)]
            found.append((replace(given, value=entity.id), entity))
        return found

    def _entity(self, root: str, keys: Sequence[str]) -> Entity:
        kind = self._mentions[0].kind
        seen = {form for key in keys for form in self._forms[key]}
        entry = self._entry.get(root)
        if entry:
            aliases = (seen | set(entry.aliases)) - {entry.name}
            return Entity(
                id=entry.id,
                kind=kind,
                name=entry.name,
                aliases=tuple(sorted(aliases)),
                jurisdiction=entry.jurisdiction,
            )
        name = full_name(self._best_name(root), self._place)
        identity = f"{kind}:{slug(name)}"
        if kind is MentionKind.ORGANIZATION and " " not in name and _is_ordinary(name):
            identity += f"-{self._mentions[0].document_id[:8]}"
        country = self._jurisdiction(kind, [name, *sorted(seen - {name})])
        if kind is MentionKind.ORGANIZATION and not country and _IN_EVERY_COUNTRY.match(name):
            country = self._country_of_body(name)
            if country:
                identity, name = f"{identity}-{country.lower()}", f"{name} ({country_name(country)})"
            elif " " in name and _BARE_BODY.fullmatch(name):
                identity += f"-{self._mentions[0].document_id[:8]}"
        return Entity(
            id=identity, kind=kind, name=name, aliases=tuple(sorted(seen - {name})), jurisdiction=country
        )

    def _country_of_body(self, name: str) -> str:
        """The country that the document names most, if it can have such a body; "" if none is clear."""
        able = {code: n for code, n in self._countries.items() if may_have(name, code)}
        country = clear_country(able, dominance=_COUNTRY_OF_BODY, unions=False)
        most = max(self._countries.values(), default=0)
        return country if country and _COUNTRY_OF_BODY * able[country] >= most else ""

    def _jurisdiction(self, kind: MentionKind, names: Sequence[str]) -> str:
        """Whose a law or body is: by its names, or, for a law, by the country of the document."""
        told = jurisdiction_of_name(kind, names, self._countries)
        return told or (clear_country(self._countries) if kind is MentionKind.LAW else "")

    def _best_name(self, root: str) -> str:
        """The most frequent spelling of the fullest form, in title case rather than in capitals."""
        forms = self._forms[root] or Counter([root])
        return min(forms, key=lambda form: (form.isupper() and " " in form, -forms[form], form))


def _is_ordinary(name: str) -> bool:
    """Whether a name is one ordinary word ("Authority"), which means another body in every document."""
    return name.isascii() and name[:1].isupper() and name[1:].islower()


def _with_more_words(key: str, others: Iterable[str]) -> list[str]:
    """Return the titles that hold all words of a title and more: a title cut short in running text."""
    words = Counter(word_bag(key))
    if words.total() < _FEWEST_WORDS:
        return []
    return [other for other in others if words < Counter(word_bag(other))]


def _are_alike(words: set[str], others: set[str]) -> bool:
    """Whether two names share at least half of all their words."""
    return 2 * len(words & others) >= len(words | others)


@cache
def _entries_by_words(gazetteer: Gazetteer) -> dict[tuple[str, ...], Entry]:
    """Word bag to entry, for the forms long enough to be told by their words."""
    bags = ((word_bag(name_key(form)), entry) for entry in gazetteer.entries for form in entry.forms)
    return {bag: entry for bag, entry in bags if len(bag) >= _FEWEST_WORDS}


@cache
def _numbers_of_entry(entry: Entry) -> Mapping[str, set[str]]:
    """The official numbers among the names of a known law, by series."""
    return numbers_of(entry.forms)


@cache
def _short_owners(gazetteer: Gazetteer) -> dict[str, list[Entry]]:
    """Name key of each short form to the entries that have it."""
    owners: dict[str, list[Entry]] = defaultdict(list)
    for entry in gazetteer.entries:
        for form in entry.short:
            owners[name_key(form)].append(entry)
    return dict(owners)

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
from typing import TYPE_CHECKING

from ..gazetteer import Entry, Gazetteer, load_gazetteer
from ..models import Entity, Mention, MentionKind
from ..names import is_shouted, name_key, slug
from .bodies_of_countries import (
    country_of_body,
    is_bare,
    is_in_every_country,
    is_national,
    is_ordinary,
    is_public,
)
from .chinese_rules import chinese_rules
from .countries import count_countries, country_name, split_state
from .generic_titles import is_generic_title
from .groups import Groups
from .jurisdictions import clear_country, jurisdiction_of_name
from .known_names import (
    FEWEST_WORDS,
    entries_by_words,
    look_up,
    look_up_in_part,
    look_up_misnamed,
    meant_by_short_form,
)
from .links import (
    defined_names,
    initials,
    is_of_tail,
    longer_forms,
    stand_together,
    word_bag,
    words_in_order,
)
from .local_bodies import full_name, full_title, place_of
from .numbers import is_code_section, with_official_numbers
from .surroundings import bodies_before, country_of_sentence

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

_KINDS = (MentionKind.ORGANIZATION, MentionKind.LAW)
"""Bodies first: they tell whose a law is."""
_FEWEST_LETTERS = 3
"""Letters from which on an acronym is told by the initials of a name."""
_DEPARTMENT = re.compile(r"DG [A-Z]")
"""A department of the body before whose bracket it stands: "European Commission (DG HOME)"."""
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
    countries, places = count_countries(text)
    laws = (mention.text for mention in given if mention.kind is MentionKind.LAW)
    of_laws = list(filter(None, (jurisdiction_of_name(MentionKind.LAW, [name], {}) for name in laws)))
    countries.update(of_laws)
    places.update(of_laws)
    pairs: list[tuple[Mention, Entity]] = []
    for kind in _KINDS:
        own = [mention for mention in given if mention.kind is kind]
        if own:
            known = (gazetteers or {}).get(kind) or load_gazetteer(kind)
            pairs += _Names(kind, own, text, known, countries, places, bodies=pairs).pairs()
    return tuple(sorted(pairs, key=lambda pair: (pair[0].start, pair[0].end)))


class _Names:
    """The names of one kind in one document, and the groups that they are joined into."""

    def __init__(
        self,
        kind: MentionKind,
        mentions: Sequence[Mention],
        text: str,
        gazetteer: Gazetteer,
        countries: Counter[str],
        places: Counter[str],
        *,
        bodies: Sequence[tuple[Mention, Entity]],
    ) -> None:
        self._kind, self._given, self._gazetteer, self._text = kind, mentions, gazetteer, text
        is_law = kind is MentionKind.LAW
        self._mentions = with_official_numbers(mentions, gazetteer) if is_law else mentions
        # A region's name tells whose law is meant, but not that its department is the country's.
        self._countries = places.copy() if is_law else countries.copy()
        self._places = places.copy()
        self._place = place_of(text)
        self._groups = Groups()
        self._cited_with: dict[str, str] = {}
        self._body_before = bodies_before(text, mentions, bodies)
        for mention in self._mentions:
            self._groups.add(self._key(mention.text), " ".join(mention.text.split()), kind=kind)
        self._join_all(text)

    def _whole(self, name: str) -> str:
        return (full_title if self._kind is MentionKind.LAW else full_name)(name, self._place)

    def _key(self, name: str) -> str:
        key = name_key(self._whole(name))
        return _COMPANY_ENDING.sub("", key) or key

    def _join_all(self, text: str) -> None:
        groups = self._groups
        defined = defined_names(text, self._mentions)
        for key in groups:
            if key not in defined:
                entry = look_up(self._gazetteer, groups.forms[key])
                self._enter(key, entry or look_up_in_part(self._gazetteer, groups.forms[key], text))
        for short, long in defined.items():
            groups.join(self._key(short), self._key(long))
        self._join_bracketed(text)
        self._join_reordered()
        for short in map(self._key, defined):
            if groups.has(short) and not groups.entry(short):
                entry = look_up_misnamed(self._gazetteer, groups.forms[short], groups.root(short))
                self._enter(short, entry)
        for key, forms in groups.forms.items():
            entry = groups.entry(key)
            if entry and (self._kind is MentionKind.LAW or _is_of_state(entry)):
                self._countries[entry.jurisdiction] += forms.total()
                self._places[entry.jurisdiction] += forms.total()
        for key in groups:
            if not groups.entry(key):
                named = groups.entries.values()
                entry = meant_by_short_form(self._gazetteer, groups.forms[key], named, self._countries)
                if not entry and self._kind is MentionKind.LAW:
                    entry = chinese_rules(self._gazetteer, key, self._countries)
                self._enter(key, entry)
        self._join_initials()
        self._join_contained(defined)

    def _enter(self, key: str, entry: Entry | None) -> None:
        if entry:
            self._groups.enter(key, entry)

    def _join_bracketed(self, text: str) -> None:
        """Join names that stand side by side as one: "… Act (Pub. L. 116-283)"."""
        for first, second in stand_together(text, self._mentions):
            if is_code_section(second):
                self._cited_with.setdefault(self._key(second), self._key(first))
            elif not (
                is_code_section(first)
                or self._is_owner(second, first)
                or _DEPARTMENT.match(second)
                or is_of_tail(second, first)
            ):
                self._groups.join(self._key(second), self._key(first))

    def _is_owner(self, bracketed: str, name: str) -> bool:
        """Whether a bracket holds the company that a body belongs to: "… Laboratory (Baidu)"."""
        key = self._key(name)
        is_other = self._groups.has(key) and not self._groups.entry(key) and " " in name
        return is_other and is_ordinary(bracketed) and self._gazetteer.lookup(bracketed) is not None

    def _join_reordered(self) -> None:
        """Join names of the same words, in another order too if there are enough of them.

        "Digital Centre of Government" is the "Digital Centre for Government", "Generative AI Service
        Management Measures" are "Measures for the Management of Generative AI Services".
        """
        known = entries_by_words(self._gazetteer)
        first: dict[tuple[str, ...], str] = {}
        spelt: dict[tuple[str, ...], str] = {}
        for key in sorted(self._groups, key=lambda key: -self._groups.forms[key].total()):
            words = word_bag(key)
            self._groups.join(key, spelt.setdefault(words_in_order(key), key))
            if len(words) < FEWEST_WORDS:
                continue
            self._groups.join(key, first.setdefault(words, key))
            if words in known and not self._groups.entry(key):
                self._groups.enter(key, known[words])

    def _join_initials(self) -> None:
        """Join an acronym that nothing explains with the one name of the document that has its initials.

        One that a definition or a bracket has joined with a name is explained, whatever its initials.
        """
        groups = self._groups
        alone = {keys[0] for keys in groups.keys_by_root().values() if len(keys) == 1}
        named: dict[str, set[str]] = defaultdict(set)
        for key in groups:
            named[initials(key)].add(groups.root(key))
        for key, forms in groups.forms.items():
            is_open = key in alone and not groups.entry(key) and len(key) >= _FEWEST_LETTERS
            if is_open and len(named[key]) == 1 and all(form.isupper() for form in forms):
                groups.join(key, *named[key])

    def _join_contained(self, defined: Container[str]) -> None:
        """Join a name with the longer name of the document that it is short for, if there is one only."""
        groups = self._groups
        for key in sorted(groups, key=len):
            if (groups.entry(key) and " " in key) or key in defined:
                continue
            others = [other for other in groups if other != key]
            longer = longer_forms(key, others)
            if self._kind is MentionKind.LAW and not groups.entry(key):
                longer += _with_more_words(key, others)
            meant = groups.dominant({groups.root(other) for other in longer} - {groups.root(key)})
            if meant:
                groups.join(key, meant)

    def pairs(self) -> list[tuple[Mention, Entity]]:
        """The mentions with their entities."""
        entity_of: dict[str, Entity] = {}
        for root, keys in self._groups.keys_by_root().items():
            entity_of.update(dict.fromkeys(keys, self._entity(root, keys)))
        found = []
        for given, mention in zip(self._given, self._mentions, strict=True):
            key = self._key(mention.text)
            entity = entity_of[self._cited_with.get(key, key)]
            found.append((replace(given, value=entity.id), entity))
        return found

    def _entity(self, root: str, keys: Sequence[str]) -> Entity:
        seen = {form for key in keys for form in self._groups.forms[key]}
        if entry := self._groups.entries.get(root):
            return _known_entity(entry, seen)
        name = self._whole(self._best_name(root))
        country = self._jurisdiction([name, *sorted(seen - {name})], keys)
        identity = f"{self._kind}:{slug(name)}"
        if self._kind is MentionKind.ORGANIZATION:
            identity, name, country = self._told_apart(identity, name, country)
        elif country and all(map(is_generic_title, seen)):
            identity, name = f"{identity}-{country.lower()}", f"{name} ({country_name(country)})"
        return Entity(
            id=identity,
            kind=self._kind,
            name=name,
            aliases=tuple(sorted(seen - {name})),
            jurisdiction=country,
        )

    def _told_apart(self, identity: str, name: str, country: str) -> tuple[str, str, str]:
        """Id, name and country of a body, so that bodies of one name in several countries stay apart."""
        is_national = not country and is_in_every_country(name)
        if is_national and (told := country_of_body(name, self._countries)):
            return f"{identity}-{told.lower()}", f"{name} ({country_name(told)})", told
        if is_ordinary(name) or (is_national and is_bare(name)):
            identity += f"-{self._mentions[0].document_id[:8]}"
        return identity, name, country

    def _jurisdiction(self, names: Sequence[str], keys: Sequence[str]) -> str:
        """Whose a law or body is: by its names, what stands before them, the country of the document."""
        told = jurisdiction_of_name(self._kind, names, self._places)
        is_law = self._kind is MentionKind.LAW
        if told or not (is_law or any(map(is_public, names))):
            return told
        owners = (self._body_before[name].jurisdiction for name in names if name in self._body_before)
        told = next(filter(None, owners), "") or clear_country(self._places)
        if told in {"", "EU"} and (not is_law or any(map(is_national, names))):
            places = [mention for mention in self._mentions if self._key(mention.text) in keys]
            return country_of_sentence(self._text, places)
        return told

    def _best_name(self, root: str) -> str:
        """The most frequent spelling of the fullest form, in title case rather than in capitals."""
        forms = self._groups.forms[root] or Counter([root])
        return min(forms, key=lambda form: (is_shouted(form), -forms[form], form))


def _is_of_state(entry: Entry) -> bool:
    """Whether a known body shows of which country a document speaks: a company is named anywhere."""
    named = split_state(entry.name)[0] == entry.jurisdiction
    return named or is_public(entry.name) or is_in_every_country(entry.name)


def _known_entity(entry: Entry, seen: set[str]) -> Entity:
    """The entity of an entry, with the forms that a document has of it."""
    return Entity(
        id=entry.id,
        kind=entry.kind,
        name=entry.name,
        aliases=tuple(sorted((seen | set(entry.aliases)) - {entry.name})),
        jurisdiction=entry.jurisdiction,
    )


def _with_more_words(key: str, others: Iterable[str]) -> list[str]:
    """Return the titles that hold all words of a title and more: a title cut short in running text."""
    words = Counter(word_bag(key))
    if words.total() < FEWEST_WORDS:
        return []
    return [other for other in others if words < Counter(word_bag(other))]

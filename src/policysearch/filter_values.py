"""What the words of a filter stand for: the values of a facet that the index has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .errors import UnknownValue
from .models import NO_VALUE, Facet, MentionKind
from .names import name_key
from .query import Query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .engines.base import SearchEngine
    from .store import Store

KIND_OF_FACET = {Facet.LAW: MentionKind.LAW, Facet.ORGANIZATION: MentionKind.ORGANIZATION}
YEAR_FACETS = (Facet.YEAR, Facet.MENTIONS)
EVERY = 1_000_000_000  # more passages, and more values of a facet, than any index holds
_YEAR_RANGE = re.compile(r"(?P<first>\d{4})?(?P<dots>\.\.)?(?P<last>\d{4})?")
_FIRST_YEAR, _LAST_YEAR = 1000, 2999  # what an open end of a range of years stands for
_MOST_NAMED = 8  # values that a message names, where none is like the one given
_MOST_NEAR = 3  # names that a message suggests
_NAMES_OF_NONE = (NO_VALUE, f"({NO_VALUE})")  # as filters have it, and as lists show it


def resolve_value(store: Store, engine: SearchEngine, facet: Facet, text: str) -> frozenset[str]:
    """The facet values that a user's words stand for: an alias is its entity, a range its years.

    Raises:
        UnknownValue: There is no such value; the message names some that there are.
    """
    if text in _NAMES_OF_NONE:
        return frozenset({NO_VALUE})
    if kind := KIND_OF_FACET.get(facet):
        return frozenset(entity.id for entity in store.entities.named(kind, text)) or _no_entity(
            store, kind, text
        )
    if facet in YEAR_FACETS:
        return _resolve_years(facet, text)
    counts = engine.search(Query(), limit=0, facets=(facet,), facet_size=EVERY).facets[facet]
    if text in counts:
        return frozenset({text})
    key = name_key(text)
    if same := frozenset(value for value in counts if key and name_key(value) == key):
        return same
    known = sorted((value for value in counts if value != NO_VALUE), key=lambda value: -counts[value][0])
    raise UnknownValue(f"no {facet} is named {text!r}; {_those_that_are(text, known)}")


def _resolve_years(facet: Facet, text: str) -> frozenset[str]:
    match = _YEAR_RANGE.fullmatch(text.strip())
    if not match or not (match["first"] or match["last"]):
        raise UnknownValue(f"{facet} takes a year or a range such as 2019..2021, not {text!r}")
    if not match["dots"]:
        return frozenset({text.strip()})
    first, last = int(match["first"] or _FIRST_YEAR), int(match["last"] or _LAST_YEAR)
    if first > last:
        raise UnknownValue(f"{facet} {text!r} ends before it begins; write {last}..{first}")
    return frozenset(str(year) for year in range(first, last + 1))


def _those_that_are(text: str, known: list[str]) -> str:
    """Values for a message, those that are spelled like the text first."""
    if not known:
        return "no document has any"
    ordered = list(dict.fromkeys((*_near(text, known), *known)))
    return f"those that are: {', '.join(ordered[:_MOST_NAMED])}{' …' if len(ordered) > _MOST_NAMED else ''}"


def _no_entity(store: Store, kind: MentionKind, text: str) -> frozenset[str]:
    names = near_names(store, kind, text)
    suggested = f"; did you mean {' or '.join(map(repr, names))}?" if names else ""
    raise UnknownValue(
        f"no {kind} is named {text!r}; `policysearch entities {kind}` lists those that are{suggested}"
    )


def near_names(store: Store, kind: MentionKind, text: str) -> tuple[str, ...]:
    """Names of a few entities of which a name or alias is spelled like a text, or has all of its words."""
    words = name_key(text).split()
    if not words:
        return ()
    beginnings = {word[0] for word in words}
    ids = frozenset[str]().union(*(store.entities.ids_with_word(kind, letter) for letter in beginnings))
    entities = [entity for entity_id in sorted(ids) if (entity := store.entities.get(entity_id))]
    forms = {form: entity for entity in entities for form in (*entity.aliases, entity.name)}
    near = [forms[form].name for form in _near(text, forms)]
    holding = frozenset.intersection(*(store.entities.ids_with_word(kind, word) for word in words))
    near += [entity.name for entity in entities if entity.id in holding]
    return tuple(dict.fromkeys(near))[:_MOST_NEAR]


def _near(text: str, names: Iterable[str]) -> list[str]:
    from .suggestions import similar  # most filters name what there is

    return similar(text, names)

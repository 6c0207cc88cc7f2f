"""Which name and aliases an entity gets, out of what documents call it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ..models import Entity, EntityChanges, MentionKind
from ..names import is_shouted, name_key

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence


class Called(NamedTuple):
    """What some documents call an entity that was found in them, all in the same way."""

    entity_id: str
    name: str
    jurisdiction: str
    forms: Sequence[str]
    documents: int


def name_entities(
    called: Iterable[Called], seen: Mapping[str, Counter[str]], changes: EntityChanges
) -> list[Entity]:
    """Choose the name, the jurisdiction and the aliases of every entity, in order of id.

    The name is the one given by a correction, else the one that most documents use, then the longest,
    then the first in order, so that the same documents give the same names whatever their order; a title in
    capitals gives way to any other name. The jurisdiction is the one that most documents with that name tell;
    where none of them does, the one that most documents tell under any name. What an entity was
    called before others were merged into it counts for more than what the others were called.

    Args:
        called: Everything that documents call entities, without documents that mean another one by it.
        seen: By corrected entity, its forms in the documents and how often each stands there.
        changes: The corrections in force.
    """
    own: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    moved: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    known: dict[str, set[str]] = defaultdict(set)
    for row in called:
        entity_id = changes.redirects.get(row.entity_id, row.entity_id)
        if entity_id in changes.hidden:
            continue
        counts = own if entity_id == row.entity_id else moved
        counts[entity_id][row.name, row.jurisdiction] += row.documents
        known[entity_id].update(row.forms, [row.name])
    for entity in changes.added:
        own[entity.id][entity.name, entity.jurisdiction] += 1
        known[entity.id].update(entity.aliases, [entity.name])
    for entity_id, wording in changes.by_wording:
        known[entity_id] = {form for form in known[entity_id] if name_key(form) != wording}
    return [
        _entity(entity_id, own.get(entity_id) or moved[entity_id], seen, known, changes.names)
        for entity_id in sorted(own.keys() | moved.keys())
    ]


def _entity(
    entity_id: str,
    counts: Counter[tuple[str, str]],
    seen: Mapping[str, Counter[str]],
    known: Mapping[str, set[str]],
    names: Mapping[str, str],
) -> Entity:
    by_name: Counter[str] = Counter()
    for (called, _), documents in counts.items():
        by_name[called] += documents
    name = min(by_name, key=lambda called: (is_shouted(called), -by_name[called], -len(called), called))
    jurisdiction = _most_told(counts, [name]) or _most_told(counts, by_name)
    forms = seen.get(entity_id, Counter())
    aliases = sorted(forms, key=lambda form: (-forms[form], form)) + sorted(known[entity_id] - forms.keys())
    if entity_id in names:
        aliases.append(name)
        name = names[entity_id]
    return Entity(
        id=entity_id,
        kind=MentionKind(entity_id.partition(":")[0]),
        name=name,
        aliases=tuple(dict.fromkeys(form for form in aliases if form != name)),
        jurisdiction=jurisdiction,
    )


def _most_told(counts: Counter[tuple[str, str]], names: Container[str]) -> str:
    """The jurisdiction that most documents with some names tell, then the first in order; "" if none does."""
    told: Counter[str] = Counter()
    for (name, jurisdiction), documents in counts.items():
        if jurisdiction and name in names:
            told[jurisdiction] += documents
    return min(told, key=lambda code: (-told[code], code), default="")

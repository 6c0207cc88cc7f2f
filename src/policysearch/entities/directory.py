"""Looking up entities by id, name or alias, the surest way first."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from ..models import MentionKind
from ..names import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..models import Entity


def kind_of(entity_id: str) -> MentionKind | None:
    """The kind that an id tells; None for what is not an id of an organization or a law."""
    kind, colon, rest = entity_id.partition(":")
    if not colon or not rest or kind not in (MentionKind.ORGANIZATION, MentionKind.LAW):
        return None
    return MentionKind(kind)


class Directory:
    """Entities to look up.

    Args:
        entities: Each id once.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._by_id = {entity.id: entity for entity in entities}
        self._later: dict[str, Entity] = {}
        self._given: dict[str, dict[str, None]] = defaultdict(dict)

    def get(self, entity_id: str) -> Entity:
        """The entity of an id that is there."""
        return self._by_id.get(entity_id) or self._later[entity_id]

    def add(self, entity: Entity) -> None:
        """Add an entity that is found by its id only."""
        self._later[entity.id] = entity

    def add_name(self, name: str, entity_id: str) -> None:
        """Let an entity be found by a name that was given to it."""
        self._given[name_key(name)][entity_id] = None

    def find(self, name: str) -> list[str]:
        """Ids of the entities that a text means.

        The first of these that gives any: the id itself, the very name, a name with the same name key,
        a name given by ``add_name``, an alias with the same name key.
        """
        if name in self._by_id or name in self._later:
            return [name]
        key = name_key(name)
        for known, wanted in (
            (self._by_name, name),
            (self._by_key, key),
            (self._given, key),
            (self._by_alias, key),
        ):
            if key and (found := known.get(wanted)):
                return list(found)
        return []

    @cached_property
    def _by_name(self) -> dict[str, dict[str, None]]:
        return _grouped((entity.name, entity.id) for entity in self._by_id.values())

    @cached_property
    def _by_key(self) -> dict[str, dict[str, None]]:
        return _grouped((name_key(entity.name), entity.id) for entity in self._by_id.values())

    @cached_property
    def _by_alias(self) -> dict[str, dict[str, None]]:
        return _grouped(
            (name_key(form), entity.id) for entity in self._by_id.values() for form in entity.aliases
        )


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, None]]:
    groups: dict[str, dict[str, None]] = defaultdict(dict)
    for key, entity_id in pairs:
        groups[key][entity_id] = None
    return groups

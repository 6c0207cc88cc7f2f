"""What the lines of a corrections file come to, for the entities that a store has.

Every name is looked up among the entities as they were found, not as other lines leave them, so the
order of lines decides nothing but which of two that contradict each other holds: the first.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from ..gazetteer import load_gazetteer
from ..models import Entity, EntityChanges, MentionKind
from ..names import name_key, slug
from .corrections import KINDS, Action, CorrectionNotice
from .directory import Directory, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .corrections import Correction, Corrections

_MOVES = (Action.MERGE, Action.RETYPE, Action.HIDE)


class _NotApplied(Exception):
    """A line that cannot be followed; its text says why."""


def work_out(
    corrections: Corrections, found: Iterable[Entity], locations: Mapping[str, str]
) -> tuple[EntityChanges, tuple[CorrectionNotice, ...]]:
    """Say what corrections change, and which of them cannot be followed.

    Args:
        corrections: The file.
        found: Every organization and law of the store, without corrections.
        locations: Location to id of the documents of the store.

    Returns:
        What to change, and a notice for each line that is unknown to the store, contradicts an earlier
        one or deserves a word, in order of lines.
    """
    work = _Work(Directory(found), locations)
    work.foresee(corrections.lines)
    notices = list(corrections.notices)
    for step in (work.follow, work.finish):
        for line in corrections.lines:
            try:
                if word := step(line):
                    notices.append(CorrectionNotice(line.line, word, applied=True))
            except _NotApplied as error:
                notices.append(CorrectionNotice(line.line, str(error)))
    return work.changes(), tuple(sorted(notices, key=lambda notice: notice.line))


class _Work:
    """The state of one reading of the lines."""

    def __init__(self, directory: Directory, locations: Mapping[str, str]) -> None:
        self.directory, self.locations = directory, locations
        self.moves: dict[str, Correction] = {}
        self.renames: dict[str, Correction] = {}
        self.edges: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.splits: dict[int, tuple[str, str]] = {}
        self.names: dict[str, str] = {}
        self.added: dict[str, Entity] = {}
        self.by_document: dict[tuple[str, str], str] = {}
        self.by_wording: dict[tuple[str, str], str] = {}

    def foresee(self, lines: Iterable[Correction]) -> None:
        """Let lines use the names and ids that other lines bring about."""
        for line in lines:
            if line.action is Action.RETYPE:
                for entity_id in self._found(line)[:1]:
                    new = _of_kind(entity_id, line.value)
                    entity = self.directory.get(entity_id)
                    self.directory.add(replace(entity, id=new, kind=MentionKind(line.value), aliases=()))
        for line in lines:
            if line.action is Action.RENAME and len(found := self._found(line)) == 1:
                self.directory.add_name(line.value, found[0])

    def follow(self, line: Correction) -> str:
        """Take a line into account; what comes back is a word on it, "" as a rule."""
        steps: dict[Action, Callable[[Correction], str]] = {
            Action.MERGE: self._merge,
            Action.RETYPE: self._retype,
            Action.HIDE: self._hide,
            Action.RENAME: self._rename,
            Action.SPLIT: self._split,
        }
        return steps[line.action](line)

    def _merge(self, line: Correction) -> str:
        source, target = self._pair(line)
        if kind_of(source) is not kind_of(target) and line.name != source and line.value != target:
            raise _NotApplied(
                f"{source} and {target} are of two kinds; if they are one all the same, write these ids"
            )
        if self._final(source) == self._final(target) and source not in self.edges:
            if source == target:
                raise _NotApplied(f"{line.name!r} and {line.value!r} are one already: remove this line")
            raise _NotApplied(f"{line.name!r} and {line.value!r} would be merged in a circle: remove a line")
        self._claim(line, source)
        self.edges[source] = target
        return ""

    def _retype(self, line: Correction) -> str:
        entity_id = self._one(line.name, self._found(line))
        new = _of_kind(entity_id, line.value)
        if new == entity_id:
            raise _NotApplied(f"{line.name!r} is of kind {line.value} already: remove this line")
        if self._final(new) == entity_id:
            raise _NotApplied(f"{line.name!r} would change its kind in a circle: remove a line")
        self._claim(line, entity_id)
        self.edges[entity_id] = new
        return ""

    def _hide(self, line: Correction) -> str:
        entity_id = self._one(line.name, self._found(line))
        self._claim(line, entity_id)
        self.hidden.add(entity_id)
        return ""

    def _rename(self, line: Correction) -> str:
        entity_id = self._one(line.name, self._found(line))
        self._claim(line, entity_id)
        others = [other for other in self.directory.find(line.value) if other != entity_id]
        if others:
            return f"{line.value!r} is also called {others[0]}; merge the two if they are one"
        return ""

    def _split(self, line: Correction) -> str:
        source = self._one(line.name, self._found(line))
        target = self._target(line, MentionKind(source.partition(":")[0]))
        self.splits[line.line] = source, target
        if target in self.added and not self._known(line.value):
            return f"no entity is named {line.value!r} yet: these mentions now form it"
        return ""

    def _claim(self, line: Correction, entity_id: str) -> None:
        """Note that a line decides over an entity.

        Raises:
            _NotApplied: An earlier line decides otherwise.
        """
        before = self.moves.get(entity_id) if line.action in _MOVES else self.renames.get(entity_id)
        if before is None and line.action is Action.RENAME:
            before = self.moves.get(entity_id)
            before = before if before and before.action is not Action.RETYPE else None
        if before is None and line.action in (Action.MERGE, Action.HIDE):
            before = self.renames.get(entity_id)
        if before:
            raise _NotApplied(
                f"{line.name!r} cannot be {_words(line)}: by line {before.line} it is {_words(before)};"
                " remove one of the two"
            )
        (self.moves if line.action in _MOVES else self.renames)[entity_id] = line

    def finish(self, line: Correction) -> str:
        """Follow a line to where the others lead."""
        if line.action is Action.RENAME and line in self.renames.values():
            entity_id = self._final(next(id_ for id_, by in self.renames.items() if by is line))
            if self.names.setdefault(entity_id, line.value) != line.value:
                raise _NotApplied(f"{line.name!r} has another name already: {self.names[entity_id]!r}")
        elif line.line in self.splits:
            self._finish_split(line)
        return ""

    def _finish_split(self, line: Correction) -> None:
        source, target = map(self._final, self.splits[line.line])
        if source == target:
            raise _NotApplied(f"{line.name!r} and {line.value!r} are one: remove this line")
        target = "" if target in self.hidden else target
        places = self.by_wording if line.wording else self.by_document
        what = name_key(line.wording) if line.wording else self._document(line)
        if places.setdefault((source, what), target) != target:
            raise _NotApplied(
                f"these mentions of {line.name!r} go elsewhere by an earlier line; remove one of the two"
            )

    def _document(self, line: Correction) -> str:
        if line.document in self.locations.values():
            return line.document
        parts = PurePath(line.document).parts
        ids = {
            document_id
            for location, document_id in self.locations.items()
            if location == line.document or PurePath(location).parts[-len(parts) :] == parts
        }
        if len(ids) != 1:
            many = f"{len(ids)} documents are" if ids else "no document is"
            raise _NotApplied(f"{many} at {line.document!r}; `policysearch status --all` lists their places")
        return ids.pop()

    def _pair(self, line: Correction) -> tuple[str, str]:
        """The two entities of a merge; each helps to tell which kind the other is of."""
        sources, targets = self._found(line), self.directory.find(line.value)
        if len(targets) > 1 and len(sources) == 1:
            targets = [id_ for id_ in targets if kind_of(id_) is kind_of(sources[0])] or targets
        elif len(sources) > 1 and len(targets) == 1:
            sources = [id_ for id_ in sources if kind_of(id_) is kind_of(targets[0])] or sources
        source = self._one(line.name, sources)
        if not targets and (entity := self._known(line.value)):
            self.added[entity.id] = entity
            return source, entity.id
        if not targets:
            raise _NotApplied(
                f"no entity is named {line.value!r}; use [rename] to give {line.name!r} another name"
            )
        return source, self._one(line.value, targets)

    def _target(self, line: Correction, kind: MentionKind) -> str:
        """Where split mentions go: an entity of the store, one known beforehand, or a new one."""
        ids = self.directory.find(line.value)
        ids = [id_ for id_ in ids if kind_of(id_) is kind] or ids
        if ids:
            return self._one(line.value, ids)
        if kind_of(line.value) or not name_key(line.value):
            raise _NotApplied(f"nothing has the id {line.value!r}; give a name")
        entity = self._known(line.value) or Entity(
            id=f"{kind}:{slug(line.value)}", kind=kind, name=line.value
        )
        self.added[entity.id] = entity
        return entity.id

    def _known(self, name: str) -> Entity | None:
        """An entity known beforehand, whether or not a document mentions it."""
        for kind in KINDS:
            if entry := load_gazetteer(kind).lookup(name):
                return Entity(
                    id=entry.id,
                    kind=kind,
                    name=entry.name,
                    aliases=entry.aliases,
                    jurisdiction=entry.jurisdiction,
                )
        return None

    def _found(self, line: Correction) -> list[str]:
        ids = self.directory.find(line.name)
        if line.action is Action.RETYPE:
            return [id_ for id_ in ids if kind_of(id_) != line.value] or ids
        return ids

    def _one(self, name: str, ids: list[str]) -> str:
        if not ids:
            raise _NotApplied(f"no law or organization is named {name!r}; `policysearch entities` lists them")
        if len(ids) > 1:
            raise _NotApplied(f"{name!r} may be {' or '.join(ids)}: write the id")
        return ids[0]

    def _final(self, entity_id: str) -> str:
        while entity_id in self.edges:
            entity_id = self.edges[entity_id]
        return entity_id

    def changes(self) -> EntityChanges:
        """What all lines that could be followed come to."""
        return EntityChanges(
            redirects={entity_id: self._final(entity_id) for entity_id in self.edges},
            by_document=self.by_document,
            by_wording=self.by_wording,
            hidden=frozenset(self.hidden),
            names=self.names,
            added=tuple(self.added.values()),
        )


def _of_kind(entity_id: str, kind: str) -> str:
    return f"{kind}:{entity_id.partition(':')[2]}"


def _words(line: Correction) -> str:
    return {
        Action.MERGE: f"merged into {line.value!r}",
        Action.RETYPE: f"retyped to {line.value}",
        Action.HIDE: "hidden",
        Action.RENAME: f"renamed {line.value!r}",
        Action.SPLIT: "split",
    }[line.action]

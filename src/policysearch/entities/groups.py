"""The names of one document, joined step by step into groups that each mean one thing."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING

from ..models import MentionKind
from .numbers import disagree, numbers_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..gazetteer import Entry

_DOMINANCE = 4
"""How many times as often as any other a body must be named for a short form to mean it."""


class Groups:
    """Name keys of one kind in one document, in groups.

    Each key belongs to a group, named by one of its keys, its root; a group may have a gazetteer entry.

    Attributes:
        forms: For each key the spellings of the document, with how often each occurs.
        entries: Entry of the gazetteer by root.
    """

    def __init__(self) -> None:
        self.forms: dict[str, Counter[str]] = defaultdict(Counter)
        self.entries: dict[str, Entry] = {}
        self._parent: dict[str, str] = {}
        self._numbers: dict[str, dict[str, set[str]]] = {}

    def add(self, key: str, form: str, *, kind: MentionKind) -> None:
        """Add an occurrence of a name; a new key is a group of its own."""
        self.forms[key][form] += 1
        if self._parent.setdefault(key, key) == key and kind is MentionKind.LAW:
            self._numbers[key] = numbers_of([form])

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._parent))

    def root(self, key: str) -> str:
        """The key that names the group of a key."""
        while self._parent[key] != key:
            key = self._parent[key]
        return key

    def entry(self, key: str) -> Entry | None:
        """The entry of the group of a key."""
        return self.entries.get(self.root(key))

    def has(self, key: str) -> bool:
        """Whether the document has a name."""
        return key in self._parent

    def join(self, short: str, long: str) -> None:
        """Make two names one group, unless they are known to be different things."""
        if not self.has(short) or not self.has(long):
            return
        one, other = self.root(short), self.root(long)
        if one == other or (
            one in self.entries and other in self.entries and self.entries[one] != self.entries[other]
        ):
            return
        if disagree(self._numbers_of(one), self._numbers_of(other)):
            return
        if one in self.entries:
            self.entries[other] = self.entries.pop(one)
        self._unite(one, other)

    def enter(self, key: str, entry: Entry) -> None:
        """Give a group its entry, and join it with the other groups of the same entry."""
        root = self.root(key)
        for other, known in self.entries.items():
            if known == entry and other != root:
                self._unite(root, other)
                return
        self.entries[root] = entry

    def dominant(self, roots: Iterable[str]) -> str:
        """The one group among some, or the one that the document names several times as often as any other.

        Returns:
            Its root; "" if there is none.
        """
        counts = Counter(dict.fromkeys(roots, 0))
        for key, forms in self.forms.items():
            if self.root(key) in counts:
                counts[self.root(key)] += forms.total()
        ranked = counts.most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[0][1] < _DOMINANCE * ranked[1][1]):
            return ""
        return ranked[0][0]

    def keys_by_root(self) -> dict[str, list[str]]:
        """The keys of each group."""
        groups: dict[str, list[str]] = defaultdict(list)
        for key in self._parent:
            groups[self.root(key)].append(key)
        return groups

    def _unite(self, root: str, other: str) -> None:
        """Put a group under the root of another."""
        self._parent[root] = other
        for series, numbers in self._numbers.pop(root, {}).items():
            self._numbers.setdefault(other, {}).setdefault(series, set()).update(numbers)

    def _numbers_of(self, root: str) -> Mapping[str, set[str]]:
        """The official numbers of a group by series, those of its entry if it has one."""
        entry = self.entries.get(root)
        known = _numbers_of_entry(entry) if entry and entry.kind is MentionKind.LAW else {}
        return {**self._numbers.get(root, {}), **known}


@cache
def _numbers_of_entry(entry: Entry) -> Mapping[str, set[str]]:
    """The official numbers among the names of a known law, by series."""
    return numbers_of(entry.forms)

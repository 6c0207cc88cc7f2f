"""Names of organizations by their head nouns: "Ministry of …", "… Commission", "… University", "… Ltd".

A name is a head with capitalised modifiers before it and a complement after it. The hard part is
where it begins and ends: which "and" belongs to it, whose "'s" it is, where a list of ministries
goes on. What the model saw (places, persons, other organizations) only helps to end a name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from .alternatives import one_of
from .candidates import Candidate
from .organization_beginnings import LONGEST_NAME, Beginnings, Context
from .organization_complements import Complements
from .organization_words import bare, is_head, is_national, is_possessive, word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

WEAK, GENERIC, CAPITALS = "weak", "generic", "capitals"
"""Values of phrases that need support: an ending that many things have, a kind of body, words in capitals."""


_NUMBER = re.compile(r"\d{1,2}|I{2,3}|IV|VI{0,3}|[B-D]")
"""Numbers of groups; "A" and "I" are words too often."""


@cache
def _head_pattern() -> re.Pattern[str]:
    words = [*word_set("heads"), *word_set("weak_heads")]
    forms = {form for word in words for form in (word, word.upper())}
    return re.compile(one_of(forms, not_after=r"\w’'-") + r"(?![\w-])")


class Phrases:
    """Finds names by head nouns in one text.

    Args:
        known: The text and what is known of it.
    """

    def __init__(self, known: Context) -> None:
        self._known = known
        self._words = known.words
        self._beginnings = Beginnings(known)
        self._complements = Complements(known, self._beginnings)

    def find(self) -> Iterator[Candidate]:
        """Yield the names, overlapping at will; the value is "weak" where other evidence is needed."""
        for match in _head_pattern().finditer(self._words.text):
            yield from self._headed(self._words.place_at(match.start()))

    def _headed(self, head: int) -> Iterator[Candidate]:
        words = self._words
        if head >= len(words) or self._has_later_head(head):
            return
        last = self._complements.end_of(head)
        first = self._beginnings.of(head)
        bare_head = first == head or (first == head - 1 and self._is_double(head))
        if bare_head and last == head:
            if first < head:
                yield Candidate(
                    words.starts[first],
                    words.starts[head] + len(bare(words[head])),
                    "organizations:head-noun",
                    GENERIC,
                )
            return
        if first and words[first - 1] in word_set("particles") and words.are_joined(first - 1):
            return
        last = self._complements.with_institution(head, last, modified=first < head)
        if last - first > LONGEST_NAME:
            return
        strength = self._strength(first, head, last)
        last = self._with_number(first, head, last)
        start, end = words.starts[first], words.starts[last] + len(bare(words[last]))
        if strength is not None:
            yield Candidate(start, end, "organizations:head-noun", value=strength)

    def _with_number(self, first: int, head: int, last: int) -> int:
        """The last word with the number that tells a named body's groups apart: "ITU-T Study Group 21"."""
        words = self._words
        is_bare = first == head or (first == head - 1 and self._is_double(head))
        if (
            last > head
            or is_bare
            or words[head] not in word_set("numbered_heads")
            or not words.are_joined(head)
        ):
            return last
        return head + 1 if _NUMBER.fullmatch(words[head + 1]) else last

    def _has_later_head(self, head: int) -> bool:
        """Whether the next word is a head too: "Policy Institute Board" is found from its last word."""
        words = self._words
        if is_possessive(words[head]):
            return False
        return words.are_joined(head) and is_head(words[head + 1]) and words[head] not in {"House"}

    def _strength(self, first: int, head: int, last: int) -> str | None:
        """Empty for a name that stands on its own, "weak" for one that needs support, None for none."""
        words = self._words
        name = self._known.phrase(first, last)
        if words[head] == "Union" and last > head and self._is_office(first):
            return None
        if name in word_set("generic_names") or self._is_cabinet(first, head) or self._is_power(first, last):
            return None
        if " of ".join(name.split(" of ")[:2]) in word_set("generic_boards"):
            return None
        if first < head and self._known.phrase(head - 1, head) in word_set("generic_ends"):
            return None
        if last > head and (
            (
                words[last] in word_set("officers")
                and words[head] not in {"Office", "OFFICE", "Council", "Conference"}
            )
            or (last == head + 2 and words[last] in word_set("heads"))
        ):
            return None
        modifiers = [words[i] for i in range(first, head)]
        core = words[head].capitalize() if words[head].isupper() else words[head]
        generic = all(bare(m) in word_set("generic_modifiers") or m.isdigit() for m in modifiers)
        if words.is_in_capitals(head) and not self._known.is_known(name):
            return CAPITALS
        if last == head and generic and not self._is_named(first, modifiers):
            return GENERIC
        if core in word_set("weak_heads") and not self._is_double(head):
            return self._weak_strength(first, head, last, generic=generic)
        return ""

    def _is_named(self, first: int, modifiers: list[str]) -> bool:
        """Whether general words make a name: a nation's, or a field's after "the"."""
        if len(modifiers) > 1 and is_national(modifiers):
            return True
        words = self._words
        has_article = (first > 0 and words.connector(first - 1) == "the") or words[first - 1] == "The"
        in_field = modifiers[-1] in {"Advisory", "Coordination", "Steering"} or modifiers[0] in {
            "Artificial",
            "AI",
        }
        return (
            len(modifiers) > 1
            and in_field
            and has_article
            and any(m in word_set("field_modifiers") for m in modifiers)
        )

    def _weak_strength(self, first: int, head: int, last: int, *, generic: bool) -> str | None:
        """The strength of a name whose head many other things have as well."""
        words = self._words
        modifiers = [words[i] for i in range(first, head)]
        if (first > 0 and words.connector(first - 1) in {"on", "for", "and"}) or self._is_office(first):
            return None
        if modifiers and all(m.endswith("ing") for m in modifiers):
            return None
        if words[head] in {"Bank", "Government"} and last > head:
            return ""
        if words[head] == "Services":
            return GENERIC
        if words[head] in word_set("doubtful_heads"):
            return None if words[head] == "Fund" else WEAK
        return "" if not generic and any(m in word_set("scope_words") for m in modifiers) else WEAK

    def _is_cabinet(self, first: int, head: int) -> bool:
        """Whether a head of government's term is meant: "the Biden-Harris Administration"."""
        words = self._words
        if bare(words[head]) not in {"Administration", "Government", "Cabinet"} or first == head:
            return False
        return words[head - 1].split("-")[-1] in word_set("heads_of_government")

    def _is_power(self, first: int, last: int) -> bool:
        """Whether "Authority" is a right: "Authority of Council to …", the caption "Authority.—"."""
        words = self._words
        following = words.text[words.ends[last] : words.ends[last] + 2]
        return words[first] == "Authority" or (words[last] == "Authority" and following in {".—", ".-", ".–"})

    def _is_office(self, first: int) -> bool:
        """Whether a name is only the field of a person's office: "Secretary of Health and Human Services"."""
        words = self._words
        place = first - 2 if first and words.connector(first - 1) == "the" else first - 1
        return place > 0 and words.connector(place) == "of" and words[place - 1] in word_set("officers")

    def _is_double(self, head: int) -> bool:
        return head > 0 and f"{self._words[head - 1]} {self._words[head]}" in word_set("double_heads")

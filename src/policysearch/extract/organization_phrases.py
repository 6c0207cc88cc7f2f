"""Names of organizations by their head nouns: "Ministry of …", "… Commission", "… University", "… Ltd".

A name is a head with capitalised modifiers before it and a complement after it. The hard part is
where it begins and ends: which "and" belongs to it, whose "'s" it is, where a list of ministries
goes on. What the model saw (places, persons, other organizations) only helps to end a name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from .candidates import Candidate
from .organization_words import (
    PLURAL_HEAD,
    Words,
    bare,
    is_head,
    is_national,
    is_possessive,
    without_lead,
    word_set,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

WEAK, GENERIC, CAPITALS = "weak", "generic", "capitals"
"""Values of phrases that need support: an ending that many things have, a kind of body, words in capitals."""

_LONGEST_LIST = 5
_LONGEST_NAME = 22
_OF, _OF_FOR, _OF_IN = frozenset({"of"}), frozenset({"of", "for"}), frozenset({"of", "in"})
_FIELDS = frozenset({"Justice", "Press", "General", "Joint"})
"""Words that lead in no name, but are fields of work in a list: "Commerce, Justice, Science …"."""
_PREPOSITIONS = frozenset({"of", "for", "on"})
_SUBUNITS = frozenset(
    {
        "Institute",
        "School",
        "Faculty",
        "Department",
        "Center",
        "Centre",
        "College",
        "Laboratory",
        "Lab",
        "Program",
    }
)
_INSTITUTIONS = frozenset({"University", "Universities", "Academy", "College", "Institute"})


@cache
def _head_pattern() -> re.Pattern[str]:
    words = [*word_set("heads"), *word_set("weak_heads")]
    forms = {form for word in words for form in (word, word.upper())}
    return re.compile(r"(?<![\w’'-])(?:" + "|".join(sorted(forms, key=len, reverse=True)) + r")(?![\w-])")


class Phrases:
    """Finds names by head nouns in one text.

    Args:
        words: The text's words.
        others: Offset of a first character to offset after the last, of names that are known to be
            places, persons or organizations: a name never takes one of them in by "and" or a comma.
        is_known: Tells whether a string is a complete name of a known organization.
    """

    def __init__(self, words: Words, others: dict[int, int], is_known: Callable[[str], bool]) -> None:
        self._words = words
        self._others = others
        self._ends_of_others = frozenset(others.values())
        self._is_known = is_known

    def find(self) -> Iterator[Candidate]:
        """Yield the names, overlapping at will; the value is "weak" where other evidence is needed."""
        text = self._words.text
        for match in _head_pattern().finditer(text):
            yield from self._headed(self._words.place_at(match.start()))

    def _headed(self, head: int) -> Iterator[Candidate]:
        words = self._words
        if head >= len(words) or self._has_later_head(head):
            return
        last = self._complement_end(head)
        first = self._modifiers_start(head)
        bare_head = first == head or (first == head - 1 and self._is_double(head))
        if bare_head and last == head:
            return
        first, last = self._with_parents(first, head, last)
        if last - first > _LONGEST_NAME:
            return
        start, end = words.starts[first], words.starts[last] + len(bare(words[last]))
        strength = self._strength(first, head, last)
        if strength is not None:
            yield Candidate(start, end, "organizations:head-noun", value=strength)

    def _has_later_head(self, head: int) -> bool:
        """Whether the next word is a head too: "Policy Institute Board" is found from its last word."""
        words = self._words
        return words.are_joined(head) and is_head(words[head + 1]) and words[head] not in {"House"}

    def _strength(self, first: int, head: int, last: int) -> str | None:
        """Empty for a name that stands on its own, "weak" for one that needs support, None for none."""
        words = self._words
        name = self._phrase(first, last)
        if name in word_set("generic_names"):
            return None
        modifiers = [words[i] for i in range(first, head)]
        core = words[head].capitalize() if words[head].isupper() else words[head]
        generic = all(bare(m) in word_set("generic_modifiers") or m.isdigit() for m in modifiers)
        if words.is_in_capitals(head) and not self._is_known(name):
            return CAPITALS
        if last == head and generic and not (len(modifiers) > 1 and is_national(modifiers)):
            return GENERIC
        if core in word_set("weak_heads") and not self._is_double(head):
            if (first > 0 and words.connector(first - 1) in {"on", "for", "and"}) or self._is_office(first):
                return None
            if modifiers and all(m.endswith("ing") for m in modifiers):
                return None
            if core == "Bank" and last > head:
                return ""
            return "" if not generic and any(m in word_set("scope_words") for m in modifiers) else WEAK
        return ""

    def _is_office(self, first: int) -> bool:
        """Whether a name is only the field of a person's office: "Secretary of Health and Human Services"."""
        words = self._words
        place = first - 2 if first and words.connector(first - 1) == "the" else first - 1
        return place > 0 and words.connector(place) == "of" and words[place - 1] in word_set("officers")

    def _is_double(self, head: int) -> bool:
        return head > 0 and f"{self._words[head - 1]} {self._words[head]}" in word_set("double_heads")

    # The beginning.

    def _modifiers_start(self, head: int) -> int:
        words = self._words
        first = head
        while first > max(0, head - _LONGEST_NAME) and words.are_joined(first - 1):
            if first == head and "\n" in words.gap(first - 1) and words[head] in word_set("listing_heads"):
                break
            word = words[first - 1]
            if words.is_name(first - 1) and words.connector(first - 1) == "":
                if is_possessive(word) and bare(word) not in word_set("kept_owners"):
                    break
                if words[first - 1].isupper() != words[head].isupper() and words.is_in_capitals(first - 1):
                    break
                first -= 1
            elif word.isdigit() and len(word) <= 3 and first < head:
                break
            elif (word in {"and", "&", "AND"} and self._and_belongs(first - 1, head)) or (
                word == "of" and first > 1 and words[first - 2] == "House" and words.are_joined(first - 2)
            ):
                first -= 2
            elif word == "and" and (begin := self._list_start(first - 1)) is not None:
                return begin
            else:
                break
        return without_lead(words, first, head)

    def _and_belongs(self, place: int, head: int) -> bool:
        """Whether words before "and" belong to the head too: "Securities and Exchange Commission"."""
        words = self._words
        if place == 0 or not words.is_name(place - 1) or not words.are_joined(place - 1):
            return False
        if (
            words.ends[place - 1] in self._ends_of_others
            or is_possessive(words[place - 1])
            or place + 1 > head - 0
        ):
            return False
        run = place - 1
        while run > 0 and words.are_joined(run - 1) and words.is_name(run - 1) and place - run < 6:
            if is_possessive(words[run - 1]):
                break
            run -= 1
        names = [words[i] for i in range(run, place)]
        before = words.gap(run - 1) if run else ""
        left = words.text[words.starts[run] : words.ends[place - 1]]
        if any(is_head(n) or n in word_set("company_endings") for n in names) or self._is_known(left):
            return False
        if place + 1 == head:
            return words[place] == "&"
        return run == 0 or "," not in before

    def _list_start(self, place: int) -> int | None:
        """Where "the Mapping, Exploration, and Characterization Council" begins, from its "and"."""
        words = self._words
        first, items = place, 0
        while (
            first > 1 and words.gap(first - 1) == ", " and words.is_name(first - 1) and items < _LONGEST_LIST
        ):
            first -= 1
            items += 1
            while first > 0 and words.are_joined(first - 1) and words.is_name(first - 1):
                first -= 1
        run = [words[i] for i in range(first, place)]
        led_in = first > 0 and words.are_joined(first - 1) and words[first - 1].lower() in {"the", "a", "an"}
        clear = not any(is_head(w) or w in word_set("not_leading") for w in run)
        return first if items >= 2 and led_in and clear and words.starts[first] not in self._others else None

    # The end.

    def _complement_end(self, head: int) -> int:
        words = self._words
        last = head
        if self._is_known(self._phrase(self._modifiers_start(head), head)) and words[head] != "Department":
            allowed = (
                frozenset({"of"})
                if words[head] in {"Court", "Parliament", "Senate", "Congress"}
                else frozenset()
            )
        else:
            allowed = _PREPOSITIONS
        while True:
            following = self._after_preposition(last, allowed)
            if following is None:
                return last
            last = self._run_end(following, head)
            allowed = self._allowed_after(last)
            if last - head > _LONGEST_NAME:
                return last

    def _allowed_after(self, last: int) -> frozenset[str]:
        """Prepositions by which a complement goes on: all where it ends in a head, "for" after an officer."""
        word = self._words[last]
        if word in word_set("heads") or word in {"Research", "Studies", "Study", "Excellence"}:
            return _PREPOSITIONS
        return _OF_FOR if word in word_set("officers") else _OF_IN

    def _after_preposition(self, last: int, allowed: Container[str]) -> int | None:
        """The first word of a complement that begins after ``last``, or None."""
        words = self._words
        place = last + 1
        if not words.are_joined(last) or words.connector(place) not in allowed or is_possessive(words[last]):
            return None
        if words.connector(place) == "in" and not (
            words.are_joined(place) and words[place + 1] in word_set("fields_after_in")
        ):
            return None
        preposition = words.connector(place)
        if not words.are_joined(place):
            return None
        place += 1
        if words.connector(place) == "the" or words[place] == "The":
            if not words.are_joined(place):
                return None
            place += 1
        word = words[place]
        if not words.is_name(place) or words.connector(place) or word in word_set("calendar"):
            return None
        if (
            preposition in {"of", "for", "on"}
            and word in word_set("not_leading")
            and word not in word_set("complement_titles")
        ):
            return None
        return place

    def _run_end(self, place: int, head: int) -> int:
        """The last word of the run of capitalised words, joined by "and" and commas, from ``place`` on."""
        words = self._words
        last = self._plain_run_end(place)
        while not is_possessive(words[last]) and words.are_joined(last):
            if words.connector(last + 1) not in {"and", "&"} or not words.are_joined(last + 1):
                break
            if not self._may_go_on(last + 2):
                break
            last = self._plain_run_end(last + 2)
        return max(last, self._list_end(last, head))

    def _plain_run_end(self, place: int) -> int:
        words = self._words
        last = place
        while (
            words.are_joined(last)
            and not is_possessive(words[last])
            and words.is_name(last + 1)
            and not words.connector(last + 1)
            and words[last + 1] not in word_set("calendar")
            and not (
                words.starts[last + 1] in self._others
                and self._others[words.starts[last + 1]] > words.ends[last + 1]
                and words[last] in word_set("heads")
            )
        ):
            last += 1
        return last

    def _may_go_on(self, place: int) -> bool:
        """Whether the run from ``place`` on can be a further part of a complement, not another name."""
        words = self._words
        if place >= len(words) or not words.is_name(place) or words.starts[place] in self._others:
            return False
        if words[place] in word_set("not_leading") - _FIELDS:
            return False
        if words[place].isupper() and len(words[place]) > 2 and not words.is_in_capitals(place):
            return False
        end = self._plain_run_end(place)
        goes_on = words.are_joined(end) and words.connector(end + 1) == "of" and words[place] != "Related"
        if any(
            is_head(words[i]) and (goes_on or not PLURAL_HEAD.match(words[i])) for i in range(place, end + 1)
        ):
            return False
        return not self._is_known(self._phrase(place, end))

    def _list_end(self, last: int, head: int) -> int:
        """Where "…, Innovation and Technology" ends, if the complement goes on by commas; else ``last``."""
        words = self._words
        if words[head].capitalize() not in word_set("listing_heads") or is_possessive(words[last]):
            return last
        end = last
        for _ in range(_LONGEST_LIST):
            if words.gap(end).strip() != "," or end + 1 >= len(words) or "\n\n" in words.gap(end):
                return last
            place = end + 1
            closing = words.connector(place) in {"and", "&"}
            if closing:
                place += 2 if words.connector(place + 1) == "the" else 1
            if place >= len(words) or not self._may_go_on(place):
                return last
            end = self._plain_run_end(place)
            if closing:
                return end
            if words.are_joined(end) and words.connector(end + 1) in {"and", "&"}:
                place = end + (3 if words.connector(end + 2) == "the" else 2)
                return self._plain_run_end(place) if self._may_go_on(place) else last
        return last

    def _with_parents(self, first: int, head: int, last: int) -> tuple[int, int]:
        """Take in the institution of a part: "… at Tsinghua University", "…, Chinese Academy of Sciences"."""
        words = self._words
        if words[head] not in _SUBUNITS or last + 3 >= len(words):
            return first, last
        place = last + 1
        if words.are_joined(last) and words.connector(place) == "at" and words.are_joined(place):
            place += 2 if words.connector(place + 1) == "the" else 1
        elif not (first == head and words.gap(last) in {", ", ",\n"}):
            return first, last
        end = place
        while end < len(words) - 1 and end - place < 8 and _may_be_in_institution(words, end):
            if is_possessive(words[end]):
                break
            follows = end > place or (words.connector(end + 1) == "of" and words[place] != "Related")
            if words[end] in _INSTITUTIONS and words.is_name(place) and follows:
                return first, self._complement_end(end)
            if not words.are_joined(end):
                break
            end += 1
        return first, last

    def _phrase(self, first: int, last: int) -> str:
        return self._words.text[self._words.starts[first] : self._words.ends[last]]


def _may_be_in_institution(words: Words, place: int) -> bool:
    return words.is_name(place) or words.connector(place) in {"of", "the"}

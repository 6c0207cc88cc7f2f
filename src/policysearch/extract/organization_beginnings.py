"""Where a name with a head noun begins: which modifiers, and which "and", belong to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .organization_words import Words, bare, is_head, is_possessive, without_lead, word_set

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .lexicon import Lexicon

LONGEST_NAME = 22
LONGEST_LIST = 5
_LONGEST_LEFT_PART = 6
"""Words before "and" that are looked at to tell whether they belong to the head after it."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the rules for head nouns know of a text.

    Attributes:
        words: The text's words.
        others: Offset of a first character to offset after the last, of names that are known to be
            places, persons or organizations: a name never takes one of them in by "and" or a comma.
        ends_of_others: Those last offsets.
        persons: First offsets of those that are persons of several words.
        is_known: Tells whether a string is a complete name of a known organization.
        lexicon: Ordinary words, by which a proper name is told.
    """

    words: Words
    others: Mapping[int, int]
    ends_of_others: frozenset[int]
    persons: frozenset[int]
    is_known: Callable[[str], bool]
    lexicon: Lexicon

    def phrase(self, first: int, last: int) -> str:
        """The text from the first to the last word."""
        return self.words.text[self.words.starts[first] : self.words.ends[last]]


class Beginnings:
    """Finds first words of names.

    Args:
        known: The text and what is known of it.
    """

    def __init__(self, known: Context) -> None:
        self._known = known
        self._words = known.words

    def of(self, head: int) -> int:
        """The first word of the name whose head noun is at ``head``; that itself if nothing modifies it."""
        words = self._words
        first = head
        while first > max(0, head - LONGEST_NAME):
            if not words.are_joined(first - 1):
                if not self._follows_inner_acronym(first):
                    break
                first -= 2
                continue
            if first == head and "\n" in words.gap(first - 1) and self._begins_line(head):
                break
            word = words[first - 1]
            if words.is_name(first - 1) and words.connector(first - 1) == "":
                if is_possessive(word) and bare(word) not in word_set("kept_owners"):
                    break
                if word.isupper() != words[head].isupper() and words.is_in_capitals(first - 1):
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
            elif word == "for" and first < head and self._for_belongs(first - 1):
                return without_lead(words, first - 2, head)
            else:
                break
        return without_lead(words, first, head)

    def _begins_line(self, head: int) -> bool:
        """Whether a head that stands first in its line begins a name: no lower-case word goes on after it."""
        words = self._words
        if words[head] not in word_set("listing_heads"):
            return False
        following = words[head + 1] if words.are_joined(head) else ""
        return not following.islower() or words.connector(head + 1) in {"of", "for", "on"}

    def _and_belongs(self, place: int, head: int) -> bool:
        """Whether words before "and" belong to the head too: "Securities and Exchange Commission"."""
        words = self._words
        if place == 0 or not words.is_name(place - 1) or not words.are_joined(place - 1):
            return False
        if words.ends[place - 1] in self._known.ends_of_others or is_possessive(words[place - 1]):
            return False
        run = place - 1
        while (
            run > 0
            and words.are_joined(run - 1)
            and words.is_name(run - 1)
            and place - run < _LONGEST_LEFT_PART
        ):
            if is_possessive(words[run - 1]):
                break
            run -= 1
        names = [words[i] for i in range(run, place)]
        before = words.gap(run - 1) if run else ""
        left = self._known.phrase(run, place - 1)
        if any(is_head(n) or n in word_set("company_endings") for n in names) or self._known.is_known(left):
            return False
        if self._is_complement(run):
            return False
        if place + 1 == head:
            return words[place] == "&"
        return run == 0 or "," not in before

    def _is_complement(self, place: int) -> bool:
        """Whether a head noun with "of", without article, stands before: "University of Nairobi"."""
        words = self._words
        return (
            place > 1
            and words.connector(place - 1) in {"of", "for", "on"}
            and words.are_joined(place - 1)
            and words.are_joined(place - 2)
            and is_head(words[place - 2])
        )

    def _follows_inner_acronym(self, place: int) -> bool:
        """Whether an acronym of the words before stands in brackets: "… Intelligence (AI) Committee"."""
        words = self._words
        if place < 2 or words.gap(place - 1) != ") " or words.gap(place - 2) != " (":
            return False
        acronym = words[place - 1]
        last = words[place - 2]
        if not acronym.isupper() or not words.is_name(place - 2) or is_head(last) or is_possessive(last):
            return False
        initials = ""
        run = place - 2
        while run >= 0 and words.is_name(run) and len(initials) < len(acronym):
            initials = words[run][0] + initials
            run -= 2 if run > 1 and words.connector(run - 1) in {"and", "of", "for"} else 1
        return initials == acronym.replace("&", "")

    def _for_belongs(self, place: int) -> bool:
        """Whether "for" joins a word to the name: "the Tech for Good Institute"."""
        words = self._words
        word = words[place - 1] if place else ""
        if not word or not words.are_joined(place - 1) or not words.is_name(place - 1) or is_possessive(word):
            return False
        if is_head(word) or word in word_set("not_leading") or word in word_set("officers"):
            return False
        leads = place < 2 or not words.are_joined(place - 2) or words.connector(place - 2) == "the"
        return leads and word not in word_set("titles_of_persons")

    def _list_start(self, place: int) -> int | None:
        """Where "the Mapping, Exploration, and Characterization Council" begins, from its "and"."""
        words = self._words
        has_comma = words.gap(place - 1) == ", "
        first = place if has_comma else self._run_start(place)
        items = 0
        while (
            first > 1 and words.gap(first - 1) == ", " and words.is_name(first - 1) and items < LONGEST_LIST
        ):
            first = self._run_start(first)
            items += 1
        run = [words[i] for i in range(first, place)]
        led_in = first > 0 and words.are_joined(first - 1) and words[first - 1].lower() in {"the", "a", "an"}
        if not led_in and not has_comma:
            led_in = words.begins_sentence(first) and all(w in self._known.lexicon for w in run)
        clear = not any(is_head(w) or w in word_set("not_leading") for w in run)
        is_enough = items > 1 if has_comma else items > 0
        return first if is_enough and led_in and clear and not self._begins_other(first) else None

    def _run_start(self, place: int) -> int:
        """The first of the capitalised words directly before a word, that word if there are none."""
        words = self._words
        first = place
        while first > 0 and (first == place or words.are_joined(first - 1)) and words.is_name(first - 1):
            if words.connector(first - 1) or words[first - 1] in word_set("not_leading"):
                break
            first -= 1
        return first

    def _begins_other(self, place: int) -> bool:
        """Whether a name of its own begins here, other than a country's that only says whose the body is."""
        words = self._words
        end = self._known.others.get(words.starts[place])
        return end is not None and not (end == words.ends[place] and words.are_joined(place))

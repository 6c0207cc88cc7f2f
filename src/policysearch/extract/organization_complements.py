"""Where a name with a head noun ends: "of …", "for …", lists of fields, the institution it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .organization_beginnings import LONGEST_LIST, LONGEST_NAME, Beginnings, Context
from .organization_words import PLURAL_HEAD, bare, is_head, is_possessive, word_set

if TYPE_CHECKING:
    from collections.abc import Container

_OF, _OF_FOR, _OF_IN = frozenset({"of"}), frozenset({"of", "for"}), frozenset({"of", "in"})
_PREPOSITIONS = frozenset({"of", "for", "on"})
_BRANCHING = frozenset({"Court", "Parliament", "Senate", "Congress"})
"""Known heads that "of" may still follow: "High Court of Australia"."""
_FIELDS = frozenset({"Justice", "Press", "General", "Joint"})
"""Words that lead in no name, but are fields of work in a list: "Commerce, Justice, Science …"."""
_LONGEST_INSTITUTION = 8


class Complements:
    """Finds last words of names.

    Args:
        known: The text and what is known of it.
        beginnings: Finds first words in the same text.
    """

    def __init__(self, known: Context, beginnings: Beginnings) -> None:
        self._known = known
        self._words = known.words
        self._beginnings = beginnings

    def end_of(self, head: int) -> int:
        """The last word of the name whose head noun is at ``head``; the head itself if nothing follows."""
        words = self._words
        last = head
        name = self._known.phrase(self._beginnings.of(head), head)
        allowed = _PREPOSITIONS
        if self._known.is_known(name) and words[head] != "Department":
            allowed = _OF if words[head] in _BRANCHING else frozenset()
        while (following := self._after_preposition(last, allowed)) is not None:
            last = self._run_end(following, head)
            allowed = self._allowed_after(last)
            if last - head > LONGEST_NAME:
                break
        return last

    def with_institution(self, head: int, last: int, *, modified: bool) -> int:
        """The last word with the institution of a part: "… at Tsinghua University", ", Chinese Academy of …".

        Args:
            head: The part's head noun.
            last: The last word of the part's own name.
            modified: Whether words before the head name the part, so that a comma ends it.
        """
        words = self._words
        if words[head] not in word_set("subunits") or last + 3 >= len(words):
            return last
        place = last + 1
        if words.are_joined(last) and words.connector(place) == "at" and words.are_joined(place):
            place += 2 if words.connector(place + 1) == "the" else 1
        elif words.gap(last) not in {", ", ",\n"}:
            return last
        end = place
        while (
            end < len(words) - 1 and end - place < _LONGEST_INSTITUTION and self._may_be_in_institution(end)
        ):
            if is_possessive(words[end]):
                break
            follows = end > place or (words.connector(end + 1) == "of" and words[place] != "Related")
            if words[end] in word_set("institutions") and words.is_name(place) and follows:
                whole = self.end_of(end)
                by_comma = words.gap(last).startswith(",")
                return (
                    last
                    if modified and by_comma and not words.gap(whole).startswith((":", ";", ")"))
                    else whole
                )
            if not words.are_joined(end):
                break
            end += 1
        return last

    def _may_be_in_institution(self, place: int) -> bool:
        return self._words.is_name(place) or self._words.connector(place) in {"of", "the"}

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
        if not words.are_joined(place):
            return None
        preposition = words.connector(place)
        if preposition == "in" and words[place + 1] not in word_set("fields_after_in"):
            return None
        place += 1
        if words.connector(place) == "the" or words[place] == "The":
            if not words.are_joined(place):
                return None
            place += 1
        word = words[place]
        if not words.is_name(place) or words.connector(place) or word in word_set("calendar"):
            return None
        if preposition != "in" and word in word_set("not_leading") - word_set("complement_titles"):
            return None
        return place

    def _run_end(self, place: int, head: int) -> int:
        """The last word of the run of capitalised words, joined by "and" and commas, from ``place`` on."""
        words = self._words
        last = self._plain_run_end(place)
        while not is_possessive(words[last]) and words.are_joined(last):
            if words.connector(last + 1) not in {"and", "&"} or not words.are_joined(last + 1):
                break
            if not self._may_go_on(last + 2) and not self._is_one_body(place, last):
                break
            last = self._plain_run_end(last + 2)
        return max(last, self._list_end(last, head))

    def _is_one_body(self, place: int, last: int) -> bool:
        """Whether "of the" leads to one body with "and" in its name: "… of the Cyber and Data Commission"."""
        words = self._words
        if words.connector(place - 1) != "the" or not words.is_name(last + 2):
            return False
        left = [words[i] for i in range(place, last + 1)]
        if any(is_head(w) or w in word_set("officers") for w in left) or last == place:
            return False
        end = self._plain_run_end(last + 2)
        right = self._known.phrase(last + 2, end)
        return (
            is_head(words[end])
            and not self._known.is_known(right)
            and not self._is_other_name(last + 2, after_head=True)
        )

    def _plain_run_end(self, place: int) -> int:
        words = self._words
        last = place
        while (
            words.are_joined(last)
            and (not is_possessive(words[last]) or bare(words[last]) == "People")
            and words.is_name(last + 1)
            and not words.connector(last + 1)
            and words[last + 1] not in word_set("calendar")
            and not self._begins_person(last + 1)
            and not self._is_other_name(last + 1, after_head=words[last] in word_set("heads"))
        ):
            last += 1
        return last

    def _begins_person(self, place: int) -> bool:
        """Whether a given name begins here, and an initial or another name follows: "Gina M. …"."""
        words = self._words
        if not words.are_joined(place) or not words.is_name(place + 1):
            return False
        is_initial = len(words[place + 1]) == 1 and words[place + 1] != "&"
        return (is_initial and len(words[place]) > 1) or words[place] in word_set("given_names")

    def _is_other_name(self, place: int, *, after_head: bool) -> bool:
        """Whether a name of several words begins here: any after a head, else a person's ("Jane Doe")."""
        words = self._words
        start = words.starts[place]
        end = self._known.others.get(start, 0)
        if end <= words.ends[place]:
            return False
        return after_head or (
            start in self._known.persons and not any(is_head(w) for w in words.text[start:end].split())
        )

    def _may_go_on(self, place: int) -> bool:
        """Whether the run from ``place`` on can be a further part of a complement, not another name."""
        words = self._words
        if place >= len(words) or not words.is_name(place) or words.starts[place] in self._known.others:
            return False
        if words[place] in word_set("not_leading") - _FIELDS:
            return False
        is_acronym = words[place].isupper() and len(words[place]) > 2 and not words.is_in_capitals(place)
        if is_acronym and words[place] not in word_set("field_acronyms"):
            return False
        end = self._plain_run_end(place)
        if place == end and not self._is_field(place):
            return False
        goes_on = words.are_joined(end) and words.connector(end + 1) == "of" and words[place] != "Related"
        if is_head(words[end]) and (goes_on or not PLURAL_HEAD.match(words[end])):
            return False
        return not self._known.is_known(self._known.phrase(place, end))

    def _is_field(self, place: int) -> bool:
        """Whether a single word may be a field of work: an ordinary word, as far as one can look it up."""
        word = bare(self._words[place])
        return self._known.lexicon.is_empty or word.isupper() or word in self._known.lexicon

    def _list_end(self, last: int, head: int) -> int:
        """Where "…, Innovation and Technology" ends, if the complement goes on by commas; else ``last``."""
        words = self._words
        if words[head].capitalize() not in word_set("listing_heads") or is_possessive(words[last]):
            return last
        end = last
        for _ in range(LONGEST_LIST):
            if words.gap(end).strip() != "," or end + 1 >= len(words) or "\n\n" in words.gap(end):
                return last
            place = end + 1
            closing = words.connector(place) in {"and", "&"}
            if closing:
                place += 2 if words.connector(place + 1) == "the" else 1
            if place >= len(words) or (closing and end == last) or not self._may_go_on(place):
                return last
            end = self._plain_run_end(place)
            if closing:
                return end
            if words.are_joined(end) and words.connector(end + 1) in {"and", "&"}:
                place = end + (3 if words.connector(end + 2) == "the" else 2)
                return self._plain_run_end(place) if self._may_go_on(place) else last
        return last

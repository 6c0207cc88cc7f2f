"""Names that show by their place: in a list of organizations, after a person's title, after a label.

"companies such as X and Y", "the start-up X", "…, Senior Economist, X", "Source: X", and X among
organizations that are known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .organization_cues import explained, introductions, labels, openings, titles
from .organization_words import bare, is_possessive, word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .candidates import Candidate
    from .lexicon import Lexicon
    from .organization_scrutiny import Scrutiny
    from .organization_words import Words

_LONGEST_INTRODUCED = 3
_LONGEST_ITEM = 6
"""Words of a list's item, those that join included."""
_LONGEST_LIST = 12
_FEWEST_KNOWN = 2
"""Items of a list that must be known organizations for the others to be some."""
_CLEAR_LIST = 3
"""Known items from which on a list is one of organizations whatever the model takes the others for."""
_SHORTEST_ACRONYM = 3
_SEPARATOR = re.compile(
    r"(?: \([^()\n]{2,30}\))?(?:[,;]?[ \n](?:and|or|&|as well as)[ \n]|[,;][ \n])(?:the )?"
)
_END_OF_LABELLED = re.compile(r" *(?:[,;|(–—.](?! ?[“\"*_])|$)", re.MULTILINE)
"""After "Source: X"; where a quoted title follows, X is its author."""


class Companions:
    """Finds names by what they stand beside, in one document.

    Args:
        words: The document's words.
        scrutiny: Judges what a name's own words say against it.
        lexicon: Ordinary words; without any nothing is found.
    """

    def __init__(self, words: Words, scrutiny: Scrutiny, lexicon: Lexicon) -> None:
        self._words = words
        self._scrutiny = scrutiny
        self._lexicon = lexicon

    def introduced(self) -> Iterator[tuple[int, int]]:
        """Yield names, first and last word, that "the start-up" or "companies such as" introduce."""
        if self._lexicon.is_empty:
            return
        words = self._words
        for offset in introductions(words.text):
            if (place := self._unknown_at(offset)) is not None:
                last = self._run_end(place, _LONGEST_INTRODUCED)
                if not self._scrutiny.is_noise(place, last):
                    yield place, last
        for offset in titles(words.text):
            if (place := self._unknown_at(offset)) is not None:
                last = self._run_end(place, _LONGEST_ITEM)
                if not self._is_no_body(place, last):
                    yield place, last
        for offset in explained(words.text):
            # The model takes half of these for persons or places; what is said of them is surer.
            place = self._unknown_at(offset)
            if (
                place is not None
                and not self._scrutiny.is_noise(place, place)
                and not self._has_name_before(place)
            ):
                yield place, place
        for offset in labels(words.text):
            first = words.place_at(offset)
            if self._begins_at(first, offset):
                last = self._run_end(first, _LONGEST_ITEM)
                at_end = _END_OF_LABELLED.match(words.text, words.ends[last])
                if at_end and not self._is_no_body(first, last):
                    yield first, last
        for offset in openings(words.text):
            yield from self._list_from(words.place_at(offset))

    def enumerated(self, found: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
        """Yield the other items, first and last word, of lists in which several organizations stand.

        Args:
            found: Organizations found so far, none overlapping another.
        """
        if self._lexicon.is_empty:
            return
        by_start = {name.start: name.end for name in found}
        seen: set[int] = set()
        for name in found:
            if name.start not in seen:
                known, others = self._list_around(name.start, by_start)
                seen.update(known)
                if len(known) >= max(_FEWEST_KNOWN, len(others)):
                    is_long = len(known) >= _CLEAR_LIST
                    yield from (item for item in others if self._may_be_listed(*item, is_long=is_long))

    def _list_around(self, start: int, by_start: dict[int, int]) -> tuple[list[int], list[tuple[int, int]]]:
        """The known items, by offset, and the others of the list that a known item begins."""
        words = self._words
        known = [start]
        others: list[tuple[int, int]] = []
        end = by_start[start]
        while gap := _SEPARATOR.match(words.text, end) or _SEPARATOR.match(words.text, self._goes_on_to(end)):
            if gap.end() in by_start:
                known.append(gap.end())
                end = by_start[gap.end()]
                continue
            first = words.place_at(gap.end())
            if not self._begins_at(first, gap.end()) or len(others) > _LONGEST_LIST:
                break
            last = self._item_end(first)
            if any(words.starts[i] in by_start for i in range(first, last + 1)):
                break
            if self._is_title(first, last):
                return known, []
            others.append((first, last))
            end = words.ends[last]
        return known, others

    def _goes_on_to(self, end: int) -> int:
        """Where the capitalised words that follow a known name end: "MIT Work of the Future"."""
        words = self._words
        place = words.place_at(end) - 1
        if place < 0 or words.ends[place] != end:
            return end
        return words.ends[self._item_end(place)]

    def _unknown_at(self, offset: int) -> int | None:
        """The number of the word at an offset if it looks like a proper name."""
        place = self._words.place_at(offset)
        if self._begins_at(place, offset) and self._scrutiny.is_unknown(bare(self._words[place])):
            return place
        return None

    def _begins_at(self, place: int, offset: int) -> bool:
        words = self._words
        return place < len(words) and words.starts[place] == offset and words.is_name(place)

    def _has_name_before(self, place: int) -> bool:
        """Whether a capitalised word stands directly before a word."""
        return place > 0 and self._words.are_joined(place - 1) and self._words.is_name(place - 1)

    def _run_end(self, first: int, longest: int) -> int:
        words = self._words
        last = first
        while (
            last - first + 1 < longest
            and words.are_joined(last)
            and words.is_name(last + 1)
            and not words.connector(last + 1)
            and words[last] == bare(words[last])
        ):
            last += 1
        return last

    def _item_end(self, first: int) -> int:
        """The last word of a list's item: capitalised words, also after "of" and "for"."""
        words = self._words
        last = self._run_end(first, _LONGEST_ITEM)
        while (
            last - first + 2 < _LONGEST_ITEM
            and words.are_joined(last)
            and words.connector(last + 1) in {"of", "for"}
            and words.are_joined(last + 1)
        ):
            after = (
                last + 3 if words.connector(last + 2) == "the" and words.are_joined(last + 2) else last + 2
            )
            if not words.is_name(after) or after - first >= _LONGEST_ITEM:
                break
            last = self._run_end(after, _LONGEST_ITEM - (after - first))
        return last

    def _list_from(self, first: int) -> Iterator[tuple[int, int]]:
        """Yield the capitalised items of a list up to the first that is none."""
        words = self._words
        for _ in range(_LONGEST_LIST):
            if first >= len(words) or not words.is_name(first) or words.connector(first):
                return
            last = self._run_end(first, _LONGEST_INTRODUCED)
            known = words[first].isupper() or self._scrutiny.is_unknown(bare(words[first])) or last > first
            if known and not self._scrutiny.is_noise(first, last):
                yield first, last
            gap = words.gap(last).strip()
            first = last + 1
            if first < len(words) and gap in {"", ","} and words.connector(first) == "and":
                first += 1
            elif gap not in {",", "/"}:
                return

    def _is_no_body(self, first: int, last: int) -> bool:
        return self._scrutiny.is_noise(first, last) or self._scrutiny.is_of_other_kind(first, last)

    def _is_title(self, first: int, last: int) -> bool:
        """Whether a person's title stands in a list, which is one of persons then."""
        words = self._words
        return any(words[i] in word_set("titles_of_persons") for i in range(first, last + 1))

    def _may_be_listed(self, first: int, last: int, *, is_long: bool) -> bool:
        """Whether a list's item looks like a name; in a long list the model's view does not matter."""
        words = self._words
        if self._scrutiny.is_noise(first, last) or is_possessive(words[last]):
            return False
        if words[first] in word_set("not_leading") or (
            not is_long and self._scrutiny.is_of_other_kind(first, last)
        ):
            return False
        word = bare(words[first])
        if first < last:
            return (
                is_long
                or any(bare(words[i]) not in self._lexicon for i in range(first, last + 1))
                or any(words.connector(i) for i in range(first, last))
            )
        if word.isupper():
            return len(word) >= _SHORTEST_ACRONYM and not words.is_in_capitals(first)
        has_inner_capital = any(letter.isupper() for letter in word[1:])
        return has_inner_capital or (
            word not in self._lexicon if is_long else self._scrutiny.is_unknown(word)
        )

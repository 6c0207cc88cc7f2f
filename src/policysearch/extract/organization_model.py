"""What the language model takes for organizations: boundaries mended, usual mistakes left out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from .candidates import Candidate
from .organization_words import Words, bare, is_possessive, word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

_OTHER_LABELS = frozenset({"GPE", "LOC", "PERSON", "NORP", "FAC"})
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&-]{1,9}")
_PRODUCT_NUMBER = re.compile(r"\d+(?:\.\d+)*$|^[A-Z]\d+$")
_HEADING_LENGTH = 90
_LOWER_WORD = re.compile(r"(?<![\w-])[a-z]{3,}(?![\w-])")


class ModelNames:
    """The entities of the model in one document, with the model's votes on each string.

    Args:
        doc: As the model left it; without a model it has no entities.
        words: The words of ``doc.text``.
    """

    def __init__(self, doc: Doc, words: Words) -> None:
        self._words = words
        self._spans = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]
        self._votes: dict[str, Counter[str]] = defaultdict(Counter)
        for start, end, label in self._spans:
            self._votes[words.text[start:end].removeprefix("the ")][label] += 1
        self._lower = frozenset(_LOWER_WORD.findall(words.text))

    @property
    def others(self) -> dict[int, int]:
        """Start to end of the places, persons and peoples that the model sees."""
        return {start: end for start, end, label in self._spans if label in _OTHER_LABELS}

    @property
    def organizations(self) -> list[tuple[int, int]]:
        """Start and end of the organizations as the model marks them."""
        return [(start, end) for start, end, label in self._spans if label == "ORG"]

    def find(self) -> Iterator[Candidate]:
        """Yield the organizations that stand scrutiny; "acronym" as value where only letters tell."""
        for start, end in self.organizations:
            for first, last in self._parts(start, end):
                name = self._words.text[self._words.starts[first] : self._words.ends[last]]
                if not self._is_noise(first, last):
                    value = "acronym" if _ACRONYM.fullmatch(name) else ""
                    end_offset = self._words.ends[last] - (
                        len(self._words[last]) - len(bare(self._words[last]))
                    )
                    yield Candidate(self._words.starts[first], end_offset, "organizations:model", value=value)

    def _parts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Cut a span where a name ends: at brackets, commas, line ends and possessives."""
        words = self._words
        first = words.place_at(start)
        last = max(first, words.place_at(end) - 1)
        if first >= len(words) or words.starts[first] >= end:
            return
        begin = first
        for place in range(first, last + 1):
            closes = place == last or (
                is_possessive(words[place]) and bare(words[place]) not in word_set("kept_owners")
            )
            if not closes and not words.are_joined(place):
                closes = True
            if closes:
                yield from self._trimmed(begin, place)
                begin = place + 1

    def _trimmed(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        words = self._words
        while first <= last and (
            words[first] in word_set("not_leading") or words.connector(first) or not self._begins(first)
        ):
            first += 1
        while last >= first and (words.connector(last) or not (words.is_name(last) or words[last].isdigit())):
            last -= 1
        if first <= last:
            yield first, last

    def _begins(self, place: int) -> bool:
        word = self._words[place]
        return self._words.is_name(place) or (word[0].isdigit() and any(c.isupper() for c in word))

    def _is_noise(self, first: int, last: int) -> bool:
        words = self._words
        parts = [bare(words[i]) for i in range(first, last + 1)]
        name = words.text[words.starts[first] : words.ends[last]]
        if (
            len(name) < 2
            or bare(name) in word_set("not_names")
            or all(p in word_set("not_names") for p in parts)
        ):
            return True
        if parts[-1] in word_set("not_last") or parts[-1].capitalize() in word_set("not_last"):
            return True
        if parts[-1] in word_set("calendar") or (_PRODUCT_NUMBER.search(parts[-1]) and len(parts) > 1):
            return True
        if any(p.islower() and not words.connector(first + i) for i, p in enumerate(parts)):
            return True
        if self._is_outvoted(name) or (words[first].isdigit()):
            return True
        if len(parts) == 1:
            return parts[0].lower() in self._lower or words.is_in_capitals(first) or len(parts[0]) < 3
        return self._is_heading(first, last)

    def _is_outvoted(self, name: str) -> bool:
        votes = self._votes[name]
        return votes["ORG"] * 2 <= sum(votes.values()) and sum(votes.values()) > 1

    def _is_heading(self, first: int, last: int) -> bool:
        """Whether the span is most of a short line without a sentence: a heading, not a name in one."""
        words, text = self._words, self._words.text
        begin = text.rfind("\n", 0, words.starts[first]) + 1
        end = text.find("\n", words.ends[last])
        line = text[begin : end if end >= 0 else len(text)].strip(" #*-•\t")
        covered = words.ends[last] - words.starts[first]
        return len(line) <= _HEADING_LENGTH and not line.endswith((".", ";", ",")) and covered * 2 > len(line)

"""What the language model takes for organizations: boundaries mended, usual mistakes left out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from .candidates import Candidate
from .organization_words import PLURAL_HEAD, Words, bare, is_possessive, word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

_PLACES = frozenset({"GPE", "LOC"})
_OTHER_LABELS = _PLACES | {"PERSON", "FAC", "NORP"}
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&-]{1,9}")
_NOT_A_NAME = re.compile(r"\d+(?:\.\d+)*$|^[A-Z]\d+$|-(?:\d|[a-z]|[A-Z]$)|^[Nn]on-")
_LONGEST_ACRONYM = 6
_PLACE = re.compile(
    r"(?:Commonwealth|Republic|Kingdom|States?|City|County|District|Province|Territory|Gulf|Bay|Region) of\b"
    r"|(?:Project|Operation|Article|Section|Chapter|Annex|Title|Version|Phase|Mount|Lake) "
)
_PERSON = re.compile(r"[A-Z]{2,} [A-Z][a-z]+|[A-Z][a-z]+ [A-Z]\. [A-Z][a-z]+")
_ROMAN = re.compile(r"[IVXLC]{1,7}")
_ORDINARY_ENDING = re.compile(
    r"(?:ing|ed|ment|ments|tion|tions|sion|sions|ity|ities|ness|ive|ives|ous|ical|ance|ence|ency|able|ible"
    r"|ship|ers|ees|ors|ies|ism|ists|ology|graphy|ures|sis|ary|ful|(?<=[a-z]{4})al|less|ward|wide|owned|based|ly)$"
)
_CUE_BEFORE = re.compile(
    r"(?:\b(?:CEO|president|chairman|chair|founder|director|head|member|employees?|researchers?|subsidiary"
    r"|analysts?|users?|spokesperson|shares?|partnership|companies|firms?|vendors?|company|startups?|firm|agency"
    r"|publisher|think tanks?) (?:of|at|from|for|by|with|such as|like|including|named|called)|such as"
    r"|, including|companies like|according to|published by|founded by|developed by|owned by|reported by"
    r"|acquired by|funded by)(?: the)? $",
    re.IGNORECASE,
)
_CUE_AFTER = re.compile(
    r"(?:[’']s (?:CEO|president|founder|chairman|spokesperson|board|employees|headquarters|researchers|report"
    r"|website|policy|terms)| (?:announced|said|says|released|launched|published|acquired|reported|surveyed"
    r"|argues|reports|estimates|stated)\b|, an? [^.,]{0,40}\b(?:company|firm|startup|start-up|vendor|provider"
    r"|think tank|organi[sz]ation|nonprofit|non-profit|agency|newspaper|magazine|publisher|group|institute"
    r"|charity)\b|, (?:Inc|Ltd))"
)
_CUE_REACH = 70
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
        return {
            start: end
            for start, end, label in self._spans
            if label in _OTHER_LABELS and (label in _PLACES or " " in self._words.text[start:end])
        }

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
        if len(name) < 2 or bare(name) in word_set("not_names"):
            return True
        is_thing = parts[-1] in word_set("not_last") or parts[-1].capitalize() in word_set("not_last")
        if is_thing and not (parts[-1] in word_set("likely_last") and self._proper(parts[:-1])):
            return True
        if parts[-1] in word_set("calendar") or _NOT_A_NAME.search(parts[-1]) or _ROMAN.fullmatch(parts[-1]):
            return True
        if any(p.islower() and not words.connector(first + i) for i, p in enumerate(parts)):
            return True
        if name in word_set("generic_names") or _PLACE.match(name) or _is_person(name):
            return True
        if parts[-1] in word_set("heads") and all(p in word_set("generic_modifiers") for p in parts[:-1]):
            return True
        generic = word_set("generic_modifiers") | word_set("not_names") | {"and"}
        if PLURAL_HEAD.match(parts[0]) or all(p in generic for p in parts):
            return True
        joined = any(
            words.connector(i) in {"of", "for", "on", "in", "to", "with"} for i in range(first, last)
        )
        if joined and not any(p in word_set("heads") for p in parts):
            return True
        if self._is_outvoted(name) or words[first].isdigit() or _field_of_office(words, first):
            return True
        if len(parts) == 1:
            return self._is_ordinary(first, parts[0])
        return self._is_heading(first, last) or not self._is_likely(first, last, parts)

    def _is_ordinary(self, place: int, word: str) -> bool:
        """Whether a single word is no proper name: a head noun, an ordinary word, or a word in capitals."""
        if (
            word.lower() in self._lower
            or self._words.is_in_capitals(place)
            or len(word) < 2
            or word in word_set("heads")
        ):
            return True
        if word.isupper():
            return len(word) > _LONGEST_ACRONYM
        if any(c.isupper() for c in word[1:]):
            return False
        return bool(_ORDINARY_ENDING.search(word)) or not self._has_cue(place, place)

    def _is_likely(self, first: int, last: int, parts: list[str]) -> bool:
        """Whether something besides the model speaks for a name of several words."""
        if self._proper(parts[:-1]) and (
            parts[-1] in word_set("likely_last") or any(p in word_set("heads") for p in parts)
        ):
            return True
        if self._has_cue(first, last):
            return True
        plain = [p for i, p in enumerate(parts) if not self._words.connector(first + i)]
        ordinary = any(p.lower() in self._lower or _ORDINARY_ENDING.search(p) for p in plain)
        return not ordinary and not self._words.begins_sentence(first)

    def _proper(self, parts: list[str]) -> list[str]:
        """The words that are no ordinary ones: never in lower case in the document, no ordinary ending."""
        return [
            p
            for p in parts
            if p.lower() not in self._lower
            and p not in word_set("not_names")
            and not _ORDINARY_ENDING.search(p)
        ]

    def _has_cue(self, first: int, last: int) -> bool:
        """Whether the words around speak of an organization: "CEO of …", "… announced", "such as …"."""
        text, words = self._words.text, self._words
        before = text[max(0, words.starts[first] - _CUE_REACH) : words.starts[first]]
        after = text[words.ends[last] : words.ends[last] + _CUE_REACH]
        return bool(_CUE_BEFORE.search(before) or _CUE_AFTER.match(after))

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


def _is_person(name: str) -> bool:
    """Whether a name is written as persons' names are: "WANG Zhigang", "Mary J. Blunt"."""
    return _PERSON.fullmatch(name) is not None and name.split()[-1] not in word_set("likely_last")


def _field_of_office(words: Words, first: int) -> bool:
    """Whether a name is the field of a person's office: "Defense" in "Secretary of Defense"."""
    place = first - 2 if first and words.connector(first - 1) == "the" else first - 1
    return place > 0 and words.connector(place) in {"of", "for"} and words[place - 1] in word_set("officers")

"""Whether a stretch that a model takes for an organization is one.

Its own words speak (an ordinary word, a place's, a person's or a document's form), then the rest of the
document (the same word in lower case, the model's other votes), then the words around it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .organization_cues import Surroundings, names_a_product
from .organization_words import PLURAL_HEAD, Words, bare, word_set

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Mapping

    from .candidates import Candidate
    from .lexicon import Lexicon

_NOT_A_NAME = re.compile(r"R&[DI]$|\d+(?:\.\d+)*$|^[A-Z]\d+$|-(?:\d|[a-z]|[A-Z]$)|^[Nn]on-|^[a-z]+U[a-z]+$")
_SHORTEST_ACRONYM = 3
_PLACE = re.compile(
    r"(?:Commonwealth|Republic|Kingdom|States?|City|County|District|Province|Territory|Gulf|Bay|Region) of\b"
    r"|(?:Project|Operation|Article|Section|Chapter|Annex|Title|Version|Phase|Mount|Lake) "
)
_TWINNED = re.compile(r"[\w’']+(?:[-/][A-Z][\w’']*){2,}|[A-Z]{2}(?:[-/][A-Z]{2})+")
"""Towns, states or parties joined by hyphens or strokes."""
_DOTTED = re.compile(r"[A-Z](?:\.[A-Z])+")
_PERSON = re.compile(
    r"[A-Z]{2,} [A-Z][a-z]+|[A-Z] [A-Z][a-z]+ [A-Z][a-z]+|(?:[\w’'-]+ )*[A-Z]\.? [A-Z][a-z]+"
    r"|(?:Rt Hon|Hon|Sir|Dame|Lord|Lady|Dr|Prof|Mr|Mrs|Ms) .*"
)
_ROMAN = re.compile(r"[IVXLC]{1,7}")
_ORDINARY_ENDING = re.compile(
    r"(?:ing|ed|ment|ments|tion|tions|sion|sions|ity|ities|ness|ive|ives|ous|ical|ance|ence|ency|able|ible"
    r"|ship|ers|ees|ors|ies|ism|ists|ology|graphy|ures|sis|ary|ful|(?<=[a-z]{4})al|less|ward|wide|owned|based|ly)$"
)
_LOWER_WORD = re.compile(r"(?<![\w-])[a-z]{3,}(?![\w-])")
_LIST_GAPS = frozenset({", ", " and ", " or ", " & ", ", and ", ", or ", "/", ",\n", " and\n", "\nand "})
_MOST_LOOKED_AT = 20
"""Occurrences of a name at which the words around are read."""


class Scrutiny:
    """Judges stretches of one document.

    Args:
        words: The document's words.
        votes: For each string, how often the model gave it which label in this document.
        lexicon: Ordinary words of the language.
    """

    def __init__(self, words: Words, votes: Mapping[str, Counter[str]], lexicon: Lexicon) -> None:
        self._words = words
        self._votes = votes
        self._lexicon = lexicon
        self._things: dict[str, bool] = {}
        self._surnames = frozenset(
            name.split()[-1]
            for name, labels in votes.items()
            if " " in name and labels["PERSON"] > labels["ORG"] and not word_set("heads") & set(name.split())
        )
        self._lower = frozenset(_LOWER_WORD.findall(words.text))

    def beside(self, certain: Iterable[Candidate]) -> frozenset[int]:
        """Return the offsets at which a name in a list with certain ones begins or ends."""
        text = self._words.text
        places: set[int] = set()
        for name in certain:
            for gap in _LIST_GAPS:
                if text.startswith(gap, name.end):
                    places.add(name.end + len(gap))
                if text.endswith(gap, 0, name.start):
                    places.add(name.start - len(gap))
        return frozenset(places)

    def is_meant(self, start: int, end: int) -> bool:
        """Whether a known name, if it is an ordinary word too, stands for the organization here.

        It does unless the document writes the word in lower case as well and the model never takes it
        for an organization, or it is the first part of a compound ("Meta-analysis").
        """
        text = self._words.text
        name = text[start:end]
        if not name.isalpha() or not name[1:].islower() or not name.isascii():
            return True
        if text[end : end + 2].startswith("-") and text[end + 1 : end + 2].islower():
            return name not in self._lexicon and name.lower() not in self._lower
        if name not in self._lexicon and name.lower() not in self._lower:
            return True
        votes = self._votes.get(name)
        if votes and votes["ORG"]:
            return True
        around = Surroundings(text, start, end)
        return name.lower() not in self._lower and (around.are_sure() or not around.begin_sentence())

    def is_thing(self, name: str) -> bool:
        """Whether any occurrence of a name is a product's or a programme's, or a single word's a place's."""
        if name not in self._things:
            text = self._words.text
            spots = (Surroundings(text, start, start + len(name)) for start in _places_of(name, text))
            self._things[name] = any(
                spot.are_of_thing()
                or (" " not in name and (spot.are_of_place() or spot.follow_given_name()))
                or (name.isupper() and spot.are_of_law())
                for spot in spots
            )
        return self._things[name]

    def is_unknown(self, word: str) -> bool:
        """Whether a word is a proper name by its looks: in no dictionary and nowhere in lower case."""
        return (
            word not in self._lexicon
            and word.lower() not in self._lower
            and word not in word_set("not_leading")
            and word not in word_set("calendar")
            and not _ORDINARY_ENDING.search(word)
        )

    def is_noise(self, first: int, last: int) -> bool:
        """Whether the words from ``first`` to ``last`` name no organization, by their own looks."""
        words = self._words
        parts = [bare(words[i]) for i in range(first, last + 1)]
        name = words.text[words.starts[first] : words.ends[last]]
        if last == first:
            name = parts[0]
        if len(name) < 2 or bare(name) in word_set("not_names"):
            return True
        is_thing = parts[-1] in word_set("not_last") or parts[-1].capitalize() in word_set("not_last")
        if is_thing and not (parts[-1] in word_set("likely_last") and self.are_proper(parts[:-1])):
            return True
        if parts[-1] in word_set("calendar") or _NOT_A_NAME.search(parts[-1]) or _ROMAN.fullmatch(parts[-1]):
            return True
        if any(p.islower() and not words.connector(first + i) for i, p in enumerate(parts)):
            return True
        if name in word_set("generic_names") or _PLACE.match(name) or _is_person(name):
            return True
        if len(parts) == 2 and not parts[0].isupper() and names_a_product(words.text, words.ends[first]):
            return True
        if parts[0] == "Authority" or (name[0] == "e" and name[1:] in self._lexicon):
            return True
        if name in word_set("places") or name in word_set("peoples") or name in self._surnames:
            return True
        if parts[0] in word_set("given_names") and last > first and parts[-1] not in word_set("likely_last"):
            return True
        if parts[-1] == "AI" and any(p in self._lexicon for p in parts[:-1]):
            return True
        surnames = {surname for part in parts for surname in part.split("-")}
        if "Administration" in parts and surnames & word_set("heads_of_government"):
            return True
        if _TWINNED.fullmatch(name) or _DOTTED.fullmatch(name):
            return True
        if parts[-1] in word_set("heads") and all(p in word_set("generic_modifiers") for p in parts[:-1]):
            return True
        generic = word_set("generic_modifiers") | word_set("not_names") | {"and"}
        if "and" in parts:
            generic |= word_set("heads")
        if PLURAL_HEAD.match(parts[0]) or all(p in generic for p in parts):
            return True
        return words[first].isdigit() or _field_of_office(words, first)

    def is_of_other_kind(self, first: int, last: int) -> bool:
        """Whether the model takes a name for a place, a person or a people wherever it has a view of it."""
        words = self._words
        name = bare(words.text[words.starts[first] : words.ends[last]])
        votes = self._votes.get(name)
        if not votes or (name.isupper() and len(name) > _SHORTEST_ACRONYM):
            return False
        return votes["PERSON"] + votes["GPE"] + votes["LOC"] + votes["NORP"] > votes["ORG"]

    def follows_name(self, place: int) -> bool:
        """Whether a capitalised word stands directly before: a person's given name or title, mostly."""
        words = self._words
        return (
            place > 0
            and words.are_joined(place - 1)
            and words.is_name(place - 1)
            and not (words.begins_sentence(place - 1) and words[place - 1] in word_set("not_leading"))
        )

    def are_proper(self, parts: Iterable[str]) -> bool:
        """Whether one of the words is no ordinary one: not elsewhere in lower case, no usual ending."""
        return any(
            not self.is_in_lower_case(part)
            and part not in word_set("not_names")
            and not self.has_ordinary_ending(part)
            for part in parts
        )

    def is_in_lower_case(self, word: str) -> bool:
        """Whether the document has the word in lower case too."""
        return word.lower() in self._lower

    def is_ordinary(self, word: str) -> bool:
        """Whether it is a word of the language."""
        return word in self._lexicon

    def has_ordinary_ending(self, word: str) -> bool:
        """Whether it ends as words of the language do, and names seldom: "-ment", "-tion"."""
        return _ORDINARY_ENDING.search(word) is not None

    def labels(self, name: str) -> tuple[int, int]:
        """Return how often the model takes a name for an organization, and how often for anything else."""
        votes = self._votes.get(name)
        return (votes["ORG"], votes.total() - votes["ORG"]) if votes else (0, 0)


def _places_of(name: str, text: str) -> Iterator[int]:
    """Yield the offsets of the first occurrences of a name as whole words."""
    start = text.find(name)
    for _ in range(_MOST_LOOKED_AT):
        if start < 0:
            return
        end = start + len(name)
        if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
            yield start
        start = text.find(name, end)


def _is_person(name: str) -> bool:
    """Whether a name is written as persons' names are: "WANG Zhigang", "Mary J. Blunt"."""
    return _PERSON.fullmatch(name) is not None and name.split()[-1] not in word_set("likely_last")


def _field_of_office(words: Words, first: int) -> bool:
    """Whether a name is the field of a person's office: "Defense" in "Secretary of Defense"."""
    place = first - 2 if first and words.connector(first - 1) == "the" else first - 1
    return place > 0 and words.connector(place) in {"of", "for"} and words[place - 1] in word_set("officers")

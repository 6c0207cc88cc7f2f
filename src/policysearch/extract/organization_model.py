"""What the language model takes for organizations: boundaries mended, usual mistakes left out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from .candidates import Candidate
from .organization_cues import Surroundings
from .organization_lists import Companions
from .organization_scrutiny import Scrutiny
from .organization_weighing import NO_LABEL, Weighing, is_long
from .organization_words import Words, bare, is_possessive, word_set

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from spacy.tokens import Doc

    from .lexicon import Lexicon
    from .organization_weighing import Weights

_SHORT_LINE = 45
"""Characters up to which a line is taken for one of its own, and not for the rest of a sentence."""
_PLACES = frozenset({"GPE", "LOC"})
_OTHER_LABELS = _PLACES | {"PERSON", "FAC", "NORP"}
_NAMES = _OTHER_LABELS | {"ORG", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW"}
"""The labels of names; the others are of numbers and dates."""
_ACRONYM = re.compile(r"(?<![\w.&/-])(?:[A-Z][A-Z&]{1,6}[a-z]?|[A-Z][a-z]+[A-Z]\w*|[a-z]+[A-Z]\w+)(?![\w&])")
_CAPITALISED = re.compile(r"(?<![\w.&/-])[A-Z][a-z]+(?:[ -][A-Z][a-z]+)*(?![\w&])")


class ModelNames:
    """The entities of the model in one document, with the model's votes on each string.

    Args:
        doc: As the model left it; without a model it has no entities.
        words: The words of ``doc.text``.
        lexicon: Ordinary words of the model's language.
        weights: By which a name that the model or its capitals suggest is judged.
        shorts: Short forms of known organizations, which may also mean something else.
    """

    def __init__(
        self, doc: Doc, words: Words, lexicon: Lexicon, weights: Weights, shorts: Container[str] = ()
    ) -> None:
        self._words = words
        self._lexicon = lexicon
        self._weights = weights
        self._shorts = shorts
        self._spans = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for start, end, label in self._spans:
            votes[words.text[start:end].removeprefix("the ")][label] += 1
        self._scrutiny = Scrutiny(words, votes, lexicon)
        self._companions = Companions(words, self._scrutiny, lexicon)

    @property
    def others(self) -> dict[int, int]:
        """Start to end of the places, persons and peoples that the model sees."""
        return {
            start: end
            for start, end, label in self._spans
            if label in _OTHER_LABELS and (label in _PLACES or " " in self._words.text[start:end])
        }

    @property
    def persons(self) -> frozenset[int]:
        """First offsets of the persons of several words that the model sees."""
        return frozenset(
            start
            for start, end, label in self._spans
            if label == "PERSON" and " " in self._words.text[start:end]
        )

    @property
    def organizations(self) -> list[tuple[int, int]]:
        """Start and end of the organizations as the model marks them."""
        return [(start, end) for start, end, label in self._spans if label == "ORG"]

    def bears_out(self, start: int, end: int) -> bool:
        """Whether a known name is meant where it is also an ordinary word: "Apple", but not "Apple trees"."""
        return self._scrutiny.is_meant(start, end)

    def find(self, certain: Sequence[Candidate] = ()) -> Iterator[Candidate]:
        """Yield the stretches for which enough speaks, and the names that the words around introduce.

        Args:
            certain: Organizations found by other means, which bear out names in a list with them.
        """
        weighing = self.weighing(certain)
        for first, last, label in self.stretches():
            if weighing.is_organization(first, last, label, self._weights):
                yield self._candidate(first, last)
        for first, last in self._companions.introduced():
            yield self._candidate(first, last)

    def weighing(self, certain: Sequence[Candidate]) -> Weighing:
        """Return what weighs stretches of this document; ``certain`` as for `find`."""
        return Weighing(self._words, self._scrutiny, self._scrutiny.beside(certain), self._shorts)

    def stretches(self) -> Iterator[tuple[int, int, str]]:
        """Yield what may be an organization's name: first word, last word and the model's label.

        Beside the entities of the model these are, in a short document, the acronyms that it passed over
        and words with a capital within a sentence that are no ordinary ones. What can be none by its own
        words, stands in a citation or an address, or among words of another language is left out.
        """
        passed_over = () if self._lexicon.is_empty or is_long(self._words) else self._passed_over()
        for start, end, label in [*self._spans, *passed_over]:
            if label in _NAMES or not label:
                yield from (
                    (first, last, label)
                    for first, last in self._parts(start, end)
                    if not self._scrutiny.is_noise(first, last) and self._is_read(first, last)
                )

    def _is_read(self, first: int, last: int) -> bool:
        around = Surroundings(self._words.text, self._words.starts[first], self._words.ends[last])
        return around.are_english() and not (around.are_of_citation() or around.are_of_address())

    def _passed_over(self) -> Iterator[tuple[int, int, str]]:
        text = self._words.text
        taken = bytearray(len(text))
        for start, end, _ in self._spans:
            taken[start:end] = b"\1" * (end - start)
        for match in _ACRONYM.finditer(text):
            if not any(taken[match.start() : match.end()]):
                yield *match.span(), NO_LABEL
        for match in _CAPITALISED.finditer(text):
            start, end = match.span()
            if (
                not any(taken[start:end])
                and any(word not in self._lexicon for word in re.split("[ -]", match[0]))
                and not Surroundings(text, start, end).begin_sentence()
            ):
                yield start, end, NO_LABEL

    def listed(self, found: Sequence[Candidate]) -> Iterator[Candidate]:
        """Yield the names that stand in a list with organizations found by now."""
        for first, last in self._companions.enumerated(found):
            yield self._candidate(first, last, "organizations:list")

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return start and end of the name that words make, a possessive's ending left out."""
        words = self._words
        return words.starts[first], words.ends[last] - (len(words[last]) - len(bare(words[last])))

    def _candidate(self, first: int, last: int, extractor: str = "organizations:model") -> Candidate:
        return Candidate(*self.span(first, last), extractor)

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
            if closes or not words.are_joined(place) or self._ends_line(place):
                yield from self._trimmed(begin, place)
                begin = place + 1

    def _ends_line(self, place: int) -> bool:
        """Whether a line ends after a word and the next is a short one of its own, as in lists."""
        words = self._words
        if "\n" not in words.gap(place):
            return False
        begin = words.text.rfind("\n", 0, words.starts[place + 1]) + 1
        end = words.text.find("\n", begin)
        return (end if end >= 0 else len(words.text)) - begin < _SHORT_LINE

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

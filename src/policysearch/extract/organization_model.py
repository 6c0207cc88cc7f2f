"""What the language model takes for organizations: boundaries mended, usual mistakes left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from .candidates import Candidate
from .organization_lists import Companions
from .organization_scrutiny import Scrutiny
from .organization_words import Words, bare, is_possessive, word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

    from .lexicon import Lexicon

_SHORT_LINE = 45
"""Characters up to which a line is taken for one of its own, and not for the rest of a sentence."""
_PLACES = frozenset({"GPE", "LOC"})
_OTHER_LABELS = _PLACES | {"PERSON", "FAC", "NORP"}


class ModelNames:
    """The entities of the model in one document, with the model's votes on each string.

    Args:
        doc: As the model left it; without a model it has no entities.
        words: The words of ``doc.text``.
        lexicon: Ordinary words of the model's language.
    """

    def __init__(self, doc: Doc, words: Words, lexicon: Lexicon) -> None:
        self._words = words
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
        """Yield the organizations that stand scrutiny, and the names that the words around introduce as such.

        Args:
            certain: Organizations found by other means, which bear out names in a list with them.
        """
        beside = self._scrutiny.beside(certain)
        for start, end in self.organizations:
            for first, last in self._parts(start, end):
                if self._scrutiny.passes(first, last, beside):
                    yield self._candidate(first, last)
        for first, last in self._companions.introduced():
            yield self._candidate(first, last)

    def listed(self, found: Sequence[Candidate]) -> Iterator[Candidate]:
        """Yield the names that stand in a list with organizations found by now."""
        for first, last in self._companions.enumerated(found):
            yield self._candidate(first, last, "organizations:list")

    def _candidate(self, first: int, last: int, extractor: str = "organizations:model") -> Candidate:
        words = self._words
        end = words.ends[last] - (len(words[last]) - len(bare(words[last])))
        return Candidate(words.starts[first], end, extractor)

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

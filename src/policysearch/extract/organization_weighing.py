"""Whether a capitalised stretch names an organization, by the weight of what speaks for and against it.

Logistic regression (Cox 1958, "The Regression Analysis of Binary Sequences"): each piece of evidence is
either there or not, its weight is the logarithm by which it changes the odds, and the sum decides. The
weights are data (``data/organization_weights.toml``); ``scripts/fit_organizations.py`` fits them to the
annotated passages of ``training/``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .organization_cues import Surroundings
from .organization_words import bare, word_set

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from .organization_scrutiny import Scrutiny
    from .organization_words import Words

BIAS = "bias"
"""The name under which the weight stands that every stretch has."""
LONG_DOCUMENT = "a long document"
"""The evidence that a document is of several pages."""
NO_LABEL = ""
"""The label of a stretch that the model passed over."""

DATA = Path(__file__).parent / "data" / "organization_weights.toml"
"""Where the weights are."""
_LONG_TEXT = 6000
"""Characters from which on a text defines or repeats the names of the organizations that matter to it."""
_LONG_WORD = 6
_FEWEST_LOWER_WORDS = 3
"""Words in lower case from which on a line is running text, and not a heading or a table's row."""
_LOWER_WORD = re.compile(r"(?<![\w-])[a-z]{3,}(?![\w-])")
_IN_BRACKETS = re.compile(r"\(([^()\n]{2,80})\)")
_VERB = re.compile(
    r" (?:said|says|has|had|have|will|would|told|was|is|may|can|did|does|also|[a-z]{3,}ed|[a-z]{2,}[^s]s)\b"
)
_BEFORE = {
    "after a comma": ", ",
    "after 'and'": " and ",
    "after 'by'": " by ",
    "after 'with'": " with ",
    "after 'from'": " from ",
    "after 'at'": " at ",
}
_AFTER = {
    "before a comma": ",",
    "before 'and'": " and ",
    "before a colon": ":",
    "before a bracket's end": ")",
}
_QUOTATION_MARKS = frozenset("\"“‘'")


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of evidence, in natural logarithms of odds, for single words and for several.

    Attributes:
        single: By name of the evidence, and `BIAS`.
        several: Likewise.
    """

    single: Mapping[str, float]
    several: Mapping[str, float]


@cache
def load_weights() -> Weights:
    """Return the weights that come with the package."""
    tables = tomllib.loads(DATA.read_text("utf-8"))
    return Weights(single=tables["single"], several=tables["several"])


def is_long(words: Words) -> bool:
    """Whether a document is long enough to define or repeat the names of the organizations that matter."""
    return len(words.text) > _LONG_TEXT


def odds(evidence: Iterable[str], table: Mapping[str, float]) -> float:
    """Return the natural logarithm of the odds that a stretch with this evidence is an organization."""
    return table[BIAS] + sum(table.get(name, 0.0) for name in evidence)


class Weighing:
    """Weighs stretches of one document.

    Args:
        words: The document's words.
        scrutiny: Judges what a name's own words say against it.
        beside: Offsets at which a name in a list with organizations found by other means begins or ends.
        shorts: Short forms of known organizations, which may also mean something else.
    """

    def __init__(
        self, words: Words, scrutiny: Scrutiny, beside: Container[int], shorts: Container[str]
    ) -> None:
        self._words = words
        self._scrutiny = scrutiny
        self._beside = beside
        self._shorts = shorts
        self._in_brackets = frozenset(_IN_BRACKETS.findall(words.text))

    def is_organization(self, first: int, last: int, label: str, weights: Weights) -> bool:
        """Whether more speaks for the words from ``first`` to ``last`` than against them.

        Args:
            first: Number of the first word.
            last: Number of the last word.
            label: What the model takes the stretch for, as it labels it, or `NO_LABEL`.
            weights: By which to judge.
        """
        table = weights.single if first == last else weights.several
        return odds(self.evidence(first, last, label), table) > 0

    def evidence(self, first: int, last: int, label: str) -> Iterator[str]:
        """Yield the names of what can be said of a stretch; arguments as for `is_organization`."""
        yield f"label {label}" if label else "no label"
        yield from self._of_words(first, last)
        yield from self._of_document(first, last)
        yield from self._of_place(first, last)
        yield from self._of_surroundings(first, last)

    def _of_words(self, first: int, last: int) -> Iterator[str]:
        """What the words are, by themselves."""
        words, scrutiny = self._words, self._scrutiny
        parts = [bare(words[i]) for i in range(first, last + 1)]
        plain = [part for i, part in enumerate(parts) if not words.connector(first + i)]
        ordinary = [scrutiny.is_ordinary(part) for part in plain]
        name = words.text[words.starts[first] : words.ends[last]]
        if any(ordinary):
            yield "an ordinary word"
        if all(ordinary):
            yield "ordinary words only"
        if any(scrutiny.has_ordinary_ending(part) for part in plain):
            yield "an ordinary ending"
        if any(part.isupper() and len(part) > 1 for part in plain):
            yield "an acronym"
        if any(not part.isupper() and any(map(str.isupper, part[1:])) for part in plain):
            yield "a capital inside"
        if any(map(str.isdigit, name)):
            yield "a digit"
        if "-" in name:
            yield "a hyphen"
        if len(name) == len("EU"):
            yield "two letters"
        if len(name) > _LONG_WORD:
            yield "a long name"
        if any(part in word_set("heads") for part in parts):
            yield "a head noun"
        if parts[0] in word_set("heads") and len(plain) < len(parts):
            yield "a head noun with its complement"
        if parts[-1] in word_set("likely_last"):
            yield "a likely last word"
            if parts[-1] not in word_set("unsure_last") and scrutiny.are_proper(parts[:-1]):
                yield "a likely last word after a proper name"
        if parts[0] in word_set("given_names"):
            yield "a given name"
        if scrutiny.are_proper(parts[:-1]):
            yield "a proper name before the last word"

    def _of_document(self, first: int, last: int) -> Iterator[str]:
        """What the rest of the document says."""
        words, scrutiny = self._words, self._scrutiny
        name = words.text[words.starts[first] : words.ends[last]]
        _, others = scrutiny.labels(name)
        if name in self._shorts:
            yield "a known short form"
        if name in self._in_brackets:
            yield "in brackets somewhere"
        if others:
            yield "something else elsewhere"
        if scrutiny.is_thing(name):
            yield "a thing somewhere"
        if any(
            scrutiny.is_in_lower_case(bare(words[i]))
            for i in range(first, last + 1)
            if not words.connector(i)
        ):
            yield "in lower case elsewhere"
        if is_long(words):
            yield LONG_DOCUMENT

    def _of_place(self, first: int, last: int) -> Iterator[str]:
        """What kind of line the words stand in, and how they stand in it."""
        words = self._words
        text, start, end = words.text, words.starts[first], words.ends[last]
        line_start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", end)
        line = text[line_start : line_end if line_end >= 0 else len(text)]
        lower = len(_LOWER_WORD.findall(line))
        if not lower:
            yield "no word of the line in lower case"
        if lower >= _FEWEST_LOWER_WORDS:
            yield "in running text"
        if start == line_start:
            yield "first in its line"
        if start in self._beside or end in self._beside:
            yield "beside an organization"
        if self._scrutiny.follows_name(first):
            yield "after a name"

    def _of_surroundings(self, first: int, last: int) -> Iterator[str]:
        """What the words around say."""
        text, start, end = self._words.text, self._words.starts[first], self._words.ends[last]
        around = Surroundings(text, start, end)
        if around.are_sure():
            yield "a sure cue"
        elif around.are_likely():
            yield "a likely cue"
        if around.are_of_place():
            yield "a cue of a place"
        if around.are_of_law():
            yield "a cue of a law"
        if around.are_of_person():
            yield "beside a person's title"
        if around.are_numbers():
            yield "a number"
        if around.follow_article():
            yield "after an article"
        if around.begin_sentence():
            yield "first in its sentence"
        if text[start - 1 : start] in _QUOTATION_MARKS and start:
            yield "in quotation marks"
        if text[end : end + 1] == " ":
            following = text[end + 1 : end + 2]
            if following.isupper():
                yield "before a capital"
            elif following.islower():
                yield "before a word in lower case"
            if _VERB.match(text, end):
                yield "before a verb"
        yield from (name for name, words in _BEFORE.items() if text.endswith(words, 0, start))
        yield from (name for name, words in _AFTER.items() if text.startswith(words, end))

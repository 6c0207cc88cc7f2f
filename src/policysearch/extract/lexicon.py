"""Ordinary English words, as the language model's own lemmatizer lists them.

A capitalised word that is not among them is a proper name. The list comes with the model (it goes
back to WordNet's index of lemmas), so it costs no data of our own; without a model it is empty.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

_TABLE = "lemma_index"
_INFLECTION = re.compile(r"(?:ies|es|s|ed|ing|er|est)$")
_STEM_ENDINGS = ("", "e", "y")


class Lexicon:
    """Looks words up in any inflection.

    Args:
        lemmas: Base forms in lower case; none makes every word unknown and `is_empty` true.
    """

    def __init__(self, lemmas: frozenset[str]) -> None:
        self._lemmas = lemmas

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look words up in."""
        return not self._lemmas

    def __contains__(self, word: str) -> bool:
        lowered = word.lower()
        if lowered in self._lemmas:
            return True
        stem = _INFLECTION.sub("", lowered)
        return stem != lowered and any(stem + ending in self._lemmas for ending in _STEM_ENDINGS)


def lexicon_of(nlp: Language) -> Lexicon:
    """Return the ordinary words that a pipeline's model knows; empty for a pipeline without a model."""
    path = nlp.path
    return _read(Path(path) / "lemmatizer" / "lookups") if path else Lexicon(frozenset())


@cache
def _read(folder: Path) -> Lexicon:
    from spacy.lookups import Lookups

    if not folder.is_dir():
        return Lexicon(frozenset())
    lookups = Lookups().from_disk(folder)
    if not lookups.has_table(_TABLE):
        return Lexicon(frozenset())
    return Lexicon(frozenset(word for words in lookups.get_table(_TABLE).values() for word in words))

"""Which words of a list are a few edits away from another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..query import Fuzzy


def places_near(words: Sequence[str], leaf: Fuzzy) -> list[int]:
    """Places of the words meant by the leaf."""
    # Imported here: few searches have such a leaf, and the others need not wait for it.
    import numpy as np
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cdist

    if not words:
        return []
    distances = cdist([leaf.word], words, scorer=Levenshtein.distance, score_cutoff=leaf.distance)
    places: list[int] = np.flatnonzero(distances[0] <= leaf.distance).tolist()
    return places

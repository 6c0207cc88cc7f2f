"""How alike two texts are, from a sketch of each: bottom-k min-wise hashing.

Broder, "On the resemblance and containment of documents" (1997): the k smallest hashes of the word
triples of two texts estimate which share of their triples the texts have in common.
"""

from __future__ import annotations

import re
import zlib
from heapq import nsmallest

SKETCH_SIZE = 48  # the estimate is off by 0.05 (one standard deviation) at a resemblance of 0.85
SAME_REPORT = 0.8  # another header, date or web page around a report changes less than a fifth of its triples
NEARLY_SAME = "nearly the same text as"  # how a document's notes name its near-duplicate
_WORD = re.compile(r"\w+")


def make_sketch(text: str) -> tuple[int, ...]:
    """The up to SKETCH_SIZE smallest 32-bit hashes of a text's word triples, in order.

    Chinese and other text without spaces is taken by runs between punctuation marks.
    """
    words = [word.encode() for word in _WORD.findall(text.casefold())]
    triples = (
        {zlib.crc32(b" ".join(words[i : i + 3])) for i in range(max(len(words) - 2, 1))} if words else set()
    )
    return tuple(nsmallest(SKETCH_SIZE, triples))


def resemblance(first: tuple[int, ...], second: tuple[int, ...]) -> float:
    """Estimate the share of word triples that two texts have in common, from 0 to 1, by their sketches."""
    union = nsmallest(SKETCH_SIZE, {*first, *second})
    common = set(first) & set(second)
    return sum(hash_ in common for hash_ in union) / len(union) if union else 0.0

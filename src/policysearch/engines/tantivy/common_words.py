"""In which passages the most common words are, one bit for each passage.

Tantivy hands over large sets of passages slowly: 40 ms for half of a million, of which these bits take a
hundredth. Words this common are few, and nearly every query has one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ..array_file import Array

_SHARE = 3_200
"""One token in so many, from which on a word is common: some 250 words of an English text are. One in every
32nd passage of 100 tokens would take as much room as a list of passages."""

_TOKENS_AT_ONCE = 1 << 22
"""Tokens counted in one go, which takes eight bytes for each."""

_PASSAGES_AT_ONCE = 1 << 10
"""Passages whose tokens are looked at in one go, in arrays that stay in the processor's cache. A multiple of
eight."""


def common_words(tokens: Array, starts: Array) -> tuple[Array, Array]:
    """The common words of a file and the passages that hold them.

    Args:
        tokens: Word numbers of all tokens.
        starts: Where the tokens of each passage begin, and how many there are.

    Returns:
        Numbers of the words, and for each in turn the passages that hold it, eight to a byte.
    """
    size = starts.size - 1
    counts = np.zeros(int(tokens.max(initial=0)) + 1, dtype=np.int64)
    for first in range(0, tokens.size, _TOKENS_AT_ONCE):
        counts += np.bincount(tokens[first : first + _TOKENS_AT_ONCE], minlength=counts.size)
    words = np.flatnonzero(counts * _SHARE >= max(1, tokens.size))
    # Words that are not common share a row behind those that are.
    rows = np.full(counts.size, words.size * _PASSAGES_AT_ONCE, dtype=np.int64)
    rows[words] = np.arange(words.size) * _PASSAGES_AT_ONCE
    bits = np.zeros((words.size, -(-size // 8)), dtype=np.uint8)
    for first in range(0, size, _PASSAGES_AT_ONCE):
        bounds = starts[first : first + _PASSAGES_AT_ONCE + 1].astype(np.int64)
        holding = np.zeros((words.size + 1, _PASSAGES_AT_ONCE), dtype=bool)
        passages = np.repeat(np.arange(bounds.size - 1), np.diff(bounds))
        holding.ravel()[rows.take(tokens[bounds[0] : bounds[-1]]) + passages] = True
        packed = np.packbits(holding[:-1], axis=1)
        bits[:, first // 8 : first // 8 + packed.shape[1]] = packed[:, : bits.shape[1] - first // 8]
    return words.astype(np.uint32), bits.ravel()

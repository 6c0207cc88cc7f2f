"""In which passages common words are, as bits, against looking at every token."""

from __future__ import annotations

import numpy as np
import pytest

from policysearch.engines.column_files import starts_of
from policysearch.engines.tantivy.common_words import common_words

SIZES = [
    (0, "no passage"),
    (1, "less than a byte"),
    (8, "a byte"),
    (1023, "less than what is looked at in one go"),
    (1024, "what is looked at in one go"),
    (1025, "a passage more"),
    (3001, "several times that and a part of a byte"),
]


@pytest.mark.parametrize(("size", "reason"), SIZES, ids=[row[1] for row in SIZES])
def test_bits_say_which_passages_hold_a_word(size: int, reason: str) -> None:
    random = np.random.default_rng(size)
    counts = random.integers(0, 12, size)
    # Word 0 is in every second token, the last ones in fewer than one of 3,200 of the larger collections.
    tokens = np.minimum(random.geometric(0.5, int(counts.sum())) - 1, 20).astype(np.uint32)
    starts = starts_of(counts)
    words, bits = common_words(tokens, starts)
    assert words.tolist() == [
        word for word in range(21) if 0 < tokens.size <= 3_200 * np.count_nonzero(tokens == word)
    ]
    rows = np.unpackbits(bits.reshape(words.size, -(-size // 8)), axis=1, count=size)
    for word, row in zip(words.tolist(), rows, strict=True):
        holding = [word in tokens[starts[place] : starts[place + 1]] for place in range(size)]
        assert row.astype(bool).tolist() == holding, reason

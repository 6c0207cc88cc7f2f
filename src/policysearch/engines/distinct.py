"""Sorting out repeated numbers.

``numpy.unique`` (2.3 and later) hashes integers one by one, ten times slower than sorting those that are
nearly in order, and loads ``numpy.ma`` on its first call, which costs a short search more than the search
itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .array_file import Array


def distinct(numbers: Array) -> Array:
    """Each different number once, increasing."""
    if (numbers[1:] > numbers[:-1]).all():
        return numbers
    ordered = np.sort(numbers)
    keep = np.ones(ordered.size, dtype=bool)
    keep[1:] = ordered[1:] != ordered[:-1]
    return ordered[keep]

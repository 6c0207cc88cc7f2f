"""What is known of the passages of one file: put down as arrays, opened by mapping them into memory.

An engine writes such columns once for each batch of passages; ``passage_columns`` puts those of all together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .array_file import pack_strings
from .distinct import distinct

if TYPE_CHECKING:
    from ..models import Facet
    from .array_file import Array, ArrayFile

FACET_ARRAYS = ("starts", "entries", "holders", "passages", "documents")
"""The arrays of a facet, in the order of ``passage_columns.FacetIndex``."""


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """The values of a facet by passage number; a passage without any has NO_VALUE.

    Attributes:
        values: Every value, sorted; a value's number is its place here.
        starts: Place in ``entries`` of each passage's first value, and the number of entries at the end.
        entries: Numbers of values, passage after passage.
    """

    values: list[str]
    starts: Array
    entries: Array


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of each passage of a file, by passage number.

    Attributes:
        documents: Document ids, sorted.
        document: Place in ``documents``.
        ordinal: Place in the document.
        day: Day of publication, 0 if unknown.
        length: Number of positions that own tokens take up.
        title_length: Number of positions that title tokens take up.
    """

    documents: list[str]
    document: Array
    ordinal: Array
    day: Array
    length: Array
    title_length: Array
    facets: dict[Facet, FacetColumn]


def starts_of(counts: Array) -> Array:
    """Where each of some lists begins that lie one after the other, and where the last one ends."""
    starts = np.zeros(counts.size + 1, dtype=np.uint32)
    np.cumsum(counts, out=starts[1:])
    return starts


def column_arrays(columns: Columns) -> dict[str, Array]:
    """The arrays of a ``.columns`` file.

    Each facet also gets its ``holders``: the passages of its first value, then those of the next and so on,
    the passages of a document together, so that documents are counted where the next one begins. What all
    passages of the file have is counted here.
    """
    arrays = {
        "documents": pack_strings(columns.documents),
        "document": columns.document,
        "ordinal": columns.ordinal,
        "day": columns.day,
        "length": columns.length,
        "title_length": columns.title_length,
    }
    count = np.int64(len(columns.documents) or 1)
    for facet, column in columns.facets.items():
        passage = np.repeat(np.arange(columns.document.size, dtype=np.uint32), np.diff(column.starts))
        keys = column.entries * count + columns.document[passage]
        order = np.argsort(keys, kind="stable")
        arrays |= {
            f"{facet}.values": pack_strings(column.values),
            f"{facet}.starts": column.starts,
            f"{facet}.entries": column.entries,
            f"{facet}.holders": passage[order],
            f"{facet}.passages": np.bincount(column.entries, minlength=len(column.values)),
            f"{facet}.documents": np.bincount(distinct(keys[order]) // count, minlength=len(column.values)),
        }
    return arrays


@dataclass(frozen=True, slots=True)
class ColumnFiles:
    """The columns of a file, opened for reading.

    Attributes:
        columns: The arrays of ``column_arrays``.
        alive: For each passage whether it is still there; None if all are.
    """

    columns: ArrayFile
    alive: Array | None

    @property
    def size(self) -> int:
        """Number of passages, removed ones included."""
        return self.columns["document"].size

    def column(self, name: str) -> Array:
        """An array with a place for each passage that is left."""
        column = self.columns[name]
        return column if self.alive is None else column[self.alive]

"""The columns of several files become one, without the passages that were removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..models import Facet
from .column_files import Columns, FacetColumn, starts_of
from .distinct import distinct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .array_file import Array
    from .column_files import ColumnFiles

MERGE_FACTOR = 4
"""Files, or segments, of about one size (within this factor) that are merged into one. Their number, which
each query's cost goes up with, then grows with the logarithm of the collection, as does the number of times
that a passage is copied."""


def merged_columns(opened: Sequence[ColumnFiles]) -> Columns:
    """What is known of the passages that are left, in the order of the files."""
    ids = [files.columns.strings("documents") for files in opened]
    used = [
        {names[number] for number in distinct(files.column("document"))}
        for files, names in zip(opened, ids, strict=True)
    ]
    documents = sorted(set().union(*used))
    place = {document: number for number, document in enumerate(documents)}
    return Columns(
        documents=documents,
        document=np.concatenate(
            [
                np.array([place.get(name, 0) for name in names], dtype=np.uint32)[files.column("document")]
                for files, names in zip(opened, ids, strict=True)
            ]
        ),
        ordinal=np.concatenate([files.column("ordinal") for files in opened]),
        day=np.concatenate([files.column("day") for files in opened]),
        length=np.concatenate([files.column("length") for files in opened]),
        title_length=np.concatenate([files.column("title_length") for files in opened]),
        facets={facet: _merged_facet(opened, facet) for facet in Facet},
    )


def _merged_facet(opened: Sequence[ColumnFiles], facet: Facet) -> FacetColumn:
    """The values of a facet of the passages that are left; values that none has any more are dropped."""
    names: list[list[str]] = []
    entries: list[Array] = []
    counts: list[Array] = []
    for files in opened:
        names.append(files.columns.strings(f"{facet}.values"))
        lengths = np.diff(files.columns[f"{facet}.starts"])
        numbers = files.columns[f"{facet}.entries"]
        if files.alive is not None:
            numbers = numbers[np.repeat(files.alive, lengths)]
            lengths = lengths[files.alive]
        entries.append(numbers)
        counts.append(lengths)
    values = sorted(
        {own[number] for own, numbers in zip(names, entries, strict=True) for number in distinct(numbers)}
    )
    place = {value: number for number, value in enumerate(values)}
    renumbered = [
        np.array([place.get(value, 0) for value in own], dtype=np.uint32)[numbers]
        for own, numbers in zip(names, entries, strict=True)
    ]
    return FacetColumn(values, starts_of(np.concatenate(counts)), np.concatenate(renumbered))

"""Several segments become one, without what was removed from them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ..models import Facet
from .distinct import distinct
from .segments import Columns, FacetColumn, SegmentFiles, starts_of, write_segment
from .whoosh_codec import TITLE_WORDS, WORDS, Postings, WordPostings, decode, encode, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from whoosh.codec.whoosh3 import W3Segment

    from .array_file import Array
    from .segments import ColumnFiles

MERGE_FACTOR = 4
"""Segments of about one size (within this factor) that are merged into one. The number of segments, which
each query's cost goes up with, then grows with the logarithm of the collection, as does the number of times
that a passage is copied."""


def due_for_merging(segments: Sequence[W3Segment]) -> list[W3Segment]:
    """Segments to merge next: those of one size when there are MERGE_FACTOR, or a mostly empty one."""
    sizes: dict[int, list[W3Segment]] = {}
    for segment in segments:
        if segment.deleted_count() * 2 > segment.doc_count_all():
            return [segment]
        sizes.setdefault(int(math.log(max(1, segment.doc_count()), MERGE_FACTOR)), []).append(segment)
    return next((group for _, group in sorted(sizes.items()) if len(group) >= MERGE_FACTOR), [])


def merge_segments(storage: Any, segments: Sequence[W3Segment]) -> W3Segment:
    """Write one segment of what is left in several, a word at a time, so that memory holds one word's."""
    opened = [SegmentFiles.open(storage, segment) for segment in segments]
    return write_segment(storage, merged_columns(opened), _merged_words(opened))


def _merged_words(opened: Sequence[SegmentFiles]) -> Iterator[WordPostings]:
    """Every word that is left, by stem, with its postings under the new passage numbers."""
    renumbered = []
    count = 0
    stems: dict[str, str] = {}
    for files in opened:
        alive = np.ones(files.size, dtype=bool) if files.alive is None else files.alive
        renumbered.append(np.where(alive, np.cumsum(alive) - 1 + count, -1))
        count += int(alive.sum())
        stems.update(zip(files.vocabulary.strings("words"), files.vocabulary.strings("stems"), strict=True))
    for word in sorted(stems, key=lambda word: (stems[word], word)):
        fields = []
        for field in (WORDS, TITLE_WORDS):
            parts = []
            for files, numbers in zip(opened, renumbered, strict=True):
                if (data := files.words.word(field, word)) is not None:
                    postings = decode(data)
                    kept = postings.of(numbers[postings.passages] >= 0)
                    if kept.passages.size:
                        parts.append(Postings(numbers[kept.passages], kept.counts, kept.positions))
            fields.append(
                (encode(joined(parts)), sum(part.passages.size for part in parts)) if parts else (b"", 0)
            )
        (own, own_passages), (title, title_passages) = fields
        if own or title:
            yield WordPostings(word, stems[word], own, title, own_passages, title_passages)


def merged_columns(opened: Sequence[ColumnFiles]) -> Columns:
    """What is known of the passages that are left, in the order of the segments."""
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

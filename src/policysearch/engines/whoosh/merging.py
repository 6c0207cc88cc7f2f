"""Several segments become one, without what was removed from them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ..column_merging import MERGE_FACTOR, merged_columns
from .codec import TITLE_WORDS, WORDS, Postings, WordPostings, decode, encode, joined
from .segments import SegmentFiles, write_segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from whoosh.codec.whoosh3 import W3Segment


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

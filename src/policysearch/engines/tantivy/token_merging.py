"""Several files of passages become one, without those that are gone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ..column_files import starts_of
from ..column_merging import MERGE_FACTOR, merged_columns
from .token_files import PARTS, TokenFile, write_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..array_file import Array


def due_for_merging(files: Sequence[TokenFile]) -> list[TokenFile]:
    """Files to merge next: those of one size when there are MERGE_FACTOR, or a mostly empty one."""
    sizes: dict[int, list[TokenFile]] = {}
    for file in files:
        left = file.size if file.alive is None else int(file.alive.sum())
        if left * 2 < file.size:
            return [file]
        sizes.setdefault(int(math.log(max(1, left), MERGE_FACTOR)), []).append(file)
    return next((group for _, group in sorted(sizes.items()) if len(group) >= MERGE_FACTOR), [])


def merge_files(folder: Path, files: Sequence[TokenFile], next_number: int) -> TokenFile:
    """Write one file of what is left in several.

    Args:
        folder: Where to.
        files: In order of their names.
        next_number: A number above all that were given out.
    """
    stems: dict[str, str] = {}
    words_of = [list(file.words) for file in files]
    for file, own in zip(files, words_of, strict=True):
        stems.update(_stems(file, own))
    words = sorted(stems)
    place = {word: number for number, word in enumerate(words)}
    renumbered = [np.array([place.get(word, 0) for word in own], dtype=np.uint32) for own in words_of]
    lists = {}
    for title, part in PARTS.items():
        merged = [_left(*each, title=title) for each in zip(files, renumbered, strict=True)]
        bases = np.cumsum([0, *(tokens.size for tokens, _, _ in merged)])
        lists[part] = (
            np.concatenate([tokens for tokens, _, _ in merged]),
            starts_of(np.concatenate([counts for _, counts, _ in merged])),
            np.concatenate([same + base for (_, _, same), base in zip(merged, bases, strict=False)]).astype(
                np.uint32
            ),
        )
    numbers = np.concatenate([file.column("numbers") for file in files])
    names = [file.path.name for file in files]
    return write_file(folder, merged_columns(files), numbers, next_number, words, stems, lists, names)


def _stems(file: TokenFile, words: list[str]) -> dict[str, str]:
    """The stem of each word that is left in a file, given all of its words."""
    used = np.zeros(len(file.words), dtype=bool)
    for title, part in PARTS.items():
        tokens = file.columns[f"{part}.tokens"]
        used[tokens if file.alive is None else tokens[_of_those_left(file, title=title)]] = True
    stems = list(file.stems)
    starts = file.columns["stem_starts"]
    by_word = np.empty(used.size, dtype=np.int64)
    by_word[file.columns["by_stem"]] = np.repeat(np.arange(len(stems)), np.diff(starts))
    return {words[number]: stems[by_word[number]] for number in np.flatnonzero(used).tolist()}


def _of_those_left(file: TokenFile, *, title: bool) -> Array:
    """For each token whether its passage is left."""
    counts = np.diff(file.columns[f"{PARTS[title]}.starts"])
    return np.repeat(np.ones(file.size, dtype=bool) if file.alive is None else file.alive, counts)


def _left(file: TokenFile, renumbered: Array, *, title: bool) -> tuple[Array, Array, Array]:
    """Renumbered tokens of the passages left, the count of each passage, and which share a position."""
    part = PARTS[title]
    tokens, same = renumbered[file.columns[f"{part}.tokens"]], file.columns[f"{part}.same"]
    counts = np.diff(file.columns[f"{part}.starts"])
    if file.alive is None:
        return tokens, counts, same.astype(np.int64)
    shared = np.zeros(tokens.size, dtype=bool)
    shared[same] = True
    left = _of_those_left(file, title=title)
    return tokens[left], counts[file.alive], np.flatnonzero(shared[left])

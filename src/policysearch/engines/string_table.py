"""Sorted strings in a file of arrays, looked up without reading them all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, overload

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .array_file import Array, ArrayFile


def string_arrays(name: str, strings: Sequence[str]) -> dict[str, Array]:
    """The arrays that ``StringTable`` reads; any string may be among them, lone surrogates too.

    Args:
        name: What their names begin with.
        strings: In order of code points.
    """
    encoded = [each.encode("utf-8", "surrogatepass") for each in strings]
    starts = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum([len(each) for each in encoded], out=starts[1:])
    return {f"{name}.bytes": np.frombuffer(b"".join(encoded), dtype=np.uint8), f"{name}.starts": starts}


class StringTable(Sequence[str]):
    """Sorted strings by their places; ``bisect`` finds one in a few microseconds."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._bytes = file[f"{name}.bytes"].data
        self._starts = file[f"{name}.starts"]

    def __len__(self) -> int:
        return self._starts.size - 1

    def __iter__(self) -> Iterator[str]:
        data = self._bytes.tobytes()
        for begin, end in pairwise(self._starts.tolist()):
            yield str(data[begin:end], "utf-8", "surrogatepass")

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if not 0 <= place < len(self):
            raise IndexError(place)
        begin, end = self._starts[place : place + 2].tolist()
        return str(self._bytes[begin:end], "utf-8", "surrogatepass")

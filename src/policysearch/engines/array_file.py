"""Named numpy arrays in one file that is mapped into memory: a large one opens as fast as a small one.

Layout: the length of a JSON directory in 8 bytes, the directory (name to type, offset, count), then the
arrays, each at a multiple of 8 bytes.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

Array = np.ndarray[Any, Any]

_LENGTH = struct.Struct("<Q")


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write one-dimensional arrays and wait until they are on the disk.

    Raises:
        OSError: The file cannot be written.
    """
    directory: dict[str, tuple[str, int, int]] = {}
    offset = 0
    for name, array in arrays.items():
        directory[name] = (array.dtype.newbyteorder("<").str, offset, array.size)
        offset += -(-array.nbytes // 8) * 8
    head = json.dumps(directory, ensure_ascii=False).encode()
    head += b" " * (-len(head) % 8)
    with path.open("wb") as file:
        file.write(_LENGTH.pack(len(head)))
        file.write(head)
        for array in arrays.values():
            data = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).tobytes()
            file.write(data + b"\0" * (-len(data) % 8))
        file.flush()
        os.fsync(file.fileno())


def mapped(path: Path) -> bytes | mmap.mmap:
    """The bytes of a file, read from the disk as they are touched; they stay valid after its name is gone."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""


class ArrayFile:
    """The arrays of a file by name, read-only; they stay valid after the file's name is gone.

    Raises:
        OSError: The file cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._data = mapped(path)
        length = _LENGTH.unpack_from(self._data)[0]
        self._start = _LENGTH.size + length
        self._directory: dict[str, list[Any]] = json.loads(self._data[_LENGTH.size : self._start])

    def __getitem__(self, name: str) -> Array:
        kind, offset, count = self._directory[name]
        return np.frombuffer(self._data, dtype=kind, count=count, offset=self._start + offset)

    def strings(self, name: str) -> list[str]:
        """The strings that ``pack_strings`` made an array of."""
        return unpack_strings(self[name])


def pack_strings(strings: Sequence[str]) -> Array:
    """Strings as an array of bytes; any string may be among them, lone surrogates too."""
    return np.frombuffer(json.dumps(strings).encode(), dtype=np.uint8)


def unpack_strings(packed: Array) -> list[str]:
    """The strings that ``pack_strings`` packed."""
    strings: list[str] = json.loads(packed.tobytes())
    return strings

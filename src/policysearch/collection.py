"""A folder with a store and its index: what every command but ``read`` and ``extract`` works on."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .engines import open_engine
from .errors import IndexNotFound
from .store import Store, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from .engines.base import SearchEngine

STORE_FILE = "store.sqlite"
DEFAULT_ENGINE = "whoosh"
INDEX_SETTING = "index"  # the store remembers engine and folder of the index in use as "engine:folder"


@dataclass(frozen=True, slots=True)
class Collection:
    """An open store with its open index. Use it as a context manager."""

    folder: Path
    store: Store
    engine: SearchEngine

    def __enter__(self) -> Collection:
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.close()
        self.store.close()

    @property
    def engine_name(self) -> str:
        """Name of the engine in use, such as "whoosh"."""
        return self.store.setting(INDEX_SETTING).partition(":")[0]


def open_collection(folder: Path, *, create: bool = False) -> Collection:
    """Open the store and the index in a folder.

    Args:
        folder: Where ``ingest`` put them.
        create: Make an empty one if there is none.

    Raises:
        StoreError: The store cannot be used, or there is none and ``create`` is false.
        EngineError: The index cannot be used; the store is whole and can rebuild it.
    """
    store = open_store(folder / STORE_FILE, create=create)
    try:
        index = store.setting(INDEX_SETTING)
        if not index and not create:
            raise IndexNotFound(f"{folder}: the index was never finished; run `policysearch rebuild`")
        if index:
            engine = open_engine(_url(folder, index))
        else:
            index = new_index_name(folder, DEFAULT_ENGINE)
            engine = open_engine(_url(folder, index), create=True)
            store.set_setting(INDEX_SETTING, index)
    except BaseException:
        store.close()
        raise
    return Collection(folder, store, engine)


def new_index_name(folder: Path, engine: str) -> str:
    """A name "engine:folder" for an index beside those that are in ``folder`` already."""
    number = 1
    while (folder / f"{engine}-{number}").exists():
        number += 1
    return f"{engine}:{engine}-{number}"


def open_new_index(folder: Path, index: str) -> SearchEngine:
    """An empty index under a name from ``new_index_name``; nothing uses it before ``use_index``."""
    return open_engine(_url(folder, index), create=True)


def use_index(folder: Path, store: Store, index: str) -> None:
    """Let an index take the place of the one in use, in one step, and remove all others."""
    store.set_setting(INDEX_SETTING, index)
    kept = index.partition(":")[2]
    for path in folder.iterdir():
        engine, _, number = path.name.rpartition("-")
        if path.is_dir() and engine and number.isdigit() and path.name != kept:
            shutil.rmtree(path, ignore_errors=True)


def _url(folder: Path, index: str) -> str:
    engine, _, name = index.partition(":")
    return f"{engine}:{folder / name}"

"""A folder with a store and its index: what every command but ``read`` and ``extract`` works on."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from .engines import open_engine
from .errors import IndexNotFound
from .store import Store, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from .engines.base import SearchEngine

STORE_FILE = "store.sqlite"
DEFAULT_ENGINE = "whoosh"
EVERY = 1_000_000_000  # more documents than any store holds
INDEX_SETTING = "index"  # the store remembers engine and folder of the index in use as "engine:folder"


class Collection:
    """An open store with its index. Use it as a context manager, or call ``close``.

    Attributes:
        folder: Where ``ingest`` put them.
        store: The open store.
    """

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self.store = store

    def __enter__(self) -> Collection:
        return self

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        self.close()
        self.store.__exit__(kind, error, traceback)  # says what is wrong with a damaged store

    def close(self) -> None:
        """Release files and connections. Closing twice is allowed."""
        if "engine" in self.__dict__:
            self.engine.close()
        self.store.close()

    @cached_property
    def engine(self) -> SearchEngine:
        """The index in use, opened when it is first asked for: a run without changes needs none.

        Raises:
            EngineError: The index cannot be used; the store is whole and can rebuild it.
        """
        index = self.store.setting(INDEX_SETTING)
        if not index:
            raise IndexNotFound(f"{self.folder}: the index was never finished; run `policysearch rebuild`")
        return open_engine(_url(self.folder, index))

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
    """
    store = open_store(folder / STORE_FILE, create=create)
    if create and not store.setting(INDEX_SETTING):
        try:
            index = new_index_name(folder, DEFAULT_ENGINE)
            open_new_index(folder, index).close()
            store.set_setting(INDEX_SETTING, index)
        except BaseException:
            store.close()
            raise
    return Collection(folder, store)


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
    """Let a complete index take the place of the one in use, in one step, and remove that one.

    Args:
        folder: Of the collection.
        store: All of whose documents the index holds.
        index: From ``new_index_name``.
    """
    from shutil import rmtree  # brings every compression library along, which a search must not wait for

    before = store.setting(INDEX_SETTING)
    with store.transaction():
        store.set_setting(INDEX_SETTING, index)
        store.documents.unqueue(store.documents.queued(EVERY))
    if before and before != index:
        rmtree(folder / before.partition(":")[2], ignore_errors=True)


def _url(folder: Path, index: str) -> str:
    engine, _, name = index.partition(":")
    return f"{engine}:{folder / name}"

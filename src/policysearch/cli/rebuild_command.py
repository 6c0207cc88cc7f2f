"""`policysearch rebuild`."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from ..collection import DEFAULT_ENGINE, INDEX_SETTING, STORE_FILE, new_index_name, open_new_index, use_index
from ..errors import UsageError
from ..pipeline.rebuilding import rebuild
from ..store import exclusive, open_store
from .options import index_option

if TYPE_CHECKING:
    from pathlib import Path


ENGINES = (DEFAULT_ENGINE, "tantivy")  # those that keep their index in a folder


@click.command("rebuild")
@index_option
@click.option("--engine", default="", help="Engine to use: whoosh or tantivy (default: the one in use).")
def command(index_folder: Path, engine: str) -> None:
    """Build the index afresh from the store, without reading or analysing a file again.

    The new index is made beside the old one, which serves searches until the new one is complete.
    """
    if engine and engine not in ENGINES:
        raise UsageError(f"no engine is named {engine!r}; there is {', '.join(ENGINES)}")
    started = time.monotonic()
    with open_store(index_folder / STORE_FILE) as store, exclusive(index_folder):
        engine = engine or store.setting(INDEX_SETTING).partition(":")[0] or DEFAULT_ENGINE
        index = new_index_name(index_folder, engine)
        fresh = open_new_index(index_folder, index)
        try:
            rebuild(store, fresh, progress=_show if sys.stderr.isatty() else lambda done, total: None)
        finally:
            fresh.close()
        use_index(index_folder, store, index)
        documents, passages = store.documents.count()
    seconds = time.monotonic() - started
    click.echo(f"{documents} documents, {passages} passages indexed with {engine} ({seconds:.1f} s)")


def _show(done: int, total: int) -> None:
    click.echo(f"\r{done} of {total} documents", err=True, nl=done == total)

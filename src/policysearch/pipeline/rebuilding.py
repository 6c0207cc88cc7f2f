"""Build an index afresh from the store, without reading or analysing any file again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .correcting import apply_corrections
from .indexing import DOCUMENTS_A_COMMIT, add_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..engines.base import SearchEngine
    from ..store import Store


def rebuild(
    store: Store, engine: SearchEngine, *, progress: Callable[[int, int], None] = lambda d, t: None
) -> None:
    """Fill an empty index with every current document of the store.

    Args:
        store: What to build from.
        engine: A new index; ``collection.use_index`` puts it in the place of the old one.
        progress: Told how many documents of how many are done.
    """
    # A run that was killed may have left mentions whose entities have no names yet.
    apply_corrections(store)
    document_ids = store.documents.ids()
    for start in range(0, len(document_ids), DOCUMENTS_A_COMMIT):
        batch = document_ids[start : start + DOCUMENTS_A_COMMIT]
        with engine.writer() as writer:
            for document_id in batch:
                add_document(store, writer, document_id)
        progress(start + len(batch), len(document_ids))

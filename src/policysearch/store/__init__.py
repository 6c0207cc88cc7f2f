"""The SQLite file that holds documents, passages, mentions, entities and the ledger: the truth.

``open_store`` gives a ``Store``; its parts hold every SQL statement of the package::

    store.documents   documents and their passages, superseded ones included
    store.mentions    mentions and what they say about passages
    store.entities    organizations and laws, by id, by name, as lists
    store.corrections what people made of what was found
    store.sketches    what near-duplicates are found by
    store.ledger      one row for every input file
"""

from .connection import Store, memory_store, open_store
from .documents import PassageSource
from .entities import EntityRow
from .ledger import FileRow
from .locking import exclusive
from .mentions import MentionRow

__all__ = [
    "EntityRow",
    "FileRow",
    "MentionRow",
    "PassageSource",
    "Store",
    "exclusive",
    "memory_store",
    "open_store",
]

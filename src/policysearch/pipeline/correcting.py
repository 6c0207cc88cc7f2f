"""From the corrections file to the store: people have the last word on entities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..entities.corrections import parse_corrections
from ..entities.effects import work_out

if TYPE_CHECKING:
    from ..entities.corrections import CorrectionNotice, Corrections
    from ..models import EntityChanges
    from ..store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionReport:
    """What applying corrections did.

    Attributes:
        source: The file that they stand in, for messages.
        corrections: The file.
        notices: Lines that could not be followed or deserve a word, by line.
        mentions: How many mentions have another entity than before.
        documents: In how many documents these are.
    """

    source: str
    corrections: Corrections
    notices: tuple[CorrectionNotice, ...]
    mentions: int
    documents: int

    def messages(self) -> tuple[str, ...]:
        """The notices as lines that name file and line."""
        return tuple(f"{self.source}:{notice.line}: {notice.message}" for notice in self.notices)


def apply_corrections(store: Store, text: str | None = None, *, source: str = "") -> CorrectionReport:
    """Bring mentions and entities into the state that a corrections file asks for, and no other.

    Extracts nothing and reads no document: 100,000 mentions take seconds. Documents that the index shows
    otherwise are queued for it; ``index_queued`` is the next step. Applying a file twice changes nothing,
    and a file without a line leaves what one without it would have left.

    Args:
        store: What to correct.
        text: What stands in the file; None for what was applied last, to bring new mentions up to it.
        source: Name of the file, for messages.

    Raises:
        UsageError: A line is not TOML.
    """
    if text is None:
        text, source = store.corrections.remembered()
    with store.transaction():
        corrections, changes, notices = review_corrections(store, text, source=source)
        mentions, documents = store.corrections.apply(changes)
        store.entities.refresh(changes)
        store.corrections.remember(text, source)
    return CorrectionReport(
        source=source, corrections=corrections, notices=notices, mentions=mentions, documents=documents
    )


def review_corrections(
    store: Store, text: str, *, source: str
) -> tuple[Corrections, EntityChanges, tuple[CorrectionNotice, ...]]:
    """Say what a corrections file would do to a store, without doing it.

    Returns:
        The file, what it changes, and what ``apply_corrections`` would notice.

    Raises:
        UsageError: A line is not TOML.
    """
    corrections = parse_corrections(text, source=source)
    changes, notices = work_out(corrections, store.entities.found(), store.documents.ids_by_location())
    return corrections, changes, notices

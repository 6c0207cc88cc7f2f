"""Which lines of an entity list to show, and in which order."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from .edtf_dates import first_day
from .names import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .store import EntityRow


class EntitySort(StrEnum):
    """The order of an entity list.

    DOCUMENTS, MENTIONS and PASSAGES go by these numbers, the largest first; NAME by name; FIRST by the
    earliest publication that mentions it, the earliest first; LAST by the latest, the latest first.
    """

    DOCUMENTS = "documents"
    MENTIONS = "mentions"
    PASSAGES = "passages"
    NAME = "name"
    FIRST = "first"
    LAST = "last"


def arrange_entities(
    rows: Iterable[EntityRow],
    *,
    sort: EntitySort = EntitySort.DOCUMENTS,
    prefix: str = "",
    min_documents: int = 1,
    min_mentions: int = 1,
) -> list[EntityRow]:
    """Choose and order the lines of an entity list.

    Args:
        rows: The list.
        sort: The order; lines that are equal in it stand by documents, mentions and name.
        prefix: What a user has typed so far: only lines of which the name or an alias begins with it. Case,
            accents, punctuation and a leading article make no difference.
        min_documents: Fewest documents that mention it.
        min_mentions: Fewest mentions.
    """
    chosen = [
        row
        for row in rows
        if row.documents >= min_documents and row.mentions >= min_mentions and _begins_with(row, prefix)
    ]
    chosen.sort(key=lambda row: (-row.documents, -row.mentions, row.entity.name.casefold(), row.entity.id))
    if sort is EntitySort.NAME:
        chosen.sort(key=lambda row: (name_key(row.entity.name), row.entity.id))
    elif sort in (EntitySort.FIRST, EntitySort.LAST):
        chosen.sort(key=lambda row: _day(row, sort))
    else:
        chosen.sort(key=lambda row: -_number(row, sort))
    return chosen


def _begins_with(row: EntityRow, prefix: str) -> bool:
    plain, key = prefix.strip().casefold(), name_key(prefix)
    if not plain:
        return True
    return any(
        form.casefold().startswith(plain) or (bool(key) and name_key(form).startswith(key))
        for form in (row.entity.name, *row.entity.aliases)
    )


def _number(row: EntityRow, sort: EntitySort) -> int:
    numbers = {
        EntitySort.DOCUMENTS: row.documents,
        EntitySort.MENTIONS: row.mentions,
        EntitySort.PASSAGES: row.passages,
    }
    return numbers[sort]


def _day(row: EntityRow, sort: EntitySort) -> tuple[bool, int]:
    """Undated lines stand last in either direction."""
    day = first_day(row.first if sort is EntitySort.FIRST else row.last)
    if day is None:
        return True, 0
    return False, day.toordinal() if sort is EntitySort.FIRST else -day.toordinal()

"""The part of extraction that runs in worker processes: a document in, its resolved mentions out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..entities import resolve
from ..extract import extract_mentions, model_name

if TYPE_CHECKING:
    from ..models import Document, Entity, Mention


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a document mentions.

    Attributes:
        mentions: All of them, those of organizations and laws with the entity's id as value.
        entities: Those that the mentions refer to, each once.
        extractor: Name and version of the model that was used.
    """

    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    extractor: str


def analyse(document: Document) -> Analysis:
    """Find what a document mentions, and which organizations and laws that is."""
    found = extract_mentions(document)
    resolved = {(m.start, m.kind): (m, entity) for m, entity in resolve(found, document.text)}
    mentions = tuple(resolved[m.start, m.kind][0] if (m.start, m.kind) in resolved else m for m in found)
    entities = {entity.id: entity for _, entity in resolved.values()}
    return Analysis(mentions, tuple(entities.values()), model_name())

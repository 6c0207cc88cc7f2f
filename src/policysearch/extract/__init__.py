"""From a document to the dates, organizations and laws that it mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..models import Mention, MentionKind

if TYPE_CHECKING:
    from ..models import Document


def extract_mentions(document: Document, *, model: str = "") -> tuple[Mention, ...]:
    """Find every date, organization and law that a document names.

    The first call of a process loads the language model (about a second); importing this package does not.

    Args:
        document: As read; its ``published`` is what "this year" counts from.
        model: Name or path of an installed spaCy model; "" takes the best one there is.

    Returns:
        In order of start, without overlap. ``value`` is EDTF for dates and "" for the other kinds.

    Raises:
        MissingExtra: The model asked for is not installed.
    """
    from .candidates import read_candidates
    from .nlp import analyze

    doc = analyze(document, model=model)
    found = [
        Mention(
            document_id=document.id,
            start=candidate.start,
            end=candidate.end,
            kind=kind,
            text=document.text[candidate.start : candidate.end],
            value=candidate.value if kind is MentionKind.DATE else "",
            extractor=candidate.extractor,
            pinpoint=candidate.pinpoint,
        )
        for kind in MentionKind
        for candidate in read_candidates(doc, kind)
    ]
    return tuple(sorted(found, key=lambda mention: (mention.start, -mention.end)))


def model_name(model: str = "") -> str:
    """Return name and version of the language model that `extract_mentions` uses; "blank" without one.

    Raises:
        MissingExtra: The model asked for is not installed.
    """
    from .nlp import model_name as loaded

    return loaded(model)

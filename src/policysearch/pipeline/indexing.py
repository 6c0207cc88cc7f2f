"""From the store to the index: what the engine is told of each passage."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ..analysis import analyze
from ..edtf_dates import first_day, months, years
from ..engines.base import IndexRecord
from ..models import FORMATS, Facet, MentionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ..engines.base import IndexWriter, SearchEngine
    from ..models import Document
    from ..store import Store

DOCUMENTS_A_COMMIT = 500  # bounds both the memory of a batch and what a crash can cost


def index_queued(
    store: Store, engine: SearchEngine, *, progress: Callable[[int], None] = lambda done: None
) -> None:
    """Bring the index up to the store's present state, one commit for each batch of documents.

    A document leaves the queue after the engine has committed it, so that whatever is
    interrupted here is done again by the next call.

    Args:
        store: Where the documents and their queue are.
        engine: What to write to.
        progress: Told how many documents have been committed so far.
    """
    done = 0
    while document_ids := store.documents.queued(DOCUMENTS_A_COMMIT):
        with engine.writer() as writer:
            for document_id in document_ids:
                writer.delete_document(document_id)
                add_document(store, writer, document_id)
        with store.transaction():
            store.documents.unqueue(document_ids)
        done += len(document_ids)
        progress(done)


def add_document(store: Store, writer: IndexWriter, document_id: str) -> None:
    """Add a document's passages to an index that has none of them; nothing if it is superseded or gone."""
    document = store.documents.get(document_id)
    if document and store.documents.superseded_by(document_id) is None:
        for record in make_records(store, document):
            writer.add(record)


def make_records(store: Store, document: Document) -> Iterator[IndexRecord]:
    """A document's passages as an engine sees them, with the facet values known so far."""
    of_document = _document_facets(document)
    of_passage = _passage_facets(store, document.id)
    published = first_day(document.published) if document.published else None
    for passage in store.documents.passages(document):
        title = f"{document.title} › {passage.heading}" if passage.heading else document.title
        yield IndexRecord(
            passage_id=passage.id,
            document_id=document.id,
            tokens=analyze(passage.text),
            title_tokens=analyze(title),
            facets={**of_document, **of_passage.get(passage.ordinal, {})},
            published_day=published.toordinal() if published else 0,
        )


def _document_facets(document: Document) -> dict[Facet, tuple[str, ...]]:
    facets: dict[Facet, tuple[str, ...]] = {
        Facet.LANGUAGE: (language_and_script(document.language),),
        Facet.FORMAT: (FORMATS[document.media_type],),
    }
    if document.publisher:
        facets[Facet.PUBLISHER] = (document.publisher,)
    if document.published and (in_years := tuple(str(year) for year in years(document.published))):
        facets[Facet.YEAR] = in_years
    if document.published and (in_months := months(document.published)):
        facets[Facet.MONTH] = in_months
    return facets


def language_and_script(tag: str) -> str:
    """A BCP 47 tag without its region ("en-GB" is "en", "zh-Hant-TW" is "zh-Hant"): what people filter by."""
    language, *subtags = tag.split("-")
    return "-".join([language.lower(), *(subtag.title() for subtag in subtags if len(subtag) == 4)])


def _passage_facets(store: Store, document_id: str) -> Mapping[int, Mapping[Facet, tuple[str, ...]]]:
    values: dict[int, dict[Facet, set[str]]] = defaultdict(lambda: defaultdict(set))
    for ordinal, kind, value, jurisdiction in store.mentions.values_by_passage(document_id):
        facets = values[ordinal]
        if kind is MentionKind.DATE:
            facets[Facet.MENTIONS].update(str(year) for year in years(value))
        elif kind is MentionKind.LAW:
            facets[Facet.LAW].add(value)
            if jurisdiction:
                facets[Facet.JURISDICTION].add(jurisdiction)
        else:
            facets[Facet.ORGANIZATION].add(value)
    return {
        ordinal: {facet: tuple(sorted(found)) for facet, found in facets.items() if found}
        for ordinal, facets in values.items()
    }

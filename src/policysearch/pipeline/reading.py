"""The part of ingestion that runs in worker processes: one file in, a document with its passages out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..ingest import read_document
from ..ingest.metadata_table import MetadataRow, apply_metadata
from ..near_duplicates import make_sketch
from ..passages import split_passages

if TYPE_CHECKING:
    from ..models import Document, Passage


@dataclass(frozen=True, slots=True)
class ReadTask:
    """A file to read.

    Attributes:
        location: The same file as the user would write it, which messages name.
        metadata: What a metadata table says of it; its values win over the file's own.
        ocr: Recognize the text of pages that are only pictures.
    """

    path: str
    location: str
    metadata: MetadataRow | None
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A document, its passages and the sketch by which its near-duplicates are found."""

    document: Document
    passages: tuple[Passage, ...]
    sketch: tuple[int, ...]


def read_file(task: ReadTask) -> ReadResult:
    """Read one file and split it into passages.

    Raises:
        IngestError: It could not become a document.
    """
    document = read_document(Path(task.location), ocr=task.ocr)
    if task.metadata:
        document = apply_metadata(document, task.metadata)
    return ReadResult(document, split_passages(document), make_sketch(document.text))

"""What several test modules need: the sample corpus, ingested once a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policysearch.collection import Collection, open_collection
from policysearch.ingest import read_document
from policysearch.pipeline import Options, ingest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policysearch.models import Document

CORPUS = Path(__file__).parents[1] / "corpus"
REPORTS = sorted(
    path
    for path in CORPUS.rglob("*")
    if path.is_file() and path.suffix in {".html", ".pdf", ".txt", ".md"} and path.name != "SOURCES.md"
)


@pytest.fixture(scope="session")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """The sample corpus, ingested with everything. Read only."""
    with open_collection(tmp_path_factory.mktemp("index"), create=True) as opened:
        ingest(opened, [CORPUS], Options(jobs=2))
        yield opened


@pytest.fixture(scope="session")
def documents() -> list[Document]:
    """Every sample report, as the readers make it."""
    return [read_document(path) for path in REPORTS]

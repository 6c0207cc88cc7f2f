"""The part of ingestion that runs in worker processes: one file in, a document with its passages out."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import EmptyFile, IngestError
from ..ingest import read_document
from ..ingest.containers import MAX_DEPTH, unpack
from ..ingest.media_types import ZIP, media_type_of
from ..ingest.metadata_table import MetadataRow, apply_metadata
from ..models import MEMBER_SEPARATOR
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
    metadata: MetadataRow | None = None
    ocr: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """What became of a file.

    Attributes:
        document: None if the file holds other files and no text of its own, or if there is a problem.
        sketch: What near-duplicates of the document are found by.
        problem: Why there is no document, one sentence; "" if there is one or need not be.
        empty: Whether the problem is that the file holds no text.
        members: The files inside it, each as a file of its own.
    """

    document: Document | None = None
    passages: tuple[Passage, ...] = ()
    sketch: tuple[int, ...] = ()
    problem: str = ""
    empty: bool = False
    members: tuple[MemberResult, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberResult:
    """What became of a file inside another one."""

    name: str
    size: int = 0
    sha256: str = ""
    result: ReadResult


def read_file(task: ReadTask, *, depth: int = 0) -> ReadResult:
    """Read one file, and the files inside it if it is an archive or a mail, and split them into passages.

    Args:
        task: The file.
        depth: How many containers it lies in.
    """
    path = Path(task.path)
    members: tuple[MemberResult, ...] = ()
    try:
        media_type = media_type_of(path)
        members = _read_members(task, media_type, depth)
        if media_type == ZIP:
            return ReadResult(members=members)
        document = read_document(path, location=task.location, ocr=task.ocr)
    except (IngestError, OSError) as error:
        problem = str(error).replace(task.path, task.location).removeprefix(f"{task.location}: ")
        return ReadResult(problem=problem, empty=isinstance(error, EmptyFile), members=members)
    if task.metadata:
        document = apply_metadata(document, task.metadata)
    return ReadResult(
        document=document,
        passages=split_passages(document),
        sketch=make_sketch(document.text),
        members=members,
    )


def _read_members(task: ReadTask, media_type: str, depth: int) -> tuple[MemberResult, ...]:
    with tempfile.TemporaryDirectory() as folder:
        results = []
        for member in unpack(Path(task.path), media_type, Path(folder)):
            location = f"{task.location}{MEMBER_SEPARATOR}{member.name}"
            if member.problem:
                results.append(MemberResult(name=member.name, result=ReadResult(problem=member.problem)))
                continue
            if depth < MAX_DEPTH:
                result = read_file(ReadTask(str(member.path), location, ocr=task.ocr), depth=depth + 1)
            else:
                result = ReadResult(
                    problem=f"lies in more than {MAX_DEPTH} files inside each other; unpack them"
                )
            with member.path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            size = member.path.stat().st_size
            results.append(MemberResult(name=member.name, size=size, sha256=sha256, result=result))
        return tuple(results)

"""What people know of files better than the files do: ``metadata.csv`` beside them.

    path,title,publisher,authors,published,language,url
    reports/a.pdf,AI Governance in Practice,OECD,,2021-11,en,https://example.org/a

As spreadsheets save it: any encoding, ``,`` ``;`` or tab between the values, columns in any order, unknown
columns ignored; several authors are separated by ";". Only ``path`` must be there; an empty value leaves
what the file says.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING

from ..edtf_dates import is_valid
from ..errors import UsageError
from .blocks import squeeze
from .encodings import decode
from .publication_dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ..models import Document

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataRow:
    """A row of a metadata table; "" where it says nothing.

    Attributes:
        published: EDTF.
        language: BCP 47 code.
    """

    title: str = ""
    publisher: str = ""
    published: str = ""
    language: str = ""
    url: str = ""
    authors: tuple[str, ...] = ()

    def fingerprint(self) -> str:
        """16 hex digits that change when any value does."""
        *values, authors = astuple(self)
        return hashlib.sha256("\0".join((*values, *authors)).encode()).hexdigest()[:16]


def read_metadata_table(path: Path) -> Mapping[str, MetadataRow]:
    """Read a metadata table.

    Args:
        path: The table; its paths are relative to its folder.

    Returns:
        Rows by the absolute path of the file they describe, whether or not it exists.

    Raises:
        UsageError: The table has no column ``path``, or a row cannot be used; names file and line.
        OSError: The table cannot be opened.
    """
    text = decode(path.read_bytes()).text
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines.fieldnames = [squeeze(name).lower() for name in lines.fieldnames or ()]
    if "path" not in lines.fieldnames:
        raise UsageError(
            f"{path}:1: no column named path; the first line names the columns, as path,title,publisher"
        )
    rows: dict[str, MetadataRow] = {}
    for row in lines:
        values = {key: squeeze(value) for key, value in row.items() if isinstance(value, str)}
        if not any(values.values()):
            continue
        place = f"{path}:{lines.line_num}"
        if None in row:
            raise UsageError(
                f"{place}: more values than columns; put quotes around a value that has a {delimiter!r} in it"
            )
        target = _target(path, values.get("path", ""), place)
        if target in rows:
            raise UsageError(f"{place}: a second row for {values['path']}; keep one of them")
        rows[target] = _row(values, place)
    return rows


def apply_metadata(document: Document, row: MetadataRow) -> Document:
    """A document with what its row in a metadata table says; the row's values win over the file's."""
    known = {name: getattr(row, name) for name in MetadataRow.__dataclass_fields__ if getattr(row, name)}
    return replace(document, **known)


def _target(table: Path, written: str, place: str) -> str:
    if not written:
        raise UsageError(f"{place}: no path; name the file that this row describes")
    parts = written.replace("\\", "/")
    return os.path.normpath(os.path.join(os.path.abspath(table.parent), parts))


def _row(values: Mapping[str, str], place: str) -> MetadataRow:
    written = values.get("published", "")
    published = written if is_valid(written) else parse_date(written) or ""
    if written and not published:
        raise UsageError(f"{place}: published is {written!r}; write it as 2021, 2021-11 or 2021-11-25")
    language = values.get("language", "")
    if language and not _LANGUAGE.fullmatch(language):
        raise UsageError(f"{place}: language is {language!r}; write a code such as en or zh-Hans")
    return MetadataRow(
        title=values.get("title", ""),
        publisher=values.get("publisher", ""),
        published=published,
        language=language,
        url=values.get("url", ""),
        authors=tuple(filter(None, map(squeeze, values.get("authors", "").split(";")))),
    )

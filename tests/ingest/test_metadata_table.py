from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from policysearch.errors import UsageError
from policysearch.ingest import apply_metadata, read_document, read_metadata_table
from policysearch.ingest.metadata_table import MetadataRow

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "path,title,publisher,published,language,url\n"


def write(folder: Path, content: str | bytes) -> Path:
    table = folder / "metadata.csv"
    table.write_bytes(content if isinstance(content, bytes) else content.encode())
    return table


FULL = MetadataRow(
    title="Rapport", publisher="Sénat", published="2021-11", language="fr", url="https://a.example"
)
ROW = "web/a.html{0}Rapport{0}Sénat{0}2021-11{0}fr{0}https://a.example\n"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(HEADER + ROW.format(","), id="as described"),
        pytest.param(("\ufeff" + HEADER + ROW.format(",")).encode(), id="byte-order mark of a spreadsheet"),
        pytest.param(HEADER.replace(",", ";") + ROW.format(";"), id="semicolons of a European spreadsheet"),
        pytest.param(HEADER.replace(",", "\t") + ROW.format("\t"), id="tabs"),
        pytest.param((HEADER + ROW.format(",")).encode("cp1252"), id="windows-1252"),
        pytest.param(
            ("\ufeff" + HEADER.replace(",", "\t") + ROW.format("\t")).encode("utf-16-le"), id="Unicode text"
        ),
        pytest.param(HEADER + "\n" + ROW.format(",") + ",,,,,\n", id="blank lines"),
        pytest.param(HEADER.title() + ROW.format(","), id="capitals in the column names"),
        pytest.param(HEADER + ROW.format(",").replace("web/", ".\\web\\"), id="path as Windows writes it"),
        pytest.param(
            HEADER.strip() + ",note\n" + ROW.format(",").strip() + ",mine\n", id="a column of one's own"
        ),
        pytest.param((HEADER + ROW.format(",")).replace("\n", "\r\n"), id="Windows line ends"),
    ],
)
def test_reads_tables_as_people_save_them(tmp_path: Path, content: str | bytes) -> None:
    rows = read_metadata_table(write(tmp_path, content))
    assert rows == {str(tmp_path / "web" / "a.html"): FULL}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "file,title\na,b\n",
            "{0}:1: no column named path; the first line names the columns, as path,title,publisher",
        ),
        (HEADER + ",Title,,,,\n", "{0}:2: no path; name the file that this row describes"),
        (
            HEADER + "a,,,,,\nb,,,last May,,\n",
            "{0}:3: published is 'last May'; write it as 2021, 2021-11 or 2021-11-25",
        ),
        (HEADER + "a,,,,English!,\n", "{0}:2: language is 'English!'; write a code such as en or zh-Hans"),
        (HEADER + "a,,,,,\na,,,,,\n", "{0}:3: a second row for a; keep one of them"),
        (
            HEADER + "a,Trade, Jobs and AI,OECD,2021,en,\n",
            "{0}:2: more values than columns; put quotes around a value that has a ',' in it",
        ),
    ],
)
def test_a_bad_row_names_file_and_line(tmp_path: Path, content: str, message: str) -> None:
    table = write(tmp_path, content)
    with pytest.raises(UsageError) as caught:
        read_metadata_table(table)
    assert str(caught.value) == message.format(table)


def test_dates_are_taken_as_people_write_them(tmp_path: Path) -> None:
    rows = read_metadata_table(
        write(tmp_path, "path;published\na;25.11.2021\nb;November 2021\nc;2019/2020\n")
    )
    assert [row.published for row in rows.values()] == ["2021-11-25", "2021-11", "2019/2020"]


def test_values_of_the_table_win_and_blanks_leave_the_file_its_own(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("# Own title\n\n12 May 2020\n\nThe text of the report is in English, as it was before.\n")
    document = read_document(file)
    changed = apply_metadata(document, MetadataRow(publisher="OECD", published="2021"))
    assert (changed.title, changed.publisher, changed.published) == ("Own title", "OECD", "2021")
    assert (changed.id, changed.text) == (document.id, document.text)


def test_a_fingerprint_changes_with_any_value() -> None:
    rows = [MetadataRow(), MetadataRow(title="a"), MetadataRow(publisher="a"), MetadataRow(url="a")]
    assert len({row.fingerprint() for row in rows}) == len(rows)

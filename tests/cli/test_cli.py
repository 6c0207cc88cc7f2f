"""The command line as a user runs it: real processes, real files."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from conftest import CORPUS, REPORTS

if TYPE_CHECKING:
    from pathlib import Path


def policysearch(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "policysearch", *map(str, arguments)]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    environment.pop("POLICYSEARCH_INDEX", None)
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, cwd=cwd, env=environment
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample corpus, made by the command line."""
    folder = tmp_path_factory.mktemp("cli") / "index"
    run = policysearch("ingest", CORPUS, "--index", folder, "--jobs", "2")
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stderr == "", "no progress bar where there is no terminal"
    assert f"{len(REPORTS)} new" in run.stdout
    return folder


def printed_json(*arguments: str | Path) -> Any:
    run = policysearch(*arguments, "--format", "json")
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_a_second_ingest_does_nothing(index: Path) -> None:
    run = policysearch("ingest", CORPUS, "--index", index)
    assert run.returncode == 0
    assert run.stdout.startswith(f"{len(REPORTS)} unchanged")


def test_search_as_json(index: Path) -> None:
    results = printed_json("search", '"artificial intelligence" law', "--index", index)
    assert results["total_passages"] >= len(results["hits"]) > 0
    assert results["exact"] is True
    hit = results["hits"][0]
    for start, end in hit["snippet"]["highlights"]:
        assert re.match("artificial intelligence|law", hit["snippet"]["text"][start:end], re.IGNORECASE)
    for row in results["facets"]["law"]:
        clicked = printed_json(
            "search", '"artificial intelligence" law', "--index", index, "--law", row["value"], "--limit", "0"
        )
        assert clicked["total_passages"] == row["passages"]
        assert clicked["total_documents"] == row["documents"]


def test_search_suggests_another_spelling(index: Path) -> None:
    assert printed_json("search", "privcy", "--index", index)["suggestion"] == "privacy"
    assert printed_json("search", "privacy", "--index", index)["suggestion"] == ""
    run = policysearch("search", "privcy", "--index", index)
    assert run.stdout.startswith("Search instead for: privacy\n")
    assert run.stderr == 'Notice: Did you mean "privacy"? "privcy" occurs nowhere.\n'


def test_search_counts_the_facets_that_are_asked_for(index: Path) -> None:
    found = printed_json("search", "law", "--index", index, "--facet", "year", "--facet", "law")
    assert list(found["facets"]) == ["year", "law"]
    narrowed = printed_json(
        "search", "law", "--index", index, "--facet", "law", "--facet-values", "law:gdp", "--limit", "0"
    )
    labels = [row["label"] for row in narrowed["facets"]["law"]]
    assert "General Data Protection Regulation" in labels
    assert all("Data Protection" in label for label in labels)
    assert policysearch("search", "law", "--index", index, "--facet-size", "0").stdout.count("docs") == 0


def test_a_piped_page_is_plain_text(index: Path) -> None:
    page = policysearch("search", "law", "--index", index).stdout
    assert "\x1b" not in page
    assert all(line == line.rstrip() for line in page.splitlines())


def test_every_listing_comes_in_every_format(index: Path) -> None:
    for arguments in (
        ["search", "data"],
        ["entities", "organization"],
        ["entities", "date", "--mentions"],
        ["status"],
    ):
        lines = policysearch(*arguments, "--index", index, "--format", "jsonl").stdout.splitlines()
        rows = [json.loads(line) for line in lines]
        table = policysearch(*arguments, "--index", index, "--format", "csv").stdout
        assert table.startswith("\ufeff"), "spreadsheets know UTF-8 by its mark"
        sheet = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
        assert len(sheet) == len(rows) > 0
        assert sheet[0].keys() == rows[0].keys()
        every = ["--all"] if arguments == ["status"] else []
        assert policysearch(*arguments, *every, "--index", index).stdout.count("\n") >= len(rows)


def test_mentions_lead_to_their_place(index: Path) -> None:
    rows = printed_json("entities", "law", "--mentions", "--index", index)
    assert rows
    texts: dict[str, str] = {}
    for row in rows:
        if row["document_id"] not in texts:
            texts[row["document_id"]] = printed_json("show", row["document_id"], "--index", index)["text"]
        assert texts[row["document_id"]][row["start"] : row["end"]] == row["text"]


def test_entities_of_a_query(index: Path) -> None:
    everything = {row["id"]: row for row in printed_json("entities", "law", "--index", index)}
    chosen = printed_json("entities", "law", "--query", "privacy", "--index", index)
    assert 0 < len(chosen) < len(everything)
    assert all(row["mentions"] <= everything[row["id"]]["mentions"] for row in chosen)


def test_show_passage_by_place_and_by_fingerprint(index: Path) -> None:
    hit = printed_json("search", "privacy", "--index", index)["hits"][0]
    (by_place,) = printed_json("show", hit["passage_id"], "--index", index)
    by_words = printed_json("show", hit["fingerprint"], "--index", index)
    assert by_place in by_words
    entity = printed_json("entities", "law", "--limit", "1", "--index", index)[0]
    shown = printed_json("show", entity["id"], "--index", index)
    assert len(shown["mentions_list"]) == entity["mentions"]


def test_show_marks_what_a_query_matches(index: Path) -> None:
    (hit,) = printed_json("search", '"data protection"', "--limit", "1", "--index", index)["hits"]
    (shown,) = printed_json("show", hit["passage_id"], "--query", '"data protection"', "--index", index)
    marked = {shown["text"][start:end].lower() for start, end in shown["highlights"]}
    assert marked == {"data protection"}
    (plain,) = printed_json("show", hit["passage_id"], "--index", index)
    assert plain["highlights"] == []


def test_status_accounts_for_every_file(index: Path) -> None:
    status = printed_json("status", "--index", index)
    assert len(status["files"]) == sum(status["by_state"].values()) == len(REPORTS)
    assert status["pending"] == 0
    assert status["engine"] == "whoosh"


def test_a_rebuilt_index_answers_the_same(index: Path) -> None:
    before = printed_json("search", "data protection", "--index", index)
    run = policysearch("rebuild", "--index", index)
    assert run.returncode == 0, run.stderr
    assert printed_json("search", "data protection", "--index", index) == before
    assert len([path for path in index.iterdir() if path.is_dir()]) == 1, "the old index is gone"


def test_another_engine_answers_the_same_from_then_on(index: Path, tmp_path: Path) -> None:
    copy = tmp_path / "index"
    shutil.copytree(index, copy)
    before = printed_json("search", "data protection", "--index", copy)
    run = policysearch("rebuild", "--engine", "tantivy", "--index", copy)
    assert "indexed with tantivy" in run.stdout
    assert printed_json("status", "--index", copy)["engine"] == "tantivy"
    after = printed_json("search", "data protection", "--index", copy)
    assert after == before
    assert policysearch("rebuild", "--index", copy).returncode == 0
    assert printed_json("status", "--index", copy)["engine"] == "tantivy", "it is remembered"


def test_read_and_extract_agree_on_offsets() -> None:
    path = REPORTS[0]
    text = printed_json("read", path)["text"]
    for row in printed_json("extract", path):
        assert text[row["start"] : row["end"]] == row["text"]


def test_evaluate_perfect_and_wrong_annotations(tmp_path: Path) -> None:
    report = tmp_path / "note.txt"
    report.write_text("The law was adopted on 5 May 2023.")
    gold = tmp_path / "gold.jsonl"
    right = {
        "file": "note.txt",
        "start": 23,
        "end": 33,
        "kind": "date",
        "text": "5 May 2023",
        "value": "2023-05-05",
    }
    gold.write_text(json.dumps(right) + "\n")
    scores = printed_json("evaluate", gold)["date"]
    assert scores["exact"]["f1"] == 1.0
    assert scores["values"] == {"equal": 1, "compared": 1}
    gold.write_text(json.dumps({**right, "start": 29, "text": "2023"}) + "\n")
    run = policysearch("evaluate", gold, "--errors")
    assert "date missed: note.txt:29" in run.stdout
    assert "date spurious: note.txt:23" in run.stdout


def test_dry_run_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("A note.")
    run = policysearch("ingest", tmp_path, "--dry-run", "--index", tmp_path / "index")
    assert "new        " in run.stdout
    assert not (tmp_path / "index").exists()
    policysearch("ingest", tmp_path / "note.txt", "--no-extract", "--index", tmp_path / "index")
    (tmp_path / "other.txt").write_text("Another note.")
    planned = printed_json("ingest", tmp_path / "other.txt", "--dry-run", "--index", tmp_path / "index")
    assert (len(planned["new"]), planned["removed"]) == (1, [])
    assert len(printed_json("status", "--index", tmp_path / "index")["files"]) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(
            ["search", "x", "--index", "nowhere"], 2, "run `policysearch ingest` first", id="no index"
        ),
        pytest.param(["ingest", "nowhere"], 2, "nowhere: no such file or folder", id="no such folder"),
        pytest.param(["read", "cut.pdf"], 2, "cut.pdf", id="truncated PDF"),
        pytest.param(["read", "empty.txt"], 2, "empty.txt", id="empty file"),
        pytest.param(["read", "junk.txt"], 2, "junk.txt", id="binary junk with a text name"),
        pytest.param(["extract", "picture.png"], 2, "picture.png", id="unsupported format"),
        pytest.param(["evaluate", "bad.jsonl"], 2, "bad.jsonl, line 1", id="gold that is not JSON"),
        pytest.param(
            ["search", "x", "--index", "other"], 2, "not made by policysearch", id="another database"
        ),
        pytest.param(["search", "x", "--law", "-"], 2, "is empty", id="an empty exclusion"),
        pytest.param(["search", "x", "--facet-values", "law"], 2, "such as law:pro", id="no beginning"),
        pytest.param(["search", "x", "--facet-values", "laws:pro"], 2, "'laws:pro'", id="no such facet"),
    ],
)
def test_a_mistake_gets_one_line_and_code(
    tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "junk.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "bad.jsonl").write_text("not json\n")
    (tmp_path / "other").mkdir()
    subprocess.run(
        [
            sys.executable,
            "-c",
            "import sqlite3; sqlite3.connect('other/store.sqlite').execute('CREATE TABLE t (x)')",
        ],
        cwd=tmp_path,
        check=True,
    )
    run = policysearch(*arguments, cwd=tmp_path)
    assert run.returncode == code
    assert message in run.stderr
    assert "Traceback" not in run.stderr
    assert run.stdout == ""


def test_files_that_fail_set_the_exit_code(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "good.txt").write_text("A good report on semiconductors.")
    (reports / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    run = policysearch("ingest", reports, "--index", tmp_path / "index", "--no-extract")
    assert run.returncode == 1
    assert re.search(r"failed .*cut\.pdf", run.stdout)
    found = printed_json("search", "semiconductors", "--index", tmp_path / "index")
    assert found["total_passages"] == 1


def test_a_folder_without_reports(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    run = policysearch("ingest", tmp_path / "reports", "--index", tmp_path / "index")
    assert run.returncode == 0
    assert "no files" in run.stdout


def test_an_index_of_another_version(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("A note.")
    index = tmp_path / "index"
    policysearch("ingest", tmp_path / "note.txt", "--index", index, "--no-extract")
    (version_file,) = index.glob("whoosh-*/policysearch.json")
    version_file.write_text(
        re.sub(r'("\w*(schema|analyzer)\w*": )"?\d+"?', r"\g<1>999", version_file.read_text())
    )
    run = policysearch("search", "note", "--index", index)
    assert run.returncode == 2
    assert "policysearch rebuild" in run.stderr
    assert policysearch("rebuild", "--index", index).returncode == 0
    assert policysearch("search", "note", "--index", index).returncode == 0


def test_search_imports_neither_spacy_nor_a_reader(index: Path) -> None:
    code = (
        "import sys; from policysearch.cli import main\n"
        f"sys.argv = ['policysearch', 'search', 'data', '--index', {str(index)!r}]\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'bs4', 'lxml', 'trafilatura', 'pypdfium2', 'thinc', 'docx', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert run.stderr == "[]\n"


def test_every_command_has_help_and_a_place_in_the_readme() -> None:
    readme = (CORPUS.parent / "README.md").read_text("utf-8")
    listing = policysearch("--help").stdout
    for command in re.findall(r"^  (\w+)  +\S", listing.partition("Commands:")[2], re.MULTILINE):
        assert policysearch(command, "--help").returncode == 0
        assert f"policysearch {command}" in readme, command


def test_a_search_is_asked_again_by_its_selection(index: Path) -> None:
    first = printed_json(
        "search", "law", "--year", "2019..2024", "--language", "-zh-Hans", "--any", "--index", index
    )
    again = printed_json("search", "--selection", first["selection"], "--index", index)
    assert again == first
    assert again["total_passages"]
    assert "month" in again["facets"], "months are shown where years are chosen"
    assert "month" not in printed_json("search", "law", "--index", index)["facets"]
    run = policysearch("search", "law", "--selection", "q=data", "--index", index)
    assert (run.returncode, "leave out QUERY" in run.stderr) == (2, True)

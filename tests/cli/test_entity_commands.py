"""Corrections, timelines and grids as a user runs them."""

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
from rich.console import Console

from policysearch.cli import entities_command, grid_command
from policysearch.cli.screen import width_of
from policysearch.grid import make_grid
from policysearch.models import MentionKind, SearchRequest

if TYPE_CHECKING:
    from pathlib import Path

    from policysearch.collection import Collection


@pytest.fixture
def folder(collection: Collection, tmp_path: Path) -> Path:
    """A folder with a copy of the sample index."""
    shutil.copytree(collection.folder, tmp_path / "index")
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("POLICYSEARCH_")}
    return subprocess.run(
        [sys.executable, "-m", "policysearch", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
        env={**environment, "PYTHONIOENCODING": "utf-8"},
    )


def rows_of(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    done = run(folder, *arguments, "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_merge_is_one_line_that_undo_deletes(folder: Path) -> None:
    before = rows_of(folder, "entities", "law")
    first, second = before[0], before[1]
    comment = "# Kept by the desk.\n[rename]\n# nothing yet\n"
    (folder / "corrections.toml").write_text(comment, "utf-8")
    done = run(folder, "corrections", "merge", second["name"], first["name"])
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"1 corrections applied: {second['mentions']} mentions in")
    line = f'"{second["name"]}" = "{first["name"]}"'
    assert (folder / "corrections.toml").read_text("utf-8") == f"{comment}\n[merge]\n{line}\n"

    merged = {row["id"]: row for row in rows_of(folder, "entities", "law")}
    assert second["id"] not in merged
    assert merged[first["id"]]["mentions"] == first["mentions"] + second["mentions"]
    mentions = rows_of(folder, "entities", "law", "--mentions")
    moved = [row for row in mentions if row["found_value"] == second["id"]]
    assert len(moved) == second["mentions"]
    assert {row["value"] for row in moved} == {first["id"]}
    results = json.loads(run(folder, "search", "", "--law", second["name"], "--format", "json").stdout)
    assert results["total_passages"] == merged[first["id"]]["passages"]
    shown = json.loads(run(folder, "show", second["id"], "--format", "json").stdout)
    assert (shown["id"], shown["mentions"]) == (first["id"], merged[first["id"]]["mentions"])

    assert [row["applied"] for row in rows_of(folder, "corrections", "list")] == [True]
    done = run(folder, "corrections", "undo", second["name"].upper())
    assert done.stdout.startswith(f"corrections.toml:6: deleted [merge] {line}\n")
    assert rows_of(folder, "entities", "law") == before


def test_show_follows_ids_and_names(folder: Path) -> None:
    (law, other, *_) = rows_of(folder, "entities", "law")
    assert json.loads(run(folder, "show", law["name"], "--format", "json").stdout)["id"] == law["id"]
    assert json.loads(run(folder, "show", law["aliases"][0], "--format", "json").stdout)["id"] == law["id"]
    run(folder, "corrections", "merge", other["id"], law["id"])
    for old in (other["id"], other["name"]):
        shown = run(folder, "show", old, "--format", "json")
        assert json.loads(shown.stdout)["id"] == law["id"]
        assert shown.stderr == (f"By a correction {old} is now {law['id']}.\n" if ":" in old else "")
    run(folder, "corrections", "rename", rows_of(folder, "entities", "law")[1]["id"], "Common Name")
    run(folder, "corrections", "rename", rows_of(folder, "entities", "organization")[0]["id"], "Common Name")
    both = run(folder, "show", "Common Name")
    assert (both.returncode, both.stdout) == (2, "")
    assert re.search(r"'Common Name' may be law:\S+ or organization:\S+: give the id\n$", both.stderr)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["show", "GPDR"], "did you mean 'General Data Protection Regulation'?", id="show"),
        pytest.param(["show", "law:nothing"], "no law has the id 'law:nothing'", id="an id of nothing"),
        pytest.param(["search", "x", "--law", "GPDR"], "did you mean 'General Data", id="a filter"),
        pytest.param(
            ["search", "x", "--publisher", "Nobody"], "no publisher is named 'Nobody'", id="a publisher"
        ),
        pytest.param(
            ["timeline", "--from", "2025", "--to", "2020"], "'2020' is before '2025'", id="backwards"
        ),
        pytest.param(
            ["rebuild", "--engine", "foo"],
            "no engine is named 'foo'; there is whoosh, tantivy",
            id="an engine",
        ),
    ],
)
def test_a_value_that_nothing_has_gets_one_line(folder: Path, arguments: list[str], message: str) -> None:
    done = run(folder, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_query_that_begins_with_a_hyphen_and_what_the_help_says_of_it(folder: Path) -> None:
    page = run(folder, "search", "--help").stdout
    assert "  policysearch search -- '-china data'\n" in page
    assert "\\b" not in page
    assert run(folder, "search", "--", "-china data").returncode == 0


def test_hits_say_who_published_them_and_when(folder: Path) -> None:
    (hit, *_) = rows_of(folder, "search", "privacy", "--sort", "newest")
    assert re.match(r"\d{4}", hit["published"])
    place = f"{hit['publisher']}, {hit['published']}"
    shown = run(folder, "search", "privacy", "--sort", "newest").stdout
    assert place in shown
    assert hit["passage_id"] in shown
    assert place in run(folder, "show", hit["passage_id"]).stdout


def test_every_way_to_correct(folder: Path) -> None:
    (law, *_) = rows_of(folder, "entities", "law")
    organizations = rows_of(folder, "entities", "organization")
    location = rows_of(folder, "entities", "organization", "--mentions")[0]["location"]
    body, other, third = (row["id"] for row in organizations[:3])
    for arguments in (
        ["rename", law["id"], "The Law"],
        ["hide", other, "a test"],
        ["retype", third, "law"],
        ["split", body, "Another Body", "--document", location],
        ["split", body, "The Law", "--wording", organizations[0]["name"]],
    ):
        done = run(folder, "corrections", *arguments)
        assert done.returncode == 0, done.stderr
    assert "no entity is named 'Another Body' yet" in run(folder, "corrections", "apply").stderr
    table = run(folder, "corrections", "list").stdout
    assert len([line for line in table.splitlines() if line.strip()]) >= 6
    names = {row["name"] for row in rows_of(folder, "entities", "law")}
    assert "The Law" in names
    assert f"law:{third.partition(':')[2]}" in {row["id"] for row in rows_of(folder, "entities", "law")}
    shown = json.loads(run(folder, "show", third, "--format", "json").stdout)
    assert shown["id"] == f"law:{third.partition(':')[2]}"
    assert run(folder, "show", other).returncode == 2, "hidden"
    assert other not in {row["id"] for row in rows_of(folder, "entities", "organization")}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(
            ["merge", "Nowhere Act", "GDPR"], "no law or organization is named 'Nowhere Act'", id="unknown"
        ),
        pytest.param(["merge", "AI Act", "European Commission"], "are of two kinds", id="a law and a body"),
        pytest.param(["hide", "GDPR"], "cannot be hidden: by line 2 it is renamed", id="a conflict"),
        pytest.param(["split", "GDPR", "AI Act"], "give either --wording or --document", id="split what"),
        pytest.param(["undo", "Nowhere Act"], "no correction names 'Nowhere Act'", id="nothing to undo"),
    ],
)
def test_what_cannot_be_followed_is_not_written(folder: Path, arguments: list[str], message: str) -> None:
    text = '[rename]\n"GDPR" = "The GDPR"\n'
    (folder / "corrections.toml").write_text(text)
    done = run(folder, "corrections", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert (folder / "corrections.toml").read_text() == text


def test_ingest_applies_the_file_and_tells_of_lines_that_do_not_hold(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "note.txt").write_text("The Online Harms Act 2031 was adopted by Parliament.")
    (tmp_path / "mine.toml").write_text('[rename]\n"Online Harms Act 2031" = "OHA"\n"Nothing" = "x"\n')
    done = run(tmp_path, "ingest", "reports", "--corrections", "mine.toml")
    assert done.returncode == 0
    assert "Notice: mine.toml:3: no law or organization is named 'Nothing'" in done.stderr
    assert [row["name"] for row in rows_of(tmp_path, "entities", "law")] == ["OHA"]
    done = run(tmp_path, "ingest", "reports")
    assert "there is no corrections.toml here: the corrections applied before are kept" in done.stderr
    assert [row["name"] for row in rows_of(tmp_path, "entities", "law")] == ["OHA"]
    done = run(tmp_path, "corrections", "rename", "Parliament", "P")
    assert done.returncode == 2
    assert "corrections.toml: no such file, while the corrections of mine.toml are in force" in done.stderr
    assert not (tmp_path / "corrections.toml").exists()
    listed = run(tmp_path, "corrections", "list").stderr
    assert "there is no corrections.toml here; those of mine.toml are in force" in listed
    done = run(tmp_path, "ingest", "reports", "--corrections", "gone.toml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "gone.toml: cannot be read as corrections (no such file)" in done.stderr
    (tmp_path / "mine.toml").write_text('[rename]\n"A" = B\n')
    done = run(tmp_path, "ingest", "reports", "--corrections", "mine.toml")
    assert done.returncode == 2
    assert done.stderr.startswith("policysearch: mine.toml:2: not TOML (")


def test_timeline_in_every_format(folder: Path) -> None:
    arguments = ["timeline", "--from", "2022", "--to", "2024-06", "--limit", "30"]
    rows = rows_of(folder, *arguments)
    assert 0 < len(rows) <= 30
    assert json.loads(run(folder, *arguments, "--format", "json").stdout) == rows
    sheet = list(csv.DictReader(io.StringIO(run(folder, *arguments, "--format", "csv").stdout[1:])))
    assert [row["value"] for row in sheet] == [row["value"] for row in rows]
    assert rows[0]["value"] in run(folder, *arguments).stdout
    assert all(" ".join(row["text"].split()) in row["sentence"] for row in rows)
    bad = run(folder, "timeline", "--from", "soon")
    assert (bad.returncode, bad.stdout) == (2, "")


def test_grid_in_every_format(folder: Path) -> None:
    for arguments in (["grid"], ["grid", "--columns", "year"], ["grid", "--each-year", "--top", "3"]):
        rows = rows_of(folder, *arguments)
        assert json.loads(run(folder, *arguments, "--format", "json").stdout) == rows
        sheet = list(csv.DictReader(io.StringIO(run(folder, *arguments, "--format", "csv").stdout[1:])))
        numbers = [
            int(value)
            for row in sheet
            for column, value in row.items()
            if column not in ("law", "name", "year")
        ]
        assert sum(numbers) == sum(row["passages"] for row in rows) > 0
        assert "·" in run(folder, *arguments).stdout
    law, organization = rows[0]["law"], rows[0]["organization"]
    found = run(
        folder, "search", "--law", law, "--organization", organization, "--year", rows[0]["year"],
        "--format", "json",
    )  # fmt: skip
    assert json.loads(found.stdout)["total_passages"] == rows[0]["passages"]
    assert run(folder, "grid", "--each-year", "--columns", "year").returncode == 2


@pytest.mark.parametrize("width", [20, 40, 80, 120, 200])
@pytest.mark.parametrize("by_year", [False, True], ids=["once", "each year"])
def test_every_column_of_a_grid_is_on_any_screen(
    collection: Collection, monkeypatch: pytest.MonkeyPatch, width: int, by_year: bool
) -> None:
    grid, _ = make_grid(collection.store, collection.engine, SearchRequest(), by_year=by_year, top=9)
    printed = io.StringIO()
    screen = Console(file=printed, width=width, markup=False)
    monkeypatch.setattr(grid_command, "console", lambda: screen)
    grid_command._print_table(grid)
    lines = printed.getvalue().splitlines()
    assert all(len(line) <= width for line in lines)
    assert "…" not in printed.getvalue()
    numbers = [int(word) for line in lines for word in line.split() if word.isdigit() and len(word) < 4]
    assert sum(numbers) == sum(cell.passages for cell in grid.cells)
    words = {word for line in lines for word in line.split()}
    if width > 40:  # on a narrower screen long words stand on two lines
        assert words >= {word for body in grid.organizations for word in grid.names[body].split()}


def test_entity_list_options(folder: Path) -> None:
    rows = rows_of(folder, "entities", "law", "--sort", "name", "--min-documents", "2", "--min-mentions", "3")
    assert rows
    assert all(row["documents"] >= 2 and row["mentions"] >= 3 for row in rows)
    (typed,) = rows_of(folder, "entities", "law", "--prefix", "gdp")
    assert "GDPR" in typed["aliases"]
    mentions = rows_of(folder, "entities", "law", "--prefix", "gdp", "--mentions")
    assert {row["entity_id"] for row in mentions} == {typed["id"]}
    seen = {row["text"] for row in mentions}
    aliases = [alias in seen for alias in typed["aliases"]]
    assert aliases == sorted(aliases, reverse=True), "forms that occur stand first"


@pytest.mark.parametrize("width", [50, 60, 80, 120, 200])
def test_entity_list_shows_names_numbers_and_ids_whole_on_any_screen(
    collection: Collection, width: int
) -> None:
    for row in collection.store.entities.rows(MentionKind.LAW):
        lines = [str(line).rstrip() for line in entities_command._entity(row, width)]
        assert all(width_of(line) <= max(width, width_of(row.entity.id)) for line in lines)
        assert sum(row.entity.id in line for line in lines) == 1, "in one piece, to be copied"
        numbers = [str(row.documents), str(row.passages), str(row.mentions)]
        assert lines[0].split()[:3] == numbers
        assert "".join(row.entity.name.split()) in "".join(re.sub(r"\s", "", line) for line in lines)


def test_mentions_are_listed_entity_by_entity(folder: Path) -> None:
    entities = [row["id"] for row in rows_of(folder, "entities", "law", "--limit", "3")]
    mentions = rows_of(folder, "entities", "law", "--limit", "3", "--mentions")
    assert list(dict.fromkeys(row["entity_id"] for row in mentions)) == entities
    page = run(folder, "entities", "law", "--limit", "3", "--mentions").stdout.splitlines()
    assert [line.split()[-1] for line in page if line and not line.startswith(" ")] == entities
    assert all(any(row["location"] in line for line in page) for row in mentions), "no path is cut"


def test_tables_in_a_pipe_cut_no_path(tmp_path: Path) -> None:
    deep = tmp_path / ("reports of the " + "very " * 20 + "long kind")
    deep.mkdir()
    (deep / ("note" * 40 + ".txt")).write_text("The law was adopted on 5 May 2023.")
    (deep / ("cut" * 40 + ".pdf")).write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    run(tmp_path, "ingest", str(deep))
    for arguments in (["status"], ["timeline"], ["entities", "date", "--mentions"]):
        shown = re.sub(r"\s", "", run(tmp_path, *arguments).stdout)
        assert "…" not in shown, arguments
        assert len(re.findall("note|cut", shown)) >= 40, arguments

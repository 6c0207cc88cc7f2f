from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from policysearch.ingest.text_headings import heading_patterns, plain_headings

ROWS = tomllib.loads(files("policysearch.ingest").joinpath("text_headings.toml").read_text("utf-8"))[
    "patterns"
]


PROSE = (
    "The text that follows goes on for a while, as the text below a heading does in a report of any length. "
    * 2
)


@pytest.mark.parametrize(
    ("name", "line"), [pytest.param(row["name"], line, id=line) for row in ROWS for line in row["examples"]]
)
def test_every_pattern_matches_its_examples(name: str, line: str) -> None:
    pattern = next(each for each in heading_patterns() if each.name == name)
    match = pattern.pattern.fullmatch(line)
    assert match
    assert pattern.level_of(match) >= 1
    (heading,) = plain_headings(f"Text before.\n\n{line}\n\n{PROSE}")
    assert heading.start == 14
    assert heading.end == 14 + len(line)


@pytest.mark.parametrize("line", [line for row in ROWS for line in row["not"]])
def test_no_pattern_matches_a_sentence(line: str) -> None:
    assert plain_headings(f"Text before.\n\n{line}\n\n{PROSE}") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Title\n=====\n\ntext\n\nPart\n----\ntext", [("Title", 1), ("Part", 2)]),
        ("a paragraph\nthat ends\n---------\n", []),
        ("| a | b |\n|---|---|\n", []),
        ("1. Keep logs\n2. Delete them\n3. Tell people\n", []),
        ("3. Keep Logs\n\nA list torn apart.\n\n8. Delete Them\n\nBy its remarks.", []),
        ("Jane Smith\n\nJohn Doe\n\nThe team.", []),
        ("第一章 总则\n第二章 附则\n第一章 总则\n条文\n", [("第一章 总则", 2)]),
        ("CHAPTER I\n\nSection 1 Scope\n\nIt applies.\n", [("CHAPTER I", 2), ("Section 1 Scope", 3)]),
    ],
    ids=[
        "underlined",
        "a rule below a paragraph",
        "a table",
        "a list",
        "out of sequence",
        "names",
        "a table of contents",
        "nested",
    ],
)
def test_by_their_surroundings(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(text[each.start : each.end], each.level) for each in plain_headings(text)] == expected

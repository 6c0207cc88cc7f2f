"""The corrections file: what its lines say, and how they are written and taken out."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from policysearch.entities.corrections import (
    Action,
    Correction,
    lines_naming,
    parse_corrections,
    read_corrections,
    with_correction,
    without_lines,
)
from policysearch.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

FILE = """\
# Kept by the desk.

[merge]
"KI-Verordnung" = "EU Artificial Intelligence Act"  # German
人工智能法案 = "EU Artificial Intelligence Act"

[rename]
"law:ai-act" = "AI Act"
[hide]
"Annex" = ""
[split]
"Commission".wording."the Commission" = "Federal Trade Commission"
"Commission".document."reports/ftc.html" = "Federal Trade Commission"
[retype]
"Made in China 2025" = "law"
"""


def test_every_kind_of_line() -> None:
    text = FILE.replace("人工智能法案", '"人工智能法案"')
    found = parse_corrections(text, source="corrections.toml")
    target = "EU Artificial Intelligence Act"
    assert found.notices == ()
    assert found.lines == (
        Correction(line=4, action=Action.MERGE, name="KI-Verordnung", value=target),
        Correction(line=5, action=Action.MERGE, name="人工智能法案", value=target),
        Correction(line=8, action=Action.RENAME, name="law:ai-act", value="AI Act"),
        Correction(line=10, action=Action.HIDE, name="Annex", value=""),
        Correction(
            line=12,
            action=Action.SPLIT,
            name="Commission",
            value="Federal Trade Commission",
            wording="the Commission",
        ),
        Correction(
            line=13,
            action=Action.SPLIT,
            name="Commission",
            value="Federal Trade Commission",
            document="reports/ftc.html",
        ),
        Correction(line=15, action=Action.RETYPE, name="Made in China 2025", value="law"),
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param('"A" "B"', "Expected '='", id="no equals sign"),
        pytest.param('"A" = B', "Invalid value", id="a value without quotation marks"),
        pytest.param('"A = "B"', "", id="a quotation mark too few"),
        pytest.param("人工智能法案 = 'x'", "", id="letters that TOML wants in quotation marks"),
        pytest.param("[merge", "Expected ']'", id="a table that is not closed"),
        pytest.param('"A" = """', "", id="a text over several lines"),
    ],
)
def test_broken_toml_is_an_error_with_its_line(line: str, reason: str) -> None:
    with pytest.raises(UsageError, match=r"^corrections\.toml:3: not TOML \(") as caught:
        parse_corrections(f'[merge]\n"C" = "D"\n{line}\n', source="corrections.toml")
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param('"A" = "B"', 1, "stands before the first of [merge]", id="no table"),
        pytest.param('[merges]\n"A" = "B"', 1, "there is no table [merges]", id="unknown table"),
        pytest.param('[merge]\n"A" = 5', 2, "5 is not a text", id="a number"),
        pytest.param('[merge]\n"A" = " "', 2, "' ' is not a text", id="an empty target"),
        pytest.param('[merge]\nEU.Act = "B"', 2, "EU.Act is not one name", id="dots without quotation marks"),
        pytest.param('[split]\n"A" = "B"', 2, "a split reads", id="a split without wording or document"),
        pytest.param('[split]\n"A".page."3" = "B"', 2, "a split reads", id="a split by something else"),
        pytest.param('[retype]\n"A" = "date"', 2, "'date' is not a kind", id="not a kind of entity"),
    ],
)
def test_a_line_that_is_no_correction_gets_a_notice_and_the_rest_holds(
    text: str, line: int, message: str
) -> None:
    found = parse_corrections(text + '\n[hide]\n"Z" = "noise"\n', source="corrections.toml")
    assert [(notice.line, notice.applied) for notice in found.notices] == [(line, False)]
    assert message in found.notices[0].message
    assert [correction.name for correction in found.lines] == ["Z"]


def test_tables_may_be_nested_repeated_and_have_windows_line_ends() -> None:
    text = '[split."A".wording]\r\n"w" = "B"\r\n[hide]\r\n"C" = "x"\r\n[hide]\r\n"D" = "y"\r\n'
    found = parse_corrections(text, source="c")
    assert [(c.name, c.wording, c.value) for c in found.lines] == [
        ("A", "w", "B"),
        ("C", "", "x"),
        ("D", "", "y"),
    ]


NEW = Correction(line=0, action=Action.MERGE, name='The "X" Act\\', value="Y\x7f")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", "[merge]\nNEW\n", id="empty file"),
        pytest.param("# mine\n", "# mine\n\n[merge]\nNEW\n", id="a comment only"),
        pytest.param("# mine", "# mine\n\n[merge]\nNEW\n", id="no line end at the end"),
        pytest.param('[merge]\n"A" = "B"', '[merge]\n"A" = "B"\nNEW', id="table without line end"),
        pytest.param("[hide]\n\n[merge]\n\n[split]\n", "[hide]\n\n[merge]\nNEW\n\n[split]\n", id="between"),
        pytest.param(
            '[ merge ]\n"A"="B" # c\n# d\n\n', '[ merge ]\n"A"="B" # c\n# d\nNEW\n\n', id="comments"
        ),
        pytest.param('[hide]\r\n"A" = ""\r\n', '[hide]\r\n"A" = ""\r\n\r\n[merge]\r\nNEW\r\n', id="CRLF"),
    ],
)
def test_a_line_goes_below_its_table_and_comes_out_again(before: str, after: str) -> None:
    line = '"The \\"X\\" Act\\\\" = "Y\\u007f"'
    written, number = with_correction(before, NEW)
    assert written == after.replace("NEW", line)
    assert tomllib.loads(written)["merge"][NEW.name] == NEW.value
    (correction,) = lines_naming(parse_corrections(written, source="c"), 'the "x" act')
    assert correction.line == number
    assert without_lines(written, [correction.line]).strip() in (
        before.strip(),
        f"{before}\n[merge]".strip(),
        f"{before}\n\n[merge]".strip(),
        f"{before}\r\n[merge]".strip(),
    )


def test_undo_prefers_lines_about_a_name_to_lines_that_lead_to_it() -> None:
    text = '[merge]\n"A" = "B"\n"C" = "B"\n[rename]\n"B" = "The B"\n[hide]\n"D" = "B"\n'
    corrections = parse_corrections(text, source="c")
    assert [line.line for line in lines_naming(corrections, "b")] == [5]
    assert [line.line for line in lines_naming(corrections, "The B")] == [5]
    without = parse_corrections(without_lines(text, [5]), source="c")
    assert [line.line for line in lines_naming(without, "B")] == [2, 3]
    assert lines_naming(corrections, "nothing") == []


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    path = tmp_path / "corrections.toml"
    with pytest.raises(UsageError, match="no such file"):
        read_corrections(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match=r"corrections\.toml: cannot be read as corrections"):
        read_corrections(path)
    path.write_bytes(b"\xef\xbb\xbf[merge]\r\n")
    assert read_corrections(path) == "[merge]\r\n"

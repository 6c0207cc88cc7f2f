"""The help texts in the docs are those of the commands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "commands.md").read_text("utf-8")
BLOCKS = re.findall(r"<!-- output of: policysearch (\w+) --help -->\n```text\n(.*?)\n```\n", PAGE, re.DOTALL)


@pytest.mark.parametrize(("command", "shown"), BLOCKS, ids=[command for command, _ in BLOCKS])
def test_help_is_as_shown(command: str, shown: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "policysearch", command, "--help"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    printed = "\n".join(line.rstrip() for line in run.stdout.rstrip().splitlines())
    assert printed == shown, "run `make docs`"


def test_every_command_is_shown() -> None:
    from policysearch.cli.main import COMMANDS

    assert [command for command, _ in BLOCKS] == list(COMMANDS)


@pytest.mark.parametrize(
    "page", ["README.md", *sorted(f"docs/{path.name}" for path in ROOT.glob("docs/*.md"))]
)
def test_no_output_is_empty(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    announced = re.findall(r"<!-- output of: (.+?) -->", text)
    shown = dict(re.findall(r"<!-- output of: (.+?) -->\n```\w*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE))
    empty = [command for command in announced if not shown.get(command, "").strip()]
    assert not empty, "run `make docs`"

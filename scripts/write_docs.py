"""Write the output of commands into the Markdown pages that show it.

Usage: python scripts/write_docs.py [--check]

A block begins with a line ``<!-- output of: COMMAND -->`` and reaches to ``<!-- end of output -->``; what
stands between is replaced by the command's output in a code block. With --check nothing is written, and
the exit code is 1 if a page would change. Blocks that show the sample index need `make demo` before.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"(<!-- output of: (?P<command>.+?) -->\n).*?(<!-- end of output -->)", re.DOTALL)


def run(command: str) -> str:
    """The output of a `policysearch` command line, as a terminal of plain text would show it."""
    arguments = shlex.split(command)[1:]
    done = subprocess.run(
        [sys.executable, "-m", "policysearch", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
    )
    return "\n".join(line.rstrip() for line in done.stdout.rstrip().splitlines())


def fill(page: str) -> str:
    """A page with the output of every block made anew."""
    return BLOCK.sub(lambda block: f"{block[1]}```text\n{run(block['command'])}\n```\n{block[3]}", page)


def main() -> None:
    """Fill or check every page."""
    stale = []
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        page = path.read_text("utf-8")
        fresh = fill(page)
        if fresh != page:
            stale.append(path.relative_to(ROOT))
            if "--check" not in sys.argv:
                path.write_text(fresh, "utf-8")
    for path in stale:
        print(f"{path}: {'would change' if '--check' in sys.argv else 'written'}")
    sys.exit(1 if stale and "--check" in sys.argv else 0)


if __name__ == "__main__":
    main()

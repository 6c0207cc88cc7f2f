"""Instruments cited by number: "Regulation (EU) 2024/1689", "15 U.S.C. § 9401(3)", "GB/T 35273-2020".

The patterns are data, in ``data/law_numbers.toml``, each with the examples that it must match.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from .candidates import Candidate
from .law_words import load_table

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLANK = re.compile(r"\(\?<[!=](?:\[[^\]]*\]|[^)])*\)|\[[^\]]*\]| \??")


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """How one kind of citation is written.

    Attributes:
        hints: Strings of which the text must hold one, as a pattern is dearer to try than a look-up.
        regex: With group "law" where the span is less than the match.
    """

    id: str
    hints: tuple[str, ...]
    regex: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@cache
def number_patterns() -> tuple[NumberPattern, ...]:
    """Read and compile the patterns, once a process."""
    return tuple(
        NumberPattern(
            row["id"],
            tuple(row["hints"]),
            re.compile(_BLANK.sub(_any_space, row["regex"])),
            tuple(row["examples"]),
            tuple(row.get("counter_examples", ())),
        )
        for row in load_table("law_numbers")["pattern"]
    )


def find_numbers(text: str) -> Iterator[Candidate]:
    """Find numbered instruments, pattern by pattern; they may overlap."""
    for pattern in number_patterns():
        if not any(hint in text for hint in pattern.hints):
            continue
        group = "law" if "law" in pattern.regex.groupindex else 0
        for match in pattern.regex.finditer(text):
            yield Candidate(*match.span(group), f"laws:{pattern.id}")


def _any_space(part: re.Match[str]) -> str:
    """Let a blank of a pattern stand for any white space, up to three characters (a line break, indented)."""
    if part[0].startswith(("[", "(")):
        return part[0].replace(" ", r"\s")
    return r"\s{1,3}" if part[0] == " " else r"\s{0,3}"

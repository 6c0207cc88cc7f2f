"""Query text to tokens of the query language: what is an operator and what a word is decided here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from ..models import Notice

MOST_CHARACTERS = 2_000
"""Of the query that are read: more than a page of text."""
MOST_NESTED = 20
"""Parentheses within parentheses."""


class Kind(Enum):
    """What a token of the query language is."""

    WORD = auto()
    QUOTED = auto()
    FIELD = auto()
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A token of the query language.

    Attributes:
        text: A word with what is attached to it ("sol*"); what stands between quotes; a field's name.
        start: Offset of its first character in the query text.
        end: Offset after its last character.
        distance: The number after ``"…"~``; None if there was no tilde.
    """

    kind: Kind
    text: str
    start: int
    end: int
    distance: int | None = None


_PLAIN = str.maketrans(
    dict.fromkeys("“”„‟«»＂「」『』", '"')
    | dict.fromkeys("−－", "-")
    | dict.fromkeys("\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", " ")
    | {"（": "(", "）": ")", "：": ":", "＊": "*", "～": "~", "\u3000": " "}
    | {chr(code + 0xFEE0): chr(code) for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))}
    | dict.fromkeys((chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))), " ")
)
"""One character for one, so that offsets stay: full width, quotes, direction marks and control characters."""

_LEXEME = re.compile(
    r'"(?P<quoted>[^"]*)"(?:~(?P<distance>\d*))?'
    r"|(?P<open>\()|(?P<close>\))"
    r'|(?<![^\s(])(?P<not>-)(?=["(\w])'
    r"|(?<![^\s(\-])(?P<field>[^\W\d_]+):(?P<space> ?)(?=[^\s/)])"
    r'|(?P<word>[^\s()"]+)'
)
_OPERATORS = {"AND": Kind.AND, "&&": Kind.AND, "OR": Kind.OR, "||": Kind.OR, "|": Kind.OR, "NOT": Kind.NOT}
_BEGINNINGS = (Kind.WORD, Kind.QUOTED, Kind.FIELD, Kind.OPEN, Kind.NOT)
_ENDINGS = (Kind.WORD, Kind.QUOTED, Kind.CLOSE)
_FARTHEST = 100


def scan(text: str, fields: frozenset[str]) -> tuple[list[Lexeme], list[Notice]]:
    """Split query text into tokens of which operators and parentheses are sure to fit.

    Args:
        text: The query as typed.
        fields: Names that may stand before a colon, in lower case.

    Returns:
        The tokens, and a notice for each thing that had to be read in another way.
    """
    notices: list[Notice] = []
    if len(text) > MOST_CHARACTERS:
        notices.append(Notice(f"Only the first {MOST_CHARACTERS:,} characters were read.", MOST_CHARACTERS))
        text = text[:MOST_CHARACTERS]
    text = text.translate(_PLAIN)
    if text.count('"') % 2:
        position = text.rindex('"')
        notices.append(
            Notice("This quotation mark has no other one: read as if it were not there.", position)
        )
        text = f"{text[:position]} {text[position + 1 :]}"
    lexemes = _lexemes(text, fields, notices)
    lexemes = _balanced(lexemes, notices)
    return _without_idle_operators(lexemes, notices), notices


def _lexemes(text: str, fields: frozenset[str], notices: list[Notice]) -> list[Lexeme]:
    found: list[Lexeme] = []
    for match in _LEXEME.finditer(text):
        start, end = match.span()
        if match["quoted"] is not None:
            distance = match["distance"]
            near = None if distance is None else min(int(distance[:4] or 5), _FARTHEST)
            found.append(Lexeme(Kind.QUOTED, match["quoted"], start + 1, end, near))
        elif match["open"]:
            found.append(Lexeme(Kind.OPEN, "(", start, end))
        elif match["close"]:
            found.append(Lexeme(Kind.CLOSE, ")", start, end))
        elif match["not"]:
            found.append(Lexeme(Kind.NOT, "-", start, end))
        elif name := match["field"]:
            if name.lower() in fields:
                found.append(Lexeme(Kind.FIELD, name.lower(), start, end))
                continue
            if not match["space"]:
                known = ", ".join(sorted(fields))
                notices.append(
                    Notice(f"There is no field {name!r} (fields: {known}): read as a word.", start)
                )
            found.append(Lexeme(Kind.WORD, name, start, start + len(name)))
        else:
            found.append(Lexeme(_OPERATORS.get(match["word"], Kind.WORD), match["word"], start, end))
    return found


def _balanced(lexemes: list[Lexeme], notices: list[Notice]) -> list[Lexeme]:
    """Drop parentheses without a partner or too deep."""
    opened: list[int] = []
    dropped: set[int] = set()
    too_deep: list[int] = []
    needless = False
    for index, lexeme in enumerate(lexemes):
        if lexeme.kind is Kind.OPEN:
            opened.append(index)
        elif lexeme.kind is Kind.CLOSE and opened:
            if len(opened) > MOST_NESTED:
                too_deep.append(opened[-1])
                dropped |= {opened[-1], index}
            opened.pop()
        elif lexeme.kind is Kind.CLOSE:
            if not needless:
                notices.append(Notice("This closing parenthesis closes nothing: left out.", lexeme.start))
            needless = True
            dropped.add(index)
    if opened:
        notices.append(Notice("This parenthesis is never closed: left out.", lexemes[opened[0]].start))
    if too_deep:
        position = lexemes[min(too_deep)].start
        notices.append(Notice(f"Parentheses more than {MOST_NESTED} deep were left out.", position))
    dropped.update(opened)
    return [lexeme for index, lexeme in enumerate(lexemes) if index not in dropped]


def _without_idle_operators(lexemes: list[Lexeme], notices: list[Notice]) -> list[Lexeme]:
    """Turn an operator without something on each side that it needs into a word."""
    kept: list[Lexeme] = []
    for index, lexeme in enumerate(lexemes):
        if lexeme.kind in (Kind.AND, Kind.OR, Kind.NOT):
            before = lexeme.kind is Kind.NOT or bool(kept and kept[-1].kind in _ENDINGS)
            after = index + 1 < len(lexemes) and lexemes[index + 1].kind in _BEGINNINGS
            if not (before and after):
                lexeme = replace(lexeme, kind=Kind.WORD)
                if lexeme.text.isalpha():
                    message = f"{lexeme.text} has nothing to connect here: read as a word."
                    notices.append(Notice(message, lexeme.start))
        kept.append(lexeme)
    return kept

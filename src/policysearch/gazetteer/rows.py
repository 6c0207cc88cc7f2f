"""Rows of a gazetteer file: one JSON object a line, checked as it is read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from ..names import name_key, slug

if TYPE_CHECKING:
    from ..models import MentionKind

DATA = Path(__file__).parent / "data"
_FIELDS = frozenset({"name", "aliases", "short", "jurisdiction", "issuer", "year"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A law or an organization known beforehand.

    Attributes:
        name: The full official name, in English where one is in use.
        aliases: Other forms that mean this and nothing else: acronyms, short titles, numbers, translations.
        short: Forms that mean this only in a document that also uses another of its forms ("Commission").
        jurisdiction: ISO 3166-1 alpha-2 code, "EU", "INT", or "" if unknown.
        issuer: The body that made it, or that it belongs to; "" if unknown.
        year: Year of adoption or foundation, or None.
    """

    kind: MentionKind
    name: str
    aliases: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    jurisdiction: str = ""
    issuer: str = ""
    year: int | None = None

    @property
    def id(self) -> str:
        """The entity id, ``"{kind}:{slug}"``."""
        return f"{self.kind}:{slug(self.name)}"

    @property
    def forms(self) -> tuple[str, ...]:
        """The name and the aliases: every form that stands on its own."""
        return (self.name, *self.aliases)


@cache
def jurisdictions() -> frozenset[str]:
    """Codes that a row may give: those of ISO 3166-1 alpha-2 and "EU" and "INT"."""
    return frozenset((DATA / "jurisdictions.txt").read_text("utf-8").split())


def is_acronym(form: str) -> bool:
    """Whether a form is told from ordinary words by its capitals alone: "WHO", but not "CHIPS Act"."""
    letters = [letter for letter in form if letter.isalpha()]
    return bool(letters) and not re.search(r"\s", form) and all("A" <= letter <= "Z" for letter in letters)


@lru_cache(maxsize=32_768)  # each form of a shipped row is asked for twice: when read, and when made findable
def form_key(form: str) -> str:
    """The key under which a form is looked up: acronyms as written, everything else by its name key."""
    return form.replace(".", "") if is_acronym(form) else name_key(form)


def read_entries(path: Path, kind: MentionKind) -> tuple[Entry, ...]:
    """Read a gazetteer file; blank lines are skipped.

    Raises:
        UsageError: The file cannot be read, a line is not a valid row, or a form stands in two rows;
            the message gives file and line.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: cannot be read as a gazetteer ({error}); give a UTF-8 JSONL file"
        ) from error
    entries: list[Entry] = []
    line_of: dict[str, int] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = _entry(json.loads(line), kind)
        except ValueError as error:
            raise UsageError(f"{path} line {number}: {error}; mend or remove this line") from error
        for form in entry.forms:
            other = line_of.setdefault(form_key(form), number)
            if other != number:
                message = f"{form!r} already belongs to line {other}; keep it in one row"
                raise UsageError(f"{path} line {number}: {message}")
        entries.append(entry)
    return tuple(entries)


def _has_words(form: str) -> bool:
    """Whether a form has a letter or digit: a name key without the time it takes."""
    return any(map(str.isalnum, form))


def _entry(row: Any, kind: MentionKind) -> Entry:
    """Check one decoded row.

    Raises:
        ValueError: With what is wrong, in words.
    """
    if not isinstance(row, dict):
        raise ValueError("a row is a JSON object with a name")
    if unknown := sorted(row.keys() - _FIELDS):
        raise ValueError(f"unknown field {unknown[0]!r}, expected {', '.join(sorted(_FIELDS))}")
    name, year = row.get("name"), row.get("year")
    jurisdiction, issuer = row.get("jurisdiction") or "", row.get("issuer") or ""
    aliases, short = row.get("aliases") or [], row.get("short") or []
    if not isinstance(name, str) or not _has_words(name):
        raise ValueError("name is missing")
    if jurisdiction and jurisdiction not in jurisdictions():
        raise ValueError(f"jurisdiction {jurisdiction!r} is not an ISO 3166-1 alpha-2 code, EU or INT")
    if year is not None and (not isinstance(year, int) or isinstance(year, bool)):
        raise ValueError(f"year {year!r} is not a whole number")
    if not isinstance(issuer, str):
        raise ValueError(f"issuer {issuer!r} is not a name")
    for field, values in (("aliases", aliases), ("short", short)):
        if not isinstance(values, list) or not all(
            isinstance(form, str) and _has_words(form) for form in values
        ):
            raise ValueError(f"{field} is not a list of names")
    return Entry(
        kind=kind,
        name=name,
        aliases=tuple(aliases),
        short=tuple(short),
        jurisdiction=jurisdiction,
        issuer=issuer,
        year=year,
    )

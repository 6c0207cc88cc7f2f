"""The corrections file: what people say of the entities that were found, one correction a line.

It is TOML, written by hand or by ``policysearch corrections``::

    [merge]
    "KI-Verordnung" = "EU Artificial Intelligence Act"
    [rename]
    "EU Artificial Intelligence Act" = "AI Act"
    [hide]
    "Annex" = "a heading, not a law"
    [split]
    "European Commission".wording."FTC Commission" = "Federal Trade Commission"
    "European Commission".document."reports/ftc.html" = "Federal Trade Commission"
    [retype]
    "Made in China 2025" = "law"

Names are names, aliases or ids ("law:gdpr"). ``effects`` says what the lines come to.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..models import MentionKind
from ..names import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

KINDS = (MentionKind.ORGANIZATION, MentionKind.LAW)
_SPLIT_BY = ("wording", "document")
_POSITION = re.compile(r" \(at .*\)$")  # of the line that we gave the TOML parser alone


class Action(StrEnum):
    """What a correction does, and the table that it stands in."""

    MERGE = "merge"
    RENAME = "rename"
    HIDE = "hide"
    SPLIT = "split"
    RETYPE = "retype"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One line of the file.

    Attributes:
        line: Its number, from 1.
        name: Name, alias or id of the entity that it is about.
        value: The entity that it becomes, the new name, the reason for hiding or the new kind.
        wording: For a split by words: what the mentions that go are called.
        document: For a split by document: location or id of the document in which all of them go.
    """

    line: int
    action: Action
    name: str
    value: str
    wording: str = ""
    document: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The entities that it speaks of: the one that it is about first."""
        other = self.action in (Action.MERGE, Action.RENAME, Action.SPLIT)
        return (self.name, self.value) if other else (self.name,)


@dataclass(frozen=True, slots=True)
class CorrectionNotice:
    """Something to know of a line.

    Attributes:
        line: Its number, from 1.
        message: One sentence that names the value at fault and the next step.
        applied: Whether the line holds all the same.
    """

    line: int
    message: str
    applied: bool = False


@dataclass(frozen=True, slots=True)
class Corrections:
    """A corrections file.

    Attributes:
        lines: Its corrections, in order.
        notices: Lines that are TOML but no correction.
    """

    lines: tuple[Correction, ...]
    notices: tuple[CorrectionNotice, ...]


def read_corrections(path: Path) -> str:
    """The text of a corrections file, as it stands there but for a byte-order mark.

    Raises:
        UsageError: The file is not there, cannot be read or is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else str(error)
        raise UsageError(f"{path}: cannot be read as corrections ({reason}); give a UTF-8 file") from error


def parse_corrections(text: str, *, source: str) -> Corrections:
    """Read a corrections file.

    Args:
        text: What stands in it.
        source: Its name, for messages.

    Raises:
        UsageError: A line is not TOML; the message gives its number.
    """
    lines: list[Correction] = []
    notices: list[CorrectionNotice] = []
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            content = tomllib.loads(line.rstrip("\r"))
        except tomllib.TOMLDecodeError as error:
            reason = _POSITION.sub("", str(error))
            raise UsageError(
                f'{source}:{number}: not TOML ({reason}); a correction is one line: "NAME" = "VALUE"'
            ) from error
        for path, value in _leaves(content, ()):
            if line.lstrip().startswith("["):
                table = path
                if table[0] not in list(Action):
                    notices.append(CorrectionNotice(number, _unknown_table(table[0])))
            elif not table:
                notices.append(CorrectionNotice(number, f"stands before the first of {_tables()}"))
            elif table[0] in list(Action):
                correction = _correction(number, (*table, *path), value)
                if isinstance(correction, Correction):
                    lines.append(correction)
                else:
                    notices.append(correction)
    return Corrections(tuple(lines), tuple(notices))


def _leaves(content: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield every value of nested tables with its keys; an empty table is a value."""
    if isinstance(content, dict) and content:
        for key, value in content.items():
            yield from _leaves(value, (*path, key))
    elif path:
        yield path, content


def _tables() -> str:
    return ", ".join(f"[{action}]" for action in Action)


def _unknown_table(name: str) -> str:
    return f"there is no table [{name}]; its lines are passed over, use {_tables()}"


def _correction(number: int, path: tuple[str, ...], value: object) -> Correction | CorrectionNotice:
    action, *keys = path
    if not isinstance(value, str) or (not value.strip() and action != Action.HIDE):
        return CorrectionNotice(number, f"{value!r} is not a text in quotation marks")
    if action == Action.SPLIT:
        if len(keys) != 3 or keys[1] not in _SPLIT_BY:
            form = '"NAME".wording."WORDS" = "OTHER" or "NAME".document."LOCATION" = "OTHER"'
            return CorrectionNotice(number, f"a split reads {form}")
        name, by, what = keys
        return Correction(line=number, action=Action.SPLIT, name=name, value=value, **{by: what})
    if len(keys) != 1:
        return CorrectionNotice(number, f"{'.'.join(keys)} is not one name: put it in quotation marks")
    if action == Action.RETYPE and value not in KINDS:
        return CorrectionNotice(number, f"{value!r} is not a kind; use {' or '.join(KINDS)}, or [hide]")
    return Correction(line=number, action=Action(action), name=keys[0], value=value)


def with_correction(text: str, correction: Correction) -> tuple[str, int]:
    """Put one more line at the end of its table; everything else stays as it is.

    Args:
        text: A file that ``parse_corrections`` can read.
        correction: What to say; its own line number does not matter.

    Returns:
        The new text, and the number of the new line.
    """
    lines = text.split("\n")
    ending = "\r" if "\r\n" in text else ""
    new = _written(correction) + ending
    last, inside = -1, False
    for number, line in enumerate(lines):
        if line.lstrip().startswith("["):
            inside = next(_leaves(tomllib.loads(line.rstrip("\r")), ()))[0] == (correction.action,)
        if inside and line.strip():
            last = number
    if last >= 0:
        return "\n".join((*lines[: last + 1], new, *lines[last + 1 :])), last + 2
    before = text if not text or text.endswith("\n") else text + ending + "\n"
    gap = ending + "\n" if before.strip() else ""
    head = f"{before}{gap}[{correction.action}]{ending}\n"
    return f"{head}{new}\n", head.count("\n") + 1


def without_lines(text: str, numbers: Iterable[int]) -> str:
    """A file's text without these lines, counted from 1; everything else stays as it is."""
    gone = set(numbers)
    return "\n".join(line for number, line in enumerate(text.split("\n"), start=1) if number not in gone)


def lines_naming(corrections: Corrections, name: str) -> list[Correction]:
    """The corrections that are about an entity, or if there are none those that lead to it.

    Names are compared by name key.
    """
    key = name_key(name)
    about = [line for line in corrections.lines if name_key(line.name) == key]
    return about or [line for line in corrections.lines if key in map(name_key, line.names[1:])]


def _written(correction: Correction) -> str:
    key = _quoted(correction.name)
    if correction.wording:
        key += f".wording.{_quoted(correction.wording)}"
    elif correction.document:
        key += f".document.{_quoted(correction.document)}"
    return f"{key} = {_quoted(correction.value)}"


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are a part of TOML's, which also escapes DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

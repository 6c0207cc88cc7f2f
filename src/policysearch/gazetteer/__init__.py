"""Names known beforehand: laws and organizations with their aliases, jurisdiction, issuer and year.

The shipped rows are ``data/laws.jsonl``, ``data/organizations.jsonl`` (public bodies, intergovernmental
organizations, parties) and ``data/nongovernmental.jsonl`` (companies, media, universities, associations and
all others), one JSON object a line: ``{"name", "aliases", "short", "jurisdiction", "issuer", "year"}``. Only
``name`` is required. A file of the user's own in the same form adds rows, or forms to a shipped row of the
same name.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..models import MentionKind
from ..names import name_key
from .matching import Found, Gazetteer
from .rows import DATA, Entry, jurisdictions, read_entries

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["Entry", "Found", "Gazetteer", "jurisdictions", "load_gazetteer"]

_FILES = {
    MentionKind.LAW: ("laws.jsonl",),
    MentionKind.ORGANIZATION: ("organizations.jsonl", "nongovernmental.jsonl"),
}


def load_gazetteer(kind: MentionKind, extra: Path | None = None) -> Gazetteer:
    """Return the shipped gazetteer of a kind, extended by a file of the user's own.

    The shipped data is read once a process; an extra file is read at each call. A row of the extra
    file with the name of a shipped row is merged with it, what it states winning over what is shipped.

    Args:
        kind: LAW or ORGANIZATION.
        extra: A JSONL file with the same fields, or None.

    Raises:
        UsageError: There is no gazetteer of this kind, or the extra file has a fault; the message
            gives its line.
    """
    if kind not in _FILES:
        raise UsageError(f"there is no gazetteer of kind {kind}; use one of {', '.join(_FILES)}")
    if extra is None:
        return _shipped(kind)
    return Gazetteer(_merged(_shipped(kind).entries, read_entries(extra, kind)))


@cache
def _shipped(kind: MentionKind) -> Gazetteer:
    return Gazetteer(entry for file in _FILES[kind] for entry in read_entries(DATA / file, kind))


def _merged(shipped: Iterable[Entry], own: Iterable[Entry]) -> Iterable[Entry]:
    entries = {name_key(entry.name): entry for entry in shipped}
    for new in own:
        # Taken out and put in again, so that it stands last and its forms win.
        old = entries.pop(name_key(new.name), new)
        entries[name_key(new.name)] = Entry(
            kind=new.kind,
            name=new.name,
            aliases=tuple(dict.fromkeys((*new.aliases, *old.aliases))),
            short=tuple(dict.fromkeys((*new.short, *old.short))),
            jurisdiction=new.jurisdiction or old.jurisdiction,
            issuer=new.issuer or old.issuer,
            year=new.year if new.year is not None else old.year,
        )
    return entries.values()

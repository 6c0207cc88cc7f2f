"""Regular expressions for any of many words that a search gets through fast.

An engine that tries alternatives one after the other takes time for each at every place. Grouped by
first letter they cost a few; and where each group begins with its letter, places that begin with
no such letter cost next to nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLAIN_START = re.compile(r"\w(?![?*+{])")


def one_of(expressions: Iterable[str], not_after: str = "") -> str:
    r"""Return an expression for any of some, of those with the same first letter the longest first.

    Args:
        expressions: Regular expressions without an alternative at their top level.
        not_after: Characters, as written within a set (``\w-``), of which none may stand before.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for written in sorted(set(expressions), key=lambda written: (-len(written), written)):
        groups[written[0] if _PLAIN_START.match(written) else ""].append(written)
    parts = []
    for letter, group in groups.items():
        edge = f"(?<![{not_after}]{letter})" if not_after else ""
        parts.append(f"{letter}{edge}(?:{'|'.join(written[len(letter) :] for written in group)})")
    return f"(?:{'|'.join(parts)})"

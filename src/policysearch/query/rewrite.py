"""A tree to another tree: alternatives instead of conditions, values instead of names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .tree import And, FieldIs, FieldRange, HasValue, InTitle, Not, Or, Phrase, Word, all_of, one_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..models import Facet
    from .tree import Expression, Leaf, TextLeaf

_SHORTEST_ALONE = 3
"""Shorter parts of a compound ("IL-6", "5G") say too little by themselves to be alternatives."""


def any_of(expression: Expression | None) -> Expression | None:
    """Make the words of an expression alternatives, for partial matches.

    What is excluded stays excluded and fields stay conditions. A quoted phrase stays whole; a
    compound or a run of Chinese is also found by its parts.
    """
    match expression:
        case And(parts):
            kept = [part for part in parts if isinstance(part, Not | HasValue | FieldIs | FieldRange)]
            rest = _alternatives([part for part in parts if part not in kept])
            return all_of([*([rest] if rest else []), *kept])
        case Or(parts):
            return _alternatives(list(parts))
        case Phrase():
            return one_of([*_parts_of(expression)])
        case InTitle(Phrase() as phrase):
            return one_of([InTitle(leaf) for leaf in _parts_of(phrase)])
        case _:
            return expression


def _alternatives(parts: list[Expression]) -> Expression | None:
    found: list[Expression] = []
    for part in parts:
        other = any_of(part)
        found.extend(other.parts if isinstance(other, Or) else [other] if other else [])
    return one_of(found)


def _parts_of(phrase: Phrase) -> list[TextLeaf]:
    """Return what stands for a phrase where one part of it may be enough."""
    inflected = [term for term in phrase.terms if isinstance(term, Word)]
    telling = [term for term in inflected if _says_enough(term.stem)]
    return [*telling] if len(telling) == len(phrase.terms) else [phrase, *telling]


def _says_enough(stem: str) -> bool:
    return stem.isalpha() and (len(stem) >= _SHORTEST_ALONE or not stem.isascii())


def resolve_fields(
    expression: Expression | None, resolve: Callable[[Facet, str], frozenset[str]]
) -> Expression | None:
    """Replace the names typed after ``law:``, ``year:`` … by values of the facets.

    Args:
        expression: As parsed.
        resolve: Called with the facet and the text typed, a range always as "2019..2021",
            "2019.." or "..2021"; returns the values meant, none if nothing goes by that name.
    """
    match expression:
        case FieldIs(facet, text):
            return HasValue(facet, resolve(facet, text))
        case FieldRange(facet, first, last):
            text = f"{'' if first is None else first}..{'' if last is None else last}"
            return HasValue(facet, resolve(facet, text))
        case And(parts) | Or(parts):
            resolved = [resolve_fields(part, resolve) for part in parts]
            return replace(expression, parts=tuple(part for part in resolved if part is not None))
        case Not(part):
            inner = resolve_fields(part, resolve)
            return Not(inner) if inner is not None else None
        case _:
            return expression


def in_title(expression: Expression) -> Expression:
    """Restrict every leaf to the title tokens; fields stay as they are."""
    match expression:
        case And(parts) | Or(parts):
            return replace(expression, parts=tuple(in_title(part) for part in parts))
        case Not(part):
            return Not(in_title(part))
        case InTitle() | FieldIs() | FieldRange() | HasValue():
            return expression
        case _:
            return InTitle(expression)


def size(expression: Expression | None) -> int:
    """Count the terms that an engine has to look up."""
    match expression:
        case None:
            return 0
        case And(parts) | Or(parts):
            return sum(size(part) for part in parts)
        case Not(part):
            return size(part)
        case _:
            return _terms_in(expression)


def _terms_in(leaf: Leaf) -> int:
    inner = leaf.leaf if isinstance(leaf, InTitle) else leaf
    return len(inner.terms) if isinstance(inner, Phrase) else 1

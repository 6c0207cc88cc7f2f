"""Options that several commands share, and what they make of them."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..models import FORMATS as FILE_FORMATS
from ..models import Facet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Command = TypeVar("Command", bound="Callable[..., Any]")

FORMATS = ("table", "json", "jsonl", "csv")

index_option = click.option(
    "--index",
    "index_folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("index"),
    envvar="POLICYSEARCH_INDEX",
    show_default=True,
    show_envvar=True,
    help="Folder of the store and the index.",
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="How to print the results.",
)

corrections_option = click.option(
    "--corrections",
    "corrections_file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("corrections.toml"),
    envvar="POLICYSEARCH_CORRECTIONS",
    show_default=True,
    show_envvar=True,
    help="File of corrections to entities.",
)

_OPTION = {Facet.FORMAT: "--file-format"}  # --format is how to print
_FILTER_HELP = {
    Facet.LAW: "Passages that mention this law: name, alias or id.",
    Facet.ORGANIZATION: "Passages that mention this organization: name, alias or id.",
    Facet.PUBLISHER: "Documents of this publisher.",
    Facet.YEAR: "Documents published in this year or range (2021, 2019..2021).",
    Facet.MONTH: "Documents published in this month (2021-03).",
    Facet.MENTIONS: "Passages that mention this year or range (2030, 2026..2030).",
    Facet.LANGUAGE: "Documents in this language (en, zh-Hans).",
    Facet.FORMAT: f"Documents of this format ({', '.join(FILE_FORMATS.values())}).",
    Facet.JURISDICTION: "Passages that mention a law of this jurisdiction (EU, US, CN, INT).",
}


def filter_options(*facets: Facet) -> Callable[[Command], Command]:
    """Add one repeatable option for each of these facets; a leading "-" in its value excludes."""
    options = [
        click.option(
            _OPTION.get(facet, f"--{facet}"),
            facet.value,
            multiple=True,
            metavar="VALUE",
            help=_FILTER_HELP[facet],
        )
        for facet in facets
    ]
    return lambda command: reduce(lambda wrapped, option: option(wrapped), reversed(options), command)


def read_filters(
    values: Mapping[str, tuple[str, ...]],
) -> tuple[dict[Facet, frozenset[str]], dict[Facet, frozenset[str]]]:
    """What to filter by and what to exclude, from the values of ``filter_options``.

    Raises:
        click.UsageError: A value is empty.
    """
    filters: dict[Facet, set[str]] = defaultdict(set)
    excludes: dict[Facet, set[str]] = defaultdict(set)
    for name, given in values.items():
        for value in given:
            target, text = (excludes, value[1:]) if value.startswith("-") else (filters, value)
            if not text.strip():
                raise click.UsageError(f"--{name} {value!r} is empty; give a value, or leave the option out")
            target[Facet(name)].add(text)
    return (
        {facet: frozenset(chosen) for facet, chosen in filters.items()},
        {facet: frozenset(chosen) for facet, chosen in excludes.items()},
    )

"""Which name and jurisdiction an entity gets, where documents differ."""

from __future__ import annotations

import pytest

from policysearch.models import EntityChanges
from policysearch.store.naming import Called, name_entities

CHOSEN = [
    (
        "a country told under three names beats one told by fewer documents under one",
        [("Act", "", 4), ("A", "KE", 2), ("B", "KE", 2), ("C", "KE", 1), ("D", "US", 3)],
        ("Act", "KE"),
    ),
    (
        "what documents with the chosen name tell comes before what more others tell",
        [("Act", "", 5), ("Act", "KE", 1), ("A", "US", 4)],
        ("Act", "KE"),
    ),
    (
        "documents with a name count together, whatever they tell",
        [("Act", "KE", 2), ("Act", "", 2), ("Bill", "KE", 3)],
        ("Act", "KE"),
    ),
    (
        "the one told by more documents with the name",
        [("Act", "KE", 2), ("Act", "US", 3), ("Act", "", 9)],
        ("Act", "US"),
    ),
    ("none told", [("Act", "", 2)], ("Act", "")),
    ("the longer of two alike", [("Act", "", 2), ("The Act", "", 2)], ("The Act", "")),
    ("a title in capitals gives way", [("ZONAL WIDGET ACT", "", 9), ("Zonal Act", "", 1)], ("Zonal Act", "")),
    (
        "letters with numbers and strokes are no title in capitals",
        [("ISO/IEC JTC 1/SC 42", "", 2), ("Subcommittee 42", "", 1)],
        ("ISO/IEC JTC 1/SC 42", ""),
    ),
    (
        "a committee's letters without strokes have numbers",
        [("SAC TC 260", "", 2), ("Committee", "", 1)],
        ("SAC TC 260", ""),
    ),
    ("two acronyms are no title", [("IBM UK", "", 2), ("Ibm Uk Ltd", "", 1)], ("IBM UK", "")),
]


@pytest.mark.parametrize(("calls", "chosen"), [row[1:] for row in CHOSEN], ids=[row[0] for row in CHOSEN])
def test_the_choice_among_what_documents_say(
    calls: list[tuple[str, str, int]], chosen: tuple[str, str]
) -> None:
    rows = [Called("law:x", name, jurisdiction, (), documents) for name, jurisdiction, documents in calls]
    for called in (rows, rows[::-1]):
        (entity,) = name_entities(called, {}, EntityChanges())
        assert (entity.name, entity.jurisdiction) == chosen

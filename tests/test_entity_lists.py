"""The order of entity lists, and what a prefix finds."""

from __future__ import annotations

import pytest

from policysearch.entity_lists import EntitySort, arrange_entities
from policysearch.models import Entity, MentionKind
from policysearch.store import EntityRow


def row(name: str, numbers: tuple[int, int, int], first: str, last: str, *aliases: str) -> EntityRow:
    documents, passages, mentions = numbers
    entity = Entity(id=f"law:{name}", kind=MentionKind.LAW, name=name, aliases=aliases)
    return EntityRow(
        entity=entity, documents=documents, passages=passages, mentions=mentions, first=first, last=last
    )


ROWS = [
    row("The Beta Act", (3, 4, 9), "2021", "2021-12", "B.A."),
    row("alpha Act", (3, 8, 8), "2020-05-01", "2024-01-01", "Loi sur l’économie"),
    row("Gamma Act", (1, 9, 9), "", "", "U.S. Gamma Act"),
    row("Écoles Act", (2, 2, 2), "2019/2020", "2023-22", "人工智能法"),
]


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        (EntitySort.DOCUMENTS, ["The Beta Act", "alpha Act", "Écoles Act", "Gamma Act"]),
        (EntitySort.MENTIONS, ["The Beta Act", "Gamma Act", "alpha Act", "Écoles Act"]),
        (EntitySort.PASSAGES, ["Gamma Act", "alpha Act", "The Beta Act", "Écoles Act"]),
        (EntitySort.NAME, ["alpha Act", "The Beta Act", "Écoles Act", "Gamma Act"]),
        (EntitySort.FIRST, ["Écoles Act", "alpha Act", "The Beta Act", "Gamma Act"]),
        (EntitySort.LAST, ["alpha Act", "Écoles Act", "The Beta Act", "Gamma Act"]),
    ],
)
def test_order(sort: EntitySort, names: list[str]) -> None:
    assert [each.entity.name for each in arrange_entities(ROWS, sort=sort)] == names
    assert [each.entity.name for each in arrange_entities(ROWS[::-1], sort=sort)] == names


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        pytest.param("", 4, id="nothing typed"),
        pytest.param("  ", 4, id="only spaces"),
        pytest.param("be", ["The Beta Act"], id="behind the article"),
        pytest.param("the b", ["The Beta Act"], id="with the article"),
        pytest.param("ALPHA", ["alpha Act"], id="another case"),
        pytest.param("ecol", ["Écoles Act"], id="without the accent"),
        pytest.param("loi sur l'e", ["alpha Act"], id="an alias, with another apostrophe"),
        pytest.param("ba", ["The Beta Act"], id="an alias without its dots"),
        pytest.param("us gam", ["Gamma Act"], id="an abbreviation without its dots"),
        pytest.param("人工", ["Écoles Act"], id="Chinese"),
        pytest.param("act", [], id="a later word"),
    ],
)
def test_prefix(prefix: str, names: list[str] | int) -> None:
    found = [each.entity.name for each in arrange_entities(ROWS, prefix=prefix)]
    assert len(found) == names if isinstance(names, int) else found == names


def test_minimum_counts() -> None:
    assert {each.entity.name for each in arrange_entities(ROWS, min_documents=3)} == {
        "The Beta Act",
        "alpha Act",
    }
    assert {each.entity.name for each in arrange_entities(ROWS, min_mentions=9)} == {
        "The Beta Act",
        "Gamma Act",
    }
    assert arrange_entities(ROWS, min_documents=2, min_mentions=9) == [ROWS[0]]

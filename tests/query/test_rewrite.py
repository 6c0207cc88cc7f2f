from __future__ import annotations

import pytest

from policysearch.models import Facet
from policysearch.query import (
    And,
    Exact,
    Expression,
    FieldIs,
    HasValue,
    InTitle,
    Not,
    Or,
    Phrase,
    Word,
    any_of,
    leaves,
    parse,
    resolve_fields,
)

SOLAR, WIND, COAL = Word("solar"), Word("wind"), Word("coal")
PHRASE = Phrase((Exact("solar"), Exact("wind")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", None, id="nothing"),
        pytest.param("solar", SOLAR, id="one word"),
        pytest.param("solar wind", Or((SOLAR, WIND)), id="words become alternatives"),
        pytest.param("solar (wind coal)", Or((SOLAR, WIND, COAL)), id="in groups too"),
        pytest.param("solar wind -coal", And((Or((SOLAR, WIND)), Not(COAL))), id="excluded stays excluded"),
        pytest.param("-coal", Not(COAL), id="only an exclusion"),
        pytest.param("solar law:X", And((SOLAR, FieldIs(Facet.LAW, "X"))), id="a field stays a condition"),
        pytest.param(
            "law:X -law:Y", And((FieldIs(Facet.LAW, "X"), Not(FieldIs(Facet.LAW, "Y")))), id="fields alone"
        ),
        pytest.param('"solar wind" coal', Or((PHRASE, COAL)), id="a quoted phrase stays whole"),
        pytest.param("solar-wind", Or((Word("solarwind"), SOLAR, WIND)), id="a compound by its parts"),
        pytest.param(
            "IL-6 coal", Or((Phrase((Word("il"), Word("6"))), COAL)), id="parts that say too little"
        ),
        pytest.param("网络法", Or((Word("网络"), Word("络法"))), id="Chinese by its pairs"),
        pytest.param("title:网络法", Or((InTitle(Word("网络")), InTitle(Word("络法")))), id="in the title"),
        pytest.param(
            "(solar -coal) OR wind",
            Or((And((SOLAR, Not(COAL))), WIND)),
            id="an exclusion stays with its group",
        ),
    ],
)
def test_any_of(text: str, expected: Expression | None) -> None:
    assert any_of(parse(text).expression) == expected


def test_fields_are_replaced_wherever_they_stand() -> None:
    asked: list[tuple[Facet, str]] = []

    def resolve(facet: Facet, text: str) -> frozenset[str]:
        asked.append((facet, text))
        return frozenset({text.lower()})

    expression = parse("solar (law:GDPR OR -year:2019..) mentions:..2030 year:2001-2003").expression
    assert resolve_fields(expression, resolve) == And(
        (
            SOLAR,
            Or((HasValue(Facet.LAW, frozenset({"gdpr"})), Not(HasValue(Facet.YEAR, frozenset({"2019.."}))))),
            HasValue(Facet.MENTIONS, frozenset({"..2030"})),
            HasValue(Facet.YEAR, frozenset({"2001..2003"})),
        )
    )
    assert asked[:2] == [(Facet.LAW, "GDPR"), (Facet.YEAR, "2019..")]
    assert resolve_fields(None, resolve) is None


def test_leaves_leave_out_what_is_excluded() -> None:
    expression = parse('solar (wind OR "solar wind") -coal -(a b) title:coal').expression
    assert list(leaves(expression)) == [SOLAR, WIND, PHRASE, InTitle(COAL)]
    assert list(leaves(None)) == []

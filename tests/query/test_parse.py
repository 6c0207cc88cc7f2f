from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policysearch.models import Facet
from policysearch.query import (
    And,
    Exact,
    Expression,
    FieldIs,
    FieldRange,
    Fuzzy,
    InTitle,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    parse,
)

SOLAR, WIND, COAL = Word("solar"), Word("wind"), Word("coal")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", None, id="nothing typed"),
        pytest.param("  \t\n", None, id="only white space"),
        pytest.param("Solar", SOLAR, id="a word by its stem"),
        pytest.param('"Solar"', Exact("solar"), id="a quoted word is exact"),
        pytest.param("solar winds", And((SOLAR, WIND)), id="side by side: both"),
        pytest.param("solar solar", SOLAR, id="a word typed twice is one condition"),
        pytest.param("solar AND wind", And((SOLAR, WIND)), id="AND says the same"),
        pytest.param("solar OR wind", Or((SOLAR, WIND)), id="either"),
        pytest.param("solar | wind", Or((SOLAR, WIND)), id="the sign for either"),
        pytest.param("solar or wind", And((SOLAR, Word("or"), WIND)), id="lower case is a word"),
        pytest.param("solar wind OR coal", Or((And((SOLAR, WIND)), COAL)), id="AND binds tighter"),
        pytest.param("solar (wind OR coal)", And((SOLAR, Or((WIND, COAL)))), id="parentheses"),
        pytest.param("((solar))", SOLAR, id="idle parentheses"),
        pytest.param("solar () wind", And((SOLAR, WIND)), id="empty parentheses"),
        pytest.param("solar -wind", And((SOLAR, Not(WIND))), id="minus excludes"),
        pytest.param("solar NOT wind", And((SOLAR, Not(WIND))), id="NOT excludes"),
        pytest.param("NOT NOT solar", SOLAR, id="twice excluded is wanted"),
        pytest.param("-(solar wind) coal", And((Not(And((SOLAR, WIND))), COAL)), id="a group is excluded"),
        pytest.param("-solar", Not(SOLAR), id="only an exclusion"),
        pytest.param("solar - wind", And((SOLAR, WIND)), id="a dash between spaces is punctuation"),
        pytest.param(
            '-"solar wind"', Not(Phrase((Exact("solar"), Exact("wind")))), id="a phrase is excluded"
        ),
        pytest.param("sol*", Prefix("sol"), id="prefix"),
        pytest.param("Énerg*", Prefix("energ"), id="a prefix is folded"),
        pytest.param("e-com*", Prefix("ecom"), id="prefix of a compound"),
        pytest.param("2016/67*", And((Word("2016"), Prefix("67"))), id="prefix of a number after another"),
        pytest.param("网络*", Word("网络"), id="Chinese needs no asterisk"),
        pytest.param("solra~", Fuzzy("solra", 1), id="one edit in a short word"),
        pytest.param("photovoltiac~", Fuzzy("photovoltiac", 2), id="two in a long one"),
        pytest.param("photovoltiac~1", Fuzzy("photovoltiac", 1), id="edits as asked"),
        pytest.param("solar~9", Fuzzy("solar", 2), id="at most two edits"),
        pytest.param("eu~", Word("eu"), id="two letters are spelled like too much"),
        pytest.param('"solar wind"~3', Near((SOLAR, WIND), 3), id="near"),
        pytest.param('"solar wind"~', Near((SOLAR, WIND), 5), id="near without a number"),
        pytest.param('"solar"~3', SOLAR, id="one word is near to nothing"),
        pytest.param("title:solar", InTitle(SOLAR), id="a word of the title"),
        pytest.param('title:"solar wind"', InTitle(Phrase((Exact("solar"), Exact("wind")))), id="its phrase"),
        pytest.param("title:(solar OR sol*)", Or((InTitle(SOLAR), InTitle(Prefix("sol")))), id="its group"),
        pytest.param("TITLE:solar", InTitle(SOLAR), id="a field in capitals"),
        pytest.param("-title:solar", Not(InTitle(SOLAR)), id="not in the title"),
        pytest.param('law:"Energy Act"', FieldIs(Facet.LAW, "Energy Act"), id="law"),
        pytest.param("law: GDPR", FieldIs(Facet.LAW, "GDPR"), id="a space after the colon"),
        pytest.param("organisation:OECD", FieldIs(Facet.ORGANIZATION, "OECD"), id="British organisation"),
        pytest.param("-publisher:OECD", Not(FieldIs(Facet.PUBLISHER, "OECD")), id="not of a publisher"),
        pytest.param("jurisdiction:CN", FieldIs(Facet.JURISDICTION, "CN"), id="jurisdiction"),
        pytest.param("language:zh-Hans", FieldIs(Facet.LANGUAGE, "zh-Hans"), id="language"),
        pytest.param("format:pdf", FieldIs(Facet.FORMAT, "pdf"), id="format"),
        pytest.param("law:law:gdpr", FieldIs(Facet.LAW, "law:gdpr"), id="an entity's id"),
        pytest.param("mentions:2030", FieldIs(Facet.MENTIONS, "2030"), id="a year mentioned"),
        pytest.param("year:none", FieldIs(Facet.YEAR, "none"), id="no year"),
        pytest.param("year:2019..2021", FieldRange(Facet.YEAR, 2019, 2021), id="a range"),
        pytest.param("year:2019-2021", FieldRange(Facet.YEAR, 2019, 2021), id="a range with a hyphen"),
        pytest.param("year:2019..", FieldRange(Facet.YEAR, 2019, None), id="from a year on"),
        pytest.param("mentions:..2021", FieldRange(Facet.MENTIONS, None, 2021), id="up to a year"),
        pytest.param("“solar wind”", Phrase((Exact("solar"), Exact("wind"))), id="curly quotes"),
        pytest.param(
            "「网络安全」", Phrase((Exact("网络"), Exact("络安"), Exact("安全"))), id="Chinese quotes"
        ),
        pytest.param("ｓｏｌａｒ　ＯＲ　（wind）", Or((SOLAR, WIND)), id="full width"),
        pytest.param("ｙｅａｒ：２０１９", FieldIs(Facet.YEAR, "2019"), id="full-width field"),
        pytest.param("网络安全", Phrase((Word("网络"), Word("络安"), Word("安全"))), id="Chinese"),
        pytest.param("法", Prefix("法"), id="one Chinese character begins a pair"),
        pytest.param("Article 6(2)", And((Word("articl"), Word("6"), Word("2"))), id="parentheses of a text"),
        pytest.param(
            "policy-making", Or((Word("policymak"), Phrase((Word("polici"), Word("make"))))), id="compound"
        ),
        pytest.param("2016/679", Phrase((Word("2016"), Word("679"))), id="a number with a slash"),
        pytest.param("cyber AND security", And((Word("cyber"), Word("secur"))), id="no compound across AND"),
    ],
)
def test_read_as_typed(text: str, expected: Expression | None) -> None:
    parsed = parse(text)
    assert (parsed.expression, parsed.notices) == (expected, ())


@pytest.mark.parametrize(
    ("text", "expected", "words_of_notice", "position"),
    [
        pytest.param('solar "wind', And((SOLAR, WIND)), "quotation mark", 6, id="unclosed quote"),
        pytest.param("(solar", SOLAR, "never closed", 0, id="unclosed parenthesis"),
        pytest.param("solar) wind", And((SOLAR, WIND)), "closes nothing", 5, id="nothing to close"),
        pytest.param("solar OR", And((SOLAR, Word("or"))), "OR has nothing", 6, id="dangling OR"),
        pytest.param("AND", Word("and"), "AND has nothing", 0, id="only an operator"),
        pytest.param("solar NOT", And((SOLAR, Word("not"))), "NOT has nothing", 6, id="dangling NOT"),
        pytest.param(
            "colour:red", And((Word("color"), Word("red"))), "no field 'colour'", 0, id="unknown field"
        ),
        pytest.param("year:soon", Word("soon"), "takes a year", 0, id="no year"),
        pytest.param(
            "year:2021..2019", FieldRange(Facet.YEAR, 2019, 2021), "2019..2021", 0, id="a range backwards"
        ),
        pytest.param(
            "law:(a)", And((Word("law"), Word("a"))), "needs a value", 0, id="a group where a name is needed"
        ),
        pytest.param('solar law:""', SOLAR, "no value", 6, id="an empty value"),
        pytest.param("*", None, "beginning of a word", 0, id="only an asterisk"),
        pytest.param("so*r", Prefix("so"), "read as so*", 0, id="an asterisk within"),
        pytest.param("… !", None, "no word", 0, id="only punctuation"),
    ],
)
def test_read_in_another_way(
    text: str, expected: Expression | None, words_of_notice: str, position: int
) -> None:
    parsed = parse(text)
    assert parsed.expression == expected
    assert words_of_notice in parsed.notices[0].message
    assert parsed.notices[0].position == position


def test_positions_are_of_the_text_as_typed() -> None:
    parsed = parse('“solar” wind year:2019 -coal law:"x y" parks*')
    assert [(token.word, token.start, token.end) for token in parsed.words] == [("wind", 8, 12)]
    assert isinstance(parsed.expression, And)
    assert [part.position for part in parsed.expression.parts if isinstance(part, FieldIs)] == [13, 29]


@pytest.mark.parametrize(
    ("text", "words_of_notice"),
    [
        pytest.param("(" * 30 + "solar" + ")" * 30, "deep", id="parentheses"),
        pytest.param("a " * 40_000, "characters", id="length"),
        pytest.param(" ".join(f"{n:03}* " for n in range(30)), "* or ~", id="prefixes"),
        pytest.param("法" * 1_900, "words were looked for", id="a phrase"),
    ],
)
def test_limits_are_told(text: str, words_of_notice: str) -> None:
    parsed = parse(text)
    assert any(words_of_notice in notice.message for notice in parsed.notices)
    assert parsed.expression is not None


PIECES = [
    "(",
    ")",
    '"',
    "“",
    " ",
    " ",
    "OR",
    "AND",
    "NOT",
    "-",
    "~",
    "~2",
    "*",
    ":",
    "law:",
    "year:",
    "title:",
]
PIECES += [
    "2019",
    "..",
    "a",
    "U.S.",
    "e-b",
    "网络",
    "法",
    "\x00",
    "\u202e",
    "\u200f",
    "É",
    "/",
    "’s",
    "|",
    "&&",
]


@settings(deadline=1000)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
@example('law:"')
@example("title:OR")
@example('title:""')
@example("year:(")
@example("-(-(")
@example("ß" * 300 + "*")
def test_any_text_has_an_answer(text: str) -> None:
    parsed = parse(text)
    assert all(0 <= notice.position <= len(text) for notice in parsed.notices)
    assert all(0 <= token.start < token.end <= len(text) for token in parsed.words)
    if text.strip() and parsed.expression is None:
        assert parsed.notices
    hash(parsed.expression)


HOSTILE = [
    "(",
    ")",
    '"',
    "-",
    "NOT ",
    "OR ",
    "(a OR ",
    "a-",
    "a.",
    "e ",
    "cyber ",
    "法",
    "x* ",
    "x~ ",
    "title:",
]
HOSTILE += ["1,000", "\x00", "a" * 100, "é\u0301", "((a)", '"a-b" ', "law:x ", "\u200d", "-(", "'s", "ﷺ"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_queries_take_no_time(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    began = time.process_time()
    parse(text)
    assert time.process_time() - began < 2

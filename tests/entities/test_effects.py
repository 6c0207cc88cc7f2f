"""What corrections come to: one table of files over the same six entities."""

from __future__ import annotations

import pytest

from policysearch.entities.corrections import parse_corrections
from policysearch.entities.effects import work_out
from policysearch.models import Entity, EntityChanges, MentionKind

LAW, ORGANIZATION = MentionKind.LAW, MentionKind.ORGANIZATION
FOUND = [
    Entity(id="law:a", kind=LAW, name="Alpha Act", aliases=("AA", "Twin")),
    Entity(id="law:b", kind=LAW, name="Beta Act", aliases=("Twin",)),
    Entity(id="law:c", kind=LAW, name="Gamma Act"),
    Entity(id="law:plan", kind=LAW, name="Plan"),
    Entity(id="organization:d", kind=ORGANIZATION, name="Delta Office", aliases=("DO", "Gamma Act")),
    Entity(id="organization:plan", kind=ORGANIZATION, name="Plan"),
]
LOCATIONS = {"reports/x.txt": "1111", "old/y.txt": "2222", "new/y.txt": "3333"}


def changes_of(text: str) -> tuple[EntityChanges, list[tuple[int, str, bool]]]:
    changes, notices = work_out(parse_corrections(text, source="c"), FOUND, LOCATIONS)
    return changes, [(notice.line, notice.message, notice.applied) for notice in notices]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", EntityChanges(), id="nothing"),
        pytest.param(
            '[merge]\n"aa" = "Beta Act"', EntityChanges(redirects={"law:a": "law:b"}), id="alias into name"
        ),
        pytest.param(
            '[merge]\n"law:a" = "law:b"\n"law:b" = "law:c"',
            EntityChanges(redirects={"law:a": "law:c", "law:b": "law:c"}),
            id="a chain",
        ),
        pytest.param(
            '[merge]\n"law:b" = "law:c"\n"law:a" = "law:b"',
            EntityChanges(redirects={"law:a": "law:c", "law:b": "law:c"}),
            id="a chain in any order",
        ),
        pytest.param(
            '[merge]\n"law:c" = "DO"',
            EntityChanges(redirects={"law:c": "organization:d"}),
            id="a name before an alias",
        ),
        pytest.param(
            '[merge]\n"Alpha Act" = "Plan"',
            EntityChanges(redirects={"law:a": "law:plan"}),
            id="the kind of one tells the other's",
        ),
        pytest.param(
            '[rename]\n"Alpha Act" = "The A"\n[merge]\n"Beta Act" = "the a"',
            EntityChanges(redirects={"law:b": "law:a"}, names={"law:a": "The A"}),
            id="a name that another line gives",
        ),
        pytest.param(
            '[hide]\n"DO" = ""\n[merge]\n"law:c" = "DO"',
            EntityChanges(redirects={"law:c": "organization:d"}, hidden=frozenset({"organization:d"})),
            id="merged into a hidden one",
        ),
        pytest.param(
            '[retype]\n"Delta Office" = "law"\n[rename]\n"law:d" = "Delta Law"',
            EntityChanges(redirects={"organization:d": "law:d"}, names={"law:d": "Delta Law"}),
            id="a new kind, and a name by the new id",
        ),
        pytest.param(
            '[retype]\n"Plan" = "law"',
            EntityChanges(redirects={"organization:plan": "law:plan"}),
            id="retyping means the one of the other kind",
        ),
        pytest.param(
            '[split]\n"AA".wording."The Twin" = "Gamma Act"',
            EntityChanges(by_wording={("law:a", "twin"): "law:c"}),
            id="by wording",
        ),
        pytest.param(
            '[split]\n"AA".document."x.txt" = "Beta Act"\n"AA".document."2222" = "DO"\n[hide]\n"DO" = ""',
            EntityChanges(
                by_document={("law:a", "1111"): "law:b", ("law:a", "2222"): ""},
                hidden=frozenset({"organization:d"}),
            ),
            id="by the end of a location and by id, to a hidden one",
        ),
        pytest.param(
            '[merge]\n"law:a" = "law:b"\n[split]\n"law:b".wording."AA" = "law:c"\n'
            '"law:c".document."1111" = "DO"',
            EntityChanges(
                redirects={"law:a": "law:b"},
                by_wording={("law:b", "aa"): "law:c"},
                by_document={("law:c", "1111"): "organization:d"},
            ),
            id="merged first, then split once",
        ),
    ],
)
def test_what_lines_come_to(text: str, expected: EntityChanges) -> None:
    assert changes_of(text) == (expected, [])


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param(
            '[merge]\n"Omega" = "law:a"', 2, "no law or organization is named 'Omega'", id="unknown"
        ),
        pytest.param(
            '[merge]\n"law:a" = "Omega"', 2, "no entity is named 'Omega'; use [rename]", id="target"
        ),
        pytest.param('[hide]\n"Twin" = ""', 2, "'Twin' may be law:a or law:b: write the id", id="ambiguous"),
        pytest.param('[hide]\n"Plan" = ""', 2, "law:plan or organization:plan", id="ambiguous kind"),
        pytest.param('[merge]\n"AA" = "law:a"', 2, "are one already", id="into itself"),
        pytest.param(
            '[merge]\n"law:a" = "law:b"\n"AA" = "law:c"',
            3,
            "'AA' cannot be merged into 'law:c': by line 2 it is merged into 'law:b'",
            id="merged twice",
        ),
        pytest.param(
            '[merge]\n"law:a" = "law:b"\n"law:b" = "law:c"\n"law:c" = "law:a"', 4, "in a circle", id="circle"
        ),
        pytest.param(
            '[hide]\n"law:a" = ""\n[rename]\n"AA" = "X"',
            4,
            "renamed 'X': by line 2 it is hidden",
            id="hide, rename",
        ),
        pytest.param(
            '[rename]\n"AA" = "X"\n[hide]\n"law:a" = ""',
            4,
            "hidden: by line 2 it is renamed",
            id="rename, hide",
        ),
        pytest.param(
            '[hide]\n"AA" = ""\n[merge]\n"AA" = "law:b"', 4, "by line 2 it is hidden", id="hide, merge"
        ),
        pytest.param('[rename]\n"AA" = "X"\n"law:a" = "Y"', 3, "by line 2 it is renamed 'X'", id="two names"),
        pytest.param('[retype]\n"AA" = "law"', 2, "is of kind law already", id="its own kind"),
        pytest.param(
            '[split]\n"AA".document."z.txt" = "law:b"', 2, "no document is at 'z.txt'", id="unknown document"
        ),
        pytest.param(
            '[split]\n"AA".document."y.txt" = "law:b"', 2, "2 documents are at 'y.txt'", id="two documents"
        ),
        pytest.param(
            '[split]\n"AA".wording."w" = "law:zz"', 2, "nothing has the id", id="split to an unknown id"
        ),
        pytest.param('[split]\n"AA".wording."w" = "law:a"', 2, "are one", id="split to itself"),
        pytest.param(
            '[split]\n"AA".wording."w" = "law:b"\n"AA".wording."The W" = "law:c"',
            3,
            "go elsewhere",
            id="two splits",
        ),
    ],
)
def test_a_line_that_cannot_be_followed_is_reported_and_the_rest_holds(
    text: str, line: int, message: str
) -> None:
    changes, notices = changes_of(text + '\n[rename]\n"Delta Office" = "Delta"')
    assert [(number, applied) for number, _, applied in notices] == [(line, False)]
    assert message in notices[0][1]
    assert changes.names["organization:d"] == "Delta"


def test_a_circle_keeps_all_but_the_line_that_closes_it() -> None:
    changes, _ = changes_of('[merge]\n"law:a" = "law:b"\n"law:b" = "law:a"')
    assert changes.redirects == {"law:a": "law:b"}


def test_a_name_that_two_entities_would_share_gets_a_word() -> None:
    changes, notices = changes_of('[rename]\n"Alpha Act" = "Beta Act"')
    assert changes.names == {"law:a": "Beta Act"}
    assert notices == [(2, "'Beta Act' is also called law:b; merge the two if they are one", True)]


def test_split_mentions_may_form_a_new_entity_or_one_known_beforehand() -> None:
    changes, notices = changes_of(
        '[split]\n"Delta Office".wording."DO" = "Dike Office"\n'
        '"AA".wording."x" = "General Data Protection Regulation"'
    )
    new, known = changes.added
    assert (new.id, new.name) == ("organization:dike-office", "Dike Office")
    assert (known.name, known.jurisdiction) == ("General Data Protection Regulation", "EU")
    assert [(line, applied) for line, _, applied in notices] == [(2, True)]


def test_merging_into_a_law_known_beforehand() -> None:
    changes, notices = changes_of('[merge]\n"Alpha Act" = "GDPR"')
    assert notices == []
    assert changes.redirects == {"law:a": changes.added[0].id}

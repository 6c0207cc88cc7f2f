"""Every shipped row can be looked up and found by each of its forms, and by no other row's."""

from __future__ import annotations

import pytest

from policysearch.gazetteer import jurisdictions, load_gazetteer
from policysearch.gazetteer.rows import DATA, read_entries
from policysearch.models import MentionKind

FEWEST = {MentionKind.LAW: 400, MentionKind.ORGANIZATION: 5000}


@pytest.mark.parametrize("kind", FEWEST)
def test_every_form_resolves_to_its_row(kind: MentionKind) -> None:
    gazetteer = load_gazetteer(kind)
    wrong = []
    for entry in gazetteer.entries:
        for form in entry.forms:
            text = f"又 {form} 。"
            found = [(text[start:end], other.id) for start, end, other in gazetteer.find(text)]
            if gazetteer.lookup(form) is not entry or found != [(form, entry.id)]:
                wrong.append((entry.id, form, found))
    assert not wrong


@pytest.mark.parametrize("kind", FEWEST)
def test_every_row_says_where_it_belongs(kind: MentionKind) -> None:
    for entry in load_gazetteer(kind).entries:
        assert entry.jurisdiction in jurisdictions() | {""}, entry.id
        assert entry.year is None or 800 < entry.year < 2100, entry.id
        assert not set(entry.short) & set(entry.forms), entry.id
        assert len(set(entry.forms)) == len(entry.forms), entry.id


@pytest.mark.parametrize("kind", FEWEST)
def test_ids_are_unique(kind: MentionKind) -> None:
    entries = load_gazetteer(kind).entries
    assert len(entries) >= FEWEST[kind]
    assert len({entry.id for entry in entries}) == len(entries)


@pytest.mark.parametrize(
    ("file", "kind"),
    [("laws.jsonl", MentionKind.LAW), ("nongovernmental.jsonl", MentionKind.ORGANIZATION)],
)
def test_rows_are_in_order(file: str, kind: MentionKind) -> None:
    names = [entry.name for entry in read_entries(DATA / file, kind)]
    assert names == sorted(names, key=str.casefold)


NO_ORGANIZATION = [
    ("GDP Per Capita", "a word of many titles is no company without its form in law"),
    ("Article 19 offers special protection", "an article's number is no campaign"),
    ("Altera a Lei 9.472", "a Portuguese verb is no maker of chips"),
    ("Departamento de Informatica", "a subject taught at universities"),
    ("Digital China and the Rest of World", "a state's strategy, a row of a table"),
    ("SNAP benefits and Voluntary National Reviews", "a programme's acronym, a kind of report"),
    ("Responsible AI (RAI), RTBF and the RT of the scan", "acronyms of other things"),
    ("An AI Group was set up to Scale AI in hospitals", "a body of no name, and a verb with its object"),
    ("The Register shall be kept; The Paper proposes", "what a text calls a part of itself"),
    ("Le Contexte, Die Presse, La Jornada de trabajo", "ordinary nouns of other languages"),
    ("技术浪潮、提高通信能力、最优步骤、承诺华南", "names of two characters across the edge of words"),
]


@pytest.mark.parametrize(("text", "reason"), NO_ORGANIZATION, ids=[row[1] for row in NO_ORGANIZATION])
def test_ordinary_words_are_no_names(text: str, reason: str) -> None:
    found = load_gazetteer(MentionKind.ORGANIZATION).find(text)
    assert [text[start:end] for start, end, _ in found] == [], reason

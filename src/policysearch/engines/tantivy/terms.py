"""The fields of a tantivy index, and how words and ids become its terms.

Tantivy drops terms over 65,530 bytes, refuses lone surrogates and takes a field's text apart at ASCII white
space. What it cannot hold as it is goes by a hash.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING

from tantivy import Schema, SchemaBuilder

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS, TITLE_WORDS, DOCUMENT = "words", "title_words", "document"
NUMBER, BIT = "number", "bit"
BLOCK = 52
"""Passages in a block, each of which is one bit of it: a sum of 52 different powers of two is exact in the
64-bit floats that tantivy adds up in."""

_LONGEST = 16_000
"""Code points, four bytes each at most, that are sure to be kept."""

_HASHED = "\x1b"
_ODD = re.compile(r"[\x00-\x20\x1b\ud800-\udfff]")
_ODD_BUT_SPACE = re.compile(r"[\x00-\x1f\x1b\ud800-\udfff]")


def make_schema() -> Schema:
    """The fields of an index."""
    builder = SchemaBuilder()
    for field in (WORDS, TITLE_WORDS):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field(DOCUMENT, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field(NUMBER, fast=True)
    builder.add_float_field(BIT, fast=True)
    return builder.build()


def is_plain(text: str) -> bool:
    """Whether a text is its own term."""
    return len(text) <= _LONGEST and not _ODD.search(text)


def term_of(text: str) -> str:
    """The term of a word, a document's id or part of one."""
    if is_plain(text):
        return text
    return _HASHED + blake2b(text.encode("utf-8", "surrogatepass"), digest_size=24).hexdigest()


def is_hashed(term: str) -> bool:
    """Whether a term is not the text that it stands for."""
    return term.startswith(_HASHED)


def as_text(words: Sequence[str]) -> str:
    """The text of a field in which each of some words is a token."""
    text = " ".join(words)
    if len(text) <= _LONGEST and text.count(" ") < max(1, len(words)) and not _ODD_BUT_SPACE.search(text):
        return text
    return " ".join(map(term_of, words))

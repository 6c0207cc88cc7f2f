"""The fields of a tantivy index, and how words, ids and values become its terms.

Tantivy drops terms over 65,530 bytes, refuses lone surrogates and takes a field's text apart at ASCII white
space. What it cannot hold as it is goes by a hash.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING

from tantivy import Schema, SchemaBuilder

if TYPE_CHECKING:
    from ...models import Facet

WORDS, TITLE_WORDS = "words", "title_words"
LABELS = "labels"
"""The document of a passage and its facets' values."""

NUMBER, BIT = "number", "bit"
BLOCK = 52
"""Passages in a block, each of which is one bit of it: a sum of 52 different powers of two is exact in the
64-bit floats that tantivy adds up in."""

_LONGEST = 16_000
"""Code points, four bytes each at most, that are sure to be kept."""

_HASHED = "\x1b"
_ODD = re.compile(r"[\x00-\x20\x1b\ud800-\udfff]")


def make_schema() -> Schema:
    """The fields of an index."""
    builder = SchemaBuilder()
    for field in (WORDS, TITLE_WORDS):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field(LABELS, tokenizer_name="whitespace", index_option="basic")
    builder.add_integer_field(NUMBER, fast=True)
    builder.add_float_field(BIT, fast=True)
    return builder.build()


def is_plain(text: str) -> bool:
    """Whether a text is its own term."""
    return len(text) <= _LONGEST and not _ODD.search(text)


def term_of(text: str) -> str:
    """The term of a word or a label."""
    if is_plain(text):
        return text
    return _HASHED + blake2b(text.encode("utf-8", "surrogatepass"), digest_size=24).hexdigest()


def is_hashed(term: str) -> bool:
    """Whether a term is not the text that it stands for."""
    return term.startswith(_HASHED)


def document_label(document_id: str) -> str:
    """The label of all passages of a document."""
    return term_of(f"document={document_id}")


def value_label(facet: Facet, value: str) -> str:
    """The label of all passages that have a value."""
    return term_of(f"{facet}={value}")

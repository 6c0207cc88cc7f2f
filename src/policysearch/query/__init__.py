"""The query language: text in, a small tree out. Knows no engine.

solar power          both words            "solar power"      the phrase, word for word
solar OR wind        either                solar -wind        without (also NOT wind)
(a OR b) c           grouping              title:solar        in the title or a heading
sol*                 begins with           photovoltiac~      spelled alike
"solar law"~5        close together        law:"Energy Act"   also organization, publisher,
year:2019..2021      also mentions:2030                       jurisdiction, language, format
"""

from .parser import ParsedQuery, parse
from .rewrite import any_of, in_title, resolve_fields
from .tree import (
    And,
    Exact,
    Expression,
    FieldIs,
    FieldRange,
    Fuzzy,
    HasValue,
    InTitle,
    Leaf,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
    TextLeaf,
    Word,
    leaves,
)

__all__ = [
    "And",
    "Exact",
    "Expression",
    "FieldIs",
    "FieldRange",
    "Fuzzy",
    "HasValue",
    "InTitle",
    "Leaf",
    "Near",
    "Not",
    "Or",
    "ParsedQuery",
    "Phrase",
    "Prefix",
    "Query",
    "Term",
    "TextLeaf",
    "Word",
    "any_of",
    "in_title",
    "leaves",
    "parse",
    "resolve_fields",
]

"""Query text to tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..models import NO_VALUE, Facet, Notice
from . import words
from .rewrite import in_title, size
from .scanner import Kind, Lexeme, scan
from .tree import FieldIs, FieldRange, Not, Phrase, all_of, one_of

if TYPE_CHECKING:
    from ..analysis import Token
    from .tree import Expression

MOST_TERMS = 1_000
"""Terms of a query that are looked up: a pasted page. The rest is left out, with a notice."""
MOST_EXPANDED = 16
"""Words with * or ~ in a query; each stands for many words of the index. The rest are read as plain words."""

_FACETS = {facet.value: facet for facet in Facet} | {
    "organisation": Facet.ORGANIZATION,
    "lang": Facet.LANGUAGE,
}
_TITLE = "title"
_FIELDS = frozenset({*_FACETS, _TITLE})
_YEARS = re.compile(r"(?P<first>\d{4})?\s*(?P<to>\.\.+|…|-|\u2013)?\s*(?P<last>\d{4})?")
_FUZZY = re.compile(r"(?P<word>.+)~(?P<distance>\d?)")


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query as it was understood.

    Attributes:
        expression: None if there is nothing to look for: every passage matches.
        notices: What had to be read in another way than it was typed, in order of position.
        words: The single words to be found that were typed in the open (not in quotes, not
            excluded, not after a field), with offsets into the query text: what a suggestion
            of another spelling may replace.
    """

    expression: Expression | None
    notices: tuple[Notice, ...] = ()
    words: tuple[Token, ...] = ()


def parse(text: str) -> ParsedQuery:
    """Read query text. Any text has an answer in a bounded time; nothing is raised.

    Side by side, words must all occur; AND binds tighter than OR. What cannot be understood (an
    unclosed quote, a dangling operator, an unknown field) is read as words, with a notice.
    """
    lexemes, notices = scan(text, _FIELDS)
    parser = _Parser(text, lexemes, notices)
    expression = parser.alternatives()
    if expression is None and text.strip():
        notices.append(Notice("There is no word in the query: showing everything.", 0))
    ordered = sorted(notices, key=lambda notice: notice.position)
    return ParsedQuery(expression, tuple(ordered), tuple(parser.words))


@dataclass(slots=True)
class _Parser:
    """Recursive descent; the scanner has bounded the depth and made all operators fit."""

    text: str
    lexemes: list[Lexeme]
    notices: list[Notice]
    words: list[Token] = field(default_factory=list)
    index: int = 0
    terms_left: int = MOST_TERMS
    expanded_left: int = MOST_EXPANDED

    def alternatives(self) -> Expression | None:
        """Read what OR connects."""
        found = [self._conditions()]
        while self._take(Kind.OR):
            found.append(self._conditions())
        return one_of([part for part in found if part is not None])

    def _conditions(self) -> Expression | None:
        """Read what stands side by side."""
        parts: list[Expression] = []
        while (kind := self._kind()) not in (None, Kind.OR, Kind.CLOSE):
            if kind is Kind.AND:
                self.index += 1
            elif kind is Kind.WORD and _is_plain(self.lexemes[self.index]):
                parts += self._plain_words()
            else:
                parts += self._condition()
        return all_of(list(dict.fromkeys(parts)))

    def _plain_words(self) -> list[Expression]:
        """Read plain words up to the next operator together: "cyber security" is one compound."""
        first = self.index
        while self._kind() is Kind.WORD and _is_plain(self.lexemes[self.index]):
            self.index += 1
        start, end = self.lexemes[first].start, self.lexemes[self.index - 1].end
        parts, plain = words.read_words(self.text[start:end])
        self.words += [replace(token, start=token.start + start, end=token.end + start) for token in plain]
        return self._limited(parts, start)

    def _condition(self) -> list[Expression]:
        """Read one operand with the negations before it."""
        negations = 0
        while self._take(Kind.NOT):
            negations += 1
        typed = len(self.words)
        start = self.lexemes[self.index].start
        part = self._operand()
        if part is None:
            return []
        if negations % 2:
            del self.words[typed:]
            part = Not(part)
        return self._limited([part], start)

    def _operand(self) -> Expression | None:
        lexeme = self.lexemes[self.index]
        self.index += 1
        if lexeme.kind is Kind.OPEN:
            inner = self.alternatives()
            self._take(Kind.CLOSE)
            return inner
        if lexeme.kind is Kind.FIELD:
            return self._field(lexeme)
        return self._text(lexeme)

    def _text(self, lexeme: Lexeme) -> Expression | None:
        """Read one quoted or unquoted stretch."""
        if lexeme.kind is Kind.QUOTED:
            if lexeme.distance is None:
                return words.read_phrase(lexeme.text)
            return words.read_near(lexeme.text, lexeme.distance)
        if _is_plain(lexeme):
            return all_of(words.read_words(lexeme.text)[0])
        return self._expanded(lexeme)

    def _expanded(self, lexeme: Lexeme) -> Expression | None:
        """Read a word with an asterisk or a tilde."""
        self.expanded_left -= 1
        if self.expanded_left == -1:
            message = (
                f"Only {MOST_EXPANDED} words may have a * or ~: this and those after it are read as plain."
            )
            self.notices.append(Notice(message, lexeme.start))
        if self.expanded_left < 0:
            return all_of(words.read_words(lexeme.text)[0])
        if match := _FUZZY.fullmatch(lexeme.text):
            return words.read_fuzzy(match["word"], min(int(match["distance"] or 0), 2) or None)
        beginning = lexeme.text.lstrip("*").split("*")[0]
        if lexeme.text.rstrip("*") != beginning:
            message = f"A * stands only for the rest of a word: read as {beginning}*."
            self.notices.append(Notice(message, lexeme.start))
        elif not beginning:
            self.notices.append(
                Notice("A * needs the beginning of a word before it: left out.", lexeme.start)
            )
        return words.read_prefix(beginning)

    def _field(self, name: Lexeme) -> Expression | None:
        """Read what follows a field's name."""
        if self._kind() not in (Kind.WORD, Kind.QUOTED, Kind.OPEN) or (
            self._kind() is Kind.OPEN and name.text != _TITLE
        ):
            message = (
                f"{name.text}: needs a value directly after it, in quotes if it has spaces: read as a word."
            )
            self.notices.append(Notice(message, name.start))
            return all_of(words.read_words(name.text)[0])
        if name.text == _TITLE:
            inner = self._operand()
            return in_title(inner) if inner is not None else None
        value = self.lexemes[self.index]
        self.index += 1
        return self._facet_value(_FACETS[name.text], name, value)

    def _facet_value(self, facet: Facet, name: Lexeme, lexeme: Lexeme) -> Expression | None:
        value = lexeme.text.strip()
        if facet not in (Facet.YEAR, Facet.MENTIONS) or value.lower() == NO_VALUE:
            if words.read_words(value)[0]:
                return FieldIs(facet, value, name.start)
            self.notices.append(Notice(f"{name.text}: has no value: left out.", name.start))
            return None
        years = _YEARS.fullmatch(value)
        if years and (years["first"] or years["last"]) and (years["to"] or not years["last"]):
            return self._years(facet, years, name.start)
        message = f"{name.text}: takes a year or a range such as 2019..2021: {value!r} is read as words."
        self.notices.append(Notice(message, name.start))
        return all_of(words.read_words(value)[0])

    def _years(self, facet: Facet, years: re.Match[str], position: int) -> Expression:
        if not years["to"]:
            return FieldIs(facet, years["first"], position)
        first, last = (int(year) if year else None for year in years.group("first", "last"))
        if first is not None and last is not None and first > last:
            self.notices.append(Notice(f"Read as {last}..{first}.", position))
            first, last = last, first
        return FieldRange(facet, first, last, position)

    def _limited(self, parts: list[Expression], position: int) -> list[Expression]:
        """Keep the parts that the terms left allow for, of a phrase as much as they allow for."""
        kept: list[Expression] = []
        for part in parts:
            if size(part) > self.terms_left > 0:
                self.notices.append(Notice(f"Only the first {MOST_TERMS:,} words were looked for.", position))
                if isinstance(part, Phrase) and self.terms_left > 1:
                    kept.append(Phrase(part.terms[: self.terms_left]))
                self.terms_left = 0
            elif self.terms_left > 0:
                self.terms_left -= size(part)
                kept.append(part)
        return kept

    def _kind(self) -> Kind | None:
        return self.lexemes[self.index].kind if self.index < len(self.lexemes) else None

    def _take(self, kind: Kind) -> bool:
        taken = self._kind() is kind
        self.index += taken
        return taken


def _is_plain(lexeme: Lexeme) -> bool:
    return "*" not in lexeme.text and not _FUZZY.fullmatch(lexeme.text)

"""Laws and policy instruments named in a text, and the spaCy component that marks them.

    nlp.add_pipe("policysearch_laws")
    nlp(text).spans["policysearch_laws"]

Five kinds of rule propose candidates: known names (the gazetteer), citations by number, titles by
their head noun, titles set off by marks, and short names that the document defines. Of those that
overlap the longest is kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.language import Language

from ..acronyms import find_definitions
from ..gazetteer import load_gazetteer
from ..models import MentionKind
from .candidates import Candidate, select, write_spans
from .law_chinese import find_chinese
from .law_defined import find_defined, names_a_law
from .law_numbers import find_numbers
from .law_pinpoints import with_pinpoints
from .law_quotes import find_set_off, find_titles_of_numbers
from .law_titles import find_titles, goes_on
from .law_tokens import Tokens
from .law_words import title_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from spacy.tokens import Doc

    from ..acronyms import Definition
    from ..gazetteer import Found, Gazetteer


_YEAR_AFTER = re.compile(r",?\s(?:of\s)?((?:19|20)\d\d)\b")
# "COPPA 2.0": an acronym with the version of the law.
_VERSION_AFTER = re.compile(r"\s\d\.0\b(?![.%\d])")
# "the Paris agreement", "the EU's Digital services act": a known law with its head in lower case.
_LOWER_HEAD = re.compile(
    r"(?:\b[Tt]he|[’']s)\s(?P<law>[A-Z][\w-]*(?:\s[\w-]+){0,5}?"
    r"\s(?:act|agreement|protocol|convention|treaty|directive|charter|declaration|regulation|compact))\b"
)
# "AfCFTA Secretariat", "CRC Committee": a body that is named after a law.
_OF_A_BODY = re.compile(
    r" (?:Surveillance )?(?:Association|Authority|Coalition|Committee|Council|Court|Foundation|Institute"
    r"|Network|Secretariat|Tribunal)\b"
)
# What these rules find may be a known organization.
_MAY_BE_BODIES = frozenset({"laws:title", "laws:acronym-of-article"})
# "Title VII of the Civil Rights Act": a short form that is a part of the law named after it.
_PART_OF_IT = re.compile(r"(?:Title|Part|Chapter|Article|Section)\s[IVX\d]+\s(?:of|to)\s")


def find_laws(text: str, gazetteer: Gazetteer | None = None) -> list[Candidate]:
    """Find the laws and policy instruments that a text names.

    Args:
        text: A whole document, as definitions count from anywhere in it.
        gazetteer: Known laws; the shipped ones if None.

    Returns:
        Candidates in order, none overlapping another. ``extractor`` names the rule,
        ``value`` is the entity id where the gazetteer knows the law, ``pinpoint`` the
        article or section cited with it.
    """
    known = gazetteer or load_gazetteer(MentionKind.LAW)
    definitions = find_definitions(text)
    elsewhere = _defined_otherwise(definitions, known)
    matches = [
        found
        for found in known.find(text)
        if text[found.start : found.end] not in elsewhere
        and not goes_on(text, found.start, found.end)
        and not _OF_A_BODY.match(text, found.end)
    ]
    numbers = list(find_numbers(text))
    in_lower_case = [
        Candidate(*match.span("law"), "laws:gazetteer", entry.id)
        for match in _LOWER_HEAD.finditer(text)
        if (entry := known.lookup(" ".join(match["law"].split())))
    ]
    candidates = [
        *(
            Candidate(found.start, _with_year(text, found), "laws:gazetteer", found.entry.id)
            for found in matches
        ),
        *in_lower_case,
        *numbers,
        *find_titles(Tokens(text)),
        *find_set_off(text),
        *find_titles_of_numbers(text, numbers),
        *find_chinese(text),
        *(
            Candidate(start, end, "laws:gazetteer-short", entry.id)
            for start, end, entry in known.find_short(text, {match.entry for match in matches})
            if not _PART_OF_IT.match(text, start)
        ),
    ]
    known_ends = {match.start: match.end for match in matches}
    candidates = [
        found
        for found in candidates
        if not _overruns(text, found, known_ends) and not _is_organization(text, found)
    ]
    laws = select([*candidates, *find_defined(text, select(candidates), definitions)])
    return with_pinpoints(text, laws)


def _is_organization(text: str, found: Candidate) -> bool:
    """Whether what ends like a title is a known organization: "United Nations Development Programme"."""
    if found.extractor not in _MAY_BE_BODIES:
        return False
    return load_gazetteer(MentionKind.ORGANIZATION).lookup(text[found.start : found.end]) is not None


def _with_year(text: str, found: Found) -> int:
    """Where a known title ends, its year or version included: "Banking Regulation Act, 1949"."""
    if text[found.start : found.end].isupper() and (version := _VERSION_AFTER.match(text, found.end)):
        return version.end()
    dated = _YEAR_AFTER.match(text, found.end)
    last = re.split(r"\W", text[found.start : found.end])[-1].lower()
    heads = title_words().heads.get(last, ())
    has_year = last in ("regulations", "rules") or any(head.group == "statutes" for head in heads)
    if dated and has_year and str(found.entry.year) == dated[1]:
        return dated.end()
    return found.end


def _overruns(text: str, found: Candidate, known_ends: Mapping[int, int]) -> bool:
    """Whether a title begins as a known law and goes on in lower case, which is the sentence going on.

    Args:
        text: The whole text.
        found: A candidate of any rule.
        known_ends: Where the known laws of the text end, by where they start.
    """
    end = known_ends.get(found.start, found.end)
    rest = text[end : found.end]
    return found.extractor == "laws:title" and rest.islower() and not rest[-1].isdigit()


def _defined_otherwise(definitions: Iterable[Definition], known: Gazetteer) -> set[str]:
    """Acronyms of known laws that the text defines as something else, and never as that law."""
    otherwise: set[str] = set()
    as_known: set[str] = set()
    for definition in definitions:
        entry = known.lookup(definition.short) if definition.aligned else None
        if entry is not None:
            same = known.lookup(definition.long) == entry or names_a_law(definition.long)
            (as_known if same else otherwise).add(definition.short)
    return otherwise - as_known


@Language.factory("policysearch_laws")
class Laws:
    """spaCy component that writes the span group "policysearch_laws".

    Args:
        nlp: The pipeline.
        name: The component's name in it.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Mark the laws of a document."""
        write_spans(doc, MentionKind.LAW, find_laws(doc.text))
        return doc

"""The component that names organizations, for any spaCy pipeline: ``policysearch_organizations``.

It reads ``doc.text``, the entities of the model (if there is one) and what ``policysearch_laws`` and
``policysearch_dates`` found, and writes the span group ``policysearch_organizations``. Evidence is
weighed over the whole document: a name that is certain in one place is found everywhere in it.

    nlp.add_pipe("policysearch_organizations", last=True)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.language import Language

from policysearch.acronyms import find_definitions
from policysearch.gazetteer import Gazetteer, load_gazetteer
from policysearch.models import MentionKind

from .candidates import Candidate, read_candidates, select, write_spans
from .organization_chinese import chinese_names
from .organization_companies import company_names, foreign_names
from .organization_context import aliases_in_brackets, defined_forms, repetitions, short_forms
from .organization_model import ModelNames
from .organization_phrases import Phrases
from .organization_words import Words, word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

_STANDARDS_COMMITTEE = re.compile(
    r"\b(?:(?:SAC|ISO(?:/IEC)?|IEC|CEN(?:[/-]CENELEC)?|CENELEC|ETSI|ITU-T|IEEE)[ /]?)?"
    r"(?:(?:JTC|TC) ?-?\d{1,4}|SG ?\d{1,2}(?=[ ,.;)/]))(?:[ /-]?(?:SC|WG|SWG) ?-?\d{1,3})*(?![\w-])"
)
_WEAK = "weak"
_CERTAIN_SINGLE = 3
"""Letters from which on a single-word name may be looked for in the whole document."""


@Language.factory("policysearch_organizations")
def make_organizations(nlp: Language, name: str) -> OrganizationFinder:
    """Make the component; ``nlp`` and ``name`` are spaCy's."""
    return OrganizationFinder()


class OrganizationFinder:
    """Finds organizations in a Doc and keeps them as a span group.

    Args:
        gazetteer: Known organizations; the shipped ones by default.
    """

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._gazetteer = gazetteer or load_gazetteer(MentionKind.ORGANIZATION)

    def __call__(self, doc: Doc) -> Doc:
        """Find organizations in a document and keep them."""
        blocked = [*read_candidates(doc, MentionKind.LAW), *read_candidates(doc, MentionKind.DATE)]
        write_spans(doc, MentionKind.ORGANIZATION, self._find(doc, blocked))
        return doc

    def _find(self, doc: Doc, blocked: list[Candidate]) -> list[Candidate]:
        text = doc.text
        words = Words(text)
        model = ModelNames(doc, words)
        definitions = find_definitions(text)
        known = [Candidate(f.start, f.end, "organizations:gazetteer") for f in self._gazetteer.find(text)]
        others = model.others | {k.start: k.end for k in known}
        grammar = Phrases(words, others, lambda name: self._gazetteer.lookup(name) is not None)
        phrases = [*grammar.find(), *company_names(words), *foreign_names(text)]
        seen = model.organizations
        certain = [*known, *(p for p in phrases if not p.value), *_committees(text), *chinese_names(text)]
        certain += _supported(phrases, seen, {d.long_end for d in definitions if d.aligned})
        certain = select(certain, blocked)
        certain += list(aliases_in_brackets(text, certain))
        ours, not_ours = defined_forms(definitions, certain)
        from_model = [c for c in model.find() if text[c.start : c.end] not in not_ours]
        found = select([*certain, *from_model], blocked)
        found += list(aliases_in_brackets(text, found))
        ours |= defined_forms(definitions, found)[0]
        names = {text[c.start : c.end] for c in found if _may_repeat(text[c.start : c.end])}
        found += list(repetitions(text, names - not_ours, "organizations:repetition"))
        found += list(
            repetitions(text, {o for o in ours if o not in word_set("heads")}, "organizations:defined")
        )
        found = select(found, blocked)
        return select([*found, *short_forms(words, found, ours)], blocked)


def _committees(text: str) -> Iterator[Candidate]:
    for match in _STANDARDS_COMMITTEE.finditer(text):
        yield Candidate(match.start(), match.end(), "organizations:standards-committee")


def _supported(
    phrases: list[Candidate], seen: list[tuple[int, int]], defined_ends: set[int]
) -> Iterator[Candidate]:
    """Weak phrases that the model sees as one organization too, or that the text gives an acronym."""
    ends = {end for _, end in seen}
    for phrase in phrases:
        if phrase.value == _WEAK and (phrase.end in ends or phrase.end in defined_ends):
            yield Candidate(phrase.start, phrase.end, phrase.extractor)


def _may_repeat(name: str) -> bool:
    """Whether a name is looked for elsewhere: of several words, or one that is no ordinary word."""
    return " " in name or (len(name) >= _CERTAIN_SINGLE and name not in word_set("heads"))

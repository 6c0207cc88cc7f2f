"""The component that names organizations, for any spaCy pipeline: ``policysearch_organizations``.

It reads ``doc.text``, the entities of the model (if there is one) and what ``policysearch_laws`` and
``policysearch_dates`` found, and writes the span group ``policysearch_organizations``. Evidence is
weighed over the whole document: a name that is certain in one place is found everywhere in it.

    nlp.add_pipe("policysearch_organizations", last=True)
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from spacy.language import Language

from policysearch.acronyms import find_definitions
from policysearch.gazetteer import Entry, Gazetteer, load_gazetteer
from policysearch.models import MentionKind
from policysearch.names import name_key

from .candidates import Candidate, read_candidates, select, write_spans
from .lexicon import Lexicon, lexicon_of
from .organization_beginnings import Context
from .organization_chinese import chinese_names
from .organization_companies import branch_names, company_names, without_endings
from .organization_context import (
    aliases_in_brackets,
    defined_as_things,
    defined_forms,
    names_before_brackets,
    repetitions,
    short_forms,
    with_owners,
    without_scraps,
)
from .organization_cues import names_a_product
from .organization_foreign import foreign_names
from .organization_model import ModelNames
from .organization_patterns import patterned_names
from .organization_phrases import GENERIC, Phrases
from .organization_support import Evidence, supported
from .organization_weighing import Weights, load_weights
from .organization_words import Words, word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

    from policysearch.acronyms import Definition

_STANDARDS_COMMITTEE = re.compile(
    r"\b(?:(?:SAC|ISO(?:/IEC)?|IEC|CEN(?:[/-](?:CENELEC|CLC))?|CENELEC|ETSI|ITU-T|IEEE)[ /]?)?"
    r"(?:(?:JTC|TC) ?-?\d{1,4}|SG ?\d{1,2}(?=[ ,.;)/]))(?:[ /-]?(?:SC|WG|SWG) ?-?\d{1,3})*(?![\w-])"
)
_STANDARDS_PART = re.compile(r"(?<![\w/])(?:SC|WG) \d{1,3}(?![\w-])")
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|[\w.+-]+@[\w-]+\.[\w.-]+")
_NEXT_NAME = re.compile(r" [A-Z]")
_SHORTEST_REPEATED = 3
"""Letters from which on a single-word name may be looked for in the whole document."""


@Language.factory("policysearch_organizations")
def make_organizations(nlp: Language, name: str) -> OrganizationFinder:
    """Make the component; ``nlp`` and ``name`` are spaCy's."""
    return OrganizationFinder(lexicon=lexicon_of(nlp))


class OrganizationFinder:
    """Finds organizations in a Doc and keeps them as a span group.

    Args:
        gazetteer: Known organizations; the shipped ones by default.
        lexicon: Ordinary words, by which proper names are told; none by default.
        weights: Of what speaks for and against a doubtful name; the shipped ones by default.
    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        lexicon: Lexicon | None = None,
        weights: Weights | None = None,
    ) -> None:
        self._lexicon = lexicon or Lexicon(frozenset())
        self._weights = weights or load_weights()
        self._gazetteer = gazetteer or load_gazetteer(MentionKind.ORGANIZATION)
        entries = self._gazetteer.entries
        self._shorts = frozenset(form for entry in entries for form in entry.short)
        self._known_shorts = frozenset(name_key(form) for e in entries for form in e.short if " " in form)
        self._official = {
            (name_key(form), head): entry.id
            for entry in entries
            for head in entry.short
            if " " not in head
            for form in (*entry.forms, *entry.short)
        }
        self._with_shorts: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            for form in (*entry.forms, *entry.short) if entry.short else ():
                if " " in form or not form.isascii():
                    self._with_shorts[name_key(form)].append(entry)

    def __call__(self, doc: Doc) -> Doc:
        """Find organizations in a document and keep them."""
        text = doc.text
        blocked = [*read_candidates(doc, MentionKind.LAW), *read_candidates(doc, MentionKind.DATE)]
        blocked += (Candidate(m.start(), m.end(), "address") for m in _ADDRESS.finditer(text))
        words = Words(text)
        model = self.model_names(doc, words)
        definitions = find_definitions(text)
        certain = select(self._certain(words, model, definitions), blocked)
        certain += aliases_in_brackets(text, certain)
        found = self._with_repetitions(words, certain, model, definitions, blocked)
        found = list(without_scraps(text, found))
        write_spans(doc, MentionKind.ORGANIZATION, found)
        return doc

    def model_names(self, doc: Doc, words: Words) -> ModelNames:
        """Return what the model and capitals suggest in a document, judged by this component's weights."""
        return ModelNames(doc, words, self._lexicon, self._weights, self._shorts)

    def _certain(
        self, words: Words, model: ModelNames, definitions: Sequence[Definition]
    ) -> Iterator[Candidate]:
        """Names that rules or the gazetteer find, the doubtful ones if something bears them out."""
        text = words.text
        things = defined_as_things(definitions, self._gazetteer)
        known = [
            Candidate(
                f.start + _article(text[f.start : f.end], f.entry.name), f.end, "organizations:gazetteer"
            )
            for f in self._gazetteer.find(text)
            if "\n\n" not in text[f.start : f.end]
            and text[f.start : f.end] not in things
            and text[f.end - 1 : f.end + 1] != "部门"
            and model.bears_out(f.start, f.end)
            and not names_a_product(text, f.end)
            and not (text[f.start : f.end].startswith("The ") and _NEXT_NAME.match(text, f.end))
        ]
        others = model.others | {k.start: k.end for k in known}
        grammar = Phrases(
            Context(
                words=words,
                others=others,
                ends_of_others=frozenset(others.values()),
                persons=model.persons,
                is_known=lambda name: self._gazetteer.lookup(name) is not None,
                lexicon=self._lexicon,
            )
        )
        phrases = [*grammar.find(), *company_names(words), *foreign_names(text, self._lexicon)]
        phrases += patterned_names(text)
        evidence = Evidence(
            model_ends=frozenset(end for _, end in model.organizations),
            defined_ends=frozenset(d.long_end for d in definitions if d.aligned),
            known_starts=frozenset(k.start for k in known),
            known_shorts=self._known_shorts,
        )
        sure = [p for p in phrases if not p.value]
        yield from known
        yield from sure
        yield from supported(text, phrases, evidence)
        yield from branch_names(words, known)
        kinds = [p for p in phrases if p.value == GENERIC]
        yield from with_owners(text, [*known, *sure, *kinds], [*known, *sure])
        yield from _standards_committees(text)
        ends = {k.start: k.end for k in known}
        for name in chinese_names(text):
            if not (ends.get(name.start, name.end) < name.end and text[ends[name.start]] in "和与及、"):
                yield name

    def _with_repetitions(
        self,
        words: Words,
        certain: list[Candidate],
        model: ModelNames,
        definitions: Sequence[Definition],
        blocked: list[Candidate],
    ) -> list[Candidate]:
        """Add what the model alone sees, then every other place where the document uses the same names."""
        text = words.text
        not_ours = defined_forms(definitions, certain)[1]
        from_model = [c for c in model.find(certain) if text[c.start : c.end] not in not_ours]
        found = [*certain, *select(from_model, [*blocked, *certain])]
        found.sort(key=lambda name: name.start)
        listed = (c for c in model.listed(found) if text[c.start : c.end] not in not_ours)
        found += select(listed, [*blocked, *found])
        found += [*aliases_in_brackets(text, found), *names_before_brackets(text, found)]
        ours = defined_forms(definitions, found)[0]
        names = {name for c in found if _may_repeat(name := text[c.start : c.end])}
        names |= {name for c in found if (name := self._without_form(text, c))}
        again = repetitions(text, names - (not_ours - ours), "organizations:repetition")
        found += (c for c in again if not names_a_product(text, c.end))
        found += repetitions(text, word_set("bare_phrases"), "organizations:short-form")
        found += repetitions(text, ours - word_set("heads"), "organizations:defined")
        found += (
            Candidate(d.short_start, d.short_end, "organizations:defined")
            for d in definitions
            if d.short in ours
        )
        found = select(found, blocked)
        shorts = [*short_forms(words, found, ours, self._official), *self._known_short_forms(text, found)]
        return select([*found, *shorts], blocked)

    def _without_form(self, text: str, found: Candidate) -> str:
        """A company's name without its form in law, if that may stand for it: no ordinary word."""
        if not found.extractor.endswith("company"):
            return ""
        name = without_endings(text[found.start : found.end])
        is_name = " " in name or (len(name) >= _SHORTEST_REPEATED and name not in self._lexicon)
        return name if is_name and name not in word_set("not_names") else ""

    def _known_short_forms(self, text: str, found: Sequence[Candidate]) -> Iterator[Candidate]:
        """Yield acronyms that need another form of the same body in the document, such as "MOST"."""
        keys = {name_key(text[c.start : c.end]) for c in found}
        named = {entry.id: entry for key in keys for entry in self._with_shorts.get(key, ())}.values()
        for form in self._gazetteer.find_short(text, named):
            if text[form.start : form.end] not in word_set("heads"):
                yield Candidate(form.start, form.end, "organizations:short-form")


def _standards_committees(text: str) -> Iterator[Candidate]:
    """Yield "ISO/IEC JTC 1/SC 42" and, in a text with such a name, "SC 42" alone."""
    extractor = "organizations:standards-committee"
    whole = [Candidate(m.start(), m.end(), extractor) for m in _STANDARDS_COMMITTEE.finditer(text)]
    yield from whole
    if whole:
        yield from (Candidate(m.start(), m.end(), extractor) for m in _STANDARDS_PART.finditer(text))


def _article(name: str, official: str) -> int:
    """Letters of a leading article that does not belong to the name: none in "The Economist"."""
    belongs = official.startswith("The ") or " " not in name[len("The ") :]
    return len("The ") if name.startswith("The ") and not belongs else 0


def _may_repeat(name: str) -> bool:
    """Whether a name is looked for elsewhere: of several words, or one that is no ordinary word."""
    return " " in name or (len(name) >= _SHORTEST_REPEATED and name not in word_set("heads"))

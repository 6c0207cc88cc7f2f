"""The words around a name that tell an organization from a place, a product or a person.

"chief executive of …", "… announced", "the start-up …": patterns made from the lists of
``data/organization_cues.toml``. A *sure* cue holds whatever a model says of the name; others count
only for a name that the model takes for an organization.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .alternatives import one_of
from .organization_words import word_set

_DATA = Path(__file__).parent / "data" / "organization_cues.toml"
_REACH = 70
"""Characters on either side of a name in which a cue must lie."""
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|is|are|was|were|for|with|that|by|has|have|at|from|its|said|this|which|it|be|an)\b"
)
_OTHER_LANGUAGE = re.compile(
    r"\b(?:der|die|das|und|mit|für|von|ist|den|nicht|auf|ein|eine|im|zu|de|la|le|el|les|des|et|que|y|en|los|las|del|una?|"
    r"per|il|di|che|della|dos|da|na|se|nie|det|och|som|het|een|van|voor|w|do|på|är|til|av|og)\b"
)
_LANGUAGE_REACH = 200
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_PRODUCT = re.compile(
    r" (?:[Aa]pps?\b|[Cc]hatbots?\b|(?:Journal|Transactions|Proceedings|Annals|Review|Spectrum) (?:of|on)\b"
    r"|[A-Z][\w-]+ (?:apps?|chatbots?|processors?|chips?|smartphones?|browsers?|GPUs|watch(?:es)?|phones?|"
    r"models?)\b)"
)
_CITED_AFTER = re.compile(
    r",? et al\b|,? \(?(?:19|20)\d\d[a-z]?[):;,]|,? [A-Z]\.(?:[ ,-]|[A-Z]\.)"
    r"|(?: and| &) [A-Z][a-z]+,? \(?(?:19|20)\d\d"
)
_CITED_BEFORE = re.compile(r"(?:\b[A-Z]\.[ -]?){1,3}$")
_STATE_AFTER = re.compile(r", (?:[A-Z]{2}|[A-Z]{2}(?:-[A-Z]{2})+)\b")
_SENTENCE_MARKS = frozenset({"", ".", ":", "\n", "•", "-", "*", "#", "!", "?"})
_NOT_LATIN = re.compile(r"[^\W\d_a-zA-ZÀ-ɏḀ-ỿ]")


class _Patterns(NamedTuple):
    sure_before: re.Pattern[str]
    likely_before: re.Pattern[str]
    sure_after: re.Pattern[str]
    likely_after: re.Pattern[str]
    place_before: re.Pattern[str]
    thing_before: re.Pattern[str]
    thing_after: re.Pattern[str]
    law_before: re.Pattern[str]
    person_before: re.Pattern[str]
    person_after: re.Pattern[str]


class Surroundings:
    """What stands before and after one name.

    Args:
        text: The whole text.
        start: Offset of the name's first character.
        end: Offset after its last character.
    """

    __slots__ = ("_after", "_before", "_end", "_start", "_text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end
        self._before = text[max(0, start - _REACH) : start].replace("\n", " ")
        self._after = text[end : end + _REACH].replace("\n", " ")

    def are_sure(self) -> bool:
        """Whether they speak of an organization, whatever the name looks like."""
        known = _patterns()
        return bool(known.sure_before.search(self._before) or known.sure_after.match(self._after))

    def are_likely(self) -> bool:
        """Whether they speak of an organization or a person, so that the model's vote decides."""
        known = _patterns()
        return (
            self.are_sure()
            or bool(known.likely_before.search(self._before))
            or bool(known.likely_after.match(self._after))
        )

    def are_of_place(self) -> bool:
        """Whether a place is meant: "in …"."""
        return bool(_patterns().place_before.search(self._before))

    def are_of_thing(self) -> bool:
        """Whether a product or a programme is meant: "… 3", "the … database"."""
        known = _patterns()
        return bool(
            known.thing_after.match(self._after)
            or known.thing_before.search(self._before)
            or _PRODUCT.match(self._after)
        )

    def are_of_law(self) -> bool:
        """Whether a law is meant: "pursuant to the …"."""
        return bool(_patterns().law_before.search(self._before))

    def are_of_person(self) -> bool:
        """Whether a person's title or trade stands beside the name: "Senator …", "…, a lawyer"."""
        known = _patterns()
        return bool(known.person_before.search(self._before) or known.person_after.match(self._after))

    def are_of_citation(self) -> bool:
        """Whether an author is cited: "… (2001)", "… et al.", "…, A. and B. …", "A. …"."""
        return bool(_CITED_AFTER.match(self._after) or _CITED_BEFORE.search(self._before))

    def are_of_address(self) -> bool:
        """Whether a place with its state is meant: "…, TX"."""
        return bool(_STATE_AFTER.match(self._after))

    def follow_given_name(self) -> bool:
        """Whether a person's given name stands directly before."""
        before = self._before.rsplit(maxsplit=1)
        return self._before.endswith(" ") and bool(before) and before[-1] in word_set("given_names")

    def follow_article(self) -> bool:
        """Whether "the" stands before."""
        return self._before.endswith((" the ", "The ")) or self._before == "the "

    def begin_sentence(self) -> bool:
        """Whether a sentence or line begins with the name, so that any word would have a capital."""
        return self._text[max(0, self._start - 3) : self._start].rstrip(" \t")[-1:] in _SENTENCE_MARKS

    def are_numbers(self) -> bool:
        """Whether a figure stands beside the name, as in citations and amounts: "EUR 2", "48 DCR 9165"."""
        return bool(re.match(r"[ \xa0]?\d", self._after)) or bool(re.search(r"\d[ \xa0]?$", self._before))

    def are_english(self) -> bool:
        """Whether the text around is one that an English model can read."""
        if _NOT_LATIN.search(self._text, self._start, self._end):
            return False
        around = self._text[max(0, self._start - _LANGUAGE_REACH) : self._end + _LANGUAGE_REACH]
        foreign = len(_OTHER_LANGUAGE.findall(around))
        return foreign < 2 or foreign <= len(_ENGLISH.findall(around))


def names_a_product(text: str, end: int) -> bool:
    """Whether a known name that ends here is only part of a product's or a journal's: "… Xeon processors"."""
    return bool(_PRODUCT.match(text, end) or _own_product().match(text, end))


def leads_in_english(text: str, start: int) -> bool:
    """Whether what stands before a place is English, whatever follows."""
    before = text[max(0, start - _LANGUAGE_REACH) : start]
    english = len(_ENGLISH.findall(before))
    return english > 0 and len(_OTHER_LANGUAGE.findall(before)) <= english


def is_english_function_word(word: str) -> bool:
    """Whether a word is one of the small words of English that no dictionary of meanings lists."""
    return word in _lists()["english_function_words"]


def introductions(text: str) -> list[int]:
    """Return the offsets after words that say what the next name is: "the start-up "."""
    return [match.end() for match in _introduction().finditer(text)]


def titles(text: str) -> list[int]:
    """Return the offsets after persons' titles that a comma closes, and after "fined " and the like."""
    return [match.end() for match in _title().finditer(text)]


def explained(text: str) -> list[int]:
    """Return the offsets of single words that what follows tells to be a body: "X, a firm that"."""
    return [match.start() for match in _explained().finditer(text)]


def labels(text: str) -> list[int]:
    """Return the offsets after labels ("Source: ") and after cited titles, where the publisher stands."""
    return [match.end() for match in _label().finditer(text)]


def openings(text: str) -> list[int]:
    """Return the offsets after words that open a list of organizations: "companies such as "."""
    return [match.end() for pattern in (_opening(), _list_label()) for match in pattern.finditer(text)]


def _words(name: str) -> str:
    return one_of(_lists()[name])


@cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads(_DATA.read_text("utf-8"))


@cache
def _opening() -> re.Pattern[str]:
    kinds = _lists()["kinds_plural"]
    either = one_of((*kinds, *(kind[0].upper() + kind[1:] for kind in kinds)), not_after=r"\w")
    return re.compile(rf"{either},? (?:such as|like|including|called|named) (?:the )?(?=[A-Z])")


@cache
def _own_product() -> re.Pattern[str]:
    return re.compile(rf" {_words('own_products')}\b")


@cache
def _label() -> re.Pattern[str]:
    date = rf"(?:{_MONTH} \d|\d{{1,2}} {_MONTH}|accessed|last |(?:19|20)\d\d\b)"
    return re.compile(
        rf"(?:^[ \t>*_+•|-]*|[(]){_words('labels')}[*_]{{0,2}}: ?[*_]{{0,2}} ?(?=[A-Z])"
        # “Title,” Publisher, 12 March 2025
        rf"|[,.]?[”\"],? (?=[A-Z][^\n,;|(“”\"]{{1,60}}, {date})",
        re.MULTILINE,
    )


@cache
def _list_label() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^[ \t>*_+•|-]*|[(]){_words('list_labels')}[*_]{{0,2}}: ?[*_]{{0,2}} ?(?:the )?(?=[A-Z])",
        re.MULTILINE,
    )


@cache
def _title() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<=[\w.] ){_words('titles_before_comma')}(?: (?:of|for) [A-Z][^,;:.\n]{{2,60}})?,"
        rf"|\b{_words('acts_on')}) (?:the )?(?=[A-Z])"
    )


@cache
def _explained() -> re.Pattern[str]:
    small = r"(?!(?:at|by|for|from|in|of|on|the|to|with|who)\b)[\w-]+"
    return re.compile(
        rf"[A-Z](?<![\w’'-].)[\w-]+(?:, an? (?:{small} ){{0,3}}{_words('kinds_after')}"
        rf"(?:,| (?:that|which|based|from|in|of|for)\b)|[’']s {_words('corporate_belongings')}\b)"
    )


@cache
def _introduction() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{_words('kinds_before')} |{_words('roles')} (?:of|at|for|with) (?:the )?)(?=[A-Z])"
    )


@cache
def _patterns() -> _Patterns:
    opening = rf"{_words('kinds_plural')},? (?:such as|like|including|called|named)"
    belonging = rf"(?:[’']s?)? {_words('belongings')}\b"
    apposition = rf", (?:an?|the) [^.,;]{{0,40}}\b{_words('kinds_after')}\b"
    deed = rf" (?:have |has |had )?{_words('deeds')}\b"
    source = rf"\. {_MONTH} (?:\d{{1,2}}, )?\d{{4}}"
    return _Patterns(
        sure_before=re.compile(
            rf"(?:\b{_words('roles')} {_words('role_prepositions')} (?:the )?|\b{opening} (?:the )?"
            rf"|\b{_words('kinds_before')} |\b{_words('founded')} by (?:the )?"
            r"|(?-i:[A-Z][a-z]+|US|U\.S\.|UK|EU)-based )$",
            re.IGNORECASE,
        ),
        likely_before=re.compile(
            rf"(?:\b{_words('wide_roles')} {_words('role_prepositions')} (?:the )?"
            rf"|\b{_words('done')} by (?:the )?|\b(?:according to|joined|joining) (?:the )?|\bformer )$",
            re.IGNORECASE,
        ),
        sure_after=re.compile(
            rf"(?:{belonging}|, (?:Inc|Ltd|LLC)\b|,? (?:is|was) (?:headquartered|based) in|{apposition}"
            r"| ?[(（][\u4e00-\u9fff])"
        ),
        likely_after=re.compile(rf"(?:[’']s {_words('works')}\b|{deed}|{source})"),
        place_before=re.compile(rf"\b{_words('place_before')} $", re.IGNORECASE),
        thing_before=re.compile(
            rf"\b(?:{_words('thing_before')}"
            rf"|{_words('things_plural')},? (?:such as|like|including)) $",
            re.IGNORECASE,
        ),
        law_before=re.compile(rf"\b{_words('law_before')} (?:the |EU )?$", re.IGNORECASE),
        person_before=re.compile(rf"\b{_words('titles_before_name')} $"),
        person_after=re.compile(
            r",? (?:an? |the |[(])?(?:[\w-]+ ){0,2}"
            rf"(?:{_words('titles_before_comma')}|{_words('trades')})\b"
        ),
        thing_after=re.compile(rf"(?: {_words('thing_after')}\b|[ -]v?\d)"),
    )

"""Official numbers of laws in one spelling, and which numbers cannot belong to one law.

"E.O. 14110" is Executive Order 14110, "Council Directive 93/42/EEC" and "Directives 93/42/EEC" are one
directive, and "15 U.S.C. § 272(b)" cites 15 U.S.C. 272; of "Executive Orders 14277 and 14278" the second
number stands alone in the text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..gazetteer import Gazetteer
    from ..models import Mention

_EU_ACT = re.compile(
    r"(?:(?:Commission|Council)\s+)?(?:(?:Implementing|Delegated)\s+)?"
    r"(?P<type>(?:Framework\s+)?(?:Regulation|Directive|Decision|Recommendation))?s?\s*"
    r"(?:\((?P<body>EU|EC|EEC)(?:, Euratom)?\))?\s*(?P<no>No\.?\s*)?"
    r"(?P<first>\d{2,4})/(?P<second>\d{1,6})(?:/(?P<suffix>EU|EC|EEC|JHA|CFSP)\d{0,3})?"
)
_FIRST_YEAR_OF_ONE_SERIES = 2015
"""From then on regulations, directives and decisions share one numbering, the year first."""
_HIGHEST_NUMBER = 4100
"""No year has had more acts: what is above has the digit of a footnote glued to it ("2018/17241")."""
_FIRST_YEAR_OF_EU = 2010
_FIRST_YEAR_OF_EC = 1994
_SUBSECTIONS = re.compile(r"(?:\s?\([0-9A-Za-z]{1,5}\))+$")
_SECTION_SIGN = r"(?:§§?|[Ss]ections?|[Ss]ecs?\.|[Pp]arts?)?\s*"
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"(?:Presidential\s+)?(?:Executive\s+Orders?|E\.\s?O\.|EOs?),?\s+(?:\((?:EO|E\.O\.)\)\s+)?"
            r"(?:No\.?\s*|Number\s+)?(\d{4,5})"
        ),
        r"Executive Order \1",
    ),
    (
        re.compile(r"(?:Public\s+Laws?|Pub\.\s?L\.|P\.\s?L\.|PL)\s+(?:Nos?\.?\s*)?(\d{2,3})-(\d+)"),
        r"Public Law \1-\2",
    ),
    (
        re.compile(
            rf"(\d{{1,2}})\s+(?:U\.\s?S\.\s?C\.(?:\s?A\.)?|USC)\s*{_SECTION_SIGN}(\d[\w-]*)(?:\s+note)?"
        ),
        r"\1 U.S.C. \2",
    ),
    (re.compile(rf"(\d{{1,2}})\s+(?:CFR|C\.\s?F\.\s?R\.)\s*{_SECTION_SIGN}(\d[\d.-]*)"), r"\1 CFR \2"),
    (
        re.compile(
            r"[Tt]itle\s+(\d{1,2}),?\s+(?:of\s+the\s+)?(United States Code|Code of Federal Regulations)"
        ),
        r"Title \1, \2",
    ),
    (re.compile(r"(.*\bRules(?: of .*)?),? Rule \d+(?:\([0-9A-Za-z]{1,5}\))*"), r"\1"),
    (re.compile(r"(?:D\.\s?C\.|District of Columbia) (Act|Law) (?:No\.?\s*)?(\d+-\d+)"), r"D.C. \1 \2"),
    (re.compile(r"(?:H\.\s?R\.|HR)\s*(\d+)"), r"H.R. \1"),
    (re.compile(r"(?:Senate Bill|S\.?B\.?)\s*(?:No\.?\s*)?(\d[\d-]*)"), r"SB \1"),
    (re.compile(r"(?:House Bill|H\.?B\.?)\s*(?:No\.?\s*)?(\d[\d-]*)"), r"HB \1"),
    (re.compile(r"(?:Assembly Bill|A\.?B\.?)\s*(?:No\.?\s*)?(\d[\d-]*)"), r"AB \1"),
    (re.compile(r"S\.\s*(\d+)"), r"S. \1"),
    (re.compile(r"(COM|SWD|JOIN|SEC|C)\s?\((\d{4})\)\s?0*(\d+)(?:\s(?:final|FINAL))?"), r"\1(\2) \3"),
    (
        re.compile(
            r"(?:(?:UN\s?|UNGA|United Nations)?\s?(?:General Assembly)?\s?[Rr]esolution\s+)?(?:A/RES/)?"
            r"([4-9]\d/\d{1,3})"
        ),
        r"General Assembly resolution \1",
    ),
    (
        re.compile(r"(.*[A-Za-z])\s+(?:Nos?\.?|Nr\.?|Number|no\.|№|n[º°o]\.?|#)\s?(\d.*)"),
        r"\1 No. \2",
    ),
)
_SERIES = re.compile(
    r"(?P<lead>(?:Executive Order) |(?:Public Law) |(?:H\.R\.|S\.) |"
    r"(?:COM|SWD|JOIN|SEC|C)(?=\()|(?:General Assembly resolution) |"
    r"(?:[A-Z][\w -]*) No\. )(?=[A-Z]?[./-]?\d|\()"
)
_CODES = re.compile(
    r"\d{1,2} (?:U\.S\.C\.|CFR) |Title \d{1,2}, |RCW \d|\d+ ILCS |C\.R\.S\. |.{2,60}§+ ?\d[\w.:-]*$"
)
_BARE = re.compile(r"(?:No\.?\s?)?\d[\w./:()-]*|\((?:EU|EC|EEC)\) .*")
# "Act No. 22-306" beside "D.C. Act 22-306": a number that may lack the body whose series it is of. One of
# a digit or two is in every country's and every ministry's series.
_WITH_BODY = re.compile(
    r"(?:(?P<body>\S.*) )?(?P<kind>Act|Law|Bill|Decree|Order|Ordinance|Circular|Resolution|Decision|Directive"
    r"|Proclamation|Memorandum)(?: No\.)? (?P<number>(?=\S{3})\d[\d./-]*\d)"
)
_FEW_DIGITS = re.compile(
    r"(?:Act|Law|Bill|Decree|Order|Ordinance|Circular|Resolution|SB|HB|AB)(?: No\.)? \d{1,5}"
)
_IN_LISTS = frozenset(
    {"laws:eu-act", "laws:executive-order", "laws:public-law", "laws:state-code", "laws:iso"}
)


def with_official_numbers(mentions: Iterable[Mention], known: Gazetteer) -> list[Mention]:
    """Return laws with the one spelling of their number as ``text``; other names are left as they are.

    Args:
        mentions: Laws of one document in order of place: a number that stands alone in a list has the
            kind of the one before it.
        known: What it knows under the spelling in the text keeps that spelling.
    """
    named = []
    lead: dict[str, str] = {}
    for mention in mentions:
        written = " ".join(mention.text.split())
        if _BARE.fullmatch(written) and mention.extractor in lead:
            written = f"{lead[mention.extractor]} {written}"
        elif _EU_ACT.fullmatch(written):
            lead["laws:eu-act"] = re.split(r"\s*(?:\(E|No\.?\s*\d|\d)", written, maxsplit=1)[0]
        elif mention.extractor in _IN_LISTS:
            lead[mention.extractor] = re.split(r"\s*(?:\(E|No\.?\s*\d|§|\d)", written, maxsplit=1)[0]
        named.append(replace(mention, text=_known_spelling(written, known)))
    return _with_bodies(_with_kinds(named))


def _with_kinds(named: Sequence[Mention]) -> list[Mention]:
    """Complete the numbers of the European Union that stand without kind or body, from fuller ones.

    So "(EU) 2019/2144" and "Regulation 300/2008" are what the document elsewhere calls in full.
    """
    fuller: dict[str, set[str]] = {}
    short: dict[str, re.Match[str]] = {}
    for text in {mention.text for mention in named}:
        if act := _EU_ACT.fullmatch(text):
            is_full = act["type"] and (act["body"] or act["suffix"])
            number = f"{act['first']}/{act['second']}"
            if is_full:
                fuller.setdefault(number, set()).add(text)
            else:
                short[text] = act
    meant = {}
    for text, act in short.items():
        names = {
            n for n in fuller.get(f"{act['first']}/{act['second']}", ()) if n.startswith(act["type"] or "")
        }
        if len(names) == 1:
            meant[text] = names.pop()
    return [replace(mention, text=meant.get(mention.text, mention.text)) for mention in named]


def _with_bodies(named: Sequence[Mention]) -> list[Mention]:
    """Complete the numbers that stand without the body of which they are, from the one fuller name."""
    fuller: dict[tuple[str, str], set[str]] = {}
    short: dict[str, tuple[str, str]] = {}
    for text in {mention.text for mention in named}:
        if numbered := _WITH_BODY.fullmatch(text):
            number = (numbered["kind"], numbered["number"])
            if numbered["body"]:
                fuller.setdefault(number, set()).add(text)
            else:
                short[text] = number
    meant = {text: min(fuller[number]) for text, number in short.items() if len(fuller.get(number, ())) == 1}
    return [replace(mention, text=meant.get(mention.text, mention.text)) for mention in named]


def _known_spelling(written: str, known: Gazetteer) -> str:
    official = official_number(written)
    for spelling in (written, official, f"{official} final", _without_tail(written)):
        if spelling and known.lookup(spelling):
            return spelling
    return official


def _without_tail(written: str) -> str:
    """The number in "Law No. 6698 on the Protection of Personal Data"; "" if there is none."""
    found = re.match(r"(\S.* No\. ?\S*\d\S*(?: of \d{4})?) (?:on|for|concerning|regarding) ", written)
    return found[1] if found else ""


def official_number(written: str) -> str:
    """Return a law's number in its one spelling, or the name as it is if it is no number.

    Args:
        written: A name with single spaces. Paragraphs cited with a section of a code are left out.
    """
    written = re.sub("[‐‑–—]", "-", written) if re.search(r"\d", written) else written
    if act := _EU_ACT.fullmatch(written):
        return _eu_act(act) or written
    bare = _SUBSECTIONS.sub("", written) if is_code_section(_SUBSECTIONS.sub("", written)) else written
    for form, template in _FORMS:
        if match := form.fullmatch(bare):
            return match.expand(template)
    return bare


def _eu_act(act: re.Match[str]) -> str:
    """The number of an act of the European Union; "" if it is another country's."""
    kind = act["type"] or ""
    first, second = int(act["first"]), _without_footnote(act["second"])
    may_end_in_year = act["no"] or act["suffix"]
    is_year_last = may_end_in_year and (second < 100 or 1950 < second < _FIRST_YEAR_OF_ONE_SERIES)
    if _FIRST_YEAR_OF_ONE_SERIES <= first < 2100 and not is_year_last:
        kind = kind or ("Directive" if act["suffix"] else "")
        return f"{kind} (EU) {first}/{second}".strip()
    if act["suffix"]:
        number = "No " * bool(act["no"]) + f"{act['first']}/{second}/{act['suffix']}"
        return f"{kind or 'Directive'} {number}"
    if not act["body"] and not act["no"]:
        return ""
    year = second if second > 99 else 1900 + second
    body = "EU" if year >= _FIRST_YEAR_OF_EU else "EC" if year >= _FIRST_YEAR_OF_EC else "EEC"
    return f"{kind or 'Regulation'} ({act['body'] or body}) No {first}/{second:02}"


def _without_footnote(digits: str) -> int:
    """The number or year that digits begin with, if a footnote's mark stands right behind it."""
    while int(digits) > _HIGHEST_NUMBER:
        digits = digits[:-1]
    return int(digits)


def is_code_section(name: str) -> bool:
    """Whether a name cites a section of a code, which many acts amend: no name of any one of them."""
    return _CODES.match(re.sub(r"[Uu]\. ?S\. ?C\.|USC", "U.S.C.", name)) is not None


def is_bare_number(name: str) -> bool:
    """Whether a name is a kind and a number alone, which every country has: "Law No. 25"."""
    numbered = _WITH_BODY.fullmatch(name) or _FEW_DIGITS.fullmatch(name)
    return numbered is not None and not numbered.groupdict().get("body")


def series_of(name: str) -> tuple[str, str] | None:
    """Return the series and the number in it that an official number has: two of one series are two laws."""
    act = _EU_ACT.fullmatch(name)
    if act and (act["body"] or act["suffix"]):
        return "EU", "/".join(filter(None, act.group("first", "second", "suffix")))
    match = _SERIES.match(name)
    return (match["lead"].strip(), name[match.end() :].replace(" ", "", 1).split()[0]) if match else None


def numbers_of(names: Iterable[str]) -> dict[str, set[str]]:
    """Return the official numbers among names, by series."""
    numbers: dict[str, set[str]] = {}
    for name in names:
        if found := series_of(official_number(name)):
            numbers.setdefault(found[0], set()).add(found[1])
    return numbers


def disagree(one: Mapping[str, set[str]], other: Mapping[str, set[str]]) -> bool:
    """Whether two names have numbers of one series, and none in common."""
    return any(series in other and not numbers & other[series] for series, numbers in one.items())

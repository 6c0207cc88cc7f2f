"""Titles in English, built around a head noun: "Data Security Law", "Opinions on Computing Power".

From each head the rule walks left over capitalized words and what joins them, then right over a tail
("on …", "for the …", "of 2010"), and keeps the stretch if there is enough in it to be a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..names import name_key
from .candidates import Candidate
from .law_beginnings import left_end
from .law_tails import joins_parties, tail_end
from .law_words import Head, title_words

if TYPE_CHECKING:
    from .law_tokens import Tokens

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_YEAR_IN_BRACKETS = re.compile(r"\s[(（](?:[A-Z][a-z]+ )?(?:1[5-9]|20)\d\d(?:[-–—]\d{2,4})?[)）]")
_CAPITAL_FOLLOWS = re.compile(r" [A-Z][a-z]+")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")
# "Strategic Plan 2020-2025"
_FOR_YEARS = re.compile(r"20\d\d[-–](?:20)?\d\d$")
_ACRONYM = re.compile(r"[A-Z][A-Za-z]?[A-Z]+\d?$")
# "Panamanian Law No. 81": only the country stands before the kind and the number.
_OF_COUNTRY = re.compile(r"[A-Z][a-z]+(?:[aei]an|ese|ish)\s[A-Z][a-z]+\sNo\.?\s?\d")
# "its first AI Strategy"
_AGES = frozenset({"first", "second", "new", "current", "updated", "revised", "latest"})
# Words of content that suffice for any head.
_ENOUGH = 3
# In lower case so many words of a subject, its preposition included, stand before the years of a policy.
_ENOUGH_BEFORE_YEARS = 2
# So many generic words make a name of a dated statute: "Local Government Act 1972".
_GENERIC_WORDS = 2
# In a heading every word has a capital, so that a title of policy needs this many words of content.
_WORDS_IN_HEADING = 3
# "(c) Recommendations For Implementation.—": the heading of a subsection, every word with a capital.
_IS_SECTION_HEADING = re.compile(r"\.?\s?(?:—|--)|\.\s?–")
_EVERY_CAPITAL = re.compile(r"\s(?:Of|For|The|And|To|In|On|With|OF|FOR|THE|AND|TO|IN|ON|WITH)\s")
# "Bill C-27", "Directive 20-01": left to the rules for numbers.
_NUMBER_FOLLOWS = re.compile(
    r"\s(?:[A-Z]-)?\d{1,4}[-‑–/]\d|\s[CS]-\d|\s(?:No\.\s?)?\d{5}\b|(?<=Rule)\s\d|(?<=Amendment):?\s\d"
    r"|\s\((?:EU|EC|EEC|UE|CE)[A-Za-z, ]{0,9}\)\s(?:No\.?\s)?\d"
)


@dataclass(frozen=True, slots=True)
class _Title:
    """A stretch of tokens, first and last included, with what speaks for it."""

    first: int
    last: int
    sure: bool


def find_titles(tokens: Tokens) -> list[Candidate]:
    """Find titles by their head nouns, in any order and overlapping.

    A title that only a heading shows, and that says little, is kept if it also stands in running text.
    """
    heads = title_words().heads
    ends = [i for i, word in enumerate(tokens.lower) if word in heads and tokens.words[i][0].isupper()]
    titles = [title for i in ends if (title := _title_at(tokens, i))]
    known = {_key(tokens, title) for title in titles if title.sure}
    return [
        Candidate(tokens.starts[title.first], _end(tokens, title.last), "laws:title")
        for title in titles
        if title.sure or _key(tokens, title) in known
    ]


def _end(tokens: Tokens, last: int) -> int:
    """Where a title ends: before a mark that only reads as a possessive ("'Rules for Clerks' apply")."""
    return tokens.ends[last] - tokens.words[last].endswith(("'", "’"))


def goes_on(text: str, start: int, end: int) -> bool:
    """Whether a known title is only the beginning of what stands there.

    A title that ends in its tail ("White Paper on Artificial Intelligence") and is followed by one
    more capitalized word ("Standardization") is another title.
    """
    if not _CAPITAL_FOLLOWS.match(text, end):
        return False
    heads = title_words().heads
    words = re.findall(r"[^\W\d_]+", text[start:end].lower())
    if text[end - 1].isdigit() or words[-1] in heads:
        return False
    return any(word in heads or word == "paper" for word in words[:-1])


def _key(tokens: Tokens, title: _Title) -> str:
    return name_key(tokens.text[tokens.starts[title.first] : tokens.ends[title.last]])


def _title_at(tokens: Tokens, i: int) -> _Title | None:
    """Read the title whose head ends at token ``i``, if there is one."""
    for head in title_words().heads[tokens.lower[i]]:
        first_of_head = i - len(head.words) + 1
        if first_of_head < 0 or tuple(tokens.lower[first_of_head : i + 1]) != head.words:
            continue
        title = _title(tokens, head, first_of_head, i)
        if title:
            return title
    return None


def _title(tokens: Tokens, head: Head, head_first: int, head_last: int) -> _Title | None:
    """Read both sides of a head, and judge whether they make a name."""
    first = left_end(tokens, head_first, head.group)
    last = tail_end(tokens, head, head_last)
    if _is_ordinary(tokens, head, first, head_last, last) or _lists_kinds(tokens, first, head_first):
        return None
    if first == head_first and (
        _is_told_of_issuer(tokens, head_last, last) or _is_said_of_law(tokens, head_last, last)
    ):
        return None
    content = _content(tokens, first, head_first)
    if head.words == ("directive",) and head_first == first + 1 and _ACRONYM.match(tokens.words[first]):
        content *= 2  # "NIS1 Directive": letters stand for several words
    led = last > head_last and _is_led(tokens, head, head_last, bare=first == head_first)
    tail = sum(map(tokens.capital, range(head_last + 1, last + 1))) if led else 0
    dated = _YEAR.match(tokens.words[last]) is not None or (
        _YEAR_IN_BRACKETS.match(tokens.text, tokens.ends[last]) is not None
    )
    dated = dated or (head.group == "statutes" and tokens.words[last].isdigit())
    of_issuer = content and tail and head.group in ("guidance", "rules")
    enough = led and (tail >= head.tail or tokens.words[last].islower() or of_issuer)
    enough = enough or (tail > 0 and first == head_first and _is_of_issuer(tokens, first))
    enough = enough or bool(content and (content >= head.modifiers or dated))
    enough = enough or (dated and head.group == "statutes" and head_first - first >= _GENERIC_WORDS)
    for_years = _FOR_YEARS.search(tokens.words[last]) is not None
    subject = last > head_last + _ENOUGH_BEFORE_YEARS and tokens.lower[last - 1] not in ("year", "period")
    enough = enough or (for_years and (len(head.words) > 1 or subject))
    if not enough and not _is_spoken_of(tokens, head, first, last):
        return None
    return _Title(first, last, sure=_is_sure(tokens, first, last, content + tail, dated, head))


def _is_of_issuer(tokens: Tokens, first: int) -> bool:
    """Whether the possessive of a name stands before a head: "the OECD's Recommendation on AI"."""
    return (
        first > 0
        and tokens.lower[first - 1].endswith(("'s", "s'"))
        and tokens.capital(first - 1)
        and tokens.joined(first - 1)
    )


def _is_spoken_of(tokens: Tokens, head: Head, first: int, last: int) -> bool:
    """Whether a text speaks of a short title of policy as of something known: "our Trade Strategy"."""
    words = title_words()
    if not words.has("known_by_little", head.words[-1]) or first == 0 or tokens.in_heading(first):
        return False
    if words.has("bare", " ".join(tokens.lower[first : last + 1])):
        return False
    named = [k for k in range(first, last + 1) if tokens.capital(k)]
    before = tokens.lower[first - 1]
    if before in _AGES and first > 1:
        before = tokens.lower[first - 2]
    if before == "the" and first > 2 and tokens.lower[first - 2] == "of" and tokens.capital(first - 3):
        return False  # "Factories of the Future Roadmap"
    return (
        len(named) > 1
        and not words.has("generic", tokens.lower[first])
        and (before in ("the", "our", "its", "their") or before.endswith("'s"))
    )


def _is_told_of_issuer(tokens: Tokens, head: int, last: int) -> bool:
    """Whether a head without words before it is followed by who issued it alone: "Act of the Assembly"."""
    words = title_words()
    if last == head or tokens.lower[head + 1] != "of":
        return False
    told = tokens.lower[head + 2 : last + 1]
    by_anybody = words.has("issued", tokens.lower[head])
    by_a_body = words.has("enacted", tokens.lower[head]) and any(
        words.has("lawgivers", word) for word in told
    )
    return (by_anybody or by_a_body) and not any(words.has("subject_leaders", word) for word in told)


def _is_said_of_law(tokens: Tokens, head: int, last: int) -> bool:
    """Whether a head without words before it tells something of a law: "Requirements of the Data Act"."""
    words = title_words()
    return (
        last > head + 2
        and tokens.lower[head + 1] == "of"
        and words.has("about", tokens.lower[head])
        and tokens.lower[last] in words.nouns
    )


def _is_led(tokens: Tokens, head: Head, i: int, *, bare: bool) -> bool:
    """Whether a tail follows the head at ``i`` that can carry a name, nothing standing before it if bare."""
    words = title_words()
    leader = tokens.lower[i + 1]
    if joins_parties(tokens, head, i):
        return True
    if not words.has("tail_leaders", leader):
        return False
    if not bare:
        return True
    if i > 0 and words.has("determiners", tokens.lower[i - 1]):
        return False
    if tokens.begins_sentence(i) and (
        (tokens.lower[i] in ("act", "plan", "order") and leader != "of")
        or (tokens.lower[i] == "regulation" and leader == "of")
    ):
        return False
    if leader == "of" and words.has("not_of", tokens.lower[i]):
        return False
    if tokens.lower[i] in ("act", "law") and leader == "to":
        return tokens.capital(i + 2) and tokens.capital(i + 3)
    return head.group in ("policies", "guidance", "compound") or words.has("strict_leaders", leader)


def _is_sure(tokens: Tokens, first: int, last: int, words: int, dated: bool, head: Head) -> bool:
    """Whether the capitals of a stretch can be trusted, or what it says makes up for it."""
    stretch = tokens.text[tokens.starts[first] : tokens.ends[last]]
    if _IS_SECTION_HEADING.match(tokens.text, tokens.ends[last]):
        return False
    if _EVERY_CAPITAL.search(stretch) and not dated:
        return False
    spoken_of = first > 0 and (
        tokens.words[first - 1] == "the" or title_words().has("verbs", tokens.lower[first - 1])
    )
    if not tokens.in_heading(first) or dated or spoken_of:
        return not (stretch.isupper() and " " in stretch) or (dated and head.group == "statutes")
    if stretch.isupper() or (head.group == "policies" and re.search(r"\sfor\s\w+\s\w+$", stretch)):
        return False
    if head.group in ("statutes", "treaties"):
        return words > 1
    return words >= _WORDS_IN_HEADING and tokens.whole_line(first, last)


def _lists_kinds(tokens: Tokens, first: int, head: int) -> bool:
    """Whether a head without words before it ends a list of kinds: "Policies and Standards on …"."""
    return (
        first == head > 1
        and tokens.lower[head].endswith("s")
        and tokens.lower[head - 1] in ("and", "or", ",")
        and (tokens.lower[head - 2].endswith("s") or tokens.lower[head - 2] == ",")
    )


def _content(tokens: Tokens, first: int, head: int) -> int:
    """Count the words before a head that could make it a name; 0 if all of them are generic."""
    words = title_words()
    before = [
        tokens.lower[k] for k in range(first, head) if tokens.capital(k) or _ORDINAL.match(tokens.lower[k])
    ]
    if words.has("names", " ".join(tokens.lower[first : head + 1])):
        return _ENOUGH
    if all(words.has("generic", word) for word in before):
        return 0
    return len(before) + ("national" in before)  # "National AI Policy" is a name, "Land Use Policy" is not


def _is_pointed_at(tokens: Tokens, first: int) -> bool:
    """Whether an article or a possessive stands before a stretch: "the Patent Law", "Ruritania's Tax Law"."""
    before = tokens.lower[first - 1] if first else ""
    return before in ("the", "its", "their", "our") or before.endswith(("'s", "s'"))


def _is_ordinary(tokens: Tokens, head: Head, first: int, head_last: int, last: int) -> bool:
    """Whether a title-like stretch is a common compound, or part of the name of something else."""
    words = title_words()
    compound = max(first, last - 1)
    if words.has("not_titles", " ".join(tokens.lower[first : last + 1])) or (
        words.has("not_titles", " ".join(tokens.lower[compound : last + 1]))
        and tokens.lower[compound - 1] in ("and", "or")
    ):
        return True
    if head.group == "statutes":
        named = " ".join(tokens.lower[first : head_last + 1])
        if words.has("not_titles", named):
            return True  # "International Law to the Use of Robots"
        if last == head_last and words.has("branches", named) and not _is_pointed_at(tokens, first):
            return True
    if head.group not in ("statutes", "treaties") and any(
        words.has("bodies", tokens.lower[k]) and tokens.lower[k + 1] in ("of", "for", "on")
        for k in range(max(first - 2, 0), head_last)
    ):
        return True
    if first > 1 and tokens.lower[first - 1] == "on" and words.has("bodies", tokens.lower[first - 2]):
        return True  # "Committee on Digital Competition Law"
    if tokens.lower[last - 1 : last + 1] == ["of", "law"] and words.has("bodies", tokens.lower[last - 2]):
        return True  # "Graduate School of Law"
    if any(
        words.has("bodies", tokens.lower[k]) and tokens.lower[k + 1 : k + 3] == ["on", "the"]
        for k in range(first, head_last)
    ):
        return True  # "Working Group on the Data Act"
    of_a_study = first > 1 and tokens.lower[first - 1] == "of" and words.has("about", tokens.lower[first - 2])
    if of_a_study and head.group == "loose":
        return True  # "Review of Computing Requirements"
    if _NUMBER_FOLLOWS.match(tokens.text, tokens.ends[last]):
        return True
    if _OF_COUNTRY.match(tokens.text, tokens.starts[first]):
        return True
    following = []
    for k in range(last + 1, min(last + 7, len(tokens))):
        if not tokens.joined(k - 1) or not (tokens.capital(k) or tokens.lower[k] in ("and", "of", "&")):
            break
        if tokens.lower[k].endswith("'s") and k > last + 1:
            break  # "the Data Act and Ruritania's Gazette"
        following.append(tokens.lower[k].removesuffix("'s"))
    if not following or words.has("pinpoints", following[0]):
        return False
    if following[0] == "no" and head.group == "guidance":
        return True  # "Resolution No. PP-358"
    if following[0] in words.nouns and head.group != "statutes":
        return True  # "Presidential Policy Directive": read from its own head
    return any(words.has("not_before", word) for word in following)

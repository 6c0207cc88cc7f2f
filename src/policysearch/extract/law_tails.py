"""What follows the head noun in a title: "on Electronic Commerce", "(Draft for Comment)", "of 1934"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .law_words import Head, title_words

if TYPE_CHECKING:
    from .law_tokens import Tokens

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:[-–](?:20)?\d\d)?$")
_QUOTES = "\"'“”‘’"
# "Act of 10 May 2018 on the Protection of Personal Data", "Regulation of the Council of Ministers of …"
_MADE_ON = re.compile(
    r"(?:\sof\sthe\s[A-Z][\w-]+(?:\s(?:(?:of|for|and)\s(?:the\s)?)?[A-Z][\w-]+){0,8})?"
    r"\sof\s(?:the\s)?(?:\d{1,2}(?:st|nd|rd|th)?(?:\sof)?\s[A-Z][a-z]+|[A-Z][a-z]{2,8}\s\d{1,2}),?\s(?:19|20)\d\d,?"
    r"(?=\s(?:on|concerning|regarding|transposing|amending|establishing|implementing|introducing)\s)"
)
# "National Strategy for AI until 2030", "Plan of Work for 2024/25": the time a title of policy is made for.
_MADE_FOR = re.compile(
    r"[-–]20\d\d(?!\d)"
    r"|\sfor\sthe\s(?:period|years)\s(?:(?:of|from)\s)?20\d\d\sto\s20\d\d"
    r"|\s(?:(?:for|until|to|towards|beyond|up to)\s(?:the\s(?:period|[Yy]ears?)\s)?(?:of\s)?)?"
    r"20\d\d(?:\s?[-–/]\s?(?:20)?\d\d)?(?![\d,]|\s?%|\sto\s20)"
)
# "Strategy for combat against crime 2019-2023": the years show that the words in lower case are a subject.
_SUBJECT_AND_YEARS = re.compile(
    r"\s(?:for|on|of|to)(?P<subject>(?:\s[a-z][a-z-]*){1,9})(?:\sfor)?\s20\d\d\s?[-–/]\s?(?:20)?\d\d(?!\d)"
)
# "Plan for the year 2020-2021" says no subject.
_FEWEST_OF_SUBJECT = 2
# "AI Guidelines for Business Ver1.0", "National AI Strategy 2.0"
_VERSION = re.compile(r",?\s(?:[Vv]er(?:sion|\.)?\s?)?\d\.\d{1,2}\b(?![.%]\d|\s(?:percent|million|billion))")
# What is made by whom belongs to the subject: "Use of Personal Data by Public Institutions".
_DONE = frozenset(
    {"use", "processing", "collection", "development", "generated", "held", "provided", "adoption"}
)
_OF_PARTS = re.compile(r",?\sof\sthe\sone\spart,?\sand\s[^.;()]{4,200}?,?\sof\sthe\sother\spart\b")
_OF_LORDS = " [HL]"
# "White Paper on Robots – A Harbour for All": what a policy calls itself further, to the end of the clause.
_SUBTITLE = re.compile(
    r"(?::|\s[–—-])\s(?:An?\s(?=[\w-]+\s)|an?\s(?=[A-Z])|Towards?\s|[A-Z][a-z]{3,}ing\s)[^\n.,;:()\[\]“”\"|–—]{8,110}?"
    r"(?=\s?[.;:()\[\]”\"|]|\sand\sthe\s[A-Z]|,\s(?:which|published|adopted|issued|the|a|\d)|\s*$|\sin\s(?:[A-Z]|\d{4}))",
    re.MULTILINE,
)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")
_ACRONYM = re.compile(r"[A-Z]{3,}$")
# "Data Protection Act (DPA) 2018": a short form stands between the name and its year.
_SHORT_FORM_AND_YEAR = re.compile(
    r"\s\([“\"]?[A-Z][A-Za-z]{0,6}[A-Z][”\"]?\)\s(?:of\s)?(?:1[89]|20)\d\d(?:[-–](?:20)?\d\d)?\b(?![-–/]\d)"
)
# In South Asia the year stands after a comma: "the National Harbour Policy, 2078".
_DATED_POLICIES = frozenset({"policy", "guidelines", "recommendation"})
_DATE_OF_POLICY = re.compile(r",\s20\d\d(?=[”\"’']|\s\(|,?\s[a-z])")
# "the Deletion, Destruction or Anonymization of …": a comma so near shows that "or" ends a series.
_IN_SERIES = 4
_LONGEST_TAIL = 45
_LONGEST_LOWER_TAIL = 16
_MORE_YEARS = re.compile(r"(?:, (?:1[5-9]|20)\d\d)*(?:,? and | to |–|-)(?:1[5-9]|20)\d\d(?! [A-Z])")
_NUMBERED = re.compile(
    r",? (?:No\.? ?|no\.? |[Nn][°º] ?|№ ?|[Nn]umber(?:ed)? )\d[\w/-]*(?:[.,]\d{3}\b)?(?:,? of \d{4})?"
    r"|,? \d{1,4} of (?:19|20)\d\d"
    r"|,? \(?B\.[ES]\. ?2[45]\d\d\)?(?: \((?:19|20)\d\d\))?"
    r"|,? \[?Chap(?:ter|\.) \d{1,3}:\d{2}\]?|, Cap\. ?\d{1,4}[A-Z]?\b"
    r"|(?: \([A-Z][\w\s,]+\))?, 57\d\d-(?:19|20)\d\d"
)


def tail_end(tokens: Tokens, head: Head, i: int) -> int:
    """Return the index of the last token of the title whose head ends at token ``i``."""
    made = _MADE_ON.match(tokens.text, tokens.ends[i]) if head.group in ("statutes", "rules") else None
    if made:
        i = tokens.at(made.end()) - 1
    last = _run(tokens, i) if made and not _is_leader(tokens, i) else _prepositional(tokens, head, i)
    if head.group not in ("statutes", "treaties"):
        last = _without_issuer(tokens, i, last)
    last = _dated(tokens, head, last)
    if head.group in ("policies", "compound", "guidance", "guides"):
        timed = head.group in ("policies", "compound") and _MADE_FOR.match(tokens.text, tokens.ends[last])
        if (end := timed or _VERSION.match(tokens.text, tokens.ends[last])) and not tokens.begins_sentence(i):
            last = tokens.at(end.end()) - 1
    if _YEAR.match(tokens.words[last]) and (more := _MORE_YEARS.match(tokens.text, tokens.ends[last])):
        last = tokens.at(more.end()) - 1
    last = _status(tokens, last)
    return _with_subtitle(tokens, last) if head.group in ("policies", "compound", "guides") else last


def _with_subtitle(tokens: Tokens, last: int) -> int:
    """Read what follows a dash or colon, unless the line is a headline or says what somebody does."""
    found = _SUBTITLE.match(tokens.text, tokens.ends[last])
    if found is None or tokens.in_heading(last):
        return last
    end = tokens.at(found.end())
    words = title_words()
    told = any(words.has("finite", word) or words.has("studies", word) for word in tokens.lower[last:end])
    return last if told else end - 1


def _without_issuer(tokens: Tokens, head: int, last: int) -> int:
    """End a title before words that only say whose it is: "… of the Federal Agency", "… of the ICO"."""
    words = title_words()
    while (of := next((k for k in range(last, head, -1) if tokens.lower[k] == "of"), None)) is not None:
        named = tokens.words[of + 2 if tokens.lower[of + 1] == "the" else of + 1 : last + 1]
        acronym = len(named) == 1 and named[0].isupper() and not words.has("not_issuers", named[0].lower())
        body = tokens.lower[of + 1] == "the" and words.has("bodies", tokens.lower[last])
        if not (acronym or body):
            break
        last = of - 2 if tokens.lower[of - 1] == "and" else of - 1
    return last


def _next(tokens: Tokens, i: int) -> str:
    """The word after ``i`` in lower case if it can belong to the same title, else ""."""
    return tokens.lower[i + 1] if i + 1 < len(tokens) and tokens.joined(i) else ""


def joins_parties(tokens: Tokens, head: Head, i: int) -> bool:
    """Whether "between" and the name of a state or union follow a head: "Agreement between Japan and …"."""
    if head.group not in ("treaties", "agreements") or _next(tokens, i) != "between":
        return False
    k = i + 3 if _next(tokens, i + 1) == "the" else i + 2
    return k < len(tokens) and title_words().has("parties", tokens.lower[k])


def _is_leader(tokens: Tokens, i: int) -> bool:
    return title_words().has("tail_leaders", _next(tokens, i))


def _prepositional(tokens: Tokens, head: Head, i: int) -> int:
    """Read "on/for/of …": capitalized words and connectors, or a short phrase in lower case."""
    words = title_words()
    if not _is_leader(tokens, i) and not joins_parties(tokens, head, i):
        return i
    if tokens.lower[i + 1 : i + 3] == ["laying", "down"]:
        return _lower_tail(tokens, i)
    last, k = i, i + 1
    while k + 1 < len(tokens) and k - i < _LONGEST_TAIL and tokens.joined(k):
        k += 1
        word = tokens.lower[k]
        if word == "by" and _DONE.intersection(tokens.lower[i:k]) and tokens.capital(k + 1):
            continue
        if words.has("times", word) or (word == "no" and tokens.words[k + 1 : k + 2] == ["."]):
            break
        if tokens.capital(k) and not words.has("verbs", word):
            if _other_title_begins(tokens, k) and not _joins_two(tokens, i, k):
                break
            last = k
        elif _counts(tokens, k, last):
            last = k
        elif (closing := _quotation(tokens, k)) is not None:
            last = k = closing
        elif word == ",":
            if not _series_goes_on(tokens, k):
                break
        elif _breaks_off(tokens, k):
            break
    if joins_parties(tokens, head, i):
        return _subject_of_treaty(tokens, last)
    if last == i and head.group in ("policies", "compound") and head.words[0] not in ("code", "codes"):
        return _subject_and_years(tokens, i)
    if last > i + 1 and words.has("documents", tokens.lower[last]):
        last -= 1
    acronym_alone = head.group == "guidance" and last == i + 2 and tokens.words[last].isupper()
    one_adjective = last == i + 2 and words.has("generic", tokens.lower[last])
    bound = last == i + 2 and words.has("bound_prepositions", f"{tokens.lower[last]} {_next(tokens, last)}")
    if head.group != "policies" and (bound or last == i or acronym_alone or one_adjective):
        return max(last, _lower_tail(tokens, i))
    if words.has("subject_leaders", tokens.lower[last - 1]) and words.has("generic", tokens.lower[last]):
        return max(last, _run(tokens, last - 1))  # "… of the Council on European data governance"
    return last


def _subject_of_treaty(tokens: Tokens, last: int) -> int:
    """Read on from the parties of a treaty: "…, of the one part, and …", "… on a customs union"."""
    if parts := _OF_PARTS.match(tokens.text, tokens.ends[last]):
        last = tokens.at(parts.end()) - 1
    leader = title_words().has("subject_leaders", _next(tokens, last))
    return max(last, _run(tokens, last)) if leader else last


def _subject_and_years(tokens: Tokens, i: int) -> int:
    """Read a subject in lower case that ends in the years of a policy."""
    found = _SUBJECT_AND_YEARS.match(tokens.text, tokens.ends[i])
    if found is None or tokens.begins_sentence(i):
        return i
    words = title_words()
    subject = found["subject"].split()
    told = any(words.has("lower_breaks", word) for word in subject if word != "and")
    says = sum(not words.has("connectors", word) for word in subject)
    return i if told or says < _FEWEST_OF_SUBJECT else tokens.at(found.end()) - 1


def _joins_two(tokens: Tokens, leader: int, k: int) -> bool:
    """Whether the words from ``k`` are the second of the two that "between" speaks of."""
    before = tokens.lower[leader:k]
    return "between" in before and before[before.index("between") :].count("and") == 1


def _counts(tokens: Tokens, k: int, last: int) -> bool:
    """Whether a number or ordinal at ``k`` belongs to a tail: "Phase 2", "the 14th Five-Year Plan"."""
    if tokens.words[k].isdigit():
        apart = tokens.starts[k] > tokens.ends[k - 1]
        return last == k - 1 and apart and not _YEAR.match(tokens.words[k])
    return _ORDINAL.match(tokens.words[k]) is not None and k + 1 < len(tokens) and tokens.capital(k + 1)


def _breaks_off(tokens: Tokens, k: int) -> bool:
    """Whether a word in lower case cannot join two parts of a tail."""
    words = title_words()
    if words.has("bound_prepositions", f"{tokens.lower[k - 1]} {tokens.lower[k]}"):
        return False
    if tokens.lower[k] == "or" and "," in tokens.lower[k - _IN_SERIES : k] and tokens.capital(k + 1):
        return False
    if not words.has("connectors", tokens.lower[k]) or words.has("tail_breaks", tokens.lower[k]):
        return True
    return tokens.lower[k] == "with" and _next(tokens, k) == "the"


def _other_title_begins(tokens: Tokens, k: int) -> bool:
    """Whether the words from ``k``, after "and" or a comma, make a title of their own."""
    words = title_words()
    before = k - 2 if tokens.lower[k - 1] in ("the", "a", "an") else k - 1
    if tokens.lower[before] in ("to", "on", "in", "under") and tokens.lower[before - 1] == "and":
        before -= 1  # "the Harbour Declaration on Widgets and to the Port Declaration"
    if tokens.lower[before] not in ("and", ",") or tokens.lower[k : k + 3] == ["rule", "of", "law"]:
        return False
    if tokens.lower[k - 1] in ("a", "an"):
        return True  # "White Paper on Widgets and a Report"
    if tokens.lower[k] in ("its", "their"):
        return False  # "Strategy for Harbours and Its Implementation Plan"
    if tokens.lower[k].endswith("'s") and not words.has("own_possessives", tokens.lower[k]):
        return True
    while k + 1 < len(tokens) and tokens.capital(k) and tokens.joined(k) and tokens.capital(k + 1):
        if words.has("bodies", tokens.lower[k]) or tokens.lower[k + 1] == "no":
            return True
        k += 1
    last = tokens.lower[k]
    paper = tokens.lower[k - 1 : k + 1] in (["white", "paper"], ["green", "paper"])
    return paper or last in words.nouns or (words.has("bodies", last) and last != "government")


def _quotation(tokens: Tokens, k: int) -> int | None:
    """Index of the closing mark if ``k`` opens a short quotation or bracket inside a title."""
    closing = {"“": "”", '"': '"', "(": ")"}.get(tokens.words[k])
    if closing is None or k + 2 >= len(tokens):
        return None
    for j in range(k + 1, min(k + 8, len(tokens))):
        if tokens.words[j] == closing:
            return j if j > k + 1 and _next(tokens, j) and _goes_on(tokens, j + 1) else None
        connects = tokens.lower[j] in title_words().roles["connectors"] or _abbreviates(tokens, k, j)
        if "/" in tokens.words[j] or not (tokens.capital(j) or connects):
            return None
    return None


def _abbreviates(tokens: Tokens, bracket: int, mark: int) -> bool:
    """Whether a quotation mark stands around the initials of the words before a bracket: "(“AI”)"."""
    short = tokens.words[bracket + 2]
    initials = "".join(word[0] for word in tokens.words[max(bracket - len(short), 0) : bracket])
    return tokens.words[mark] in _QUOTES and short == initials


def _goes_on(tokens: Tokens, k: int) -> bool:
    """Whether a word with a capital stands at ``k``, or after the connectors from there."""
    words = title_words()
    while k + 2 < len(tokens) and tokens.lower[k] in ("in", "for", "on", "the") and tokens.joined(k):
        k += 1
    return tokens.capital(k) and not words.has("verbs", tokens.lower[k])


def _series_goes_on(tokens: Tokens, comma: int) -> bool:
    """Whether a comma stands in a series "A, B, and C" of capitalized words."""
    words = title_words()
    if not tokens.capital(comma - 1):
        return False
    for k in range(comma + 1, min(comma + 9, len(tokens))):
        word = tokens.lower[k]
        if word in ("and", "&", "or"):
            after = k + 2 if _next(tokens, k) == "the" else k + 1
            return after < len(tokens) and tokens.capital(after) and not _other_title_begins(tokens, after)
        if word in words.nouns or not (tokens.capital(k) or word == ","):
            return False
    return False


def _lower_tail(tokens: Tokens, i: int) -> int:
    """Read a tail in lower case, as many titles in Europe have it: "Act on the protection of data"."""
    words = title_words()
    if tokens.begins_sentence(i) or not words.has("subject_leaders", _next(tokens, i)):
        return i
    if tokens.words[i].isupper():
        return i  # "AN ACT concerning employment" tells what a bill is about
    return _run(tokens, i)


def _run(tokens: Tokens, i: int) -> int:
    """Read on from a token to where words in lower case cannot belong to a title any more."""
    words = title_words()
    last = i
    k = i + 1
    while k + 1 < len(tokens) and k - i <= _LONGEST_LOWER_TAIL and tokens.joined(k):
        k += 1
        word = tokens.lower[k]
        if word in ("and", "or") and _goes_on_in_lower_case(tokens, k):
            continue
        if word == "," and _is_lower_series(tokens, k):
            continue
        if word == "by" and _DONE.intersection(tokens.lower[i:k]):
            continue
        if words.has("phrases", " ".join(tokens.lower[k : k + 3])):
            k += 2
            continue
        if word == "to" and words.has("bound_prepositions", f"{tokens.lower[k - 1]} to"):
            continue
        if words.has("lower_breaks", word) or not word[0].isalpha() or _is_told(tokens, k, i):
            break
        if word == "in" and words.has("times", _next(tokens, k)):
            break
        if word not in ("the", "of", "in", "for", "a", "an"):
            last = k
    return last if last > i + 1 else i


def _is_told(tokens: Tokens, k: int, leader: int) -> bool:
    """Whether a word ending in "ed" is what the title does: "Recommendation on AI guided the Council"."""
    if not tokens.lower[k].endswith("ed") or "-" in tokens.lower[k]:
        return False
    return k > leader + 3 or (tokens.capital(k - 1) and _next(tokens, k) in ("the", "a", "an", "in", "by"))


def _goes_on_in_lower_case(tokens: Tokens, k: int) -> bool:
    """Whether "and" in a tail in lower case joins two subjects: "on ICT and security risk management"."""
    after = _next(tokens, k)
    if after == "the" and k + 2 < len(tokens) and tokens.capital(k + 2):
        return False
    return after.isalpha() and not tokens.capital(k + 1) and not title_words().has("lower_breaks", after)


def _is_lower_series(tokens: Tokens, comma: int) -> bool:
    """Whether a comma stands in "the processing, storage and transfer of": words of a title up to "and"."""
    words = title_words()
    for k in range(comma + 1, min(comma + 8, len(tokens) - 1)):
        word = tokens.lower[k]
        if word == "and":
            return k > comma + 1 and _goes_on_in_lower_case(tokens, k)
        if word != "," and (not word.isalpha() or tokens.capital(k) or words.has("lower_breaks", word)):
            return False
    return False


def _dated(tokens: Tokens, head: Head, i: int) -> int:
    """Read a number or year: "2010", "of 1934", ", 2023", "4 of 2013", "No. 25 of 2019"."""
    if numbered := _NUMBERED.match(tokens.text, tokens.ends[i]):
        return tokens.at(numbered.end()) - 1
    word = _next(tokens, i)
    if _YEAR.match(word):
        return i + 1
    if head.group != "loose" and (named := _SHORT_FORM_AND_YEAR.match(tokens.text, tokens.ends[i])):
        return tokens.at(named.end()) - 1
    of_year = head.group in ("statutes", "treaties", "orders")
    if (
        (word == "," or (word == "of" and of_year))
        and head.year
        and i + 2 < len(tokens)
        and _YEAR.match(tokens.words[i + 2])
    ):
        return i + 2
    if head.words[-1] in _DATED_POLICIES and _DATE_OF_POLICY.match(tokens.text, tokens.ends[i]):
        return i + 2
    return i


def _status(tokens: Tokens, i: int) -> int:
    """Read a bracket that says how far the instrument has come."""
    if tokens.text.startswith(_OF_LORDS, tokens.ends[i]):
        return tokens.at(tokens.ends[i] + len(_OF_LORDS)) - 1
    if _next(tokens, i) not in ("(", "（"):
        return i
    for j in range(i + 2, min(i + 10, len(tokens))):
        if tokens.words[j] in (")", "）"):
            if _ACRONYM.match(tokens.words[j - 1]):
                return i  # "(Revised PSMOR)": a short form
            inside = tokens.lower[i + 2 : j]
            return j if any(title_words().has("status", word) for word in inside) else i
        if tokens.words[j] in _QUOTES:
            return i
    return i

"""What stands before the head noun in a title: "Personal Data (Privacy)", "Food, Drug, and Cosmetic"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .law_words import title_words

if TYPE_CHECKING:
    from .law_tokens import Tokens

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_PINPOINT_NUMBER = re.compile(r"\d+[a-z]?$|[IVXLC]+$|[A-Z]$")
# "152-FZ and the Decree": what ends in such a number is another law.
_IS_NUMBER = re.compile(r"\d+[-/]")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")
# The mark of a footnote may stand right before its first word: "5Compare the …".
_DIGITS = "0123456789"
# No title has more words than this; it bounds the walk in text set in capitals.
_LONGEST_WALK = 40
# "European Union (Accessibility of Websites and Applications of Public Sector Bodies) Regulations".
_LONGEST_BRACKET = 16
# Fewer letters may be those of the words after them by chance.
_FEWEST_LETTERS = 3
# "China-proposed", "US-led": said of a title, no part of it.
_SAID_OF_IT = re.compile(r"(?:proposed|led|backed|based|drafted|issued|sponsored|style|wide|era|inspired)$")


def left_end(tokens: Tokens, head: int, group: str) -> int:
    """Walk left from a head over the words of its title; return the index of the first one."""
    first = k = head
    while k > 0 and head - k < _LONGEST_WALK and tokens.joined(k - 1):
        k -= 1
        if _belongs(tokens, k, group):
            first = k
        elif (opening := _bracket_before(tokens, k, group)) is not None:
            k = opening
        elif not _may_join(tokens, k, first, head, group):
            break
    return _trimmed(tokens, first, head)


def _belongs(tokens: Tokens, k: int, group: str) -> bool:
    words = title_words()
    word = tokens.lower[k]
    if _opens(tokens, k) and (tokens.begins_sentence(k) or not tokens.capital(k)):
        return False
    if "-" in word and _SAID_OF_IT.search(tokens.words[k]):
        return False
    if (words.has("verbs", word.rpartition("-")[2]) and not _is_noun(tokens, k)) or (
        words.has("pinpoints", word) and _is_numbered(tokens, k)
    ):
        return False
    if word.endswith(("'s", "s'")) and not words.has("own_possessives", word):
        gerund = k > 1 and tokens.lower[k - 1].endswith("ing") and tokens.capital(k - 1)
        return gerund and tokens.joined(k - 1) and not tokens.begins_sentence(k - 1)
    if k > 0 and words.has("pinpoints", tokens.lower[k - 1]) and _is_numbered(tokens, k - 1):
        return False
    if tokens.words[k].isdigit() and tokens.lower[k + 1] in ("year", "point"):
        return True
    if _YEAR.match(word):
        return k > 0 and (tokens.lower[k - 1] in words.nouns or _opens_a_year(tokens, k, group))
    if tokens.words[k].isdigit():
        return k > 0 and tokens.capital(k - 1)
    return tokens.capital(k) or _ORDINAL.match(word) is not None


def _is_noun(tokens: Tokens, k: int) -> bool:
    """Whether what reads as a verb is none after the word before it: "Trade Marks", "Air Force"."""
    return k > 0 and title_words().has("noun_phrases", f"{tokens.lower[k - 1]} {tokens.lower[k]}")


def _opens_a_year(tokens: Tokens, k: int, group: str) -> bool:
    """Whether a year opens a title: "the 2022 National Defense Strategy", "the 1999 Constitution"."""
    before = tokens.lower[k - 1]
    if group not in ("policies", "compound") and tokens.lower[k + 1] != "constitution":
        return False
    return (before in ("the", "its", "our", "their") or before.endswith("'s")) and tokens.capital(k + 1)


def _is_numbered(tokens: Tokens, k: int) -> bool:
    """Whether a number follows, as after "Article" and "Annex"."""
    return _PINPOINT_NUMBER.match(tokens.words[k + 1]) is not None


def _may_join(tokens: Tokens, k: int, first: int, head: int, group: str) -> bool:
    """Whether a connector or comma at ``k`` may join what is left of it to the title read so far."""
    words = title_words()
    word = tokens.lower[k]
    if k == 0 or not tokens.joined(k - 1) or first > k + 2:
        return False
    left = tokens.lower[k - 1]
    if word in ("and", "&", "or") and k == head - 1:
        # "the Strategy and Law No. 9", "the Credit Act and Regulation B": two
        after = tokens.words[head + 1 : head + 2]
        numbered = after != [] and (after[0] in ("No", "no") or _PINPOINT_NUMBER.match(after[0]) is not None)
        return word == "and" and left in words.nouns and tokens.capital(k - 1) and not numbered
    if word == "and" and left in words.nouns and tokens.lower[k + 1 : head] == ["implementation"]:
        return tokens.capital(k - 1)  # "AI Strategy and Implementation Roadmap"
    if word in ("and", "&"):
        paper = left == "paper" and tokens.lower[k - 2] in ("white", "green")
        if left == ")" and group == "statutes":
            opening = _bracket_before(tokens, k - 1, group)
            return opening is not None and _opens_as_bill(tokens, opening)
        cited = _IS_NUMBER.match(left) is not None
        return left == "," or (tokens.capital(k - 1) and left not in words.nouns and not paper and not cited)
    if word == ",":
        return _in_series(tokens, k)
    if word == "the" and group == "statutes" and left.endswith("ing") and tokens.lower[k - 2] == "and":
        return tokens.capital(k + 1)  # "Money Laundering and Countering the Financing of Terrorism Act"
    if word == "of":
        if words.has("pinpoints", left) or left in words.nouns:
            return False
        if words.has("about", left) and not (group == "statutes" and _opens_as_bill(tokens, k)):
            return False
        return tokens.capital(k - 1)
    if word == "for" and group in ("policies", "compound", "loose") and _is_named_before(tokens, k):
        return True
    if word in ("in", "on") and group == "statutes" and _is_named_before(tokens, k):
        return tokens.capital(k + 1)
    if not words.has("connectors", word):
        return False
    bound = word != "the" and words.has("bound_prepositions", f"{left} {word}")
    return bound or (group == "statutes" and _opens_as_bill(tokens, k))


def _is_named_before(tokens: Tokens, k: int) -> bool:
    """Whether the capitalized words before "for" begin a name: "the Robotics for Care Strategy".

    The same goes for other prepositions in names of statutes: "the Truth in Lending Act".
    """
    words = title_words()
    first = k
    while first > 0 and k - first < _LONGEST_WALK and tokens.capital(first - 1) and tokens.joined(first - 1):
        first -= 1
        word = tokens.lower[first]
        if words.has("openers", word) or words.has("determiners", word):
            first += 1
            break
        if word in words.nouns or words.has("bodies", word):
            return False
    if words.has("about", tokens.lower[first]):
        return False
    if first == k or tokens.in_heading(first):
        return first < k
    before = tokens.lower[first - 1] if first else ""
    return before in ("the", "this", "our", "its") or before.endswith("'s")


def _in_series(tokens: Tokens, comma: int) -> bool:
    """Whether a comma stands in "A, B and C" of capitalized words, none of them a head."""
    words = title_words()
    if not tokens.capital(comma - 1) or tokens.lower[comma - 1] in words.nouns:
        return False
    for k in range(comma + 1, min(comma + 9, len(tokens))):
        word = tokens.lower[k]
        if word in ("and", "&"):
            return True
        if word in words.nouns or not (tokens.capital(k) or word == ","):
            return False
    return False


def _opens_as_bill(tokens: Tokens, k: int) -> bool:
    """Whether the words left of ``k`` begin as the short titles of bills do: "Protecting …", "Keep …"."""
    words = title_words()
    first = k
    while first > 0 and k - first < _LONGEST_WALK and tokens.joined(first - 1):
        before = tokens.lower[first - 1]
        if not (tokens.capital(first - 1) or words.has("connectors", before)) or before == "the":
            break
        first -= 1
    while first < k and not tokens.capital(first):
        first += 1
    opener = tokens.lower[first]
    if first == k or words.has("openers", opener) or tokens.begins_sentence(first):
        return False
    return opener.endswith("ing") or words.has("title_openers", opener)


def _bracket_before(tokens: Tokens, k: int, group: str) -> int | None:
    """Index of the opening mark if ``k`` closes a bracket or quotation of capitalized words."""
    opening = {")": "(", "”": "“", '"': '"'}.get(tokens.words[k])
    if opening is None:
        return None
    words = title_words()
    for j in range(k - 1, max(k - _LONGEST_BRACKET, 0), -1):
        if tokens.words[j] == opening:
            inside = tokens.words[k - 1]
            of_statute = group == "statutes" and tokens.lower[k + 1] in ("act", "bill")
            of_body = inside.isupper() and not (of_statute or words.has("not_issuers", inside.lower()))
            named = tokens.lower[k + 1] in words.nouns and _stands_for_subject(tokens, j)
            if k - j == 2 and of_body and tokens.capital(k + 1) and not named:
                return None  # the acronym of a body: "Organisation for … (OECD) AI Principles"
            return j if k - j > 1 and tokens.joined(j - 1) and tokens.capital(j + 1) else None
        if not (tokens.capital(j) or tokens.words[j] == "," or words.has("connectors", tokens.lower[j])):
            return None
    return None


def _stands_for_subject(tokens: Tokens, bracket: int) -> bool:
    """Whether the letters in a bracket are those of a subject before it: "Data Breaches (DB) Scheme"."""
    words = title_words()
    short = tokens.words[bracket + 1]
    before = range(max(bracket - len(short), 0), bracket)
    if "".join(tokens.words[k][0] for k in before) != short or tokens.lower[bracket - 1] in words.nouns:
        return False
    return not any(
        words.has("bodies", tokens.lower[k]) or words.has("issuers", tokens.lower[k]) for k in before
    )


def _trimmed(tokens: Tokens, first: int, head: int) -> int:
    """Drop what cannot begin a title: words that open a sentence, and the letters that stand for it.

    In a list of abbreviations these come first: "NHS National Harbour Strategy".
    """
    words = title_words()
    while first < head and (_opens(tokens, first) or words.has("connectors", tokens.lower[first])):
        first += 1
    letters = tokens.words[first]
    initials = "".join(tokens.words[k][0] for k in range(first + 1, head + 1))
    return first + 1 if len(letters) >= _FEWEST_LETTERS and initials.startswith(letters) else first


def _opens(tokens: Tokens, k: int) -> bool:
    """Whether a word only opens a sentence; "IT" in capitals does not."""
    return title_words().has("openers", tokens.lower[k].lstrip(_DIGITS)) and tokens.words[k] != "IT"

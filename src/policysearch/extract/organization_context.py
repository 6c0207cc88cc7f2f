"""What one document tells of its own names: acronyms, Chinese forms, short forms, repetitions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from policysearch.names import name_key

from .candidates import Candidate
from .organization_words import Words, bare, word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from policysearch.acronyms import Definition
    from policysearch.gazetteer import Gazetteer

_BRACKET = re.compile(r"(?:[’']s)?\s?[(（]\s*[“\"‘']?([^()（）“”\"\n]{2,30}?)[”\"’']?\s*(?=[)）,;，；])")
_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9&.-]*[A-Z0-9][A-Za-z0-9]*(?: [A-Z]{2,6})?")
_BEFORE_BRACKET = re.compile(r"(?<![\w&-])([A-Z][A-Za-z-]*[A-Z]) ?[(（](?:the )?\Z")
_MISREAD = re.compile(r"[a-z][01][a-z]")
_GLUED_TAIL = re.compile(r"(?<=[a-z]{2})(?:The|This|These)\Z")
_GLUED_MARK = re.compile(r"[a-d][A-Z][a-z]+ ")
_REACH = 20
"""Characters before a name in which an acronym, a bracket and an article find room."""
_CHINESE = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9·]{1,24}")
_ENGLISH = re.compile(r"[A-Z][\w.&-]*(?: [\w.&-]+){0,6}")
_OWNER = re.compile(r"\s+of\s+(?:the\s+)?")
_LAST_WORD = re.compile(r"[^\W\d_]+(?=\W*\Z)")
_PARLIAMENT_AND_COUNCIL = re.compile(r"Parliament\s+and\s+(?:of\s+)?(?:the\s+)?Council\b")
_WITH_ARTICLE = frozenset({"Senate", "Cabinet", "Parliament"})
"""Bodies that go by one word with the article as well as without it; "the Congress" may be any."""
_TWO_HOUSES = re.compile(r"\bSenate\b|\bHouses? of (?:Representatives|Commons|Lords|Assembly|Delegates)\b")
_DOMINANCE = 2
"""How many times as often as any other body one must be named for a short form to mean it."""


def aliases_in_brackets(text: str, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield acronyms and Chinese names in the bracket that follows a name: "(BaFin)", "(依图科技)"."""
    for name in found:
        match = _BRACKET.match(text, name.end)
        if not match:
            continue
        alias = match.group(1)
        is_chinese_name = bool(_CHINESE.match(text, name.start))
        fits = _ACRONYM.fullmatch(alias) if not is_chinese_name else _ENGLISH.fullmatch(alias)
        if (fits and alias not in word_set("not_names")) or (
            not is_chinese_name and _CHINESE.fullmatch(alias)
        ):
            yield Candidate(match.start(1), match.end(1), "organizations:bracket")


def names_before_brackets(text: str, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield acronyms before the bracket that holds a whole name: "PFRON (State Fund for …)"."""
    for name in found:
        before = _BEFORE_BRACKET.search(text, max(0, name.start - _REACH), name.start)
        if before and text[name.end : name.end + 1] in {")", "）"} and before[1] not in word_set("not_names"):
            yield Candidate(before.start(1), before.end(1), "organizations:bracket")


def defined_forms(definitions: Sequence[Definition], found: Sequence[Candidate]) -> tuple[set[str], set[str]]:
    """Sort the short forms that a text defines by whether their long form names an organization.

    Returns:
        The short forms of organizations, and those of other things ("AI", "the Act").
    """
    by_end = {candidate.end: candidate for candidate in found}
    bracketed = {(c.start, c.end) for c in found if c.extractor == "organizations:bracket"}
    ours: set[str] = set()
    others: set[str] = set()
    for definition in definitions:
        name = by_end.get(definition.long_end)
        is_whole = name and name.start <= definition.long_start + 4 and not _is_part(definition, name)
        if is_whole or (definition.short_start, definition.short_end) in bracketed:
            ours.add(definition.short)
        else:
            others.add(definition.short)
    return ours, others - ours


def defined_as_things(definitions: Sequence[Definition], known: Gazetteer) -> set[str]:
    """Acronyms of known bodies that the text defines as an ordinary thing: "centres of excellence (CoE)"."""
    things: set[str] = set()
    bodies: set[str] = set()
    for definition in definitions:
        if definition.aligned and (entry := known.lookup(definition.short)):
            is_name = any(word[0].isupper() for word in definition.long.split())
            (bodies if is_name or known.lookup(definition.long) == entry else things).add(definition.short)
    return things - bodies


def without_scraps(text: str, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield names without what the layout of a page has glued to them, and none that a scan has misread.

    "aWoods International", with the mark of a footnote, and "Service of CanadaThe" become whole where
    the text has the name without the scrap as well, or where a word for the beginning of a sentence
    tells it; "Hea1th Administration" is left out.
    """
    for name in found:
        written = text[name.start : name.end]
        if _MISREAD.search(written):
            continue
        start, end = name.start, name.end
        if tail := _GLUED_TAIL.search(written):
            end = name.start + tail.start()
        if _GLUED_MARK.match(written) and re.search(rf"(?<!\w){re.escape(written[1:])}(?!\w)", text):
            start += 1
        yield replace(name, start=start, end=end)


def _is_part(definition: Definition, name: Candidate) -> bool:
    """Whether the long form is a small part of a name: "Artificial Intelligence (AI)" in an office's name."""
    return (definition.long_end - definition.long_start) * 2 < name.end - name.start


def with_owners(text: str, parts: Iterable[Candidate], owners: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield a body together with the one it is part of: "Office of Strategic Capital of the Department …"."""
    by_start: dict[int, Candidate] = {}
    for name in sorted(owners, key=lambda name: (name.start, -name.end)):
        by_start.setdefault(name.start, name)
    for name in parts:
        owner = _OWNER.match(text, name.end)
        if owner and (last := _LAST_WORD.search(text, name.start, name.end)):
            whole = by_start.get(owner.end())
            is_head = last.group() in word_set("heads") or " for " in text[name.start : name.end]
            if whole and (is_head or " of " in text[name.start : name.end]):
                yield Candidate(name.start, whole.end, "organizations:part")


def repetitions(text: str, names: Iterable[str], extractor: str) -> Iterator[Candidate]:
    """Yield every occurrence of names as whole words, written alike."""
    wanted = sorted({name for name in names if len(name) > 1}, key=len, reverse=True)
    if not wanted:
        return
    by_shape = [r"\s+".join(re.escape(word) for word in name.split()) for name in wanted]
    pattern = re.compile(r"(?<![\w@/.#-])(?:" + "|".join(by_shape) + r")(?![\w@])(?!-\d)")
    for match in pattern.finditer(text):
        yield Candidate(match.start(), match.end(), extractor)


def short_forms(
    words: Words,
    found: Sequence[Candidate],
    terms: Iterable[str],
    official: Mapping[tuple[str, str], str],
) -> Iterator[Candidate]:
    """Yield "the Commission" and the like, where they mean one body that the document names.

    Args:
        words: The document's words.
        found: Names found so far.
        terms: Short forms that the document defines for organizations.
        official: Name key of a known form and one-word short form to the id of the body that goes by both.
    """
    meant = _heads_with_one_owner(words.text, found, official) | {t for t in terms if t in word_set("heads")}
    named = set(meant) | (set(terms) - word_set("heads")) | word_set("bare_names")
    singles = {term for term in named if " " not in term}
    for place in range(len(words)):
        word = words[place]
        plain = word[:-2] if word.endswith(("’s", "'s")) else word.rstrip("’'")
        if plain in singles and _stands_alone(words, place, plain in meant or plain in terms):
            start = words.starts[place]
            yield Candidate(start, start + len(plain), "organizations:short-form")


def _heads_with_one_owner(
    text: str, found: Sequence[Candidate], official: Mapping[tuple[str, str], str]
) -> set[str]:
    """Head nouns of one body only, of one far more often than of any other, or of one by custom."""
    owners: dict[str, Counter[str]] = defaultdict(Counter)
    for candidate in found:
        name = text[candidate.start : candidate.end]
        heads = word_set("heads") - word_set("not_short") | {"Government"}
        for head in set(re.findall(r"[A-Z][\w-]+", name)) & heads:
            if name != head and not re.search(rf"\b(?:of|for|on)\b.*\b{head}\b", name):
                key = name_key(name)
                owners[head][official.get((key, head), key)] += 1
    chosen = {"Council"} if _PARLIAMENT_AND_COUNCIL.search(text) else set()
    if _TWO_HOUSES.search(text):
        chosen.add("House")
    for head, names in owners.items():
        ranked = names.most_common(2)
        by_custom = [n for n in names if n in official.values()]
        if (
            len(ranked) == 1
            or ranked[0][1] >= _DOMINANCE * ranked[1][1]
            or (len(by_custom) == 1 and names[by_custom[0]] == ranked[0][1])
        ):
            chosen.add(head)
    return chosen


def _is_government(word: str) -> bool:
    """Whether a word is "Government", which needs its article: "this Government" is a cabinet's term."""
    return bare(word) == "Government"


def _stands_alone(words: Words, place: int, named: bool) -> bool:
    """Whether a capitalised head noun is a short form here, no part of something longer."""
    text = words.text
    before = words[place - 1] if place and words.are_joined(place - 1) else ""
    after = words[place + 1] if words.are_joined(place) else ""
    has_article = before in {"the", "The", "this", "This"}
    is_name_before = before and words.is_name(place - 1) and not words.connector(place - 1)
    if is_name_before and not has_article and before not in word_set("not_leading"):
        return False
    if before.lower() in {"a", "an", "each", "any", "every", "such", "no", "another"}:
        return False
    if after and words.is_name(place + 1):
        return False
    if _is_government(words[place]) and before != "the" and before != "The":
        return False
    if after in {"of", "for", "on"} and words.are_joined(place + 1) and words.is_name(place + 2):
        return words[place + 2] in word_set("calendar")
    if not named:
        return bare(words[place]) in _WITH_ARTICLE or not (has_article or any(c.isdigit() for c in before))
    line = text[text.rfind("\n", 0, words.starts[place]) + 1 : words.starts[place]]
    return has_article or (before != "" and line.strip(" -•*#\t") != "")

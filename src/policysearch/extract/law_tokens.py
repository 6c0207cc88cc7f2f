"""Words and marks of a text with their places, as the title rules walk over them."""

from __future__ import annotations

import re
from bisect import bisect_left

from .law_words import title_words

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., A.I.
    r"|(?:Strategy|Plan|Agenda|Programme|Program|Roadmap|Policy|Vision)(?=[-–]20\d\d\b(?! [A-Z]))"
    r"|[A-Z]?[a-z]{5,}(?=\d{1,2}(?!\w))"  # "Outline2": the mark of a footnote is no part of the word
    r"|[^\W_]+(?:(?:[-‐‑–’'&./]|(?<=\w)’)[^\W_]+)*(?:(?<=[sS])['’](?=\s+[^\W\d_])|-(?=\s(?:and|or|to)\s))?"
    r"|\S"
)
# A line at least this long may have been broken for width, so that a title runs on in the next one.
_WRAPPED_LINE = 40
_CELL_ENDS = "|"
# A line with more letters than this is a paragraph, never a heading.
_LONGEST_HEADING = 160
# Dots and page number after a heading in a table of contents.
_LEADERS = re.compile(r"\s*(?:\.{4,}|(?:\. ){4,}|…{2,})[\s.]*\d*$")
# "Latest Regulations:" before a title in a list.
_LABEL = re.compile(r"(?:[^\W\d_]+[ /&-]{0,3}){1,4}:$")
# Share of words with a capital from which a line is written in title case.
_TITLE_CASE = 0.9


class Tokens:
    """The tokens of a text; ``words[i]`` is ``text[starts[i]:ends[i]]`` and ``lower[i]`` its lower case.

    Attributes:
        text: What was split.
        lower: Words in lower case with straight apostrophes.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        spans = [match.span() for match in _TOKEN.finditer(text)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.words = [text[start:end] for start, end in spans]
        lowered = text.replace("’", "'").lower()
        if len(lowered) == len(text):
            self.lower = [lowered[start:end] for start, end in spans]
        else:  # a few letters, as "İ", are longer in lower case
            self.lower = [word.replace("’", "'").lower() for word in self.words]
        self._headings: dict[int, bool] = {}

    def __len__(self) -> int:
        return len(self.words)

    def at(self, offset: int) -> int:
        """Index of the first token that starts at or after an offset."""
        return bisect_left(self.starts, offset)

    def capital(self, i: int) -> bool:
        """Whether a token is written as a word of a title: "Data", "AI", "eGovernment", "5G"."""
        word = self.words[i]
        return word[0].isupper() or (
            word[0].isalnum() and "/" not in word and any(letter.isupper() for letter in word)
        )

    def joined(self, i: int) -> bool:
        """Whether token ``i`` and the next one can stand in one title, by what lies between them."""
        gap = self.text[self.ends[i] : self.starts[i + 1]]
        if "\n" not in gap:
            return len(gap) <= 3
        if gap.count("\n") > 1 or self.words[i + 1] in "-*•·#|>":
            return False
        line_start = self.text.rfind("\n", 0, self.ends[i]) + 1
        return (
            self.words[i][0].islower()
            or self.words[i + 1][0].islower()
            or (self.ends[i] - line_start >= _WRAPPED_LINE and not self.in_heading(i))
        )

    def begins_sentence(self, i: int) -> bool:
        """Whether a token stands where any word would have a capital."""
        if i == 0:
            return True
        before = self.words[i - 1]
        if before == ")" and i > 2 and self.words[i - 3] == "(" and not self.words[i - 2][0].isupper():
            return True  # the number of a paragraph: "(60b) Rules"
        return before in ".!?:;•·-–—*#|>" or "\n" in self.text[self.ends[i - 1] : self.starts[i]]

    def line(self, i: int) -> tuple[int, int]:
        """Start and end of the line, or the cell of a table, in which a token begins."""
        place = self.starts[i]
        start = self.text.rfind("\n", 0, place) + 1
        end = self.text.find("\n", place)
        end = end if end >= 0 else len(self.text)
        # Searched within the line only: a text without tables would be gone through for each token.
        cell_end = self.text.find(_CELL_ENDS, place, end)
        return self.text.rfind(_CELL_ENDS, start, place) + 1 or start, cell_end if cell_end >= 0 else end

    def in_heading(self, i: int) -> bool:
        """Whether the token's line is a heading or a headline, where capitals are no sign of a title."""
        start, end = self.line(i)
        if start not in self._headings:
            self._headings[start] = _is_heading(self.text[start:end])
        return self._headings[start]

    def whole_line(self, first: int, last: int) -> bool:
        """Whether tokens fill their line but for a bullet or label before and a bracket or colon after."""
        start, end = self.line(first)
        before = self.text[start : self.starts[first]].strip(" \t*_-–—•·■●▪#|>\"“'‘(《")
        after = self.text[self.ends[last] : end].strip(" \t*_|\"”'’:0123456789")
        return (not before or _LABEL.match(before) is not None) and after[:1] in ("", "(", "[", "（")


def _is_heading(line: str) -> bool:
    line = _LEADERS.sub("", line.strip())
    if len(line) > _LONGEST_HEADING or not line or line[-1] in ".;,":
        return False
    words: list[str] = re.findall(r"[^\W\d_]{2,}", line)
    if not words or words[-1].islower():
        return False
    small = title_words().roles["small"]
    words = [word for word in words if word not in small]
    return sum(word[0].isupper() for word in words) >= _TITLE_CASE * len(words)

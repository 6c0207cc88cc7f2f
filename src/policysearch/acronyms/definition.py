"""What a definition of a short form is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form and the long form that the text gives it.

    Attributes:
        short: The short form as written, without quotation marks or article.
        long: The long form as written, without a leading article.
        short_start: Offset of the short form in the text; ``short_end`` lies after it.
        short_end: Offset after the short form.
        long_start: Offset of the long form in the text; ``long_end`` lies after it.
        long_end: Offset after the long form.
        aligned: Whether the letters of the short form come from the words of the long one;
            False for defined terms ("the Commission") and Chinese short names.
    """

    short: str
    long: str
    short_start: int
    short_end: int
    long_start: int
    long_end: int
    aligned: bool

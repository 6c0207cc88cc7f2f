"""Short forms that a text defines for itself: acronyms and defined terms, with the place of both parts.

Forms that are read::

    Ministry of Science and Technology (MOST)            MOST (Ministry of Science and Technology)
    European Commission (hereinafter "the Commission")    the Digital Markets Act (the "Act")
    "Commission" means the Federal Trade Commission       ISO | International Organization for Standardization
    国家互联网信息办公室（以下简称“国家网信办”）
"""

from __future__ import annotations

from .definition import Definition
from .definitions import find_definitions

__all__ = ["Definition", "find_definitions"]

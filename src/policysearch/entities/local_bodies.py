"""Chinese bodies that the rules of a place name by its level alone: 市人民政府 means each city's own.

The place stands in the title (宁波市科学技术普及条例), so that the name can be made whole; and the
congress of a place is one body whichever its term (第十三届).
"""

from __future__ import annotations

import re

_TITLE_REACH = 120
"""Characters from the beginning of a text in which its title lies."""
_TITLE = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,7}?(?P<level>省|市|自治区))[\u4e00-\u9fff]{2,40}?(?:条例|办法|规定|细则|意见|规划|方案)"
)
_TERM = re.compile(r"第[一二三四五六七八九十百]+届(?=人民代表大会|人大|全国|委员会)")


def place_of(text: str) -> str:
    """Return the province, city or region whose rules a text is, with its level (宁波市); "" if none."""
    title = _TITLE.search(text[:_TITLE_REACH])
    return title["place"] if title else ""


def full_name(name: str, place: str) -> str:
    """Return a body's name with its place before it and without the number of its term.

    Args:
        name: As written; one in another script comes back unchanged.
        place: As `place_of` gives it.
    """
    name = _TERM.sub("", name)
    if place and name.removeprefix("本").startswith(place[-1]):
        return place + name.removeprefix("本")[1:]
    return name

"""Names of bodies made whole: that of a place's level in Chinese rules, that of a country's government.

市人民政府 means each city's own: the place stands in the title of its rules (宁波市科学技术普及条例). The
congress of a place is one body whichever its term (第十三届), and the "Mexican Government" is the
"Government of Mexico".
"""

from __future__ import annotations

import re

from .countries import country_name, split_state

_TITLE_REACH = 120
"""Characters from the beginning of a text in which its title lies."""
_TITLE = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,7}?(?P<level>省|市|自治区))[\u4e00-\u9fff]{2,40}?(?:条例|办法|规定|细则|意见|规划|方案)"
)
_OF_PLACE = re.compile(r"关于.*地方性法规")
_GOVERNMENT = frozenset({"Government", "government"})
_TERM = re.compile(r"第[一二三四五六七八九十百]+届(?=人民代表大会|人大|全国|委员会)")


def place_of(text: str) -> str:
    """Return the province, city or region whose rules a text is, with its level (宁波市); "" if none."""
    title = _TITLE.search(text[:_TITLE_REACH])
    return title["place"] if title else ""


def full_name(name: str, place: str) -> str:
    """Return a body's name with its place or country in full and without the number of its term.

    Args:
        name: As written; one in another script comes back unchanged.
        place: As `place_of` gives it.
    """
    name = _TERM.sub("", name)
    if place and name.removeprefix("本").startswith(place[-1]):
        return place + name.removeprefix("本")[1:]
    if name.endswith("overnment") or name.startswith("Government of "):
        country, rest = split_state(name)
        return f"Government of {country_name(country)}" if country and rest in _GOVERNMENT else name
    return name


def full_title(name: str, place: str) -> str:
    """Return a law's name with its place before it, if each place makes one of that name (地方性法规).

    Args:
        name: As written; any other comes back unchanged.
        place: As `place_of` gives it.
    """
    return place + name if place and _OF_PLACE.match(name) else name

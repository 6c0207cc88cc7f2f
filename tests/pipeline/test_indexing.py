from __future__ import annotations

import pytest

from policysearch.pipeline.indexing import language_and_script


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("en", "en"), ("EN-us", "en"), ("zh-Hant-TW", "zh-Hant"), ("zh-hans", "zh-Hans"), ("und", "und")],
)
def test_the_region_is_left_out(tag: str, expected: str) -> None:
    assert language_and_script(tag) == expected

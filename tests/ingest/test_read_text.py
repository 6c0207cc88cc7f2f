from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from policysearch.ingest.read_text import read_markdown, read_text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_text_is_the_decoded_file_unchanged(tmp_path: Path, end: str, codec: str) -> None:
    text = f"  数据安全法的解读  {end}{end}第一章 总则{end}为了规范数据处理活动，保障数据安全。\t{end}"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(codec))
    reading = read_text(path)
    assert reading.text == text
    assert [text[each.start : each.end] for each in reading.headings] == ["第一章 总则"]


def test_markdown_headings_and_front_matter(tmp_path: Path) -> None:
    text = (
        '---\ntitle: "Two laws"\ndate: 3 May 2021\nlanguage: en\n---\n# One #\n\nwords\n\nUnder\n-----\n'
        "```\n# not a heading\n```\n### Three\n\n| a | b |\n|---|---|\n"
    )
    path = tmp_path / "a.md"
    path.write_text(text)
    reading = read_markdown(path)
    assert [(text[each.start : each.end], each.level) for each in reading.headings] == [
        ("One", 1),
        ("Under", 2),
        ("Three", 3),
    ]
    assert (reading.title, reading.published, reading.language) == ("Two laws", "2021-05-03", "en")


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("A title\n\nMarch 9, 2025\n\nText", "2025-03-09"),
        ("# 条例\n\n2021年11月25日 常务委员会第三十七次会议通过\n", "2021-11-25"),
        ("A title\n\n9 March 2025\n10 March 2025\n", None),
        ("A title\n\nOn 9 March 2025 the ministry published a long awaited draft of the law.\n", None),
        ("A title about 2025\n", None),
    ],
)
def test_a_date_near_the_top(tmp_path: Path, text: str, published: str | None) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, "utf-8")
    assert read_text(path).published == published


def test_an_act_is_called_as_it_says_it_may_be_cited(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "A BILL\n\nSECTION 1. SHORT TITLE.\nThis Act may be cited as the “Open Records\nAct of 2020”.\n",
        "utf-8",
    )
    assert read_text(path).title == "Open Records Act of 2020"

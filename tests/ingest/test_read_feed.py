from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from policysearch.ingest import read_document

if TYPE_CHECKING:
    from pathlib import Path

RSS = """<?xml version="1.0" encoding="{0}"?>
<rss version="2.0"><channel><title>Новости</title>
<link>https://a.example</link>
<description>О данных</description><item><title>Закон принят</title>
<pubDate>Fri, 07 Jan 2022 15:45:31 +0000</pubDate>
<description>&lt;p&gt;Дума приняла &lt;b&gt;закон&lt;/b&gt; о данных.&lt;/p&gt;</description>
</item></channel></rss>"""
ATOM = """<?xml version="1.0" encoding="{0}"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Новости</title>
<subtitle>О данных</subtitle><entry><title>Закон принят</title><published>2022-01-07T15:45:31Z</published>
<content type="html">&lt;p&gt;Дума приняла &lt;b&gt;закон&lt;/b&gt; о данных.&lt;/p&gt;</content>
</entry></feed>"""


@pytest.mark.parametrize("feed", [RSS, ATOM], ids=["RSS", "Atom"])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "MacCyrillic"])
def test_entries_with_title_date_and_text(tmp_path: Path, feed: str, encoding: str) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(feed.format(encoding).encode(encoding))
    document = read_document(path)
    assert document.text.startswith("Новости\n\nО данных\n\nЗакон принят\n\n")
    assert document.text.endswith("\n\nДума приняла закон о данных.")
    assert [document.text[each.start : each.end] for each in document.headings] == ["Новости", "Закон принят"]
    assert (document.title, document.published, document.language) == ("Новости", "2022-01-07", "ru")

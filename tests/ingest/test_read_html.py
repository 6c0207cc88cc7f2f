from __future__ import annotations

import re
import time
import tomllib
from importlib.resources import files

import pytest
from bs4 import BeautifulSoup

from policysearch.ingest.blocks import TextBuilder
from policysearch.ingest.html_blocks import add_element
from policysearch.ingest.html_boilerplate import take_apart
from policysearch.ingest.read_html import parse_html

WORDS = (
    "The commission published its final report on the use of artificial intelligence in courts this week. "
)
ARTICLE = f"""<!DOCTYPE html><html lang="en"><head><title>Courts and AI | The Gazette</title>
<meta property="og:site_name" content="The Gazette"><link rel="canonical" href="https://gazette.example/a">
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"NewsArticle",
"headline":"Courts and AI","datePublished":"2023-05-04T23:30:00-05:00","publisher":{{"@id":"#org"}}}},
{{"@type":"Organization","@id":"#org","name":"Gazette Media"}}]}}</script></head><body>
<nav><a href="/">Home</a> <a href="/law">Law desk</a></nav>
<div class="cookie-banner">We use cookies. Accept all</div>
<article><h1>Courts and AI</h1><p>{WORDS * 3}</p><h2>What it asks for</h2><p>{WORDS * 2}</p>
<ul><li>An <a href="#">independent audit</a> of each system</li><li>A public register</li></ul>
<table><tr><th>Court</th><th>Systems</th></tr><tr><td>Appeal</td><td>3</td></tr></table>
<blockquote><p>No machine decides alone, said the chair of the commission.</p></blockquote>
<p>{WORDS * 2}</p></article>
<aside><h3>Related stories</h3><a href="/x">Ten gadgets for judges</a></aside><footer>© 2023 Gazette</footer>
</body></html>"""


def test_an_article_keeps_its_structure_and_loses_its_surroundings() -> None:
    reading = parse_html(ARTICLE.encode())
    assert "An independent audit of each system\nA public register" in reading.text
    assert "Court | Systems\nAppeal | 3" in reading.text
    assert "No machine decides alone" in reading.text
    for surrounding in ("Law desk", "cookies", "Related stories", "gadgets", "© 2023"):
        assert surrounding not in reading.text
    headings = [(reading.text[each.start : each.end], each.level) for each in reading.headings]
    assert ("What it asks for", 2) in headings


def test_the_headline_of_an_article_is_its_title_and_not_repeated() -> None:
    page = ARTICLE.replace("<h1>", '<p class="kicker">Law desk today</p><h1>')
    reading = parse_html(page.encode())
    assert reading.title == "Courts and AI"
    assert reading.text.startswith("The commission published")


def test_a_headline_that_holds_the_name_of_a_series_is_not_repeated_either() -> None:
    page = ARTICLE.replace("Courts and AI", "The courts and their new systems")
    reading = parse_html(page.replace("<h1>", "<h1><span>Law desk</span> ").encode())
    assert reading.title == "The courts and their new systems"
    assert reading.text.startswith("The commission published")


NOTICES = [
    "<p><strong>Read more: <a href='/x'>Ten gadgets for judges</a></strong></p>",
    "<h3>Related stories</h3><ul><li><a href='/x'>Ten gadgets for judges</a></li></ul>",
    "<p>Sign up for our weekly newsletter on gadgets</p>",
    "<p>Photo: Gadget Pictures</p>",
]


@pytest.mark.parametrize("notice", NOTICES)
def test_what_sites_set_between_paragraphs_is_left_out(notice: str) -> None:
    reading = parse_html(ARTICLE.replace("<blockquote>", f"{notice}<blockquote>").encode())
    assert "adget" not in reading.text
    assert "Related" not in reading.text
    assert "No machine decides alone" in reading.text


POINTER = "<p><a href='/x'>Ten gadgets for the judges of tomorrow</a></p>"


def test_a_paragraph_that_is_a_link_points_to_another_story() -> None:
    assert (
        "gadgets" not in parse_html(ARTICLE.replace("<blockquote>", f"{POINTER}<blockquote>").encode()).text
    )


TEASER = f"<h3><a href='/x'>Ten gadgets for judges {{}}</a></h3><p>{WORDS}</p>"


@pytest.mark.parametrize(("teasers", "kept"), [(1, True), (2, False), (9, True)])
def test_teasers_at_the_end_are_left_out_unless_they_are_the_page(teasers: int, kept: bool) -> None:
    end = "".join(TEASER.format(f"of court {number}") for number in range(teasers))
    text = parse_html(ARTICLE.replace("</article>", f"{end}</article>").encode()).text
    assert ("gadgets" in text) == kept
    assert "No machine decides alone" in text


def test_a_digest_keeps_the_links_it_consists_of() -> None:
    assert (
        "gadgets" in parse_html(ARTICLE.replace("<blockquote>", f"{POINTER * 9}<blockquote>").encode()).text
    )


def test_surroundings_within_the_content_are_left_out() -> None:
    bio = (
        '<div class="sidebar"><p>The writer has sat in many courts and written three books on them.</p></div>'
    )
    assert (
        "three books" not in parse_html(ARTICLE.replace("<blockquote>", f"{bio}<blockquote>").encode()).text
    )


LEAD = "A register of all systems is asked for, and the courts are to pay for it from next year on."


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        (f'<div class="teaser">{LEAD}</div>', True),
        (f'<div class="byline">By A. Writer</div><p class="summary">{LEAD}</p>', True),
        (f'<h2 class="teaser">{LEAD.rstrip(".")}</h2>', True),
        (f'<p class="teaser">{LEAD} (Photo: A. Smith)</p>', False),
        (f'<figure class="teaser"><figcaption>{LEAD}</figcaption></figure>', False),
        (f'<div class="teaser author">{LEAD}</div>', False),
        (f'<div class="teaser"><a href="/x">{LEAD}</a></div>', False),
        (f'<p class="teaser">{LEAD.rstrip(".")}</p>', False),
        (
            '<p class="teaser">Published 3 May 2021 at 11:30, updated 4 May 2021 at 12:15 by the desk.</p>',
            False,
        ),
    ],
    ids=[
        "marked as a teaser",
        "below a byline",
        "a subheadline",
        "a credit",
        "a caption",
        "about the author",
        "a link",
        "no sentence",
        "dates",
    ],
)
def test_the_lead_is_part_of_the_article(markup: str, kept: bool) -> None:
    page = ARTICLE.replace("<article><h1>Courts and AI</h1>", f"<h1>Courts and AI</h1>{markup}<article>")
    text = parse_html(page.encode()).text
    assert text.startswith(LEAD.rstrip(".") if kept else "The commission published")
    assert text.count("A register of all systems") == int(kept)


LINKED = '<ul><li><a href="/a">Act of May</a></li><li><a href="/b">Act of June</a></li></ul>'


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        ("These acts are to be changed this year:", True),
        ("These acts are to be changed.", False),
        ("Acts:", False),
    ],
    ids=["announced", "not announced", "a label"],
)
def test_a_list_that_a_paragraph_announces_belongs_to_the_article(before: str, kept: bool) -> None:
    text = parse_html(ARTICLE.replace("<blockquote>", f"<p>{before}</p>{LINKED}<blockquote>").encode()).text
    assert (f"{before}\n\nAct of May\nAct of June\n\nNo machine" in text) == kept


def test_a_list_that_several_paragraphs_announce_is_put_back_once() -> None:
    before = "<p>These acts are to be changed this year:</p>"
    text = parse_html(ARTICLE.replace("<blockquote>", f"{before * 50}{LINKED}<blockquote>").encode()).text
    assert text.count("Act of May") == 1


def test_the_header_of_an_article_belongs_to_it() -> None:
    page = LAW.format(f"<header><p>{LEAD}</p></header><p>Sec. 1.</p>")
    assert LEAD in parse_html(page.encode()).text


def test_the_whole_page_is_not_taken_where_it_is_less_than_the_main_content() -> None:
    first, second = (
        "".join(f"<p>{each} {number}: all systems are to be named in a register.</p>" for number in range(9))
        for each in ("Court", "Chamber")
    )
    page = f"""<html><body><nav>Home</nav><main><div class="related-box">{first}</div>
<p>One line that is left.</p><div class="related-box">{second}</div></main></body></html>"""
    text = parse_html(page.encode()).text
    assert "Court 3:" in text
    assert "Chamber 3:" in text


def test_patterns_of_notices_match_their_examples_and_nothing_else() -> None:
    table = tomllib.loads(files("policysearch.ingest").joinpath("html_article.toml").read_text("utf-8"))
    for row in (*table["line"], *table["section"]):
        pattern = re.compile(row["pattern"], re.IGNORECASE)
        assert [each for each in row["examples"] if not pattern.fullmatch(each)] == [], row["name"]
        assert [each for each in row["not"] if pattern.fullmatch(each)] == [], row["name"]
    for row in table["credit"]:
        pattern = re.compile(row["pattern"], re.IGNORECASE)
        assert [each for each in row["examples"] if not pattern.search(each)] == [], row["name"]
        assert [each for each in row["not"] if pattern.search(each)] == [], row["name"]


def test_a_caption_is_no_row_of_its_table() -> None:
    page = ARTICLE.replace("<table>", "<table><caption>Systems by court</caption>")
    assert "Systems by court\n\nCourt | Systems\nAppeal | 3" in parse_html(page.encode()).text


def test_the_source_of_a_quotation_stands_by_itself() -> None:
    page = ARTICLE.replace("of the commission.</p>", "of the commission.<br><cite>Minutes of May</cite></p>")
    assert "of the commission.\n\nMinutes of May" in parse_html(page.encode()).text


PARAGRAPHS = "".join(f"<p>Court number {number}. {WORDS * 3}</p>" for number in range(5))
PLAIN = f"""<html><head><title>Courts and AI</title></head><body><nav><a href="/">Home</a></nav><main>
<h1>Courts and AI</h1>{PARAGRAPHS}<p>Share this article</p></main><footer>©</footer></body></html>"""


def test_prose_is_read_as_an_article_though_the_page_does_not_say_so() -> None:
    reading = parse_html(PLAIN.encode())
    assert "Share this" not in reading.text
    assert not any("read whole" in note for note in reading.notes)


def test_json_ld_is_trusted_first_and_the_date_is_that_of_the_place() -> None:
    reading = parse_html(ARTICLE.encode())
    assert (reading.title, reading.publisher, reading.published) == (
        "Courts and AI",
        "Gazette Media",
        "2023-05-04",
    )
    assert (reading.language, reading.url) == ("en", "https://gazette.example/a")
    assert "publisher from JSON-LD publisher" in reading.notes
    assert "date from JSON-LD datePublished" in reading.notes


BESIDE = "the line beside the page's heading"


def test_the_headline_is_not_the_publisher() -> None:
    head = (
        '<title>New rules on data | Gazette</title><meta property="og:site_name" content="New rules on data">'
    )
    assert parse_html(f"{head}<h1>New rules on data</h1><p>{WORDS}".encode()).publisher == "Gazette"


@pytest.mark.parametrize(
    ("head", "body", "published", "source"),
    [
        ('<meta name="DC.date.issued" content="2020-01-31">', "", "2020-01-31", "meta dc.date.issued"),
        (
            '<meta name="citation_publication_date" content="2019/07">',
            "",
            "2019-07",
            "meta citation_publication_date",
        ),
        ("", '<time datetime="2018-03-02T10:00">2 March</time>', "2018-03-02", "the page's time element"),
        ("", '<p class="byline">Published on 9 June 2017</p>', "2017-06-09", "the page's byline"),
        ("", '<span class="pub-date">2021年3月15日</span>', "2021-03-15", "the page's byline"),
        ('<link rel="canonical" href="https://a.example/2016/02/03/x">', "", "2016-02-03", "the address"),
        (
            "",
            '<time class="published" datetime="2018-03-02"></time><time class="updated" datetime="2019-01">',
            "2018-03-02",
            "the page's time element",
        ),
        ("", f"<h1>Act</h1><p>By A. Writer</p><p>Bonn, 9 June 2017</p><p>{WORDS * 2}", "2017-06-09", BESIDE),
        ("", f"<div>9 June 2017</div><h1>Act</h1><p>{WORDS * 2}", "2017-06-09", BESIDE),
        ("", f"<h1>Act</h1><p>{WORDS * 2}<p>9 June 2017</p>", None, ""),
        ("", "<h1>Act</h1><p>Short.</p><h3>Effective</h3><p>9 June 2017</p>", None, ""),
        ("", "<h1>Acts</h1><p>9 June 2017</p><p>One</p><p>10 June 2017</p><p>Two</p>", None, ""),
        ('<meta property="article:modified_time" content="2020-01-31">', "", None, ""),
        ("", "<time>1 May 2020</time><time>3 May 2020</time>", None, ""),
    ],
)
def test_dates_in_order_of_trust(head: str, body: str, published: str | None, source: str) -> None:
    reading = parse_html(
        f"<html><head>{head}</head><body>{body}<p>Words of the page.</p></body></html>".encode()
    )
    assert reading.published == published
    assert (f"date from {source}" in reading.notes) == bool(source)


LAW = """<html><head><title>Act 12 of 1998</title></head><body><nav>Browse laws</nav>
<header>Law Library</header><main><h1>Telegraph Act</h1>{}<aside role="note">New § 4-321</aside></main>
<section><h2>Effective</h2><p>June 27, 2000</p></section><footer>Please do not scrape.</footer>
</body></html>"""


def test_a_law_comes_whole() -> None:
    sections = "".join(f"<p>Sec. {number}.</p><p>Short provision {number}.</p>" for number in range(1, 9))
    reading = parse_html(LAW.format(sections).encode())
    for number in range(1, 9):
        assert f"Sec. {number}.\n\nShort provision {number}." in reading.text
    assert "New § 4-321" in reading.text
    assert "June 27, 2000" in reading.text
    assert "Browse laws" not in reading.text
    assert "scrape" not in reading.text
    assert "read as a legal text: the whole page" in reading.notes


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('<meta charset="windows-1251"><p>Закон о данных</p>'.encode("cp1251"), "Закон о данных"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><p>数据安全法鎔</p>'.encode(
                "gb18030"
            ),
            "数据安全法鎔",
        ),
        (
            '<?xml version="1.0" encoding="iso-8859-1"?><html><body><p>Élysée “x”</p></body></html>'.encode(
                "cp1252"
            ),
            "Élysée “x”",
        ),
        ('<meta charset="iso-8859-1"><p>Élysée – déjà</p>'.encode(), "Élysée – déjà"),
        ("\ufeff<html><body><p>Wörter</p></body></html>".encode("utf-16"), "Wörter"),
    ],
)
def test_encodings_as_declared_unless_the_bytes_speak_against_it(data: bytes, expected: str) -> None:
    assert parse_html(data).text == expected


def test_old_pages_without_paragraphs() -> None:
    reading = parse_html(b"<html><body>First line<br>still the first<br><br>Second paragraph</body></html>")
    assert reading.text == "First line still the first\n\nSecond paragraph"


def test_raised_numbers_of_notes_do_not_become_part_of_a_word() -> None:
    marks = (
        'intelligence<sup>3</sup> and law.<sup class="fn"><a href="#n4">[4]</a></sup> on 5 km<sup>2</sup>'
        " with 10<sup>25</sup> operations in 2021<sup>7</sup>"
    )
    reading = parse_html(f"<html><body><p>{marks}</p></body></html>".encode())
    assert reading.text == "intelligence[3] and law.[4] on 5 km^2 with 10^25 operations in 2021[7]"


def test_headings_in_bold_are_headings() -> None:
    text = f"<p>{WORDS * 3}</p>"
    bold = "<p><strong>What comes next</strong></p>", "<p><b>All bold.</b></p>"
    body = f"<article>{text}{bold[0]}{text}{bold[1]}{text}</article>"
    reading = parse_html(f"<html><body>{body}</body></html>".encode())
    assert [reading.text[each.start : each.end] for each in reading.headings] == ["What comes next"]


LAYOUT = """<html><body><table><tr><td>(1)</td><td><p>The purpose of this Regulation is to lay down rules.</p>
</td></tr></table><table><tr><td>(2)</td><td><p>It applies to providers.</p></td></tr></table>
<p>Article 1</p><p>Subject matter</p><p>Article 2</p><p>Scope</p><p>(a) systems</p></body></html>"""


def test_the_official_journal_sets_its_paragraphs_in_tables() -> None:
    reading = parse_html(LAYOUT.encode())
    assert reading.text.startswith(
        "(1) The purpose of this Regulation is to lay down rules.\n\n(2) It applies"
    )
    assert [reading.text[each.start : each.end] for each in reading.headings] == ["Article 1", "Article 2"]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<ul><li>a<ol><li>b</li><li>c</li></ol>d</li><li><p>e</p>f</li></ul>", "a\n1. b\n2. c\nd\ne f"),
        ('<ol start="3"><li>a</li><li value="7">b</li></ol>', "3. a\n7. b"),
        ('<ol type="a"><li>x</li><li>(b) y</li></ol>', "a. x\n(b) y"),
        ('<ol class="list-unstyled"><li>x</li></ol>', "x"),
        ("<dl><dt>term</dt><dd>meaning</dd></dl>", "term\nmeaning"),
        ("<ul><li><h3>Part</h3><p>text</p></li></ul>", "Part\n\ntext"),
        (
            "<table><caption>T</caption><tr><th>a</th><th>b</th></tr><tr><td><p>1</p><p>2</p></td><td></td></tr></table>",
            "T\n\na | b\n1 2",
        ),
        ("<table><tr><td><h2>Left</h2></td><td>right</td></tr></table>", "Left\n\nright"),
        (
            "<p>a<script>x()</script><b>b</b> <i>c</i><br>d<!-- e --></p><pre> f\n\n  g</pre>",
            "ab c d\n\nf\n  g",
        ),
        ("<div>" * 3000 + "deep" + "</div>" * 3000, "deep"),
    ],
    ids=[
        "nested list",
        "numbered list",
        "lettered list",
        "list without marks",
        "definitions",
        "a list of sections",
        "data table",
        "layout table",
        "inline",
        "too deep",
    ],
)
def test_elements_as_blocks(markup: str, expected: str) -> None:
    builder = TextBuilder()
    add_element(BeautifulSoup(markup, "html.parser"), builder)
    assert builder.text() == expected


@pytest.mark.parametrize(
    ("markup", "kept"),
    [
        ('<div class="relatedStories">x</div>', False),
        ('<div id="side-bar" role="complementary">x</div>', False),
        ('<div class="header-ad">x</div>', False),
        ('<div class="address loaded">x</div>', True),
        ('<p style="display: none">x</p>', False),
        ('<span class="sr-only">x</span>', False),
        ("<header>x</header>", False),
        ("<header><h1>x</h1></header>", True),
        ('<aside role="note">x</aside>', True),
        ('<nav class="toc">x</nav>', True),
    ],
)
def test_surroundings_are_told_by_their_marks(markup: str, kept: bool) -> None:
    page = BeautifulSoup(f"<html><body>{markup}<p>{WORDS}</p></body></html>", "lxml")
    assert ("x" in take_apart(page).content.get_text("|").split("|")) == kept


def test_what_holds_the_page_is_not_its_surroundings() -> None:
    page = BeautifulSoup(f'<html><body><form class="widget"><p>{WORDS}</p></form></body></html>', "lxml")
    assert WORDS in take_apart(page).content.get_text()


@pytest.mark.parametrize(
    "page",
    [
        "<span>x" * 5_000,
        "<sup " * 100_000,
        f"<title>{'x | ' * 40_000}</title><p>x",
        f"<title>{'x' * 100_000}</title><p>x",
        "<p>See the list here:</p>" * 1_000 + "<ul>" + "<li>item of a list" * 1_000,
    ],
    ids=["nested elements", "open tags", "bars in the title", "letters in the title", "announcements"],
)
def test_time_stays_bounded_on_hostile_pages(page: str) -> None:
    parse_html(b"<p>x")  # imports what reading needs
    started = time.process_time()
    parse_html(page.encode())
    assert time.process_time() - started < 4

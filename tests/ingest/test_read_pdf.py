"""read_pdf, on small PDFs drawn here: each shows one thing that pages do to a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from policysearch.errors import EmptyFile, UnreadableFile
from policysearch.ingest.read_pdf import read_pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from policysearch.ingest.reading import Reading

WIDTH, HEIGHT = 595, 842
FILLER = (
    "The committee heard from agencies on how they buy software and",
    "what they ask of the vendors before they put a new system to use.",
)


def drawn(path: Path, *pages: Callable[[Canvas], None], title: str = "") -> Path:
    """Draw a PDF of one function a page and return its path."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=True)
    canvas.setTitle(title)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return path


def lines(
    canvas: Canvas,
    *texts: str,
    x: float = 72,
    top: float = 760,
    size: float = 11,
    bold: bool = False,
    leading: float = 0,
) -> float:
    """Draw lines of text below each other; return the height below the last."""
    canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
    for text in texts:
        canvas.drawString(x, top, text)
        top -= leading or size * 1.2
    return top


def page_of(*texts: str, **options: float) -> Callable[[Canvas], None]:
    def page(canvas: Canvas) -> None:
        lines(canvas, *texts, **options)

    return page


def read(path: Path, *pages: Callable[[Canvas], None], **options: str) -> Reading:
    return read_pdf(drawn(path / "report.pdf", *pages, **options))


def headings(reading: Reading) -> list[tuple[str, int]]:
    return [(reading.text[h.start : h.end], h.level) for h in reading.headings]


def test_lines_become_paragraphs(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        top = lines(canvas, *FILLER, "It found none.")
        lines(canvas, *FILLER, top=top - 10)

    text = read(tmp_path, page).text
    assert text == f"{' '.join(FILLER)} It found none.\n\n{' '.join(FILLER)}"


def test_an_indented_line_begins_a_paragraph(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        top = lines(canvas, *FILLER)
        top = lines(canvas, FILLER[0], top=top, x=90)
        lines(canvas, FILLER[1], top=top)

    assert read(tmp_path, page).text.count("\n\n") == 1


def test_a_paragraph_that_ends_early_ends(tmp_path: Path) -> None:
    assert read(tmp_path, page_of(*FILLER, "It found none.", *FILLER)).text.count("\n\n") == 1


def test_a_ragged_line_before_a_long_capitalised_word_goes_on(tmp_path: Path) -> None:
    page = page_of(
        *FILLER,
        "It also asked its own Ministry of Finance as well as the",
        "Cyberspace Administration for its view of the matter at hand.",
    )
    assert "as well as the Cyberspace" in read(tmp_path, page).text


HYPHENS = [
    (("regu-", "lation of services"), "", "regulation of services", "neither form stands elsewhere"),
    (("regu-", "lation"), "a regulation", "regulation", "the joined form stands elsewhere"),
    (("long-", "term plans"), "long-term goals", "long-term plans", "the hyphenated form stands elsewhere"),
    (("large-", "scale models"), "of large models to scale", "large-scale models", "both are words"),
    (("the non-", "European providers"), "", "non-European", "a capital follows"),
    (("the years 2019-", "2024"), "", "2019-2024", "numbers"),
    (("of the AI-", "enabled systems"), "", "AI-enabled", "an acronym"),
    (("of https://agency.example/use-of-", "software/index"), "", "/use-of-software/index", "an address"),
    (
        ("so called human-in-", "duced change"),
        "it is induced",
        "human-induced",
        "a compound broken in its last word",
    ),
]


@pytest.mark.parametrize(
    ("broken", "evidence", "expected", "reason"), HYPHENS, ids=[row[3] for row in HYPHENS]
)
def test_hyphens_at_line_ends(
    tmp_path: Path, broken: tuple[str, str], evidence: str, expected: str, reason: str
) -> None:
    first, second = broken
    pad = "The committee heard from many agencies on the matter of "
    text = read(tmp_path, page_of(pad + first, f"{second}. {evidence}", FILLER[0])).text
    assert expected in text, reason


def column(canvas: Canvas, name: str, x: float, top: float, count: int = 12) -> None:
    lines(canvas, *(f"{name}{n} has a line of words" for n in range(count)), x=x, top=top, size=10)


def in_order(text: str, names: str, count: int = 12) -> bool:
    places = [text.find(f"{name}{number} ") for name in names for number in range(count)]
    return -1 not in places and places == sorted(places)


def test_two_columns_drawn_one_after_the_other(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        column(canvas, "left", 60, 700)
        column(canvas, "right", 320, 700)

    assert in_order(read(tmp_path, page).text, ("left", "right"))


def test_columns_drawn_row_by_row(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for number in range(12):
            for name, x in (("one", 40), ("two", 220), ("three", 400)):
                canvas.drawString(x, 700 - 12 * number, f"{name}{number} has a line of words")

    assert in_order(read(tmp_path, page).text, ("one", "two", "three"))


def test_columns_drawn_in_disorder_below_a_title(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for number in (7, 3, 11, 0, 9, 5, 1, 10, 2, 8, 4, 6):
            for name, x in (("right", 320), ("left", 60)):
                lines(canvas, f"{name}{number} has a line of words", x=x, top=700 - 12 * number, size=10)
        lines(canvas, "A Strategy that Runs Across Both Columns of this Page", top=740, size=18)

    text = read(tmp_path, page).text
    assert text.startswith("A Strategy")
    assert in_order(text, ("left", "right"))


def test_a_sentence_goes_on_in_the_next_column(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        column(canvas, "left", 60, 700, 8)
        lines(canvas, "and each of these agencies has", x=60, top=700 - 96, size=10)
        lines(canvas, "its own rules on them.", x=320, top=700, size=10)

    assert "agencies has its own rules" in read(tmp_path, page).text


def justified(canvas: Canvas, *texts: str, x: float, top: float, width: float = 200) -> float:
    """Draw lines that are spaced to end at the same place; return the height below the last."""
    canvas.setFont("Helvetica", 10)
    for text in texts:
        room = width - canvas.stringWidth(text)
        canvas.drawString(x, top, text, wordSpace=room / text.count(" "))
        top -= 12
    return top


FULL_LINES = (
    "The committee heard from agencies on how",
    "they buy software, and it heard from vendors",
    "on what they were asked before it was used.",
)


@pytest.mark.parametrize(("indent", "paragraphs"), [(0, 2), (12, 3)], ids=["goes on", "indented"])
def test_whole_sentences_go_on_in_the_next_column(tmp_path: Path, indent: float, paragraphs: int) -> None:
    def page(canvas: Canvas) -> None:
        justified(canvas, *FULL_LINES * 4, x=60, top=700)
        first = "Nobody had an answer that pleased all"
        top = justified(canvas, first, x=320 + indent, top=700, width=200 - indent)
        top = justified(canvas, *FULL_LINES, x=320, top=top)
        lines(canvas, "It ended early.", x=320, top=top, size=10)
        justified(canvas, *FULL_LINES, x=320, top=top - 30)

    assert len(read(tmp_path, page).text.split("\n\n")) == paragraphs


def test_a_short_line_that_ends_in_a_preposition_goes_on(tmp_path: Path) -> None:
    page = page_of(*FILLER, "The council took its decision on 6", "December 2022 and published it at once.")
    assert "on 6 December 2022" in read(tmp_path, page).text


def test_a_line_that_begins_in_another_font_is_of_the_same_paragraph(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        top = lines(canvas, FILLER[0] + " to")
        canvas.setFont("Courier", 13)
        canvas.drawString(72, top, "Ele")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(96, top, ".me and other companies put a new system to use.")

    assert "and to Ele.me and other companies" in read(tmp_path, page).text.replace("Ele .me", "Ele.me")


WORDS = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta")


def with_furniture(number: int) -> Callable[[Canvas], None]:
    def page(canvas: Canvas) -> None:
        if number % 2:
            lines(canvas, f"{number} Policy Review", top=810, size=8)
        else:
            lines(canvas, f"Annual Volume {number}", top=810, size=8, x=400)
        lines(canvas, *(f"{WORDS[number - 1]} stands at the top of its page as line {n}" for n in range(9)))
        lines(canvas, f"- {number} -", top=30, size=8, x=290)

    return page


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    reading = read(tmp_path, *(with_furniture(number) for number in range(1, 7)))
    assert "Policy Review" not in reading.text
    assert "Annual Volume" not in reading.text
    assert "- 3 -" not in reading.text
    assert all(reading.text.count(word) == 9 for word in WORDS)
    assert "12 lines of running heads, feet and page numbers left out" in reading.notes


def with_sections(number: int) -> Callable[[Canvas], None]:
    def page(canvas: Canvas) -> None:
        lines(canvas, "Yearly review", top=810, size=8)
        lines(canvas, "International bodies" if number % 2 else f"Year {number}", size=16)
        body = (f"{WORDS[number]} stands as line {n} of its page" for n in range(9))
        lines(canvas, *body, top=730)

    return page


def test_sub_headings_that_recur_at_the_top_of_pages_stay(tmp_path: Path) -> None:
    reading = read(tmp_path, *map(with_sections, range(6)))
    assert [words for words, _ in headings(reading)].count("International bodies") == 3
    assert "Yearly review" not in reading.text


def with_chapters(number: int, *, head: bool = True, numbered: bool = False) -> Callable[[Canvas], None]:
    """A page of one of two chapters of four pages, whose first page has no head."""

    def page(canvas: Canvas) -> None:
        if number % 4 and head:
            name = f"Chapter of {WORDS[number // 4]}"
            lines(canvas, f"{number + 5} {name} {'abcdefgh'[number]}" if numbered else name, top=810, size=8)
        body = (f"{WORDS[number % 6]} stands as line {'abcdefghi'[n]} of its page" for n in range(9))
        lines(canvas, *body, top=730)

    return page


def test_heads_of_single_chapters_are_left_out(tmp_path: Path) -> None:
    text = read(tmp_path, *map(with_chapters, range(8))).text
    assert "Chapter of" not in text
    assert text.count("stands as line") == 72


def test_lines_with_the_number_of_their_page_are_left_out(tmp_path: Path) -> None:
    pages = [with_chapters(number, numbered=True) for number in range(8)]
    text = read(tmp_path, *pages).text
    assert "Chapter of" not in text
    assert text.count("stands as line") == 72


def test_an_item_with_the_number_of_its_page_stays(tmp_path: Path) -> None:
    def page(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            first = f"{4 if number == 3 else 9 + 3 * number}. {WORDS[number]} is to be told."
            body = (f"{WORDS[number]} stands as line {'abcdefghi'[n]} of its page" for n in range(9))
            lines(canvas, first, *body, top=760 - 5 * number)
            lines(canvas, str(number + 1), top=30, size=8, x=290)

        return draw

    text = read(tmp_path, *map(page, range(6))).text
    assert "4. Delta is to be told." in text
    assert "\n4\n" not in text


def test_first_lines_of_pages_that_recur_stay_where_others_do_not(tmp_path: Path) -> None:
    def page(number: int) -> Callable[[Canvas], None]:
        name = f"{WORDS[number % 6]} {'abcdefgh'[number]}"
        body = (f"{name} stands as line {'abcdefghi'[n]} of its page" for n in range(9))
        return page_of("Recommended actions" if number < 3 else f"{name} begins here.", *body)

    assert read(tmp_path, *map(page, range(8))).text.count("Recommended actions") == 3


def test_heads_along_the_side_of_turned_pages_are_left_out(tmp_path: Path) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.setPageSize((HEIGHT, WIDTH))
        lines(canvas, *FILLER, top=500)
        canvas.rotate(-90)
        lines(canvas, "Federal Gazette of 4 May", x=-400, top=800)

    upright = page_of("Federal Gazette of 3 May", "", *FILLER)
    assert "Gazette" not in read(tmp_path, upright, upright, upright, turned).text


def test_the_title_on_the_cover_is_no_running_head(tmp_path: Path) -> None:
    def inner(word: str) -> Callable[[Canvas], None]:
        def page(canvas: Canvas) -> None:
            lines(canvas, "Strategy for Trust", top=810, size=9)
            lines(canvas, *(f"{word} is written here as line {number}" for number in range(9)), top=700)

        return page

    cover = page_of("Strategy for Trust", size=28)
    reading = read(tmp_path, cover, *map(inner, WORDS))
    assert reading.title == "Strategy for Trust"
    assert reading.text.count("Strategy for Trust") == 1


def test_page_starts_are_where_the_text_of_each_page_begins(tmp_path: Path) -> None:
    first = page_of("Alpha is the first page. It goes on to say that", top=700)
    second = page_of("beta follows from it.", top=700)
    blank = page_of()
    reading = read(tmp_path, first, second, blank, page_of("Gamma ends."))
    assert (
        reading.text == "Alpha is the first page. It goes on to say that beta follows from it.\n\nGamma ends."
    )
    starts = [reading.text[start:].split()[0] for start in reading.page_starts]
    assert starts == ["Alpha", "beta", "Gamma", "Gamma"]


def test_a_picture_of_a_page_is_a_gap_and_a_blank_page_is_none(tmp_path: Path) -> None:
    picture = lambda canvas: canvas.rect(10, 10, 500, 800, fill=1)  # noqa: E731
    assert read(tmp_path, page_of(*FILLER), page_of()).gaps == ()
    assert read(tmp_path, page_of(*FILLER), picture).gaps == (
        "page 2 has no text layer; run OCR on the file if text can be seen there",
    )


def test_footnotes_do_not_interrupt_a_sentence(tmp_path: Path) -> None:
    def first(canvas: Canvas) -> None:
        top = lines(canvas, *(FILLER * 8), top=760)
        lines(canvas, "The office must publish", top=top - 12)
        lines(canvas, "1 See the report of the office on its own use of such systems.", top=80, size=8)

    second = page_of("its findings every year.", *FILLER)
    reading = read(tmp_path, first, second)
    note = reading.text.index("1 See the report")
    sentence = reading.text.index("The office must publish its findings every year.")
    assert note < sentence
    assert reading.page_starts[1] == reading.text.index("its findings")


def test_notes_of_narrow_columns_and_of_tex(tmp_path: Path) -> None:
    """The number of a note stands without a space before its text, and high above the line."""

    def page(canvas: Canvas) -> None:
        top = lines(canvas, *(FILLER * 8), "The office must publish the find-", "ings")
        canvas.setFont("Helvetica", 6)
        canvas.drawString(93, top + 13.2 + 6, "1")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(130, top + 13.2, "every year and in a form that all can read.")
        canvas.setFont("Helvetica", 5)
        canvas.drawString(72, 83, "1")
        lines(canvas, "See the report of the office.", top=80, size=8, x=75)
        lines(canvas, "2Some programs raise no number.", top=70, size=8)

    text = read(tmp_path, page).text
    assert "publish the findings[1] every year" in text
    assert text.endswith("[1] See the report of the office.\n\n[2] Some programs raise no number.")


def test_a_paragraph_goes_on_below_a_box(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        beside = (FILLER[0], "what they ask of their vendors before they put anything to use")
        top = justified(canvas, *beside, x=220, top=760, width=330)
        lines(canvas, "in the office, and published it with the names of the vendors.", top=top, size=10)

    text = read(tmp_path, page).text
    assert text.startswith("The committee heard")
    assert "\n" not in text


RAISED = [
    ("Performance disparities", "8", " between groups", "disparities[8] between", "after a word"),
    ("taken in the year 2021", "12", ", when it", "2021[12], when", "after a year"),
    ("the act (see Article 5(1))", "3", " as well", "5(1))[3] as well", "after a bracket"),
    ("by other agencies.", "7, 8", " Now is the", "agencies.[7, 8] Now", "several notes"),
    ("more than 10", "25", " operations", "10^25 operations", "a power of ten"),
    ("an area of 5 km", "2", " of land", "5 km^2 of land", "a unit"),
]


@pytest.mark.parametrize(
    ("before", "raised", "after", "expected", "reason"), RAISED, ids=[row[4] for row in RAISED]
)
def test_raised_numbers_are_not_part_of_words(
    tmp_path: Path, before: str, raised: str, after: str, expected: str, reason: str
) -> None:
    def page(canvas: Canvas) -> None:
        text = canvas.beginText(72, 700)
        text.setFont("Helvetica", 11)
        text.textOut(before)
        text.setFont("Helvetica", 6.5)
        text.setRise(4)
        text.textOut(raised)
        text.setRise(0)
        text.setFont("Helvetica", 11)
        text.textOut(after)
        canvas.drawText(text)
        lines(canvas, *FILLER, top=680)

    assert expected in read(tmp_path, page).text, reason


def test_numbers_in_plain_type_stay_as_they_are(tmp_path: Path) -> None:
    text = "They wrote 1023 letters to 20225 people (5), 6, 7 of them in 2021."
    assert text in read(tmp_path, page_of(text, *FILLER)).text


def ruled(canvas: Canvas, rows: list[list[str]], widths: list[float], top: float = 700) -> None:
    """Draw a table with all its lines."""
    edges = [60.0]
    for width in widths:
        edges.append(edges[-1] + width)
    bottom = top - 30 * len(rows)
    canvas.grid(edges, [top - 30 * number for number in range(len(rows) + 1)])
    for number, row in enumerate(rows):
        for x, cell in zip(edges, row, strict=False):
            lines(canvas, *cell.split("\n"), x=x + 4, top=top - 12 - 30 * number, size=9)
    assert bottom > 0


def test_ruled_tables_are_rows(tmp_path: Path) -> None:
    rows = [
        ["Duty", "Who must do it", "When"],
        ["Register the\nsystem", "Provider", "2026"],
        ["Keep records", "", "2027"],
    ]

    def page(canvas: Canvas) -> None:
        lines(canvas, *FILLER, top=780)
        ruled(canvas, rows, [120, 160, 80])
        lines(canvas, "After the table.", top=500)

    assert read(tmp_path, page).text.split("\n\n")[1:] == [
        "Duty | Who must do it | When\nRegister the system | Provider | 2026\nKeep records |  | 2027",
        "After the table.",
    ]


def test_row_heads_outside_the_lines_belong_to_the_table(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        ruled(canvas, [["100", "200"], ["300", "400"], ["500", "600"]], [80, 80])
        canvas.setFont("Helvetica", 9)

    def shifted(canvas: Canvas) -> None:
        canvas.translate(120, 0)
        page(canvas)
        for number, name in enumerate(("Salaries", "Travel", "Rent")):
            lines(canvas, f"{name} of staff, in thousands of", x=-70, top=688 - 30 * number, size=9)

    text = read(tmp_path, shifted).text
    assert all(name in text for name in ("Salaries", "Travel", "Rent", "100", "600"))


def test_tables_without_lines_keep_their_rows(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, *FILLER, top=780)
        for x in (72, 330, 200):
            lines(canvas, *(f"cell {x} {row}" for row in range(8)), x=x, top=700)

    rows = read(tmp_path, page).text.split("\n\n")[1].split("\n")
    assert rows == [f"cell 72 {row} | cell 200 {row} | cell 330 {row}" for row in range(8)]


def test_tables_drawn_column_by_column_are_read_row_by_row(tmp_path: Path) -> None:
    """As text layers of scanned tables are, several columns of numbers in one stretch."""
    grades = [f"Grade {letter}" for letter in "ABCDEF"]
    early = [f"{number},204.10 {number},310.20 {number},411.70" for number in range(1, 7)]
    late = [f"{number},504.30 {number},610.40 {number},711.50" for number in range(1, 7)]

    def page(canvas: Canvas) -> None:
        for x, rows in ((72, grades), (160, early), (380, late)):
            lines(canvas, *rows, x=x)

    rows = read(tmp_path, page).text.splitlines()
    assert rows[0] == "Grade A | 1,204.10 1,310.20 1,411.70 | 1,504.30 1,610.40 1,711.50"
    assert len(rows) == 6


def test_short_names_are_cells_and_leaders_are_none(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for row, cells in enumerate((("Region", "Spending", "Share"), ("Islands", "1,204", "12%"))):
            for place, cell in enumerate(cells):
                lines(canvas, cell, x=72 + 150 * place, top=760 - 14 * row)
        for row, name in enumerate(("Preface", "Overview of rules")):
            lines(canvas, name, top=700 - 14 * row)
            lines(canvas, ". . . . . . . . . . . . . . . 7", x=300, top=700 - 14 * row)

    text = read(tmp_path, page).text
    assert "Region | Spending | Share\nIslands | 1,204 | 12%" in text
    assert "Preface . . ." in text
    assert "Overview of rules . . ." in text


def test_a_framed_paragraph_is_no_table(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for inset in range(3):
            canvas.rect(60 - inset, 600 - inset, 400 + 2 * inset, 180 + 2 * inset)
        lines(canvas, *FILLER)

    assert " | " not in read(tmp_path, page).text


def test_list_items_stand_on_lines_of_their_own(tmp_path: Path) -> None:
    items = ("(a) keep a list of the systems that agencies use in their work", "and of their purpose;")
    page = page_of("The office shall:", *items, "(b) publish it; and", "(c) review it.")
    assert read(tmp_path, page).text == (
        f"The office shall:\n\n{' '.join(items)}\n(b) publish it; and\n(c) review it."
    )


def test_markers_drawn_apart_join_their_lines(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for number in range(3):
            lines(canvas, f"({number + 1})", top=700 - 60 * number)
        for number in range(3):
            lines(canvas, f"Paragraph {number + 1} of many. {FILLER[0]}", x=100, top=700 - 60 * number)

    assert "(2) Paragraph 2 of many." in read(tmp_path, page).text


def test_headings_from_size_and_weight(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        top = lines(canvas, "National Strategy", size=22)
        top = lines(canvas, "Scope and aims of", "the strategy", size=15, top=top - 10)
        top = lines(canvas, *FILLER * 4, "It ends here.", top=top - 10)
        top = lines(canvas, "Definitions", bold=True, top=top - 10)
        lines(canvas, *FILLER * 4, top=top - 6)

    assert headings(read(tmp_path, page)) == [
        ("National Strategy", 1),
        ("Scope and aims of the strategy", 2),
        ("Definitions", 3),
    ]


def test_headings_from_the_outline(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for key, level, title in (("a", 0, "1. Scope"), ("b", 1, "1.1 Terms")):
            canvas.bookmarkPage(key)
            canvas.addOutlineEntry(title, key, level=level)
        top = lines(canvas, "1. Scope")
        top = lines(canvas, *FILLER, top=top - 10)
        top = lines(canvas, "1.1 Terms", top=top - 10)
        lines(canvas, *FILLER, top=top - 10)

    assert headings(read(tmp_path, page)) == [("1. Scope", 1), ("1.1 Terms", 2)]


def test_headings_of_laws_in_plain_type(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        canvas.drawCentredString(240, 760, "Article 6")
        canvas.drawCentredString(240, 742, "Duties of providers")
        lines(canvas, *FILLER * 3, top=715)

    assert headings(read(tmp_path, page)) == [("Article 6 Duties of providers", 3)]


def test_text_that_runs_up_the_page_is_read(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.rotate(90)
        lines(canvas, *FILLER, "It found none.", x=100, top=-100)

    assert read(tmp_path, page).text == f"{' '.join(FILLER)} It found none."


def test_title_and_date_of_the_cover(tmp_path: Path) -> None:
    def cover(canvas: Canvas) -> None:
        lines(canvas, "Plan for Public", "Trust in Machines", size=26)
        lines(canvas, "14 January 2025", top=500)

    reading = read(tmp_path, cover, page_of(*FILLER), title="Microsoft Word - plan_v3.docx")
    assert reading.title == "Plan for Public Trust in Machines"
    assert reading.published == "2025-01-14"
    assert "date 2025-01-14 as shown on page 1" in reading.notes


def test_date_of_the_file_where_the_cover_shows_two(tmp_path: Path) -> None:
    reading = read(tmp_path, page_of("14 January 2025", "", "3 March 2024"))
    assert reading.published == "2000-01-01"
    assert reading.notes == ("date 2000-01-01 is when the PDF file was made; page 1 shows no single date",)


def test_gibberish_layers_are_reported(tmp_path: Path) -> None:
    junk = page_of(
        "7KH FRPPLWWHH KHDUG IURP DJHQFLHV RQ KRZ WKHB EXB VRIWZDUH", "DQG ZKDW WKHB DVN RI YHQGRUV"
    )
    reading = read(tmp_path, page_of(*FILLER), junk)
    assert reading.gaps == ("page 2 holds text that is mostly not words; run OCR on the file",)


def test_no_text_at_all(tmp_path: Path) -> None:
    path = drawn(tmp_path / "scan.pdf", lambda canvas: canvas.rect(10, 10, 50, 50), page_of())
    with pytest.raises(EmptyFile) as error:
        read_pdf(path)
    assert (
        str(error.value) == f"{path}: has no text layer (2 pages); run OCR on it, for example with ocrmypdf"
    )


def test_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.pdf"
    path.touch()
    with pytest.raises(EmptyFile, match=r"empty\.pdf: is empty \(0 bytes\)"):
        read_pdf(path)


def test_encrypted_file(tmp_path: Path) -> None:
    path = tmp_path / "secret.pdf"
    canvas = Canvas(str(path), encrypt=StandardEncryption("password"))
    canvas.drawString(72, 700, "secret")
    canvas.save()
    with pytest.raises(UnreadableFile) as error:
        read_pdf(path)
    assert str(error.value) == f"{path}: is encrypted; save a copy without password"


@pytest.mark.parametrize("content", [b"%PDF-1.7\n%%EOF", b"junk" * 99], ids=["no pages", "no PDF"])
def test_damaged_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "damaged.pdf"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match="is damaged or cut off; fetch or export it again"):
        read_pdf(path)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"cannot be opened \(No such file or directory\)"):
        read_pdf(tmp_path / "none.pdf")

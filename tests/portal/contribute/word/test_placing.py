from __future__ import annotations

import io
from typing import Any

import pytest
from docx.document import Document
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import Vocabulary
from portal.contribute.word import Reading, read_word
from portal.contribute.word.blocks import Block, Heading, Picture, Table, Text
from portal.contribute.word.placing import BEGINNING, Piece, Placed, place
from tests.portal.contribute.word.conftest import PNG, changed, saved, with_body


def text(words: str, bold: bool = False) -> Text:
    return Text(words, words, bold)


def placed(vocabulary: Vocabulary, *blocks: Block) -> Placed:
    return place(blocks, vocabulary)


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("The problem", "the_problem"),
        ("THE PROBLEM:", "the_problem"),
        ("1. Background", "the_problem"),
        ("2.1 Context", "the_problem"),
        ("Our approach", "what_we_did"),
        ("What did you do?", "what_we_did"),
        ("Results", "what_changed"),
        ("Outcomes and benefits", "what_changed"),
        ("What didn’t work", "what_did_not_work"),
        ("Lessons learned", "what_did_not_work"),
        ("How can another council copy this?", "how_to_copy_this"),
        ("Recommendations", "how_to_copy_this"),
        ("Data protection", "security_and_data"),
        ("The team (and who led it)", "people_and_skills"),
    ],
)
def test_a_heading_is_known_by_what_people_call_it(vocabulary: Vocabulary, heading: str, section: str) -> None:
    found = placed(vocabulary, Heading(1, heading), text("Words."))
    assert found.values == {section: "Words."}
    assert found.unplaced == []


def test_words_in_bold_alone_on_a_line_are_a_heading_where_they_are_a_known_one(vocabulary: Vocabulary) -> None:
    found = placed(vocabulary, text("Background", bold=True), text("Damp."), text("Very bad", bold=True))
    assert found.values == {"the_problem": "Damp.\n\nVery bad"}


def test_a_smaller_heading_stays_in_its_part_even_when_others_would_call_a_part_so(vocabulary: Vocabulary) -> None:
    found = placed(vocabulary, Heading(1, "What we did"), text("A."), Heading(2, "Results"), text("B."), Heading(3, "Odd"), text("C."))
    assert found.values == {"what_we_did": "A.\n\n### Results\n\nB.\n\n#### Odd\n\nC."}


def test_two_headings_that_mean_the_same_part_are_both_kept(vocabulary: Vocabulary) -> None:
    found = placed(vocabulary, Heading(1, "The problem"), text("A."), Heading(1, "Approach"), Heading(1, "Context"), text("B."))
    assert found.values == {"the_problem": "A.\n\n### Context\n\nB."}


def test_what_stands_under_an_unknown_heading_is_left_over_with_it(vocabulary: Vocabulary) -> None:
    found = placed(vocabulary, Heading(1, "The problem"), text("A."), Heading(1, "Governance"), text("B."), text("C."), Heading(2, "D"))
    assert found.values == {"the_problem": "A."}
    assert found.unplaced == [Piece("Governance", "B.\nC.\nD")]


def test_the_first_heading_is_the_title_and_labels_at_the_beginning_are_fields(vocabulary: Vocabulary) -> None:
    found = placed(
        vocabulary,
        Heading(1, "Lincoln mends faster"),
        text("Council: City of Lincoln Council\nStart date: April 2024\nIn memory of the old system"),
        Heading(2, "Summary"),
        text("Short."),
    )
    assert found.values == {
        "title": "Lincoln mends faster",
        "councils": ["City of Lincoln Council"],
        "started": "2024-04",
        "summary": "Short.",
    }
    assert found.unplaced == [Piece(BEGINNING, "In memory of the old system")]


def test_a_table_of_outcomes_is_read_by_its_header_in_any_order(vocabulary: Vocabulary) -> None:
    rows = (
        ("Who says so", "After", "Notes", "Measure", "Baseline", "Type"),
        ("The council", "7%", "Counted by hand", "Missed appointments", "18%", "Result"),
        ("", "1,200", "", "Calls", "1,500", "scale"),
    )
    found = placed(vocabulary, Heading(1, "Impact"), Table(rows))
    first, second = found.values["outcomes"]
    assert (first["measure"], first["before"], first["after"], first["unit"]) == ("Missed appointments", "18", "7", "%")
    assert (first["reported_by"], first["nature"]) == ("council", "result")
    assert (second["before"], second["after"], second["unit"]) == ("1500", "1200", "")
    assert found.unplaced == [Piece("Outcomes, row 1", "Notes: Counted by hand")]


@pytest.mark.parametrize(
    ("said", "amount", "currency"),
    [
        ("£240,000", "240000", "GBP"),
        ("£1.2m", "1200000", "GBP"),
        ("€30k", "30000", "EUR"),
        ("1500.50", "1500.5", "GBP"),
        ("about a lot", "about a lot", "GBP"),
    ],
)
def test_a_cost_is_a_number_and_its_currency(vocabulary: Vocabulary, said: str, amount: str, currency: str) -> None:
    (row,) = placed(vocabulary, Table((("For", "Cost"), ("Licences", said)))).values["costs"]
    assert (row["amount"], row["currency"], row["covers"]) == (amount, currency, "Licences")


def test_sources_come_from_a_table_or_a_list_and_are_pointed_to_by_number_or_title(vocabulary: Vocabulary) -> None:
    found = placed(
        vocabulary,
        Table((("Measure", "Before", "After", "Source"), ("A", "1", "2", "[2]"), ("B", "1", "2", "Audit"), ("C", "1", "2", "Hearsay"))),
        Heading(1, "References"),
        text("1. Audit, https://anytown.example/audit."),
        text("2. A paper on the shelf"),
    )
    assert [(row["title"], row["url"]) for row in found.values["sources"]] == [
        ("Audit", "https://anytown.example/audit"),
        ("A paper on the shelf", ""),
    ]
    assert [row["source"] for row in found.values["outcomes"]] == ["2", "1", ""]
    assert found.unplaced == [Piece("Outcomes, row 3, source", "Hearsay")]


def test_other_tables_stay_in_the_story_and_boxes_are_words(vocabulary: Vocabulary) -> None:
    found = placed(vocabulary, Heading(1, "What we did"), Table((("Month", "Step"), ("May", "a|b"))), Table((("In a box",),)))
    assert found.values["what_we_did"] == "| Month | Step |\n| --- | --- |\n| May | a\\|b |\n\nIn a box"


def test_what_a_field_cannot_hold_is_left_over(vocabulary: Vocabulary) -> None:
    table = Table((("Themes", "Housing, Dragons"), ("Status", "Nearly there"), ("Shoe size", "9"), ("Title", "One"), ("Project", "Two")))
    found = placed(vocabulary, table)
    assert found.values == {"themes": ["housing"], "title": "One"}
    assert found.unplaced == [
        Piece("Themes", "Dragons"),
        Piece("Where the project is now", "Nearly there"),
        Piece("Shoe size", "9"),
        Piece("Title", "Two"),
    ]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("2024", "2024"),
        ("April 2024", "2024-04"),
        ("Sept 2024", "2024-09"),
        ("1st April 2024", "2024-04-01"),
        ("04/2024", "2024-04"),
        ("31/12/2024", "2024-12-31"),
        ("13/2024", "13/2024"),
        ("last spring", "last spring"),
    ],
)
def test_a_date_is_kept_as_the_rule_book_writes_it_where_it_is_one(vocabulary: Vocabulary, said: str, kept: str) -> None:
    assert placed(vocabulary, text(f"Start date: {said}")).values == {"started": kept}


def test_councils_on_one_line_are_several_where_each_is_known(vocabulary: Vocabulary) -> None:
    found = placed(vocabulary, text("Councils: Lincoln, Camden and Dorset"), text("Partners: Smith, Jones and Co"))
    assert found.values == {"councils": ["Lincoln", "Camden", "Dorset"], "partners": ["Smith, Jones and Co"]}


def test_more_rows_than_the_form_has_are_left_over(vocabulary: Vocabulary) -> None:
    rows = [(f"Measure {number}", "1", "2") for number in range(53)]
    found = placed(vocabulary, Table((("Measure", "Before", "After"), *rows)))
    assert len(found.values["outcomes"]) == 50
    assert found.unplaced == [Piece("Outcomes", "\n".join(f"Measure {number} | 1 | 2" for number in (50, 51, 52)))]


def test_a_picture_is_kept_with_the_heading_it_stood_under(vocabulary: Vocabulary) -> None:
    picture = Picture("png", PNG, "A graph")
    assert placed(vocabulary, Heading(1, "Results"), picture).pictures == [("Results", picture)]


def read(vocabulary: Vocabulary, write: Any) -> Reading:
    return read_word(saved(write), vocabulary)


def test_lists_links_and_emphasis_become_markdown_and_signs_stay_words(vocabulary: Vocabulary) -> None:
    def write(document: Document) -> None:
        document.add_heading("What we did", 1)
        document.add_paragraph("One", style="List Number")
        document.add_paragraph("Two", style="List Number")
        document.add_paragraph("• typed by hand")
        document.add_paragraph("# not a heading, 2 * 3 * 4 [1]")
        words = document.add_paragraph("Some are ")
        words.add_run("bold").bold = True
        words.add_run(" and ")
        words.add_run("slanted ").italic = True

    assert read(vocabulary, write).values["what_we_did"] == (
        "1. One\n2. Two\n- typed by hand\n\n\\# not a heading, 2 \\* 3 \\* 4 [1]\n\nSome are **bold** and *slanted*"
    )


def test_pictures_headers_and_footers_are_found(vocabulary: Vocabulary) -> None:
    def write(document: Document) -> None:
        document.add_heading("Results", 1)
        document.add_picture(io.BytesIO(PNG), width=Mm(10))
        document.sections[0].footer.paragraphs[0].text = "Draft 3, housing team"

    reading = read(vocabulary, write)
    ((where, picture),) = reading.pictures
    assert (where, picture.kind, picture.content) == ("Results", "png", PNG)
    assert reading.unplaced == (Piece("The head or foot of the pages", "Draft 3, housing team"),)


def test_tracked_changes_and_boxes_are_read_and_a_field_that_is_not_is_left_over(vocabulary: Vocabulary) -> None:
    body = (
        "<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>Results</w:t></w:r></w:p>"
        "<w:p><w:ins w:id='1'><w:r><w:t>Added. </w:t></w:r></w:ins><w:del w:id='2'><w:r><w:delText>Gone.</w:delText></w:r></w:del>"
        "<w:fldSimple w:instr='DATE'><w:r><w:t>Field.</w:t></w:r></w:fldSimple></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Box.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    reading = read_word(with_body(body), vocabulary)
    assert reading.values["what_changed"] == "Added.\n\nBox.\n\nThe end."
    assert reading.unplaced == (Piece("Not read where it stood", "Added. Field."),)
    assert reading.left_out == ("Tracked changes were read as if you had accepted them all.",)


words = st.text("abcdefgh ijk", min_size=1, max_size=12).filter(str.strip)
headings = st.sampled_from(
    ["The problem", "Results", "Governance", "Costs", "Sources", "Summary", "Themes", "Contact", "Council", "Status"]
)
cells = st.lists(st.lists(words | headings, min_size=2, max_size=3), min_size=1, max_size=3)
parts = st.tuples(st.just("heading"), headings | words) | st.tuples(st.just("words"), words) | st.tuples(st.just("table"), cells)


def every_word(value: Any) -> str:
    """All that a value says, in one line."""
    if isinstance(value, dict):
        return " ".join(map(every_word, value.values()))
    return " ".join(map(every_word, value)) if isinstance(value, list | tuple) else str(value)


@given(st.lists(parts, min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_no_word_of_a_document_is_ever_lost(vocabulary: Vocabulary, written: list[tuple[str, Any]]) -> None:
    blocks: list[Block] = []
    wanted: list[str] = []
    for number, (kind, it) in enumerate(written):
        mark = f"zz{number}"
        if kind == "heading":
            blocks.append(Heading(1 + number % 2, it))
        elif kind == "words":
            blocks.append(text(f"{' '.join(it.split())} {mark}"))
            wanted.append(mark)
        else:
            rows = tuple(
                tuple(f"{' '.join(cell.split())} {mark}{r}{c}" if r else cell for c, cell in enumerate(row)) for r, row in enumerate(it)
            )
            blocks.append(Table(rows))
            wanted += [f"{mark}{r}{c}" for r, row in enumerate(it) for c, _ in enumerate(row) if r]
    found = place(blocks, vocabulary)
    kept = every_word([found.values, [[it.where, it.words] for it in found.unplaced]]).split()
    assert [mark for mark in wanted if mark not in kept] == []


NOTES = (
    "<w:footnotes xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
    "<w:footnote w:id='1'><w:p><w:r><w:t>See *the* report.</w:t></w:r></w:p></w:footnote></w:footnotes>"
)


def test_a_footnote_stays_with_its_words_and_a_link_leads_where_it_may(vocabulary: Vocabulary) -> None:
    field = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    link = (
        field.format("begin")
        + '<w:r><w:instrText>HYPERLINK "{}"</w:instrText></w:r>'
        + field.format("separate")
        + "<w:r><w:t>{}</w:t></w:r>"
        + field.format("end")
    )
    content = with_body(
        "<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>Results</w:t></w:r></w:p>"
        "<w:p><w:r><w:t xml:space='preserve'>Fewer calls</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r>"
        "<w:r><w:t xml:space='preserve'>, as </w:t></w:r>"
        + link.format("https://anytown.example/a(b)", "they say")
        + link.format("file:///S:/report", " and click")
        + "</w:p>"
    )
    reading = read_word(changed(content, {"word/footnotes.xml": NOTES.encode()}), vocabulary)
    assert reading.values["what_changed"] == (
        "Fewer calls[^footnote-1], as [they say](https://anytown.example/a%28b%29) and click (file:///S:/report)\n\n"
        "[^footnote-1]: See \\*the\\* report.\n\nThe end."
    )
    assert reading.unplaced == ()

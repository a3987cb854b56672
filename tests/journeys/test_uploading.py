"""Someone who writes in Word uploads a file and gets a draft of it, in a real browser. Mostly without scripts."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.test_every_kind_of_page import overflow, wrong
from tests.portal.contribute.word.conftest import PNG

TITLE = "Lincoln lets tenants report damp online"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report as somebody may have it: some of it is ours, some is not."""
    document = docx.Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph("Council: City of Lincoln Council")
    document.add_heading("Background", 1)
    document.add_paragraph("Tenants waited for weeks.")
    document.add_heading("Results", 1)
    table = document.add_table(2, 4, style="Table Grid")
    for row, words in zip(table.rows, (("Measure", "Before", "After", "Notes"), ("Complaints", "300", "200", "By hand")), strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    document.add_picture(io.BytesIO(PNG))
    document.add_heading("Governance", 1)
    document.add_paragraph("A board met each month, and https://anytown.example/" + "a-very-long-address" * 8)
    document.save(str(tmp_path / "report.docx"))
    return tmp_path / "report.docx"


def upload(page: Page, file: Path) -> None:
    """From the first page to what was read."""
    page.get_by_role("link", name="Upload a Word file").click()
    page.get_by_label("Your Word file").set_input_files(file)
    page.get_by_role("button", name="Upload and read it").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_from_a_report_to_a_draft_that_is_filled_in(visit: Visit, report: Path, scripts: bool) -> None:
    page = visit("/contribute", scripts=scripts)
    upload(page, report)
    expect(page.get_by_role("heading", level=1)).to_have_text("What we read, and what we could not place")
    expect(page.get_by_role("main")).to_contain_text("A board met each month")
    expect(page.get_by_role("main")).to_contain_text("Notes: By hand")
    with page.expect_download() as download:
        page.get_by_role("link", name="Picture 1").click()
    assert Path(download.value.path()).read_bytes() == PNG
    page.get_by_role("button", name="Go on to your draft").click()
    expect(page.get_by_role("main")).to_contain_text(TITLE)
    page.get_by_role("link", name="What was measured").click()
    expect(page.get_by_label("Before", exact=True)).to_have_value("300")
    page.get_by_role("link", name="Back to the list").click()
    page.get_by_role("link", name="The story").click()
    expect(page.get_by_label("The problem", exact=True)).to_have_value("Tenants waited for weeks.")


def test_the_file_to_fill_in_can_be_filled_in_and_sent_back(visit: Visit, tmp_path: Path) -> None:
    page = visit("/contribute/word", scripts=False)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download our Word file to fill in").click()
    document = docx.Document(str(download.value.path()))
    next(row for row in document.tables[0].rows if row.cells[0].text.startswith("Title")).cells[1].text = TITLE
    document.save(str(tmp_path / download.value.suggested_filename))
    page.goto("/contribute")
    upload(page, tmp_path / download.value.suggested_filename)
    expect(page.get_by_role("main")).to_contain_text("Nothing: everything in your file has its place in the draft.")
    expect(page.get_by_role("main")).to_contain_text(TITLE)


def test_a_file_that_is_no_word_file_takes_the_keyboard_to_its_box(visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(b"%PDF-1.7")
    page = visit("/contribute")
    upload(page, tmp_path / "report.docx")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="This is a PDF").click()
    expect(page.get_by_label("Your Word file")).to_be_focused()


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_wrong_and_nothing_sticks_out(visit: Visit, report: Path, tmp_path: Path, width: int) -> None:
    page = visit("/contribute", width=width)

    def look() -> None:
        assert wrong(page) == [], page.url
        assert overflow(page) == [], page.url

    look()
    page.goto("/contribute/word")
    look()
    (tmp_path / "empty.docx").write_bytes(b"")
    page.get_by_label("Your Word file").set_input_files(tmp_path / "empty.docx")
    page.get_by_role("button", name="Upload and read it").click()
    look()
    page.goto("/contribute")
    upload(page, report)
    look()
    page.get_by_role("button", name="Go on to your draft").click()
    look()

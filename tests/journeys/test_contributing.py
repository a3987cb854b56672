"""Someone who has never seen git writes up a project in the form, and leaves with a file that passes the check. Mostly without scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from indexer import check_case_study, read_vocabulary
from tests.journeys.conftest import CORPUS, Visit
from tests.journeys.test_every_kind_of_page import overflow, wrong

TITLE = "Lincoln lets tenants report damp online"


def save(page: Page) -> None:
    """Press the button at the foot of a page of the form."""
    page.get_by_role("main").get_by_role("button", name="Save and continue").last.click()


def begin(page: Page) -> None:
    """From the first page to an empty draft."""
    page.get_by_role("link", name="Answer questions here").click()
    page.get_by_label("What did you do, and where?").fill(TITLE)
    page.get_by_role("button", name="Look", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("do not write it again")
    page.get_by_role("button", name="Write a new case study").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your case study")


def write(page: Page) -> None:
    """Fill in what is needed, page by page, as the form leads."""
    page.get_by_role("link", name="Name and summary").click()
    page.get_by_label("The whole story").fill("Tenants report damp online. Complaints fell by a third in a year.")
    page.get_by_label("Live, in use").check()
    save(page)
    page.get_by_label("Council 1 (leads)").fill("City of Lincoln Council")
    page.get_by_label("The council whose work it is").check()
    save(page)
    page.get_by_label("Housing", exact=True).check()
    save(page)
    page.get_by_label("Title").fill("Housing performance report")
    page.get_by_label("Who published it").fill("City of Lincoln Council")
    save(page)
    for heading in ("The problem", "What we did", "What changed", "What did not work"):
        page.get_by_label(heading, exact=True).fill("As the report says [1].")
    save(page)
    page.get_by_label("What was measured").fill("Complaints about damp")
    page.get_by_label("Before", exact=True).fill("300")
    page.get_by_label("After", exact=True).fill("200")
    page.get_by_label("What kind of figure is it?").select_option("result")
    page.get_by_label("What is it about?").select_option("quality")
    page.get_by_label("Which source shows it?").select_option("1")
    save(page)
    save(page)  # no costs
    page.get_by_label("How can another council copy this?").fill("1. Ask tenants.\n2. Begin small.")
    save(page)
    page.get_by_label("Open Government Licence v3.0").check()
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your case study")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_from_a_blank_page_to_a_file_that_passes_the_check(visit: Visit, tmp_path: Path, scripts: bool) -> None:
    page = visit("/contribute", scripts=scripts)
    begin(page)
    write(page)
    page.get_by_role("link", name="See it as readers will").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_role("main")).to_contain_text("from 300 to 200")
    page.get_by_role("link", name="Back to your draft").click()
    page.get_by_role("link", name="Send it").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    found, faults = check_case_study(f"lincoln/{file.name}", file.read_bytes(), read_vocabulary(CORPUS))
    assert found is not None, faults
    assert found.title == TITLE


def test_it_can_be_left_and_found_again_by_its_link_alone(visit: Visit) -> None:
    page = visit("/contribute", scripts=False)
    begin(page)
    link = page.locator(".app-secret a").get_attribute("href") or ""
    again = visit(f"/contribute/draft{link[link.index('?') :]}", scripts=False)
    expect(again.get_by_role("main")).to_contain_text(TITLE)
    again.get_by_role("link", name="Delete this draft").click()
    again.get_by_role("button", name="Delete it").click()
    expect(again.get_by_role("heading", level=1)).to_have_text("Your draft has been deleted")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("This link opens nothing")


def test_a_fault_takes_the_keyboard_to_its_field(visit: Visit) -> None:
    page = visit("/contribute")
    begin(page)
    page.get_by_role("link", name="Name and summary").click()
    save(page)
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("alert")).to_contain_text("must have a value")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="“Summary” must have a value.").click()
    expect(page.get_by_label("The whole story")).to_be_focused()


def test_enter_in_a_row_saves_and_takes_nothing_away(visit: Visit) -> None:
    page = visit("/contribute", scripts=False)
    begin(page)
    address = page.url.replace("/draft?", "/draft/outcomes?")
    page.goto(address)
    page.get_by_label("What was measured").fill("Complaints")
    page.get_by_label("What was measured").press("Enter")
    page.goto(address)
    expect(page.get_by_label("What was measured")).to_have_value("Complaints")


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_wrong_on_any_page_and_nothing_sticks_out(visit: Visit, width: int) -> None:
    page = visit("/contribute", width=width)
    begin(page)
    write(page)
    key = page.url.partition("?")[2]
    steps = ("about", "who", "themes", "sources", "story", "outcomes", "costs", "copy", "contact")
    paths = ["", *(f"/{name}" for name in (*steps, "preview", "check", "send", "delete"))]
    addresses = [f"/contribute/draft{path}?{key}" for path in paths]
    for address in (
        *addresses,
        f"/contribute/draft/sources?{key}&more=sources",
        "/contribute",
        "/contribute/new?about=damp",
        "/contribute/check",
    ):
        page.goto(address)
        assert wrong(page) == [], address
        assert overflow(page) == [], address


def test_axe_finds_nothing_wrong_where_something_must_be_mended(visit: Visit) -> None:
    page = visit("/contribute", width=320)
    begin(page)
    key = page.url.partition("?")[2]
    for name in ("about", "who", "themes", "story", "contact"):
        page.goto(f"/contribute/draft/{name}?{key}&mend=1")
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        assert wrong(page) == [], name


def test_a_pasted_case_study_is_checked_and_seen(visit: Visit) -> None:
    page = visit("/contribute/check", scripts=False)
    page.get_by_label("The case study").fill((CORPUS / "camden" / "camden-damp-sensors.md").read_text("utf-8"))
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing must be mended")
    page.get_by_role("button", name="See it as readers would").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Camden puts damp sensors in 200 flats")

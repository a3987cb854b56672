"""Someone types in a search box and is offered what they may mean. They may take it, or leave it and search as ever."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Visit
from tests.journeys.test_every_kind_of_page import wrong

CAMDEN = "Camden puts damp sensors in 200 flats"


def box(page: Page) -> Locator:
    return page.get_by_role("combobox")


def suggestions(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def type_in(page: Page, text: str) -> None:
    """Type, and wait until something is suggested."""
    box(page).press_sequentially(text)
    expect(suggestions(page).first).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/search", "/councils"], ids=["home", "search", "header"])
def test_a_case_study_is_chosen_with_the_keyboard(visit: Visit, path: str) -> None:
    page = visit(path)
    type_in(page, "camden puts")
    page.keyboard.press("ArrowDown")
    expect(suggestions(page).filter(has_text=CAMDEN)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/case-studies/camden-damp-sensors$"))


@pytest.mark.parametrize(
    ("typed", "name", "address"),
    [
        ("camden puts", CAMDEN, "/case-studies/camden-damp-sensors"),
        ("lincoln", "City of Lincoln Council", "/councils/lincoln"),
        ("housing", "Housing Theme", "/themes/housing"),
        ("brickw", "Brickwork Software", "/search?supplier=brickwork-software"),
    ],
)
def test_what_is_chosen_with_the_mouse_leads_to_its_place(visit: Visit, typed: str, name: str, address: str) -> None:
    page = visit("/")
    type_in(page, typed)
    suggestions(page).filter(has_text=name).first.click()
    expect(page).to_have_url(re.compile(re.escape(address) + "$"))


def test_enter_without_choosing_searches_for_what_was_typed(visit: Visit) -> None:
    page = visit("/")
    type_in(page, "damp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=damp$"))


def test_the_button_searches_for_what_was_typed_and_keeps_the_filters(visit: Visit) -> None:
    page = visit("/search?theme=housing&sort=evidence")
    type_in(page, "damp")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile(r"/search\?q=damp&theme=housing&sort=evidence$"))


def test_escape_puts_the_suggestions_away_and_keeps_what_was_typed(visit: Visit) -> None:
    page = visit("/")
    type_in(page, "damp")
    page.keyboard.press("Escape")
    expect(suggestions(page).first).to_be_hidden()
    expect(box(page)).to_have_value("damp")


def test_the_question_that_was_asked_stands_in_the_box_and_suggests_nothing(visit: Visit) -> None:
    page = visit("/search?q=damp")
    expect(box(page)).to_have_value("damp")
    box(page).click()
    page.wait_for_timeout(500)
    expect(box(page)).to_have_attribute("aria-expanded", "false")


def test_one_question_goes_to_the_machine_when_the_typing_pauses(visit: Visit) -> None:
    page = visit("/", own=True)
    page.clock.install()  # the page's time stands still until it is told: on a busy machine a typist would seem to pause
    page.reload()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "complete.json" in request.url else None)
    box(page).press_sequentially("damp sensors")
    assert asked == []
    page.clock.run_for(600)
    expect(suggestions(page).first).to_be_visible()
    assert [address.partition("?")[2] for address in asked] == ["q=damp%20sensors"]


def test_a_machine_that_does_not_answer_leaves_a_plain_box(visit: Visit) -> None:
    page = visit("/")
    page.route("**/complete.json*", lambda route: route.abort())
    box(page).press_sequentially("damp")
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=damp$"))


def test_words_from_strangers_are_shown_as_words(visit: Visit) -> None:
    page = visit("/")
    evil = {"text": "<img src=x onerror=alert(1)><b>bold</b>", "kind": "case study", "address": "/"}
    page.route("**/complete.json*", lambda route: route.fulfill(json=[evil]))
    type_in(page, "damp")
    expect(suggestions(page)).to_contain_text(evil["text"])
    assert suggestions(page).locator("img, b").count() == 0


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", ["/", "/councils"])
def test_axe_finds_nothing_wrong_while_suggestions_are_shown(visit: Visit, path: str, width: int) -> None:
    page = visit(path, width=width)
    type_in(page, "lincoln")
    page.keyboard.press("ArrowDown")
    assert wrong(page) == []


def test_a_screen_reader_is_told_how_many_there_are(visit: Visit) -> None:
    page = visit("/")
    type_in(page, "camden puts")
    expect(box(page).locator("xpath=..").get_by_role("status").filter(has_text="1 suggestion is available.")).to_have_count(1)


def test_without_scripts_it_is_a_plain_box(visit: Visit) -> None:
    page = visit("/", scripts=False)
    page.get_by_label("What are you trying to change?").fill("damp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=damp$"))

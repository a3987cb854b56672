"""Curators work on a collection: put it in order by keyboard alone and without scripts, edit at once, go back, follow a search."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PASSWORD, Visit, flask
from tests.journeys.test_curating import FIRST, SECOND, add, begin, check, sign_in

THIRD = "wigan-tablet-lending"
ITEMS = ".app-bench__item"


def add_all(page: Page, title: str) -> str:
    """Add three case studies, and give the address of the collection's page."""
    for slug in (FIRST, SECOND, THIRD):
        add(page, slug, title)
    return page.url.partition("#")[0]


def expect_order(page: Page, *slugs: str) -> None:
    """These items, in this order, once the page is there."""
    expect(page.locator(ITEMS)).to_have_count(len(slugs))
    for place, slug in enumerate(slugs):
        expect(page.locator(ITEMS).nth(place)).to_have_attribute("data-item", slug)


def keyed(page: Page, name: str, most: int = 60) -> None:
    """Go to a link or button with the Tab key alone, and press Enter."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and re.sub(r"\s+", " ", focused.inner_text()).strip() == name:
            page.keyboard.press("Enter")
            return
    pytest.fail(f"No Tab led to {name}")


def test_order_by_keyboard_alone_and_without_scripts(visit: Visit, curator: str) -> None:
    page = visit("/curate", scripts=False)
    sign_in(page, curator)
    begin(page, "By keyboard")
    bench = add_all(page, "By keyboard")
    page.goto(bench)
    name = page.locator(f"#item-{THIRD} .app-bench__name a").inner_text()
    keyed(page, f"Move up {name}")
    expect_order(page, FIRST, THIRD, SECOND)
    # The same button is under the keyboard again.
    expect(page.locator(":focus")).to_have_id(f"up-{THIRD}")
    page.keyboard.press("Enter")
    expect_order(page, THIRD, FIRST, SECOND)
    expect(page.locator(":focus")).to_have_id(f"up-{THIRD}")
    keyed(page, f"Move to… another place: {name}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Move to another place")
    keyed(page, "Make it the last")
    expect_order(page, FIRST, SECOND, THIRD)
    keyed(page, "Begin a section")
    page.get_by_label("Title of the section").press_sequentially("For later")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=3).last).to_have_text("For later")
    page.goto(f"{bench}/items/{FIRST}/move")
    page.get_by_label("Or move it to").focus()
    page.keyboard.type("the beginning of “For")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".app-bench__section").last.locator(ITEMS)).to_have_attribute("data-item", FIRST)
    expect_order(page, SECOND, THIRD, FIRST)


def test_dragging_does_what_the_form_does(visit: Visit, curator: str) -> None:
    page = visit("/curate")
    sign_in(page, curator)
    begin(page, "By dragging")
    page.goto(add_all(page, "By dragging"))
    page.drag_and_drop(f"#item-{FIRST} .app-bench__grip", f"#item-{THIRD} .app-bench__name")
    expect(page.locator(ITEMS).last).to_have_attribute("data-item", FIRST)
    expect_order(page, SECOND, THIRD, FIRST)


def test_two_people_edit_at_once_and_neither_loses_a_word(visit: Visit, curator: str, environment: dict[str, str]) -> None:
    second = "second@anytown.example"
    member = ["--body", "anytown-region", "--role", "editor"]
    flask(environment, "accounts", "add", second, "--name", "Another curator", "--password", PASSWORD, *member)
    page, other = visit("/curate", scripts=False), visit("/curate", scripts=False)
    sign_in(page, curator)
    sign_in(other, second)
    begin(page, "Two people")
    bench = add_all(page, "Two people")
    page.goto(f"{bench}/items/{SECOND}")
    other.goto(bench)
    other.get_by_role("button", name="Take out Camden puts damp sensors in 200 flats").click()
    page.get_by_label("Your comment").fill("Words that must not be lost.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Words that must not be lost.")
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator(ITEMS).last).to_contain_text("Words that must not be lost.")
    page.goto(f"{bench}/description")
    other.goto(f"{bench}/description")
    other.get_by_label("Introduction").fill("Theirs.")
    other.get_by_role("button", name="Save").click()
    page.get_by_label("Introduction").fill("Mine.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Somebody else changed this collection")
    expect(page.get_by_role("main")).to_contain_text("Another curator")
    expect(page.get_by_role("main")).to_contain_text("Theirs.")
    check_words = page.get_by_role("main").inner_text()
    assert "Mine." in check_words
    page.get_by_role("button", name="Do mine as well").click()
    expect(page.get_by_role("main")).to_contain_text("Mine.")
    page.get_by_role("link", name="History").click()
    page.get_by_role("link", name=re.compile("^What changed")).first.click()
    expect(page.locator("del")).to_contain_text("Theirs.")
    expect(page.locator("ins")).to_contain_text("Mine.")


def test_what_was_done_is_undone_by_bringing_back_a_version(visit: Visit, curator: str) -> None:
    page = visit("/curate", scripts=False, width=320)
    sign_in(page, curator)
    begin(page, "To be undone")
    bench = add_all(page, "To be undone")
    page.goto(bench)
    page.get_by_role("button", name=re.compile("^Take out")).first.click()
    page.get_by_role("button", name=re.compile("^Take out")).first.click()
    expect_order(page, THIRD)
    page.get_by_role("link", name="History").click()
    page.get_by_role("link", name="Read version 4").click()
    expect(page.get_by_role("main").get_by_role("heading", level=3)).to_have_count(3)
    page.get_by_role("link", name="What bringing it back would change").click()
    expect(page.get_by_role("main")).to_contain_text("Added “Camden puts damp sensors in 200 flats”")
    page.get_by_role("button", name="Bring back version 4").click()
    expect_order(page, FIRST, SECOND, THIRD)
    page.get_by_role("link", name="History").click()
    expect(page.get_by_role("main")).to_contain_text("Brought back version 4")


@pytest.mark.parametrize(("scripts", "width"), [(True, 320), (False, 1280)], ids=["phone", "no-scripts"])
def test_results_are_added_and_a_search_is_followed(visit: Visit, curator: str, scripts: bool, width: int) -> None:
    title = f"From a search at {width}"
    page = visit("/curate", scripts=scripts, width=width)
    sign_in(page, curator)
    begin(page, title)
    page.goto("/search?q=damp")
    page.get_by_role("link", name="Add results to a collection").click()
    check_if_scripts(page, scripts)
    page.get_by_role("button", name="Choose a collection").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick at least one")
    page.get_by_label("Camden puts damp sensors in 200 flats").check()
    page.get_by_role("button", name="Choose a collection").click()
    page.get_by_role("button", name=f"Add to {title}", exact=True).click()
    expect_order(page, SECOND)
    page.goto("/search?theme=housing")
    page.get_by_role("link", name="Use this search in a collection").click()
    check_if_scripts(page, scripts)
    page.get_by_role("button", name=f"Use it in {title}", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What a search adds")
    check_if_scripts(page, scripts)
    added = page.locator(".app-held__item a").first.inner_text()
    page.get_by_role("button", name=f"Hide {added}").click()
    expect(page.get_by_role("button", name=f"Show again {added}")).to_be_visible()
    page.get_by_role("link", name="The collection").click()
    page.get_by_role("link", name="See it as readers would").click()
    assert page.get_by_role("main").get_by_role("link", name=added).count() == 0


def check_if_scripts(page: Page, scripts: bool) -> None:
    """axe is a script itself."""
    if scripts:
        check(page)


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_axe_finds_nothing_wrong_on_any_page_of_editing(visit: Visit, curator: str, width: int) -> None:
    title = f"All of editing at {width}"
    page = visit("/curate", width=width)
    sign_in(page, curator)
    begin(page, title)
    bench = add_all(page, title)
    page.goto(f"{bench}/sections")
    page.get_by_label("Title of the section").fill("For later")
    page.get_by_role("button", name="Begin the section").click()
    page.goto(f"{bench}/search")
    page.get_by_label("Address of a page of results").fill("/search?theme=housing")
    page.get_by_role("button", name="Use this search").click()
    page.goto(f"{bench}/remarks")
    page.get_by_label("Your remark").fill("Say **why** it comes first.")
    page.get_by_role("button", name="Ask for a change").click()
    pages = ("", "/sections", "/sections/1", "/search", "/remarks", "/review-date", "/address", "/bodies", "/history")
    more = (
        f"/items/{FIRST}/move",
        f"/items/{FIRST}",
        "/versions/2",
        "/versions/2/changes",
        "/versions/5/changes?since=1",
        "/publish",
        "/preview",
    )
    for path in (*pages, *more):
        page.goto(f"{bench}{path}")
        check(page)
    page.goto("/search?q=damp")
    check(page)

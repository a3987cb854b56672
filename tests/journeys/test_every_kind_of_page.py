"""Each kind of page, for those who cannot see it, cannot use a mouse, or read it on a phone or in large letters."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit

KINDS = {
    "home": "/",
    "search": "/search?q=we+need+to+replace+an+old+housing+repairs+system",
    "every case study": "/search",
    "filtered": "/search?theme=housing&nation=england&status=live&status=pilot&sort=evidence",
    "nothing found": "/search?q=qzxv+wkkrj&theme=housing",
    "collections": "/collections",
    "sign in": "/sign-in",
    "case study": "/case-studies/lincoln-housing-repairs-system",
    "stopped": "/case-studies/surrey-social-care-chatbot",
    "from abroad": "/case-studies/estonia-automatic-benefits",
    "withdrawn": "/case-studies/dorset-parking-app",
    "councils": "/councils",
    "council": "/councils/lincoln",
    "council that ended": "/councils/copeland",
    "themes": "/themes",
    "theme": "/themes/housing",
    "barriers": "/barriers",
    "barrier": "/barriers/legacy-systems",
    "share": "/contribute",
    "written up already": "/contribute/new?about=damp+sensors",
    "check a file": "/contribute/check",
    "how search works": "/how-search-works",
    "sources": "/sources",
    "accessibility": "/accessibility",
    "cookies": "/cookies",
    "privacy": "/privacy",
    "status": "/status",
    "reviews": "/reviews",
    "not there": "/nothing-is-here",
}

each_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())


def overflow(page: Page) -> list[str]:
    """What sticks out at the right of the window, if the page has to be scrolled sideways."""
    found = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            const wide = [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > width + 1);
            return ["the page is " + document.documentElement.scrollWidth + " wide", ...wide.map((each) => each.outerHTML.slice(0, 120))];
        }"""
    )
    assert isinstance(found, list)
    return found


def wrong(page: Page) -> list[tuple[str, str, list[str]]]:
    """What axe finds wrong with the page: the rule, what it says, and where."""
    page.evaluate(AXE_SCRIPT)
    # Only what is wrong is sent over. What is right would be many times as much, for nobody to read.
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then((found) => found.violations)")
    return [(rule["id"], rule["help"], [node["html"] for node in rule["nodes"]]) for rule in found]


@each_kind
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_wrong(visit: Visit, path: str, width: int) -> None:
    assert wrong(visit(path, width=width)) == []


@each_kind
def test_nothing_sticks_out_on_the_narrowest_phone(visit: Visit, path: str) -> None:
    assert overflow(visit(path, width=320)) == []


@each_kind
def test_nothing_sticks_out_with_letters_twice_the_size(visit: Visit, path: str) -> None:
    page = visit(path)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(page) == []


def test_the_first_stop_for_a_keyboard_skips_to_the_content(visit: Visit) -> None:
    page = visit("/case-studies/lincoln-housing-repairs-system")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").get_by_role("link", name="City of Lincoln Council").first).to_be_focused()


def test_a_question_is_asked_and_answered_without_a_mouse(visit: Visit) -> None:
    page = visit("/")
    box = page.get_by_label("What are you trying to change?")
    for _ in range(20):
        page.keyboard.press("Tab")
        if box.evaluate("each => each === document.activeElement"):
            break
    page.keyboard.type("damp sensors")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^Search: damp sensors"))
    answer = page.get_by_role("link", name="Camden puts damp sensors in 200 flats")
    for _ in range(60):
        page.keyboard.press("Tab")
        if answer.evaluate("each => each === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Camden puts damp sensors in 200 flats")

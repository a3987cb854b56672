"""Someone narrows a long list, sees what they chose, and takes it back. All of it is in the address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit


def number_found(page: Page) -> int:
    found = re.search(r"(\d+) case stud", page.locator("#results").get_by_role("status").inner_text())
    assert found
    return int(found[1])


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_filters_narrow_show_as_chips_and_are_taken_off(visit: Visit, scripts: bool) -> None:
    page = visit("/search", scripts=scripts)
    everything = number_found(page)
    page.get_by_label(re.compile(r"^Housing \(2\)$")).check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page).to_have_url(re.compile(r"[?&]theme=housing\b"))
    expect(page.get_by_label(re.compile(r"^Housing \(2\)$"))).to_be_checked()
    assert number_found(page) == 2 == page.locator("#results ol > li").count()

    page.get_by_label(re.compile(r"^Measured \(1\)$")).check()
    page.get_by_role("button", name="Apply filters").click()
    assert number_found(page) == 1
    expect(page.locator("#results li h3")).to_have_text("Camden puts damp sensors in 200 flats")

    page.get_by_role("link", name="Remove filter Theme: Housing").click()
    expect(page).not_to_have_url(re.compile("theme="))
    expect(page.get_by_role("link", name="Remove filter Evidence: Measured")).to_be_visible()

    page.get_by_role("link", name="Clear all filters").click()
    assert number_found(page) == everything


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_on_a_phone_the_filters_fold_above_the_results(visit: Visit, scripts: bool) -> None:
    page = visit("/search?q=housing", scripts=scripts, width=320)
    button = page.get_by_role("button", name="Apply filters")
    expect(button).to_be_hidden()
    page.locator("summary", has_text="Filters").click()
    page.get_by_label(re.compile(r"^England \(\d+\)$")).check()
    button.click()
    expect(page).to_have_url(re.compile(r"q=housing\b.*nation=england|nation=england.*q=housing\b"))


def test_the_order_is_chosen_and_kept_in_the_address(visit: Visit) -> None:
    page = visit("/search?q=system")
    page.get_by_role("navigation", name="Sort by").get_by_role("link", name="Strongest evidence").click()
    expect(page).to_have_url(re.compile("sort=evidence"))
    grades = ["Repeated", "Checked", "Measured", "Reported", "Described"]
    shown = [next(grade for grade in grades if grade in text) for text in page.locator("#results li.app-hit .app-facts").all_inner_texts()]
    assert len(shown) > 1
    assert shown == sorted(shown, key=grades.index)

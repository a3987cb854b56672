"""A curator signs in, makes a collection, puts it in order, says why each case study is there and publishes it; a reader reads it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PASSWORD, Visit
from tests.journeys.test_every_kind_of_page import overflow, wrong

FIRST, SECOND = "lincoln-housing-repairs-system", "camden-damp-sensors"


def sign_in(page: Page, email: str) -> None:
    """Sign in, as one who was led there."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def begin(page: Page, title: str) -> None:
    """Begin a collection, from the list of one's own."""
    page.get_by_role("link", name="Anytown Combined Authority").click()
    page.get_by_role("button", name="New collection").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Introduction").fill("For those who look after homes, in the order to read them.")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def add(page: Page, slug: str, title: str) -> None:
    """Add a case study from its own page."""
    page.goto(f"/case-studies/{slug}")
    page.get_by_role("button", name="Add to a collection").click()
    page.get_by_role("button", name=f"Add to {title}", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def check(page: Page) -> None:
    """Nothing wrong for axe, and nothing sticks out."""
    assert wrong(page) == [], page.url
    assert overflow(page) == [], page.url


@pytest.mark.parametrize(("scripts", "width"), [(True, 320), (False, 1280)], ids=["phone", "no-scripts"])
def test_from_signing_in_to_a_reader(visit: Visit, curator: str, scripts: bool, width: int) -> None:
    title = f"Warm, dry homes at {width}"
    page = visit("/curate", scripts=scripts, width=width)
    sign_in(page, curator)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your collections")
    begin(page, title)
    add(page, FIRST, title)
    add(page, SECOND, title)
    page.get_by_role("button", name="Move up Camden puts damp sensors in 200 flats").click()
    expect(page.locator(".app-bench__item").first).to_contain_text("1. Camden puts damp sensors")
    page.get_by_role("link", name="Write a comment on Camden puts damp sensors in 200 flats").click()
    page.get_by_label("Your comment").fill("They asked tenants **first**.")
    page.get_by_label("Mark it “Start here”").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="See it as readers would").click()
    expect(page.get_by_role("main")).to_contain_text("They asked tenants first.")
    page.get_by_role("link", name="Back to the collection").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_label("What is new?").fill("First edition.")
    page.get_by_role("button", name="Publish").click()
    address = page.url
    reader = visit("/collections", scripts=scripts, width=width)
    reader.get_by_role("link", name=title, exact=True).click()
    expect(reader).to_have_url(address)
    expect(reader.get_by_role("heading", level=3)).to_have_text([re.compile("^1. Camden"), re.compile("^2. ")])
    expect(reader.get_by_role("main")).to_contain_text("Start here")
    assert reader.get_by_role("button", name="Add to a collection").count() == 0
    page.get_by_role("link", name="Anytown’s curator").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/curate")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_two_who_change_the_same_are_shown_both_and_nothing_is_lost(visit: Visit, curator: str) -> None:
    title = "Two at once"
    page = visit("/curate", scripts=False)
    sign_in(page, curator)
    begin(page, title)
    add(page, FIRST, title)
    first = page.url.partition("#")[0]
    page.get_by_role("link", name="Write a comment").click()
    other = page.context.new_page()
    other.goto(first)
    other.get_by_role("link", name="Write a comment").click()
    other.get_by_label("Your comment").fill("Theirs, which was quicker.")
    other.get_by_role("button", name="Save").click()
    page.get_by_label("Your comment").fill("Mine, which was later.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Somebody else changed this collection")
    expect(page.get_by_role("main")).to_contain_text("Theirs, which was quicker.")
    expect(page.get_by_role("main")).to_contain_text("Mine, which was later.")
    page.get_by_role("button", name="Do mine as well").click()
    expect(page.get_by_role("main")).to_contain_text("Mine, which was later.")


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_wrong_on_any_page_and_nothing_sticks_out(visit: Visit, curator: str, width: int) -> None:
    title = f"Every page at {width}"
    page = visit("/curate", width=width)
    check(page)
    sign_in(page, curator)
    begin(page, title)
    add(page, FIRST, title)
    check(page)
    bench = page.url.partition("#")[0]
    more = [f"{bench}{path}" for path in ("/description", f"/items/{FIRST}", "/preview", "/publish", "/history")]
    for address in (
        "/account",
        "/curate",
        "/curate/bodies/anytown-region",
        "/curate/bodies/anytown-region/new",
        f"/curate/add?case-study={SECOND}",
        f"/case-studies/{SECOND}",
        *more,
    ):
        page.goto(address)
        check(page)
    page.goto(f"{bench}/publish")
    page.get_by_role("button", name="Publish").click()
    check(page)

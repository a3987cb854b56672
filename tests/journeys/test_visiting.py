"""What lets the journeys share a browser: of a visit nothing is left, in it or beside it."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from tests.journeys.conftest import Visit, forget

#: All that a page may leave in a browser.
LEAVE = """async () => {
    document.cookie = "left=1; path=/; max-age=3600";
    localStorage.left = sessionStorage.left = "1";
    await (await caches.open("left")).put("/left", new Response("1"));
    await new Promise((done) => { indexedDB.open("left").onsuccess = done; });
}"""

FIND = """async () => [
    document.cookie, localStorage.left, sessionStorage.left,
    ...await caches.keys(), ...(await indexedDB.databases()).map((each) => each.name)
].filter(Boolean)"""


def found(page: Page) -> list[str]:
    left = page.evaluate(FIND)
    assert isinstance(left, list)
    return left


def test_a_browser_that_is_given_back_has_forgotten_everything(browser: Browser, site: str) -> None:
    context = browser.new_context(base_url=site)
    page = context.new_page()
    page.goto("/")
    page.evaluate(LEAVE)
    assert len(found(page)) == 5
    forget(context, site)
    again = context.new_page()
    again.goto("/")
    assert found(again) == []
    context.close()


def test_two_visits_of_one_journey_know_nothing_of_each_other(visit: Visit) -> None:
    one, other = visit("/"), visit("/")
    one.evaluate(LEAVE)
    other.reload()
    assert found(other) == []

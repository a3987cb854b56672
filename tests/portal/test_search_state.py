"""Rule of search 11: all state is in the URL. A walk over every form and link of the page of results, as a browser without scripts.

Engines know no URL, so this rule is the portal's alone; the index in memory, which keeps all the others, stands behind it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.corpus import Corpus
from tests.memory_index import MemoryIndex
from tests.portal.conftest import GetPage
from tests.portal.page import Page, words

STATES = [
    "",
    "q=system&theme=housing&theme=data-and-insight&nation=england&sort=evidence",
    "q=housing+repairs&sort=newest&theme=housing&council=lincoln&supplier=no-such-one",
    "sort=evidence&status=live&status=pilot&page=2",
    "q=council&page=2",
    "q=sistem&theme=housing",
    "q=xyzzy&theme=housing&year=2022",
    "q=%22housing%20repairs%22%20%26%20%3Cb%3E%20%2B%20%23%20%C5%B5&evidence=4",
]

#: What answers a question besides the page: the whole of it, in every order and on no page.
OTHER_FORMS = ("/search.atom", "/search.json", "/search.csv")

State = Counter[tuple[str, str]]


@pytest.fixture
def index(corpus: Corpus) -> MemoryIndex:
    """The frozen corpus four times over, so that there is a second page."""
    copies = [replace(it, slug=f"{it.slug}-{copy}", previous_slugs=()) for it in corpus.case_studies.values() for copy in range(4)]
    return MemoryIndex(copies, corpus.vocabulary, corpus.adoptions)


def state(address: str, *without: str) -> State:
    """What an address says, in no order."""
    pairs = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    return Counter(pair for pair in pairs if pair[0] not in without)


def forms(page: Page) -> list[Any]:
    """The page's own forms: the search box, and the filters."""
    return [form for form in page.one("main").iter("form") if urlsplit(form.get("action")).path == "/search"]


def controls(form: Any) -> list[tuple[str, str]]:
    """What a browser would send: hidden fields, the text, and the boxes that are ticked."""
    sent = (each for each in form.iter("input") if each.get("type") in ("hidden", "search") or "checked" in each.attrib)
    return [(each.get("name"), each.get("value") or "") for each in sent]


def boxes(form: Any) -> list[Any]:
    return [each for each in form.iter("input") if each.get("type") == "checkbox"]


def links(page: Page) -> Iterator[tuple[str, str]]:
    for link in page.one("main").iter("a"):
        yield words(link), link.get("href")


def shown(page: Page) -> list[str]:
    """The case studies on a page, in order."""
    return [link.get("href") for each in page.all("h3", class_="app-hit__title") for link in each.iter("a")]


@pytest.mark.parametrize("asked", STATES)
def test_a_page_is_the_same_for_whoever_has_its_address(app: Flask, get_page: GetPage, asked: str) -> None:
    """Nothing is kept of a reader between pages, so an address can be sent to a colleague, or be found in the history."""
    get_page("/search?q=chatbot&theme=adult-social-care&sort=newest")
    page = get_page(f"/search?{asked}")
    fresh = app.test_client(use_cookies=False).get(f"/search?{asked}")
    assert fresh.get_data() == page.response.get_data()
    assert not page.response.headers.getlist("Set-Cookie")


@pytest.mark.parametrize("asked", STATES)
def test_a_form_sent_as_it_stands_leads_back(get_page: GetPage, asked: str) -> None:
    page = get_page(f"/search?{asked}")
    found = forms(page)
    assert len(found) == 2
    for form in found:
        assert form.get("method") == "get"
        sent = f"/search?{urlencode(controls(form))}"
        assert state(sent) - Counter({("q", ""): 1}) == state(f"?{asked}", "page")
        first = get_page(f"/search?{urlencode([pair for pair in parse_qsl(asked) if pair[0] != 'page'])}")
        assert shown(get_page(sent)) == shown(first)


@pytest.mark.parametrize("asked", STATES)
def test_a_box_that_is_ticked_or_cleared_changes_itself_alone(get_page: GetPage, asked: str) -> None:
    [form] = [form for form in forms(get_page(f"/search?{asked}")) if boxes(form)]
    standing = Counter(controls(form))
    for box in boxes(form)[::15]:
        pair = Counter([(box.get("name"), box.get("value"))])
        sent = standing - pair if "checked" in box.attrib else standing + pair
        page = get_page(f"/search?{urlencode(list(sent.elements()))}")
        ticked = {(each.get("name"), each.get("value")) for form in forms(page) for each in boxes(form) if "checked" in each.attrib}
        assert ticked == {each for each in sent if each[0] not in ("q", "sort", "council", "supplier")}


@pytest.mark.parametrize("asked", STATES)
def test_other_words_keep_all_the_rest(get_page: GetPage, asked: str) -> None:
    [box] = get_page(f"/search?{asked}").all("form", role="search")
    sent = [(name, "damp & <mould>" if name == "q" else value) for name, value in controls(box)]
    page = get_page(f"/search?{urlencode(sent)}")
    assert state(f"?{urlencode(sent)}", "q") == state(f"?{asked}", "q", "page")
    [text] = [each for each in page.one("main").iter("input") if each.get("type") == "search"]
    assert text.get("value") == "damp & <mould>"


@pytest.mark.parametrize("asked", STATES)
def test_every_link_that_stays_in_the_search_changes_one_thing_or_lets_go(get_page: GetPage, client: FlaskClient, asked: str) -> None:
    page = get_page(f"/search?{asked}")
    now = state(f"?{asked}", "page")
    for name, href in links(page):
        there = state(href, "page")
        if urlsplit(href).path in OTHER_FORMS:
            assert state(href, "sort", "page") == state(f"?{asked}", "sort", "page"), name
        elif urlsplit(href).path == "/search" and there - now:
            assert len({pair[0] for pair in (now - there) + (there - now)}) == 1, f"{name} leads to {href}"
        if urlsplit(href).path.startswith("/search"):
            assert client.get(href).status_code == 200, href


@pytest.mark.parametrize("asked", [asked for asked in STATES if "=" in asked and "q=x" not in asked])
def test_pages_are_turned_within_the_same_search(get_page: GetPage, asked: str) -> None:
    seen: list[str] = []
    address: str | None = f"/search?{urlencode([pair for pair in parse_qsl(asked) if pair[0] != 'page'])}"
    while address:
        page = get_page(address)
        assert state(address, "page") == state(f"?{asked}", "page")
        seen += shown(page)
        [address] = [link.get("href") for link in page.all("a", rel="next") if link.get("href").startswith("/")][:1] or [None]
    assert len(seen) == len(set(seen)) == int((words(page.one("h2", class_="app-search__count")).split()[0]).replace("Nothing", "0"))


def test_clearing_the_filters_keeps_the_words_and_the_order(get_page: GetPage) -> None:
    page = get_page("/search?q=system&theme=housing&council=lincoln&sort=evidence&page=1")
    assert state(page.links["Clear all filters"]) == state("?q=system&sort=evidence")


def test_a_page_past_the_end_leads_to_the_first_of_the_same_search(client: FlaskClient) -> None:
    answer = client.get("/search?q=system&theme=housing&sort=evidence&page=999")
    assert answer.status_code == 302
    assert state(answer.headers["Location"]) == state("?q=system&theme=housing&sort=evidence")


@pytest.mark.parametrize("text", ["a&b=c", "50% off", "C++", "#1", "ŵ ŷ", "a;b", '"damp"', "?", "/search?q=x", "  two  words  "])
def test_any_text_survives_the_address(get_page: GetPage, text: str) -> None:
    page = get_page(f"/search?q={quote(text)}&theme=housing&sort=newest")
    for form in forms(page):
        assert dict(controls(form))["q"] == " ".join(text.split())

"""The rules of search, as a reader meets them on the page."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from indexer import FILTERS
from tests.memory_index import MemoryIndex
from tests.portal.conftest import GetPage
from tests.portal.page import Page, words

ASKED = ["", "q=sensors", "q=system&theme=housing", "theme=housing&theme=data-and-insight&nation=england&sort=evidence"]


def number(page: Page) -> int:
    """How many the page says it found."""
    found = re.match(r"\d+", words(page.one("h2", class_="app-search__count")))
    return int(found[0]) if found else 0


def slugs(page: Page) -> set[str]:
    return {link.get("href") for each in page.all("h3", class_="app-hit__title") for link in each.iter("a")}


def values(page: Page) -> dict[tuple[str, str], int]:
    """The number beside each value of each filter."""
    boxes = [each for each in page.all("input") if each.get("type") == "checkbox"]
    labels = {each.get("for"): words(each) for each in page.all("label")}
    return {(box.get("name"), box.get("value")): int(labels[box.get("id")].rsplit("(", 1)[1][:-1]) for box in boxes}


def submitted(form: Any, **changed: str) -> str:
    """Where a browser goes that sends the form with a control changed."""
    pairs = [
        (each.get("name"), changed.get(each.get("name"), each.get("value") or ""))
        for each in form.iter("input")
        if each.get("type") in ("hidden", "search") or "checked" in each.attrib
    ]
    return f"{form.get('action')}?{urlencode(pairs)}"


def state(path: str) -> list[tuple[str, str]]:
    return sorted(parse_qsl(urlsplit(path).query))


@pytest.mark.parametrize("asked", ASKED)
def test_the_number_beside_a_value_is_what_choosing_it_gives(get_page: GetPage, asked: str) -> None:
    page = get_page(f"/search?{asked}")
    chosen = {name for name, _ in parse_qsl(asked)}
    for (name, value), counted in list(values(page).items())[::7]:
        if name not in chosen:
            assert number(get_page(f"/search?{asked}&{name}={value}")) == counted, (name, value)


def test_values_of_one_filter_add_and_values_of_two_narrow(get_page: GetPage) -> None:
    housing, waste = slugs(get_page("/search?theme=housing")), slugs(get_page("/search?theme=data-and-insight"))
    assert slugs(get_page("/search?theme=housing&theme=data-and-insight")) == housing | waste
    measured = slugs(get_page("/search?evidence=2"))
    assert slugs(get_page("/search?theme=housing&evidence=2")) == housing & measured
    assert housing & measured < housing


def test_a_filters_own_choice_does_not_change_its_numbers(get_page: GetPage) -> None:
    before, after = values(get_page("/search?q=system")), values(get_page("/search?q=system&status=live"))
    assert {key: counted for key, counted in before.items() if key[0] == "status"} == {
        key: counted for key, counted in after.items() if key[0] == "status"
    }


@pytest.mark.parametrize("asked", ASKED)
def test_a_filter_with_one_value_each_adds_up_to_the_count(get_page: GetPage, asked: str) -> None:
    page = get_page(f"/search?{asked}")
    counted = values(page)
    for name in ("status", "evidence", "provenance"):
        assert name in {each.name for each in FILTERS if each.single}
        assert sum(counted[key] for key in counted if key[0] == name) == number(page), name


@pytest.mark.parametrize("asked", ASKED)
def test_the_count_is_what_can_be_read(get_page: GetPage, asked: str) -> None:
    page = get_page(f"/search?{asked}")
    assert len(slugs(page)) == number(page)


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("", "Case studies (12 case studies) - Copybook"),
        ("?q=chatbot", "Search: chatbot (1 case study) - Copybook"),
        ("?q=xyzzy", "Search: xyzzy (nothing found) - Copybook"),
    ],
)
def test_the_count_is_in_the_title(get_page: GetPage, asked: str, title: str) -> None:
    assert get_page(f"/search{asked}").title == title


@pytest.mark.parametrize("asked", ["q=damp", "q=xyzzy", "", "q=damp&theme=planning"])
def test_the_status_is_there_as_the_page_loads_and_holds_one_sentence(get_page: GetPage, asked: str) -> None:
    page = get_page(f"/search?{asked}")
    [status] = [each for each in page.one("main").iter() if each.get("role") == "status"]
    assert re.fullmatch(r"(\d+ case stud(y|ies)|Nothing found)", words(status))
    assert words(status) == words(page.one("h2", class_="app-search__count"))


@pytest.mark.parametrize(
    "asked", ["q=system&sort=evidence&theme=housing&council=lincoln&year=2022&licence=OGL-UK-3.0".replace("OGL-UK-3.0", "x")]
)
def test_every_form_carries_the_whole_state(get_page: GetPage, asked: str) -> None:
    page = get_page(f"/search?{asked}")
    forms = page.all("form")
    assert len(forms) == 2
    for form in forms:
        assert state(submitted(form)) == state(f"?{asked}")


def test_other_words_keep_the_filters_and_the_order(get_page: GetPage) -> None:
    [box] = get_page("/search?q=housing&theme=housing&sort=newest").all("form", role="search")
    assert state(submitted(box, q="damp")) == state("?q=damp&theme=housing&sort=newest")


@pytest.mark.parametrize("asked", ["q=system&theme=housing&nation=england&sort=newest"])
def test_every_link_that_stays_in_the_search_keeps_what_it_does_not_change(get_page: GetPage, asked: str) -> None:
    page = get_page(f"/search?{asked}")
    kept = dict(parse_qsl(asked))
    for link in page.one("div", id="results").iter("a"):
        href = link.get("href")
        if urlsplit(href).path == "/search" and words(link) != "Clear all filters":
            lost = kept.items() - dict(parse_qsl(urlsplit(href).query)).items()
            assert len(lost) <= 1, f"{words(link)} leads to {href}"


def test_grades_are_filtered_and_sorted_by_but_are_no_part_of_the_best_match(get_page: GetPage, index: MemoryIndex) -> None:
    page = get_page("/search?q=system")
    assert "Strongest evidence" in page.main
    assert ("evidence", "4") in values(page)
    assert slugs(page) == slugs(get_page("/search?q=system&sort=evidence"))


def test_nothing_on_the_page_needs_a_script(get_page: GetPage) -> None:
    page = get_page("/search?q=system&theme=housing")
    assert not page.all("button", type="button")
    for form in page.all("form"):
        assert [button for button in form.iter("button") if button.get("type") == "submit"]

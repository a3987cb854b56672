from __future__ import annotations

from flask import Flask

from indexer import Vocabulary
from portal import current_index
from tests.memory_index import MemoryIndex
from tests.portal.conftest import GetPage
from tests.portal.page import Page, words


def headings(page: Page) -> list[str]:
    return [words(each) for each in page.all("h2", class_="govuk-heading-l")]


def test_home_asks_what_you_are_trying_to_change(get_page: GetPage) -> None:
    page = get_page("/")
    box = page.one("input", name="q")
    assert [words(label) for label in page.all("label", for_=box.get("id"))] == ["What are you trying to change?"]


def test_home_gives_three_questions_that_can_be_asked(get_page: GetPage) -> None:
    [list_of_questions] = get_page("/").all("ul", class_="app-home__questions")
    asked = [link.get("href") for link in list_of_questions.iter("a")]
    assert len(asked) == 3
    for href in asked:
        get_page(href)


def test_home_lists_themes_with_how_many_each_has(get_page: GetPage, index: MemoryIndex) -> None:
    page = get_page("/")
    [themes] = page.all("ul", class_="app-columns")
    counted = sum("housing" in it.themes for it in index.all())
    assert f"{index.vocabulary.themes['housing'].name} ({counted})" in [words(each) for each in themes.iter("li")]
    assert "/themes/housing" in page.links.values()


def test_home_shows_the_library_off(get_page: GetPage) -> None:
    assert headings(get_page("/")) == ["Themes", "Newest", "Strongest evidence", "Tried and stopped", "From abroad", "What to do next"]


def test_a_row_with_nothing_in_it_is_left_out(app: Flask, get_page: GetPage, index: MemoryIndex) -> None:
    current_index.install(app, lambda: MemoryIndex((it for it in index.all() if it.status != "stopped"), index.vocabulary))
    assert "Tried and stopped" not in headings(get_page("/"))


def test_an_empty_library_still_has_a_first_page(app: Flask, get_page: GetPage) -> None:
    current_index.install(app, lambda: MemoryIndex((), Vocabulary()))
    assert headings(get_page("/")) == ["What to do next"]


def test_home_says_how_to_take_part_where_the_settings_tell(app: Flask, get_page: GetPage) -> None:
    app.config["REPOSITORY_URL"] = "https://forge.example/copybook"
    app.config["CONTACT_EMAIL"] = "help@copybook.example"
    links = get_page("/").links
    assert links["share your project"] == "/contribute"
    assert links["help@copybook.example"] == "mailto:help@copybook.example"

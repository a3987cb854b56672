from __future__ import annotations

import pytest
from flask import Flask

from portal.templating import NAV_LINKS
from tests.portal.conftest import GetPage
from tests.portal.page import words

PAGES = ["/", "/search", "/search?q=housing", "/search?q=xyzzy"]


@pytest.mark.parametrize("path", PAGES)
def test_the_header_names_the_site_and_leads_to_its_parts(get_page: GetPage, path: str) -> None:
    header = get_page(path).one("header")
    assert [(words(link), link.get("href")) for link in header.iter("a")] == [("Copybook", "/"), *NAV_LINKS]


def test_the_part_one_is_in_is_marked(get_page: GetPage) -> None:
    header = get_page("/search?q=housing").one("header")
    assert [words(link) for link in header.iter("a") if link.get("aria-current") == "page"] == ["Case studies"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_is_a_search_box_has_no_other(get_page: GetPage, path: str) -> None:
    assert len(get_page(path).all("form", role="search")) == 1


def test_other_pages_have_a_search_box_in_the_header(get_page: GetPage) -> None:
    [form] = get_page("/nowhere", 404).one("header").iter("form")
    assert (form.get("action"), form.get("method")) == ("/search", "get")
    assert [control.get("name") for control in form.iter("input")] == ["q"]


def test_the_footer_leads_to_what_readers_are_owed(get_page: GetPage) -> None:
    footer = get_page("/").footer
    assert {"/accessibility", "/cookies", "/privacy", "/sources", "/how-search-works"} <= {part.split("=")[-1] for part in footer.split()}


def test_the_footer_leads_to_the_code_where_the_settings_say_where_it_is(app: Flask, get_page: GetPage) -> None:
    app.config["REPOSITORY_URL"] = "https://forge.example/copybook"
    assert get_page("/").footer.endswith("The code=https://forge.example/copybook")


def test_nothing_of_govuk_that_is_not_ours_is_shown(get_page: GetPage) -> None:
    html = get_page("/").response.get_data(as_text=True)
    assert "crown" not in html.lower()
    assert "GOV.UK" not in html

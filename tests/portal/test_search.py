from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import NearestPassage, Query, Results, Why
from indexer.corpus import Corpus
from portal import current_index
from portal.results import pagination
from tests.memory_index import MemoryIndex
from tests.portal.conftest import GetPage
from tests.portal.page import Page, words

ASKED = "/search?q=we+need+to+replace+an+old+housing+repairs+system"


def titles(page: Page) -> list[str]:
    return [words(each) for each in page.all("h3", class_="app-hit__title")]


# --- what is found, and why


def test_a_sentence_finds_its_best_case_study_first(get_page: GetPage) -> None:
    page = get_page(ASKED)
    assert titles(page)[0] == "Lincoln replaces its old housing repairs system"
    assert page.h1 == "Search: we need to replace an old housing repairs system"
    assert page.links["Lincoln replaces its old housing repairs system"] == "/case-studies/lincoln-housing-repairs-system"


def test_a_hit_says_who_how_far_when_and_how_sure(get_page: GetPage) -> None:
    facts = words(get_page(ASKED).all("ul", class_="app-facts")[0])
    assert facts == "City of Lincoln Council Status: Live 2022 to 2024 Evidence: Repeated"


def test_a_hit_says_why_in_words(get_page: GetPage) -> None:
    why = words(get_page(ASKED).all("p", class_="app-hit__why")[0])
    assert "“replace”, “old”, “housing”, “repairs” and “system” in the title" in why


def test_the_nearest_passage_leads_to_its_heading(get_page: GetPage) -> None:
    why = get_page("/search?q=mould").all("p", class_="app-hit__why")[0]
    [link] = why.iter("a")
    assert words(why).startswith("Why: ")
    assert "Closest in meaning: “" in words(why)
    assert link.get("href").startswith("/case-studies/camden-damp-sensors#")


def test_words_found_are_marked_in_the_summary_or_in_the_best_passage(get_page: GetPage) -> None:
    for asked in ("damp", "overspend", "tablets"):
        for hit in get_page(f"/search?q={asked}").all("li", class_="app-hit"):
            if "in its text or details" in words(hit):
                assert [each for each in hit.iter("mark") if words(each).lower().startswith(asked[:6])], words(hit)


def test_a_summary_that_is_nearest_in_meaning_is_not_said_twice(
    get_page: GetPage, index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = index.search(Query("damp"))
    [first, *_] = found.hits
    nearest = NearestPassage("", "", first.case_study.summary)
    monkeypatch.setattr(index, "search", lambda _: replace(found, hits=(replace(first, why=Why(passage=nearest)),)))
    page = get_page("/search?q=damp")
    assert page.main.count(first.case_study.summary[:60]) == 1
    assert "Closest in meaning: the summary." in page.main


def test_what_meaning_alone_found_is_marked(get_page: GetPage) -> None:
    assert "found by meaning alone" in get_page("/search?q=condensation").main


def test_what_meaning_alone_found_and_no_passage_is_near_enough_to_quote_says_so_too(
    get_page: GetPage, index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = index.search(Query("damp"))
    monkeypatch.setattr(index, "search", lambda _: replace(found, hits=(replace(found.hits[0], why=Why(by_meaning_only=True)),)))
    assert words(get_page("/search?q=damp").one("p", class_="app-hit__why")) == "Why: found by meaning alone."


def test_words_that_what_meaning_found_holds_too_are_said(get_page: GetPage, index: MemoryIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    found = index.search(Query("damp"))
    why = Why(words_in_title=("damp",), by_meaning_only=True)
    monkeypatch.setattr(index, "search", lambda _: replace(found, hits=(replace(found.hits[0], why=why),)))
    assert "found by meaning, with “damp” in the title." in get_page("/search?q=damp").main


def test_words_found_are_marked_in_the_title(get_page: GetPage) -> None:
    [title] = get_page("/search?q=chatbot").all("h3", class_="app-hit__title")
    assert [words(each) for each in title.iter("mark")] == ["chatbot"]


def test_without_the_model_the_page_says_that_it_went_by_words(app: Flask, get_page: GetPage, corpus: Corpus) -> None:
    index = MemoryIndex(corpus.case_studies.values(), corpus.vocabulary, corpus.adoptions, meaning=False)
    current_index.install(app, lambda: index)
    assert "by words alone" in get_page("/search?q=housing").main
    assert "by words alone" not in get_page("/search").main


# --- how many, in what order, on which page


def test_the_count_is_one_sentence_that_is_announced(get_page: GetPage) -> None:
    page = get_page("/search")
    [status] = [each for each in page.one("main").iter("div") if each.get("role") == "status"]
    assert words(status) == "12 case studies"
    assert [words(each) for each in status.iter("h2")] == ["12 case studies"]


def test_one_case_study_is_one_case_study(get_page: GetPage) -> None:
    assert "1 case study" in get_page("/search?status=stopped").main


def test_orders_are_links_and_the_one_in_use_is_marked(get_page: GetPage) -> None:
    nav = get_page("/search?q=housing&theme=housing&sort=newest").one("nav", aria_label="Sort by")
    assert [words(each) for each in nav.iter("strong")] == ["Newest"]
    assert {words(link): link.get("href") for link in nav.iter("a")} == {
        "Best match": "/search?q=housing&theme=housing&sort=best".replace("&sort=best", ""),
        "Strongest evidence": "/search?q=housing&theme=housing&sort=evidence",
    }


def test_without_words_there_is_no_best_match_to_sort_by(get_page: GetPage) -> None:
    assert "Best match" not in get_page("/search").main


@pytest.mark.parametrize(
    ("sort", "first"),
    [("newest", "Dorset plans a forecast of demand for care"), ("evidence", "Lincoln replaces its old housing repairs system")],
)
def test_the_order_asked_for_is_the_order_given(get_page: GetPage, sort: str, first: str) -> None:
    assert titles(get_page(f"/search?sort={sort}"))[0] == first


@pytest.fixture
def many(app: Flask, corpus: Corpus) -> MemoryIndex:
    """An index with more case studies than a page holds."""
    one = corpus.case_studies["camden-damp-sensors"]
    index = MemoryIndex((replace(one, slug=f"copy-{number:03}") for number in range(95)), corpus.vocabulary)
    current_index.install(app, lambda: index)
    return index


def test_pages_are_numbered_in_the_title(get_page: GetPage, many: MemoryIndex) -> None:
    assert get_page("/search?q=damp&page=2").title == "Search: damp (95 case studies, page 2 of 5) - Copybook"
    assert get_page("/search?page=2").title == "Case studies (95 case studies, page 2 of 5) - Copybook"


def test_pages_keep_the_question(get_page: GetPage, many: MemoryIndex) -> None:
    nav = get_page("/search?q=damp&theme=housing&sort=newest&page=2").one("nav", aria_label="Pages of results")
    assert {words(link): link.get("href") for link in nav.iter("a")}["Next page"] == "/search?q=damp&theme=housing&sort=newest&page=3"


def test_one_page_has_no_pagination(get_page: GetPage) -> None:
    page = get_page("/search?q=damp")
    assert not page.all("nav", aria_label="Pages of results")
    assert "page" not in page.title


def test_past_the_end_leads_to_the_first_page(client: FlaskClient) -> None:
    answer = client.get("/search?q=damp&theme=housing&page=999")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/search?q=damp&theme=housing")


def test_past_the_end_of_nothing_leads_to_the_page_that_says_so(client: FlaskClient) -> None:
    assert client.get("/search?q=xyzzy&page=2").headers["Location"] == "/search?q=xyzzy"


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [(1, 2, "1* 2"), (1, 9, "1* 2 … 9"), (3, 9, "1 2 3* 4 … 9"), (5, 9, "1 … 4 5* 6 … 9"), (7, 9, "1 … 6 7* 8 9"), (9, 9, "1 … 8 9*")],
)
def test_pagination_shows_the_ends_and_what_is_near(page: int, pages: int, shown: str) -> None:
    found = pagination(Results(Query(page=page, per_page=10), (), pages * 10, {}, False))
    assert found is not None
    items: Any = found["items"]
    assert " ".join("…" if item.get("ellipsis") else f"{item['number']}{'*' * item['current']}" for item in items) == shown


# --- nothing found


def test_nothing_found_is_said_first_and_then_what_to_try(get_page: GetPage) -> None:
    page = get_page("/search?q=xyzzy+plugh")
    assert "Nothing found" in [words(each) for each in page.all("h2")]
    assert "No case study answers “xyzzy plugh”." in page.main
    assert "use fewer words" in page.main
    assert "Tell us what is missing" in page.main


def test_nothing_found_says_what_each_filter_let_go_would_give(get_page: GetPage) -> None:
    page = get_page("/search?q=chatbot&nation=wales&status=stopped")
    assert page.links["remove the filter Nation: Wales"] == "/search?q=chatbot&status=stopped"
    assert "remove the filter Nation: Wales (1 case study)" in page.main
    assert "remove the filter Status: Stopped" not in page.links, "letting it go would still give nothing"
    assert page.links["remove all filters"] == "/search?q=chatbot"


@pytest.mark.parametrize(
    ("setting", "value", "href"),
    [
        ("CONTACT_EMAIL", "help@copybook.example", "mailto:help@copybook.example"),
        ("REPOSITORY_URL", "https://forge.example/copybook", "https://forge.example/copybook"),
    ],
)
def test_what_is_missing_can_be_told(app: Flask, get_page: GetPage, setting: str, value: str, href: str) -> None:
    app.config[setting] = value
    main = get_page("/search?q=xyzzy").one("main")
    assert href in [link.get("href") for link in main.iter("a")]

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from indexer import Count, NearestPassage, Piece, Query, Results, Why
from indexer.corpus import Corpus
from portal import current_index
from portal.search import FIRST, SHOWN, found_words, groups, pagination
from tests.memory_index import MemoryIndex
from tests.portal.conftest import GetPage
from tests.portal.page import Page, words

ASKED = "/search?q=we+need+to+replace+an+old+housing+repairs+system"


def titles(page: Page) -> list[str]:
    return [words(each) for each in page.all("h3", class_="app-hit__title")]


def hidden(form: Any) -> list[tuple[str, str]]:
    return [(each.get("name"), each.get("value")) for each in form.iter("input") if each.get("type") == "hidden"]


def chips(page: Page) -> dict[str, str]:
    return {words(each): each.get("href") for each in page.all("a", class_="app-chip")}


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


def test_what_meaning_alone_found_is_marked(get_page: GetPage) -> None:
    assert "found by meaning alone" in get_page("/search?q=condensation").main


def test_words_found_are_marked_in_the_title(get_page: GetPage) -> None:
    [title] = get_page("/search?q=chatbot").all("h3", class_="app-hit__title")
    assert [words(each) for each in title.iter("mark")] == ["chatbot"]


def test_without_the_model_the_page_says_that_it_went_by_words(app: Flask, get_page: GetPage, corpus: Corpus) -> None:
    index = MemoryIndex(corpus.case_studies.values(), corpus.vocabulary, corpus.adoptions, meaning=False)
    current_index.install(app, lambda: index)
    assert "found by words alone" in get_page("/search?q=housing").main
    assert "found by words alone" not in get_page("/search").main


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (Why(), ""),
        (Why(words_in_title=("damp",)), "“damp” in the title"),
        (Why(words_in_title=("damp", "flats"), words_elsewhere=("old",)), "“damp” and “flats” in the title, “old” in the text"),
        (Why(words_elsewhere=tuple("abcdefgh")), "“a”, “b”, “c”, “d”, “e”, “f” and 2 more in the text"),
    ],
)
def test_the_words_found_are_a_sentence(why: Why, said: str) -> None:
    assert found_words(why) == said


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
    assert get_page("/search?q=damp&page=2").title == "Search: damp (page 2 of 5) - Copybook"
    assert get_page("/search?page=2").title == "Case studies (page 2 of 5) - Copybook"


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


# --- filters


def test_filters_are_one_form_that_carries_the_question(get_page: GetPage) -> None:
    form = get_page("/search?q=housing&sort=newest&council=lincoln&theme=housing").one("form", aria_label="Filters")
    assert (form.get("action"), form.get("method")) == ("/search", "get")
    assert hidden(form) == [("q", "housing"), ("council", "lincoln"), ("sort", "newest")]
    [chosen] = [each for each in form.iter("input") if "checked" in each.attrib]
    assert (chosen.get("name"), chosen.get("value")) == ("theme", "housing")


def test_the_search_box_carries_the_filters_and_the_order(get_page: GetPage) -> None:
    [form] = get_page("/search?q=housing&sort=newest&theme=housing&council=lincoln").all("form", role="search")
    assert hidden(form) == [("theme", "housing"), ("council", "lincoln"), ("sort", "newest")]


def test_each_value_says_how_many_it_would_give(get_page: GetPage) -> None:
    page = get_page("/search")
    assert "Housing (2)" in [words(label) for label in page.all("label")]
    assert set(titles(get_page("/search?theme=housing"))) == {
        "Camden puts damp sensors in 200 flats",
        "Lincoln replaces its old housing repairs system",
    }


def test_the_filters_are_those_of_the_design_in_order(get_page: GetPage) -> None:
    page = get_page("/search")
    assert [words(each) for each in page.all("legend")] == [
        "Theme", "Barrier", "Nation", "Region of England", "Kind of council", "Status", "Evidence", "Year of the work", "Who wrote it",
    ]  # fmt: skip


def test_a_filter_with_many_values_folds_the_rest(get_page: GetPage) -> None:
    page = get_page("/search")
    [fold] = [each for each in page.all("details", class_="app-filter__rest") if "under Theme" in words(each)]
    counted = len(page.all("input", name="theme"))
    assert words(fold).startswith(f"Show all {counted} under Theme")
    assert len(list(fold.iter("input"))) == counted - FIRST


def test_chosen_filters_are_chips_that_let_go(get_page: GetPage) -> None:
    page = get_page("/search?q=housing&theme=housing&theme=data-and-insight&nation=england")
    assert chips(page) == {
        "Remove filter Theme: Housing×": "/search?q=housing&theme=data-and-insight&nation=england",
        "Remove filter Theme: Data and insight×": "/search?q=housing&theme=housing&nation=england",
        "Remove filter Nation: England×": "/search?q=housing&theme=housing&theme=data-and-insight",
    }
    assert page.links["Clear all filters"] == "/search?q=housing"


def test_a_filter_beside_which_nothing_stands_shows_as_a_chip_too(get_page: GetPage) -> None:
    assert list(chips(get_page("/search?council=lincoln"))) == ["Remove filter Council: City of Lincoln Council×"]


def test_a_value_that_no_case_study_has_is_shown_as_chosen_with_none(get_page: GetPage) -> None:
    page = get_page("/search?theme=no-such-theme")
    [box] = [each for each in page.all("input", name="theme") if "checked" in each.attrib]
    assert [words(label) for label in page.all("label", for_=box.get("id"))] == ["No such theme (0)"]
    assert list(chips(page)) == ["Remove filter Theme: No such theme×"]


def test_years_and_grades_stand_in_their_own_order() -> None:
    counts = {
        name: tuple(Count(value, value, 9 - place, False) for place, value in enumerate("132")) for name in ("year", "theme", "evidence")
    }
    found = {group.name: [count.value for count in group.first] for group in groups(Results(Query(), (), 9, counts, False))}
    assert found == {"theme": ["1", "3", "2"], "evidence": ["3", "2", "1"], "year": ["3", "2", "1"]}


def test_the_folded_filters_say_how_many_are_chosen(get_page: GetPage) -> None:
    page = get_page("/search?theme=housing&nation=england")
    assert "Filters (2 chosen)" in [words(each) for each in page.all("summary")]


def test_the_checkboxes_are_govuk_frontends(app: Flask) -> None:
    """Ours are written out for speed: this holds them to the macro's markup."""
    counts = [Count("housing", "Housing & <homes>", 3, True), Count("legacy", "Legacy", 0, False)]
    ours = "{% from 'search/filters.html' import checkboxes %}{{ checkboxes({'name': 'theme'}, counts, 0) }}"
    theirs = """{% from 'govuk_frontend_jinja/components/checkboxes/macro.html' import govukCheckboxes %}
    {{ govukCheckboxes({'name': 'theme', 'classes': 'govuk-checkboxes--small', 'items': [
      {'id': 'theme-1', 'value': 'housing', 'text': 'Housing & <homes> (3)', 'checked': true},
      {'id': 'theme-2', 'value': 'legacy', 'text': 'Legacy (0)'}]}) }}"""
    with app.test_request_context():
        rendered = ["".join(render_template_string(each, counts=counts).split()) for each in (ours, theirs)]
    # The macro's module serves conditional reveal, which we do not use; its group is for one question, ours is within a fieldset.
    expected = (
        rendered[1].replace('data-module="govuk-checkboxes"', "").removeprefix('<divclass="govuk-form-group">').removesuffix("</div>")
    )
    assert rendered[0] == expected


# --- nothing found


def test_nothing_found_is_said_first_and_then_what_to_try(get_page: GetPage) -> None:
    page = get_page("/search?q=xyzzy+plugh")
    assert "Nothing found" in [words(each) for each in page.all("h2")]
    assert "No case study answers “xyzzy plugh”." in page.main
    assert "use fewer words" in page.main
    assert "Tell us what is missing" in page.main


def test_nothing_found_says_what_each_filter_let_go_would_give(get_page: GetPage) -> None:
    page = get_page("/search?q=chatbot&nation=wales&status=stopped")
    assert page.links["Remove “Nation”"] == "/search?q=chatbot&status=stopped"
    assert "Remove “Nation” (1 case study)" in page.main
    assert "Remove “Status”" not in page.links, "letting it go would still give nothing"
    assert page.links["Remove all filters"] == "/search?q=chatbot"


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


# --- hostile input

HOSTILE = [
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' OR 1=1 --",
    "</title><h1>x</h1>",
    "{{ 7 * 7 }}",
    "nul\x00l",
    "\u202eelbatliforp",
    "\u200fright to left",
    "🏚️👩🏽‍🚒",
    "\ufdd0\uffff\U0001ffff",
    "\x85\x9f\x7f",
    "*",
    "w*",
    '"',
    "a" * 10_000,
    "damp " * 2_000,
    "x" * 100_000,
    "&amp;&lt;",
    "ŵ ŷ Ŵ",
    "AND OR NOT ( ) : ^ ~",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_anything_typed_is_a_question(get_page: GetPage, typed: str) -> None:
    page = get_page("/search?q=" + quote(typed))
    assert not [each for each in page.tree.iter("script") if each.text]
    assert "49" not in page.h1


@pytest.mark.parametrize(
    "query_string",
    [
        "q=%ff%fe&theme=%00",
        "q=a&q=b&q=c",
        "q[]=a&q[x]=y",
        "&".join(f"filters={number}" for number in range(300)),
        "&".join(f"theme=theme-{number}" for number in range(300)),
        "&".join(f"{name}=x" for name in (*SHOWN, "council", "partner", "supplier", "licence")),
        "theme=" + quote('"><script>alert(1)</script>'),
        "sort=" + quote("<b>"),
        "page=-1&page=2",
        urlencode({"year": "9" * 90, "kind": "x" * 90}),
        "&&&===&;;",
    ],
)
def test_any_address_is_a_page(get_page: GetPage, query_string: str) -> None:
    get_page(f"/search?{query_string}")


def test_words_from_strangers_are_escaped(app: Flask, index: MemoryIndex, get_page: GetPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles, passages, snippets and names come out of files that anyone may send."""
    evil = "</h3><script>alert(1)</script>"
    plain: Callable[[Query], Results] = index.search

    def search(query: Query) -> Results:
        results = plain(query)
        why = Why((evil,), (evil,), NearestPassage(evil, "the-problem", evil), False, (evil,))
        hits = tuple(
            replace(
                hit,
                title=(Piece(evil), Piece(evil, True)),
                snippet=(Piece(evil, True),),
                why=why,
                case_study=replace(hit.case_study, summary=evil),
            )
            for hit in results.hits
        )
        counts = {name: tuple(replace(count, name=evil) for count in found) for name, found in results.counts.items()}
        return replace(results, hits=hits, counts=counts)

    monkeypatch.setattr(index, "search", search)
    page = get_page("/search?q=housing&theme=housing")
    assert html.escape(evil).replace("&quot;", "&#34;") in page.response.get_data(as_text=True)
    assert not [each for each in page.tree.iter("script") if each.text]
    get_page("/")

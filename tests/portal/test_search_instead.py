"""Words that were added, put right or put in place of others, and what came near: each is said plainly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from indexer import Query, Results, Why
from tests.memory_index import MemoryIndex
from tests.portal.conftest import GetPage
from tests.portal.page import words

Answering = Callable[..., None]


@pytest.fixture
def answering(index: MemoryIndex, monkeypatch: pytest.MonkeyPatch) -> Answering:
    """Have the index say something more with its results."""
    plain = index.search

    def answering(**fields: Any) -> None:
        def search(query: Query) -> Results:
            return replace(plain(query), **fields)

        monkeypatch.setattr(index, "search", search)

    return answering


def test_words_that_were_added_are_named(answering: Answering, get_page: GetPage) -> None:
    answering(also_searched=("mould", "condensation"))
    assert "Also searched for: “mould” and “condensation”." in get_page("/search?q=damp").main


def test_where_none_were_added_nothing_is_said(get_page: GetPage) -> None:
    main = get_page("/search?q=chatbot").main
    assert "Also searched for" not in main
    assert "Did you mean" not in main


def test_another_spelling_is_a_link_that_keeps_all_else(answering: Answering, get_page: GetPage) -> None:
    answering(suggestion="housing sensors")
    page = get_page("/search?q=housing+senosrs&theme=housing&council=camden&sort=newest")
    assert "Did you mean housing sensors?" in page.main
    assert page.links["housing sensors"] == "/search?q=housing+sensors&theme=housing&council=camden&sort=newest"


def test_what_was_searched_for_instead_is_said(answering: Answering, get_page: GetPage) -> None:
    answering(corrected="sensors")
    page = get_page("/search?q=damp&theme=housing")
    assert "No case study mentions “damp”. Showing results for “sensors”." in page.main
    assert page.links["sensors"] == "/search?q=sensors&theme=housing"


def test_what_was_searched_for_instead_and_not_found_is_said(answering: Answering, get_page: GetPage) -> None:
    answering(corrected="sensors", hits=(), total=0)
    main = get_page("/search?q=senosrs&theme=planning").main
    assert "We also looked for “sensors”, and found nothing with the filters you chose." in main
    assert "Showing results" not in main


def test_where_nothing_answers_the_nearest_are_shown_apart(answering: Answering, get_page: GetPage, index: MemoryIndex) -> None:
    [near] = index.search(Query("chatbot")).hits
    answering(nearest=(near,))
    page = get_page("/search?q=xyzzy")
    assert "Nothing found" in [words(each) for each in page.all("h2")]
    assert "Nearest in meaning, though not close:" in [words(each) for each in page.all("h3")]
    assert [words(each) for each in page.all("h4")] == [near.case_study.title]


def test_where_something_answers_no_nearest_are_shown(answering: Answering, get_page: GetPage, index: MemoryIndex) -> None:
    answering(nearest=index.search(Query("chatbot")).hits)
    assert "Nearest in meaning" not in get_page("/search?q=damp").main


def test_a_hit_says_which_synonyms_it_holds(answering: Answering, get_page: GetPage, index: MemoryIndex) -> None:
    [hit] = index.search(Query("chatbot")).hits
    answering(hits=(replace(hit, why=Why(synonyms=("virtual assistant",))),))
    why = get_page("/search?q=chatbot").one("p", class_="app-hit__why")
    assert words(why).startswith("Why: as a synonym, “virtual assistant”.")

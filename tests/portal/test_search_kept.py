"""A page of results is kept for whoever asks the same again. It must be the page they would have had, and know nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import meta

from indexer import Query, Results
from indexer.corpus import Corpus
from portal import current_index
from tests.memory_index import MemoryIndex
from tests.portal.conftest import GetPage

#: What Flask and others tell a template about the one who asks, or about this one request.
KNOWS_WHO_ASKS = {
    "request",
    "session",
    "g",
    "current_user",
    "csrf_token",
    "get_flashed_messages",
    "site_url",
    "signed_in_name",
    "is_curator",
}


@pytest.fixture
def searches(index: MemoryIndex, monkeypatch: pytest.MonkeyPatch) -> list[Query]:
    """Every question that the index is asked."""
    asked: list[Query] = []
    plain: Callable[[Query], Results] = index.search

    def search(query: Query) -> Results:
        asked.append(query)
        return plain(query)

    monkeypatch.setattr(index, "search", search)
    return asked


def test_a_question_asked_again_is_not_searched_for_again(client: FlaskClient, searches: list[Query]) -> None:
    first = client.get("/search?q=damp&theme=housing")
    again = client.get("/search?theme=housing&q=+damp%20&page=1&unknown=x")
    assert again.data == first.data
    assert len(searches) == 1


@pytest.mark.parametrize("other", ["q=damps", "q=damp&theme=housing", "q=damp&sort=newest", "q=damp&council=camden", ""])
def test_another_question_is(client: FlaskClient, searches: list[Query], other: str) -> None:
    client.get("/search?q=damp")
    client.get(f"/search?{other}")
    assert len(searches) == 2


def test_each_page_is_its_own(app: Flask, client: FlaskClient, corpus: Corpus) -> None:
    one = corpus.case_studies["camden-damp-sensors"]
    many = MemoryIndex((replace(one, slug=f"copy-{number:03}") for number in range(45)), corpus.vocabulary)
    current_index.install(app, lambda: many)
    pages = [client.get(f"/search?q=damp&page={number}").data for number in (1, 2, 3, 1, 2, 3)]
    assert len(set(pages)) == 3
    assert pages[:3] == pages[3:]


def test_past_the_end_still_leads_to_the_first_page(client: FlaskClient) -> None:
    for _ in range(2):
        assert client.get("/search?q=damp&page=999").headers["Location"] == "/search?q=damp"


def test_a_new_generation_is_searched(app: Flask, get_page: GetPage, index: MemoryIndex, corpus: Corpus) -> None:
    one = corpus.case_studies["camden-damp-sensors"]
    indexes = [index, MemoryIndex([replace(one, title="Damp, found anew")], corpus.vocabulary)]
    current_index.install(app, lambda: indexes.pop(0))
    assert "Damp, found anew" not in get_page("/search?q=damp").main
    index.current = False
    assert "Damp, found anew" in get_page("/search?q=damp").main


def test_what_was_found_before_the_model_was_loaded_is_not_kept(app: Flask, get_page: GetPage, corpus: Corpus) -> None:
    index = MemoryIndex(corpus.case_studies.values(), corpus.vocabulary, corpus.adoptions, meaning=False)
    current_index.install(app, lambda: index)
    assert "by words alone" in get_page("/search?q=damp").main
    index.meaning = True
    assert "by words alone" not in get_page("/search?q=damp").main


def test_numbers_alone_have_no_meaning_that_could_be_missed(app: Flask, get_page: GetPage, corpus: Corpus) -> None:
    current_index.install(app, lambda: MemoryIndex(corpus.case_studies.values(), corpus.vocabulary, corpus.adoptions, meaning=False))
    assert "by words alone" not in get_page("/search?q=2021").main


@pytest.mark.parametrize("setting", ["CONTACT_EMAIL", "REPOSITORY_URL"])
def test_another_setting_is_another_page(app: Flask, client: FlaskClient, setting: str) -> None:
    for value in ("https://one.example", "https://two.example", None):
        app.config[setting] = value
        said = client.get("/search?q=xyzzy").get_data(as_text=True)
        assert [each in said for each in ("one.example", "two.example")] == [f"https://{each}.example" == value for each in ("one", "two")]


def test_a_site_under_a_path_has_its_own_addresses(client: FlaskClient) -> None:
    plain, under = (
        client.get("/search?q=damp", environ_overrides={"SCRIPT_NAME": name}).get_data(as_text=True) for name in ("", "/copybook")
    )
    assert 'action="/search"' in plain
    assert 'action="/search"' not in under
    assert 'action="/copybook/search"' in under


def test_the_host_that_one_asked_by_is_not_told_to_the_next(client: FlaskClient) -> None:
    first = client.get("/search?q=damp", headers={"Host": "evil.example"}).data
    assert b"evil.example" not in first
    assert client.get("/search?q=damp").data == first


def test_nothing_that_is_kept_knows_who_asks(app: Flask) -> None:
    """Neither the template nor any that it draws on may use what belongs to one visitor or one request."""
    environment: Any = app.jinja_env
    left, seen = ["search/answers.html"], set()
    while left:
        name = left.pop()
        seen.add(name)
        tree = environment.parse(environment.loader.get_source(environment, name)[0])
        assert not meta.find_undeclared_variables(tree) & KNOWS_WHO_ASKS, name
        left += [each for each in meta.find_referenced_templates(tree) if each and each not in seen]
    assert len(seen) > 8, "the templates it draws on were not followed"


def test_while_it_is_worked_on_nothing_is_kept(app: Flask, client: FlaskClient, searches: list[Query]) -> None:
    app.debug = True
    for _ in range(2):
        client.get("/search?q=damp")
    assert len(searches) == 2


# --- and by the reader's own browser


def test_who_has_the_page_already_is_not_sent_it_again(client: FlaskClient) -> None:
    first = client.get("/search?q=damp")
    again = client.get("/search?q=damp", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/search?q=housing", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_browser_asks_each_time_and_nothing_between_keeps_it(client: FlaskClient) -> None:
    control = client.get("/search?q=damp").cache_control
    assert control.private
    assert control.no_cache


def test_a_page_that_says_something_else_has_another_tag(client: FlaskClient, index: MemoryIndex) -> None:
    before = client.get("/search?q=damp").headers["ETag"]
    index.current = False
    assert client.get("/search?q=damp").headers["ETag"] == before, "the same page, built again"
    assert client.get("/search").headers["ETag"] != before

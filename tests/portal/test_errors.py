from __future__ import annotations

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from indexer import IndexMissing
from portal import current_index
from tests.memory_index import MemoryIndex
from tests.portal.conftest import GetPage


def raising(app: Flask, error: Exception) -> None:
    """Have `/broken` raise it."""

    @app.get("/broken")
    def broken() -> str:
        raise error


def no_index() -> MemoryIndex:
    raise IndexMissing("The index has not been built. Run `copybook build`.")


def test_a_page_that_is_not_there(get_page: GetPage) -> None:
    page = get_page("/nowhere", 404)
    assert page.h1 == "Page not found"
    assert {"/search", "/councils"} <= set(page.links.values())


def test_without_an_index_readers_hear_so_and_whoever_runs_it_what_to_do(app: Flask, get_page: GetPage) -> None:
    current_index.install(app, no_index)
    page = get_page("/search?q=housing", 503)
    assert "The index has not been built. Run copybook build." in page.main
    assert page.response.headers["Retry-After"]


def test_something_went_wrong_is_said_without_index_or_database(app: Flask, get_page: GetPage, caplog: pytest.LogCaptureFixture) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    current_index.install(app, no_index)
    raising(app, RuntimeError("something of ours broke"))
    page = get_page("/broken", 500)
    assert page.h1 == "Sorry, something went wrong"
    assert "something of ours broke" not in page.response.get_data(as_text=True)
    assert "something of ours broke" in caplog.text


@pytest.mark.parametrize("status", [400, 403, 405, 410, 413, 429, 500, 502, 503])
def test_every_error_has_a_page(app: Flask, get_page: GetPage, status: int) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/broken")
    def broken() -> str:
        abort(status)

    assert get_page("/broken", status).h1


def test_an_error_keeps_the_headers_that_belong_to_it(client: FlaskClient) -> None:
    answer = client.delete("/search")
    assert answer.status_code in (400, 405)
    if answer.status_code == 405:
        assert "GET" in answer.headers["Allow"]


def test_help_names_the_mailbox_where_there_is_one(app: Flask, get_page: GetPage) -> None:
    app.config["CONTACT_EMAIL"] = "help@copybook.example"
    assert get_page("/nowhere", 404).links["help@copybook.example"] == "mailto:help@copybook.example"

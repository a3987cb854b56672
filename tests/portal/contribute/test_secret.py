"""The link to a draft is a secret, and a form is its author's own."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from portal.contribute.blueprint import confirmation_key
from portal.contribute.models import Contribution, Draft
from portal.extensions import db
from tests.portal.contribute.conftest import WHOLE, Author

PAGES = ("draft", "draft/about", "draft/preview", "draft/check", "draft/send", "draft/file", "draft/delete")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_a_draft_is_kept_told_to_others_or_found(written: Author, path: str) -> None:
    headers = written.client.get(f"/contribute/{path}?key={written.key}").headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("key", ["", "x", "x.y", ".", "é" * 300, "\x00", "' OR 1=1 --", "../../x"])
def test_no_other_key_opens_it(author: Author, path: str, key: str) -> None:
    response = author.client.get(f"/contribute/{path}", query_string={"key": key})
    assert response.status_code == 404


def test_a_name_without_its_signature_opens_nothing(author: Author, tables: Flask) -> None:
    author.begin()
    with tables.app_context():
        name = db.session.query(Draft).one().name
    for key in (name, f"{name}.", f"{name}.{'A' * 27}", author.key[:-1], author.key.swapcase()):
        assert author.client.get("/contribute/draft", query_string={"key": key}).status_code == 404


def test_what_is_in_the_database_is_not_enough_to_open_a_draft(author: Author, tables: Flask) -> None:
    author.begin()
    with tables.app_context():
        assert author.key not in str([vars(it) for it in db.session.query(Draft).all()])


def test_a_key_to_confirm_opens_no_draft_and_the_other_way_round(written: Author, tables: Flask) -> None:
    with tables.test_request_context():
        draft = db.session.query(Draft).one()
        draft.contribution = Contribution(path="a/b.md", title="t", text="x", email="a@b.example", state="unconfirmed")
        db.session.commit()
        key = confirmation_key(draft.contribution)
    assert written.client.get("/contribute/draft", query_string={"key": key}).status_code == 404
    assert written.client.get("/contribute/confirm", query_string={"key": written.key}).status_code == 404
    assert written.client.get("/contribute/confirm", query_string={"key": key}).status_code == 200


def test_nothing_that_goes_wrong_puts_the_key_or_the_words_in_the_log(
    written: Author, tables: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = written.token()
    tables.config["PROPAGATE_EXCEPTIONS"] = False
    with tables.app_context():
        db.session.execute(text("ALTER TABLE draft RENAME TO gone"))
        db.session.commit()
    caplog.set_level(logging.DEBUG)
    data: dict[str, Any] = {"csrf_token": token, "the_problem": "Secret words"}
    assert written.client.post(f"/contribute/draft/story?key={written.key}", data=data).status_code == 500
    assert "/contribute/draft/story" in caplog.text
    assert written.key not in caplog.text
    assert written.key.partition(".")[0] not in caplog.text
    assert "Secret words" not in caplog.text


POSTS = ("new", "draft/about", "draft/send", "draft/delete", "check", "confirm", "word")


@pytest.mark.parametrize("path", POSTS)
def test_no_form_is_taken_without_its_token(written: Author, path: str) -> None:
    response = written.client.post(f"/contribute/{path}?key={written.key}", data={"title": "Forged", "about": "Forged"})
    assert response.status_code == 400
    assert "We could not tell that this form was yours" in response.text
    assert WHOLE["summary"] in written.get("draft/preview").main


@pytest.mark.parametrize("path", POSTS)
def test_nor_with_the_token_of_somebody_else(written: Author, tables: Flask, path: str) -> None:
    forged = {"csrf_token": Author(tables.test_client()).token()}
    assert written.client.post(f"/contribute/{path}?key={written.key}", data=forged).status_code == 400


def test_a_form_works_over_https_though_its_page_sends_no_referrer(tables: Flask) -> None:
    tables.config["SESSION_COOKIE_SECURE"] = True
    client = tables.test_client()
    page = client.get("/contribute/new?about=x", base_url="https://localhost").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    response = client.post("/contribute/new", base_url="https://localhost", data={"csrf_token": token, "about": "x"})
    assert response.status_code == 303


def test_a_form_may_be_open_all_afternoon(tables: Flask) -> None:
    assert tables.config["WTF_CSRF_TIME_LIMIT"] is None


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_mail_program_that_opens_every_link_confirms_nothing(written: Author, tables: Flask, method: str) -> None:
    with tables.test_request_context():
        draft = db.session.query(Draft).one()
        draft.contribution = Contribution(path="a/b.md", title="t", text="x", email="a@b.example", state="unconfirmed")
        db.session.commit()
        key = confirmation_key(draft.contribution)
    getattr(tables.test_client(), method)("/contribute/confirm", query_string={"key": key})
    with tables.app_context():
        assert db.session.query(Contribution).one().state == "unconfirmed"

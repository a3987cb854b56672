"""Signing in and out: what a session is, when it ends, what is never said, and where one is led."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from portal.accounts import signing, store
from portal.accounts.models import Account
from portal.extensions import db
from tests.portal.conftest import GetPage
from tests.portal.curators import PASSWORD, body, sign_in
from tests.portal.page import audit

EMAIL = "curator@anytown.example"


@pytest.fixture
def curator(tables: Flask) -> Account:
    """An owner of a regional body, who signs in with PASSWORD."""
    with tables.app_context():
        session = db.session()
        made = store.add_account(session, None, EMAIL, "Anytown’s curator", PASSWORD)
        store.set_role(session, None, made, body(session, "anytown-region"), "owner")
        session.commit()
        session.refresh(made)
        return made


def token(client: FlaskClient) -> str:
    """The token of the form to sign in."""
    return client.get("/sign-in").text.partition('name="csrf_token" value="')[2].partition('"')[0]


def post(client: FlaskClient, email: str = EMAIL, password: str = PASSWORD, onward: str | None = None) -> TestResponse:
    data = {"csrf_token": token(client), "email": email, "password": password}
    return client.post("/sign-in", query_string={"next": onward} if onward else {}, data=data)


def is_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


@pytest.mark.parametrize("typed", [EMAIL, " Curator@Anytown.Example ", "ｃurator@anytown.example"])
def test_one_signs_in_however_the_address_is_typed(curator: Account, client: FlaskClient, typed: str) -> None:
    answer = post(client, typed)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    assert is_in(client)


def test_what_is_wrong_is_never_told_apart(curator: Account, app: Flask) -> None:
    with app.app_context():
        other = store.add_account(db.session(), None, "gone@anytown.example", "Gone", PASSWORD)
        store.set_disabled(db.session(), None, other, True)
        store.add_account(db.session(), None, "council@anytown.example", "By their council only", None)
        db.session.commit()
    wrong = [(EMAIL, "wrong"), ("nobody@anytown.example", PASSWORD), ("gone@anytown.example", PASSWORD), ("council@anytown.example", "")]
    answers = [post(app.test_client(), *each) for each in wrong]
    assert {answer.status_code for answer in answers} == {422}
    with app.app_context():
        said = {audit(answer).main.replace(email, "") for answer, (email, _) in zip(answers, wrong, strict=True)}
    assert len(said) == 1
    assert "is not right" in said.pop()


def test_a_password_is_never_sent_back(curator: Account, client: FlaskClient) -> None:
    assert "wrong-but-secret" not in post(client, password="wrong-but-secret").text


def test_signing_in_begins_a_new_session(curator: Account, client: FlaskClient) -> None:
    before = token(client)
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
        planted = session["csrf_token"]
    post(client)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != planted
    assert client.post("/sign-out", data={"csrf_token": before}).status_code == 400


def test_signing_out_ends_every_copy_of_the_session(curator: Account, app: Flask, client: FlaskClient) -> None:
    post(client)
    copied = client.get_cookie("copybook")
    assert copied
    thief = app.test_client()
    thief.set_cookie("copybook", copied.value)
    assert is_in(thief)
    csrf = client.get("/account").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert client.post("/sign-out", data={"csrf_token": csrf}).status_code == 303
    assert not is_in(client)
    assert not is_in(thief)


@pytest.mark.parametrize("how", ["password", "disabled", "sessions", "too old", "from the future", "gone"])
def test_a_session_ends(curator: Account, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    sign_in(client, curator)
    assert is_in(client)
    now = signing._seconds()
    with app.app_context():
        session, account = db.session(), store.account_of(db.session(), EMAIL)
        assert account
        if how == "password":
            store.set_password(session, account, account, "three other words")
        elif how == "disabled":
            store.set_disabled(session, None, account, True)
        elif how == "sessions":
            store.end_sessions(account)
        elif how == "gone":
            session.delete(account)
        else:
            monkeypatch.setattr(signing, "_seconds", lambda: now + (12 * 3600 if how == "too old" else -60))
        session.commit()
    assert not is_in(client)
    with client.session_transaction() as kept:
        assert "account" not in kept, "the header would still name them"


def test_no_cookie_of_ones_own_making_signs_in(curator: Account, client: FlaskClient) -> None:
    client.set_cookie("copybook", "eyJhY2NvdW50IjoxfQ.x.y")
    assert not is_in(client)


ELSEWHERE = [
    "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example",
    "http:evil.example", "javascript:alert(1)", "evil.example", "", "/" + "x" * 3000, "///evil.example", "/\x00/evil.example",
]  # fmt: skip


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_nobody_is_led_elsewhere(curator: Account, client: FlaskClient, onward: str) -> None:
    assert post(client, onward=onward).headers["Location"] == "/account"


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_nor_when_signed_in_already(curator: Account, client: FlaskClient, onward: str) -> None:
    sign_in(client, curator)
    assert client.get("/sign-in", query_string={"next": onward}).headers["Location"] == "/account"


def test_one_is_led_back_to_what_one_was_reading(curator: Account, client: FlaskClient) -> None:
    to_sign_in = client.get("/curate/add?case-study=a&case-study=b").headers["Location"]
    assert to_sign_in == "/sign-in?next=/curate/add?case-study%3Da%26case-study%3Db"
    assert post(client, onward="/curate/add?case-study=a&case-study=b").headers["Location"] == "/curate/add?case-study=a&case-study=b"


def test_signing_in_is_limited_for_an_account_wherever_it_comes_from(curator: Account, app: Flask) -> None:
    statuses = []
    for number in range(11):
        client = app.test_client()
        data = {"csrf_token": token(client), "email": EMAIL, "password": "wrong"}
        answer = client.post("/sign-in", data=data, environ_overrides={"REMOTE_ADDR": f"192.0.2.{number}"})
        statuses.append(answer.status_code)
    assert statuses == [422] * 10 + [429]


def test_signing_in_rightly_is_not_limited(curator: Account, app: Flask) -> None:
    assert [post(app.test_client()).status_code for _ in range(11)] == [303] * 11


def test_the_header_names_who_is_signed_in_and_asks_sql_nothing(
    curator: Account, app: Flask, client: FlaskClient, get_page: GetPage
) -> None:
    assert "Anytown’s curator" not in get_page("/").response.text
    sign_in(client, curator)
    with app.app_context():
        db.session.execute(text("ALTER TABLE account RENAME TO gone"))
        db.session.commit()
    assert "Anytown’s curator" in get_page("/").response.text
    assert "Anytown’s curator" in get_page("/nowhere", 404).response.text


@pytest.mark.parametrize("path", ["/", "/search?q=damp", "/case-studies/camden-damp-sensors", "/collections", "/nowhere", "/cookies"])
def test_nothing_on_the_way_may_keep_the_page_of_somebody_signed_in(curator: Account, client: FlaskClient, path: str) -> None:
    assert "Cookie" in client.get(path).headers["Vary"]
    sign_in(client, curator)
    answer = client.get(path)
    assert answer.cache_control.private
    assert answer.cache_control.no_cache
    assert not answer.cache_control.public
    assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize("path", ["/account", "/sign-in", "/curate", "/curate/bodies/anytown-region"])
def test_no_browser_keeps_the_pages_of_an_account(curator: Account, client: FlaskClient, path: str) -> None:
    sign_in(client, curator)
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_built_files_may_still_be_kept_by_all(curator: Account, client: FlaskClient) -> None:
    sign_in(client, curator)
    assert not client.get("/static/nothing.css").cache_control.private

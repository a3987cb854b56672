"""Forgotten passwords and changed ones: links that work once, and nothing that tells who has an account."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask

from portal.accounts import letters, links, store
from portal.accounts.models import Account
from portal.extensions import db
from tests.portal.accounts.conftest import EMAIL, Browser, link_in, log, make
from tests.portal.curators import PASSWORD, sign_in

NEW = "kettle marmalade harbour"


def test_a_link_by_mail_sets_a_new_password_once_and_ends_every_session(
    curator: Account, browser: Browser, another: Browser, mail: list[EmailMessage]
) -> None:
    another.sign_in()
    browser.page_of("/forgotten", email=EMAIL)
    link = link_in(mail[0])
    browser.get(link)
    assert another.is_in(), "opening the link changes nothing"
    browser.post(link, password=NEW)
    assert not another.is_in()
    assert browser.get(link, 404).h1 == "This link opens nothing"
    assert browser.post("/sign-in", 422, email=EMAIL, password=PASSWORD)
    browser.sign_in(password=NEW)
    assert browser.is_in()
    assert [it["Subject"] for it in mail] == ["A new password", "Your password was changed"]


def test_of_two_with_one_link_one_chooses(curator: Account, tables: Flask) -> None:
    with tables.app_context():
        session = db.session()
        it = store.account(session, curator.id)
        assert it
        with tables.app_context():
            other = store.account(db.session(), curator.id)
            assert other
            assert store.use_link(db.session(), other)
            db.session.commit()
        assert not store.use_link(session, it)


def test_nothing_tells_who_has_an_account(curator: Account, browser: Browser, tables: Flask, mail: list[EmailMessage]) -> None:
    with tables.app_context():
        store.set_disabled(db.session(), None, store.add_account(db.session(), None, "gone@anytown.example", "Gone", PASSWORD), True)
        db.session.commit()
    asked = (EMAIL, "nobody@anytown.example", "gone@anytown.example")
    said = {browser.page_of("/forgotten", email=email).main.replace(email, "") for email in asked}
    assert len(said) == 1
    assert [it["To"] for it in mail] == [EMAIL]


def test_a_thread_is_begun_for_nobody_too(tables: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[EmailMessage | None] = []
    monkeypatch.setattr(letters, "_later", begun.append)
    with tables.test_request_context():
        letters.send_reset(None)
    assert begun == [None]


def test_a_lying_host_is_in_no_mail(curator: Account, browser: Browser, tables: Flask, mail: list[EmailMessage]) -> None:
    token = browser.client.get("/forgotten").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    browser.client.post("/forgotten", data={"email": EMAIL, "csrf_token": token}, headers={"X-Forwarded-Host": "evil.example"})
    assert "https://copybook.example/reset?key=" in mail[0].get_content()
    tables.config["SITE_URL"] = None
    assert "does not send mail" in browser.get("/forgotten").main


def test_one_mailbox_is_not_flooded(curator: Account, browser: Browser, mail: list[EmailMessage]) -> None:
    for _ in range(5):
        browser.post("/forgotten", 200, email=EMAIL)
    page = browser.page_of("/forgotten", 429, email=EMAIL.upper())
    assert "try again in 24 hours" in page.main
    assert len(mail) == 5


@pytest.mark.parametrize("what", ["too old", "password changed", "disabled", "spoilt", "of an invitation", "another account's"])
def test_a_link_opens_nothing(curator: Account, browser: Browser, tables: Flask, what: str) -> None:
    with tables.test_request_context():
        account = store.account_of(db.session(), EMAIL)
        assert account
        link = links.reset_link(account, timedelta(seconds=-1) if what == "too old" else links.AN_HOUR).removeprefix("http://localhost")
        if what == "password changed":
            store.set_password(db.session(), None, account, NEW)
        elif what == "disabled":
            store.set_disabled(db.session(), None, account, True)
        elif what == "spoilt":
            link = link[:-2] + ("aa" if not link.endswith("aa") else "bb")
        elif what == "of an invitation":
            link = "/reset?key=" + links._sign("invitation", [account.id, account.epoch, 9_999_999_999])
        elif what == "another account's":
            link = "/reset?key=" + links._sign("reset", [account.id + 1, 0, 9_999_999_999])
        db.session.commit()
    browser.get(link, 404)


def test_a_weak_password_is_refused_and_the_link_still_works(curator: Account, browser: Browser, mail: list[EmailMessage]) -> None:
    browser.post("/forgotten", 200, email=EMAIL)
    link = link_in(mail[0])
    assert "somebody would try" in browser.page_of(link, 422, password="password1234").main
    browser.post(link, password=NEW)


def test_who_signs_in_through_a_council_is_sent_no_link(browser: Browser, tables: Flask, mail: list[EmailMessage]) -> None:
    made = make(tables, "council@anytown.example", password=None)
    with tables.app_context():
        found = store.account(db.session(), made.id)
        assert found
        found.issuer, found.subject = "https://council.example", "1"
        db.session.commit()
    browser.post("/forgotten", 200, email="council@anytown.example")
    assert "key=" not in mail[0].get_content()


def test_the_command_prints_a_link_that_works(curator: Account, browser: Browser, tables: Flask) -> None:
    said = tables.test_cli_runner().invoke(args=["accounts", "reset", EMAIL]).output.splitlines()[0]
    browser.post(said.removeprefix("http://127.0.0.1:8000"), password=NEW)
    browser.sign_in(password=NEW)
    assert "Made a link for Anytown’s curator to choose a new password" in log(tables)


def test_a_changed_password_ends_other_sessions_and_not_this(curator: Account, browser: Browser, another: Browser) -> None:
    another.sign_in()
    browser.sign_in()
    before = browser.client.get_cookie("copybook")
    browser.post("/account/password", current=PASSWORD, password=NEW)
    assert browser.is_in()
    assert not another.is_in()
    assert before
    another.client.set_cookie("copybook", before.value)
    assert not another.is_in()


@pytest.mark.parametrize(
    ("current", "new", "says"),
    [("wrong", NEW, "not your password"), (PASSWORD, "short", "at least 12"), (PASSWORD, "anytown.example1", "without your name")],
)
def test_a_password_is_not_changed(curator: Account, browser: Browser, current: str, new: str, says: str) -> None:
    sign_in(browser.client, curator)
    page = browser.page_of("/account/password", 422, current=current, password=new)
    assert says in page.main
    assert new not in page.response.text


def test_the_page_that_asks_to_wait_says_for_how_long(curator: Account, browser: Browser) -> None:
    for _ in range(10):
        browser.post("/sign-in", 422, email=EMAIL, password="wrong")
    page = browser.page_of("/sign-in", 429, email=EMAIL, password=PASSWORD)
    assert "try again in 15 minutes" in page.main
    assert 800 < int(page.response.headers["Retry-After"]) <= 900

"""Signing in through one's council, against a real provider over HTTP: who is let in, and what is not believed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import pyotp
import pytest
import requests
from flask import Flask
from joserfc.jwk import RSAKey
from werkzeug.test import TestResponse

from portal.accounts import factors, links, people, sealing, store
from portal.accounts.models import Account
from portal.extensions import db
from tests.portal.accounts.conftest import EMAIL, Browser, log, make
from tests.portal.accounts.provider import CLIENT, SECRET, Provider, running
from tests.portal.curators import PASSWORD, body
from tests.portal.page import audit

VERIFIED = {"sub": "1", "email": EMAIL, "email_verified": True, "name": "Anytown’s curator"}


@pytest.fixture
def provider(settings: dict[str, Any]) -> Iterator[Provider]:
    """A provider that vouches for EMAIL."""
    with running() as provider:
        settings |= {"OIDC_ISSUER": provider.issuer, "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET, "OIDC_NAME": "Anytown"}
        provider.person = dict(VERIFIED)
        yield provider


def come_back(browser: Browser, start: str = "/sign-in/council") -> TestResponse:
    """Go to the provider, be signed in there, and come back."""
    there = browser.client.get(start).headers["Location"]
    back = requests.get(there, allow_redirects=False, timeout=10).headers["Location"]
    return browser.client.get(back.removeprefix("http://localhost"))


def test_somebody_known_by_a_verified_address_is_let_in_and_then_by_who_they_are(
    provider: Provider, curator: Account, browser: Browser, another: Browser, tables: Flask
) -> None:
    assert "Sign in with Anytown" in browser.get("/sign-in").main
    assert come_back(browser, "/sign-in/council?next=/curate").headers["Location"] == "/curate"
    assert browser.is_in()
    provider.person = {"sub": "1", "email": "new-name@elsewhere.example", "email_verified": True}
    come_back(another)
    assert another.is_in()
    assert "Joined to their council’s own sign-in" in log(tables)


def test_what_is_asked_for_has_state_nonce_and_a_challenge(provider: Provider, curator: Account, browser: Browser) -> None:
    come_back(browser)
    [asked] = provider.asked
    assert asked["code_challenge_method"] == "S256"
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert asked["redirect_uri"] == "http://localhost/sign-in/council/back"


NOT_LET_IN: dict[str, dict[str, Any]] = {
    "address not verified": {"sub": "1", "email": EMAIL, "email_verified": False},
    "address not said to be verified": {"sub": "1", "email": EMAIL},
    "verified in words": {"sub": "1", "email": EMAIL, "email_verified": "false"},
    "a stranger": {"sub": "1", "email": "stranger@anytown.example", "email_verified": True},
    "nobody": {"email": EMAIL, "email_verified": True},
}


@pytest.mark.parametrize("who", NOT_LET_IN)
def test_these_are_not_let_in(provider: Provider, curator: Account, browser: Browser, who: str) -> None:
    provider.person = NOT_LET_IN[who]
    assert come_back(browser).status_code == 403
    assert not browser.is_in()


LIES: dict[str, dict[str, Any]] = {
    "another audience": {"claims": {"aud": "somebody else"}},
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "another nonce": {"claims": {"nonce": "replayed"}},
    "no nonce": {"claims": {"nonce": None}},
    "too old": {"claims": {"exp": int(time.time()) - 3600}},
    "not signed": {"algorithm": "none", "algorithms": ["none", "RS256"]},
    "signed with the shared secret": {"algorithm": "HS256", "algorithms": ["HS256", "RS256"]},
    "signed by another": {"key": RSAKey.generate_key(2048, {"kid": "one"}, private=True)},
    "another's state": {"back": {"state": "planted"}},
    "another's code": {"back": {"code": "planted"}},
    "another who answers": {"back": {"iss": "https://evil.example"}},
    "it refused": {"back": {"error": "access_denied"}},
}


@pytest.mark.parametrize("lie", LIES)
def test_these_are_not_believed(provider: Provider, curator: Account, browser: Browser, lie: str) -> None:
    provider.lies = LIES[lie]
    assert come_back(browser).status_code == 403
    assert not browser.is_in()


SAID = [
    ({"error": "access_denied"}, "It let nobody in"),
    ({"state": "planted"}, "was not waiting for you"),
    ({"code": "planted"}, "could not be believed"),
]


@pytest.mark.parametrize(("back", "says"), SAID)
def test_what_happened_is_said_in_words(provider: Provider, browser: Browser, tables: Flask, back: dict[str, str], says: str) -> None:
    provider.lies = {"back": back}
    answer = come_back(browser)
    with tables.app_context():
        page = audit(answer)
    assert says in page.main
    assert "Error" not in page.main, "no name of ours for it"


def test_whoever_runs_the_site_reads_what_the_issuer_said_in_one_line(
    provider: Provider, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    provider.lies = {"back": {"error": "unauthorized_client\n" + "x" * 100}}
    come_back(browser)
    [said] = [it.getMessage() for it in caplog.records if "let nobody in" in it.getMessage().partition(":")[0]]
    assert "unauthorized_client" in said
    assert len(said.splitlines()) == 1
    assert len(said) < 100


def test_who_has_no_password_has_nothing_to_join(provider: Provider, curator: Account, browser: Browser, tables: Flask) -> None:
    come_back(browser)
    with tables.app_context():
        db.session.query(Account).update({"password": None})
        db.session.commit()
    assert browser.client.get("/account/council").headers["Location"] == "/account"


def test_an_issuer_that_says_it_is_another_is_not_asked(provider: Provider, curator: Account, browser: Browser) -> None:
    provider.lies = {"issuer of all": "https://evil.example"}
    assert "could not be reached" in browser.get("/sign-in/council", 403).main


def test_one_that_is_away_is_said_to_be(provider: Provider, curator: Account, browser: Browser, tables: Flask) -> None:
    tables.config["OIDC_ISSUER"] = "http://127.0.0.1:9"  # where nothing listens
    assert "could not be reached" in browser.get("/sign-in/council", 403).main


def test_an_answer_that_nobody_asked_for_signs_nobody_in(provider: Provider, curator: Account, browser: Browser, another: Browser) -> None:
    there = browser.client.get("/sign-in/council").headers["Location"]
    back = requests.get(there, allow_redirects=False, timeout=10).headers["Location"].removeprefix("http://localhost")
    assert another.client.get(back).status_code == 403, "an attacker's own answer, given to somebody else to open"
    assert browser.client.get(back).status_code == 303
    assert browser.client.get(back).status_code == 403, "and it works once"


@pytest.mark.parametrize("onward", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_nobody_is_led_elsewhere(provider: Provider, curator: Account, browser: Browser, onward: str) -> None:
    assert come_back(browser, f"/sign-in/council?next={onward}").headers["Location"] == "/account"


def test_coming_back_begins_a_new_session(provider: Provider, curator: Account, browser: Browser) -> None:
    browser.client.get("/sign-in")
    with browser.client.session_transaction() as session:
        session["planted"] = "by somebody else"
    come_back(browser)
    with browser.client.session_transaction() as session:
        assert not [name for name in session if name not in ("account", "epoch", "name", "since")]


def test_an_address_given_to_a_new_person_opens_nothing(provider: Provider, curator: Account, browser: Browser, another: Browser) -> None:
    come_back(browser)
    provider.person = VERIFIED | {"sub": "2"}
    assert come_back(another).status_code == 403
    assert not another.is_in()


def test_an_account_that_is_disabled_stays_shut(provider: Provider, curator: Account, browser: Browser, tables: Flask) -> None:
    tables.test_cli_runner().invoke(args=["accounts", "disable", EMAIL])
    assert come_back(browser).status_code == 403


def test_an_account_with_a_second_factor_asks_for_its_code_and_is_joined_only_then(
    provider: Provider, curator: Account, browser: Browser, tables: Flask
) -> None:
    secret = pyotp.random_base32()
    with tables.app_context():
        account = store.account_of(db.session(), EMAIL)
        assert account
        factors.begin(db.session(), account, sealing.keys(tables.config), secret, 0)
        db.session.commit()
    assert come_back(browser).headers["Location"] == "/sign-in/code"
    assert not browser.is_in()
    assert "Joined to their council’s own sign-in" not in log(tables)
    browser.post("/sign-in/code", code=pyotp.TOTP(secret).now())
    assert browser.is_in()
    assert "Joined to their council’s own sign-in" in log(tables)


def invited(app: Flask, email: str) -> str:
    """The path of an invitation's link, from an owner whose account is made first."""
    owner = make(app, "owner@anytown.example", "owner")
    with app.test_request_context():
        by = store.account(db.session(), owner.id)
        assert by
        link = links.invitation_link(people.invite(db.session(), by, body(db.session(), "anytown-region"), email, "editor"))
        db.session.commit()
        return link.removeprefix("http://localhost")


def test_somebody_invited_gets_an_account_and_still_presses_the_button(provider: Provider, browser: Browser, tables: Flask) -> None:
    invited(tables, EMAIL)
    where = come_back(browser).headers["Location"]
    assert where.startswith("/invitation?key=")
    browser.post(where)
    assert "editor" in browser.get("/curate/bodies/anytown-region/people").main


def test_an_invitations_link_is_enough_where_the_address_is_not_verified(provider: Provider, browser: Browser, tables: Flask) -> None:
    provider.person = {"sub": "9"}
    key = urlsplit(invited(tables, EMAIL)).query.partition("=")[2]
    assert come_back(browser, f"/sign-in/council?invitation={key}").headers["Location"].startswith("/invitation?key=")
    assert browser.is_in()


def test_an_invitations_link_does_not_open_an_account_that_there_is(provider: Provider, browser: Browser, tables: Flask) -> None:
    make(tables, EMAIL)
    provider.person = {"sub": "9"}
    key = urlsplit(invited(tables, EMAIL)).query.partition("=")[2]
    assert come_back(browser, f"/sign-in/council?invitation={key}").status_code == 403


def test_a_password_that_was_said_long_ago_joins_nothing(provider: Provider, curator: Account, browser: Browser, tables: Flask) -> None:
    provider.person = {"sub": "entra", "email": "somebody@elsewhere.example"}
    browser.sign_in()
    browser.post("/account/council", 200, current=PASSWORD)
    with browser.client.session_transaction() as session:
        session["joining"] = dict(session["joining"]) | {"since": session["joining"]["since"] - 601}
    assert come_back(browser).status_code == 403
    with tables.app_context():
        account = store.account_of(db.session(), EMAIL)
        assert account
        assert account.subject is None


def test_an_account_is_joined_and_parted_by_who_says_the_password(
    provider: Provider, curator: Account, browser: Browser, another: Browser
) -> None:
    provider.person = {"sub": "entra", "email": EMAIL}
    browser.sign_in()
    browser.post("/account/council", 422, current="wrong")
    browser.post("/account/council", 200, current=PASSWORD)
    assert come_back(browser).headers["Location"] == "/account"
    come_back(another)
    assert another.is_in()
    browser.post("/account/council", current=PASSWORD)
    assert not another.is_in()
    assert come_back(another).status_code == 403


def test_without_the_settings_there_is_no_such_page(curator: Account, browser: Browser, mail: list[EmailMessage]) -> None:
    assert "council" not in browser.get("/sign-in").main
    browser.get("/sign-in/council", 404)

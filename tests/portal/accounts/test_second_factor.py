"""The second factor: set up, asked for, used once, and encrypted where it is kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask

from portal.accounts import codes, factors, sealing, store
from portal.accounts.models import Account
from portal.extensions import db
from tests.portal.accounts.conftest import EMAIL, Browser, log
from tests.portal.curators import PASSWORD

NOW = datetime(2026, 11, 22, 12, 0, 10, tzinfo=UTC)


@pytest.fixture
def secret(curator: Account, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> str:
    """The secret of somebody who has set a second factor up at NOW, in their browser, and is signed in."""
    _at(monkeypatch, NOW)
    browser.sign_in()
    found = _secret(browser)
    browser.page_of("/account/second-factor", code=pyotp.TOTP(found).at(NOW), current=PASSWORD)
    return found


def _at(monkeypatch: pytest.MonkeyPatch, when: datetime) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return when

    monkeypatch.setattr(codes, "datetime", Clock)


def _secret(browser: Browser) -> str:
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", browser.client.get("/account/second-factor").text)
    assert found
    return found[1].replace(" ", "")


def later(secret: str, monkeypatch: pytest.MonkeyPatch, steps: int = 1) -> str:
    """The code some steps later, which it is then."""
    when = NOW + timedelta(seconds=30 * steps)
    _at(monkeypatch, when)
    return pyotp.TOTP(secret).at(when)


def test_a_password_alone_is_then_not_enough(secret: str, another: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    assert another.sign_in().headers["Location"] == "/sign-in/code"
    assert not another.is_in()
    assert "not right" in another.page_of("/sign-in/code", 422, code="000000").main
    another.post("/sign-in/code", code=later(secret, monkeypatch))
    assert another.is_in()


def test_no_code_works_twice(secret: str, browser: Browser, another: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    another.sign_in()
    another.post("/sign-in/code", 422, code=pyotp.TOTP(secret).at(NOW))
    code = later(secret, monkeypatch)
    another.post("/sign-in/code", code=code)
    third = Browser(browser.app, browser.app.test_client())
    third.sign_in()
    third.post("/sign-in/code", 422, code=code)
    assert not third.is_in()


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (1, 303), (2, 422)])
def test_a_clock_may_be_half_a_minute_wrong_and_no_more(secret: str, another: Browser, steps: int, status: int) -> None:
    another.sign_in()
    another.post("/sign-in/code", status, code=pyotp.TOTP(secret).at(NOW + timedelta(seconds=30 * steps)))


def test_of_two_who_come_with_one_code_at_once_one_is_let_in(secret: str, tables: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    code = later(secret, monkeypatch)
    with tables.app_context():
        keys, stale = sealing.keys(tables.config), store.account_of(db.session(), EMAIL)
        assert stale
        kept = stale.second_factor_step
        assert factors.use(db.session(), stale, keys, code)
        stale.second_factor_step = kept  # what the other read before
        with db.session.no_autoflush:
            assert not factors.use(db.session(), stale, keys, code)


def test_the_header_tells_nobody_half_way_in(secret: str, another: Browser) -> None:
    another.sign_in()
    assert "Anytown’s curator" not in another.client.get("/").text
    with another.client.session_transaction() as session:
        assert "account" not in session


def test_half_way_in_does_not_last(secret: str, another: Browser, tables: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    another.sign_in()
    with another.client.session_transaction() as session:
        session["half"] = dict(session["half"]) | {"since": session["half"]["since"] - 601}
    assert another.post("/sign-in/code", form="/sign-in", code=later(secret, monkeypatch)).headers["Location"] == "/sign-in"
    assert not another.is_in()


def test_a_changed_password_ends_what_was_half_begun(
    secret: str, browser: Browser, another: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    another.sign_in()
    browser.post("/account/password", current=PASSWORD, password="kettle marmalade harbour")
    another.post("/sign-in/code", form="/sign-in", code=later(secret, monkeypatch))
    assert not another.is_in()


def test_guessing_codes_is_limited(secret: str, another: Browser, tables: Flask) -> None:
    statuses = []
    for number in range(6):
        browser = Browser(tables, tables.test_client())
        browser.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        browser.sign_in()
        statuses.append(browser.client.post("/sign-in/code", data={"code": "000000", "csrf_token": _token(browser)}).status_code)
    assert statuses == [422, 422, 422, 422, 429, 429], "one was used to set it up"


def _token(browser: Browser) -> str:
    return browser.client.get("/sign-in/code").text.partition('name="csrf_token" value="')[2].partition('"')[0]


def test_a_spare_code_works_once(curator: Account, browser: Browser, another: Browser, tables: Flask) -> None:
    browser.sign_in()
    secret = _secret(browser)
    page = browser.page_of("/account/second-factor", code=pyotp.TOTP(secret).now(), current=PASSWORD)
    spares = re.findall(r"<code>([a-z2-7-]{19})</code>", page.response.text)
    assert len(set(spares)) == codes.SPARES
    another.sign_in()
    another.post("/sign-in/code", code=spares[0].upper().replace("-", " "))
    assert another.is_in()
    third = Browser(tables, tables.test_client())
    third.sign_in()
    third.post("/sign-in/code", 422, code=spares[0])
    assert "Used a spare code; 9 left" in log(tables)
    with tables.app_context():
        account = store.account_of(db.session(), EMAIL)
        assert account
        assert not set(spares) & set(account.spare_codes)
        assert "9 spare codes are left" in another.get("/account/second-factor").main


def test_setting_it_up_needs_the_password_and_a_code(curator: Account, browser: Browser, tables: Flask) -> None:
    browser.sign_in()
    secret = _secret(browser)
    assert "not your password" in browser.page_of("/account/second-factor", 422, code=pyotp.TOTP(secret).now(), current="wrong").main
    assert "not right" in browser.page_of("/account/second-factor", 422, code="000000", current=PASSWORD).main
    with tables.app_context():
        account = store.account_of(db.session(), EMAIL)
        assert account
        assert account.second_factor is None


def test_the_secret_is_a_picture_and_typed_and_neither_in_the_cookie_nor_in_sql(secret: str, browser: Browser, tables: Flask) -> None:
    with tables.app_context():
        account = store.account_of(db.session(), EMAIL)
        assert account
        assert account.second_factor
        assert secret.encode() not in account.second_factor
        assert sealing.unseal(sealing.keys(tables.config), account.id, account.second_factor) == secret
        with pytest.raises(sealing.NotOpened):
            sealing.unseal(sealing.keys(tables.config), account.id + 1, account.second_factor)


def test_the_picture_says_what_a_phone_needs_and_has_no_style_of_its_own() -> None:
    drawn = codes.picture("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "<b>@anytown.example")
    assert drawn.startswith("<svg")
    assert "style" not in drawn
    assert "<b>" not in drawn
    assert codes.address("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", EMAIL).startswith(
        "otpauth://totp/Copybook:curator%40anytown.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    )


def test_ending_it_takes_a_code(secret: str, browser: Browser, another: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    browser.post("/account/second-factor/end", 422, code="000000")
    browser.post("/account/second-factor/end", code=later(secret, monkeypatch))
    assert another.sign_in().headers["Location"] == "/account"


def test_a_reset_password_does_not_get_round_it(secret: str, another: Browser, tables: Flask) -> None:
    link = tables.test_cli_runner().invoke(args=["accounts", "reset", EMAIL]).output.splitlines()[0]
    another.post(link.removeprefix("http://127.0.0.1:8000"), password="kettle marmalade harbour")
    assert another.sign_in(password="kettle marmalade harbour").headers["Location"] == "/sign-in/code"


def test_whoever_runs_the_site_can_take_it_away(secret: str, another: Browser, tables: Flask) -> None:
    tables.test_cli_runner().invoke(args=["accounts", "reset", EMAIL, "--second-factor"])
    assert another.sign_in().headers["Location"] == "/account"
    assert "Ended the second factor of Anytown’s curator" in log(tables)


def test_keys_can_be_changed(secret: str, another: Browser, tables: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = tables.config["SECRET_KEY"], "a new key, long and random"
    tables.config["SECOND_FACTOR_KEYS"] = (new, old)
    assert tables.test_cli_runner().invoke(args=["accounts", "reseal"]).output == "1 sealed with the newest key.\n"
    tables.config["SECOND_FACTOR_KEYS"] = (new,)
    another.sign_in()
    another.post("/sign-in/code", code=later(secret, monkeypatch))
    assert another.is_in()


def test_a_lost_key_is_said_to_be_the_sites_fault(secret: str, another: Browser, tables: Flask, caplog: pytest.LogCaptureFixture) -> None:
    another.sign_in()
    tables.config["SECOND_FACTOR_KEYS"] = ("another key, long and random",)
    assert "Nothing that you typed is wrong" in another.page_of("/sign-in/code", 503, code="123456").main
    assert "SECOND_FACTOR_KEYS" in caplog.text
    assert "SECOND_FACTOR_KEYS" in tables.test_cli_runner().invoke(args=["accounts", "reseal"]).output

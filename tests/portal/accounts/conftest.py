"""What tests of accounts share: somebody with a password, and a browser that finds the token of each form."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts import letters, store
from portal.accounts.models import Account, AuditEntry, Role
from portal.extensions import db
from tests.portal.curators import PASSWORD, body
from tests.portal.page import Page, audit

EMAIL = "curator@anytown.example"


@dataclass
class Browser:
    """A browser without scripts."""

    app: Flask
    client: FlaskClient

    def get(self, path: str, status: int = 200) -> Page:
        """A page, audited."""
        return self._page(self.client.get(path), status)

    def post(self, path: str, status: int = 303, /, form: str | None = None, **fields: Any) -> TestResponse:
        """Send a form, with the token of the page it stands on."""
        token = self.client.get(form or path).text.partition('name="csrf_token" value="')[2].partition('"')[0]
        answer = self.client.post(path, data=fields | {"csrf_token": token})
        assert answer.status_code == status, f"{path} answered {answer.status}, not {status}"
        return answer

    def page_of(self, path: str, status: int = 200, /, form: str | None = None, **fields: Any) -> Page:
        """The page that answers a form."""
        return self._page(self.post(path, status, form=form, **fields), status)

    def sign_in(self, email: str = EMAIL, password: str = PASSWORD) -> TestResponse:
        """Type an address and a password."""
        return self.post("/sign-in", email=email, password=password)

    def is_in(self) -> bool:
        """Whether somebody is signed in here."""
        return self.client.get("/account").status_code == 200

    def _page(self, answer: TestResponse, status: int) -> Page:
        assert answer.status_code == status, f"answered {answer.status}, not {status}"
        with self.app.app_context():
            return audit(answer)


@pytest.fixture
def browser(tables: Flask) -> Browser:
    """Somebody's browser."""
    return Browser(tables, tables.test_client())


@pytest.fixture
def another(tables: Flask) -> Browser:
    """Another's browser."""
    return Browser(tables, tables.test_client())


@pytest.fixture
def curator(tables: Flask) -> Account:
    """An owner of a regional body, who signs in with PASSWORD."""
    return make(tables, EMAIL, "owner")


def make(app: Flask, email: str, role: Role | None = None, password: str | None = PASSWORD) -> Account:
    """Somebody with an account, and if need be a role in a regional body."""
    with app.app_context():
        session = db.session()
        made = store.add_account(session, None, email, "Anytown’s curator", password)
        if role:
            store.set_role(session, None, made, body(session, "anytown-region"), role)
        session.commit()
        session.refresh(made)
        return made


@pytest.fixture
def mail(tables: Flask, monkeypatch: pytest.MonkeyPatch) -> list[EmailMessage]:
    """What the site mails, at once rather than from a thread."""
    tables.config |= {"MAIL_URL": "smtp://mail.example", "SITE_URL": "https://copybook.example", "CONTACT_EMAIL": "help@copybook.example"}
    sent: list[EmailMessage] = []
    monkeypatch.setattr(letters, "_later", lambda message: sent.append(message) if message else None)
    monkeypatch.setattr(letters, "send_mail", lambda server, message: sent.append(message))
    return sent


def link_in(message: EmailMessage) -> str:
    """The path of the link in a mail."""
    [line] = [line.strip() for line in message.get_content().splitlines() if "https://" in line]
    return str(line).removeprefix("https://copybook.example")


def log(app: Flask) -> list[str]:
    """What the log says, oldest first."""
    with app.app_context():
        return [it.words for it in db.session.query(AuditEntry).order_by(AuditEntry.id)]

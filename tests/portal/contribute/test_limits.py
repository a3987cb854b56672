from __future__ import annotations

import pytest
from flask import Flask

from portal.contribute import sending
from tests.portal.contribute.conftest import Author


def test_one_address_begins_twenty_drafts_a_day_and_is_then_told_to_wait(author: Author) -> None:
    for _ in range(20):
        author.post("new", about="x")
    page = author.page_of("new", 429, about="x")
    assert page.h1 == "That was a lot at once"
    assert "try again in 24 hours" in page.main
    assert 86_000 < int(page.response.headers["Retry-After"]) <= 86_400


def test_reading_is_not_limited(author: Author) -> None:
    author.begin()
    for _ in range(30):
        author.get("draft/contact")


def test_another_address_is_counted_apart(author: Author, tables: Flask) -> None:
    for _ in range(20):
        author.post("new", about="x")
    data = {"csrf_token": author.token(), "about": "x"}
    response = author.client.post("/contribute/new", data=data, environ_base={"REMOTE_ADDR": "192.0.2.9"})
    assert response.status_code == 303


def test_nobody_is_sent_mail_again_and_again(written: Author, tables: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    tables.config |= {"MAIL_URL": "smtp://mail.example", "EDITORS_EMAIL": "editors@copybook.example"}
    sent: list[str] = []
    monkeypatch.setattr(sending, "send_mail", lambda server, message: sent.append(message["To"]))
    for number in range(5):
        written.client.post(
            f"/contribute/draft/send?key={written.key}",
            data={"csrf_token": written.token(), "email": "Victim@anytown.example" if number % 2 else "victim@anytown.example"},
            environ_base={"REMOTE_ADDR": f"192.0.2.{number}"},
        )
    written.post("draft/send", 429, email="victim@anytown.example")
    assert len(sent) == 5

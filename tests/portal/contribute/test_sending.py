"""What “Send it” does in each of the ways that it can be set up, with a mail server that keeps what it is given."""

from __future__ import annotations

import re
import smtplib
import sqlite3
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask

from portal import mail
from portal.contribute import sending
from portal.contribute.models import Contribution
from portal.extensions import db
from portal.mail import MailNotSent
from tests.portal.contribute.conftest import WHOLE, Author
from tests.portal.page import words

ME = "me@anytown.example"


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[EmailMessage]:
    """The mails that were sent."""
    box: list[EmailMessage] = []
    monkeypatch.setattr(sending, "send_mail", lambda server, message: box.append(message))
    return box


def state(app: Flask) -> str:
    """What has become of the one contribution there is; nothing where there is none."""
    with app.app_context():
        found = db.session.query(Contribution).one_or_none()
        return found.state if found else ""


def link_in(message: EmailMessage) -> str:
    """The part of the one link in a mail that follows /contribute/."""
    found = re.search(r"http://localhost/contribute/(confirm\?key=\S+)", message.get_content())
    assert found
    return found[1]


def test_by_hand_it_says_whom_to_send_the_file_to(written: Author, tables: Flask) -> None:
    tables.config["EDITORS_EMAIL"] = "editors@copybook.example"
    page = written.get("draft/send")
    assert page.links["editors@copybook.example"].startswith("mailto:editors@copybook.example?subject=")
    assert page.links["Download the file"] == f"/contribute/draft/file?key={written.key}"


def test_without_any_mailbox_it_says_so(written: Author) -> None:
    assert "It has not set a mailbox yet." in written.get("draft/send").main


def test_the_forge_opens_with_the_file_filled_in(written: Author, tables: Flask) -> None:
    tables.config |= {"CONTRIBUTIONS": "forge", "REPOSITORY_URL": "https://github.com/example/copybook"}
    page = written.get("draft/send")
    link = page.one("a", rel="noreferrer noopener")
    assert link.get("href").startswith("https://github.com/example/copybook/new/main?filename=casestudies%2Flincoln%2F")
    assert page.all("textarea") == []


def test_a_long_text_is_there_to_be_copied(written: Author, tables: Flask) -> None:
    tables.config |= {"CONTRIBUTIONS": "forge", "REPOSITORY_URL": "https://gitlab.com/example/copybook"}
    page = written.get("draft/send")
    assert "## The problem" in page.one("textarea", id="text").text
    assert "merge request" in page.main


def test_the_queue_takes_it_at_once_where_the_site_sends_no_mail(written: Author, tables: Flask) -> None:
    tables.config["CONTRIBUTIONS"] = "queue"
    written.post("draft/send")
    assert state(tables) == "waiting"
    assert "An editor will read it." in written.get("draft").main


MAIL = {"MAIL_URL": "smtp://mail.example", "EDITORS_EMAIL": "editors@copybook.example"}


@pytest.mark.parametrize(("how", "ends"), [("queue", "waiting"), ("mail", "mailed")])
def test_nobody_is_bothered_before_it_is_confirmed(written: Author, tables: Flask, sent: list[EmailMessage], how: str, ends: str) -> None:
    tables.config |= MAIL | {"CONTRIBUTIONS": how}
    written.post("draft/send", email=ME)
    assert [message["To"] for message in sent] == [ME]
    assert state(tables) == "unconfirmed"
    assert "One more step." in written.get("draft").main

    path = link_in(sent[0])
    with_key = Author(written.client, path.partition("key=")[2])
    assert WHOLE["title"] in with_key.get("confirm").main
    assert state(tables) == "unconfirmed"
    assert with_key.page_of("confirm").h1 == "The editors have it"
    assert state(tables) == ends
    assert (sent[1]["To"], sent[1]["Reply-To"]) == ("editors@copybook.example", ME)
    (attached,) = sent[1].iter_attachments()
    assert attached.get_content() == written.client.get(f"/contribute/draft/file?key={written.key}").text
    with_key.page_of("confirm")
    assert len(sent) == 2


def test_a_link_confirms_only_what_was_sent_last(written: Author, tables: Flask, sent: list[EmailMessage]) -> None:
    tables.config |= MAIL
    written.post("draft/send", email=ME)
    written.post("draft/send", email=ME)
    first, second = (link_in(message).partition("key=")[2] for message in sent)
    Author(written.client, first).get("confirm", 404)
    Author(written.client, second).get("confirm")


NO_ADDRESSES = ("", "nobody", "a@b", "a@b.example\nBcc: c@d.example", "a@b.example, c@d.example", "x" * 300 + "@a.example")


@pytest.mark.parametrize("email", NO_ADDRESSES)
def test_what_is_no_address_is_told_and_nothing_is_sent(written: Author, tables: Flask, sent: list[EmailMessage], email: str) -> None:
    tables.config |= MAIL
    page = written.page_of("draft/send", email=email)
    assert page.title.startswith("Error: Send your case study")
    assert "Write your mail address" in words(page.one("div", class_="govuk-error-summary"))
    assert (sent, state(tables)) == ([], "")


def test_a_title_with_a_line_break_makes_no_header_of_its_own(written: Author, tables: Flask, sent: list[EmailMessage]) -> None:
    tables.config |= MAIL
    written.post("draft/about", title="A title\r\nBcc: c@d.example", summary="S", status="live", do="later")
    written.post("draft/send", email=ME)
    assert sent[0]["Bcc"] is None
    assert sent[0]["Subject"] == "Confirm your case study: A title Bcc: c@d.example"


def test_when_no_mail_can_be_sent_nothing_is_changed(written: Author, tables: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(server: str, message: EmailMessage) -> None:
        raise MailNotSent("The mail server did not take a message.")

    monkeypatch.setattr(sending, "send_mail", broken)
    tables.config |= MAIL
    assert "We could not send mail just now" in written.page_of("draft/send", 503, email=ME).h1
    assert state(tables) == ""


def test_an_earlier_text_still_waits_where_the_mail_for_the_next_cannot_be_sent(
    written: Author, tables: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables.config["CONTRIBUTIONS"] = "queue"
    written.post("draft/send")

    def broken(server: str, message: EmailMessage) -> None:
        raise MailNotSent("The mail server did not take a message.")

    monkeypatch.setattr(sending, "send_mail", broken)
    tables.config |= MAIL
    written.post("draft/send", 503, email=ME)
    assert state(tables) == "waiting"


@pytest.mark.sqlite
def test_while_a_mail_is_sent_others_may_save(written: Author, tables: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[EmailMessage] = []

    def slow(server: str, message: EmailMessage) -> None:
        other = sqlite3.connect(str(db.engine.url.database), timeout=0)
        other.execute("UPDATE draft SET changed = changed")
        other.commit()
        other.close()
        sent.append(message)

    monkeypatch.setattr(sending, "send_mail", slow)
    tables.config |= MAIL | {"CONTRIBUTIONS": "queue"}
    written.post("draft/send", email=ME)
    written.page_of(link_in(sent[0]))
    assert len(sent) == 2
    assert state(tables) == "waiting"


def test_only_so_many_wait_at_once(written: Author, tables: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "MOST_WAITING", 0)
    tables.config["CONTRIBUTIONS"] = "queue"
    assert written.page_of("draft/send", 503).h1 == "There is no room for another just now"


def test_a_draft_with_faults_is_not_sent_even_by_hand_made_request(author: Author, tables: Flask) -> None:
    tables.config["CONTRIBUTIONS"] = "queue"
    author.begin().post("draft/send")
    assert state(tables) == ""


def test_what_is_deleted_is_not_waiting_any_more(written: Author, tables: Flask) -> None:
    tables.config["CONTRIBUTIONS"] = "queue"
    written.post("draft/send")
    written.page_of("draft/delete")
    assert state(tables) == ""


def test_an_unencrypted_mail_server_elsewhere_is_given_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Plain:
        """A mail server that does not encrypt."""

        def __init__(self, *_: Any, **__: Any) -> None:
            self.told: list[str] = []

        def ehlo(self) -> None: ...
        def has_extn(self, _: str) -> bool:
            return False

        def close(self) -> None: ...

    monkeypatch.setattr(smtplib, "SMTP", Plain)
    with pytest.raises(MailNotSent, match="Look at MAIL_URL") as raised:
        mail.send_mail("smtp://me:sesame@mail.example", EmailMessage())
    assert "sesame" not in str(raised.value)

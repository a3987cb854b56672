"""The queue for editors of the site: read, judge, decide; of two who decide, one does."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Query, Results
from indexer.query import Scores
from portal.accounts import store as accounts
from portal.contribute import releasing, sending, store
from portal.contribute.models import Contribution, Draft
from portal.extensions import db
from portal.mail import MailNotSent
from tests.memory_index import MemoryIndex
from tests.portal.contribute.conftest import WHOLE, Author
from tests.portal.contribute.test_repository import bare, git
from tests.portal.curators import sign_in
from tests.portal.page import Page, audit

__all__ = ["bare"]

ONE = "/editors/contributions/1"


class Editor:
    """Somebody who edits the site, signed in."""

    def __init__(self, app: Flask, client: FlaskClient) -> None:
        self.app, self.client = app, client

    def get(self, path: str, status: int = 200) -> Page:
        """A page, audited."""
        answer = self.client.get(path)
        assert answer.status_code == status
        with self.app.app_context():
            return audit(answer)

    def seen(self, path: str) -> str:
        """When what one reads on a page was sent, as its form says it."""
        return self.client.get(path).text.partition('name="sent" value="')[2].partition('"')[0]

    def post(self, path: str, status: int = 303, **fields: str) -> Page | None:
        """Press a button."""
        token = self.client.get("/account").text.partition('name="csrf_token" value="')[2].partition('"')[0]
        answer = self.client.post(path, data={"csrf_token": token, "sent": self.seen(path.rpartition("/")[0])} | fields)
        assert answer.status_code == status
        with self.app.app_context():
            return audit(answer) if status != 303 else None


@pytest.fixture
def editor(tables: Flask) -> Editor:
    tables.config["CONTRIBUTIONS"] = "queue"
    client = tables.test_client()
    with tables.app_context():
        made = accounts.add_account(db.session(), None, "editor@site.example", "The site’s editor", None)
        accounts.set_site_editor(db.session(), None, made, True)
        db.session.commit()
        db.session.refresh(made)
    sign_in(client, made)
    return Editor(tables, client)


@pytest.fixture
def waiting(editor: Editor, written: Author) -> Author:
    """Somebody whose case study waits, as number 1."""
    written.post("draft/send")
    return written


def test_an_editor_reads_what_waits_with_all_there_is_to_know(waiting: Author, editor: Editor) -> None:
    assert "Anytown: tenants' repairs" in editor.get("/editors/contributions").main
    page = editor.get(ONE)
    assert "Nothing must be mended" in page.main
    assert "Same council" in page.main, "Lincoln has one about repairs"
    assert "Tenants could not book" in editor.get(f"{ONE}/preview").main
    answer = editor.client.get(f"{ONE}/file")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "## How to copy this" in answer.text


def test_declined_its_author_reads_why_and_the_log_says_who(waiting: Author, editor: Editor) -> None:
    editor.post(f"{ONE}/decline", reason="Please name the source.")
    assert "Please name the source." in waiting.get("draft").main
    assert "The site’s editor: Declined" in editor.get(ONE).main
    assert "There are none" in editor.get("/editors/contributions").main
    assert "Anytown" in editor.get("/editors/contributions?state=declined").main


def test_what_was_said_before_is_there_when_it_is_sent_again(waiting: Author, editor: Editor) -> None:
    editor.post(f"{ONE}/decline", reason="Please name the source.")
    waiting.post("draft/send")
    page = editor.get(ONE)
    assert "Please name the source." in page.main
    assert "Waiting" in page.main


@pytest.mark.parametrize("decision", ["release", "decline"])
def test_nobody_decides_about_a_text_that_they_have_not_read(waiting: Author, editor: Editor, bare: Path, decision: str) -> None:
    editor.app.config["CONTRIBUTIONS_REPOSITORY"] = str(bare)
    seen = editor.seen(ONE)
    waiting.post("draft/send")
    page = editor.post(f"{ONE}/{decision}", 409, reason="Kept.", sent=seen)
    assert page
    assert "sent it anew" in page.main
    assert "Kept." in page.main
    assert "contribution/" not in git(bare, "branch", "--list", "contribution/*")


def test_sent_anew_while_it_was_pushed_it_waits_and_the_branch_is_named(
    waiting: Author, editor: Editor, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor.app.config["CONTRIBUTIONS_REPOSITORY"] = str(bare)
    push = releasing.push

    def push_while_it_is_sent(*given: Any) -> str:
        branch = push(*given)
        elsewhere = Thread(target=waiting.post, args=("draft/send",))
        elsewhere.start()
        elsewhere.join()
        return branch

    monkeypatch.setattr(releasing, "push", push_while_it_is_sent)
    page = editor.post(f"{ONE}/release", 409)
    assert page
    assert "The branch contribution/anytown-tenants-repairs-online-at-last was pushed all the same" in page.main
    assert "Waiting" in page.main


def test_a_draft_does_not_inherit_the_history_of_one_that_is_gone(waiting: Author, editor: Editor, tables: Flask) -> None:
    editor.post(f"{ONE}/decline", reason="Please name the source.")
    with tables.app_context():
        store.delete(db.session(), db.session.query(Draft).one())
        db.session.commit()
    Author(tables.test_client()).begin().write(WHOLE).post("draft/send")
    with tables.app_context():
        number = db.session.query(Contribution).one().id
    assert "Please name the source." not in editor.get(f"/editors/contributions/{number}").main


def test_the_queue_says_how_many_there_are_and_each_names_others_of_its_name(waiting: Author, editor: Editor, tables: Flask) -> None:
    Author(tables.test_client()).begin().write(WHOLE).post("draft/send")
    assert "Waiting (2)" in editor.get("/editors/contributions").main
    page = editor.get(ONE)
    assert page.links["number 2"] == "/editors/contributions/2"


def test_what_is_like_it_comes_nearest_first(waiting: Author, editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    search = MemoryIndex.search

    def found(index: MemoryIndex, query: Query) -> Results:
        results = search(index, query)
        [hit] = results.hits
        return replace(results, hits=tuple(replace(hit, scores=Scores(1, 1, meaning)) for meaning in (0.2, 0.9, 0.5)))

    monkeypatch.setattr(MemoryIndex, "search", found)
    assert re.findall(r"\((\d+)% alike in meaning\)", editor.get(ONE).main) == ["90", "50", "20"]


def test_a_reason_keeps_its_paragraphs_for_its_author(waiting: Author, editor: Editor) -> None:
    editor.post(f"{ONE}/decline", reason="Name the source.\r\n\r\nThen send it again.")
    for html in (editor.client.get(ONE).text, waiting.get("draft").response.text):
        assert re.search(r"<p[^>]*>Name the source\.</p>\s*<p[^>]*>Then send it again\.</p>", html)


def test_released_it_is_a_branch(waiting: Author, editor: Editor, bare: Path) -> None:
    editor.app.config["CONTRIBUTIONS_REPOSITORY"] = str(bare)
    editor.post(f"{ONE}/release")
    assert "contribution/anytown-tenants-repairs-online-at-last" in git(bare, "branch", "--list", "contribution/*")
    assert "the branch contribution/anytown-tenants-repairs-online-at-last" in editor.get(ONE).main
    assert "An editor took it on" in waiting.get("draft").main


def test_a_push_that_fails_leaves_it_waiting(waiting: Author, editor: Editor, tmp_path: Path) -> None:
    editor.app.config["CONTRIBUTIONS_REPOSITORY"] = str(tmp_path / "nowhere.git")
    page = editor.post(f"{ONE}/release", 503, reason="A word that is kept")
    assert page
    assert "Look at CONTRIBUTIONS_REPOSITORY" in page.main
    assert "A word that is kept" in page.main
    assert "Waiting" in editor.get(ONE).main


def test_declining_needs_a_reason(waiting: Author, editor: Editor) -> None:
    page = editor.post(f"{ONE}/decline", 422, reason=" ")
    assert page
    assert "Give a reason" in page.main


def test_of_two_editors_one_decides(waiting: Author, editor: Editor) -> None:
    seen = editor.seen(ONE)
    editor.post(f"{ONE}/decline", reason="First.")
    page = editor.post(f"{ONE}/decline", 409, reason="Second.", sent=seen)
    assert page
    assert "Another editor was quicker" in page.main
    assert "First." in waiting.get("draft").main


def test_the_claim_itself_lets_one_through(waiting: Author, editor: Editor) -> None:
    with editor.app.app_context():
        it = store.contribution(db.session(), 1)
        assert it
        assert store.judge(db.session(), None, it, "declined", "First.")
        assert not store.judge(db.session(), None, it, "released", "")
        assert (it.state, it.reason) == ("declined", "First.")


def test_a_mail_that_does_not_go_out_undoes_nothing(waiting: Author, editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MailNotSent("no")

    monkeypatch.setattr(sending, "tell_author", fail)
    with editor.app.app_context():
        db.session.query(Contribution).one().email = "me@anytown.example"
        db.session.commit()
    editor.post(f"{ONE}/decline", reason="Please name the source.")
    assert "Please name the source." in waiting.get("draft").main
    assert "the mail to its author could not be sent" in editor.get(f"{ONE}?untold=1").main


def test_words_of_a_stranger_are_shown_as_words(editor: Editor, author: Author) -> None:
    author.begin().write(WHOLE | {"title": "<script>alert(1)</script> & tenants"})
    author.post("draft/send")
    assert "<script>alert" not in editor.client.get(ONE).text
    assert "<script>alert" not in editor.client.get("/editors/contributions").text

"""The log of a regional body, as its members read it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts import audit
from portal.curation import log_views
from portal.extensions import db
from tests.portal.curation.conftest import As
from tests.portal.curators import body, person
from tests.portal.page import Page
from tests.portal.page import audit as page_of


def read(client: FlaskClient, query: str = "") -> str:
    answer = client.get(f"/curate/bodies/anytown-region/log{query}")
    assert answer.status_code == 200
    return audited(client, answer).main


def audited(client: FlaskClient, answer: TestResponse) -> Page:
    with client.application.app_context():
        return page_of(answer)


def test_it_says_what_was_done_by_whom_and_when(as_: As) -> None:
    as_("editor").post("/curate/collections/draft-one/description", data={"version": "1", "title": "Other words"})
    said = read(as_("reviewer"))
    assert "The editor: Changed the description" in said
    assert "The owner: Began “Draft one”" in said
    assert "Who runs the site: Made The owner owner of Anytown Region" in said


def test_all_of_it_is_reached_a_page_at_a_time(people: Flask, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_views, "ON_A_PAGE", 5)
    with people.app_context():
        session = db.session()
        whole = audit.entries_of_body(session, body(session, "anytown-region").id)
        expected = [it.words for it in whole]
    client, address, pages = as_("reviewer"), "", []
    while True:
        page = audited(client, client.get(f"/curate/bodies/anytown-region/log{address}"))
        pages.append(page.main)
        onward = page.links.get("What was done before this")
        if onward is None:
            break
        address = onward[onward.index("?") :]
    assert len(pages) == -(-len(expected) // 5)
    assert all(words in "".join(pages) for words in expected)


@pytest.mark.parametrize("query", ["?before=0", "?before=-1", "?before=99999999999", "?before=" + "9" * 500, "?before=x", "?before=²"])
def test_any_address_is_answered(as_: As, query: str) -> None:
    read(as_("owner"), query)


def test_another_body_s_log_is_not_there(people: Flask, as_: As) -> None:
    with people.app_context():
        session = db.session()
        audit.note(session, person(session, "owner of another body"), "x", "y", "A secret", body(session, "elsewhere-region").id)
        session.commit()
    assert "A secret" not in read(as_("owner"))
    assert as_("owner").get("/curate/bodies/elsewhere-region/log").status_code == 404


def test_names_and_words_are_text(people: Flask, as_: As) -> None:
    with people.app_context():
        session = db.session()
        person(session, "editor").name = "<script>alert(1)</script>"
        audit.note(session, person(session, "editor"), "x", "y", "<b>bold</b>", body(session, "anytown-region").id)
        session.commit()
    assert "<script>alert(1)" in read(as_("owner"))
    assert "<b>bold</b>" in read(as_("owner"))

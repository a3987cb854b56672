"""Which collection a question asks for, and that the table which knows is the newest."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.curation import offers, store
from portal.curation.contents import Contents
from portal.curation.offers import Offer, key, named, offered
from portal.curation.public import offers as table
from portal.extensions import db
from tests.portal.conftest import GetPage
from tests.portal.curation.conftest import As, found
from tests.portal.curators import PRESENT


def offer(title: str, *phrases: str) -> Offer:
    return Offer(key(title).strip().replace(" ", "-"), title, "", ("B",), 2, date(2026, 1, 1), key(title), tuple(map(key, phrases)))


ALL = named(
    (offer("Replacing housing repairs systems", "repairs", "book a repair"), offer("Tŷ cynnes", "warm homes"), offer("Warm homes")), {}
)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("repairs", "Replacing housing repairs systems"),
        ("how do tenants book a repair online?", "Replacing housing repairs systems"),
        ("REPLACING housing repair system!", "Replacing housing repairs systems"),
        ("housing repairs", "Replacing housing repairs systems"),
        ("ty cynnes", "Tŷ cynnes"),
        ("warm homes", "Tŷ cynnes"),
        ("council warm homes fund", "Tŷ cynnes"),
    ],
)
def test_a_question_finds_the_collection_it_asks_for(text: str, title: str) -> None:
    found = offered(ALL, text)
    assert found is not None
    assert found.title == title


@pytest.mark.parametrize(
    "text", ["", " ", "road repairs in Leeds", "housing", "systems", "a", "?", "book", "x" * 100_000, "\ud800", "the of"]
)
def test_another_question_finds_none(text: str) -> None:
    assert offered(ALL, text) is None


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for something new each time."""
    monkeypatch.setattr(offers, "LOOK_EVERY", 0.0)


def publish(app: Flask, slug: str = "draft-one") -> None:
    with app.app_context():
        found = store.collection_named(db.session(), slug)
        assert found
        store.publish(db.session(), None, found, found.version, "")
        db.session.commit()


@pytest.mark.usefixtures("at_once")
def test_what_is_published_is_offered_at_once_though_the_page_is_kept(people: Flask, client: FlaskClient) -> None:
    before = client.get("/search?q=draft+one").get_data(as_text=True)
    assert "A collection, chosen by people" not in before
    publish(people)
    after = client.get("/search?q=draft+one").get_data(as_text=True)
    assert after.count("A collection, chosen by people") == 1
    assert after.count('href="/collections/draft-one"') == 1
    with people.app_context():
        found = store.collection_named(db.session(), "draft-one")
        assert found
        store.set_state(db.session(), None, found, found.version, "archived")
        db.session.commit()
    assert client.get("/search?q=draft+one").get_data(as_text=True) == before


@pytest.mark.usefixtures("at_once")
def test_one_with_another_address_is_offered_there_at_once(people: Flask, client: FlaskClient) -> None:
    assert 'href="/collections/open-one"' in client.get("/search?q=open+one").text
    with people.app_context():
        found = store.collection_named(db.session(), "open-one")
        assert found
        store.rename(db.session(), None, found, "open-two")
        db.session.commit()
    assert 'href="/collections/open-two"' in client.get("/search?q=open+one").text


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("path", ["/search?q=open+one&theme=housing", "/search", "/search?q=one", "/search.atom?q=open+one"])
def test_who_narrows_or_asks_something_else_is_offered_none(people: Flask, client: FlaskClient, path: str) -> None:
    assert "chosen by people" in client.get("/search?q=open+one").get_data(as_text=True)
    assert "chosen by people" not in client.get(path).get_data(as_text=True)


@pytest.mark.usefixtures("at_once")
def test_a_phrase_is_offered_for_too(people: Flask, get_page: GetPage) -> None:
    with people.app_context():
        found = store.collection_named(db.session(), "open-one")
        assert found
        held = Contents("Another title <b>", introduction="<script>", phrases=("leaky roofs",))
        store.save(db.session(), None, found, 1, held, "x")
        store.publish(db.session(), None, found, 2, "")
        db.session.commit()
    page = get_page("/search?q=leaky+roof")
    assert "Another title <b>" in page.main


@pytest.mark.usefixtures("at_once")
def test_a_curator_says_for_which_searches_it_is_offered(people: Flask, as_: As, client: FlaskClient) -> None:
    editor, at = as_("editor"), "/curate/collections/draft-one"
    typed = {"version": "1", "title": "Draft one", "phrases": "  leaky  roofs\r\n\r\nleaky roofs\r\nwet walls"}
    assert editor.post(f"{at}/description", data=typed).status_code == 303
    assert found(people)[1].phrases == ("leaky roofs", "wet walls")
    assert "leaky roofs\nwet walls</textarea>" in editor.get(f"{at}/description").text
    editor.post(f"{at}/publish", data={"version": "2"})
    assert 'href="/collections/draft-one"' in client.get("/search?q=wet+wall").text


@pytest.mark.parametrize("typed", ["x\n" + "y" * 151, "\n".join(map(str, range(51)))])
def test_too_many_or_too_long_searches_are_told_kindly_and_kept(people: Flask, as_: As, typed: str) -> None:
    answer = as_("editor").post("/curate/collections/draft-one/description", data={"version": "1", "title": "T", "phrases": typed})
    assert answer.status_code == 422
    assert re.search("Shorten line 2 to 150 characters: it is 1 too long|Keep to 50 lines: there are 51", answer.text)
    assert typed in answer.text
    assert found(people)[1].phrases == ()


@pytest.mark.usefixtures("people", "at_once")
def test_a_case_study_says_in_which_collections_it_is(get_page: GetPage) -> None:
    page = get_page(f"/case-studies/{PRESENT}")
    assert "In these collections" in page.main
    assert page.links["Open one"] == "/collections/open-one"
    assert "Draft one" not in page.main
    assert "Old one" not in page.main
    assert "In these collections" not in get_page("/case-studies/wigan-tablet-lending").main


def test_between_two_looks_the_database_is_not_asked(people: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "LOOK_EVERY", 1000.0)
    client.get("/search?q=damp")
    publish(people)
    assert "chosen by people" not in client.get("/search?q=draft+one").get_data(as_text=True)


def test_without_a_database_case_studies_are_still_read(get_page: GetPage, caplog: pytest.LogCaptureFixture) -> None:
    get_page(f"/case-studies/{PRESENT}")
    get_page("/search?q=damp")
    get_page("/sitemap.xml".replace("/sitemap.xml", "/"))
    assert [record.message for record in caplog.records].count(
        "Pages cannot say which collections there are. Run `flask db upgrade`, or see to the database."
    ) == 1


@pytest.mark.usefixtures("at_once")
def test_the_sitemap_names_those_that_are_published(people: Flask, client: FlaskClient) -> None:
    said = client.get("/sitemap.xml").get_data(as_text=True)
    assert "/collections/open-one</loc>" in said
    assert "draft-one" not in said
    assert "old-one" not in said
    with people.test_request_context():
        assert [it.slug for it in table().offers] == ["open-one"]

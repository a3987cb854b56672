from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.corpus import Corpus
from portal import current_index
from portal.reviews import NOTICE, due
from tests.memory_index import MemoryIndex
from tests.portal.attacks import ATTACKS
from tests.portal.conftest import GetPage

TODAY = datetime.now(UTC).date()


@pytest.fixture
def index(corpus: Corpus) -> MemoryIndex:
    """The corpus, with one review overdue, one near and all others far off; and a day to spare, should midnight pass meanwhile."""
    days = {"lincoln-housing-repairs-system": TODAY - timedelta(days=3), "camden-damp-sensors": TODAY + NOTICE - timedelta(days=1)}
    later = TODAY + NOTICE + timedelta(days=2)
    studies = [replace(it, review_by=days.get(it.slug, later)) for it in corpus.case_studies.values()]
    adoptions = [
        replace(corpus.adoptions[0], review_by=TODAY + timedelta(days=1)),
        *(replace(it, review_by=later) for it in corpus.adoptions[1:]),
    ]
    return MemoryIndex(studies, corpus.vocabulary, adoptions)


def test_what_is_overdue_comes_first_and_what_is_far_off_not_at_all(get_page: GetPage) -> None:
    page = get_page("/reviews")
    titles = [" ".join("".join(each.itertext()).split()) for each in page.all("h3")]
    assert [title.partition(" ")[0] for title in titles] == ["Lincoln", "Copying", "Camden"]
    assert "Overdue (1)" in page.main
    assert "Due soon (2)" in page.main


def test_one_councils_own(get_page: GetPage) -> None:
    page = get_page("/reviews?council=camden")
    assert page.h1.startswith("Reviews that are due at ")
    assert "Lincoln replaces" not in page.main
    assert page.links["Atom feed"] == "/reviews.atom?council=camden"
    assert "Nothing is due." in get_page("/reviews?council=belfast").main


def test_a_council_that_is_none_is_not_there(client: FlaskClient) -> None:
    for path in ("/reviews", "/reviews.atom", "/reviews.json"):
        assert client.get(f"{path}?council=nowhere").status_code == 404


def test_the_feeds_name_each_review_once_for_ever(client: FlaskClient) -> None:
    items = client.get("/reviews.json").get_json(force=True)["items"]
    assert len(items) == 3
    ids = {item["id"] for item in items}
    by = TODAY - timedelta(days=3)
    assert f"http://localhost/case-studies/lincoln-housing-repairs-system#review-{by}" in ids
    root = ElementTree.fromstring(client.get("/reviews.atom").data)
    assert {each.findtext("{http://www.w3.org/2005/Atom}id") for each in root.iter("{http://www.w3.org/2005/Atom}entry")} == ids
    lincoln = next(item for item in items if "lincoln-housing" in item["id"])
    assert lincoln["title"].startswith("Review by ")
    assert lincoln["date_published"] == lincoln["date_modified"]


def test_a_feed_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get("/reviews.atom").headers["ETag"]
    assert client.get("/reviews.atom", headers={"If-None-Match": etag}).status_code == 304


def test_a_title_stays_text(app: Flask, corpus: Corpus, get_page: GetPage, client: FlaskClient) -> None:
    it = next(iter(corpus.case_studies.values()))
    # A rule refuses titles with characters that do not show.
    titles = [attack for attack in ATTACKS if attack.replace("\n", " ").isprintable()]
    studies = [replace(it, slug=f"s{number}", title=title, review_by=date(2020, 1, 1)) for number, title in enumerate(titles)]
    hostile = MemoryIndex(studies, corpus.vocabulary, corpus.adoptions)
    current_index.install(app, lambda: hostile)
    assert len(get_page("/reviews").all("h3")) > 100
    ElementTree.fromstring(client.get("/reviews.atom").data)
    json.loads(client.get("/reviews.json").data)


def test_the_longest_overdue_is_first(app: Flask, index: MemoryIndex) -> None:
    with app.test_request_context():
        found = due(index, TODAY)
    assert [each.by for each in found] == sorted(each.by for each in found)


def test_notice_is_given_on_its_very_first_day(app: Flask, index: MemoryIndex) -> None:
    with app.test_request_context():
        on_the_day, before = (len(due(index, TODAY - timedelta(days=days))) for days in (1, 2))
    assert (on_the_day, before) == (3, 2)

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import CaseStudy
from indexer.corpus import Corpus
from portal import current_index
from portal.feeds import Entry, Feed, atom, json_feed
from tests.memory_index import MemoryIndex
from tests.portal.attacks import ATTACKS
from tests.portal.conftest import GetPage

ATOM = "{http://www.w3.org/2005/Atom}"

FORMS = ["/search.atom", "/search.json"]

ENTRY = Entry(
    id="https://copybook.example/case-studies/a",
    address="https://copybook.example/case-studies/a",
    title="A",
    summary="What A did.",
    published=date(2026, 1, 2),
    changed=date(2026, 3, 4),
    author="Ayshire",
    themes=("Housing",),
)


def feed(*entries: Entry, title: str = "Copybook") -> Feed:
    return Feed(title, "New things.", "https://copybook.example/search", "https://copybook.example/search.atom", entries)


def atom_of(client: FlaskClient, path: str) -> ElementTree.Element:
    return ElementTree.fromstring(client.get(path).data)


def entries(client: FlaskClient, path: str) -> list[tuple[str, str]]:
    """The id and date of each entry, in either form."""
    answer = client.get(path)
    if answer.mimetype == "application/feed+json":
        return [(item["id"], item["date_modified"]) for item in json.loads(answer.data)["items"]]
    found = ElementTree.fromstring(answer.data).findall(f"{ATOM}entry")
    return [(str(each.findtext(f"{ATOM}id")), str(each.findtext(f"{ATOM}updated"))) for each in found]


# --- the writer


def test_atom_has_what_the_standard_asks_for() -> None:
    root = ElementTree.fromstring(atom(feed(ENTRY)))
    assert {name: root.findtext(ATOM + name) for name in ("id", "title", "updated")} == {
        "id": "https://copybook.example/search.atom",
        "title": "Copybook",
        "updated": "2026-03-04T00:00:00Z",
    }
    assert {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")} == {
        "self": "https://copybook.example/search.atom",
        "alternate": "https://copybook.example/search",
    }
    [entry] = root.findall(f"{ATOM}entry")
    assert [entry.findtext(ATOM + name) for name in ("id", "title", "published", "updated", "summary")] == [
        ENTRY.id,
        "A",
        "2026-01-02T00:00:00Z",
        "2026-03-04T00:00:00Z",
        "What A did.",
    ]
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ayshire"
    assert [each.get("term") for each in entry.findall(f"{ATOM}category")] == ["Housing"]


def test_json_feed_has_what_the_standard_asks_for() -> None:
    written = json.loads(json_feed(feed(ENTRY)))
    assert written["version"] == "https://jsonfeed.org/version/1.1"
    assert written["home_page_url"] == "https://copybook.example/search"
    [item] = written["items"]
    assert (item["id"], item["url"], item["content_text"]) == (ENTRY.id, ENTRY.address, "What A did.")
    assert (item["date_published"], item["date_modified"]) == ("2026-01-02T00:00:00Z", "2026-03-04T00:00:00Z")
    assert item["authors"] == [{"name": "Ayshire"}]


def test_a_feed_was_changed_when_its_newest_entry_was() -> None:
    assert feed(ENTRY, replace(ENTRY, changed=date(2025, 1, 1))).changed == date(2026, 3, 4)
    assert ElementTree.fromstring(atom(feed())).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


@pytest.mark.parametrize("evil", [*ATTACKS, "\x00\x08\x1b", "\ud800", "\ufffe", "]]>", "&#0;"])
def test_words_from_strangers_stay_words(evil: str) -> None:
    entry = replace(ENTRY, title=evil, summary=evil, author=evil, themes=(evil,))
    root = ElementTree.fromstring(atom(feed(entry, title=evil)))
    assert {each.tag.removeprefix(ATOM) for each in root.iter()} <= {
        "feed", "id", "title", "subtitle", "updated", "author", "name", "link", "entry", "published", "summary", "category",
    }  # fmt: skip
    assert not [each for each in root.iter() if each.get("type") not in (None, "text/html", "application/atom+xml")], "marked as HTML"
    assert "content_html" not in json.loads(json_feed(feed(entry)))["items"][0]


# --- the feeds of a search


@pytest.mark.parametrize("path", FORMS)
def test_a_feed_holds_what_answers_newest_first(client: FlaskClient, index: MemoryIndex, path: str) -> None:
    newest = sorted(index.all(), key=lambda it: (it.last_changed, it.slug), reverse=True)
    found = entries(client, path)
    assert [when for _, when in found] == [f"{it.last_changed}T00:00:00Z" for it in newest]
    assert ("http://localhost/case-studies/lincoln-housing-repairs-system", "2026-05-01T00:00:00Z") in entries(client, f"{path}?q=repairs")


@pytest.mark.parametrize("path", FORMS)
def test_a_feed_takes_the_arguments_of_the_search_page(client: FlaskClient, get_page: GetPage, path: str) -> None:
    asked = "?q=sensors&theme=housing&nation=england&sort=evidence"
    page = get_page(f"/search{asked}")
    found = {address.removeprefix("http://localhost") for address, _ in entries(client, path + asked)}
    assert found == {link.get("href") for each in page.all("h3", class_="app-hit__title") for link in each.iter("a")}
    assert found


def test_a_feed_says_what_was_asked_and_where(client: FlaskClient) -> None:
    root = atom_of(client, "/search.atom?q=sensors&theme=housing&nation=england&sort=newest&page=3")
    assert root.findtext(f"{ATOM}title") == "Copybook: “sensors”, Housing, England"
    assert root.findtext(f"{ATOM}id") == "http://localhost/search.atom?q=sensors&theme=housing&nation=england"
    assert atom_of(client, "/search.atom").findtext(f"{ATOM}title") == "Copybook: all case studies"
    told = json.loads(client.get("/search.json?q=sensors&theme=housing").data)
    assert told["feed_url"] == "http://localhost/search.json?q=sensors&theme=housing"
    assert told["home_page_url"] == "http://localhost/search?q=sensors&theme=housing"


def test_a_pasted_email_with_every_filter_is_cut_in_the_title_of_its_feed(client: FlaskClient) -> None:
    asked = urlencode([("q", "damp " * 99), *(("theme", f"theme-{number}") for number in range(1, 9))])
    title = atom_of(client, f"/search.atom?{asked}").findtext(f"{ATOM}title")
    assert title == f"Copybook: “{('damp ' * 16).rstrip()}…”, Theme 1, Theme 2, Theme 3, Theme 4, Theme 5, Theme 6, 2 more"


def test_a_feed_holds_fifty_at_most(app: Flask, client: FlaskClient, corpus: Corpus) -> None:
    one = corpus.case_studies["camden-damp-sensors"]
    many = MemoryIndex((replace(one, slug=f"copy-{number:03}") for number in range(95)), corpus.vocabulary)
    current_index.install(app, lambda: many)
    assert len(entries(client, "/search.atom?q=damp&page=2")) == 50


@pytest.mark.parametrize("path", FORMS)
def test_building_again_changes_nothing_in_a_feed(
    client: FlaskClient, index: MemoryIndex, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    before = client.get(path)
    monkeypatch.setattr(MemoryIndex, "built", replace(index.built, at="2026-11-30T09:00:00+00:00", generation=2))
    after = client.get(path)
    assert after.data == before.data
    assert after.headers["ETag"] == before.headers["ETag"]


def test_a_case_study_with_a_new_name_keeps_its_id(app: Flask, client: FlaskClient, corpus: Corpus) -> None:
    it = replace(corpus.case_studies["camden-damp-sensors"], slug="new-name", previous_slugs=("first-name", "second-name"))
    current_index.install(app, lambda: MemoryIndex([it], corpus.vocabulary))
    [item] = json.loads(client.get("/search.json").data)["items"]
    assert (item["id"], item["url"]) == ("http://localhost/case-studies/first-name", "http://localhost/case-studies/new-name")


@pytest.mark.parametrize("path", FORMS)
def test_who_has_a_feed_already_is_not_sent_it_again(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 304
    assert client.get(path, headers={"If-None-Match": '"another"'}).status_code == 200
    assert client.get(path, headers={"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}).status_code == 200


@pytest.fixture
def add(app: Flask, index: MemoryIndex, monkeypatch: pytest.MonkeyPatch) -> Callable[[CaseStudy], None]:
    """Build again with one more case study."""
    generations = [index]
    current_index.install(app, lambda: generations[-1])

    def add(it: CaseStudy) -> None:
        built = replace(index.built, at="2026-11-30T09:00:00+00:00")
        monkeypatch.setattr(MemoryIndex, "built", built)
        generations.append(MemoryIndex([*index.all(), it], index.vocabulary, index.adoptions))
        index.current = False

    return add


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_a_second_case_study_of_one_day_is_news_too(
    client: FlaskClient, index: MemoryIndex, add: Callable[[CaseStudy], None], header: str
) -> None:
    first = client.get("/search.atom")
    add(replace(max(index.all(), key=lambda it: it.last_changed), slug="another-of-that-day"))
    asked: dict[str, Any] = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
    assert client.get("/search.atom", headers={asked[header]: first.headers[header]}).status_code == 200


# --- where feeds are offered


def test_a_page_of_results_offers_to_follow_it(get_page: GetPage) -> None:
    page = get_page("/search?q=sensors&theme=housing&sort=newest")
    offered = {link.get("type"): link.get("href") for link in page.all("link", rel="alternate")}
    assert offered == {
        "application/atom+xml": "/search.atom?q=sensors&theme=housing",
        "application/feed+json": "/search.json?q=sensors&theme=housing",
    }
    assert "Follow this search: Atom" in page.main
    assert page.links["Atom feed of this search"] == "/search.atom?q=sensors&theme=housing"
    assert page.links["JSON feed of this search"] == "/search.json?q=sensors&theme=housing"


def test_a_search_that_finds_nothing_yet_can_be_followed(get_page: GetPage) -> None:
    assert get_page("/search?q=xyzzy").links["Atom feed of this search"] == "/search.atom?q=xyzzy"


def test_home_offers_to_follow_all_case_studies(get_page: GetPage) -> None:
    page = get_page("/")
    assert [link.get("href") for link in page.all("link", rel="alternate")] == ["/search.atom", "/search.json"]
    assert page.links["Atom feed of new case studies"] == "/search.atom"

from __future__ import annotations

import re
import runpy
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Index, IndexMissing
from portal import current_index
from portal.pages import STATEMENT_PREPARED, STATEMENT_REVIEWED
from tests.memory_index import MemoryIndex
from tests.portal.conftest import GetPage
from tests.portal.page import words

WORDS = ("/how-search-works", "/sources", "/accessibility", "/cookies", "/privacy")
READING = (
    *WORDS,
    "/",
    "/search?q=repairs",
    "/councils",
    "/councils/lincoln",
    "/themes/housing",
    "/case-studies/lincoln-housing-repairs-system",
)


def no_index() -> Index:
    raise IndexMissing("The index has not been built. Run `copybook build`.")


@pytest.mark.parametrize("path", WORDS)
@pytest.mark.parametrize("contact", [None, "hello@copybook.example"])
def test_a_page_of_words_stands_with_and_without_a_mailbox(get_page: GetPage, app: Flask, path: str, contact: str | None) -> None:
    app.config["CONTACT_EMAIL"] = contact
    page = get_page(path)
    assert (f"mailto:{contact}" in page.links.values()) == (path in ("/accessibility", "/privacy") and contact is not None)


@pytest.mark.parametrize("path", WORDS)
def test_a_page_of_words_needs_no_index(app: Flask, client: FlaskClient, path: str) -> None:
    current_index.install(app, no_index)
    assert client.get(path).status_code == 200


def test_how_search_works_explains_every_grade_and_tick(get_page: GetPage) -> None:
    page = get_page("/how-search-works")
    for said in ("Described.", "Reported.", "Measured.", "Checked.", "Repeated.", "whom to ask", "Grades never move the ranking"):
        assert said in page.main
    assert page.all("h2", id="evidence"), "case studies link to it"


@pytest.mark.parametrize(
    "credit",
    [
        "Office for National Statistics",
        "Open Government Licence v3.0",
        "Contains OS data © Crown copyright and database right",
        "mySociety",
        "Creative Commons Attribution 4.0",
        "GOV.UK Frontend",
        "Atkinson Hyperlegible Next",
        "all-MiniLM-L6-v2",
        "Apache License 2.0",
    ],
)
def test_every_source_is_credited(get_page: GetPage, credit: str) -> None:
    assert credit in get_page("/sources").main


@pytest.mark.parametrize(
    "part",
    [
        "Compliance status",
        "partially compliant",
        "What is not accessible, and why",
        "If you need something in another form",
        "Enforcement procedure",
        "EHRC",
        "ECNI",
        "Tell us about a problem",
        "This statement was prepared on 22 November 2026",
        "not yet been tested by people who use assistive technology",
    ],
)
def test_the_accessibility_statement_has_what_the_law_asks(get_page: GetPage, part: str) -> None:
    assert part in get_page("/accessibility").main


def test_the_statement_was_reviewed_after_it_was_prepared() -> None:
    assert date(2026, 11, 22) <= STATEMENT_PREPARED <= STATEMENT_REVIEWED


def test_the_cookies_page_names_the_one_cookie_there_is(app: Flask, get_page: GetPage) -> None:
    names = [words(cell) for cell in get_page("/cookies").all("code")]
    assert names == [app.config["SESSION_COOKIE_NAME"]]


def test_privacy_says_what_the_log_keeps(get_page: GetPage) -> None:
    settings = runpy.run_path(str(Path(__file__).parents[2] / "gunicorn.conf.py"))
    kept = set(re.findall(r"%\((\w+)\)", settings["access_log_format"]))
    assert kept <= set("htmUHsBM"), "the log would keep more than the page says: the whole request (r), the query (q) or the referrer (f)"
    main = get_page("/privacy").main
    assert "The site’s log keeps that address" in main
    assert "never written down beside the address" in main


@pytest.mark.parametrize("path", READING)
def test_reading_sets_no_cookie(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers


def test_health_says_what_is_served(client: FlaskClient, index: MemoryIndex) -> None:
    response = client.get("/health")
    assert response.status_code == 200
    built = index.built
    assert response.json == {"status": "ok", "built": built.at, "generation": built.generation, "case_studies": built.case_studies}


def test_health_is_bad_without_an_index(app: Flask, client: FlaskClient) -> None:
    current_index.install(app, no_index)
    response = client.get("/health")
    assert response.status_code == 503
    assert response.json is not None
    assert "copybook build" in response.json["says"]


def test_the_sitemap_holds_every_page_by_its_public_address(client: FlaskClient, app: Flask) -> None:
    app.config["SITE_URL"] = "https://copybook.example"
    tree = ElementTree.fromstring(client.get("/sitemap.xml").data)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    entries = {entry.findtext(f"{space}loc"): entry.findtext(f"{space}lastmod") for entry in tree}
    assert entries["https://copybook.example/case-studies/lincoln-housing-repairs-system"] == "2026-05-01"
    for path in ("/", "/councils/lincoln", "/themes/housing", "/barriers/skills", "/contribute", "/cookies"):
        assert f"https://copybook.example{path}" in entries


def test_every_page_in_the_sitemap_is_there(tables: Flask, client: FlaskClient) -> None:
    tree = ElementTree.fromstring(client.get("/sitemap.xml").data)
    addresses = [str(entry[0].text).removeprefix("http://localhost") for entry in tree]
    assert [address for address in addresses if client.get(address).status_code != 200] == []


def test_robots_may_read_pages_but_not_walk_every_question(client: FlaskClient) -> None:
    text = client.get("/robots.txt").text
    assert [line.removeprefix("Disallow: ") for line in text.splitlines() if line.startswith("Disallow")] == [
        "/search?",
        "/search.atom?",
        "/search.json?",
        "/search.csv",
        "/complete.json",
        "/contribute/new",
        "/contribute/draft",
        "/curate",
        "/sign-in",
        "/account",
    ]
    assert "Sitemap: http://localhost/sitemap.xml" in text


def test_security_txt_says_whom_to_tell_and_until_when(client: FlaskClient, app: Flask) -> None:
    app.config["CONTACT_EMAIL"] = "hello@copybook.example"
    response = client.get("/.well-known/security.txt")
    assert response.mimetype == "text/plain"
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    assert fields["Contact"] == "mailto:hello@copybook.example"
    assert fields["Canonical"].endswith("/.well-known/security.txt")
    ahead = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < ahead < timedelta(days=365)


def test_there_is_no_security_txt_without_a_mailbox(client: FlaskClient) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404

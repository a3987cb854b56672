from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import CaseStudy, Cost, Outcome
from indexer.corpus import Corpus
from tests.memory_index import MemoryIndex
from tests.portal.conftest import GetPage
from tests.portal.page import Page, words

REPAIRS = "/case-studies/lincoln-housing-repairs-system"
BAD = '</title></script><script>alert(1)</script><img src=x onerror=alert(1)> " onload="alert(1)'
#: Headings with ids that the page around them might use too.
CLASHING = "# One\n\n## What changed\n\n## Main content\n\n## Page sources\n\n## Source 1\n\n## Header q\n\n##### Deep\n\n## What changed\n"


@pytest.fixture
def index(corpus: Corpus) -> MemoryIndex:
    """The frozen corpus, and case studies at the edges of what a page must bear."""
    return MemoryIndex([*corpus.case_studies.values(), *edges(corpus)], corpus.vocabulary, corpus.adoptions)


def edges(corpus: Corpus) -> tuple[CaseStudy, ...]:
    usual = corpus.case_studies["lincoln-housing-repairs-system"]
    return (
        replace(usual, slug="edge-bare", outcomes=(), sources=(), costs=(), suppliers=(), procurement=None, contact=None, assets=()),
        replace(usual, slug="edge-long", title=("Long " * 40).strip(), suppliers=tuple(f"Supplier {n}" for n in range(40)), text="W" * 60),
        replace(usual, slug="edge-hostile", title=BAD, summary=BAD, text=BAD, suppliers=(BAD,), technology=(BAD,), funding=(BAD,)),
        replace(usual, slug="edge-clashing", text=CLASHING),
        replace(usual, slug="edge-overdue", status="stopped", provenance="public-sources", review_by=date(2020, 1, 1)),
        replace(usual, slug="edge-welsh", language="cy", costs=(Cost(28_600_000, "popeth", estimate=True),), previous_slugs=()),
        replace(usual, slug="edge-many", councils=tuple(list(corpus.vocabulary.councils)[:12]), partners=("lewisham-homes",)),
        replace(usual, slug="edge-forecast", outcomes=(Outcome("Savings", "forecast", "money", before=1, after=2, unit="£ million"),)),
    )


def test_a_case_study_says_what_matters_in_order(get_page: GetPage) -> None:
    page = get_page(REPAIRS)
    told = [
        "Lincoln replaces its old housing repairs system",
        "City of Lincoln Council",
        "Tenants report a repair",
        "from 18% to 7%",
        "How sure we are Repeated",
        "Live, in use. Work done 2022 to 2024.",
        "£240,000",
        "housing.systems@council.example",
        "The problem",
        "Sources",
        "Permanent address",
    ]
    places = [page.main.find(each) for each in told]
    assert -1 not in places
    assert places == sorted(places)


def test_before_and_after_are_drawn_in_a_table(get_page: GetPage) -> None:
    page = get_page(REPAIRS)
    here, at_the_adopter = page.all("table", class_="app-bars")
    assert [words(cell) for cell in here.iter("th")] == ["Before", "After"]
    assert [words(cell) for cell in page.all("td", class_="app-bars__figure")] == ["18%", "7%", "15%", "9%"]
    assert [len(list(table.iter("{http://www.w3.org/2000/svg}svg"))) for table in (here, at_the_adopter)] == [2, 2]


def test_every_citation_leads_to_a_source_on_the_page(get_page: GetPage) -> None:
    page = get_page(REPAIRS)
    assert {link.get("href") for link in page.all("a", class_="app-citation")} == {"#source-1", "#source-2"}
    assert [item.get("id") for item in page.one("ol", class_="app-sources")] == ["source-1", "source-2"]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("City of Lincoln Council", "/councils/lincoln"),
        ("Housing", "/themes/housing"),
        ("Old systems", "/barriers/legacy-systems"),
        ("Brickwork Software", "/search?supplier=brickwork-software"),
        ("Norwich City Council", "/councils/norwich"),
        ("How to copy this", "#how-to-copy-this"),
        ("Repairs: the first year", "https://council.example/repairs-first-year"),
    ],
)
def test_a_reader_can_follow_what_is_named(get_page: GetPage, client: FlaskClient, name: str, address: str) -> None:
    assert get_page(REPAIRS).links[name] == address
    if address.startswith("/"):
        assert client.get(address).status_code == 200


def test_who_copied_it_is_told(get_page: GetPage) -> None:
    assert "Norwich City Council: copied it, live, from February 2025" in get_page(REPAIRS).main


def test_every_tick_says_whether_it_is_there(get_page: GetPage) -> None:
    assert "Ready to copy: 7 of 7" in get_page(REPAIRS).main
    bare = get_page("/case-studies/edge-bare")
    assert "Ready to copy: 3 of 7" in bare.main
    assert "Missing: a role and a shared mailbox." in bare.main


def test_what_is_not_known_is_said(get_page: GetPage) -> None:
    page = get_page("/case-studies/edge-bare")
    for said in ("No measured change has been published.", "Not published.", "No contact is published.", "No source is named."):
        assert said in page.main


def test_forecasts_are_never_drawn(get_page: GetPage) -> None:
    page = get_page("/case-studies/edge-forecast")
    assert not page.all("table", class_="app-bars")
    assert "Forecast, not a result" in page.main


def test_banners_say_stopped_overdue_and_unconfirmed(get_page: GetPage) -> None:
    notes = [words(note) for note in get_page("/case-studies/edge-overdue").all("p", class_="app-note")]
    assert notes == [
        "This was stopped. It is kept because what went wrong teaches others.",
        "Last checked 1 May 2026. Check before you rely on it.",
        "Compiled from public sources; not yet confirmed by the council.",
    ]


def test_a_case_study_the_council_wrote_has_no_banner(get_page: GetPage) -> None:
    assert not get_page("/case-studies/edge-bare").all("p", class_="app-note")


@pytest.mark.parametrize("slug", ["edge-long", "edge-clashing", "edge-many"])
def test_a_page_bears_what_is_too_much(get_page: GetPage, slug: str) -> None:
    get_page(f"/case-studies/{slug}")


def test_many_suppliers_are_folded(get_page: GetPage) -> None:
    assert "Show 34 more" in get_page("/case-studies/edge-long").main


def test_hostile_words_stay_words(get_page: GetPage) -> None:
    page = get_page("/case-studies/edge-hostile")
    assert page.h1 == " ".join(BAD.split())
    assert [script.get("src") or script.get("type") for script in page.all("script")] == ["/static/copybook.js", "application/ld+json"]
    assert not page.all("img")
    assert linked(page)["headline"] == BAD


def test_the_text_says_its_language(get_page: GetPage) -> None:
    assert get_page("/case-studies/edge-welsh").one("div", class_="app-prose").get("lang") == "cy"


def test_an_estimated_cost_says_so(get_page: GetPage) -> None:
    assert "£28.6 million (an estimate): popeth" in get_page("/case-studies/edge-welsh").main


def linked(page: Page) -> dict[str, Any]:
    (script,) = page.all("script", type="application/ld+json")
    data: dict[str, Any] = json.loads(script.text)
    return data


def test_a_case_study_is_an_article_with_one_address(get_page: GetPage, app: Flask) -> None:
    app.config["SITE_URL"] = "https://copybook.example"
    page = get_page(REPAIRS)
    (canonical,) = page.all("link", rel="canonical")
    assert linked(page)["url"] == canonical.get("href") == f"https://copybook.example{REPAIRS}"
    assert page.one("meta", name="description").get("content").startswith("Tenants report a repair")


def test_an_old_slug_leads_to_the_new(client: FlaskClient) -> None:
    response = client.get("/case-studies/wigan-tablets")
    assert (response.status_code, response.location) == (301, "/case-studies/wigan-tablet-lending")


def test_a_withdrawn_case_study_says_why_and_what_to_read(get_page: GetPage) -> None:
    page = get_page("/case-studies/dorset-parking-app", 410)
    assert "2 March 2026" in page.main
    assert "while the contract is retendered" in page.main
    assert "/case-studies/dorset-care-demand-forecast" in page.links.values()


@pytest.mark.parametrize(
    "path",
    [
        "/case-studies/nothing",
        "/case-studies/..%2F..%2Fetc",
        "/case-studies/%00",
        "/councils/nothing",
        "/themes/nothing",
        "/barriers/nothing",
    ],
)
def test_what_was_never_there_is_not_found(get_page: GetPage, path: str) -> None:
    assert get_page(path, 404).h1 == "Page not found"


def test_councils_are_listed_by_nation(get_page: GetPage) -> None:
    page = get_page("/councils")
    assert [words(heading) for heading in page.all("h2", class_="govuk-heading-m")] == ["England", "Scotland", "Wales", "Northern Ireland"]
    assert page.links["Lincoln"] == "/councils/lincoln"


def test_a_council_says_what_it_is_and_published(get_page: GetPage) -> None:
    page = get_page("/councils/lincoln")
    for said in ("District council", "Lincolnshire, East Midlands, England", "105,114, mid-2024", "What it published", "Who copied it"):
        assert said in page.main


def test_an_ended_council_leads_to_its_successor_and_back(get_page: GetPage) -> None:
    ended = get_page("/councils/copeland")
    assert "This council ended on 31 March 2023. Its work passed to Cumberland Council." in ended.main
    successor = get_page(ended.links["Cumberland Council"])
    assert "From Copeland Borough Council, which it replaced" in successor.main
    assert "/case-studies/copeland-payroll-move" in successor.links.values()


def test_a_council_that_copied_says_what(get_page: GetPage) -> None:
    page = get_page("/councils/norwich")
    assert "Nothing published yet" in page.main
    assert REPAIRS in page.links.values()


def test_a_council_to_come_says_so(get_page: GetPage) -> None:
    assert "has not begun its work yet" in get_page("/councils/west-surrey").main


@pytest.mark.parametrize(("path", "name"), [("/themes", "Housing"), ("/barriers", "Old systems")])
def test_themes_and_barriers_are_listed(get_page: GetPage, path: str, name: str) -> None:
    page = get_page(path)
    assert get_page(page.links[name]).h1 == name


def test_a_theme_lists_its_case_studies_and_leads_on(get_page: GetPage) -> None:
    page = get_page("/themes/housing")
    assert REPAIRS in page.links.values()
    assert page.links["Old systems"] == "/search?theme=housing&barrier=legacy-systems"


def test_a_theme_sorts_by_evidence(get_page: GetPage) -> None:
    newest = [words(title) for title in get_page("/themes/housing").all("h3", class_="app-hit__title")]
    strongest = [words(title) for title in get_page("/themes/housing?sort=evidence").all("h3", class_="app-hit__title")]
    assert newest != strongest
    assert sorted(newest) == sorted(strongest)

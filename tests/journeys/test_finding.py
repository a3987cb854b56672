"""Someone has a question, finds who has done it, reads it, and follows where it leads. With scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit

QUESTION = "we need to replace an old housing repairs system, who has done it?"
ANSWER = "Lincoln replaces its old housing repairs system"

with_and_without_scripts = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])


def ask(page: Page, question: str) -> None:
    page.get_by_label("What are you trying to change?").fill(question)
    page.get_by_role("main").get_by_role("button", name="Search").click()


@with_and_without_scripts
def test_a_question_in_a_plain_sentence_is_answered_and_says_why(visit: Visit, scripts: bool) -> None:
    page = visit("/", scripts=scripts)
    ask(page, QUESTION)
    expect(page).to_have_title(re.compile(f"^Search: {re.escape(QUESTION)}"))
    expect(page.locator("#results").get_by_role("status")).to_contain_text(re.compile(r"\d+ case stud"))
    best = page.locator("#results li.app-hit").first
    expect(best.get_by_role("heading", name=ANSWER)).to_be_visible()
    expect(best).to_contain_text("City of Lincoln Council")
    expect(best).to_contain_text(re.compile("Why:.*“repairs”.* in the title"))


@with_and_without_scripts
def test_an_answer_is_opened_and_its_theme_council_and_sources_followed(visit: Visit, scripts: bool) -> None:
    page = visit("/", scripts=scripts)
    ask(page, QUESTION)
    page.get_by_role("link", name=ANSWER).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ANSWER)

    page.get_by_role("main").get_by_role("link", name="[1]").last.click()
    expect(page).to_have_url(re.compile("#source-1$"))
    source = page.locator("#source-1")
    expect(source).to_be_in_viewport()
    expect(source.get_by_role("link")).to_have_attribute("href", "https://council.example/repairs-first-year")

    page.get_by_role("main").get_by_role("link", name="Housing", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Housing")
    expect(page.get_by_role("link", name="Camden puts damp sensors in 200 flats")).to_be_visible()

    page.get_by_role("link", name=ANSWER).click()
    page.get_by_role("main").get_by_role("link", name="City of Lincoln Council").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lincoln")
    expect(page.get_by_role("main").get_by_role("link", name=ANSWER).first).to_be_visible()


@with_and_without_scripts
def test_other_words_for_the_same_find_it_by_meaning_and_lead_to_the_passage(visit: Visit, scripts: bool) -> None:
    page = visit("/search?q=keeping+flats+dry", scripts=scripts)
    best = page.locator("#results li.app-hit").first
    expect(best).to_contain_text("Closest in meaning")
    best.get_by_role("link", name=re.compile("^“")).click()
    expect(page).to_have_url(re.compile(r"/case-studies/camden-damp-sensors#[\w-]+$"))
    expect(page.locator(f"[id='{page.url.partition('#')[2]}']")).to_be_in_viewport()


def test_nonsense_finds_nothing_and_says_what_to_do(visit: Visit) -> None:
    page = visit("/search?q=qzxv+wkkrj")
    expect(page.locator("#results").get_by_role("status")).to_contain_text("Nothing found")
    page.get_by_role("link", name="look through all case studies").click()
    expect(page.locator("#results").get_by_role("status")).to_contain_text("12 case studies")


def test_an_old_address_leads_to_the_new_one(visit: Visit) -> None:
    page = visit("/case-studies/wigan-tablets")
    expect(page).to_have_url(re.compile("/case-studies/wigan-tablet-lending$"))


def test_what_was_taken_down_says_why_and_what_to_read_instead(visit: Visit) -> None:
    page = visit("/case-studies/dorset-parking-app")
    expect(page.get_by_role("main")).to_contain_text("while the contract is retendered")
    page.get_by_role("link", name="Dorset plans a forecast of demand for care").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dorset plans")


def test_a_council_that_ended_leads_to_its_successor_and_back(visit: Visit) -> None:
    page = visit("/councils/copeland")
    page.get_by_role("main").get_by_role("link", name="Cumberland Council").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cumberland")
    expect(page.get_by_role("main").get_by_role("link", name="Copeland", exact=False).first).to_be_visible()

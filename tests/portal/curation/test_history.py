"""Sections, searches, reviewing, sharing and going back, as pages."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from indexer import Index, Query
from portal.curation import store
from portal.curation.contents import LONGEST_COMMENT
from portal.extensions import db, now
from tests.portal.curation.conftest import As, found
from tests.portal.curation.test_editing import BENCH, THIRD, page, slugs
from tests.portal.curators import ANOTHER, PRESENT


def test_a_section_is_begun_filled_called_something_else_and_removed(people: Flask, as_: As, client: FlaskClient) -> None:
    editor = as_("editor")
    editor.post(f"{BENCH}/sections", data={"version": 1, "title": "Later"})
    key = found(people)[1].sections[1].key
    editor.post(f"{BENCH}/items/{PRESENT}/move", data={"version": 2, "to": "place", "place": f"in:{key}"})
    editor.post(f"{BENCH}/sections/{key}", data={"version": 3, "title": "Much later"})
    editor.post(f"{BENCH}/publish", data={"version": 4})
    assert page(people, client.get("/collections/draft-one")).main.index("Much later") > 0
    assert slugs(people) == [ANOTHER, PRESENT]
    editor.post(f"{BENCH}/sections/{key}/remove", data={"version": 4})
    assert [len(section.items) for section in found(people)[1].sections] == [2]


def test_what_a_search_finds_comes_after_without_what_is_there_or_hidden(people: Flask, as_: As, client: FlaskClient, index: Index) -> None:
    editor = as_("editor")
    others = {hit.case_study.slug for hit in index.search(Query("council")).hits} - {PRESENT, ANOTHER}
    editor.post(f"{BENCH}/search", data={"version": 1, "search": "https://copybook.example/search?q=council"})
    hidden = min(others)
    editor.post(f"{BENCH}/search/hide/{hidden}", data={"version": 2})
    editor.post(f"{BENCH}/publish", data={"version": 3})
    links = page(people, client.get("/collections/draft-one")).links.values()
    assert {link.rpartition("/")[2] for link in links if link.startswith("/case-studies/")} == others - {hidden} | {PRESENT, ANOTHER}
    editor.post(f"{BENCH}/search/show/{hidden}", data={"version": 3})
    assert "Show again" not in page(people, editor.get(f"{BENCH}/search")).main


def test_a_search_that_asks_for_everything_is_refused_and_kept_on_the_page(people: Flask, as_: As) -> None:
    answer = as_("editor").post(f"{BENCH}/search", data={"version": 1, "search": "/search?page=2"})
    assert answer.status_code == 422
    assert found(people)[1].tail is None


def test_an_old_version_is_read_compared_and_brought_back(people: Flask, as_: As) -> None:
    editor = as_("editor")
    editor.post(f"{BENCH}/items/{PRESENT}/take-out", data={"version": 1})
    reviewer = as_("reviewer")
    assert "Took out “Lincoln" in page(people, reviewer.get(f"{BENCH}/versions/2/changes")).main
    assert len(page(people, reviewer.get(f"{BENCH}/versions/1")).all("h3")) == 2
    editor.post(f"{BENCH}/versions/1/bring-back", data={"version": 2})
    assert slugs(people) == [PRESENT, ANOTHER]
    assert found(people)[0].version == 3
    for number in ("0", "9", "9" * 30):
        assert editor.get(f"{BENCH}/versions/{number}").status_code == 404


def test_a_comment_on_what_was_taken_out_meanwhile_is_shown_and_can_be_put_back(people: Flask, as_: As) -> None:
    as_("owner").post(f"{BENCH}/items/{PRESENT}/take-out", data={"version": 1})
    editor, form = as_("editor"), {"comment": "Mine <b>words</b>", "version": 1}
    answer = editor.post(f"{BENCH}/items/{PRESENT}", data=form)
    assert answer.status_code == 409
    shown = page(people, answer)
    assert "Mine <b>words</b>" in shown.main
    fields = {each.get("name"): each.get("value") for each in shown.all("input", type="hidden")}
    assert editor.post(f"{BENCH}/items/{PRESENT}", data=fields).status_code == 303
    item = found(people)[1].item(PRESENT)
    assert item
    assert item.comment == "Mine <b>words</b>"


def test_what_was_typed_while_others_put_it_away_is_shown(people: Flask, as_: As) -> None:
    as_("owner").post(f"{BENCH}/archive", data={"version": 1})
    answer = as_("editor").post(f"{BENCH}/items/{PRESENT}", data={"comment": "Mine", "version": 1})
    assert answer.status_code == 403
    assert "Mine" in page(people, answer).main


def test_the_comment_is_counted_as_it_is_kept(people: Flask, as_: As) -> None:
    editor = as_("editor")
    longest = "é\r\n" * (LONGEST_COMMENT // 2 - 1) + "éé"
    assert editor.post(f"{BENCH}/items/{PRESENT}", data={"version": 1, "comment": longest}).status_code == 303
    assert f"You have used {LONGEST_COMMENT} of {LONGEST_COMMENT}" in page(people, editor.get(f"{BENCH}/items/{PRESENT}")).main
    answer = editor.post(f"{BENCH}/items/{PRESENT}", data={"version": 2, "comment": longest + "xy"})
    assert answer.status_code == 422
    assert "it is 2 too long" in page(people, answer).main


def test_only_the_newest_version_is_approved_and_a_change_makes_it_old(people: Flask, as_: As) -> None:
    reviewer, editor = as_("reviewer"), as_("editor")
    editor.post(f"{BENCH}/review", data={"version": 1})
    assert "In review" in page(people, reviewer.get(BENCH)).main
    reviewer.post(f"{BENCH}/remarks", data={"version": 1, "verdict": "approved"})
    assert "approved by The reviewer" in page(people, editor.get(BENCH)).main
    editor.post(f"{BENCH}/items/{PRESENT}/take-out", data={"version": 1})
    assert "approved by" not in page(people, editor.get(BENCH)).main
    assert reviewer.post(f"{BENCH}/remarks", data={"version": 1, "verdict": "approved"}).status_code == 409


def test_a_collection_that_is_due_nudges_until_somebody_looked(people: Flask, as_: As) -> None:
    editor = as_("editor")
    with people.app_context():
        draft = store.collection_named(db.session(), "draft-one")
        assert draft
        draft.review_by = now().date() - timedelta(days=1)
        db.session.commit()
    assert "Look at it again" in page(people, editor.get("/curate/bodies/anytown-region")).main
    assert "draft-one (draft): review: " in people.test_cli_runner().invoke(args=["collections", "check"]).output
    editor.post(f"{BENCH}/reviewed")
    assert "Look at it again" not in page(people, editor.get("/curate/bodies/anytown-region")).main


def test_two_review_dates_and_two_addresses_are_a_choice(people: Flask, as_: As) -> None:
    owner, editor = as_("owner"), as_("editor")
    owner.post(f"{BENCH}/review-date", data={"was": "", "review_by": ["1", "2", "2031"]})
    answer = editor.post(f"{BENCH}/review-date", data={"was": "", "review_by": ["3", "4", "2032"]})
    assert answer.status_code == 409
    shown = page(people, answer)
    assert "1 February 2031" in shown.main
    assert "3 April 2032" in shown.main
    fields = {each.get("name"): each.get("value") for each in shown.all("input", type="hidden")}
    editor.post(f"{BENCH}/review-date", data=fields)
    assert str(found(people)[0].review_by) == "2032-04-03"
    owner.post(f"{BENCH}/address", data={"was": "draft-one", "slug": "theirs"})
    assert editor.post(f"{BENCH}/address", data={"was": "draft-one", "slug": "Mine too"}).status_code == 409
    assert editor.post(f"{BENCH}/address", data={"was": "theirs", "slug": "open-one"}).status_code == 422
    assert found(people, "theirs")[0].slug == "theirs"


def test_another_body_is_asked_says_yes_edits_and_leaves(people: Flask, as_: As) -> None:
    other = as_("owner of another body")
    assert other.get("/curate/collections/asked-one").status_code == 404
    asked = page(people, other.get("/curate"))
    assert "Asked one" in asked.main
    [yes, _] = [each.get("action") for each in asked.all("form") if "/asked/" in str(each.get("action"))]
    assert other.post(yes, data={"answer": "yes"}).status_code == 303
    assert other.post("/curate/collections/asked-one/items", data={"version": 1, "case-study": THIRD}).status_code == 303
    assert other.post("/curate/collections/asked-one/bodies/elsewhere-region/end").status_code == 303
    assert other.get("/curate/collections/asked-one").status_code == 404
    assert slugs_of(people, "asked-one")[-1] == THIRD


def slugs_of(app: Flask, slug: str) -> list[str]:
    return [item.slug for item in found(app, slug)[1].items]


def test_results_offer_curators_more_and_nothing_of_it_is_kept_for_others(people: Flask, as_: As, client: FlaskClient) -> None:
    editor = as_("editor")
    assert "Add results to a collection" in editor.get("/search?q=damp").text
    for other in (client, as_("stranger"), as_("reviewer")):
        assert "Add results" not in other.get("/search?q=damp").text
    assert editor.get("/curate/results?search=q%3Ddamp&page=9").headers["Location"] == "/curate/results?search=q%3Ddamp"
    assert editor.get("/curate/add?search=q%3Ddamp").headers["Location"] == "/curate/results?search=q%3Ddamp&page=1&none=1"
    assert "Tick at least one" in page(people, editor.get("/curate/results?search=q%3Ddamp&none=1")).main


def test_a_day_that_there_is_not_is_pointed_out(people: Flask, as_: As) -> None:
    answer = as_("editor").post(f"{BENCH}/review-date", data={"was": "", "review_by": ["31", "2", "2031"]})
    assert answer.status_code == 422
    assert "Write a day that there is" in page(people, answer).main

from __future__ import annotations

from itertools import cycle
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.contribute.steps import STEPS
from portal.extensions import db
from tests.portal.attacks import ATTACKS
from tests.portal.conftest import GetPage
from tests.portal.contribute.conftest import WHOLE, Author, typed
from tests.portal.page import Page, words


def summary(page: Page) -> list[str]:
    """What the summary at the top says must be mended."""
    return [words(link) for box in page.all("div", class_="govuk-error-summary") for link in box.iter("a")]


def statuses(page: Page) -> dict[str, str]:
    """Each task of the list and how far it has got."""
    items = page.all("li", class_="govuk-task-list__item")
    return {words(next(item.iter("div"))): words(item).removeprefix(words(next(item.iter("div")))).strip() for item in items}


def test_the_first_page_says_what_it_takes_and_sets_no_cookie(get_page: GetPage) -> None:
    page = get_page("/contribute")
    assert "You do not need to know git, and you can stop and come back." in page.main
    assert page.links["Answer questions here"] == "/contribute/new"
    assert "Set-Cookie" not in page.response.headers


def test_the_header_leads_there_from_every_page(get_page: GetPage) -> None:
    assert get_page("/councils").links["Share your project"] == "/contribute"


def test_before_writing_the_nearest_are_shown_with_why_and_what_to_do(get_page: GetPage) -> None:
    page = get_page("/contribute/new?about=Lincoln+replaces+its+housing+repairs+system")
    assert "Lincoln replaces its old housing repairs system" in page.links
    assert "Why: “" in page.main
    assert "do not write it again" in page.main
    assert "Write a new case study" in [words(button) for button in page.all("button")]


def test_where_nothing_is_near_it_says_so_and_lets_you_go_on(get_page: GetPage) -> None:
    assert "nobody has yet" in get_page("/contribute/new?about=qzxv+wkkrj").main


def test_nobody_begins_before_they_have_looked(get_page: GetPage) -> None:
    assert not list(get_page("/contribute/new").all("form", method="post"))


def test_who_says_nothing_of_it_is_told_what_to_say(get_page: GetPage) -> None:
    assert "There is something to mend" not in get_page("/contribute/new").main
    page = get_page("/contribute/new?about=+")
    assert "There is something to mend" in page.main
    assert page.links["Say in a sentence what you did, and where."] == "#about"


def test_a_draft_begins_with_its_title_and_a_link_to_keep(author: Author) -> None:
    page = author.begin("Anytown does something").get("draft")
    assert "Anytown does something" in page.main
    assert f"http://localhost/contribute/draft?key={author.key}" in page.main
    assert statuses(page)["Name and summary"] == "Begun"
    assert statuses(page)["The story"] == "Not yet begun"
    assert statuses(page)["Send it Once nothing is left to mend."] == "Cannot be sent yet"


def test_a_whole_draft_is_done_can_be_sent_and_downloaded(written: Author) -> None:
    found = statuses(written.get("draft"))
    assert {found[step.title] for step in STEPS} == {"Done"}
    assert (found["Check it"], found["Send it"]) == ("Nothing to mend", "Ready")
    response = written.client.get(f"/contribute/draft/file?key={written.key}")
    assert response.mimetype == "text/markdown"
    assert response.headers["Content-Disposition"] == 'attachment; filename="anytown-tenants-repairs-online-at-last.md"'
    assert "## How to copy this\n\n1. Ask tenants." in response.text


@pytest.mark.parametrize("step", [step.name for step in STEPS])
def test_each_page_shows_what_was_typed_and_saving_it_again_changes_nothing(written: Author, step: str) -> None:
    before = written.client.get(f"/contribute/draft/file?key={written.key}").text
    page = written.get(f"draft/{step}")
    assert summary(page) == []
    assert page.one("form", method="post", action=f"/contribute/draft/{step}?key={written.key}") is not None
    written.post(f"draft/{step}", **_fields(page), do="next")
    assert written.client.get(f"/contribute/draft/file?key={written.key}").text == before


def test_an_empty_page_can_be_left_for_later_but_going_on_says_what_is_missing(author: Author) -> None:
    author.begin()
    assert author.post("draft/about", **typed({}, "about"), do="later").headers["Location"].startswith("/contribute/draft?")
    to = author.post("draft/about", **typed({}, "about"), do="next").headers["Location"]
    page = author.get(to.removeprefix("/contribute/").replace(f"key={author.key}", ""))
    assert page.title.startswith("Error: Name and summary")
    assert summary(page) == ["“Title” must have a value.", "“Summary” must have a value.", "“Where the project is now” must have a value."]
    assert summary(author.get("draft/about")) == []


def test_a_fault_stands_in_the_summary_and_next_to_its_field(author: Author) -> None:
    author.begin().post("draft/costs", **{"costs-0-amount": "£240,000", "costs-0-covers": "Licences"}, do="next")
    page = author.get("draft/costs")
    assert summary(page) == ["“Amount” must be a plain number; “£240,000” is not. Write 240000."]
    assert page.links[summary(page)[0]] == "#costs-0-amount"
    assert words(page.one("p", id="costs-0-amount-error")).endswith("Write 240000.")
    assert statuses(author.get("draft"))["What it cost and how it was bought"] == "Something to mend"


def test_a_council_that_is_not_known_is_told_with_the_nearest(author: Author) -> None:
    author.begin().post("draft/who", **{"councils-0": "Linclon"}, do="next")
    page = author.get("draft/who")
    assert summary(page) == ["“Councils” must be from the list of councils; “Linclon” is not there. Did you mean “lincoln”?"]
    assert page.links[summary(page)[0]] == "#councils-0"


def test_the_check_leads_to_each_field(author: Author) -> None:
    page = author.begin().get("draft/check")
    assert "Whose work it is" in " ".join(page.links)
    assert all(f"key={author.key}" in address for name, address in page.links.items() if name.startswith("Change this"))
    assert "“Councils” or “Other public bodies that lead or share it” must name whose work it is; neither does." in page.main


def test_rows_are_added_and_taken_away_without_scripts_and_without_losing_what_was_typed(author: Author) -> None:
    author.begin()
    row = {"outcomes-0-measure": "First", "outcomes-0-nature": "result", "outcomes-0-about": "time"}
    to = author.post("draft/outcomes", **row, do="add outcomes").headers["Location"]
    assert to.endswith("#outcomes-1")
    page = author.get("draft/outcomes?more=outcomes")
    assert page.one("input", name="outcomes-0-measure").get("value") == "First"
    assert page.one("input", name="outcomes-1-measure").get("value") in (None, "")
    second = {"outcomes-1-measure": "Second", "outcomes-1-nature": "scale", "outcomes-1-about": "time"}
    author.post("draft/outcomes", **row, **second, do="remove outcomes-0")
    page = author.get("draft/outcomes")
    assert page.one("input", name="outcomes-0-measure").get("value") == "Second"
    assert page.all("input", name="outcomes-1-measure") == []


def test_enter_in_a_box_saves_and_removes_nothing(written: Author) -> None:
    for step in ("outcomes", "who"):
        buttons = list(written.get(f"draft/{step}").one("form", method="post").iter("button"))
        assert buttons[0].get("value") == "next"


def test_when_a_source_goes_its_number_goes_and_the_others_move_up(written: Author) -> None:
    written.post("draft/sources", **typed(WHOLE, "sources"), do="remove sources-0")
    text = written.client.get(f"/contribute/draft/file?key={written.key}").text
    assert "Tenants could not book ." in text
    assert "We built it [1]." in text
    assert "    source: 1\n" in text.partition("outcomes:")[2]
    assert "source:" not in text.partition("costs:")[2].partition("outcomes:")[0]


def test_a_citation_written_before_its_source_is_left_alone(author: Author) -> None:
    author.begin().post("draft/story", the_problem="As they say [1].", do="later")
    author.post("draft/sources", do="later")
    assert "As they say [1]." in author.get("draft/story").main


def test_the_preview_is_what_readers_will_see_and_says_that_it_is_one(written: Author) -> None:
    page = written.get("draft/preview")
    assert page.h1 == WHOLE["title"]
    assert "This is a preview." in words(page.tree)
    assert "from 18% to 7.5%" in page.main
    assert "application/ld+json" not in page.response.text
    assert page.links["Back to your draft"] == f"/contribute/draft?key={written.key}"


def test_a_draft_that_has_only_begun_can_be_previewed(author: Author) -> None:
    page = author.begin().get("draft/preview")
    assert "still to be mended" in words(page.tree)


def test_a_draft_with_faults_gives_no_file_and_cannot_be_sent(author: Author) -> None:
    author.begin()
    for path in ("draft/file", "draft/send"):
        response = author.client.get(f"/contribute/{path}?key={author.key}")
        assert (response.status_code, response.headers["Location"]) == (303, f"/contribute/draft/check?key={author.key}")


def test_its_author_can_delete_it_and_nothing_is_left(written: Author) -> None:
    assert written.page_of("draft/delete", 200).h1 == "Your draft has been deleted"
    assert written.get("draft", 404).h1 == "This link opens nothing"


#: The form has room for these many attacks at once.
ROOM = 40


@pytest.mark.parametrize("first", range(0, len(ATTACKS), ROOM))
def test_attack_strings_run_nowhere(author: Author, first: int) -> None:
    attacks = cycle(ATTACKS[first : first + ROOM])
    lists = ("councils", "partners", "themes", "barriers", "technology", "suppliers", "funding")
    rows = {"sources": ("title", "publisher", "url", "date"), "outcomes": ("measure", "before", "unit"), "assets": ("title", "url")}
    values: dict[str, Any] = {name: next(attacks) for step in STEPS for name in step.fields}
    values |= {name: [next(attacks)] for name in lists} | {"costs": []}
    values |= {name: [{part: next(attacks) for part in parts}] for name, parts in rows.items()}
    author.begin(next(attacks)).write(values)
    for path in ("draft", "draft/check", "draft/preview", *(f"draft/{step.name}?mend=1" for step in STEPS)):
        author.get(path)  # the audit refuses a live script, handler or javascript: link


@pytest.mark.parametrize("number", ["99999999999999999999", "-1", "x", "²"])
@pytest.mark.parametrize("do", ["remove outcomes-{}", "remove {}", "add {}", "{}"])
def test_odd_buttons_change_nothing(author: Author, number: str, do: str) -> None:
    author.begin().post("draft/outcomes", **{"outcomes-0-measure": "Kept"}, do=do.format(number))
    assert author.get("draft/outcomes").one("input", name="outcomes-0-measure").get("value") == "Kept"


def test_there_are_never_more_rows_than_the_table_of_fields_allows(author: Author) -> None:
    many = {f"sources-{number}-title": "x" for number in range(70)}
    author.begin().post("draft/sources", **many, do="add sources")
    page = author.get("draft/sources?more=sources")
    assert len(page.all("fieldset", class_="app-rows__row")) == 50
    assert "Add another source" not in page.main


def test_a_draft_too_large_for_a_case_study_is_refused_and_the_rest_kept(author: Author) -> None:
    author.begin().post("draft/story", the_problem="Short.", do="later")
    page = author.page_of("draft/story", 413, the_problem="x" * 210_000)
    assert "This was not saved" in summary(page)[0]
    assert "Short." in author.get("draft/story").main


def test_as_many_drafts_are_kept_as_the_settings_say(author: Author, tables: Flask) -> None:
    tables.config["MOST_DRAFTS"] = 1
    author.begin()
    assert author.page_of("new", 503, about="Another").h1 == "There is no room for another just now"


def test_two_pages_saved_from_two_windows_do_not_undo_each_other(author: Author) -> None:
    author.begin().post("draft/about", title="A title", do="later")
    author.post("draft/story", the_problem="The problem.", do="later")
    assert author.get("draft/about").one("input", id="title").get("value") == "A title"


def test_a_page_that_is_not_there_is_not_found(author: Author) -> None:
    author.begin().get("draft/nothing", 404)


def test_without_tables_the_first_page_still_answers(client: FlaskClient) -> None:
    assert client.get("/contribute").status_code == 200


def _fields(page: Page) -> dict[str, Any]:
    """What a browser would post of the page's form, untouched."""
    form = page.all("form", method="post")[0]
    found: dict[str, Any] = {}
    for each in form.iter():
        name, kind = each.get("name"), each.get("type")
        if (
            each.tag == "input"
            and name
            and kind not in ("hidden", "submit")
            and (kind not in ("radio", "checkbox") or "checked" in each.attrib)
        ):
            found.setdefault(name, []).append(each.get("value") or "")
        elif each.tag == "textarea":
            found[name] = [(each.text or "").removeprefix("\n")]
        elif each.tag == "select":
            found[name] = [option.get("value") for option in each.iter("option") if "selected" in option.attrib][:1]
    return found


def test_what_the_database_cannot_do_is_logged_without_what_was_in_it(tables: Flask) -> None:
    with tables.app_context():
        assert db.engine.hide_parameters

from __future__ import annotations

from typing import Any

from flask import Flask, render_template_string

from indexer import Count, Query, Results
from portal.checkboxes import checkboxes
from portal.results import FIRST, groups
from tests.portal.conftest import GetPage
from tests.portal.page import Page, words


def titles(page: Page) -> list[str]:
    return [words(each) for each in page.all("h3", class_="app-hit__title")]


def hidden(form: Any) -> list[tuple[str, str]]:
    return [(each.get("name"), each.get("value")) for each in form.iter("input") if each.get("type") == "hidden"]


def chips(page: Page) -> dict[str, str]:
    return {words(each): each.get("href") for each in page.all("a", class_="app-chip")}


def test_filters_are_one_form_that_carries_the_question(get_page: GetPage) -> None:
    form = get_page("/search?q=housing&sort=newest&council=lincoln&theme=housing").one("form", aria_label="Filters")
    assert (form.get("action"), form.get("method")) == ("/search", "get")
    assert hidden(form) == [("q", "housing"), ("council", "lincoln"), ("sort", "newest")]
    [chosen] = [each for each in form.iter("input") if "checked" in each.attrib]
    assert (chosen.get("name"), chosen.get("value")) == ("theme", "housing")


def test_the_search_box_carries_the_filters_and_the_order(get_page: GetPage) -> None:
    [form] = get_page("/search?q=housing&sort=newest&theme=housing&council=lincoln").all("form", role="search")
    assert hidden(form) == [("theme", "housing"), ("council", "lincoln"), ("sort", "newest")]


def test_each_value_says_how_many_it_would_give(get_page: GetPage) -> None:
    page = get_page("/search")
    assert "Housing (2)" in [words(label) for label in page.all("label")]
    assert set(titles(get_page("/search?theme=housing"))) == {
        "Camden puts damp sensors in 200 flats",
        "Lincoln replaces its old housing repairs system",
    }


def test_the_filters_are_those_of_the_design_in_order(get_page: GetPage) -> None:
    page = get_page("/search")
    assert [words(each) for each in page.all("legend")] == [
        "Theme", "Barrier", "Nation", "Region of England", "Kind of council", "Status", "Evidence", "Year of the work", "Who wrote it",
    ]  # fmt: skip


def test_a_filter_with_many_values_folds_the_rest(get_page: GetPage) -> None:
    page = get_page("/search")
    [fold] = [each for each in page.all("details", class_="app-filter__rest") if "under Theme" in words(each)]
    counted = len(page.all("input", name="theme"))
    assert words(fold).startswith(f"Show all {counted} under Theme")
    assert len(list(fold.iter("input"))) == counted - FIRST


def test_chosen_filters_are_chips_that_let_go(get_page: GetPage) -> None:
    page = get_page("/search?q=housing&theme=housing&theme=data-and-insight&nation=england")
    assert chips(page) == {
        "Remove filter Theme: Housing×": "/search?q=housing&theme=data-and-insight&nation=england",
        "Remove filter Theme: Data and insight×": "/search?q=housing&theme=housing&nation=england",
        "Remove filter Nation: England×": "/search?q=housing&theme=housing&theme=data-and-insight",
    }
    assert page.links["Clear all filters"] == "/search?q=housing"


def test_a_filter_beside_which_nothing_stands_shows_as_a_chip_too(get_page: GetPage) -> None:
    assert list(chips(get_page("/search?council=lincoln"))) == ["Remove filter Council: City of Lincoln Council×"]


def test_a_value_that_no_case_study_has_is_shown_as_chosen_with_none(get_page: GetPage) -> None:
    page = get_page("/search?theme=no-such-theme")
    [box] = [each for each in page.all("input", name="theme") if "checked" in each.attrib]
    assert [words(label) for label in page.all("label", for_=box.get("id"))] == ["No such theme (0)"]
    assert list(chips(page)) == ["Remove filter Theme: No such theme×"]


def test_years_and_grades_stand_in_their_own_order() -> None:
    counts = {
        name: tuple(Count(value, value, 9 - place, False) for place, value in enumerate("132")) for name in ("year", "theme", "evidence")
    }
    found = {group.name: [count.value for count in group.first] for group in groups(Results(Query(), (), 9, counts, False))}
    assert found == {"theme": ["1", "3", "2"], "evidence": ["3", "2", "1"], "year": ["3", "2", "1"]}


def test_a_keyboard_comes_past_the_filters_to_the_results(get_page: GetPage) -> None:
    page = get_page("/search?q=housing")
    assert page.links["Skip to results"] == "#results"
    assert page.one("div", id="results")


def test_the_folded_filters_say_how_many_are_chosen(get_page: GetPage) -> None:
    page = get_page("/search?theme=housing&nation=england")
    assert "Filters (2 chosen)" in [words(each) for each in page.all("summary")]


def test_the_checkboxes_are_govuk_frontends(app: Flask) -> None:
    """Ours are written out for speed: this holds them to the macro's markup."""
    counts = [Count("housing", "Housing & <homes>", 3000, True), Count("legacy", "Legacy", 0, False)]
    macro = """{% from 'govuk_frontend_jinja/components/checkboxes/macro.html' import govukCheckboxes %}
    {{ govukCheckboxes({'name': 'theme', 'classes': 'govuk-checkboxes--small', 'items': [
      {'id': 'theme-housing', 'value': 'housing', 'text': 'Housing & <homes> (3,000)', 'checked': true},
      {'id': 'theme-legacy', 'value': 'legacy', 'text': 'Legacy (0)'}]}) }}"""
    with app.test_request_context():
        theirs = "".join(render_template_string(macro).split())
    # The macro's module serves conditional reveal, which we do not use; its group is for one question, ours is within a fieldset.
    within = '<divclass="govuk-form-group"><divclass="govuk-checkboxesgovuk-checkboxes--small"data-module="govuk-checkboxes">'
    assert theirs == f"{within}{''.join(checkboxes('theme', counts).split())}</div></div>"


def test_a_checkbox_is_what_was_counted_for_this_question() -> None:
    """What does not change from question to question is kept; what does is not."""
    first, second = (checkboxes("theme", [Count("housing", "Housing", number, chosen)]) for number, chosen in ((3, True), (4, False)))
    assert ("(3)" in first, "(4)" in second) == (True, True)
    assert ("checked" in first, "checked" in second) == (True, False)

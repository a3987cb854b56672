from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from indexer import FILTER_NAMES, Query
from portal.questions import MOST_TEXT, MOST_VALUES, address, pairs, query_from, readable, without_filter, without_filters, without_value


def asked(query_string: str) -> Query:
    return query_from(MultiDict(parse_qsl(query_string)))


def test_nothing_asked_is_every_case_study_newest_first() -> None:
    assert asked("") == Query(sort="newest")


def test_words_are_asked_best_first() -> None:
    assert asked("q=damp+sensors") == Query(text="damp sensors", sort="best")


@pytest.mark.parametrize(
    ("given", "sort"), [("newest", "newest"), ("evidence", "evidence"), ("best", "best"), ("random", "best"), ("", "best")]
)
def test_an_order_that_is_not_known_is_the_usual_one(given: str, sort: str) -> None:
    assert asked(f"q=x&sort={given}").sort == sort


@pytest.mark.parametrize(
    ("given", "page"), [("2", 2), ("0", 1), ("-1", 1), ("two", 1), ("", 1), ("1e3", 1), ("٣", 1), ("9" * 5000, 1), ("999999", 999_999)]
)
def test_a_page_that_cannot_be_is_the_first(given: str, page: int) -> None:
    assert query_from(MultiDict({"page": given})).page == page


def test_filters_are_read_once_each_in_the_order_given() -> None:
    assert asked("theme=housing&theme=legacy&theme=housing&nation=wales").filters == {"theme": ("housing", "legacy"), "nation": ("wales",)}


def test_a_filter_that_is_not_known_is_passed_over() -> None:
    assert asked("colour=red&theme=housing").filters == {"theme": ("housing",)}


@pytest.mark.parametrize("value", ["", "<script>", "a b", "../x", "-x", "x" * 101, "ŵ", "x\x00"])
def test_a_value_that_no_filter_could_have_is_passed_over(value: str) -> None:
    assert query_from(MultiDict({"theme": value})).filters == {}


def test_a_licence_can_be_asked_for_by_its_name() -> None:
    assert asked("licence=OGL-UK-3.0").filters == {"licence": ("OGL-UK-3.0",)}


def test_values_by_the_hundred_are_cut() -> None:
    given = MultiDict([("theme", f"theme-{number}") for number in range(1000)])
    assert len(query_from(given).filters["theme"]) == MOST_VALUES


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  damp \n\t sensors ", "damp sensors"),
        ("nul\x00l", "nul l"),
        ("\u202eturned round", "turned round"),
        ("tŷ dŵr", "tŷ dŵr"),
        ("🏚️ damp", "🏚️ damp"),
        ("\ud800", ""),
        ("x" * 100_000, "x" * MOST_TEXT),
        (" " * 100_000 + "x", ""),
    ],
)
def test_what_was_typed_is_read_without_what_nobody_can_see(typed: str, read: str) -> None:
    assert readable(typed) == read


def test_letting_a_value_go_keeps_the_rest() -> None:
    query = asked("q=x&theme=housing&theme=legacy&nation=wales&sort=newest&page=3")
    assert address(without_value(query, "theme", "housing")) == "/search?q=x&theme=legacy&nation=wales&sort=newest"
    assert address(without_filter(query, "theme")) == "/search?q=x&nation=wales&sort=newest"
    assert address(without_filters(query)) == "/search?q=x&sort=newest"


def test_the_last_value_let_go_takes_its_filter_with_it() -> None:
    assert without_value(asked("theme=housing"), "theme", "housing").filters == {}


def test_a_form_keeps_all_but_what_it_asks_itself() -> None:
    query = asked("q=x&theme=housing&sort=newest")
    assert pairs(query, without=("q",)) == [("theme", "housing"), ("sort", "newest")]
    assert pairs(query, without=("theme",)) == [("q", "x"), ("sort", "newest")]


values = st.lists(st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True), min_size=1, max_size=3, unique=True).map(tuple)
questions = st.builds(
    Query,
    text=st.text(max_size=60).map(readable),
    filters=st.dictionaries(st.sampled_from(FILTER_NAMES), values, max_size=3),
    sort=st.sampled_from(["best", "newest", "evidence"]),
    page=st.integers(1, 999_999),
)


@given(questions)
def test_an_address_leads_back_to_its_question(query: Query) -> None:
    assert query_from(MultiDict(parse_qsl(urlsplit(address(query, query.page)).query))) == query


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=40), max_size=5))
def test_any_address_is_a_question(arguments: dict[str, str]) -> None:
    query = query_from(MultiDict(arguments))
    assert query.page >= 1
    assert len(query.text) <= MOST_TEXT

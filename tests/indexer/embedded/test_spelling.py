"""Words that look misspelt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.embedded.spelling import Spelling, nearest_written, slips_between

words = st.text("abcd", max_size=8)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("repair", "repair", 0),
        ("repiar", "repair", 1),
        ("reapir", "repair", 1),
        ("librari", "libari", 1),
        ("hover", "over", 1),
        ("abc", "xyz", 3),
    ],
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert slips_between(one, other, 3)[0] == slips


@given(words, words)
def test_slips_are_the_same_both_ways_and_never_more_than_the_letters(one: str, other: str) -> None:
    assert slips_between(one, other, 10)[0] == slips_between(other, one, 10)[0] <= max(len(one), len(other))


@given(words, words)
def test_the_beginning_that_is_nearest_is_as_near_as_any(one: str, other: str) -> None:
    least = min(slips_between(one[:end], other, 10)[0] for end in range(len(one) + 1))
    assert slips_between(one, other, 10)[1] == least
    assert slips_between(one, other, 1)[1] == min(least, 2)


@given(st.lists(st.text("abcdef", min_size=4, max_size=9), max_size=6, unique=True), st.text("abcdef", min_size=5, max_size=9))
def test_what_is_looked_at_no_closer_is_not_near(terms: list[str], typed: str) -> None:
    slips = 1 if len(typed) < 8 else 2
    near = {each for each in terms if each[0] == typed[0] and slips_between(typed, each, slips)[0] <= slips}
    assert near <= set(Spelling(terms).near(typed, lambda _: 1))


def common(term: str) -> int:
    return {"repair": 5, "report": 9}.get(term, 1)


def test_the_nearest_come_first_and_the_commonest_of_those() -> None:
    spelling = Spelling(["repair", "report", "librari", "over"])
    assert spelling.near("repiar", common) == ["repair"]
    assert spelling.near("repart", common) == ["report"]
    assert Spelling(["repaid", "repair", "repairs"]).near("repaij", common) == ["repair", "repaid"]


def test_a_slip_in_the_ending_still_begins_with_the_term() -> None:
    spelling = Spelling(["digit", "digest", "prevent"])
    assert spelling.near("digitel", common) == ["digit"]
    assert spelling.near("preventoin", common) == ["prevent"]
    assert spelling.near("digtal", common) == ["digit"]


def test_nothing_far_short_or_with_another_first_letter_is_near() -> None:
    spelling = Spelling(["over", "repair", "cream", "covid19"])
    for term in ("hover", "rapist", "covids", ""):
        assert spelling.near(term, common) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("planing", "planning"), ("preventoin", "prevention"), ("benifits", "benefits"), ("scones", None), ("plant", "plans")],
)
def test_of_the_words_as_written_the_nearest_is_meant(typed: str, meant: str | None) -> None:
    assert nearest_written(typed, ["plans", "planned", "planning", "prevention", "prevents", "benefit", "benefits", "score"]) == meant

"""Numbers as people write them, and what each can mean."""

from __future__ import annotations

import pytest

from tests.content.figures import Hedge, Reading, figures, hedge_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8,312 homes", [("", 8312)]),
        ("£7m", [("£", 7e6)]),
        ("£12.25 million a year", [("£", 12.25e6)]),
        ("£300k", [("£", 3e5)]),
        ("1.1 million", [("", 1.1e6)]),
        ("US$1.9bn", [("$", 1.9e9)]),
        ("DKK 300 million", [("", 3e8)]),
        ("117 million USD", [("$", 117e6)]),
        ("five million pounds", [("£", 5e6)]),
        ("20p", [("£", 0.2)]),
        ("43%", [("%", 43)]),
        ("0.5 per cent", [("%", 0.5)]),
        ("four in ten", [("%", 40)]),
        ("1 in 5 calls", [("%", 20)]),
        ("one pensioner in eight", [("%", 12.5)]),
        ("two thirds of staff", [("%", 66.666667)]),
        ("a quarter of flagged homes", [("%", 25)]),
        ("half of them", [("%", 50)]),
        ("twenty-one", [("", 21)]),
        ("three dozen inspectors", [("", 36)]),
        ("a dozen", [("", 12)]),
        ("half a million", [("", 5e5)]),
        ("two and a half years", [("", 2.5)]),
        ("twice as many", [("times", 2)]),
        ("in 2019", [("", 2019)]),
        ("the 1990s", [("", 1990)]),
        ("April 2023", [("month", 202304)]),
        ("19 July 2024", [("day", 20240719)]),
        ("2024-07-19", [("day", 20240719)]),
        ("24 March", [("day", 324)]),
        ("230GB", [("", 230)]),
        ("12-month", [("", 12)]),
        ("a one-year trial", [("", 1)]),
    ],
)
def test_a_number_is_read_as_it_is_meant(text: str, expected: list[Reading]) -> None:
    (figure,) = figures(text)
    assert figure.readings == set(expected)


@pytest.mark.parametrize(
    "text",
    ["one place", "one or two", "the 3rd of", "a third party", "24/7", "24 hours a day", "COVID-19", "5G", "SAP R/3", "version 3.0"],
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20-21% target", [{("", 20), ("%", 20)}, {("", 21), ("%", 21)}]),
        ("£2-3 million", [{("", 2), ("£", 2), ("", 2e6), ("£", 2e6)}, {("", 3e6), ("£", 3e6)}]),
        ("2024/25", [{("", 2024), ("", 2025)}]),
        ("January-March 2019", [{("month", 201901)}, {("month", 201903)}]),
        ("2 hours 24 minutes", [{("", 2), ("", 24), ("", 144)}]),
        ("93-95 in 18 countries", [{("", 93)}, {("", 95)}, {("", 18)}]),
    ],
)
def test_the_ends_of_a_range_share_what_one_of_them_was_given(text: str, expected: list[set[Reading]]) -> None:
    assert [figure.readings for figure in figures(text)] == expected


@pytest.mark.parametrize(
    ("text", "hedge"),
    [("about 40", "about"), ("over £40", "over"), ("nearly 40%", "nearly"), ("up to 40", "nearly"), ("at 40", ""), ("some of 40", "")],
)
def test_a_number_may_be_held_off(text: str, hedge: Hedge) -> None:
    assert [figure.hedge for figure in figures(text)] == [hedge]


def test_a_number_may_be_held_off_from_afar() -> None:
    assert (hedge_in("Queries handled, over"), hedge_in("Queries handled")) == ("over", "")


@pytest.mark.parametrize(("text", "step"), [("8,300", 100), ("8,312", 1), ("£1.1 million", 1e5), ("£8.9m", 1e5), ("0.25", 0.01)])
def test_the_last_digit_says_how_exact_a_number_is(text: str, step: float) -> None:
    assert figures(text)[0].step == pytest.approx(step)

from __future__ import annotations

from typing import Any

import pytest

from indexer import Outcome
from portal.figures import change_in_words, figure, is_number, money


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (28_600_000, "GBP", "£28.6 million"),
        (1_000_000, "GBP", "£1 million"),
        (12_250_000, "GBP", "£12.25 million"),
        (1_234_567, "GBP", "£1,234,567"),
        (830_610, "GBP", "£830,610"),
        (5000, "GBP", "£5,000"),
        (1.5, "GBP", "£1.50"),
        (0, "GBP", "£0"),
        (-28_600_000, "GBP", "−£28.6 million"),
        (2_000_000_000, "EUR", "€2 billion"),
        (600_000, "USD", "US$600,000"),
        (1_200_000_000, "DKK", "1.2 billion Danish kroner"),
        (1_000_000.0, "GBP", "£1 million"),
    ],
)
def test_money_in_words(amount: float, currency: str, words: str) -> None:
    assert money(amount, currency) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (72, "empties a day", "72 empties a day"),
        (1_100_000, "queries", "1,100,000 queries"),
        (49.59, "%", "49.59%"),
        (80, "% saving", "80% saving"),
        (28.6, "£ million", "£28.6 million"),
        (350_000, "£", "£350,000"),
        (12_250_000, "£ a year", "£12.25 million a year"),
        (1.5, "$ million a year", "$1.5 million a year"),
        (-5, "£ million", "−£5 million"),
        (-3.5, "%", "−3.5%"),
        (4, None, "4"),
        ("19 to 27", "£ a year", "£19 to £27 a year"),
        ("1,000 to 1,500", "people a year", "1,000 to 1,500 people a year"),
        ("half", "£ million", "half"),
        ("a few hundred", "people", "a few hundred"),
    ],
)
def test_a_figure_with_what_it_counts(value: Any, unit: str | None, words: str) -> None:
    assert figure(value, unit) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"before": 72, "after": 10, "unit": "empties a day"}, "from 72 to 10 empties a day"),
        ({"before": 18, "after": 7, "unit": "%"}, "from 18% to 7%"),
        ({"before": 713, "after": 276, "unit": "£ million"}, "from £713 million to £276 million"),
        ({"before": 19, "after": "108 to 144", "unit": "£ million"}, "before: £19 million; after: £108 to £144 million"),
        ({"before": "slow", "after": "quick"}, "before: slow; after: quick"),
        ({"change": -70, "unit": "%"}, "down 70%"),
        ({"change": 80, "unit": "% saving"}, "80% saving"),
        ({"after": 98, "unit": "hours a week"}, "98 hours a week"),
        ({"before": 2.6, "unit": "£ million"}, "£2.6 million"),
        ({}, "no figure given"),
    ],
)
def test_an_outcome_in_words(fields: dict[str, Any], words: str) -> None:
    assert change_in_words(Outcome("What was measured", "result", "time", **fields)) == words


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, "5", None])
def test_what_cannot_be_drawn_is_no_number(value: object) -> None:
    assert not is_number(value)

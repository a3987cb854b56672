"""Counting every filter's values in one go."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.embedded.tally import Column, Tally
from indexer.query import Count


def numbers(*given: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(given, dtype=np.int64)


@pytest.fixture
def tally() -> Tally:
    """Three case studies: the first about housing and care, the second about care, the third about nothing; two of them live."""
    themes = Column(("housing", "care"), ("Housing", "Care"), numbers(0, 0, 1), numbers(0, 1, 1))
    statuses = Column(("live", "idea"), ("Live", "Idea"), numbers(0, 1, 2), numbers(0, 1, 0))
    return Tally([themes, statuses], 3)


def test_each_value_is_counted_among_those_asked_for(tally: Tally) -> None:
    assert tally.of(np.array([True, True, True])).tolist() == [1, 2, 2, 1]
    assert tally.of(np.array([False, True, True])).tolist() == [0, 1, 1, 1]
    assert tally.of(np.array([False, False, False])).tolist() == [0, 0, 0, 0]


def test_most_first_then_by_name(tally: Tally) -> None:
    shown = tally.shown(tally.of(np.array([True, True, True])), ())
    assert shown.counts(0) == [Count("care", "Care", 2, False), Count("housing", "Housing", 1, False)]
    even = tally.shown(tally.of(np.array([True, True, False])), ())
    assert [count.name for count in even.counts(1)] == ["Idea", "Live"]


def test_what_nobody_has_is_left_out_unless_it_was_chosen(tally: Tally) -> None:
    row = tally.of(np.array([False, False, True]))
    assert tally.shown(row, ()).counts(0) == []
    assert tally.shown(row, {1}).counts(0) == [Count("care", "Care", 0, True)]

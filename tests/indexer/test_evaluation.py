"""Measures of how good an answer is, by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.evaluation import Judged, mean_quality, ndcg, quality, recall, reciprocal_rank

GRADES = {"a": 3, "b": 1, "c": 0}


def test_ndcg_is_one_in_the_best_order_and_nothing_without_an_answer() -> None:
    assert ndcg(["a", "b", "c"], GRADES) == pytest.approx(1)
    assert ndcg(["c", "d"], GRADES) == 0
    assert ndcg(["a"], {}) == 0


def test_ndcg_by_hand() -> None:
    """Gains 7 and 1; the 3 stands second: (1 + 7 / log2 3) / (7 + 1 / log2 3)."""
    assert ndcg(["b", "a"], GRADES) == pytest.approx((1 + 7 / math.log2(3)) / (7 + 1 / math.log2(3)))


def test_what_stands_below_the_depth_does_not_count() -> None:
    ranked = ["x"] * 10 + ["a"]
    assert ndcg(ranked, GRADES) == reciprocal_rank(ranked, GRADES) == 0
    assert recall(ranked, GRADES) == 0.5


def test_reciprocal_rank_is_of_the_first_that_answers() -> None:
    assert reciprocal_rank(["c", "x", "b", "a"], GRADES) == pytest.approx(1 / 3)


@given(st.permutations(["a", "b", "c", "d", "e"]))
def test_every_measure_stays_between_nothing_and_one(ranked: list[str]) -> None:
    for measure in (ndcg, reciprocal_rank, recall):
        assert 0 <= measure(ranked, GRADES) <= 1 + 1e-9


def test_a_set_is_summed_up_with_its_failures() -> None:
    judged = Judged("set", {"1": "x", "2": "y", "3": "z", "4": "w"}, {"1": {"a": 3}, "2": {"a": 1}, "3": {}, "4": {}})
    summed = quality(judged, {"1": ["a"], "2": [], "3": [], "4": ["a"]})
    assert (summed.questions, summed.without_answer, summed.unanswered, summed.nonsense) == (4, 2, 1, 1)
    assert summed.ndcg_at_10 == pytest.approx(0.5)
    assert mean_quality([summed, summed]).ndcg_at_10 == pytest.approx(0.5)
    assert mean_quality([summed, summed]).unanswered == 2

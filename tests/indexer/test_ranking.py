"""Fusion and order, over made-up numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.ranking import MEANING_WEIGHT, fuse, matches, order


def floats(*numbers: float) -> np.ndarray:
    return np.array(numbers, dtype=np.float32)


def flags(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.bool_)


def test_words_and_meaning_each_bring_a_case_study_in() -> None:
    found = matches(share=floats(1, 0.2, 0), meaning=floats(0.1, 0.6, 0.1), floor=0.4)
    assert found.answers.tolist() == [True, True, False]
    assert found.by_meaning_only.tolist() == [False, True, False]


def test_fewer_words_will_do_where_meaning_agrees_a_little() -> None:
    assert matches(floats(0.3, 0.1), floats(0.35, 0.35), floor=0.4).answers.tolist() == [True, False]
    assert not matches(floats(0.3, 0.1), floats(0.1, 0.1), floor=0.4).answers.any()


def test_where_something_is_near_the_far_tail_is_cut() -> None:
    assert matches(floats(0, 0, 0), floats(0.8, 0.5, 0.45), floor=0.4).answers.tolist() == [True, True, False]


def test_without_meaning_the_best_words_answer() -> None:
    assert matches(floats(0.3, 0.1), None, floor=0.4).answers.tolist() == [True, False]


def test_fusing_brings_both_to_one_scale_and_weighs_them() -> None:
    fused = fuse(floats(10, 5, 0), floats(0, 0.5, 1), flags(1, 1, 1))
    assert np.allclose(fused, [1 - MEANING_WEIGHT, 0.5, MEANING_WEIGHT])


def test_those_that_do_not_answer_score_nothing_and_do_not_count() -> None:
    fused = fuse(floats(10, 5, 1000), None, flags(1, 1, 0))
    assert fused.tolist() == [1.0, 0.0, 0.0]


def test_all_alike_are_all_matches() -> None:
    assert fuse(floats(3, 3), None, flags(1, 1)).tolist() == [1.0, 1.0]
    assert fuse(floats(0, 0), None, flags(1, 1)).tolist() == [0.0, 0.0]


def test_order_is_best_first_and_ties_by_place() -> None:
    assert order(floats(0.5, 0.9, 0.5, 1), flags(1, 1, 1, 0)).tolist() == [1, 0, 2]


def test_an_exact_title_stands_before_all_scores() -> None:
    assert order(floats(0.5, 0.9), flags(1, 1), first=flags(1, 0)).tolist() == [0, 1]


scores = st.lists(st.floats(0, 100, width=32), min_size=1, max_size=20)


@given(scores)
def test_fused_scores_stay_between_nothing_and_one(numbers: list[float]) -> None:
    words = floats(*numbers)
    fused = fuse(words, words[::-1].copy(), np.ones(len(words), dtype=np.bool_))
    assert ((fused >= 0) & (fused <= 1 + 1e-6)).all()

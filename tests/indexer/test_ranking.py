"""Fusion and order, over made-up numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.ranking import FIRST, MEANING_WEIGHT, fuse, matches, order, rank_by_meaning, rank_by_words


def floats(*numbers: float) -> np.ndarray:
    return np.array(numbers, dtype=np.float32)


def flags(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.bool_)


def test_words_and_meaning_each_bring_a_case_study_in() -> None:
    found = matches(share=floats(1, 0.2, 0), meaning=floats(0.1, 0.6, 0.1), floor=0.4, scores=floats(1, 0.4, 0.1))
    assert found.answers.tolist() == [True, True, False]
    assert found.by_meaning_only.tolist() == [False, True, False]


def test_fewer_words_will_do_where_meaning_agrees_a_little() -> None:
    assert matches(floats(0.3, 0.1), floats(0.35, 0.35), 0.4, floats(1, 0.4)).answers.tolist() == [True, False]
    assert not matches(floats(0.3, 0.1), floats(0.1, 0.1), 0.4, floats(1, 1)).answers.any()


def test_where_something_is_near_the_far_tail_is_cut() -> None:
    assert matches(floats(0, 0, 0), floats(0.8, 0.5, 0.45), 0.4, floats(1, 0.6, 0.5)).answers.tolist() == [True, True, False]


def test_what_stands_high_answers_with_a_word_and_a_little_meaning() -> None:
    found = matches(floats(1, 0.2, 0.2, 0.2), floats(0.5, 0.35, 0.35, 0.1), 0.4, floats(1, 0.6, 0.4, 0.6))
    assert found.answers.tolist() == [True, True, False, False]
    assert not found.by_meaning_only.any()


def test_no_more_than_the_first_few_answer_by_standing_high() -> None:
    size = 3 * FIRST
    share, meaning = np.full(size, 0.2, dtype=np.float32), np.full(size, 0.35, dtype=np.float32)
    share[0] = 1
    answers = matches(share, meaning, 0.4, np.linspace(1, 0.8, size, dtype=np.float32)).answers
    assert np.flatnonzero(answers).tolist() == list(range(FIRST))


def test_without_a_word_it_must_pass_the_floor_unless_the_words_tell_little() -> None:
    meaning, scores = floats(0.8, 0.35), floats(1, 0.6)
    assert matches(floats(0.5, 0), meaning, 0.4, scores).answers.tolist() == [True, False]
    found = matches(floats(0.4, 0), meaning, 0.4, scores)
    assert found.answers.tolist() == [True, True]
    assert found.by_meaning_only.tolist() == [False, True]


def test_standing_highest_is_not_enough_where_nothing_answers() -> None:
    assert not matches(floats(0.2, 0), floats(0.1, 0.35), 0.4, floats(0.5, 1)).answers.any()
    assert not matches(floats(0, 0), floats(0.35, 0.3), 0.4, floats(1, 0.9)).answers.any()


def test_without_meaning_the_best_words_answer() -> None:
    assert matches(floats(0.3, 0.1, 0), None, 0.4, floats(1, 0.2, 0)).answers.tolist() == [True, False, False]
    assert matches(floats(0.6, 0.1, 0), None, 0.4, floats(1, 0.4, 0.4)).answers.tolist() == [True, True, False]


def test_one_that_holds_every_word_ranks_by_words_before_all_that_do_not() -> None:
    ranked = rank_by_words(scores=floats(1, 10, 2), share=floats(1, 0.9, 1))
    assert ranked.argsort().tolist() == [1, 0, 2]


def test_of_two_with_like_scores_the_one_with_more_words_ranks_higher() -> None:
    ranked = rank_by_words(scores=floats(5, 5, 0), share=floats(0.2, 0.7, 0))
    assert ranked[1] == 1
    assert 0 < ranked[0] < 1


def test_the_ranking_by_meaning_heeds_the_best_passage_and_the_rest() -> None:
    assert rank_by_meaning(best=floats(0.5, 0.5, 0.1), mean=floats(0.1, 0.3, 0.1)).argsort().tolist() == [2, 0, 1]


def test_fusing_weighs_the_two() -> None:
    fused = fuse(floats(1, 0.5, 0), floats(0, 0.5, 1))
    assert np.allclose(fused, [1 - MEANING_WEIGHT, 0.5, MEANING_WEIGHT])
    assert fuse(floats(1, 0.5), None).tolist() == [1, 0.5]


def test_what_tells_nothing_apart_ranks_nothing() -> None:
    assert rank_by_meaning(floats(0.3, 0.3), floats(0.2, 0.2)).tolist() == [0, 0]
    assert rank_by_words(floats(0, 0), floats(0, 0)).tolist() == [0, 0]
    assert rank_by_words(floats(), floats()).tolist() == []


def test_order_is_best_first_and_ties_by_place() -> None:
    assert order(floats(0.5, 0.9, 0.5, 1), flags(1, 1, 1, 0)).tolist() == [1, 0, 2]


def test_an_exact_title_stands_before_all_scores() -> None:
    assert order(floats(0.5, 0.9), flags(1, 1), first=flags(1, 0)).tolist() == [0, 1]


parts = st.lists(st.floats(0, 1, width=32), min_size=1, max_size=20)


@given(parts)
def test_fused_scores_stay_between_nothing_and_one(numbers: list[float]) -> None:
    share = floats(*numbers)
    fused = fuse(rank_by_words(share * np.float32(9), share), rank_by_meaning(share[::-1].copy(), floats(*numbers)))
    assert ((fused >= 0) & (fused <= 1 + 1e-6)).all()


@given(parts, parts)
def test_whatever_holds_enough_words_answers_with_meaning_or_without(shares: list[float], cosines: list[float]) -> None:
    size = min(len(shares), len(cosines))
    share, meaning = floats(*shares[:size]), floats(*cosines[:size])
    for near in (None, meaning):
        assert matches(share, near, 0.4, meaning).answers[share >= 0.5].all()

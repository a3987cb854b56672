"""Which kind of model a machine gets."""

from __future__ import annotations

from indexer.conversion import Trial, choose
from indexer.sentences import SENTENCES

ORIGINAL = Trial("float32", 1.0, 1.0, 6.4)
WHOLE = Trial("float32-onnx", 1.0, 1.0, 5.0)
SMALL = Trial("int8-onnx", 0.992, 0.986, 2.0)


def test_the_quickest_that_agrees_is_chosen() -> None:
    assert choose([ORIGINAL, WHOLE, SMALL]) == SMALL


def test_small_numbers_must_be_quicker_on_this_processor() -> None:
    assert choose([ORIGINAL, WHOLE, Trial("int8-onnx", 0.992, 0.986, 5.5)]) == WHOLE


def test_one_that_disagrees_on_average_is_not_chosen() -> None:
    assert choose([ORIGINAL, WHOLE, Trial("int8-onnx", 0.97, 0.96, 2.0)]) == WHOLE


def test_one_that_disagrees_on_a_single_sentence_is_not_chosen() -> None:
    assert choose([ORIGINAL, Trial("int8-onnx", 0.992, 0.94, 2.0)]) == ORIGINAL


def test_the_original_does_where_nothing_else_runs() -> None:
    assert choose([ORIGINAL]) == ORIGINAL


def test_the_sentences_are_forty_and_all_different() -> None:
    assert len(set(SENTENCES)) == len(SENTENCES) == 40

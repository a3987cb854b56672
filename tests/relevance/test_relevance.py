"""The answers do not get worse unnoticed. With the real model, over the frozen library."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from indexer.corpus import read_corpus
from indexer.evaluation import Quality
from indexer.judged import judged_in
from indexer.query import Mode
from indexer.safe_yaml import load_yaml
from tests.relevance.measure import CORPUS, JUDGED, RECORDED, measure

#: How far the mean may fall before somebody must look.
TOLERANCE = 0.01


@pytest.fixture(scope="module")
def measured(kept_model: Path) -> Mapping[Mode, Quality]:
    """How each way of searching does now."""
    return measure(CORPUS, kept_model=kept_model)


@pytest.mark.parametrize("mode", ["words", "meaning", "both"])
def test_the_mean_has_not_fallen(measured: Mapping[Mode, Quality], mode: Mode) -> None:
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))[mode]
    assert measured[mode].ndcg_at_10 >= recorded - TOLERANCE


def test_both_together_are_better_than_either(measured: Mapping[Mode, Quality]) -> None:
    assert measured["both"].ndcg_at_10 >= max(measured["words"].ndcg_at_10, measured["meaning"].ndcg_at_10) + 0.03


def test_every_judged_case_study_is_in_the_frozen_library() -> None:
    known = read_corpus(CORPUS).case_studies
    judged = judged_in(JUDGED)
    assert not {slug for grades in judged.grades.values() for slug in grades} - known.keys()


def test_there_are_enough_questions_of_every_kind() -> None:
    kinds = Counter(entry["kind"] for entry in load_yaml(JUDGED.read_bytes()))
    assert sum(kinds.values()) >= 150
    assert set(kinds) == {"problem", "jargon", "place", "product", "misspelt", "pasted", "stopped", "nothing"}

"""Vectors on disk, and what is nearest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.embedded.vectors import COMPARED_AGAIN, DIGEST, Vectors, ranges, write_vectors
from tests.indexer.embedded.lying import lying_along

ROWS = np.array([[1, 0], [0, 1], [0.6, 0.8], [0.8, 0.6]], dtype=np.float32)


@pytest.fixture
def vectors(tmp_path: Path) -> Vectors:
    """Two case studies: one passage, and three."""
    write_vectors(tmp_path, ROWS, np.array([bytes([number]) * 16 for number in range(4)], DIGEST), np.array([1, 3]))
    return Vectors(tmp_path)


def test_a_case_study_is_as_near_as_its_best_passage(vectors: Vectors) -> None:
    nearest = vectors.nearest(np.array([0, 1], dtype=np.float32))
    assert nearest.cosines.tolist() == pytest.approx([0, 1])
    assert [nearest.passage(place) for place in (0, 1)] == [0, 0]


def test_the_mean_of_all_its_passages_is_told_too(vectors: Vectors) -> None:
    nearest = vectors.nearest(np.array([0, 1], dtype=np.float32))
    assert nearest.means.tolist() == pytest.approx([0, (1 + 0.8 + 0.6) / 3])


def test_which_passage_counts_from_the_case_study_s_first(vectors: Vectors) -> None:
    nearest = vectors.nearest(np.array([0.8, 0.6], dtype=np.float32))
    assert [nearest.passage(place) for place in (0, 1)] == [0, 2]


def test_a_row_is_found_again_by_its_passage_s_digest(vectors: Vectors) -> None:
    row = vectors.by_digest()[bytes([2]) * 16]
    assert vectors.rows[row].tolist() == ROWS[2].tolist()


def test_ranges_are_the_rows_of_some_places_in_their_order() -> None:
    counts = np.array([2, 0, 3, 1])
    assert ranges(counts, np.array([2, 0, 1])).tolist() == [2, 3, 4, 0, 1]
    assert ranges(counts, np.array([], dtype=np.int64)).tolist() == []


def test_likeness_is_of_the_mean_of_all_passages(vectors: Vectors) -> None:
    like = vectors.like(1)
    assert like[1] == pytest.approx(1)
    assert like[0] == pytest.approx(1.4 / np.hypot(1.4, 2.4))


def test_none_at_all_is_nothing_near(tmp_path: Path) -> None:
    write_vectors(tmp_path, np.empty((0, 2), dtype=np.float32), np.empty(0, DIGEST), np.empty(0, dtype=np.int64))
    empty = Vectors(tmp_path)
    assert len(empty.nearest(np.array([0, 1], dtype=np.float32)).cosines) == 0
    assert empty.by_digest() == {}


def test_the_nearest_are_exactly_as_near_as_they_are(tmp_path: Path) -> None:
    rows = lying_along(900, 200)
    write_vectors(tmp_path, rows, np.zeros(900, DIGEST), np.full(300, 3))
    question = lying_along(1, 200, seed=1)[0]
    cosines = (rows @ question).reshape(-1, 3).max(axis=1)
    first = np.argsort(-cosines)[: COMPARED_AGAIN // 2]
    assert Vectors(tmp_path).nearest(question).cosines[first] == pytest.approx(cosines[first], abs=1e-6)


def test_case_studies_of_unlike_lengths_keep_their_own(tmp_path: Path) -> None:
    counts = np.random.default_rng(0).integers(1, 12, size=200)
    rows = lying_along(counts.sum(), 100)
    write_vectors(tmp_path, rows, np.zeros(len(rows), DIGEST), counts)
    question = lying_along(1, 100, seed=1)[0]
    nearest = Vectors(tmp_path).nearest(question)
    ends = np.cumsum(counts)
    for place, (start, end) in enumerate(zip(ends - counts, ends, strict=True)):
        exact = rows[start:end] @ question
        assert nearest.cosines[place] == pytest.approx(exact.max(), abs=0.05)
        assert nearest.means[place] == pytest.approx(exact.mean(), abs=0.05)


def test_the_first_case_study_of_an_empty_library_needs_nothing_from_before(tmp_path: Path) -> None:
    for name, rows in (("1", np.empty((0, 2), dtype=np.float32)), ("2", ROWS[:1])):
        before = Vectors(tmp_path / "1") if name == "2" else None
        (tmp_path / name).mkdir()
        write_vectors(tmp_path / name, rows, np.zeros(len(rows), DIGEST), np.ones(len(rows), dtype=np.int64), before)
    assert Vectors(tmp_path / "2").nearest(ROWS[0]).cosines.tolist() == pytest.approx([1])

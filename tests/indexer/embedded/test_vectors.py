"""Vectors on disk, and what is nearest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.embedded.vectors import BLOCK, COMPARED_AGAIN, DIGEST, HELD, Matrix, Taken, Vectors, ranges, write_vectors

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


def leaning(number: int, directions: int, seed: int = 0) -> Matrix:
    """So many vectors of 384 numbers and length 1 that lie along a few directions, each less than the one before, as those of
    passages do."""
    axes = np.linalg.qr(np.random.default_rng(99).normal(size=(384, 384)))[0]
    along = np.random.default_rng(seed).normal(size=(number, directions)) * np.linspace(1, 0, directions)
    rows = (along @ axes[:directions]).astype(np.float32)
    found: Matrix = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return found


def written(folder: Path, rows: Matrix, taken: Taken | None = None) -> Vectors:
    """A generation in which each case study has three passages, of which the digest is the first few bytes."""
    folder.mkdir()
    digests = np.array([row.tobytes()[:16] for row in rows], DIGEST)
    write_vectors(folder, rows, digests, np.full(len(rows) // 3, 3), taken)
    return Vectors(folder)


def test_half_of_the_numbers_or_less_say_nearly_all(tmp_path: Path) -> None:
    rows = leaning(900, 200)
    vectors = written(tmp_path / "1", rows)
    assert vectors.axes.shape[1] <= 160
    assert vectors.axes.shape[1] % BLOCK == 0
    assert np.square(rows @ vectors.axes).sum() >= HELD * np.square(rows).sum()
    for question in leaning(20, 200, seed=1):
        cosines = (rows @ question).reshape(-1, 3)
        nearest = vectors.nearest(question)
        for found, exact in ((nearest.cosines, cosines.max(axis=1)), (nearest.means, cosines.mean(axis=1))):
            assert np.abs(found - exact).mean() < 0.01
            assert np.abs(found - exact).max() < 0.05


def test_vectors_that_lie_every_way_keep_all_their_numbers(tmp_path: Path) -> None:
    rows = np.linalg.qr(np.random.default_rng(0).normal(size=(384, 384)))[0].astype(np.float32)
    assert written(tmp_path / "1", rows).axes.shape == (384, 384)


def test_the_nearest_are_exactly_as_near_as_they_are(tmp_path: Path) -> None:
    rows = leaning(900, 200)
    question = leaning(1, 200, seed=1)[0]
    cosines = (rows @ question).reshape(-1, 3).max(axis=1)
    first = np.argsort(-cosines)[: COMPARED_AGAIN // 2]
    assert written(tmp_path / "1", rows).nearest(question).cosines[first] == pytest.approx(cosines[first], abs=1e-6)


def test_what_is_taken_over_is_as_if_it_were_made_anew(tmp_path: Path) -> None:
    rows = leaning(900, 200)
    old = written(tmp_path / "1", rows)
    changed = np.concatenate([leaning(30, 200, seed=2), rows[90:], rows[:60]])
    taken = Taken(old, np.concatenate([np.full(30, -1), np.arange(90, 900), np.arange(60)]))
    new, anew = written(tmp_path / "2", changed, taken), written(tmp_path / "3", changed, Taken(old, np.full(900, -1)))
    assert new.axes.tobytes() == old.axes.tobytes()
    every = np.arange(900)
    (ours, our_scales), (theirs, their_scales) = new.small(every), anew.small(every)
    assert np.abs(ours.astype(int) - theirs).max() <= 1, "a last digit may be rounded another way"
    assert our_scales == pytest.approx(their_scales)


def test_axes_are_chosen_anew_for_a_library_about_something_else(tmp_path: Path) -> None:
    old = written(tmp_path / "1", leaning(900, 60))
    rows = np.roll(leaning(900, 60), 7, axis=1)
    new = written(tmp_path / "2", rows, Taken(old, np.full(900, -1)))
    assert np.square(rows @ old.axes).sum() < 0.5 * np.square(rows).sum()
    assert np.square(rows @ new.axes).sum() >= HELD * np.square(rows).sum()


def test_the_first_case_study_of_an_empty_library_has_axes_of_its_own(tmp_path: Path) -> None:
    empty, rows = written(tmp_path / "1", np.empty((0, 384), dtype=np.float32)), leaning(3, 200)
    first = written(tmp_path / "2", rows, Taken(empty, np.full(3, -1)))
    assert first.nearest(rows[1]).cosines.tolist() == pytest.approx([1], abs=1e-5)
    more = leaning(600, 200, seed=3)
    grown = written(tmp_path / "3", np.concatenate([rows, more]), Taken(first, np.r_[np.arange(3), np.full(600, -1)]))
    assert np.square(more @ grown.axes).sum() >= 0.94 * np.square(more).sum()

"""The rough copy of the vectors: how small, how near to the truth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.arrays import Floats
from indexer.embedded.rough import BLOCK, HELD, STILL_HELD, RoughCopy, even_axes, write_rough_copy
from tests.indexer.embedded.lying import lying_along


def test_half_of_the_numbers_say_nearly_all(tmp_path: Path) -> None:
    rows = lying_along(900, 200)
    axes = even_axes(rows)
    assert axes.shape[1] <= 192
    assert axes.shape[1] % BLOCK == 0
    assert np.square(rows @ axes).sum() >= HELD * np.square(rows).sum()


def test_each_number_says_about_as_much() -> None:
    """Else four bits would be spent on numbers that say nothing, and be too few for those that say most."""
    along = np.square(lying_along(900, 200) @ even_axes(lying_along(900, 200))).mean(axis=0)
    assert along.max() < 4 * along.mean()


def test_vectors_that_lie_every_way_keep_all_their_numbers() -> None:
    rows = np.linalg.qr(np.random.default_rng(0).normal(size=(384, 384)))[0].astype(np.float32)
    assert even_axes(rows).shape == (384, 384)


def test_the_same_vectors_are_turned_the_same_way() -> None:
    rows = lying_along(900, 200)
    assert even_axes(rows).tobytes() == even_axes(rows).tobytes()


def copied(folder: Path, rows: Floats, before: Floats | None = None) -> RoughCopy:
    folder.mkdir()
    write_rough_copy(folder, rows, np.arange(len(rows)), before)
    return RoughCopy(folder)


def test_what_has_not_changed_comes_as_near_as_before(tmp_path: Path) -> None:
    rows, question = lying_along(900, 200), lying_along(1, 200, seed=1)[0]
    old = copied(tmp_path / "1", rows)
    new = copied(tmp_path / "2", np.concatenate([rows, lying_along(30, 200, seed=2)]), old.axes)
    moved = np.abs(new.cosines(question)[:900] - old.cosines(question))
    assert moved.mean() < 1e-6
    assert moved.max() < 2e-3, "one number of one vector may be rounded the other way"


def test_axes_are_chosen_anew_for_a_library_about_something_else(tmp_path: Path) -> None:
    old = copied(tmp_path / "1", lying_along(900, 60))
    rows = np.roll(lying_along(900, 60), 7, axis=1)
    assert np.square(rows @ old.axes).sum() < STILL_HELD * np.square(rows).sum()
    new = copied(tmp_path / "2", rows, old.axes)
    assert np.square(rows @ new.axes).sum() >= HELD * np.square(rows).sum()


@pytest.mark.parametrize("directions", [200, 384])
def test_cosines_are_nearly_true(tmp_path: Path, directions: int) -> None:
    rows = lying_along(900, directions)
    order = np.random.default_rng(2).permutation(len(rows))
    write_rough_copy(tmp_path, rows, order)
    copy = RoughCopy(tmp_path)
    for question in lying_along(20, directions, seed=1):
        off = copy.cosines(question) - rows[order] @ question
        assert np.abs(off).mean() < 0.012
        assert np.abs(off).max() < 0.06


def test_a_tenth_of_the_size(tmp_path: Path) -> None:
    rows = lying_along(9_000, 200)
    write_rough_copy(tmp_path, rows, np.arange(len(rows)))
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < rows.nbytes / 8


@pytest.mark.parametrize(
    "rows", [np.eye(2, dtype=np.float32), np.ones((1, 384), dtype=np.float32) / 384**0.5, np.zeros((3, 40), dtype=np.float32)]
)
def test_few_vectors_and_short_ones_will_do(tmp_path: Path, rows: Floats) -> None:
    write_rough_copy(tmp_path, rows, np.arange(len(rows)))
    assert RoughCopy(tmp_path).cosines(rows[0]) == pytest.approx(rows @ rows[0], abs=0.06)

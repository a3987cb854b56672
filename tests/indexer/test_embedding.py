"""The real model: the right one, from the right place, and no other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.embedding import DIMENSIONS, MODEL_DIGEST, ModelMissing, SentenceEncoder


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    """The installed model."""
    return SentenceEncoder()


def test_the_installed_model_is_the_published_one(encoder: SentenceEncoder) -> None:
    assert encoder.digest == MODEL_DIGEST


def test_it_knows_words_and_no_slips(encoder: SentenceEncoder) -> None:
    assert [encoder.knows(word) for word in ("foster", "Foster", "fostre", "goverment", "")] == [True, True, False, False, False]


def test_texts_that_mean_alike_are_near_and_rows_keep_their_order(encoder: SentenceEncoder) -> None:
    finished: list[int] = []
    rows = encoder.encode(
        ["A much longer text about kettles, teapots and how to descale them at home", "Fix the boiler", "Repair the heating"],
        finished.append,
    )
    assert rows.shape == (3, DIMENSIONS)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert rows[1] @ rows[2] > 0.5 > rows[0] @ rows[1]
    assert sum(finished) == 3


def test_another_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"another")
    with pytest.raises(ModelMissing, match="is not the published"):
        SentenceEncoder(tmp_path)


def test_a_missing_model_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="cannot be read"):
        SentenceEncoder(tmp_path / "nowhere")

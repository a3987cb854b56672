"""The model an index keeps: only whole and as noted is it used, and a text's vector is its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from indexer.conversion import model_for_building
from indexer.embedding import DIMENSIONS, MODEL_DIGEST, ModelMissing, SentenceEncoder, file_digest
from indexer.quantised import FILES, INT8, KeptModel, OnnxEncoder, is_whole, kept_precision, model_folder
from indexer.sentences import SENTENCES


def keep(index: Path, precision: str = INT8) -> Path:
    """A folder as the builder leaves it, but for what is in the files."""
    folder = model_folder(index, precision)
    folder.mkdir(parents=True)
    for name in FILES:
        (folder / name).write_bytes(name.encode())
    files = {name: file_digest(folder / name) for name in FILES}
    note = {"model_digest": MODEL_DIGEST, "precision": precision, "files": files}
    (folder / "model.json").write_text(json.dumps(note), encoding="utf-8")
    return folder


def test_a_whole_model_is_known_without_loading_it(tmp_path: Path) -> None:
    keep(tmp_path)
    assert kept_precision(tmp_path) == INT8
    assert kept_precision(tmp_path / "elsewhere") is None


@pytest.mark.parametrize("name", [*FILES, "model.json"])
def test_a_model_that_was_changed_is_not_used(tmp_path: Path, name: str) -> None:
    (keep(tmp_path) / name).write_bytes(b"another")
    assert kept_precision(tmp_path) is None
    with pytest.raises(ModelMissing, match="copybook build"):
        KeptModel(tmp_path, INT8)()


def test_a_model_made_from_another_is_not_used(tmp_path: Path) -> None:
    folder = keep(tmp_path)
    note = (folder / "model.json").read_text(encoding="utf-8")
    (folder / "model.json").write_text(note.replace(MODEL_DIGEST, "0" * 64), encoding="utf-8")
    assert not is_whole(folder, INT8)


def test_the_quickest_kind_is_used_where_there_are_two(tmp_path: Path) -> None:
    keep(tmp_path, "float32")
    assert kept_precision(tmp_path) == "float32"
    keep(tmp_path)
    assert kept_precision(tmp_path) == INT8


def test_a_kind_nobody_knows_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="int4"):
        KeptModel(tmp_path, "int4")()


def test_files_that_are_no_model_are_said_plainly(tmp_path: Path) -> None:
    keep(tmp_path)
    with pytest.raises(ModelMissing, match="cannot be used here"):
        KeptModel(tmp_path, INT8)()


@pytest.fixture(scope="module")
def index(kept_model: Path) -> Path:
    """An index folder with nothing but a model in it, made from the real one."""
    return kept_model


@pytest.fixture(scope="module")
def encoder(index: Path) -> OnnxEncoder:
    """The model as converted, whichever kind this machine is quickest with."""
    precision = kept_precision(index)
    assert precision is not None
    made = KeptModel(index, precision)()
    if not isinstance(made, OnnxEncoder):
        pytest.skip("this machine is quickest with the model as published")
    return made


@pytest.mark.model
def test_the_converted_model_agrees_with_the_original(encoder: OnnxEncoder) -> None:
    cosines = np.sum(encoder.encode(SENTENCES) * SentenceEncoder().encode(SENTENCES), axis=1)
    assert cosines.mean() > 0.98
    assert cosines.min() > 0.95


@pytest.mark.model
def test_it_knows_words_and_no_slips(encoder: OnnxEncoder) -> None:
    assert [encoder.knows(word) for word in ("foster", "Foster", "fostre", "goverment", "")] == [True, True, False, False, False]


def test_a_text_has_one_vector_whatever_stands_beside_it(encoder: OnnxEncoder, index: Path) -> None:
    together = KeptModel(index, encoder.precision, threads=2)().encode(SENTENCES)
    assert together.shape == (len(SENTENCES), DIMENSIONS)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for place in (0, 17, 39):
        assert np.array_equal(encoder.encode([SENTENCES[place]])[0], together[place])


@pytest.mark.model
def test_no_text_is_too_long_or_too_short(encoder: OnnxEncoder) -> None:
    finished: list[int] = []
    longest = "sensor " * 254
    rows = encoder.encode(["", longest, longest + "kettle " * 2_000], finished.append)
    assert np.isfinite(rows).all()
    assert np.array_equal(rows[1], rows[2])
    assert sum(finished) == 3


@pytest.mark.model
def test_a_question_is_not_read_as_far_as_a_passage(encoder: OnnxEncoder, index: Path) -> None:
    short = KeptModel(index, encoder.precision, longest=128)()
    rows = short.encode(["sensor " * 126, "sensor " * 126 + "kettle " * 40])
    assert np.array_equal(rows[0], rows[1])
    assert not np.array_equal(*encoder.encode(["sensor " * 126, "sensor " * 126 + "kettle " * 40]))


@pytest.mark.model
def test_nothing_is_encoded_to_nothing(encoder: OnnxEncoder) -> None:
    assert encoder.encode([]).shape == (0, DIMENSIONS)


@pytest.mark.model
def test_a_model_is_made_once(index: Path) -> None:
    notes = {path: path.stat().st_mtime_ns for path in index.rglob("*")}
    model_for_building(index)
    assert {path: path.stat().st_mtime_ns for path in index.rglob("*")} == notes
    assert not list(index.glob("model/.new-*"))


@pytest.mark.model
def test_a_damaged_model_is_made_again(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(index / "model", tmp_path / "model")
    (folder,) = (tmp_path / "model").iterdir()
    (folder / "tokenizer.json").write_bytes(b"another")
    (tmp_path / "model" / ".new-killed").mkdir()
    monkeypatch.setattr("indexer.conversion.ROUNDS", 1)
    model_for_building(tmp_path)
    assert kept_precision(tmp_path)
    assert not list(tmp_path.glob("model/.new-*"))


@pytest.mark.model
def test_asking_a_converted_model_loads_no_pytorch(index: Path, encoder: OnnxEncoder) -> None:
    code = f"""
import sys
from pathlib import Path
from indexer.quantised import KeptModel
KeptModel(Path({str(index)!r}), {encoder.precision!r})().encode(["damp sensors"])
print(*[name for name in ("torch", "transformers", "sentence_transformers") if name in sys.modules])
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []

"""Converting the model for an index: to ONNX, then to 8-bit numbers, tried beside the original, and the quickest that agrees kept."""

from __future__ import annotations

import json
import logging
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from indexer.arrays import Floats
from indexer.embedding import MODEL, MODEL_DIGEST, PRECISION, Encoder, SentenceEncoder, file_digest, packaged_model
from indexer.quantised import FILES, FLOAT32, INT8, NOTE, KeptModel, OnnxEncoder, failures, kept_precision, model_folder
from indexer.sentences import SENTENCES

#: A converted model is used if its vectors point where the original's do: on average, and for every single sentence.
MEAN_AGREEMENT = 0.98
LEAST_AGREEMENT = 0.95

#: Timed this often, and the best taken: another program's moment must not choose.
ROUNDS = 5

#: Timed with questions, since a question is what a visitor waits for.
TIMED = 10

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trial:
    """One kind of model on this machine: its cosines to the original over the fixed sentences, and milliseconds a question."""

    precision: str
    mean: float
    least: float
    milliseconds: float

    @property
    def agrees(self) -> bool:
        """Whether its vectors can stand for the original's."""
        return self.mean >= MEAN_AGREEMENT and self.least >= LEAST_AGREEMENT


def choose(trials: Iterable[Trial]) -> Trial:
    """The quickest that agrees. The original is always among the trials, and agrees with itself."""
    return min((trial for trial in trials if trial.agrees), key=lambda trial: trial.milliseconds)


def model_for_building(index: Path) -> KeptModel:
    """The model an index keeps, on every processor at once; made first where there is none, which takes some fifteen seconds.

    Call it only while holding the builder's lock. Raises ModelMissing if the published model is not installed.
    """
    return KeptModel(index, kept_precision(index) or _make(index), threads=os.cpu_count() or 1)


def _make(index: Path) -> str:
    home = index / "model"
    home.mkdir(parents=True, exist_ok=True)
    for left in home.glob(".new-*"):  # by a builder that was killed
        shutil.rmtree(left)
    original = SentenceEncoder()
    with _one_thread(), TemporaryDirectory(prefix=".new-", dir=home) as work:
        folders = {precision: Path(work) / precision for precision in (PRECISION, FLOAT32, INT8)}
        for folder in folders.values():
            folder.mkdir()
        convert(folders[FLOAT32], folders[INT8])
        trials = _try([original, *_opened(folders[FLOAT32], FLOAT32), *_opened(folders[INT8], INT8)])
        chosen = choose(trials)
        _note(folders[chosen.precision], chosen, trials)
        kept = model_folder(index, chosen.precision)
        shutil.rmtree(kept, ignore_errors=True)  # only ever one that is not whole
        folders[chosen.precision].rename(kept)
    return chosen.precision


@contextmanager
def _one_thread() -> Iterator[None]:
    """Hold PyTorch to one thread: on a busy machine its threads wait for each other a hundred times as long as they work."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def convert(float32: Path, int8: Path) -> None:
    """Write both kinds of the model, each with its tokenizer."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from safetensors.numpy import load_file

    from indexer.network import network

    model = network(load_file(packaged_model() / "model.safetensors"))
    # Told so, or bringing it to 8 bits would begin with the advice to prepare it.
    onnx.helper.set_model_props(model, {"onnx.quant.pre_process": "onnxruntime.quant"})
    onnx.save(model, float32 / "model.onnx")
    # Weights of 7 bits: without the processor's own instruction for it, sums of 8-bit products overflow. The same vectors on
    # every processor are worth more than the last bit, which measured as no gain.
    quantize_dynamic(
        float32 / "model.onnx",
        int8 / "model.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},  # it cannot know what ONNX Runtime's own steps put out
    )
    for folder in (float32, int8):
        shutil.copyfile(packaged_model() / "tokenizer.json", folder / "tokenizer.json")


def _opened(folder: Path, precision: str) -> list[Encoder]:
    """The encoder of a folder, or none where this processor cannot run it."""
    try:
        encoder = OnnxEncoder(folder, precision)
        encoder.encode(SENTENCES[:1])
    except failures() as error:
        _log.warning("The model as %s cannot run here and is left out: %s", precision, error)
        return []
    return [encoder]


def _try(encoders: Sequence[Encoder]) -> list[Trial]:
    """Ask each the same sentences, the first being the original. Taken in turns, so that a busy moment hits all."""
    vectors = [encoder.encode(SENTENCES) for encoder in encoders]
    questions = sorted(SENTENCES, key=len)[:TIMED]
    best = np.full((len(encoders), TIMED), np.inf)
    for _ in range(ROUNDS):
        for row, encoder in enumerate(encoders):
            best[row] = np.minimum(best[row], [_seconds(encoder, question) for question in questions])
    return [_trial(*each, vectors[0]) for each in zip(encoders, vectors, best.mean(axis=1), strict=True)]


def _trial(encoder: Encoder, vectors: Floats, seconds: float, originals: Floats) -> Trial:
    cosines = np.sum(vectors * originals, axis=1)
    return Trial(encoder.precision, round(float(cosines.mean()), 4), round(float(cosines.min()), 4), round(seconds * 1000, 2))


def _seconds(encoder: Encoder, question: str) -> float:
    began = time.perf_counter()
    encoder.encode([question])
    return time.perf_counter() - began


def _note(folder: Path, chosen: Trial, trials: Sequence[Trial]) -> None:
    """Say beside the model what it is, so that nothing else is ever taken for it, and why it was chosen."""
    files = {name: file_digest(folder / name) for name in FILES if (folder / name).exists()}
    note = {
        "model": MODEL,
        "model_digest": MODEL_DIGEST,
        "precision": chosen.precision,
        "files": files,
        "trials": [asdict(trial) for trial in trials],
    }
    (folder / NOTE).write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")

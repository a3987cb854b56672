"""The model as an index keeps it: converted once to ONNX, mostly to 8-bit whole numbers, and run without PyTorch.

<index>/model/53aa51172d14-int8-onnx/    the published model's digest, and the kind of numbers it works in
    model.onnx  tokenizer.json           what encodes
    model.json                           the digests of both, how well it agrees with the original, how quick it was
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from indexer.arrays import Floats
from indexer.embedding import DIMENSIONS, LONGEST, MODEL_DIGEST, PRECISION, Encoder, ModelMissing, SentenceEncoder, file_digest

INT8 = "int8-onnx"
FLOAT32 = "float32-onnx"

#: Every kind there is. An index folder mostly keeps one; where it keeps more, the first of these is used.
PRECISIONS = (INT8, FLOAT32, PRECISION)

#: What encodes, besides the note. The original keeps none of these: it is read from its package.
FILES = ("model.onnx", "tokenizer.json")
NOTE = "model.json"


class OnnxEncoder:
    """A converted model, for any number of threads. Needs a fifth of the memory of the original, and loads in a blink."""

    digest = MODEL_DIGEST

    def __init__(self, folder: Path, precision: str, threads: int = 1, longest: int = LONGEST) -> None:
        """`threads` is how many texts are encoded at once; one question gains nothing from a second thread.

        `longest` is how many pieces of a text are read.
        """
        import onnxruntime  # heavy: only whoever encodes pays for it
        from tokenizers import Tokenizer

        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        self.precision = precision
        self._threads = threads
        options = onnxruntime.SessionOptions()
        # Each text on one thread, and no pool that spins while it waits: web workers share their processors.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        # Said here, because the packaged tokenizer.json says 128, which would cut passages short.
        self._tokenizer.enable_truncation(longest)

    def encode(self, texts: Sequence[str], done: Callable[[int], None] = lambda number: None) -> Floats:
        """One row of length 1 for each text, in order.

        Each text goes through alone. Numbers of 8 bits are scaled by the largest in what is encoded together, so that a
        text's vector would depend on its neighbours; alone, it is the same in every build, and no padding is computed.
        """
        rows = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        if len(texts) == 1 or self._threads == 1:
            for place, text in enumerate(texts):
                rows[place] = self._row(text)
                done(1)
            return rows
        with ThreadPoolExecutor(self._threads) as pool:
            for place, row in enumerate(pool.map(self._row, texts)):
                rows[place] = row
                done(1)
        return rows

    def knows(self, word: str) -> bool:
        """Whether the model takes a word whole."""
        return self._tokenizer.token_to_id(word.lower()) is not None

    def _row(self, text: str) -> Floats:
        pieces = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        row: Floats = self._session.run(None, {"input_ids": pieces})[0][0]
        return row


def model_folder(index: Path, precision: str) -> Path:
    """Where an index keeps a kind of the model."""
    return index / "model" / f"{MODEL_DIGEST[:12]}-{precision}"


def kept_precision(index: Path) -> str | None:
    """The kind of model that an index keeps whole, or None. Costs a look through its files, and loads nothing."""
    return next((precision for precision in PRECISIONS if is_whole(model_folder(index, precision), precision)), None)


def is_whole(folder: Path, precision: str) -> bool:
    """Whether the files are there and are, to the byte, what was noted when they were made."""
    try:
        note: dict[str, Any] = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        if (note["model_digest"], note["precision"]) != (MODEL_DIGEST, precision):
            return False
        return precision == PRECISION or all(file_digest(folder / name) == note["files"][name] for name in FILES)
    except (OSError, ValueError, LookupError, TypeError, ModelMissing):
        return False  # unreadable is not whole: it is then made again


@dataclass(frozen=True, slots=True)
class KeptModel:
    """Opens the model that an index keeps, when it is needed: `threads` texts are then encoded at once, `longest` pieces of each."""

    index: Path
    precision: str
    threads: int = 1
    longest: int = LONGEST

    def __call__(self) -> Encoder:
        """The encoder, loaded. Raises ModelMissing if it cannot be used here; nothing is made or mended."""
        if self.precision == PRECISION:
            return SentenceEncoder(longest=self.longest)
        folder = model_folder(self.index, self.precision)
        if self.precision not in PRECISIONS or not is_whole(folder, self.precision):
            raise ModelMissing(f"The index's model ({self.precision}) is missing from {folder}, or was changed. Run `copybook build`.")
        try:
            return OnnxEncoder(folder, self.precision, self.threads, self.longest)
        except failures() as error:
            raise ModelMissing(f"The index's model in {folder} cannot be used here ({error}). Install the project again.") from error


def failures() -> tuple[type[Exception], ...]:
    """What ONNX Runtime raises where it, or the processor, cannot run a model. They share no ancestor of their own."""
    try:
        from onnxruntime.capi import onnxruntime_pybind11_state as raised
    except ImportError:
        return (ImportError,)
    kinds = ("Fail", "InvalidGraph", "InvalidProtobuf", "NotImplemented", "RuntimeException", "EPFail")
    return (ImportError, *(getattr(raised, kind) for kind in kinds))

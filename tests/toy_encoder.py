"""An encoder for tests that are not about meaning: quick, the same every time, and with no model to load."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence

import numpy as np

from indexer.arrays import Floats
from indexer.embedding import DIMENSIONS, MODEL_DIGEST, PRECISION


class ToyEncoder:
    """Texts that share words are near. Says that it is the real model, so that a manifest accepts it. Counts what it encodes."""

    digest = MODEL_DIGEST
    precision = PRECISION

    def __init__(self, seconds_a_text: float = 0.0) -> None:
        self.encoded: list[str] = []
        self._seconds = seconds_a_text

    def __call__(self) -> ToyEncoder:
        """Itself, wherever something that makes an encoder is asked for."""
        return self

    def encode(self, texts: Sequence[str], done: Callable[[int], None] = lambda number: None) -> Floats:
        """One row of length 1 for each text."""
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for place, text in enumerate(texts):
            for word in text.lower().split():
                rows[place, int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big") % DIMENSIONS] += 1
            time.sleep(self._seconds)
            done(1)
        self.encoded += texts
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return rows

    def knows(self, word: str) -> bool:
        """Whether it takes a word whole: it knows none."""
        return False

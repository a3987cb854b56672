"""Made-up vectors that lie as those of passages do."""

from __future__ import annotations

from functools import cache

import numpy as np

from indexer.arrays import Floats


def lying_along(number: int, directions: int, seed: int = 0) -> Floats:
    """So many vectors of 384 numbers and length 1 that lie along a few directions, each less than the one before."""
    along = np.random.default_rng(seed).normal(size=(number, directions)) * np.linspace(1, 0, directions)
    rows = (along @ _axes()[:directions]).astype(np.float32)
    found: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return found


@cache
def _axes() -> Floats:
    axes: Floats = np.linalg.qr(np.random.default_rng(99).normal(size=(384, 384)))[0].astype(np.float32)
    return axes

"""The vectors of every passage: one matrix on disk, mapped into memory and shared by every process that reads it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

_MATRIX = "vectors.npy"
_DIGESTS = "passages.npy"
_COUNTS = "counts.npy"


@dataclass(frozen=True, slots=True)
class Nearest:
    """For each case study, in order of slug: its best passage's cosine, and which of its passages that is."""

    cosines: Matrix
    passages: Numbers


def write_vectors(folder: Path, rows: Matrix, digests: Sequence[bytes], counts: Sequence[int]) -> None:
    """Keep a row of length 1 for each passage, the passage's digest, and how many passages each case study has, in order."""
    np.save(folder / _MATRIX, rows)
    np.save(folder / _DIGESTS, np.frombuffer(b"".join(digests), dtype="V16"))
    np.save(folder / _COUNTS, np.array(counts, dtype=np.int64))


class Vectors:
    """The vectors of a generation, to read."""

    def __init__(self, folder: Path) -> None:
        self._rows: Matrix = np.load(folder / _MATRIX, mmap_mode="r")
        self._folder = folder
        counts = np.load(folder / _COUNTS)
        self._starts: Numbers = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])
        self._centres: Matrix | None = None

    def __len__(self) -> int:
        return len(self._rows)

    def by_digest(self) -> dict[bytes, int]:
        """The row of each passage, by its digest: what need not be encoded again."""
        return {digest.tobytes(): row for row, digest in enumerate(np.load(self._folder / _DIGESTS))}

    def rows(self, places: Iterable[int]) -> Matrix:
        """The rows at some places."""
        return np.asarray(self._rows[list(places)], dtype=np.float32)

    def nearest(self, vector: Matrix) -> Nearest:
        """How near each case study's best passage is to a question's vector. Every passage is compared: nothing is missed."""
        cosines = self._rows @ vector
        starts = self._starts[:-1]
        if not len(starts):
            return Nearest(np.empty(0, dtype=np.float32), np.empty(0, dtype=np.int64))
        best = np.maximum.reduceat(cosines, starts)
        at_best = np.flatnonzero(cosines == np.repeat(best, np.diff(self._starts)))
        owners = np.searchsorted(self._starts, at_best, side="right") - 1
        first = np.unique(owners, return_index=True)[1]
        return Nearest(best, at_best[first] - starts)

    def like(self, place: int) -> Matrix:
        """How like one case study each case study is: the cosine of the means of their passages."""
        if self._centres is None:
            sums = np.add.reduceat(self._rows, self._starts[:-1], axis=0)
            self._centres = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        return np.asarray(self._centres @ self._centres[place], dtype=np.float32)

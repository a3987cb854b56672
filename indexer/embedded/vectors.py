"""The vectors of every passage, on disk, mapped into memory and shared by every process that reads them.

Kept twice: as they are, and roughly. A question is compared with every passage by the rough copy, and with those of the nearest
case studies once more as they are. See docs/decisions/0005.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.arrays import Floats, Numbers
from indexer.embedded.rough import RoughCopy, write_rough_copy

#: The digest of each row's passage, 16 bytes.
PassageDigests = npt.NDArray[np.void]
DIGEST = np.dtype("V16")

#: The passages of this many case studies are compared once more as they are: a page of results.
COMPARED_AGAIN = 20

_MATRIX = "vectors.npy"
_DIGESTS = "passages.npy"
_COUNTS = "counts.npy"


@dataclass(frozen=True, slots=True)
class Nearest:
    """For each case study, in order of slug, its best passage's cosine and the mean of them all; and behind both each passage's,
    as they lie, with where each lies."""

    cosines: Floats
    means: Floats
    _by_passage: Floats
    _lies_at: Numbers
    _starts: Numbers

    def passage(self, place: int) -> int:
        """Which of a case study's passages is its best: its number, from 0."""
        its = self._lies_at[self._starts[place] : self._starts[place + 1]]
        return int(self._by_passage[its].argmax())


def write_vectors(folder: Path, rows: Floats, digests: PassageDigests, counts: Numbers, before: Vectors | None = None) -> None:
    """Keep a row of length 1 for each passage, the passage's digest, and how many passages each case study has, in order; roughly
    too, as the generation `before` did if that still suits."""
    if len(rows):
        write_rough_copy(folder, rows, _Layers(counts).rows, before.rough.axes if before and before.rough else None)
    arrays: dict[str, npt.NDArray[Any]] = {_MATRIX: rows, _DIGESTS: digests, _COUNTS: counts}
    for name, array in arrays.items():
        np.save(folder / name, array)


def ranges(counts: Numbers, places: Numbers) -> Numbers:
    """The rows of some places, one after another, where each place has so many rows."""
    return _one_after_another((np.cumsum(counts) - counts)[places], counts[places])


def _one_after_another(starts: Numbers, sizes: Numbers) -> Numbers:
    rows: Numbers = np.arange(sizes.sum()) + np.repeat(starts - (np.cumsum(sizes) - sizes), sizes)
    return rows


class _Layers:
    """How the rows of the rough copy lie: the first passage of every case study, then the second of each that has two ...

    Those with most passages come first, so that each layer is the beginning of the one before, and best and sum are taken layer by
    layer: a fifth of the time that NumPy takes for runs of unlike lengths.
    """

    def __init__(self, counts: Numbers) -> None:
        order = np.argsort(-counts, kind="stable")
        # Where each case study is in that order. Nothing in it is out of range, so that NumPy need not look.
        self._at = np.argsort(order)
        starts = (np.cumsum(counts) - counts)[order]
        have = [int(np.count_nonzero(counts > number)) for number in range(int(counts.max(initial=0)))]
        #: The row of each passage as case studies come, in the order in which they lie.
        self.rows: Numbers = np.concatenate([starts[:0], *(starts[:many] + number for number, many in enumerate(have))])
        self._ends = np.cumsum(have).tolist()

    def best_and_sum(self, cosines: Floats) -> tuple[Floats, Floats]:
        """The best and the sum of each case study's passages, in order of slug."""
        best, sums = cosines[: len(self._at)].copy(), cosines[: len(self._at)].copy()
        for start, end in zip(self._ends, self._ends[1:], strict=False):
            np.maximum(best[: end - start], cosines[start:end], out=best[: end - start])
            sums[: end - start] += cosines[start:end]
        return best.take(self._at, mode="clip"), sums.take(self._at, mode="clip")


class Vectors:
    """The vectors of a generation, to read."""

    def __init__(self, folder: Path) -> None:
        # Plain arrays, though mapped: a slice of NumPy's own kind for mapped files takes ten times as long to make.
        self.rows: Floats = np.asarray(np.load(folder / _MATRIX, mmap_mode="r"))
        self.counts: Numbers = np.load(folder / _COUNTS)
        #: None where there are no passages.
        self.rough = RoughCopy(folder) if len(self.rows) else None
        self._folder = folder
        self._starts: Numbers = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(self.counts)])
        self._sizes: Floats = self.counts.astype(np.float32)
        self._layers = _Layers(self.counts)
        self._lies_at = np.argsort(self._layers.rows)
        self._centres: Floats | None = None

    def __len__(self) -> int:
        return len(self.rows)

    def digests(self) -> PassageDigests:
        """The digest of each passage."""
        digests: PassageDigests = np.load(self._folder / _DIGESTS)
        return digests

    def by_digest(self) -> dict[bytes, int]:
        """The row of each passage, by its digest: what need not be encoded again."""
        return {digest: row for row, digest in enumerate(self.digests().tolist())}

    def warm(self) -> None:
        """Load what compares, before anybody asks."""
        if self.rough:
            _ = self.rough.opened

    def nearest(self, vector: Floats) -> Nearest:
        """How near each case study's best passage is to a question's vector. All passages are compared, the nearest exactly."""
        if not self.rough:
            nothing = np.empty(0, dtype=np.float32)
            return Nearest(nothing, nothing, nothing, self._lies_at, self._starts)
        cosines = self.rough.cosines(vector)
        best, sums = self._layers.best_and_sum(cosines)
        again = np.argpartition(best, -COMPARED_AGAIN)[-COMPARED_AGAIN:] if len(best) > COMPARED_AGAIN else np.arange(len(best))
        sizes = self.counts[again]
        its = _one_after_another(self._starts[again], sizes)
        # NumPy's other products would wake a thread for each processor, which then takes from the next question's encoding.
        exactly = np.vecdot(self.rows[its], vector)
        cosines[self._lies_at[its]] = exactly
        firsts = np.cumsum(sizes) - sizes
        best[again], sums[again] = np.maximum.reduceat(exactly, firsts), np.add.reduceat(exactly, firsts)
        return Nearest(best, sums / self._sizes, cosines, self._lies_at, self._starts)

    def like(self, place: int) -> Floats:
        """How like one case study each case study is: the cosine of the means of their passages."""
        if self._centres is None:
            sums = np.add.reduceat(self.rows, self._starts[:-1], axis=0)
            self._centres = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        likeness: Floats = np.vecdot(self._centres, self._centres[place])
        return likeness

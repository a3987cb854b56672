"""The vectors of every passage, on disk, mapped into memory and shared by every process that reads them.

Kept twice: as they are; and turned, so that the first half of the numbers holds nearly all of what they say, of which that half
is kept in 8 bits, an eighth of the size. A question is compared with every passage by these, and with those of the nearest case
studies once more as they are. See docs/decisions/0005.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import simsimd

Matrix = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

#: The digest of each row's passage, 16 bytes.
PassageDigests = npt.NDArray[np.void]
DIGEST = np.dtype("V16")

#: The passages of this many case studies are compared once more as they are: a page of results.
COMPARED_AGAIN = 20

#: Of what the vectors say, as the sum of their squares, the axes that are kept hold at least this much when they are chosen; and
#: they are chosen anew once they hold less than that of a library that has changed.
HELD, STILL_HELD = 0.95, 0.94

#: Axes are looked for in so many vectors from all over the library, and kept by whole blocks that a processor takes at once.
LOOKED_AT = 8_192
BLOCK = 32

#: So many rows are brought into 8 bits at a time: few enough to stay near the processor.
AT_A_TIME = 512

#: Compares half of the passages on another processor, where one is free. One for all questions: more would only fight over the
#: processors. While it has another question's half, this question's is not begun, and its own thread compares that too.
_helper = ThreadPoolExecutor(1, thread_name_prefix="vectors")

_MATRIX = "vectors.npy"
_SMALL = "vectors8.npy"
_SCALES = "scales.npy"
_AXES = "axes.npy"
_DIGESTS = "passages.npy"
_COUNTS = "counts.npy"


@dataclass(frozen=True, slots=True)
class Nearest:
    """For each case study, in order of slug, its best passage's cosine and the mean of them all; and behind both each passage's,
    as they lie, with where each lies."""

    cosines: Matrix
    means: Matrix
    _by_passage: Matrix
    _lies_at: Numbers
    _starts: Numbers

    def passage(self, place: int) -> int:
        """Which of a case study's passages is its best: its number, from 0."""
        its = self._lies_at[self._starts[place] : self._starts[place + 1]]
        return int(self._by_passage[its].argmax())


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken over from a generation before: for each row its row there, or -1."""

    old: Vectors
    rows: Numbers


def write_vectors(folder: Path, rows: Matrix, digests: PassageDigests, counts: Numbers, taken: Taken | None = None) -> None:
    """Keep a row of length 1 for each passage, the passage's digest, and how many passages each case study has, in order.

    What a generation before has of them in 8 bits is `taken` over, unless axes must be chosen anew.
    """
    kept_on = taken if taken and _still_hold(taken.old.axes, rows) else None
    axes = kept_on.old.axes if kept_on else principal_axes(rows)
    small, scales = np.empty((len(rows), axes.shape[1]), dtype=np.int8), np.empty(len(rows), dtype=np.float32)
    new = np.arange(len(rows))
    if kept_on:
        kept, new = np.flatnonzero(kept_on.rows >= 0), np.flatnonzero(kept_on.rows < 0)
        small[kept], scales[kept] = kept_on.old.small(kept_on.rows[kept])
    for start in range(0, len(new), AT_A_TIME):
        part = new[start : start + AT_A_TIME]
        small[part], scales[part] = _in_8_bits(rows[part] @ axes)
    lie = _Layers(counts).rows
    arrays: dict[str, npt.NDArray[Any]] = {
        _MATRIX: rows,
        _SMALL: small[lie],
        _SCALES: scales[lie],
        _AXES: axes,
        _DIGESTS: digests,
        _COUNTS: counts,
    }
    for name, array in arrays.items():
        np.save(folder / name, array)


def principal_axes(rows: Matrix) -> Matrix:
    """Directions at right angles, as columns: those in which vectors lie most, as many as hold HELD of them.

    They are the first eigenvectors of the vectors' products with each other (Pearson's principal axes, taken through the origin).
    """
    some = _some(rows)
    strength, axes = np.linalg.eigh(some.T @ some)
    enough = np.searchsorted(np.cumsum(strength[::-1]), HELD * strength.sum()) + 1
    kept: Matrix = np.ascontiguousarray(axes[:, ::-1][:, : -(-enough // BLOCK) * BLOCK], dtype=np.float32)
    return kept


def _still_hold(axes: Matrix, rows: Matrix) -> bool:
    some = _some(rows)
    return bool(np.square(some @ axes).sum() >= STILL_HELD * np.square(some).sum())


def _some(rows: Matrix) -> Matrix:
    """Rows from all over the library, enough to know its axes by."""
    return rows[:: max(1, len(rows) // LOOKED_AT)]


def _in_8_bits(rows: Matrix) -> tuple[npt.NDArray[np.int8], Matrix]:
    """Each row as whole numbers up to 127, and what to multiply them by to have it back."""
    scales: Matrix = np.maximum(np.abs(rows).max(axis=1, initial=0.0), np.float32(1e-9)) / np.float32(127)
    return np.rint(rows / scales[:, None]).astype(np.int8), scales


def ranges(counts: Numbers, places: Numbers) -> Numbers:
    """The rows of some places, one after another, where each place has so many rows."""
    starts = np.cumsum(counts) - counts
    sizes = counts[places]
    rows: Numbers = np.arange(sizes.sum()) + np.repeat(starts[places] - (np.cumsum(sizes) - sizes), sizes)
    return rows


class _Layers:
    """How the 8-bit rows lie: the first passage of every case study, then the second of each that has two ... Those with most
    passages come first, so that each layer is the beginning of the one before, and best and sum are taken layer by layer: a
    fifth of the time that NumPy takes for runs of unlike lengths.
    """

    def __init__(self, counts: Numbers) -> None:
        self._order = np.argsort(-counts, kind="stable")
        starts = (np.cumsum(counts) - counts)[self._order]
        have = [int(np.count_nonzero(counts > number)) for number in range(int(counts.max(initial=0)))]
        #: The row of each passage as case studies come, in the order in which they lie.
        self.rows: Numbers = np.concatenate([starts[:0], *(starts[:many] + number for number, many in enumerate(have))])
        self._ends = np.cumsum(have).tolist()

    def best_and_sum(self, cosines: Matrix) -> tuple[Matrix, Matrix]:
        """The best and the sum of each case study's passages, in order of slug."""
        best, sums = cosines[: len(self._order)].copy(), cosines[: len(self._order)].copy()
        for start, end in zip(self._ends, self._ends[1:], strict=False):
            np.maximum(best[: end - start], cosines[start:end], out=best[: end - start])
            sums[: end - start] += cosines[start:end]
        in_order = np.empty((2, len(self._order)), dtype=np.float32)
        in_order[0, self._order], in_order[1, self._order] = best, sums
        return in_order[0], in_order[1]


def _products(small: npt.NDArray[np.int8], rows: npt.NDArray[np.int8]) -> Matrix:
    if not len(rows):
        return np.empty(0, dtype=np.float32)
    products: Matrix = np.asarray(simsimd.cdist(small, rows, "dot", out_dtype="float32"))[0]
    return products


class Vectors:
    """The vectors of a generation, to read."""

    def __init__(self, folder: Path) -> None:
        # Plain arrays, though mapped: a slice of NumPy's own kind for mapped files takes ten times as long to make.
        self.rows: Matrix = np.asarray(np.load(folder / _MATRIX, mmap_mode="r"))
        self.counts: Numbers = np.load(folder / _COUNTS)
        self._small: npt.NDArray[np.int8] = np.asarray(np.load(folder / _SMALL, mmap_mode="r"))
        self._scales: Matrix = np.load(folder / _SCALES)
        #: What turns a vector, and leaves away the least of it.
        self.axes: Matrix = np.load(folder / _AXES)
        self._folder = folder
        self._starts: Numbers = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(self.counts)])
        self._sizes: Matrix = self.counts.astype(np.float32)
        self._layers = _Layers(self.counts)
        self._lies_at = np.argsort(self._layers.rows)
        self._centres: Matrix | None = None

    def __len__(self) -> int:
        return len(self.rows)

    def digests(self) -> PassageDigests:
        """The digest of each passage."""
        digests: PassageDigests = np.load(self._folder / _DIGESTS)
        return digests

    def by_digest(self) -> dict[bytes, int]:
        """The row of each passage, by its digest: what need not be encoded again."""
        return {digest: row for row, digest in enumerate(self.digests().tolist())}

    def small(self, rows: Numbers) -> tuple[npt.NDArray[np.int8], Matrix]:
        """Some rows turned and in 8 bits, and what to multiply each by."""
        at = self._lies_at[rows]
        return self._small[at], self._scales[at]

    def nearest(self, vector: Matrix) -> Nearest:
        """How near each case study's best passage is to a question's vector. All passages are compared, the nearest exactly."""
        cosines = self._roughly(vector)
        if not len(cosines):
            return Nearest(cosines, cosines, cosines, self._lies_at, self._starts)
        best, sums = self._layers.best_and_sum(cosines)
        again = np.argpartition(best, -COMPARED_AGAIN)[-COMPARED_AGAIN:] if len(best) > COMPARED_AGAIN else np.arange(len(best))
        its = ranges(self.counts, again)
        exactly = self.rows[its] @ vector
        cosines[self._lies_at[its]] = exactly
        firsts = np.cumsum(self.counts[again]) - self.counts[again]
        best[again], sums[again] = np.maximum.reduceat(exactly, firsts), np.add.reduceat(exactly, firsts)
        return Nearest(best, sums / self._sizes, cosines, self._lies_at, self._starts)

    def _roughly(self, vector: Matrix) -> Matrix:
        """The cosine of a vector and each passage's, by what both say along the axes, in 8 bits."""
        small, scale = _in_8_bits((vector @ self.axes)[None])
        half = len(self._small) // 2
        begun = _helper.submit(_products, small, self._small[half:])
        first = _products(small, self._small[:half])
        second = _products(small, self._small[half:]) if begun.cancel() else begun.result()
        products: Matrix = np.concatenate([first, second])
        return products * (self._scales * scale)

    def like(self, place: int) -> Matrix:
        """How like one case study each case study is: the cosine of the means of their passages."""
        if self._centres is None:
            sums = np.add.reduceat(self.rows, self._starts[:-1], axis=0)
            self._centres = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        return np.asarray(self._centres @ self._centres[place], dtype=np.float32)

"""A rough copy of the vectors, and how near each comes to a question by it. See docs/decisions/0005.

Vectors are turned so that few numbers say nearly all, and what those say is spread over them evenly: then each may be kept in
4 bits, a tenth of the size. ONNX Runtime, which runs the model too, multiplies such numbers as quickly as memory brings them.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.arrays import Floats, Numbers

#: Of what the vectors say, as the sum of their squares, the numbers that are kept hold this much when their axes are chosen; and axes
#: are chosen anew once they hold less than that of a library that has changed.
HELD, STILL_HELD = 0.975, 0.97

#: So many vectors from all over the library tell how they lie.
LOOKED_AT = 8_192

#: So many numbers of a vector share a scale, as ONNX Runtime wants them.
BLOCK = 32

#: So many vectors are turned at a time: few enough to stay near the processor.
AT_A_TIME = 512

_AXES = "axes.npy"
_ROUGH = "vectors4.onnx"


def write_rough_copy(folder: Path, rows: Floats, order: Numbers, before: Floats | None = None) -> None:
    """Keep vectors of length 1, in some order of theirs, as a model that multiplies them by a question's. There must be some.

    The axes that served `before` go on as long as they suit: what has not changed then comes as near as it did.
    """
    axes = even_axes(rows) if before is None or not _still_hold(before, rows) else before
    np.save(folder / _AXES, axes)
    blocks = -(-axes.shape[1] // BLOCK)
    small, scales = np.empty((len(rows), blocks, BLOCK // 2), dtype=np.uint8), np.empty((len(rows), blocks), dtype=np.float32)
    for start in range(0, len(rows), AT_A_TIME):
        part = slice(start, start + AT_A_TIME)
        small[part], scales[part] = _in_4_bits(rows[order[part]] @ axes)
    (folder / _ROUGH).write_bytes(_model(axes, small, scales))


def even_axes(rows: Floats) -> Floats:
    """Directions at right angles, as columns, in which vectors hold HELD of what they say, each about as much of it.

    Those in which they lie most are the first eigenvectors of their products with each other (Pearson's principal axes, taken
    through the origin); a turn at random among those makes them even.
    """
    some = _some(rows)
    strength, axes = np.linalg.eigh(some.T @ some)
    enough = int(np.searchsorted(np.cumsum(strength[::-1]), HELD * strength.sum())) + 1
    kept = axes[:, ::-1][:, : -(-enough // BLOCK) * BLOCK]
    turn = np.linalg.qr(np.random.default_rng(0).standard_normal((kept.shape[1], kept.shape[1])))[0]
    even: Floats = np.ascontiguousarray(kept @ turn, dtype=np.float32)
    return even


def _still_hold(axes: Floats, rows: Floats) -> bool:
    some = _some(rows)
    return bool(np.square(some @ axes).sum() >= STILL_HELD * np.square(some).sum())


def _some(rows: Floats) -> Floats:
    return rows[:: max(1, len(rows) // LOOKED_AT)]


def _in_4_bits(rows: Floats) -> tuple[npt.NDArray[np.uint8], Floats]:
    """Rows as whole numbers from -7 to 7, written as 1 to 15, two to a byte; and what each block is to be multiplied by."""
    short = -rows.shape[1] % BLOCK
    blocks = (np.pad(rows, ((0, 0), (0, short))) if short else rows).reshape(len(rows), -1, BLOCK)
    scales: Floats = np.maximum(np.maximum(blocks.max(axis=2), -blocks.min(axis=2)), np.float32(1e-9)) / np.float32(7)
    whole = (np.rint(blocks / scales[..., None]) + np.float32(8)).astype(np.uint8)
    return whole[..., 0::2] | (whole[..., 1::2] << 4), scales


def _model(axes: Floats, small: npt.NDArray[np.uint8], scales: Floats) -> bytes:
    """A model of two steps: turn a question's vector, and multiply what it says by what every row says."""
    from onnx import TensorProto, helper, numpy_helper  # heavy: only who builds pays for it

    turn = helper.make_node("MatMul", ["question", "axes"], ["turned"])
    multiply = helper.make_node(
        "MatMulNBits",
        ["turned", "small", "scales"],
        ["cosines"],
        domain="com.microsoft",
        K=axes.shape[1],
        N=len(small),
        bits=4,
        block_size=BLOCK,
        accuracy_level=4,  # the question in 8 bits
    )
    graph = helper.make_graph(
        [turn, multiply],
        "rough",
        [helper.make_tensor_value_info("question", TensorProto.FLOAT, [1, len(axes)])],
        [helper.make_tensor_value_info("cosines", TensorProto.FLOAT, [1, len(small)])],
        [numpy_helper.from_array(*each) for each in ((axes, "axes"), (small, "small"), (scales.reshape(-1), "scales"))],
    )
    versions = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    model: bytes = helper.make_model(graph, opset_imports=versions, ir_version=9).SerializeToString()
    return model


class RoughCopy:
    """The rough copy of a generation, to read. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def axes(self) -> Floats:
        """What turns a vector, and leaves away the least of it."""
        axes: Floats = np.load(self._folder / _AXES)
        return axes

    def cosines(self, vector: Floats) -> Floats:
        """About how near a vector of length 1 is to each that is kept, in their order."""
        found: Floats = self.opened.run(None, {"question": vector[None]})[0][0]
        return found

    @cached_property
    def opened(self) -> Any:
        """The model that multiplies, loaded when it is first needed: a search by words does without."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # A second thread gained nothing, and a pool of them would spin while it waits.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(str(self._folder / _ROUGH), options, providers=["CPUExecutionProvider"])

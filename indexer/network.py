"""The published model's network, written as ONNX from its weights: one text's pieces in, its vector of length 1 out.

It is BERT's encoder (Devlin and others, 2018), then the mean of all pieces, brought to length 1, as sentence-transformers does for one
text. It is put together from ONNX Runtime's own larger steps (the domain com.microsoft), of which PyTorch's exporter, deprecated as it is,
writes each as a dozen small ones. See docs/decisions/0004.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

#: The network's shape, which belongs to the model: its `config.json` says the same.
LAYERS = 6
HEADS = 12
WIDTH = 384

#: What BERT adds under a root so that nothing is divided by nothing.
_EPSILON = 1e-12

#: By the name they were published under.
Weights = Mapping[str, npt.NDArray[np.float32]]


def network(weights: Weights) -> ModelProto:
    """The model, in 32-bit numbers. Raises KeyError if a weight is missing."""
    writing = _Writing(weights)
    layer = writing.embedded()
    for number in range(LAYERS):
        layer = writing.layer(f"encoder.layer.{number}.", layer)
    mean = writing.step("ReduceMean", layer, domain="", axes=[1], keepdims=0)
    vector = writing.step("LpNormalization", mean, domain="", axis=1, p=2)
    graph = helper.make_graph(
        writing.steps,
        "encoder",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "pieces"])],
        [helper.make_tensor_value_info(vector, TensorProto.FLOAT, [1, WIDTH])],
        writing.kept,
    )
    versions = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=versions, ir_version=9)


class _Writing:
    """A network being written: its steps in order, and the weights they hold."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self.steps: list[NodeProto] = []
        self.kept: list[TensorProto] = []

    def step(self, kind: str, *inputs: str, domain: str = "com.microsoft", **settings: Any) -> str:
        """Add a step, and give the name of what comes out of it."""
        name = f"{len(self.steps)}.{kind}"
        self.steps.append(helper.make_node(kind, inputs, [name], name=name, domain=domain, **settings))
        return name

    def keep(self, name: str, values: npt.ArrayLike | None = None) -> str:
        """Hold a published weight, or other numbers, under this name."""
        whole = np.array(self._weights[name] if values is None else values, order="C")
        self.kept.append(numpy_helper.from_array(whole, name))
        return name

    def embedded(self) -> str:
        """Each piece's numbers: what it is, of which kind (a text has the first only), and where it stands."""
        length = self.step("Squeeze", self.step("Shape", "input_ids", domain="", start=1), domain="")
        places = self.step("Range", self.keep("zero", np.int64(0)), length, self.keep("one", np.int64(1)), domain="")
        what = self._looked_up("word", "input_ids")
        kind = self._looked_up("token_type", self.keep("first", np.zeros(1, dtype=np.int64)))
        where = self._looked_up("position", places)
        numbers = self.step("Add", self.step("Add", what, kind, domain=""), where, domain="")
        return self.step("LayerNormalization", numbers, *self._norm("embeddings."), domain="", epsilon=_EPSILON)

    def layer(self, name: str, given: str) -> str:
        """Pieces attend to each other, then each is worked on by itself; both times what was given is added."""
        looking = name + "attention.self."
        parts = [self._product(given, f"{looking}{part}.weight") for part in ("query", "key", "value")]
        biases = [self._weights[f"{looking}{part}.bias"] for part in ("query", "key", "value")]
        heads = self.step("MultiHeadAttention", *parts, self.keep(looking + "bias", np.concatenate(biases)), num_heads=HEADS)
        attended = self._added(heads, given, name + "attention.output.")
        wide = self._product(attended, name + "intermediate.dense.weight")
        wide = self.step("BiasGelu", wide, self.keep(name + "intermediate.dense.bias"))
        return self._added(wide, attended, name + "output.")

    def _looked_up(self, table: str, rows: str) -> str:
        return self.step("Gather", self.keep(f"embeddings.{table}_embeddings.weight"), rows, domain="")

    def _added(self, found: str, given: str, name: str) -> str:
        found = self._product(found, name + "dense.weight")
        weights = [*self._norm(name), self.keep(name + "dense.bias")]
        return self.step("SkipLayerNormalization", found, given, *weights, epsilon=_EPSILON)

    def _product(self, given: str, name: str) -> str:
        # PyTorch keeps a weight the other way round.
        return self.step("MatMul", given, self.keep(name, self._weights[name].T), domain="")

    def _norm(self, name: str) -> list[str]:
        return [self.keep(f"{name}LayerNorm.{part}") for part in ("weight", "bias")]

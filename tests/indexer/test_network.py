"""The network as we write it, beside the one it is taken from."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from indexer.embedding import packaged_model
from indexer.network import HEADS, LAYERS, WIDTH, Weights, network

PIECES = 40


@pytest.fixture(scope="module")
def weights() -> Weights:
    """Of the published shape, but made up, and for few pieces."""
    rng = np.random.default_rng(0)

    def some(*shape: int) -> npt.NDArray[np.float32]:
        return rng.normal(scale=0.3 / shape[-1] ** 0.5, size=shape).astype(np.float32)

    shapes = {"word": (PIECES, WIDTH), "position": (64, WIDTH), "token_type": (2, WIDTH)}
    made = {f"embeddings.{name}_embeddings.weight": some(*shape) for name, shape in shapes.items()}
    dense = {f"attention.self.{part}": (WIDTH, WIDTH) for part in ("query", "key", "value")}
    dense |= {"attention.output.dense": (WIDTH, WIDTH), "intermediate.dense": (4 * WIDTH, WIDTH), "output.dense": (WIDTH, 4 * WIDTH)}
    norms = ["embeddings.LayerNorm"]
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}."
        made |= {f"{layer}{name}.weight": some(*shape) for name, shape in dense.items()}
        made |= {f"{layer}{name}.bias": some(shape[0]) for name, shape in dense.items()}
        norms += [f"{layer}attention.output.LayerNorm", f"{layer}output.LayerNorm"]
    for name in norms:
        made |= {f"{name}.weight": 1 + some(WIDTH), f"{name}.bias": some(WIDTH)}
    return made


@pytest.mark.model
def test_it_says_what_the_published_network_says(weights: Weights) -> None:
    import onnxruntime
    import torch
    import transformers

    library: Any = transformers  # it says no types

    shape = {"num_hidden_layers": LAYERS, "num_attention_heads": HEADS, "hidden_size": WIDTH, "intermediate_size": 4 * WIDTH}
    published = library.BertModel(
        library.BertConfig(vocab_size=PIECES, max_position_embeddings=64, **shape), add_pooling_layer=False
    ).eval()
    published.load_state_dict({name: torch.from_numpy(weight) for name, weight in weights.items()}, strict=True)
    ours = onnxruntime.InferenceSession(network(weights).SerializeToString(), providers=["CPUExecutionProvider"])
    for length in (1, 2, 7, 40):
        pieces = np.random.default_rng(length).integers(0, PIECES, size=(1, length))
        with torch.no_grad():
            mean = published(input_ids=torch.from_numpy(pieces)).last_hidden_state.mean(1)[0].numpy()
        vector = ours.run(None, {"input_ids": pieces})[0][0]
        assert vector == pytest.approx(mean / np.linalg.norm(mean), abs=1e-4)


def test_its_shape_is_the_published_one() -> None:
    config = json.loads((packaged_model() / "config.json").read_text(encoding="utf-8"))
    assert (config["num_hidden_layers"], config["num_attention_heads"], config["hidden_size"]) == (LAYERS, HEADS, WIDTH)
    assert (config["hidden_act"], config["layer_norm_eps"], config["position_embedding_type"]) == ("gelu", 1e-12, "absolute")


def test_a_missing_weight_is_named(weights: Weights) -> None:
    missing = "encoder.layer.3.output.dense.bias"
    with pytest.raises(KeyError, match=missing):
        network({name: weight for name, weight in weights.items() if name != missing})

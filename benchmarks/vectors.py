"""One question against every passage's vector: ways to keep them, and what each costs. `python -m benchmarks.vectors` runs it.

Each way runs in a process of its own, one after another, over the same vectors and the same questions. The vectors are of
runs of the real case studies' words, and mixes of two of those where more are needed: spread out as real ones are, and no
two the same. Prints a Markdown table. Times are medians; processor time tells more than the clock on a busy machine.

A way that compares every passage also knows every case study's nearest, which exact counts need; a graph knows only the few
it found. The packages it needs are in the extra `benchmark`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from benchmarks.library import make_questions
from indexer.arrays import Floats, Numbers
from indexer.conversion import model_for_building
from indexer.corpus import read_corpus
from indexer.embedded.generations import building
from indexer.embedded.rough import RoughCopy, write_rough_copy

Ask = Callable[[Floats], Numbers]

ROOT = Path(__file__).parents[1]
PASSAGES = 5
QUESTIONS = 300
DEPTH = 100
#: As many of the nearest by rounded numbers are compared again exactly.
AGAIN = 200
#: Rows widened to 32 bits at once: 3 MB, which stays in a processor's own memory.
BLOCK = 2_048
HEADS = "case studies | vectors | | threads | ms | ms of processor | 95% | recall@100 | build, s | memory, MB | on disk, MB"


def main() -> None:
    """Measure every way at each size, and print one table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 50_000])
    options.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    options.add_argument("--ways", nargs="+", default=list(WAYS), choices=list(WAYS), metavar="WAY")
    options.add_argument("--folder", type=Path, help="where vectors are kept from one run to the next")
    options.add_argument("--worker", nargs=3, metavar=("build|ask", "FOLDER", "WAY"), help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.worker:
        what, folder, way = asked.worker
        print(json.dumps(_build(Path(folder), way) if what == "build" else _ask(Path(folder), way)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.folder or Path(scratch)
        _write_vectors(folder, max(asked.sizes) * PASSAGES)
        print(f"| {HEADS} |\n|---:|---:|---|{'---:|' * 8}", flush=True)
        for size in asked.sizes:
            np.save(folder / "exact.npy", np.load(folder / "vectors.npy", mmap_mode="r")[: size * PASSAGES])
            for way in asked.ways:
                for threads in asked.threads:
                    figures = _figures(folder, way, threads)
                    print(f"| {size:,} | {size * PASSAGES:,} | {way} | {threads} | {figures} |", flush=True)


def _write_vectors(folder: Path, number: int) -> None:
    """Keep `number` vectors and the questions' under `folder`, unless they are there."""
    if (folder / "vectors.npy").exists() and len(np.load(folder / "vectors.npy", mmap_mode="r")) >= number:
        return
    case_studies = list(read_corpus(ROOT / "casestudies").case_studies.values())
    words = [section.text.split() for case_study in case_studies for section in case_study.sections]
    runs = [" ".join(each[start : start + 60]) for each in words for start in range(0, max(1, len(each) - 40), 20)]
    with building(folder):
        encoder = model_for_building(folder)()
    real = encoder.encode(random.Random(1).sample(runs, min(len(runs), number)))
    chance = np.random.default_rng(1)
    share = chance.uniform(0.6, 1, size=(number, 1)).astype(np.float32)
    rows = real[chance.integers(len(real), size=number)] * share + real[chance.integers(len(real), size=number)] * (1 - share)
    rows[: len(real)] = real
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    np.save(folder / "vectors.npy", chance.permutation(rows).astype(np.float32))
    np.save(folder / "questions.npy", encoder.encode(make_questions(case_studies, QUESTIONS)))


def _figures(folder: Path, way: str, threads: int) -> str:
    number = f"{threads}"
    environment = os.environ | dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "THREADS"), number)
    said: list[str] = []
    for what in ("build", "ask"):
        worker = [sys.executable, "-m", "benchmarks.vectors", "--worker", what, str(folder), way]
        answered = subprocess.run(worker, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        said += json.loads(answered.stdout.splitlines()[-1])
    built, kept, *asked = said
    return " | ".join([*asked[:-1], built, asked[-1], kept])


def _build(folder: Path, way: str) -> list[str]:
    for kept in folder.glob("kept.*"):
        shutil.rmtree(kept) if kept.is_dir() else kept.unlink()
    rows = np.load(folder / "exact.npy")
    began = time.perf_counter()
    WAYS[way][0](rows, folder / "kept")
    built = time.perf_counter() - began
    files = [file for pattern in ("kept.*", "kept.*/*") for file in folder.glob(pattern) if file.is_file()]
    return [f"{built:.2f}", f"{sum(file.stat().st_size for file in files) / 1e6:.0f}"]


def _ask(folder: Path, way: str) -> list[str]:
    """Open what was kept and ask it every question twice, the first time to warm it. Memory is what that added, shared or not."""
    questions = np.load(folder / "questions.npy")
    process = psutil.Process()
    before = process.memory_info().rss
    exact = np.load(folder / "exact.npy", mmap_mode="r")
    ask = WAYS[way][1](folder / "kept", exact)
    found = [ask(question) for question in questions]
    memory = (process.memory_info().rss - before) / 1e6
    wall, spent = [], []
    for question in questions:
        began, began_processor = time.perf_counter(), time.process_time()
        ask(question)
        wall.append((time.perf_counter() - began) * 1_000)
        spent.append((time.process_time() - began_processor) * 1_000)
    rows = np.array(exact)
    right = [set(_best(rows @ question, DEPTH).tolist()) for question in questions]
    recall = np.mean([len(each.intersection(places.tolist())) / DEPTH for each, places in zip(right, found, strict=True)])
    return [f"{np.median(wall):.2f}", f"{np.median(spent):.2f}", f"{np.percentile(wall, 95):.2f}", f"{recall:.3f}", f"{memory:.0f}"]


def _best(cosines: Floats, number: int) -> Numbers:
    return np.argpartition(-cosines, min(number, len(cosines) - 1))[:number].copy()  # a part would keep the whole in memory


def _again(exact: Floats, question: Floats, places: Numbers) -> Numbers:
    """The nearest of some, compared exactly."""
    places = np.sort(places)
    return places[_best(exact[places] @ question, DEPTH)]


def _keep(kind: str) -> Callable[[Floats, Path], None]:
    """Keep rows as they are, in 16 bits, or in 8 with one scale for all: a row of length 1 has no number over 1, few over a third."""

    def build(rows: Floats, kept: Path) -> None:
        whole = np.clip(np.round(rows * _scale(rows)), -127, 127).astype(np.int8) if kind == "int8" else rows.astype(kind)
        np.save(kept.with_suffix(".npy"), whole)

    return build


def _scale(rows: Floats) -> float:
    return 127 / float(np.quantile(np.abs(rows[::50]), 0.9999))


def _plain(kept: Path, exact: Floats) -> Ask:
    rows = np.load(kept.with_suffix(".npy"), mmap_mode="r")
    return lambda question: _best(rows @ question, DEPTH)


def _in_blocks(kept: Path, exact: Floats) -> Ask:
    """NumPy has no product of short numbers worth the name: widen a block at a time."""
    rows = np.load(kept.with_suffix(".npy"), mmap_mode="r")
    cosines = np.empty(len(rows), dtype=np.float32)
    wide = np.empty((BLOCK, rows.shape[1]), dtype=np.float32)

    def ask(question: Floats) -> Numbers:
        for start in range(0, len(rows), BLOCK):
            block = rows[start : start + BLOCK]
            wide[: len(block)] = block
            np.dot(wide[: len(block)], question, out=cosines[start : start + len(block)])
        return _again(exact, question, _best(cosines, AGAIN))

    return ask


def _simsimd(kind: str) -> Callable[[Path, Floats], Ask]:
    def opened(kept: Path, exact: Floats) -> Ask:
        import simsimd

        rows = np.load(kept.with_suffix(".npy"), mmap_mode="r")
        threads = int(os.environ["THREADS"])

        def ask(question: Floats) -> Numbers:
            short = question
            if kind == "int8":
                short = np.clip(np.round(short * 127 / np.abs(short).max()), -127, 127)
            distances = simsimd.cdist(short.astype(kind)[np.newaxis], rows, metric="dot", threads=threads)
            return _again(exact, question, _best(np.asarray(distances)[0], AGAIN))

        return ask

    return opened


def _keep_roughly(rows: Floats, kept: Path) -> None:
    """As ours does."""
    folder = kept.with_suffix(".rough")
    folder.mkdir()
    write_rough_copy(folder, rows, np.arange(len(rows)))


def _roughly(kept: Path, exact: Floats) -> Ask:
    copy = RoughCopy(kept.with_suffix(".rough"))
    return lambda question: _again(exact, question, _best(copy.cosines(question), AGAIN))


def _onnx(kept: Path, exact: Floats) -> Ask:
    """ONNX Runtime, which runs the model already, multiplies 8-bit numbers too."""
    import onnx
    import onnxruntime
    from onnx import TensorProto, helper

    rows = np.load(kept.with_suffix(".npy"), mmap_mode="r")
    wide = helper.make_tensor_value_info("rows", TensorProto.INT8, ["n", 384])
    narrow = helper.make_tensor_value_info("question", TensorProto.INT8, [384, 1])
    output = helper.make_tensor_value_info("dots", TensorProto.INT32, ["n", 1])
    graph = helper.make_graph([helper.make_node("MatMulInteger", ["rows", "question"], ["dots"])], "dots", [wide, narrow], [output])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(os.environ["THREADS"])
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])

    def ask(question: Floats) -> Numbers:
        short = np.clip(np.round(question * 127 / np.abs(question).max()), -127, 127).astype(np.int8)
        dots = session.run(None, {"rows": rows, "question": short[:, np.newaxis]})[0]
        return _again(exact, question, _best(dots[:, 0].astype(np.float32), AGAIN))

    return ask


def _faiss(description: str, search: int = 0, mapped: bool = False) -> tuple[Callable[[Floats, Path], None], Callable[[Path, Floats], Ask]]:
    def build(rows: Floats, kept: Path) -> None:
        import faiss

        index: Any = faiss.index_factory(rows.shape[1], description, faiss.METRIC_INNER_PRODUCT)
        index.train(rows)
        index.add(rows)
        faiss.write_index(index, str(kept.with_suffix(".faiss")))

    def opened(kept: Path, exact: Floats) -> Ask:
        import faiss

        index: Any = faiss.read_index(str(kept.with_suffix(".faiss")))
        if search:
            index.hnsw.efSearch = search
            return lambda question: index.search(question[np.newaxis], DEPTH)[1][0]
        return lambda question: _again(exact, question, index.search(question[np.newaxis], AGAIN)[1][0])

    return build, opened


WAYS: dict[str, tuple[Callable[[Floats, Path], None], Callable[[Path, Floats], Ask]]] = {
    "numpy float32": (_keep("float32"), _plain),
    "numpy float16, by blocks": (_keep("float16"), _in_blocks),
    "numpy int8, by blocks": (_keep("int8"), _in_blocks),
    "simsimd float32": (_keep("float32"), _simsimd("float32")),
    "simsimd float16": (_keep("float16"), _simsimd("float16")),
    "simsimd int8": (_keep("int8"), _simsimd("int8")),
    "ours: 4 bits, turned": (_keep_roughly, _roughly),
    "onnxruntime int8": (_keep("int8"), _onnx),
    "faiss int8 flat": _faiss("SQ8"),
    "faiss HNSW 32, ef 128": _faiss("HNSW32,Flat", 128),
    "faiss HNSW 32, ef 400": _faiss("HNSW32,Flat", 400),
}


if __name__ == "__main__":
    main()

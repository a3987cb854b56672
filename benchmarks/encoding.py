"""What each kind of the model costs: a question, 300 passages, memory, and how well it agrees with the original.

Each kind runs in a process of its own, so that memory is its own, and the kinds take turns, so that a busy moment hits all.
Prints a Markdown table. Times depend on the machine; ratios less so. `python -m benchmarks.encoding` runs it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from benchmarks.library import make_questions
from indexer.conversion import convert
from indexer.corpus import read_corpus
from indexer.embedding import Encoder, SentenceEncoder
from indexer.passages import passages
from indexer.quantised import FLOAT32, INT8, OnnxEncoder

ROOT = Path(__file__).parents[1]
KINDS = (("float32", 1), ("float32", 2), (FLOAT32, 1), (FLOAT32, 2), (INT8, 1), (INT8, 2))
HEADS = (
    "",
    "threads",
    "a question, median ms",
    "95%",
    "times as quick",
    "{} passages, s",
    "times as quick",
    "memory, MB",
    "after passages, MB",
    "cosine to the original, mean",
    "least",
)


def main() -> None:
    """Measure each kind in turns, and print one table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=4)
    options.add_argument("--passages", type=int, default=300)
    options.add_argument("--worker", nargs=3, metavar=("FOLDER", "KIND", "THREADS"), help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.worker:
        folder, kind, threads = asked.worker
        _work(Path(folder), kind, int(threads))
        return
    with tempfile.TemporaryDirectory() as scratch:
        _write_work(Path(scratch), asked.passages)
        rows = _measure(Path(scratch), asked.rounds)
    print(f"| {' | '.join(HEADS).format(asked.passages)} |")
    print("|---|" + "---:|" * (len(HEADS) - 1))
    for row in rows:
        print(f"| {' | '.join(row)} |")


def _write_work(folder: Path, number: int) -> None:
    for kind in (FLOAT32, INT8):
        (folder / kind).mkdir()
    convert(folder / FLOAT32, folder / INT8)
    case_studies = list(read_corpus(ROOT / "casestudies").case_studies.values())
    texts = [passage.for_model for case_study in case_studies for passage in passages(case_study)][:number]
    (folder / "texts.json").write_text(json.dumps([make_questions(case_studies, 50), texts]), encoding="utf-8")


def _measure(folder: Path, rounds: int) -> list[list[str]]:
    workers = [_worker(folder, kind, threads) for kind, threads in KINDS]
    loaded = [_ask(worker, "load") for worker in workers]
    questions = np.array([[_ask(worker, "questions") for worker in workers] for _ in range(rounds)])
    texts = np.array([[_ask(worker, "texts") for worker in workers] for _ in range(max(1, rounds // 2))]).min(axis=0)
    after = [_ask(worker, "memory") for worker in workers]
    rows = []
    for place, ((kind, threads), worker) in enumerate(zip(KINDS, workers, strict=True)):
        median, most = np.percentile(questions[:, place] * 1_000, (50, 95))
        cosines = np.sum(np.load(folder / f"{kind}-{threads}.npy") * np.load(folder / "float32-1.npy"), axis=1)
        rows.append([kind, f"{threads}", f"{median:.1f}", f"{most:.1f}", f"{np.median(questions[:, 0]) * 1_000 / median:.1f}"])
        rows[-1] += [f"{texts[place]:.1f}", f"{texts[0] / texts[place]:.1f}", f"{loaded[place]:.0f}", f"{after[place]:.0f}"]
        rows[-1] += [f"{cosines.mean():.4f}", f"{cosines.min():.4f}"]
        worker.communicate()
    return rows


def _worker(folder: Path, kind: str, threads: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-m", "benchmarks.encoding", "--worker", str(folder), kind, str(threads)]
    return subprocess.Popen(arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _ask(worker: subprocess.Popen[str], what: str) -> Any:
    assert worker.stdin
    assert worker.stdout
    worker.stdin.write(f"{what}\n")
    worker.stdin.flush()
    return json.loads(worker.stdout.readline())


def _work(folder: Path, kind: str, threads: int) -> None:
    """Do what is asked for, one line at a time. Memory is what one question has needed, and then what the passages have."""
    before = _memory()  # with this program's own libraries, which a web worker has in any case
    encoder = _encoder(folder, kind, threads)
    questions, texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    for line in sys.stdin:
        if line == "load\n":
            encoder.encode(questions[:5])
            answer: Any = _memory() - before
        elif line == "questions\n":
            answer = [_seconds(encoder, [question]) for question in questions]
        elif line == "texts\n":
            answer = _seconds(encoder, texts)
            np.save(folder / f"{kind}-{threads}.npy", encoder.encode(questions + texts[:100]))
        else:
            answer = _memory() - before
        print(json.dumps(answer), flush=True)


def _encoder(folder: Path, kind: str, threads: int) -> Encoder:
    if kind != "float32":
        return OnnxEncoder(folder / kind, kind, threads)
    import torch

    torch.set_num_threads(threads)
    return SentenceEncoder()


def _seconds(encoder: Encoder, texts: Sequence[str]) -> float:
    began = time.perf_counter()
    encoder.encode(texts)
    return time.perf_counter() - began


def _memory() -> float:
    return float(psutil.Process().memory_info().rss) / 1_000_000


if __name__ == "__main__":
    main()

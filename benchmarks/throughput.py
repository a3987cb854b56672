"""How much of a whole build is the encoder's own work: a build of everything, beside the same passages encoded by themselves.

In each round half of the passages are encoded before the build and half after it, so that a busy moment hits both; the model is
made beforehand, is the same, and has the same threads. A round takes minutes for each 1,000 case studies, and is only as exact as
the machine is steady. `python -m benchmarks.throughput` runs three, and prints a Markdown table.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from shutil import copytree

from benchmarks.library import make_library
from indexer.conversion import model_for_building
from indexer.corpus import read_corpus
from indexer.embedded import build
from indexer.embedded.generations import building
from indexer.passages import passages

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Measure some rounds, and print one table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--size", type=int, default=1_000, help="how many case studies")
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    ratios = []
    print(f"| {asked.size:,} case studies | encoder alone, s | whole build, s | of the encoder's own throughput |\n|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "casestudies")
        make_library(ROOT / "casestudies", folder, asked.size)
        for number, (alone, whole) in enumerate(rounds(folder, Path(scratch, "index"), asked.rounds), 1):
            ratios.append(alone / whole)
            print(f"| round {number} | {alone:.1f} | {whole:.1f} | {alone / whole:.3f} |", flush=True)
    print(f"| median | | | {statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f}) |")


def rounds(casestudies: Path, index: Path, number: int) -> Iterator[tuple[float, float]]:
    """The seconds that the encoder alone takes for all the passages, and that a build of everything takes, so many times. What is
    built is thrown away; `index` keeps the model."""
    with building(index):
        encoder = model_for_building(index)()
    texts = [passage.for_model for case_study in read_corpus(casestudies).case_studies.values() for passage in passages(case_study)]
    for _ in range(number):
        with tempfile.TemporaryDirectory() as new:
            copytree(index / "model", Path(new, "model"))
            first = _seconds(partial(encoder.encode, texts[::2]))
            whole = _seconds(partial(build, casestudies, Path(new)))
        yield first + _seconds(partial(encoder.encode, texts[1::2])), whole


def _seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()

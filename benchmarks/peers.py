"""Ours beside what a council would pick instead: same texts, same vectors, same model, same questions, one run.

    python -m benchmarks.peers --sizes 1000 10000 50000 --judged FOLDER

Every engine builds and then answers in processes of its own, one engine after another. The libraries are synthetic, made by
mixing the sections of the real case studies (see `benchmarks.library`); FOLDER holds judged collections in the BEIR layout,
one folder each, which are real. Prints Markdown. Times depend on the machine; ratios less so, and processor time least.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

from benchmarks.peer_engines import ENGINES, Engine
from benchmarks.texts import Texts

ROOT = Path(__file__).parents[1]

#: Hits of a page: what every engine is asked for.
WANTED = 20
#: Different questions that each engine is asked, after as many others as WARM.
QUESTIONS = 300
WARM = 50

HEADS = "| | build, s | memory, MB | on disk, MB | a question, ms | 95% | times ours | of processor, ms | times ours |"


@dataclass(frozen=True, slots=True)
class Figures:
    """What one engine was measured at: seconds, megabytes, milliseconds for each question; and its answers by question."""

    build: float
    disk: float
    memory: float
    wall: tuple[float, ...]
    processor: tuple[float, ...]
    answers: Mapping[str, list[str]]


def main() -> None:
    """Measure every engine at every size and on every judged collection, and print it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000])
    options.add_argument("--judged", type=Path, help="a folder of judged collections, to measure how good the answers are")
    options.add_argument("--worker", nargs=5, metavar=("build|ask", "ENGINE", "TEXTS", "INDEX", "MODEL"), help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.worker:
        what, name, texts, index, model = asked.worker
        engine = next(each for each in ENGINES if each.name == name)
        said = (
            _build(engine, Texts(Path(texts)), Path(index))
            if what == "build"
            else _ask(engine, Texts(Path(texts)), Path(index), Path(model))
        )
        print(json.dumps(said))
        return
    with tempfile.TemporaryDirectory() as scratch:
        _run(Path(scratch), asked.sizes, asked.judged)


def _run(scratch: Path, sizes: Iterable[int], judged: Path | None) -> None:
    from indexer.conversion import model_for_building
    from indexer.embedded.generations import building

    model = scratch / "model-home"
    with building(model):
        encoder = model_for_building(model)()
    engines = [engine for engine in ENGINES if not missing(engine)]
    for size in sizes:
        texts = _mixed(scratch / f"mixed-{size}", size, encoder)
        measured = {engine: measure(engine, texts, scratch, model) for engine in engines}
        print(f"\n### {size:,} case studies, {len(texts.passages()):,} passages\n", flush=True)
        print("\n".join(table(measured)), flush=True)
    if judged is None:
        print("\nHow good the answers are was not measured: name a folder of judged collections with --judged.")
    else:
        print("\n### How good the answers are (nDCG@10)\n")
        print("\n".join(_qualities(scratch, judged, engines, encoder, model)), flush=True)
    print(f"\nQuestions are encoded with all-MiniLM-L6-v2 as {encoder.precision}, in every engine's time.\n")
    print("\n".join(notes()))


def missing(engine: Engine) -> list[str]:
    """The packages an engine needs that are not installed."""
    return [name for name in engine.packages if not _version(name)]


def notes() -> list[str]:
    """How each engine was set up, in which version; and which could not be measured."""
    return [
        f"- **{engine.name}**: not measured, as {' and '.join(missing(engine))} is not installed. `make benchmark` installs it."
        if missing(engine)
        else f"- **{engine.name}**: {', '.join([*(f'{name} {_version(name)}' for name in engine.packages), engine.settings])}."
        for engine in ENGINES
    ]


def table(measured: Mapping[Engine, Figures]) -> list[str]:
    """The figures as rows of Markdown, each with how many times ours its questions take."""
    ours = measured[ENGINES[0]]
    rows = [HEADS, "|---|" + "---:|" * 8]
    for engine, it in measured.items():
        wall, processor = (float(np.median(each)) for each in (it.wall, it.processor))
        rows.append(
            f"| {engine.name} | {it.build:.1f} | {it.memory:.0f} | {it.disk:.0f} | {wall:.1f} | {np.percentile(it.wall, 95):.1f} "
            f"| {wall / np.median(ours.wall):.1f} | {processor:.1f} | {processor / np.median(ours.processor):.1f} |"
        )
    return rows


def measure(engine: Engine, texts: Texts, scratch: Path, model: Path) -> Figures:
    """Build and ask one engine, each in a process of its own."""
    with tempfile.TemporaryDirectory(dir=scratch) as index:
        said = [_child(what, engine, texts, Path(index), model) for what in ("build", "ask")]
    return Figures(**said[0], **said[1])


def _child(what: str, engine: Engine, texts: Texts, index: Path, model: Path) -> dict[str, Any]:
    worker = [sys.executable, "-m", "benchmarks.peers", "--worker", what, engine.name, str(texts.folder), str(index), str(model)]
    said = subprocess.run(worker, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    return dict(json.loads(said.splitlines()[-1]))


def _build(engine: Engine, texts: Texts, index: Path) -> dict[str, Any]:
    import_module(engine.module)
    began = time.perf_counter()
    engine.build(texts, index)
    built = time.perf_counter() - began
    return {"build": built, "disk": sum(file.stat().st_size for file in index.rglob("*") if file.is_file()) / 1e6}


def _ask(engine: Engine, texts: Texts, index: Path, model: Path) -> dict[str, Any]:
    """Ask what is to be asked, each question once, after others. Memory is the whole process's, with its share of what it shares."""
    import psutil

    from indexer.quantised import open_encoder

    ask = engine.opened(index, open_encoder(model, texts.precision()))
    for question in texts.others():
        ask(question, WANTED)
    answers: dict[str, list[str]] = {}
    wall, processor = [], []
    for name, question in texts.questions().items():
        began, began_processor = time.perf_counter(), time.process_time()
        answers[name] = ask(question, WANTED)
        wall.append((time.perf_counter() - began) * 1_000)
        processor.append((time.process_time() - began_processor) * 1_000)
    memory = psutil.Process().memory_full_info().pss / 1e6
    return {"memory": memory, "wall": wall, "processor": processor, "answers": answers}


def _mixed(folder: Path, size: int, encoder: Any) -> Texts:
    from benchmarks.library import MixedEncoder, make_library, make_questions
    from benchmarks.texts import write_texts
    from indexer.corpus import read_corpus

    folder.mkdir()
    real = make_library(ROOT / "casestudies", folder / "casestudies", size)
    asked = make_questions(real, QUESTIONS + WARM)
    named = {f"{place}": question for place, question in enumerate(asked[:QUESTIONS])}
    corpus = read_corpus(folder / "casestudies")
    return write_texts(folder, corpus, folder / "casestudies", MixedEncoder(real, encoder), named, asked[QUESTIONS:])


def _qualities(scratch: Path, judged: Path, engines: Iterable[Engine], encoder: Any, model: Path) -> list[str]:
    from benchmarks.texts import write_texts
    from indexer.evaluation import quality
    from indexer.judged import judged_in, library_of

    sets = [judged_in(folder) for folder in sorted(judged.iterdir()) if (folder / "qrels.tsv").exists()]
    found: dict[Engine, list[float]] = {engine: [] for engine in engines}
    for it in sets:
        (scratch / it.name).mkdir()
        texts = write_texts(scratch / it.name, library_of(judged / it.name), None, encoder, it.questions)
        for engine, values in found.items():
            values.append(quality(it, measure(engine, texts, scratch, model).answers).ndcg_at_10)
    rows = [f"| | {' | '.join(it.name for it in sets)} | mean |", "|---|" + "---:|" * (len(sets) + 1)]
    return rows + [
        f"| {engine.name} | {' | '.join(f'{value:.3f}' for value in [*values, fmean(values)])} |" for engine, values in found.items()
    ]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


if __name__ == "__main__":
    main()

"""Ours beside what a council would pick instead: same texts, same vectors, same model, same questions, one run.

    python -m benchmarks.peers --sizes 1000 10000 50000 --judged FOLDER

Every engine builds and then answers in processes of its own (see `benchmarks.peer_measure`). The libraries are synthetic, made by
mixing the sections of the real case studies (see `benchmarks.library`); FOLDER holds judged collections in the BEIR layout,
one folder each, which are real. Prints Markdown. Times depend on the machine; ratios less so, and processor time least.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import fmean

import numpy as np

from benchmarks.library import MixedEncoder, make_library, make_questions
from benchmarks.peer_engines import ENGINES, Engine
from benchmarks.peer_measure import Figures, measure
from benchmarks.texts import Texts, write_texts
from indexer.conversion import model_for_building
from indexer.corpus import read_corpus
from indexer.embedded.generations import building
from indexer.embedding import Encoder
from indexer.evaluation import quality
from indexer.judged import judged_in, library_of

ROOT = Path(__file__).parents[1]

#: Different questions that each engine is asked, after as many others as WARM.
QUESTIONS = 300
WARM = 50

HEADS = "| | build, s | memory, MB | on disk, MB | a question, ms | 95% | times ours | of processor, ms | times ours |"


def main() -> None:
    """Measure every engine at every size and on every judged collection, and print it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000])
    options.add_argument("--judged", type=Path, help="a folder of judged collections, to measure how good the answers are")
    asked = options.parse_args()
    collections = sorted(path.parent for path in asked.judged.glob("*/qrels.tsv")) if asked.judged else []
    if asked.judged and not collections:
        options.error(f"{asked.judged} holds no folder with a qrels.tsv: name the folder that holds the judged collections.")
    with tempfile.TemporaryDirectory() as scratch:
        _run(Path(scratch), asked.sizes, collections)


def _run(scratch: Path, sizes: Iterable[int], collections: list[Path]) -> None:
    model = scratch / "model-home"
    with building(model):
        encoder = model_for_building(model)()
    engines = [engine for engine in ENGINES if not missing(engine)]
    for size in sizes:
        texts = _mixed(scratch / f"mixed-{size}", size, encoder)
        measured = measure(engines, texts, scratch, model)
        print(f"\n### {size:,} synthetic case studies, {len(texts.passages()):,} passages\n", flush=True)
        print("\n".join(table(measured)), flush=True)
    if collections:
        print("\n### How good the answers are (nDCG@10)\n")
        print("\n".join(_qualities(scratch, collections, engines, encoder, model)), flush=True)
    else:
        print("\nHow good the answers are was not measured: name a folder of judged collections with --judged.")
    print(f"\nQuestions are encoded with all-MiniLM-L6-v2 as {encoder.precision}, in every engine's time.\n")
    print("\n".join(notes()))


def missing(engine: Engine) -> list[str]:
    """The packages an engine needs that are not installed."""
    return [name for name in engine.packages if not _version(name)]


def notes() -> list[str]:
    """How each engine was set up, in which version; and which could not be measured."""
    return [
        f"- **{engine.name}**: not measured without {' and '.join(missing(engine))}, which `make benchmark` installs."
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


def _mixed(folder: Path, size: int, encoder: Encoder) -> Texts:
    folder.mkdir()
    real = make_library(ROOT / "casestudies", folder / "casestudies", size)
    asked = make_questions(real, QUESTIONS + WARM)
    named = {f"{place}": question for place, question in enumerate(asked[:QUESTIONS])}
    corpus = read_corpus(folder / "casestudies")
    return write_texts(folder, corpus, folder / "casestudies", MixedEncoder(real, encoder), named, asked[QUESTIONS:])


def _qualities(scratch: Path, collections: list[Path], engines: list[Engine], encoder: Encoder, model: Path) -> list[str]:
    found: dict[Engine, list[float]] = {engine: [] for engine in engines}
    for collection in collections:
        judged, folder = judged_in(collection), scratch / collection.name
        folder.mkdir()
        texts = write_texts(folder, library_of(collection), None, encoder, judged.questions)
        for engine, figures in measure(engines, texts, scratch, model).items():
            found[engine].append(quality(judged, figures.answers).ndcg_at_10)
    rows = [f"| | {' | '.join(each.name for each in collections)} | mean |", "|---|" + "---:|" * (len(collections) + 1)]
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

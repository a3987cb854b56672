"""Measuring engines side by side: each builds in a process of its own, then all are asked in turns, each in one of its own.

In turns, so that a busy moment of the machine hits all alike: TURN questions to one, the same to the next. An engine that
waits for its turn does nothing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.peer_engines import ENGINES, Engine
from benchmarks.texts import Texts

ROOT = Path(__file__).parents[1]

#: Hits of a page: what every engine is asked for.
WANTED = 20
#: Questions to one engine before the next has its turn: enough for it to have the processor's memory to itself again.
TURN = 25
#: What the child processes are told: to look for no model anywhere, and not to spend a question's time on LanceDB's warnings.
TOLD = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "LANCEDB_LOG": "error"}


@dataclass(frozen=True, slots=True)
class Figures:
    """What one engine was measured at: seconds, megabytes, milliseconds for each question; and its answers by question."""

    build: float
    disk: float
    memory: float
    wall: Sequence[float]
    processor: Sequence[float]
    answers: Mapping[str, list[str]]


def measure(engines: Iterable[Engine], texts: Texts, scratch: Path, model: Path) -> dict[Engine, Figures]:
    """Build all engines, one after another, and ask them in turns. `model` is an index folder that keeps the model."""
    with tempfile.TemporaryDirectory(dir=scratch) as home:
        folders = {engine: Path(home, f"{place}") for place, engine in enumerate(engines)}
        built = {engine: _built(engine, texts, folder) for engine, folder in folders.items()}
        workers = {engine: _Worker(engine, texts, folder, model) for engine, folder in folders.items()}
        names = list(texts.questions())
        turns = [names[start : start + TURN] for start in range(0, len(names), TURN)]
        said = [{engine: worker.ask(turn) for engine, worker in workers.items()} for turn in turns]
        memory = {engine: worker.close() for engine, worker in workers.items()}
    return {engine: _figures(*built[engine], memory[engine], [turn[engine] for turn in said]) for engine in folders}


def _figures(build: float, disk: float, memory: float, turns: list[list[tuple[str, list[str], float, float]]]) -> Figures:
    said = [each for turn in turns for each in turn]
    return Figures(
        build, disk, memory, [wall for *_, wall, _ in said], [spent for *_, spent in said], {name: found for name, found, *_ in said}
    )


def _built(engine: Engine, texts: Texts, folder: Path) -> tuple[float, float]:
    """The seconds it took to build an engine, and the megabytes it takes."""
    folder.mkdir()
    arguments = [sys.executable, "-m", "benchmarks.peer_measure", "build", engine.name, str(texts.folder), str(folder)]
    said = subprocess.run(arguments, cwd=ROOT, env=os.environ | TOLD, stdout=subprocess.PIPE, text=True, check=True).stdout
    return float(said), sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


class _Worker:
    """An engine, open in a process of its own."""

    def __init__(self, engine: Engine, texts: Texts, folder: Path, model: Path) -> None:
        arguments = [sys.executable, "-m", "benchmarks.peer_measure", "ask", engine.name, str(texts.folder), str(folder), str(model)]
        environment = os.environ | TOLD
        self._process = subprocess.Popen(arguments, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ask([])  # it is open and warm when it answers

    def ask(self, names: Sequence[str]) -> Any:
        """For each question, by name: the name, the slugs found, and milliseconds by the clock and of the processor."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps(names)}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> float:
        """Let it end. Gives the megabytes that it took."""
        return float(self._process.communicate()[0])


def _work(what: str, name: str, folder: str, index: str, model: str = "") -> None:
    """What a child process does. Whatever a library prints goes with its complaints; only figures are said."""
    said = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    engine = next(each for each in ENGINES if each.name == name)
    texts = Texts(Path(folder))
    import_module(engine.module)
    if what == "ask":
        _answer(engine, texts, Path(index), Path(model), said)
        return
    began = time.perf_counter()
    engine.build(texts, Path(index))
    print(time.perf_counter() - began, file=said)


def _answer(engine: Engine, texts: Texts, index: Path, model: Path, said: Any) -> None:
    """Answer as long as questions come. Memory is the whole process's, with its share of what it shares."""
    import psutil

    from indexer.quantised import KeptModel

    ask = engine.opened(index, KeptModel(model, texts.precision())())
    for question in texts.others():
        ask(question, WANTED)
    questions = texts.questions()
    for line in sys.stdin:
        answers = []
        for name in json.loads(line):
            began, began_processor = time.perf_counter(), time.process_time()
            found = ask(questions[name], WANTED)
            spent = time.process_time() - began_processor
            answers.append((name, found, (time.perf_counter() - began) * 1_000, spent * 1_000))
        print(json.dumps(answers), file=said)
    print(psutil.Process().memory_full_info().pss / 1e6, file=said)


if __name__ == "__main__":
    _work(*sys.argv[1:])

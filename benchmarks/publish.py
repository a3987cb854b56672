"""From a push to searchable: the builder on a real bare repository, told by a note, phase by phase.

Prints a Markdown table, medians of several pushes of one changed case study. The changed passages take the vectors of the real
ones they were mixed from, so that encoding (some hundredths of a second for one case study) is apart. Processor time counts
the builder and the git it runs; the rest of what the clock says is waiting for the disk, or for whatever else the machine does.
`python -m benchmarks.publish` runs it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml

from benchmarks.library import MixedEncoder, make_library
from indexer import Query, build_index, open_index
from indexer.checkout import Checkout, advance, fetch, mend
from indexer.conversion import model_for_building
from indexer.query import Built
from indexer.watch import GLANCE, only_one, watch

ROOT = Path(__file__).parents[1]

#: Seconds of the clock and of the processor, by phase, a pair for each push.
Times = dict[str, list[tuple[float, float]]]

PHASES = ("fetch", "mend and advance", "build", "open and search", "push to searchable")


def main() -> None:
    """Measure each size, and print one table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=[100, 10_000])
    options.add_argument("--pushes", type=int, default=5)
    asked = options.parse_args()
    measured = {}
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as folder:
            measured[size] = measure(Path(folder), size, asked.pushes)
    print(f"| Seconds, clock (processor) | {' | '.join(f'{size:,}' for size in measured)} |")
    print(f"|---|{'---:|' * len(measured)}")
    for phase in PHASES:
        print(f"| {phase} | {' | '.join(_median(times[phase]) for times in measured.values())} |")
    print(f"\nA note is seen within {GLANCE} s, which “push to searchable” holds.")


def measure(folder: Path, size: int, pushes: int) -> Times:
    """Build a library of a size, then push a change so many times and wait until it is found."""
    bare, work, index, note = folder / "content.git", folder / "work", folder / "index", folder / "note"
    _git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(bare))
    _git(folder, "clone", "--quiet", str(bare), str(work))
    (work / "casestudies").mkdir()
    real = make_library(ROOT / "casestudies", work / "casestudies", size)
    _push(work)
    times: Times = defaultdict(list)
    encoder = MixedEncoder(real, model_for_building(index)())
    build = partial(build_index, index=index, encoder=encoder)
    with only_one(Checkout(str(bare), "main", folder / "checkout")) as checkout, _timed(times):
        timed_build = _timing(times, "build", build)
        threading.Thread(target=watch, args=(checkout, index, note, timed_build, 3600.0), daemon=True).start()
        _wait_for(index, _first_title(work))
        times.clear()
        for number in range(pushes):
            _one_push(times, work, index, note, number)
    return times


def _one_push(times: Times, work: Path, index: Path, note: Path, number: int) -> None:
    path = sorted((work / "casestudies").glob("*/*.md"))[number * 7]
    text = path.read_text(encoding="utf-8")
    title = f"Pushed once more qx{number}zv"
    path.write_text("\n".join(f"title: {title}" if line.startswith("title: ") else line for line in _folded(text)), encoding="utf-8")
    _push(work)
    began = time.perf_counter(), _processor()
    note.touch()
    opening = _wait_for(index, title)
    times["open and search"].append(opening)
    times["push to searchable"].append((time.perf_counter() - began[0], _processor() - began[1]))
    # What the round before did at its end (the look, its log) must not count for the next.
    time.sleep(1)


def _folded(text: str) -> list[str]:
    """The lines of a file, with a title that YAML broke over several on one."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and lines[-1].startswith("title: ") and line.startswith("  "):
            continue
        lines.append(line)
    return lines


def _wait_for(index: Path, title: str) -> tuple[float, float]:
    """Wait until a title is found. Gives what it cost to open the generation that has it, and to search it."""
    seen = None
    while True:
        try:
            current = (index / "current").read_text(encoding="ascii")
        except FileNotFoundError:
            current = None
        if current == seen:
            time.sleep(0.01)
            continue
        seen, began = current, (time.perf_counter(), time.thread_time())
        opened = open_index(index)
        hits = opened.search(Query(title, mode="words", per_page=1)).hits
        opened.close()
        if hits and hits[0].case_study.title == title:
            return time.perf_counter() - began[0], time.thread_time() - began[1]


def _first_title(work: Path) -> str:
    path = min((work / "casestudies").glob("*/*.md"))
    return str(yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])["title"])


def _timed(times: Times) -> Any:
    """Time the builder's steps with git for as long as this is held."""
    return patch.multiple(
        "indexer.watch",
        fetch=_timing(times, "fetch", fetch),
        mend=_timing(times, "mend", mend),
        advance=_timing(times, "mend and advance", advance),
    )


def _timing(times: Times, name: str, do: Callable[..., Any]) -> Callable[..., Any]:
    def timed(*given: Any) -> Built | Any:
        began = time.perf_counter(), _processor()
        made = do(*given)
        spent = (time.perf_counter() - began[0], _processor() - began[1])
        if name == "mend and advance" and times["mend"]:
            spent = (spent[0] + times["mend"][-1][0], spent[1] + times["mend"][-1][1])
        times[name].append(spent)
        return made

    return timed


def _processor() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _median(pairs: list[tuple[float, float]]) -> str:
    clock, processor = (statistics.median(each) for each in zip(*pairs, strict=True))
    return f"{clock:.2f} ({processor:.2f})"


def _push(work: Path) -> None:
    _git(work, "add", "--all")
    _git(work, "commit", "--quiet", "--message=change")
    _git(work, "push", "--quiet", "origin", "HEAD:main")


def _git(folder: Path, *arguments: str) -> None:
    settings = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@council.example", "-c", "gc.auto=0")
    subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True)


if __name__ == "__main__":
    main()

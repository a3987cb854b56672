"""Where we stand: build, memory, questions and pages, at 1,000 and 10,000 case studies. `make benchmark` runs it.

Prints a Markdown table, ready for docs/performance.md. Times depend on the machine and on what else it does; ratios less so.
"""

from __future__ import annotations

import argparse
import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import psutil

from benchmarks.library import MixedEncoder, make_library, make_questions
from indexer import Query
from indexer.casestudy import CaseStudy
from indexer.conversion import model_for_building
from indexer.embedded import build, open_index
from indexer.embedded.generations import building
from indexer.embedding import Encoder
from indexer.passages import passages

ROOT = Path(__file__).parents[1]
PORT = 8765


def main() -> None:
    """Measure each size, and print one table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    options.add_argument("--questions", type=int, default=300)
    options.add_argument("--seconds", type=float, default=15)
    asked = options.parse_args()
    columns = [dict(_measure(size, asked.questions, asked.seconds)) for size in asked.sizes]
    print(f"| | {' | '.join(f'{size:,}' for size in asked.sizes)} |")
    print("|---|" + "---:|" * len(columns))
    for name in columns[0]:
        print(f"| {name} | {' | '.join(column[name] for column in columns)} |")


def _measure(size: int, questions: int, seconds: float) -> list[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as scratch:
        folder, index = Path(scratch, "casestudies"), Path(scratch, "index")
        real = make_library(ROOT / "casestudies", folder, size)
        asked = make_questions(real, questions)
        with building(index):
            encoder = model_for_building(index)()
        return [
            *_builds(folder, index, MixedEncoder(real, encoder)),
            *_encoding(encoder, real, asked),
            *_searches(index, asked),
            *_pages(index, make_questions(real, 20_000), seconds),
        ]


def _builds(folder: Path, index: Path, encoder: MixedEncoder) -> list[tuple[str, str]]:
    whole = _seconds(lambda: build(folder, index, encoder=encoder))
    nothing = _seconds(lambda: build(folder, index, encoder=encoder))
    changed = next(folder.glob("*/mixed-000000.md"))
    changed.write_text(changed.read_text(encoding="utf-8").replace("## What changed\n", "## What changed\n\nKettles.\n"), encoding="utf-8")
    one = _seconds(lambda: build(folder, index, encoder=encoder))
    opened = open_index(index)
    left_out, found = len(opened.built.left_out), opened.search(Query("kettles")).total
    assert not left_out, next(iter(opened.built.left_out.items()))
    assert found == 1
    size = sum(file.stat().st_size for file in (index / "generations" / f"{opened.built.generation:06}").rglob("*") if file.is_file())
    return [
        ("Passages", f"{opened.built.passages:,}"),
        ("Whole build, encoding apart (s)", f"{whole:.1f}"),
        ("Build with nothing changed (s)", f"{nothing:.2f}"),
        ("Build with one case study changed (s)", f"{one:.2f}"),
        ("Index on disk (MB)", f"{size / 1e6:.0f}"),
    ]


def _encoding(encoder: Encoder, real: list[CaseStudy], questions: list[str]) -> list[tuple[str, str]]:
    texts = [passage.for_model for case_study in real for passage in passages(case_study)]
    spent = _seconds(lambda: encoder.encode(texts))
    each = [_seconds(partial(encoder.encode, [question])) * 1_000 for question in questions[:100]]
    return [
        ("Precision of the model", encoder.precision),
        ("Encoding passages (a second)", f"{len(texts) / spent:.0f}"),
        ("Encoding one question (ms)", _spread(each)),
    ]


def _searches(index: Path, questions: list[str]) -> list[tuple[str, str]]:
    opened_in = _seconds(lambda: open_index(index))
    opened = open_index(index)
    by_words = [_seconds(partial(opened.search, Query(text))) * 1_000 for text in questions]
    opened.warm()
    whole = [_seconds(partial(opened.search, Query(text))) * 1_000 for text in questions]
    both = [_seconds(partial(opened.search, Query(text))) * 1_000 for text in questions]
    filtered = [_seconds(partial(opened.search, Query(text, {"theme": ("housing",)}))) * 1_000 for text in questions]
    opened.close()
    return [
        ("Opening (s)", f"{opened_in:.2f}"),
        ("Search by words, terms met the first time (ms)", _spread(by_words)),
        ("Search by both, question encoded, twenty hits shown (ms)", _spread(whole)),
        ("The same again, question known (ms)", _spread(both)),
        ("The same with a filter (ms)", _spread(filtered)),
    ]


def _pages(index: Path, questions: list[str], seconds: float) -> list[tuple[str, str]]:
    environment = os.environ | {"COPYBOOK_INDEX": str(index), "COPYBOOK_DEVELOPMENT": "1", "DATABASE_URL": "sqlite:///:memory:"}
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{PORT}", "--threads", "8", "--log-level", "warning", "wsgi:app"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)  # its log of pages
    try:
        first = _until_answered()
        _until_by_meaning()
        alone = [_seconds(partial(_page, text)) * 1_000 for text in questions[:100]]
        rate, times, errors = _under_load(questions[100:], seconds)
        workers = psutil.Process(server.pid).children()
        memory = max(worker.memory_full_info().pss for worker in workers) / 1e6
    finally:
        server.terminate()
        server.wait()
    return [
        ("First page after start (s)", f"{first:.1f}"),
        ("A results page, one at a time (ms)", _spread(alone)),
        ("Results pages a second, 20 at once, all different", f"{rate:.0f}"),
        ("The same, time of each (ms)", _spread(times)),
        ("The same, errors", str(errors)),
        ("Memory of the one worker (MB)", f"{memory:.0f}"),
    ]


def _under_load(questions: list[str], seconds: float) -> tuple[float, list[float], int]:
    """Twenty askers for a while, each asking the next question as soon as it has an answer."""
    left = iter(questions)
    lock = threading.Lock()
    times: list[float] = []
    errors = 0
    until = time.monotonic() + seconds

    def ask() -> None:
        nonlocal errors
        while time.monotonic() < until:
            with lock:
                text = next(left, None)
            if text is None:
                return
            began = time.perf_counter()
            status = _page(text)
            with lock:
                times.append((time.perf_counter() - began) * 1_000)
                errors += status != 200

    began = time.monotonic()
    askers = [threading.Thread(target=ask) for _ in range(20)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    return len(times) / (time.monotonic() - began), times, errors


def _page(text: str) -> int:
    return _get(f"/search?{urlencode({'q': text})}")[0]


def _get(path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _until_answered() -> float:
    began = time.monotonic()
    while True:
        try:
            _get("/search?q=housing")
            return time.monotonic() - began
        except ConnectionError:
            time.sleep(0.02)


def _until_by_meaning() -> None:
    """The model loads behind the first page: wait until a page no longer says so."""
    for _ in range(600):
        if b"by words alone" not in _get("/search?q=housing+repairs")[1]:
            return
        time.sleep(0.1)
    raise SystemExit("The model did not load within a minute.")


def _seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def _spread(times: list[float]) -> str:
    """The median, and the 95th percentile."""
    return f"{statistics.median(times):.1f}, 95%: {statistics.quantiles(times, n=20)[-1]:.1f}"


if __name__ == "__main__":
    main()

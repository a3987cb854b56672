"""The results page under load: twenty at once against gunicorn, questions all different and questions as people repeat them.

`python -m benchmarks.load INDEX` starts the site on an index, asks for a minute each way, and prints a Markdown table. The askers
are a process of their own on the same processors: light, but not free.
"""

from __future__ import annotations

import argparse
import compileall
import http.client
import multiprocessing
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

import psutil
from markupsafe import escape

ROOT = Path(__file__).parents[1]
PORT = 8765
AT_ONCE = 20

#: This many different questions are asked over and over, the second half as often as the first, the third a third as often.
REPEATED = 2_000

Rows = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Load:
    """What came of asking for a while: the time of each answer in milliseconds, how long it all took, what went wrong, and what
    it cost the askers and the site in seconds of a processor."""

    times: tuple[float, ...]
    seconds: float
    errors: tuple[str, ...]
    askers_cost: float
    site_cost: float = 0.0

    def rows(self, name: str) -> Rows:
        """It in words."""
        half, *_, tail = statistics.quantiles(self.times, n=20)[9:]
        each = 1_000 / len(self.times)
        wrong = f"{len(self.errors)}" + (f", such as {self.errors[0]}" if self.errors else "")
        return [
            (f"Results pages a second, 20 at once, {name}", f"{len(self.times) / self.seconds:.0f}"),
            (f"Time of each, {name} (ms)", f"{half:.0f}, 95%: {tail:.0f}"),
            (f"Errors, {name}", wrong),
            (f"A processor's time for each, {name} (ms)", f"{self.site_cost * each:.1f}, and {self.askers_cost * each:.1f} to ask"),
        ]


def main() -> None:
    """Measure one index, and print a table."""
    from benchmarks.library import make_questions
    from indexer.corpus import read_corpus

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("index", type=Path)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--workers", help="how many workers; without it, as many as gunicorn.conf.py says")
    options.add_argument("--threads", help="how many threads in each")
    asked = options.parse_args()
    settings = {name: value for name, value in (("COPYBOOK_WORKERS", asked.workers), ("COPYBOOK_THREADS", asked.threads)) if value}
    questions = make_questions(list(read_corpus(ROOT / "casestudies").case_studies.values()), 20_000)
    for name, value in pages(asked.index, questions, asked.seconds, settings):
        print(f"| {name} | {value} |")


def pages(index: Path, questions: Sequence[str], seconds: float, settings: dict[str, str] | None = None) -> Rows:
    """Start the site on an index, ask for its pages in several ways, and say what came of it."""
    with _site(index, settings or {}) as server:
        first = _until_answered()
        _until_by_meaning()
        alone = [_milliseconds(text) for text in questions[:100]]
        different = _load(server, questions[100 + REPEATED :], seconds)
        alike = _load(server, repeated(questions[100 : 100 + REPEATED]), seconds)
        workers = server.children()
        memory = [worker.memory_full_info().pss / 1e6 for worker in workers]
    return [
        ("First page after start (s)", f"{first:.1f}"),
        ("A results page, one at a time (ms)", f"{statistics.median(alone):.1f}, 95%: {statistics.quantiles(alone, n=20)[-1]:.1f}"),
        *different.rows("all different"),
        *alike.rows(f"{REPEATED:,} as people repeat them"),
        (f"Memory of each of {len(workers)} workers after that (MB)", ", ".join(f"{each:.0f}" for each in memory)),
    ]


def repeated(questions: Sequence[str], number: int = 100_000) -> list[str]:
    """Questions as people repeat them: Zipf's law."""
    return random.Random(8).choices(questions, [1 / place for place in range(1, len(questions) + 1)], k=number)


def _load(server: psutil.Process, questions: Sequence[str], seconds: float) -> Load:
    """Ask for a while, in a process that does nothing else."""
    before = _cost(server)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        load = pool.submit(_ask_all, list(questions), seconds).result()
    return replace(load, site_cost=_cost(server) - before)


def _cost(server: psutil.Process) -> float:
    """Seconds of a processor that the site has had."""
    return sum(times.user + times.system for times in (each.cpu_times() for each in [server, *server.children()]))


def _ask_all(questions: list[str], seconds: float) -> Load:
    """Twenty askers for a while, each asking the next question as soon as it has an answer."""
    left = iter(questions)
    times: list[float] = []
    errors: list[str] = []
    until = time.monotonic() + seconds

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        while time.monotonic() < until:
            text = next(left, None)  # one step of a list's iterator, so that threads may share it
            if text is None:
                return
            began = time.perf_counter()
            wrong = _wrong(connection, text)
            times.append((time.perf_counter() - began) * 1_000)
            if wrong:
                errors.append(wrong)
        connection.close()

    began = time.monotonic()
    askers = [threading.Thread(target=ask) for _ in range(AT_ONCE)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    return Load(tuple(times), time.monotonic() - began, tuple(errors), time.process_time())


def _wrong(connection: http.client.HTTPConnection, text: str) -> str:
    """What is wrong with the answer to a question, if anything: it must be the page of results, of this question, and whole."""
    try:
        connection.request("GET", f"/search?{urlencode({'q': text})}")
        answer = connection.getresponse()
        page = answer.read()
    except (OSError, http.client.HTTPException) as error:
        connection.close()  # the next question opens it again
        return repr(error)
    if answer.status != 200:
        return f"status {answer.status}"
    if b'id="results"' not in page or f'value="{escape(text)}"'.encode() not in page or b"</html>" not in page[-20:]:
        return f"not the page of results for {text!r}"
    return "by words alone" if b"by words alone" in page else ""


@contextmanager
def _site(index: Path, settings: dict[str, str]) -> Iterator[psutil.Process]:
    """The site under gunicorn, as gunicorn.conf.py has it, with a database in which nobody has written yet."""
    with tempfile.TemporaryDirectory() as folder:
        own = {"COPYBOOK_INDEX": str(index), "SECRET_KEY": "for a benchmark", "DATABASE_URL": f"sqlite:///{folder}/benchmark.db"}
        environment = os.environ | own | settings
        for part in ("indexer", "portal"):  # as `make build` leaves them
            compileall.compile_dir(ROOT / part, quiet=1)
        tables = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
        subprocess.run(tables, cwd=ROOT, env=environment, check=True, capture_output=True)
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{PORT}", "--log-level", "warning", "wsgi:app"]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)  # its log of pages
        try:
            yield psutil.Process(server.pid)
        finally:
            server.terminate()
            server.wait()


def _milliseconds(text: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    began = time.perf_counter()
    wrong = _wrong(connection, text)
    spent = (time.perf_counter() - began) * 1_000
    connection.close()
    assert not wrong, wrong
    return spent


def _until_answered() -> float:
    began = time.monotonic()
    while True:
        try:
            _get("housing")
            return time.monotonic() - began
        except ConnectionError:
            time.sleep(0.02)


def _until_by_meaning() -> None:
    """The model loads behind the first page, in each worker: wait until none says that it does, of many asked at once."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in range(600):
            if not any(b"by words alone" in page for page in pool.map(_get, ["housing repairs"] * 5 * AT_ONCE)):
                return
            time.sleep(0.2)
    raise SystemExit("The model did not load within two minutes.")


def _get(text: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    try:
        connection.request("GET", f"/search?{urlencode({'q': text})}")
        return connection.getresponse().read()
    finally:
        connection.close()


if __name__ == "__main__":
    main()

"""What many tests need: the frozen corpus, a way to ask what a change to one of its files would be told, and a real PostgreSQL server."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from indexer.conversion import model_for_building
from indexer.corpus import Corpus, check_adoption, check_case_study, read_corpus
from indexer.fault import Fault
from indexer.vocabulary import Vocabulary, read_vocabulary
from tests.postgres import CannotRun, Server, running

CORPUS = Path(__file__).parent / "corpus"

#: The day on which tests read the corpus, so that no review in it is overdue.
TODAY = date(2026, 11, 22)

#: Changes to a file, as pairs of old and new words.
Told = Callable[..., list[Fault]]

#: Makes a folder, unless another process of this run has: `made_once("model", model_for_building)`.
MadeOnce = Callable[[str, Callable[[Path], object]], Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgresql", action="store_true", help="Run the portal's tests on PostgreSQL rather than on SQLite.")
    parser.addoption("--writers-seconds", type=float, default=2.0, help="How long twenty people write at once; 30 to be thorough.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--postgresql"):
        for item in items:
            if item.get_closest_marker("sqlite"):
                item.add_marker(pytest.mark.skip("about SQLite itself"))


def pytest_collection_finish() -> None:
    """What was read to know the tests stays to the end: looking for rubbish in it again and again would take a tenth of the run."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> MadeOnce:
    """For what takes long to make and nobody changes: one process makes it, the others wait and then read the same."""
    mine = tmp_path_factory.getbasetemp()
    shared = mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, unfinished = shared / name, shared / f"{name}.unfinished"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                shutil.rmtree(unfinished, ignore_errors=True)
                unfinished.mkdir()
                make(unfinished)
                unfinished.rename(folder)
        return folder

    return made


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A real PostgreSQL server. Where none can be started, the tests that ask for it are skipped, and say why."""
    try:
        with running() as server:
            yield server
    except CannotRun as why:
        pytest.skip(str(why))


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The frozen corpus, read and checked."""
    return read_corpus(CORPUS, today=TODAY)


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The agreed lists of the frozen corpus."""
    return read_vocabulary(CORPUS)


@pytest.fixture(scope="session")
def kept_model(made_once: MadeOnce) -> Path:
    """An index folder with nothing but the real model in it, converted once for all tests that need it. Not to be changed."""
    return made_once("model", model_for_building)


@pytest.fixture(scope="session")
def told(vocabulary: Vocabulary) -> Told:
    """What a file of the corpus would be told after some changes, each of which must find its old words."""

    def tell(*changes: tuple[str, str], file: str = "lincoln/lincoln-housing-repairs-system.md", path: str = "") -> list[Fault]:
        content = (CORPUS / file).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in content
            content = content.replace(old, new)
        check = check_adoption if file.endswith(".yaml") else check_case_study
        return list(check(path or file, content.encode(), vocabulary, TODAY)[1])

    return tell

"""Opening while a builder switches and clears away."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer.embedded import build, open_index, reader
from indexer.embedded.generations import folder_of
from tests.conftest import CORPUS
from tests.toy_encoder import ToyEncoder

LINCOLN = "lincoln/lincoln-housing-repairs-system.md"


@pytest.fixture
def build_next(tmp_path: Path) -> Callable[[], None]:
    """Changes a copy of the frozen corpus and builds it, each time it is called. It was built once."""
    casestudies = Path(shutil.copytree(CORPUS, tmp_path / "casestudies"))

    def build_next() -> None:
        file = casestudies / LINCOLN
        file.write_text(file.read_text(encoding="utf-8").replace("## What changed\n", "## What changed\n\nMore.\n"), encoding="utf-8")
        build(casestudies, tmp_path / "index", encoder=ToyEncoder())

    build_next()
    return build_next


def once(before: Callable[[], None], then: Callable[..., Any]) -> Callable[..., Any]:
    """A function that does something else before, the first time."""
    left = [before]

    def called(*given: Any) -> Any:
        while left:
            left.pop()()
        return then(*given)

    return called


def test_a_switch_while_it_is_opened_is_noticed(tmp_path: Path, build_next: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "EmbeddedIndex", once(build_next, reader.EmbeddedIndex))
    opened = open_index(tmp_path / "index")
    assert opened.built.generation == 1
    assert not opened.is_current()


@pytest.mark.parametrize("part", ["read_manifest", "kept_vocabulary", "Catalogue", "Words", "Vectors", "Shelf"])
def test_where_it_is_cleared_away_while_it_is_opened_the_newest_is_opened(
    tmp_path: Path, build_next: Callable[[], None], monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    def build_two() -> None:
        build_next()
        build_next()

    monkeypatch.setattr(reader, part, once(build_two, getattr(reader, part)))
    opened = open_index(tmp_path / "index")
    assert not folder_of(tmp_path / "index", 1).exists()
    assert opened.built.generation == 3
    assert opened.is_current()


def test_an_index_built_again_from_nothing_is_another_though_of_the_same_number(tmp_path: Path, build_next: Callable[[], None]) -> None:
    opened = open_index(tmp_path / "index")
    shutil.rmtree(tmp_path / "index")
    assert opened.is_current()
    build_next()
    assert not opened.is_current()
    assert open_index(tmp_path / "index").built.generation == opened.built.generation

"""An index that is not whole is never asked: it says what is wrong and what to do, and doing it mends it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import IndexMissing, Query
from indexer.embedded import build, open_index
from indexer.embedded.generations import folder_of, pointer
from tests.conftest import CORPUS
from tests.toy_encoder import ToyEncoder

QUESTIONS = ("housing repairs", "sensors", "mould", "", '"cyber attack"')

#: One of each kind of file that a generation has.
FILES = (
    "manifest.json",
    "catalogue.json",
    "casestudies.jsonl",
    "ends.npy",
    "digests.json",
    "vectors.npy",
    "counts.npy",
    "passages.npy",
    "adoptions.json",
    "vocabulary.json",
    "words/*.seg",
    "words/*.toc",
)


def cut_short(file: Path) -> None:
    """As a full disk leaves it, or a copy that was broken off."""
    content = file.read_bytes()
    replace(file, content[: len(content) // 2])


def emptied(file: Path) -> None:
    replace(file, b"")


def gone(file: Path) -> None:
    file.unlink()


def replace(file: Path, content: bytes) -> None:
    """Write a file anew: other copies of it may be the same file under another name."""
    file.unlink()
    file.write_bytes(content)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The frozen corpus, indexed. Not to be changed."""
    index = tmp_path_factory.mktemp("whole")
    build(CORPUS, index, encoder=ToyEncoder())
    return index


@pytest.fixture
def index(whole: Path, tmp_path: Path) -> Path:
    """A copy, to damage."""
    return Path(shutil.copytree(whole, tmp_path / "index"))


def answers(index: Path) -> list[list[str]]:
    opened = open_index(index, ToyEncoder())
    opened.warm()
    found = [[hit.case_study.slug for hit in opened.search(Query(text)).hits] for text in QUESTIONS]
    opened.close()
    return found


def test_a_whole_one_is_opened(index: Path) -> None:
    assert all(answers(index))


@pytest.mark.parametrize("harm", [cut_short, emptied, gone])
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_named_with_the_remedy_and_the_remedy_works(
    whole: Path, index: Path, name: str, harm: Callable[[Path], None]
) -> None:
    [file] = folder_of(index, 1).glob(name)
    harm(file)
    with pytest.raises(IndexMissing, match=r"damaged.*Run `copybook build`") as raised:
        open_index(index)
    assert file.name in str(raised.value)
    assert build(CORPUS, index, encoder=ToyEncoder()).generation == 2
    assert answers(index) == answers(whole)


@pytest.mark.parametrize("content", [b"", b"\x00\x00", b"\xff\n", b"one\n"])
def test_a_pointer_that_is_no_number_is_as_none(whole: Path, index: Path, content: bytes) -> None:
    pointer(index).write_bytes(content)
    with pytest.raises(IndexMissing, match="Run `copybook build`"):
        open_index(index)
    build(CORPUS, index, encoder=ToyEncoder())
    assert answers(index) == answers(whole)


def test_a_pointer_to_a_generation_that_is_not_there_is_said(index: Path) -> None:
    pointer(index).write_text("7\n", encoding="ascii")
    with pytest.raises(IndexMissing, match=r"damaged.*missing.*Run `copybook build`"):
        open_index(index)
    assert build(CORPUS, index, encoder=ToyEncoder()).generation == 8
    assert all(answers(index))


def test_a_lock_that_a_builder_left_is_no_damage(index: Path) -> None:
    for lock in index.rglob("*LOCK"):
        lock.unlink()
    assert all(answers(index))

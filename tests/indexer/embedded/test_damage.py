"""An index that is not whole is never asked: it says what is wrong and what to do, and doing it mends it."""

from __future__ import annotations

import gc
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import IndexMissing, Query
from indexer.embedded import build, open_index
from indexer.embedded.generations import folder_of, pointer
from indexer.embedded.manifest import SCHEMA
from tests.conftest import CORPUS
from tests.toy_encoder import ToyEncoder

QUESTIONS = ("housing repairs", "sensors", "mould", "", '"cyber attack"')

#: Every kind of file that a generation has.
FILES = (
    "manifest.json",
    "catalogue.json",
    "catalogue.jsonl",
    "catalogue.npz",
    "casestudies.jsonl",
    "ends.npy",
    "digests.json",
    "vectors.npy",
    "vectors4.onnx",
    "axes.npy",
    "counts.npy",
    "passages.npy",
    "adoptions.json",
    "vocabulary.json",
    "words/*.seg",
    "words/*.toc",
)

Harm = Callable[[Path], None]


def cut_short(file: Path) -> None:
    """As a full disk leaves it, or a copy that was broken off."""
    content = file.read_bytes()
    replace(file, content[: len(content) // 2])


def emptied(file: Path) -> None:
    replace(file, b"")


def gone(file: Path) -> None:
    file.unlink()


def of_nothing(file: Path) -> None:
    """As a file system may leave it after a power cut: as long as it was."""
    replace(file, bytes(file.stat().st_size))


def rubbish(file: Path) -> None:
    replace(file, random.Random(1).randbytes(file.stat().st_size))


def half_rubbish(file: Path) -> None:
    """The beginning may still look right."""
    content = file.read_bytes()
    replace(file, content[: len(content) // 2] + random.Random(1).randbytes(len(content) - len(content) // 2))


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


def test_no_kind_of_file_is_forgotten(whole: Path) -> None:
    folder = folder_of(whole, 1)
    there = {file for file in folder.rglob("*") if file.is_file() and not file.name.endswith("LOCK")}
    assert {file for name in FILES for file in folder.glob(name)} == there


@pytest.mark.parametrize("harm", [cut_short, emptied, gone, of_nothing, rubbish, half_rubbish])
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_named_with_the_remedy(index: Path, name: str, harm: Harm) -> None:
    [file] = folder_of(index, 1).glob(name)
    harm(file)
    with pytest.raises(IndexMissing, match=r"damaged.*Run `copybook build`") as raised:
        open_index(index)
    assert str(file) in str(raised.value)


@pytest.mark.parametrize(("name", "harm"), [*((name, half_rubbish) for name in FILES), *((FILES[0], harm) for harm in (cut_short, gone))])
def test_the_remedy_works(whole: Path, index: Path, name: str, harm: Harm) -> None:
    """Nothing is taken over from what is damaged, or it would be so for good."""
    [file] = folder_of(index, 1).glob(name)
    harm(file)
    assert build(CORPUS, index, encoder=ToyEncoder()).generation == 2
    assert answers(index) == answers(whole)


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", ["casestudies.jsonl", "catalogue.json", "catalogue.jsonl", "vectors.npy", "vectors4.onnx", "words/*.seg"])
def test_a_large_file_is_read_whole_only_when_the_model_is_loaded(index: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until then search goes on by words, or says what is wrong."""
    monkeypatch.setattr("indexer.embedded.manifest.LARGE", 0)
    [file] = folder_of(index, 1).glob(name)
    rubbish(file)
    with pytest.raises(IndexMissing, match=r"damaged.*Run `copybook build`") as raised:
        answers(index)
    assert str(file) in str(raised.value)
    gc.collect()  # Whoosh leaves open what it cannot make sense of


def test_a_large_damaged_file_that_answers_by_words_do_not_need_stops_none(
    whole: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.embedded.manifest.LARGE", 0)
    half_rubbish(folder_of(index, 1) / "vectors.npy")
    opened, sound = open_index(index, ToyEncoder()), open_index(whole)
    with pytest.raises(IndexMissing, match=r"damaged.*vectors\.npy"):
        opened.warm()
    assert [opened.search(Query(text)) for text in QUESTIONS] == [sound.search(Query(text)) for text in QUESTIONS]


@pytest.mark.parametrize("content", [b"[]", b"7", b'"words"', b"\xff", f'{{"schema": "{SCHEMA}"}}'.encode()])
def test_a_manifest_of_another_shape_is_damaged(index: Path, content: bytes) -> None:
    replace(folder_of(index, 1) / "manifest.json", content)
    with pytest.raises(IndexMissing, match=r"damaged.*manifest\.json.*Run `copybook build`"):
        open_index(index)


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


def test_an_index_that_may_not_be_read_is_said(index: Path) -> None:
    pointer(index).unlink()
    pointer(index).mkdir()  # nobody may read it as a file, not even who may read everything
    with pytest.raises(IndexMissing, match=r"cannot be read.*Let whoever searches read"):
        open_index(index)

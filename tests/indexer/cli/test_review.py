from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.cli import main
from indexer.index import build_index
from tests.conftest import CORPUS
from tests.indexer.content_repository import git
from tests.toy_encoder import ToyEncoder

REPAIRS = "casestudies/lincoln/lincoln-housing-repairs-system.md"
Review = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the corpus where `copybook` looks for it, and no index."""
    monkeypatch.chdir(tmp_path)
    for name in ("COPYBOOK_CASESTUDIES", "COPYBOOK_INDEX"):
        monkeypatch.delenv(name, raising=False)
    return Path(shutil.copytree(CORPUS, tmp_path / "casestudies"))


@pytest.fixture
def review(folder: Path) -> Review:
    """Run `copybook review` there."""
    return lambda *words: CliRunner().invoke(main, ["review", *words])


def test_it_prints_the_comment(review: Review) -> None:
    said = review(REPAIRS)
    assert said.exit_code == 0
    assert said.output.startswith("<!-- copybook review -->\n\n**Nothing has to be mended.**")
    assert f"### `{REPAIRS.removeprefix('casestudies/')}`" in said.output
    assert "there is no index to ask" in said.output


def test_a_file_with_faults_is_told_of_and_is_no_failure_of_the_command(folder: Path, review: Review) -> None:
    path = folder.parent / REPAIRS
    path.write_text(path.read_text(encoding="utf-8").replace("status: live", "status: liv"), encoding="utf-8")
    said = review(REPAIRS)
    assert said.exit_code == 0
    assert "- Line 7: `status` must be one of" in said.output


def test_it_reviews_what_changed(folder: Path, review: Review) -> None:
    git(folder.parent, "init", "--quiet", "--initial-branch=main")
    git(folder.parent, "add", ".")
    git(folder.parent, "commit", "--quiet", "--message=first")
    assert "No case study was changed." in review("--since", "main").output
    (folder / "camden/camden-damp-sensors.md").unlink()
    (folder / "withdrawn.yaml").write_text("[]", encoding="utf-8")
    path = folder.parent / REPAIRS
    path.write_text(path.read_text(encoding="utf-8").replace("18%", "19%"), encoding="utf-8")
    said = review("--since", "main").output
    assert [line for line in said.splitlines() if line.startswith("### ")] == ["### `lincoln/lincoln-housing-repairs-system.md`"]


@pytest.mark.parametrize("words", [[], ["/etc/hostname"], ["no-such-file.md"]])
def test_misuse_exits_with_two(words: list[str], review: Review) -> None:
    assert review(*words).exit_code == 2


def test_a_commit_that_is_none_is_told_of(review: Review) -> None:
    assert review("--since", "nothing").exit_code == 1


@pytest.fixture
def index(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of the corpus, asked by words alone."""
    monkeypatch.setattr("indexer.embedded.reader.EmbeddedIndex.warm", lambda self: None)
    build_index(folder, folder.parent / "index", encoder=ToyEncoder())
    return folder.parent / "index"


@pytest.mark.usefixtures("index")
def test_it_names_the_nearest_and_not_itself(review: Review) -> None:
    said = review(REPAIRS).output
    nearest = said.partition("already here")[2]
    assert nearest.count("\n- ") >= 1
    assert "(`lincoln-housing-repairs-system`)" not in nearest


@pytest.mark.usefixtures("index")
def test_the_same_work_again_is_asked_about(folder: Path, review: Review) -> None:
    shutil.copy(folder.parent / REPAIRS, folder / "lincoln/lincoln-repairs-again.md")
    said = review("casestudies/lincoln/lincoln-repairs-again.md").output
    assert "**Has it been written up already?**" in said
    assert "(`lincoln-housing-repairs-system`): by the same council" in said


def test_it_needs_no_more_than_a_check_does() -> None:
    # The forge installs click and PyYAML for it, and nothing else.
    heavy = ("torch", "numpy", "whoosh", "flask", "sqlalchemy", "sentence_transformers", "onnxruntime", "rich", "markdown")
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom indexer.cli import main\n"
        "words = ['review', 'tests/corpus/lincoln/lincoln-housing-repairs-system.md', '--casestudies', 'tests/corpus', '--index', 'none']\n"
        "result = CliRunner().invoke(main, words)\nassert 'Nothing has to be mended' in result.output, result.output\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=CORPUS.parents[1])
    assert done.stdout.strip() == "[]"


def test_an_empty_index_folder_is_no_index(folder: Path, review: Review) -> None:
    (folder.parent / "index").mkdir()
    assert "there is no index to ask" in review(REPAIRS).output

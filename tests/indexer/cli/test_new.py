from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.cli import main
from indexer.draft import read_draft
from indexer.template import council_of, slug_for
from indexer.vocabulary import read_vocabulary
from tests.conftest import CORPUS

ROOT = Path(__file__).parents[3]
MORE = ("--status", "live", "--summary", "All of it.", "--contact", "Housing team")
TITLE = "Lincoln lets tenants book repairs online"
New = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the corpus with the real template, where `copybook` looks for it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPYBOOK_CASESTUDIES", raising=False)
    made = Path(shutil.copytree(CORPUS, tmp_path / "casestudies"))
    shutil.copy(ROOT / "casestudies/TEMPLATE.md", made)
    return made


@pytest.fixture
def new(folder: Path) -> New:
    """Run `copybook new` there, with these answers if any are asked for."""
    return lambda *words, answers="": CliRunner().invoke(main, ["new", *words], input=answers)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody is there to answer."""
    monkeypatch.setattr("indexer.cli.new._somebody_is_there", lambda: True)


def given(path: Path, name: str) -> list[str]:
    draft = read_draft("lincoln/a.md", path.read_bytes(), read_vocabulary(path.parents[1]))
    return [value.text for value in draft.given(name)]


def test_it_writes_the_file_from_the_template(folder: Path, new: New) -> None:
    said = new(
        TITLE, "--council", "lincoln", "--theme", "housing", "--status", "live", "--summary", "All of it.", "--contact", "Housing team"
    )
    assert said.exit_code == 0
    path = folder / "lincoln/lincoln-lets-tenants-book-repairs-online.md"
    assert f"Written: casestudies/{path.relative_to(folder)}" in said.output
    assert [given(path, name) for name in ("title", "councils", "themes", "status", "summary", "contact.role")] == [
        [TITLE], ["lincoln"], ["housing"], ["live"], ["All of it."], ["Housing team"],
    ]  # fmt: skip
    today = datetime.now(UTC).date()
    assert given(path, "published")[0] in (str(today), str(today - timedelta(days=1)))
    assert path.read_text(encoding="utf-8").endswith((folder / "TEMPLATE.md").read_text(encoding="utf-8")[-500:])


def test_what_is_left_to_do_is_all_that_the_check_says(folder: Path, new: New) -> None:
    new(TITLE, "--council", "lincoln", "--theme", "housing", *MORE)
    said = CliRunner().invoke(main, ["check", "casestudies/lincoln/lincoln-lets-tenants-book-repairs-online.md"])
    rules = {line.rpartition(" ")[2] for line in said.output.splitlines() if " fault CB-" in line}
    # Only the headings, which wait for their text.
    assert len(rules) == 1
    assert "must have text under it" in said.output


@pytest.mark.parametrize("title", ['He said "yes": # 5\'s', "C:\\temp", "? -", "{a: b}", "!!python/name:os.system", "* &a", "\u2028x"])
def test_odd_words_stay_words(title: str, folder: Path, new: New) -> None:
    said = new(title, "--council", "lincoln", "--slug", "odd")
    assert said.exit_code == 0, said.output
    assert len(given(folder / "lincoln/odd.md", "title")) == 1


def test_a_council_that_is_misspelt_is_suggested(new: New, folder: Path) -> None:
    said = new(TITLE, "--council", "lincon")
    assert said.exit_code == 1
    assert "Did you mean “lincoln”?" in said.output
    assert not list(folder.glob("linco*/lincoln-lets*"))


def test_a_council_may_be_named_in_full(folder: Path) -> None:
    lists = read_vocabulary(folder)
    assert council_of("City of Lincoln  council", lists) == "lincoln"


def test_a_theme_that_is_misspelt_is_suggested(new: New) -> None:
    assert "Did you mean “housing”?" in new(TITLE, "--council", "lincoln", "--theme", "housng").output


def test_a_file_that_is_there_is_never_touched(folder: Path, new: New) -> None:
    before = (folder / "lincoln/lincoln-housing-repairs-system.md").read_bytes()
    for council in ("lincoln", "camden"):
        said = new("x", "--council", council, "--slug", "lincoln-housing-repairs-system")
        assert said.exit_code == 1
        assert "not touched" in said.output
    assert (folder / "lincoln/lincoln-housing-repairs-system.md").read_bytes() == before
    assert not (folder / "camden/lincoln-housing-repairs-system.md").exists()


def test_the_name_of_one_that_was_taken_down_is_not_used_again(new: New) -> None:
    assert "was taken down" in new("x", "--council", "dorset", "--slug", "dorset-parking-app").output


@pytest.mark.parametrize("slug", ["../outside", "Upper", "a/b", "a b", "-a", "x" * 101, "a.md"])
def test_a_name_that_will_not_do_writes_nothing(slug: str, folder: Path, new: New) -> None:
    before = sorted(folder.parent.rglob("*"))
    said = new("x", "--council", "lincoln", f"--slug={slug}")
    assert said.exit_code == 1
    assert "cannot be a slug" in said.output
    assert sorted(folder.parent.rglob("*")) == before


@pytest.mark.parametrize("words", [[], ["A title"], ["", "--council", "lincoln"], ["A title", "--council", "lincoln", "--status", "odd"]])
def test_without_anybody_to_ask_what_is_missing_is_misuse(words: list[str], new: New) -> None:
    assert new(*words).exit_code == 2


@pytest.mark.usefixtures("terminal")
def test_it_asks_and_asks_again(folder: Path, new: New) -> None:
    said = new(answers=f"{TITLE}\nlincon\nlincoln\nThe story.\nhousing, Data and insight\nlive\nHousing team\n")
    assert said.exit_code == 0, said.output
    assert "Did you mean “lincoln”?" in said.output
    path = folder / "lincoln/lincoln-lets-tenants-book-repairs-online.md"
    assert given(path, "themes") == ["housing", "data-and-insight"]
    assert given(path, "contact.role") == ["Housing team"]


@pytest.mark.usefixtures("terminal")
def test_nothing_is_asked_when_told_not_to(new: New) -> None:
    assert new(TITLE, "--council", "lincoln", "--no-questions").exit_code == 0


def test_without_a_template_the_remedy_is_named(folder: Path, new: New) -> None:
    (folder / "TEMPLATE.md").unlink()
    assert "--casestudies" in new(TITLE, "--council", "lincoln").output


def test_a_slug_is_cut_at_a_word() -> None:
    assert slug_for("Ynys Môn’s repairs: 5% less") == "ynys-mons-repairs-5-less"
    assert slug_for("word " * 40) == "word-word-word-word-word-word-word-word-word-word-word-word"
    assert len(slug_for("x" * 200)) == 60

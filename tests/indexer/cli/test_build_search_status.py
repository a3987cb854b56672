"""Building, asking and looking from a terminal, as someone who types would."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.cli import main

CORPUS = Path(__file__).parents[2] / "corpus"

Copybook = Callable[..., Result]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """An index made by the command, of the frozen corpus with one fault in it; and what the command said."""
    folder = tmp_path_factory.mktemp("library")
    casestudies = Path(shutil.copytree(CORPUS, folder / "casestudies"))
    broken = casestudies / "wigan" / "wigan-tablet-lending.md"
    broken.write_text(broken.read_text(encoding="utf-8").replace("status: live", "status: lively"), encoding="utf-8")
    said = CliRunner().invoke(main, ["build", "--casestudies", str(casestudies), "--index", str(folder / "index")])
    return folder / "index", said


@pytest.fixture
def copybook(built: tuple[Path, Result]) -> Copybook:
    """Run a command on that index."""
    return lambda *words: CliRunner().invoke(main, [*words, "--index", str(built[0])])


def test_build_says_what_it_built_and_what_it_left_out(built: tuple[Path, Result]) -> None:
    said = built[1]
    assert said.exit_code == 0
    assert "Generation 1: 11 case studies" in said.output
    assert "Left out wigan/wigan-tablet-lending.md" in said.output
    assert "status" in said.output


def test_build_refuses_a_folder_that_is_not_there(tmp_path: Path) -> None:
    said = CliRunner().invoke(main, ["build", "--casestudies", str(tmp_path / "nowhere")])
    assert said.exit_code == 2


def test_search_says_why(copybook: Copybook) -> None:
    said = copybook("search", "replace an old housing repairs system").output
    assert said.splitlines()[2] == "Lincoln replaces its old housing repairs system"
    assert "in the title" in said


def test_search_names_synonyms_and_says_no_more_of_a_place_than_it_knows(copybook: Copybook) -> None:
    said = copybook("search", "mould").output
    assert "damp as a synonym" in said
    assert "in its text or details" in copybook("search", "tenants repairs").output


def test_search_takes_filters(copybook: Copybook) -> None:
    found = json.loads(copybook("search", "sensors", "--theme", "highways-and-transport", "--json").output)
    assert [hit["slug"] for hit in found["hits"]] == ["glasgow-street-light-sensors"]
    assert found["by_meaning"]
    assert copybook("search", "--filter", "status=stopped").output.startswith("One case study.")


def test_search_refuses_a_filter_it_does_not_know(copybook: Copybook) -> None:
    said = copybook("search", "--filter", "colour=red")
    assert said.exit_code == 2
    assert "theme" in said.output


def test_status_tells_what_is_there(copybook: Copybook) -> None:
    said = copybook("status").output
    assert "11 case studies" in said
    assert "wigan/wigan-tablet-lending.md" in said
    assert json.loads(copybook("status", "--json").output)["case_studies"] == 11


@pytest.mark.parametrize("command", ["search", "status"])
def test_without_an_index_the_remedy_is_named(command: str, tmp_path: Path) -> None:
    said = CliRunner().invoke(main, [command, "--index", str(tmp_path)])
    assert said.exit_code == 1
    assert "Run `copybook build`" in said.output

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest
from jinja2 import DictLoader, Environment

from indexer import Vocabulary
from portal.templating import KeptTemplates, country
from tests.memory_index import MemoryIndex


@pytest.mark.parametrize(
    ("councils", "partners", "said"),
    [
        ((), ("city-of-helsinki",), "Finland"),
        ((), ("estonian-social-insurance-board",), ""),
        ((), ("government-digital-service",), ""),
        (("camden",), ("city-of-helsinki",), ""),
    ],
    ids=["abroad", "the name says so", "a body of our own", "a council of our own leads"],
)
def test_work_from_abroad_says_from_which_country(
    index: MemoryIndex, vocabulary: Vocabulary, councils: tuple[str, ...], partners: tuple[str, ...], said: str
) -> None:
    case_study = replace(next(iter(index.all())), councils=councils, partners=partners)
    assert country(case_study, vocabulary) == said


def environment(folder: Path, template: str = "Hello {{ name }}", *, may_compile: bool = True) -> Environment:
    made = Environment(loader=DictLoader({"page": template}), bytecode_cache=KeptTemplates(folder), autoescape=True)
    if not may_compile:
        made.compile = Mock(side_effect=AssertionError("it was compiled again"))  # type: ignore[method-assign]
    return made


def test_a_template_is_compiled_once_and_kept_for_the_next_start(tmp_path: Path) -> None:
    environment(tmp_path / "templates").get_template("page")
    kept = environment(tmp_path / "templates", may_compile=False)
    assert kept.get_template("page").render(name="<b>") == "Hello &lt;b&gt;"
    assert (tmp_path / "templates").stat().st_mode & 0o077 == 0


def test_what_was_compiled_from_another_text_or_by_another_release_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment(tmp_path).get_template("page")
    assert environment(tmp_path, "Bye").get_template("page").render() == "Bye"
    monkeypatch.setattr("portal.templating.version", lambda name: "another")
    with pytest.raises(AssertionError, match="compiled again"):
        environment(tmp_path, may_compile=False).get_template("page")


def test_a_kept_template_that_went_bad_is_compiled_again(tmp_path: Path) -> None:
    environment(tmp_path).get_template("page")
    [file] = tmp_path.iterdir()
    whole = file.read_bytes()
    halves = [whole[:size] for size in range(0, len(whole), 5)]
    wrong = [whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :] for at in range(0, len(whole), 5)]
    for bad in (*halves, *wrong):
        file.write_bytes(bad)
        assert environment(tmp_path).get_template("page").render(name="you") == "Hello you"
        assert file.read_bytes() == whole


def test_where_nothing_can_be_kept_pages_are_made_all_the_same(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("no folder")
    assert environment(tmp_path / "file" / "templates").get_template("page").render(name="you") == "Hello you"
    assert "A compiled template cannot be kept" in caplog.text

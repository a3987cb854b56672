"""A library held to its fact sheets, as `make check-content` does it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from indexer.draft import read_draft
from indexer.vocabulary import Vocabulary
from tests.content.check import hold, main, report
from tests.content.placing import placed

TEXT = """---
title: "Derby answers 43% of calls"
started: 2023-04
published: 2026-11-22
review_by: 2027-11-22
themes: [housing]
costs:
  - {amount: 7000000, currency: GBP, covers: "four-year contract"}
outcomes:
  - measure: "Calls answered, about"
    before: 20 to 21
    after: 43
    unit: "%"
    source: 2
  - {measure: "Saving", after: 2.5, unit: "£ million a year"}
sources:
  - {title: "A report", url: "https://example.org/99", date: 2024-07}
---
## What changed

1. Two things changed: 261 tasks [17], and 54 were chosen [2, 3].
2. The two were told apart. Source 8 says `1234`.
"""
SHEET = "cost: [£7m four-year contract]\noutcomes: [{after: 43%, before: 20-21%}, {after: £2.5m a year}]\n"
SHEET += "done: ['April 2023: 261 tasks, 54 first']\nsources: [{date: 2024-07-19}]\n"


@pytest.fixture
def library(tmp_path: Path) -> tuple[Path, Path]:
    """A folder with one case study, and one with its fact sheet."""
    for name, text in (("cs/derby/derby-calls.md", TEXT), ("facts/case-studies/derby-calls.yaml", SHEET)):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "cs", tmp_path / "facts"


def test_every_number_is_placed_but_those_that_are_no_facts() -> None:
    found = placed(read_draft("derby/derby-calls.md", TEXT.encode(), Vocabulary()))
    assert [(it.line, it.figure.written) for it in found] == [
        (2, "43%"),
        (3, "April 2023"),
        (8, "£7000000"),
        (8, "four"),
        (11, "20%"),
        (11, "21%"),
        (12, "43%"),
        (15, "£2.5 million"),
        (17, "July 2024"),
        (21, "261"),
        (21, "54"),
    ]


def test_a_measure_holds_its_figures_off() -> None:
    found = placed(read_draft("derby/derby-calls.md", TEXT.encode(), Vocabulary()))
    assert [it.figure.hedge for it in found if it.line == 12] == ["about"]


def test_a_library_that_keeps_to_its_facts_passes(library: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert report(*library, {}) == 0
    assert capsys.readouterr().out == (
        "1 case studies and adoptions, 0 without a fact sheet; 11 numbers checked: 0 not found, 0 rounded, 0 reckoned, "
        "0 more exact than the facts.\n"
    )


def test_a_number_in_no_fact_is_shown_with_its_line(library: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    path = library[0] / "derby" / "derby-calls.md"
    path.write_text(TEXT.replace("261", "262"), encoding="utf-8")
    assert report(*library, {}) == 1
    assert "derby/derby-calls.md:21: “262” is in no fact | 262 tasks , and 54 were chosen ." in capsys.readouterr().out


def test_a_case_study_without_a_sheet_is_told_of(library: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    (library[1] / "case-studies" / "derby-calls.yaml").rename(library[1] / "case-studies" / "another.yaml")
    assert report(*library, {}) == 1
    assert "there is no fact sheet of its name" in capsys.readouterr().out
    assert report(*library, {"derby/derby-calls": ["another"]}) == 0


def test_a_number_told_again_needs_no_about_again() -> None:
    sheet = [{"done": ["about 261 tasks"]}]
    texts = (TEXT, TEXT.replace(": 261", ": the 261"))
    verdicts = [next(it.judgement.verdict for it in hold("a/a.md", text.encode(), sheet) if it.place.line == 21) for text in texts]
    assert verdicts == ["bare", "found"]


def test_where_there_are_no_facts_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["check", "--facts", str(tmp_path)])
    assert main() == 0
    assert "no number was checked" in capsys.readouterr().out

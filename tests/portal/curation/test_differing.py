from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from portal.curation import arranging, contents
from portal.curation.contents import Change, Contents, Item, Tail
from portal.curation.differing import MOST_WORDS, Run, differences, runs_of
from tests.portal.curation.test_contents import CONTENTS, WORDS, of

BEFORE = replace(of("abcd", "ef"), introduction="For those who begin.", tail=Tail("q=damp", ("x",)))


def said(before: Contents, after: Contents) -> list[str]:
    return [each.sentence for each in differences(before, after, str.upper)]


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (contents.describe("Other", "For those who begin.", "", ""), ["Changed the title"]),
        (contents.describe("Title", "", "More", "housing"),
            ["Took out the introduction", "Wrote the longer text", "Changed the theme from none to housing"]),
        (contents.add(["z"]), ["Added “Z”"]),
        (contents.take_out("b"), ["Took out “B”"]),
        (contents.comment_on("b", "Because", True), ["Wrote a comment on “B”", "Marked “B” with “Start here”"]),
        (arranging.move("a", "down"), ["Moved “B” to place 1"]),
        (arranging.move("a", "last"), ["Moved “A” to place 6"]),
        (arranging.put_after("f", "a"), ["Moved “F” to place 2"]),
        (arranging.move("d", "down"), ["Moved “D” to the section “Section 1”"]),
        (arranging.add_section("k", "New"), ["Began the section “New”"]),
        (arranging.rename_section("2", "New"), ["Began the section “New”", "No longer has a section “Section 1”"]),
        (arranging.follow_nothing, ["Stopped adding what a search finds"]),
        (arranging.follow_search("q=mould"), ["Adds what another search finds"]),
        (arranging.hide("y"), ["Hid “Y” from what the search finds"]),
        (arranging.unhide("x"), ["Showed “X” again"]),
    ],
)  # fmt: skip
def test_each_change_is_said(change: Change, sentences: list[str]) -> None:
    assert said(BEFORE, change(BEFORE)) == sentences


def test_words_are_compared_one_by_one() -> None:
    assert runs_of("They asked tenants last.", "They asked tenants first.") == (
        Run("They asked tenants ", "same"),
        Run("last.", "gone"),
        Run("first.", "new"),
    )


def test_what_is_very_long_is_laid_side_by_side() -> None:
    text = "word " * MOST_WORDS
    assert [run.kind for run in runs_of(text, text + "more")] == ["gone", "new"]


@given(WORDS, WORDS)
def test_the_runs_hold_both_texts_whole(before: str, after: str) -> None:
    runs = runs_of(before, after)
    assert "".join(run.words for run in runs if run.kind != "new") == before
    assert "".join(run.words for run in runs if run.kind != "gone") == after


@given(CONTENTS)
def test_what_is_the_same_differs_in_nothing(held: Contents) -> None:
    assert differences(held, held, str) == ()


def test_a_comment_goes_with_its_case_study() -> None:
    held = replace(BEFORE, sections=(replace(BEFORE.sections[0], items=(Item("a", "Because"),)),))
    [gone] = differences(held, contents.take_out("a")(held), str)
    assert gone.runs == (Run("Because", "gone"),)

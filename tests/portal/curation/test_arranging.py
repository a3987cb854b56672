from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.curation import arranging
from portal.curation.contents import MOST_SECTIONS, CannotChange, Change, Contents, Section, Tail
from tests.portal.curation.test_contents import letters, of


def titles(held: Contents) -> list[str]:
    return [section.title for section in held.sections]


@pytest.mark.parametrize(
    ("slug", "way", "after"),
    [
        ("b", "up", ["bac", "de"]), ("b", "down", ["acb", "de"]), ("a", "up", ["abc", "de"]), ("c", "down", ["ab", "cde"]),
        ("d", "up", ["abcd", "e"]), ("e", "down", ["abc", "de"]), ("e", "up", ["abc", "ed"]),
        ("e", "first", ["eabc", "d"]), ("a", "last", ["bc", "dea"]), ("a", "first", ["abc", "de"]), ("e", "last", ["abc", "de"]),
    ],
)  # fmt: skip
def test_an_item_moves_within_its_section_on_into_the_next_and_to_either_end(slug: str, way: arranging.Way, after: list[str]) -> None:
    moved = arranging.move(slug, way)(of("abc", "de"))
    assert letters(moved) == after
    assert titles(moved) == ["Section 0", "Section 1"]


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (arranging.put_after("a", "d"), ["bc", "dae"]),
        (arranging.put_after("e", "a"), ["aebc", "d"]),
        (arranging.put_after("b", "b"), ["abc", "de"]),
        (arranging.put_in("c", "2"), ["ab", "cde"]),
        (arranging.put_in("c", "1"), ["cab", "de"]),
    ],
)
def test_an_item_is_put_where_it_was_told_to(change: Change, after: list[str]) -> None:
    assert letters(change(of("abc", "de"))) == after


MOVES = st.one_of(
    st.builds(arranging.move, st.sampled_from("abcde"), st.sampled_from(arranging.WAYS)),
    st.builds(arranging.put_after, st.sampled_from("abcde"), st.sampled_from("abcde")),
    st.builds(arranging.put_in, st.sampled_from("abcde"), st.sampled_from("12")),
    st.builds(arranging.move_section, st.sampled_from("12"), st.sampled_from([-1, 1])),
)


@given(st.lists(MOVES, max_size=8))
def test_however_it_is_moved_nothing_is_lost_and_nothing_is_there_twice(changes: list[Change]) -> None:
    held = of("abc", "de")
    for change in changes:
        held = change(held)
    assert sorted("".join(letters(held))) == list("abcde")
    assert sorted(titles(held)) == ["Section 0", "Section 1"]


def test_a_section_that_others_moved_is_still_the_one_that_was_meant() -> None:
    held = arranging.move_section("1", 1)(of("abc", "de"))
    assert titles(arranging.rename_section("1", "Mine")(held)) == ["Section 1", "Mine"]


def test_a_section_is_begun_after_the_others_or_in_the_place_of_an_empty_one() -> None:
    assert letters(arranging.add_section("k", "New")(of("abc"))) == ["abc", ""]
    assert arranging.add_section("k", "New")(Contents("Title")).sections == (Section("New", key="k"),)


def test_there_is_an_end_to_how_many_sections() -> None:
    with pytest.raises(CannotChange, match="at most 20"):
        arranging.add_section("k", "One more")(of(*"a" * MOST_SECTIONS))


@pytest.mark.parametrize(("key", "after"), [("1", ["abcde", "f"]), ("2", ["abcde", "f"]), ("3", ["abc", "def"])])
def test_what_is_in_a_removed_section_stays_in_its_order(key: str, after: list[str]) -> None:
    assert letters(arranging.remove_section(key)(of("abc", "de", "f"))) == after


def test_the_last_section_loses_its_title_alone() -> None:
    after = arranging.remove_section("1")(of("abc"))
    assert (letters(after), titles(after)) == (["abc"], [""])


def test_only_the_first_section_is_without_a_title() -> None:
    assert titles(arranging.rename_section("1", "")(of("a", "b"))) == ["", "Section 1"]
    with pytest.raises(CannotChange, match="Only the first"):
        arranging.rename_section("2", "")(of("a", "b"))
    with pytest.raises(CannotChange, match="Only the first"):
        arranging.move_section("2", -1)(arranging.rename_section("1", "")(of("a", "b")))


TAILED = replace(of("a"), tail=Tail("q=damp", ("x",)))


def test_what_is_hidden_stays_hidden_when_the_search_changes() -> None:
    assert arranging.follow_search("q=mould")(TAILED).tail == Tail("q=mould", ("x",))
    assert arranging.follow_search("q=mould")(of("a")).tail == Tail("q=mould")
    assert arranging.follow_nothing(TAILED).tail is None


def test_hiding_and_showing_again() -> None:
    assert arranging.hide("y")(TAILED).tail == Tail("q=damp", ("x", "y"))
    assert arranging.hide("x")(TAILED) == TAILED
    assert arranging.unhide("x")(TAILED).tail == Tail("q=damp")


@pytest.mark.parametrize(
    "change",
    [
        arranging.move("z", "up"), arranging.put_after("a", "z"), arranging.put_after("z", "a"), arranging.put_in("a", "9"),
        arranging.rename_section("9", "x"), arranging.remove_section("9"), arranging.move_section("9", 1), arranging.hide("a"),
    ],
)  # fmt: skip
def test_what_is_no_longer_there_cannot_be_changed(change: Change) -> None:
    with pytest.raises(CannotChange, match="somebody"):
        change(of("abc"))

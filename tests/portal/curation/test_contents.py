from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.curation import contents
from portal.curation.contents import MOST_ITEMS, CannotChange, Contents, Item, Section, Tail

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ITEMS = st.builds(Item, slug=WORDS, comment=WORDS, start_here=st.booleans())
SECTION = st.builds(Section, title=WORDS, items=st.lists(ITEMS, max_size=3).map(tuple), key=WORDS)
SECTIONS = st.lists(SECTION, min_size=1, max_size=3).map(tuple)
TAILS = st.none() | st.builds(Tail, search=WORDS, hidden=st.lists(WORDS, max_size=3).map(tuple))
CONTENTS = st.builds(
    Contents, title=WORDS, introduction=WORDS, text=WORDS, theme=WORDS, sections=SECTIONS, tail=TAILS, phrases=st.lists(WORDS).map(tuple)
)


def of(*sections: str) -> Contents:
    """A collection with an item for each letter."""
    return Contents("Title", sections=tuple(Section(f"Section {number}", tuple(map(Item, each))) for number, each in enumerate(sections)))


def letters(held: Contents) -> list[str]:
    return ["".join(item.slug for item in section.items) for section in held.sections]


@given(CONTENTS)
def test_what_is_kept_comes_back_whole(held: Contents) -> None:
    assert contents.from_json(json.loads(json.dumps(contents.to_json(held)))) == held


def test_what_an_older_version_did_not_know_of_is_empty() -> None:
    assert contents.from_json({"title": "Old"}) == Contents("Old")


def test_added_ones_come_last_and_none_comes_twice() -> None:
    assert letters(contents.add(["x", "a", "x", "y"])(of("abc", "de"))) == ["abc", "dexy"]


def test_there_is_an_end_to_how_many() -> None:
    full = contents.add(map(str, range(MOST_ITEMS)))(Contents("Title"))
    with pytest.raises(CannotChange, match="at most 200"):
        contents.add(["one more"])(full)


def test_a_comment_changes_one_item_and_nothing_else() -> None:
    after = contents.comment_on("b", "Because", True)(of("abc"))
    assert after.items == (Item("a"), Item("b", "Because", True), Item("c"))


def test_what_somebody_took_out_can_be_put_back_with_the_comment_on_it() -> None:
    after = contents.comment_on("z", "Because", False, put_back=True)(of("ab"))
    assert after.items == (Item("a"), Item("b"), Item("z", "Because"))


def test_an_item_is_taken_out() -> None:
    assert letters(contents.take_out("d")(of("abc", "de"))) == ["abc", "e"]


@pytest.mark.parametrize("change", [contents.take_out("z"), contents.comment_on("z", "", False)])
def test_what_somebody_took_out_cannot_be_changed(change: contents.Change) -> None:
    with pytest.raises(CannotChange, match="took it out"):
        change(of("abc"))

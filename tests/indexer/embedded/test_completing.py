"""What a person may be typing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.embedded.completing import LONGEST, SHORTEST, Completing
from indexer.query import Completion


def names(*texts: str) -> list[Completion]:
    return [Completion(text, "case study", f"c{number}") for number, text in enumerate(texts)]


def typed(text: str, *known: str, limit: int = 5) -> list[str]:
    return [each.text for each in Completing(names(*known)).complete(text, limit)]


def test_names_that_begin_with_it_come_before_words_that_do_and_shorter_ones_first() -> None:
    assert typed("rep", "Repairs online", "Old repairs", "Reports", "Unrepaired") == ["Reports", "Repairs online", "Old repairs"]


def test_a_name_is_offered_once() -> None:
    assert typed("re", "Repairs and reports") == ["Repairs and reports"]


def test_capitals_and_spaces_do_not_matter() -> None:
    assert typed("  HOUSING   rep", "Housing\nRepairs") == ["Housing\nRepairs"]


@pytest.mark.parametrize("text", ["burok", "Bürok", "bu\u0308rok", "bu\u00adrok"])
def test_accents_do_not_matter_nor_what_stands_inside_a_word_unseen(text: str) -> None:
    assert typed(text, "Estonia: Bürokratt") == ["Estonia: Bürokratt"]


def test_no_more_are_given_than_wanted() -> None:
    assert len(typed("re", "Re a", "Re b", "x re", limit=2)) == 2


def test_one_letter_or_none_completes_to_nothing() -> None:
    assert typed("r", "Repairs") == typed(" ", "Repairs") == []


TEXTS = st.text("abÀé \n", max_size=8)


@given(st.lists(TEXTS, max_size=12), TEXTS)
def test_it_gives_what_looking_at_each_name_does(texts: list[str], text: str) -> None:
    def plain(text: str) -> str:
        return " ".join(text.casefold().replace("à", "a").replace("é", "e").split())

    part = plain(text)[:LONGEST]

    def folded(each: Completion) -> str:
        return plain(each.text)

    found = [each for each in names(*texts) if f" {part}" in f" {folded(each)}" and each.text and len(part) >= SHORTEST]
    found.sort(key=lambda each: (not folded(each).startswith(part), len(each.text), each.text))
    assert [each.text for each in Completing(names(*texts)).complete(text, 99)] == [each.text for each in found]

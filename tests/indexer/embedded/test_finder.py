"""Finding a few terms in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.embedded.finder import find, plain
from indexer.embedded.words import tokens

#: Words that a text may be made of, with what may stand between them.
PARTS = st.sampled_from(
    ["Housing", "repaired", "CAFÉ", "cafés", "gov.uk", "uk", "_x", "İ", "ß", ".", "..", ",", " ", "\n", "’", "x", "1.5"]
)


def found(text: str, *terms: str) -> list[str]:
    return [text[each.start : each.end] for each in find(plain(text), terms)]


@given(st.text(max_size=400) | st.lists(PARTS, max_size=40).map("".join))
def test_the_quick_way_finds_what_reading_every_word_does(text: str) -> None:
    terms = {token.term for token in tokens("housing repairs café gov.uk uk x 1.5")}
    assert find(plain(text), terms) == [token for token in tokens(text) if token.term in terms]


@given(st.text(max_size=400))
def test_plain_is_letter_for_letter(text: str) -> None:
    assert len(plain(text)) == len(text) + 1


def test_accents_and_capitals_hide_no_word() -> None:
    text = "Tŷ Cymunedol. ÉCOLE; l’école, İstanbul istanbul"
    assert found(text, "ty", "ecol") == ["Tŷ", "ÉCOLE", "école"]
    assert found(text, "istanbul")[-1] == "istanbul"


@pytest.mark.parametrize("text", ["", " ", "...", "unhoused"])
def test_nothing_is_found_where_nothing_is(text: str) -> None:
    assert found(text, "hous") == []

"""Pieces of plain text, marked matched or not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from indexer.query import Piece
from indexer.snippets import LONGEST, mark, snippet


@dataclass(frozen=True)
class Word:
    term: str
    start: int
    end: int


class Tokens:
    """Every word."""

    def __call__(self, text: str) -> list[Word]:
        return [Word(found[0].lower(), found.start(), found.end()) for found in re.finditer(r"\w+", text)]

    def most(self, text: str) -> int:
        return len({word.term for word in self(text)})


tokens = Tokens()


def test_matched_words_are_pieces_of_their_own() -> None:
    assert mark("Old Repairs, new repairs", {"repairs"}, tokens) == (
        Piece("Old "),
        Piece("Repairs", True),
        Piece(", new "),
        Piece("repairs", True),
    )


def test_markup_stays_text() -> None:
    assert mark("<script>repairs</script>", {"repairs"}, tokens)[0] == Piece("<script>")


def test_the_snippet_is_where_most_words_are() -> None:
    far = "Nothing here. " * 50
    pieces = snippet(["damp once", far + "Damp sensors found mould. " + far], {"damp", "mould", "sensors"}, tokens)
    assert [piece.text for piece in pieces if piece.matched] == ["Damp", "sensors", "mould"]
    assert "".join(piece.text for piece in pieces).startswith("Damp sensors")


def test_with_nothing_found_it_is_the_beginning() -> None:
    assert snippet(["First words.", "Others."], {"absent"}, tokens) == (Piece("First words."),)


def test_nothing_to_show_is_no_pieces() -> None:
    assert snippet([], {"a"}, tokens) == ()


@given(st.text(max_size=2000), st.sets(st.text("abc", min_size=1, max_size=3)))
def test_marking_loses_nothing_and_snippets_stay_short(text: str, terms: set[str]) -> None:
    assert "".join(piece.text for piece in mark(text, terms, tokens)) == text
    assert sum(len(piece.text) for piece in snippet([text], terms, tokens)) <= LONGEST + 4

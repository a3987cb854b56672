"""Pieces of plain text, marked matched or not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from indexer.query import Piece, Pieces
from indexer.snippets import LONGEST, mark, snippet


@dataclass(frozen=True)
class Word:
    term: str
    start: int
    end: int


def words(text: str, terms: set[str]) -> list[Word]:
    found = [Word(each[0].lower(), each.start(), each.end()) for each in re.finditer(r"\w+", text)]
    return [word for word in found if word.term in terms]


def marked(text: str, terms: set[str]) -> Pieces:
    return mark(text, words(text, terms))


def cut(texts: list[str], terms: set[str]) -> Pieces:
    text = "\n".join(["A title", *texts])
    ends = list(accumulate((len(each) + 1 for each in ["A title", *texts]), initial=-1))[1:]
    return snippet(text, ends, [word for word in words(text, terms) if word.start > ends[0]])


def test_matched_words_are_pieces_of_their_own() -> None:
    assert marked("Old Repairs, new repairs", {"repairs"}) == (
        Piece("Old "),
        Piece("Repairs", True),
        Piece(", new "),
        Piece("repairs", True),
    )


def test_markup_stays_text() -> None:
    assert marked("<script>repairs</script>", {"repairs"})[0] == Piece("<script>")


def test_the_snippet_is_where_most_words_are() -> None:
    far = "Nothing here. " * 50
    pieces = cut(["damp once", far + "Damp sensors found mould. " + far], {"damp", "mould", "sensors"})
    assert [piece.text for piece in pieces if piece.matched] == ["Damp", "sensors", "mould"]
    assert "".join(piece.text for piece in pieces).startswith("Damp sensors")


def test_with_nothing_found_it_is_the_beginning() -> None:
    assert cut(["First words.", "Others."], {"absent"}) == (Piece("First words."),)


def test_nothing_to_show_is_no_pieces() -> None:
    assert cut([""], {"a"}) == ()


def test_a_snippet_stays_within_one_text() -> None:
    assert cut(["One ends with damp", "mould begins another"], {"damp", "mould"}) == (Piece("One ends with "), Piece("damp", True))


def test_what_is_cut_off_is_said_with_dots() -> None:
    pieces = cut(["and so on " * 30 + "then damp and " + "so on " * 60], {"damp"})
    assert pieces[0] == Piece("… ")
    assert pieces[-1] == Piece(" …")


@given(st.text(max_size=2000), st.sets(st.text("abc", min_size=1, max_size=3)))
def test_marking_loses_nothing_and_snippets_stay_short(text: str, terms: set[str]) -> None:
    assert "".join(piece.text for piece in marked(text, terms)) == text
    assert sum(len(piece.text) for piece in cut([text], terms)) <= LONGEST + 4

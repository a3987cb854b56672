"""The word index, with real Whoosh."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.embedded.matching import WordMatch
from indexer.embedded.matching import match as match_words
from indexer.embedded.question import ask
from indexer.embedded.words import FIELDS, LONGEST_WORD, MOST_SEGMENTS, Finder, Words, tokens, write_words


def texts(slug: str, **given: str) -> Mapping[str, str]:
    """A text for each field: what is given, else nothing."""
    return {"slug": slug} | dict.fromkeys(FIELDS, "") | given


def match(words: Words, question: str) -> WordMatch:
    """What a question finds."""
    return match_words(words, ask(question))


LIBRARY = [
    texts("a", title="Housing repairs online", body="Tenants book repairs for their homes."),
    texts("b", title="After the attack", body="Hackney was attacked. The café stayed open."),
    texts("c", title="Damp sensors", body="Sensors find damp and mould in homes before repairs are needed."),
]


@pytest.fixture
def words(tmp_path: Path) -> Words:
    """Three short case studies."""
    write_words(tmp_path, LIBRARY, [])
    return Words(tmp_path, ("a", "b", "c"))


def test_endings_case_and_accents_do_not_matter(words: Words) -> None:
    assert match(words, "REPAIRING").share.tolist() == [1, 0, 1]
    assert match(words, "cafe").share.tolist() == [0, 1, 0]


def test_a_word_in_the_title_counts_for_more(words: Words) -> None:
    scores = match(words, "repairs").scores
    assert scores[0] > scores[2] > scores[1] == 0


def test_a_rare_word_counts_for_more_than_a_common_one(words: Words) -> None:
    share = match(words, "repairs hackney").share
    assert share[1] > share[0]


def test_a_word_nobody_uses_lowers_every_share(words: Words) -> None:
    assert match(words, "damp zeppelin").share[2] < 0.5


def test_stop_words_are_left_out_unless_they_are_the_whole_question(words: Words) -> None:
    assert match(words, "before").share.tolist() == [0, 0, 1]
    assert not match(words, "the of and").share.any()


def test_a_phrase_is_found_in_order_only(words: Words) -> None:
    found = match(words, '"housing repairs"').phrases
    assert found is not None
    assert found.tolist() == [True, False, False]
    assert match(words, '"repairs housing"').phrases is None


def test_a_phrase_may_hold_stop_words(words: Words) -> None:
    found = match(words, '"find damp and mould"').phrases
    assert found is not None
    assert found.tolist() == [False, False, True]


def test_scores_are_bm25f_by_hand(tmp_path: Path) -> None:
    """One field, two case studies: idf ln(1 + (2 - 1 + .5) / (1 + .5)) = ln 2; both bodies two words long, so no discount."""
    write_words(tmp_path, [texts("a", body="kettle kettle"), texts("b", body="other words")], [])
    score = match(Words(tmp_path, ("a", "b")), "kettle").scores[0]
    assert score == pytest.approx(np.log(2) * 2.5 * 2 / (1.5 + 2))


def test_what_went_is_gone_and_what_changed_is_new(tmp_path: Path) -> None:
    write_words(tmp_path, LIBRARY, [])
    write_words(tmp_path, [texts("c", body="kettles")], ["a"])
    words = Words(tmp_path, ("b", "c"))
    assert match(words, "kettle").share.tolist() == [0, 1]
    assert not match(words, "repairs").share.any()
    assert not match(words, "damp").share.any()


def test_segments_are_merged_now_and_then(tmp_path: Path) -> None:
    for number in range(MOST_SEGMENTS + 3):
        write_words(tmp_path, [texts(f"s{number}", body="kettles")], [])
    assert len(list(tmp_path.glob("*.seg"))) <= MOST_SEGMENTS + 1


def test_a_word_that_never_ends_is_cut() -> None:
    assert len(tokens("x" * 10_000)[0].term) <= LONGEST_WORD


@given(st.text(max_size=400))
def test_the_quick_way_finds_every_word_that_begins_like_its_term(text: str) -> None:
    terms = {token.term for token in tokens("housing repairs café")}
    slow = [token for token in tokens(text) if token.term in terms]
    assert [token for token in Finder(terms)(text) if token.term in terms] == slow


def test_accents_and_capitals_hide_no_word_from_the_finder() -> None:
    text = "Tŷ Cymunedol. ÉCOLE; l’école, İstanbul istanbul"
    assert [text[each.start : each.end] for each in Finder(["ty", "ecol"])(text)] == ["Tŷ", "ÉCOLE", "école"]
    assert text[Finder(["istanbul"])(text)[-1].start :] == "istanbul"


def test_the_finder_says_how_many_words_there_can_be_at_most() -> None:
    find = Finder(["repair", "hous", "boiler"])
    assert find.most("Housing repaired") == 2
    assert find.most("") == 0

"""A question taken apart."""

from __future__ import annotations

from indexer.embedded.question import MOST_LOOKED_UP, MOST_PHRASES, ask


def test_how_a_question_is_put_is_left_out() -> None:
    assert list(ask("Who has done housing Repairs, please?").words.values()) == ["housing", "Repairs"]


def test_a_stop_word_counts_only_where_it_is_the_whole_question() -> None:
    assert list(ask("might").words.values()) == ["might"]
    assert ask("the of and").words == {}


def test_quotes_of_either_kind_make_a_phrase_and_one_word_is_none() -> None:
    assert ask('"housing repairs" “damp sensors” "one"').phrases == (("hous", "repair"), ("damp", "sensor"))


def test_a_quote_that_is_never_closed_is_only_a_mark() -> None:
    assert ask('"housing repairs').phrases == ()


def test_a_pasted_email_is_looked_up_in_part() -> None:
    assert len(ask(" ".join(f"word{number}" for number in range(5_000))).words) == MOST_LOOKED_UP


def test_only_so_many_phrases_are_looked_for() -> None:
    assert len(ask(" ".join(f'"two words{number}"' for number in range(50))).phrases) == MOST_PHRASES

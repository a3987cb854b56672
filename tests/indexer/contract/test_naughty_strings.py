"""Rule 1 again: strings that have broken other people's programs, each in every place an engine takes a text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from indexer import FILTER_NAMES, Index, Query
from tests.indexer.contract.budget import answer
from tests.indexer.contract.made_up import whole
from tests.naughty_strings import NAUGHTY, NAUGHTY_STRINGS


def test_there_are_enough_and_none_twice() -> None:
    assert len(set(NAUGHTY_STRINGS)) == len(NAUGHTY_STRINGS) >= 250


@pytest.mark.parametrize("strings", NAUGHTY.values(), ids=NAUGHTY)
def test_each_is_answered_in_time_as_the_text_it_is(index: Index, strings: Sequence[str]) -> None:
    for text in strings:
        results = answer(index, Query(text))
        assert results.query.text == text
        for hit in results.hits:
            assert whole(hit.title) == hit.case_study.title


@pytest.mark.parametrize("strings", NAUGHTY.values(), ids=NAUGHTY)
def test_each_may_be_chosen_in_a_filter_or_name_one(index: Index, strings: Sequence[str]) -> None:
    everything = index.search(Query("repairs")).total
    for text in strings:
        results = index.search(Query("repairs", {text: (text,), FILTER_NAMES[0]: (text,), FILTER_NAMES[-1]: ("", text)}))
        assert results.total == 0
        assert index.search(Query("repairs", {f"{text} ": (text,)})).total == everything


@pytest.mark.parametrize("strings", NAUGHTY.values(), ids=NAUGHTY)
def test_each_may_be_half_typed_or_a_slug(index: Index, strings: Sequence[str]) -> None:
    for text in strings:
        assert len(index.complete(text, 5)) <= 5
        assert index.get(text) is None
        assert index.similar(text) == ()

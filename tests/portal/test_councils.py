from __future__ import annotations

import pytest

from indexer import Council, Vocabulary
from indexer.corpus import Corpus
from portal.councils import council_page, nations, numbers, place
from tests.memory_index import MemoryIndex


def test_only_principal_councils_of_today_are_counted(corpus: Corpus) -> None:
    england = nations(corpus.vocabulary, {})[0]
    assert england.number == len(england.councils)
    counted = {listed.council.slug for listed in england.councils}
    assert not counted & {"west-surrey", "copeland", "greater-manchester-combined-authority"}


def test_every_council_can_be_found(corpus: Corpus) -> None:
    shown = {
        listed.council.slug
        for nation in nations(corpus.vocabulary, {})
        for listed in (*nation.councils, *nation.combined, *nation.coming, *nation.former)
    }
    assert shown == set(corpus.vocabulary.councils)


def test_those_with_case_studies_are_named_with_their_number(corpus: Corpus, index: MemoryIndex) -> None:
    england = nations(corpus.vocabulary, numbers(index))[0]
    assert ("copeland", 1) in {(listed.council.slug, listed.number) for listed in england.with_some}


@pytest.mark.parametrize(
    ("short", "listed"),
    [("City of Lincoln", "Lincoln"), ("The Vale of Glamorgan", "Vale of Glamorgan"), ("City of London", "City of London")],
)
def test_councils_are_listed_under_the_name_people_look_for(short: str, listed: str) -> None:
    council = Council("x", f"{short} Council", short, "non-metropolitan-district", "current", "England", "East Midlands")
    assert nations(Vocabulary(councils={"x": council}), {})[0].councils[0].name == listed


def test_a_place_is_said_from_near_to_far_and_once(corpus: Corpus) -> None:
    councils = corpus.vocabulary.councils
    assert place(councils["adur"], corpus.vocabulary) == "West Sussex, South East, England"
    assert place(councils["glasgow"], corpus.vocabulary) == "Scotland"


def test_an_ended_council_and_its_successor_know_each_other(corpus: Corpus, index: MemoryIndex) -> None:
    councils = corpus.vocabulary.councils
    assert [after.slug for after in council_page(index, councils["copeland"]).successors] == ["cumberland"]
    before = {each.council.slug: each.hits for each in council_page(index, councils["cumberland"]).predecessors}
    assert [hit.case_study.slug for hit in before["copeland"]] == ["copeland-payroll-move"]


def test_who_copied_whom_is_shown_on_both_sides(corpus: Corpus, index: MemoryIndex) -> None:
    councils = corpus.vocabulary.councils
    assert [each.adoption.copies for each in council_page(index, councils["norwich"]).copied] == ["lincoln-housing-repairs-system"]
    assert [each.adoption.council for each in council_page(index, councils["lincoln"]).copied_by] == ["norwich"]

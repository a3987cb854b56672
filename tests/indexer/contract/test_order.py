"""Rules 8 and 10: the same question gives the same answer, ties break by slug, there is no end to pages; grades move nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from indexer import Index, Outcome, Query, evidence
from indexer.corpus import Corpus
from indexer.query import Sort
from tests.indexer.contract.conftest import Library
from tests.indexer.contract.made_up import case_study, every_hit, slugs

QUESTION = "we need to replace an old housing repairs system, who has done it?"


@pytest.mark.parametrize("text", ["", QUESTION, "sensors", "cyber", "chatbott"])
@pytest.mark.parametrize("sort", ["best", "newest", "evidence"])
def test_the_same_question_gives_the_same_answer(index: Index, text: str, sort: Sort) -> None:
    query = Query(text, sort=sort)
    assert index.search(query) == index.search(query)


def test_two_indexes_of_the_same_case_studies_answer_alike_whatever_order_they_came_in(library: Library) -> None:
    many = [case_study(f"number-{number}", f"Kettle {number}", "kettle " * (number % 3)) for number in range(30)]
    one, other = library(many), library(reversed(many))
    for text in ("", "kettle", "kettle 7"):
        assert every_hit(one, Query(text)) == every_hit(other, Query(text))


@pytest.mark.parametrize("text", ["", "kettle", "Kettle in the title", '"in the title"', "teapot kettle"])
@pytest.mark.parametrize("sort", ["best", "newest", "evidence"])
@pytest.mark.parametrize("meaning", [False, True])
def test_ties_break_by_slug(library: Library, text: str, sort: Sort, meaning: bool) -> None:
    index = library([case_study(slug, "Kettle in the title", "teapot") for slug in ("m", "z", "a", "b", "0", "y-1", "y")], meaning=meaning)
    assert slugs(index.search(Query(text, sort=sort))) == ["0", "a", "b", "m", "y", "y-1", "z"]


def test_no_text_gives_everything_newest_first(library: Library) -> None:
    days = {"a": date(2026, 1, 5), "b": date(2026, 3, 1), "c": date(2025, 1, 1)}
    index = library(
        [*(case_study(slug, slug, published=day) for slug, day in days.items()), case_study("d", "d", updated=date(2026, 2, 1))]
    )
    for query in (Query(), Query(" \n\t"), Query("", sort="newest"), Query("", sort="best", mode="words")):
        assert slugs(index.search(query)) == ["b", "d", "a", "c"]


def test_the_strongest_evidence_first_then_the_better_answer(index: Index) -> None:
    best = [hit.case_study.slug for hit in every_hit(index, Query(QUESTION))]
    strongest = every_hit(index, Query(QUESTION, sort="evidence"))
    assert [hit.evidence for hit in strongest] == sorted((hit.evidence for hit in strongest), reverse=True)
    for grade in range(5):
        within = [hit.case_study.slug for hit in strongest if hit.evidence == grade]
        assert within == [slug for slug in best if slug in within]


@pytest.mark.parametrize("page", [4, 999, 10**6 + 1, 10**30])
@pytest.mark.parametrize("text", ["", QUESTION])
def test_past_the_end_is_an_empty_page(index: Index, text: str, page: int) -> None:
    past = index.search(Query(text, page=page))
    assert past.hits == ()
    assert past.total == index.search(Query(text)).total > 0


@pytest.mark.parametrize("page", [0, -1, -(10**30)])
def test_before_the_beginning_is_the_first_page(index: Index, page: int) -> None:
    assert index.search(Query(QUESTION, page=page)).hits == index.search(Query(QUESTION)).hits


@pytest.mark.parametrize(("per_page", "hits"), [(-5, 1), (0, 1), (1, 1), (5, 5), (12, 12), (10**30, 12)])
def test_a_page_has_as_many_hits_as_asked_for_within_bounds(index: Index, per_page: int, hits: int) -> None:
    results = index.search(Query(per_page=per_page))
    assert len(results.hits) == hits
    assert results.pages == -(-12 // hits)


# --- grades

#: Outcomes that give each grade without an adoption; nothing of them is read as words but the measure, which is the same.
OUTCOMES = {
    0: Outcome("Missed visits", "result", "people"),
    1: Outcome("Missed visits", "result", "people", reported_by="council", source=1),
    2: Outcome("Missed visits", "result", "people", before=9, after=5, reported_by="council", source=1),
    3: Outcome("Missed visits", "result", "people", before=9, after=5, reported_by="regulator", source=1),
}


@pytest.mark.parametrize("text", ["kettle", "kettle teapot", "Kettle 4", QUESTION, "missed visits", "kettel"])
@pytest.mark.parametrize("meaning", [False, True])
def test_grades_never_move_the_ranking(library: Library, text: str, meaning: bool) -> None:
    """The same words twice over: once the best answers have the strongest evidence, once the weakest."""
    many = [case_study(f"number-{number}", f"Kettle {number}", "kettle " * number + "teapot") for number in range(8)]
    rising = [replace(it, outcomes=(OUTCOMES[number // 2],)) for number, it in enumerate(many)]
    falling = [replace(it, outcomes=(OUTCOMES[3 - number // 2],)) for number, it in enumerate(many)]
    one, other = library(rising, meaning=meaning), library(falling, meaning=meaning)
    found, again = every_hit(one, Query(text)), every_hit(other, Query(text))
    assert [(hit.case_study.slug, hit.scores) for hit in found] == [(hit.case_study.slug, hit.scores) for hit in again]
    assert not found or [hit.evidence for hit in found] != [hit.evidence for hit in again]


@pytest.mark.parametrize("text", ["", "sensors", "council", "what did it cost and did it work", "housing repairs"])
@pytest.mark.parametrize("sort", ["best", "newest"])
def test_an_adoption_that_raises_a_grade_moves_nothing(library: Library, corpus: Corpus, text: str, sort: Sort) -> None:
    with_adoptions = library(corpus.case_studies.values(), corpus.adoptions, meaning=True)
    without = library(corpus.case_studies.values(), meaning=True)
    grades = {slug: evidence(it, corpus.adoptions).grade for slug, it in corpus.case_studies.items()}
    assert grades != {slug: evidence(it).grade for slug, it in corpus.case_studies.items()}
    assert slugs(every_hit(with_adoptions, Query(text, sort=sort))) == slugs(every_hit(without, Query(text, sort=sort)))


@pytest.mark.parametrize("text", ["", QUESTION, "sensors"])
def test_readers_can_filter_by_grade_and_sort_by_it(index: Index, text: str) -> None:
    everything = every_hit(index, Query(text))
    assert slugs(every_hit(index, Query(text, sort="evidence"))) != []
    for grade in "01234":
        found = every_hit(index, Query(text, {"evidence": (grade,)}))
        assert slugs(found) == [hit.case_study.slug for hit in everything if hit.evidence == int(grade)]

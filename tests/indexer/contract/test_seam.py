"""What else the portal asks of an index, besides search."""

from __future__ import annotations

from indexer import FILTER_NAMES, Index, Query
from tests.indexer.contract.conftest import Library
from tests.indexer.contract.made_up import case_study


def test_an_old_slug_answers_and_an_unknown_one_does_not(index: Index) -> None:
    found = index.get("wigan-tablets")
    assert found is not None
    assert found.slug != "wigan-tablets"
    assert index.get("never-was") is None


def test_all_are_given_by_slug_as_they_are_found(index: Index) -> None:
    everything = list(index.all())
    assert [it.slug for it in everything] == sorted(it.slug for it in everything)
    assert all(index.get(it.slug) == it for it in everything)
    assert index.built.case_studies == len(everything) == index.search(Query()).total


def test_similar_names_others_with_why_and_never_itself(index: Index) -> None:
    similar = index.similar("camden-damp-sensors")
    assert similar
    assert "camden-damp-sensors" not in [each.case_study.slug for each in similar]
    assert all(each.why for each in similar)
    assert index.similar("never-was") == ()


def test_complete_offers_titles_and_councils(index: Index) -> None:
    assert "case study" in {each.kind for each in index.complete("Camden")}
    assert index.complete("zzzz") == ()


def test_an_empty_library_answers_with_nothing(library: Library) -> None:
    index = library([], meaning=True)
    for query in (Query(), Query("housing"), Query('"housing"', {"theme": ("housing",)}, "evidence", 2), Query("sistem", mode="meaning")):
        results = index.search(query)
        assert (results.total, results.hits, results.pages) == (0, (), 1)
        assert tuple(results.counts) == FILTER_NAMES
    assert list(index.all()) == []
    assert index.get("housing") is None


def test_a_library_of_one_answers(library: Library) -> None:
    index = library([case_study("only", "Kettle")], meaning=True)
    assert index.search(Query("kettle")).total == 1
    assert index.search(Query("teapot")).total == 0
    assert index.similar("only") == ()

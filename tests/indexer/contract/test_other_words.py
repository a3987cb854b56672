"""Rule 6: synonyms rank below what was typed and are named; slips are pointed out, and put right only where nothing answers."""

from __future__ import annotations

import pytest

from indexer import Index, Query
from tests.indexer.contract.conftest import Library
from tests.indexer.contract.made_up import case_study, every_hit, slugs


def test_a_synonym_finds_what_the_typed_word_does_not_and_says_so(library: Library) -> None:
    index = library([case_study("asked", "Mould in flats"), case_study("alike", "Damp in flats"), case_study("other", "Kettles")])
    results = index.search(Query("mould"))
    assert slugs(results) == ["asked", "alike"]
    assert results.also_searched == ("damp",)
    assert [hit.why.words_in_title for hit in results.hits] == [("mould",), ()]
    assert [hit.why.synonyms for hit in results.hits] == [(), ("damp",)]


def test_a_synonym_of_several_words_is_found_as_a_run(library: Library) -> None:
    index = library([case_study("run", "The internet of things"), case_study("apart", "Things found on the internet")])
    results = index.search(Query("iot"))
    assert slugs(results) == ["run"]
    assert results.also_searched == ("internet of things",)


def test_initials_are_found_by_the_words_they_stand_for(library: Library) -> None:
    index = library([case_study("initials", "IOT in flats")])
    assert slugs(index.search(Query("internet of things"))) == ["initials"]


def test_a_one_way_synonym_goes_one_way(library: Library) -> None:
    index = library([case_study("old", "A legacy system"), case_study("older", "An outdated system")])
    assert set(slugs(index.search(Query("outdated")))) == {"old", "older"}
    assert slugs(index.search(Query("legacy"))) == ["old"]
    assert index.search(Query("legacy")).also_searched == ()


def test_synonyms_rank_below_what_was_typed_however_often_they_stand_there(library: Library) -> None:
    """The typed word is common and stands once, far down; the synonym is rare, in the title, and everywhere."""
    typed = [
        case_study(f"typed-{number}", "A long story", f"{'something else entirely ' * 100} damp {'and so on ' * 100}")
        for number in range(9)
    ]
    index = library([*typed, case_study("synonym", "Mould, mould and mould", "mould " * 30)])
    found = slugs(every_hit(index, Query("damp", mode="words")))
    assert sorted(found[:9]) == [it.slug for it in typed]
    assert found[9:] == ["synonym"]


def test_all_that_was_typed_ranks_above_some_of_it_and_a_synonym(library: Library) -> None:
    index = library(
        [
            case_study("typed", "A long story", f"{'something else entirely ' * 100} damp flats {'and so on ' * 100}"),
            case_study("synonym", "Mould in flats, mould in flats", "mould in flats " * 20),
            *(case_study(f"damp-{number}", "Damp", "damp") for number in range(5)),
        ]
    )
    assert slugs(index.search(Query("damp flats", mode="words")))[0] == "typed"


def test_where_no_synonym_is_found_none_is_named(library: Library) -> None:
    assert library([case_study("asked", "Mould in flats")]).search(Query("mould")).also_searched == ()


def test_what_was_typed_itself_is_no_synonym(library: Library) -> None:
    index = library([case_study("both", "Damp and mould")])
    results = index.search(Query("damp mould"))
    assert results.also_searched == ()
    assert results.hits[0].why.synonyms == ()


@pytest.mark.parametrize(
    ("typed", "meant", "best"),
    [
        ("chatbott", "chatbot", "surrey-social-care-chatbot"),
        ("payrol", "payroll", "copeland-payroll-move"),
        ("senosrs", "sensors", "camden-damp-sensors"),
    ],
)
def test_a_slip_is_put_right_where_there_would_be_nothing_and_it_is_said(index: Index, typed: str, meant: str, best: str) -> None:
    results = index.search(Query(typed, mode="words"))
    assert results.corrected == meant
    assert results.suggestion is None
    assert best in slugs(results)
    assert slugs(results) == slugs(index.search(Query(meant, mode="words")))


def test_a_slip_put_right_is_filtered_and_counted_like_any_question(index: Index) -> None:
    chosen = {"theme": ("housing",)}
    slip, meant = index.search(Query("senosrs", chosen, mode="words")), index.search(Query("sensors", chosen, mode="words"))
    assert (slip.total, slip.counts, slugs(slip)) == (meant.total, meant.counts, slugs(meant))


def test_filters_that_hide_every_answer_put_nothing_right(index: Index) -> None:
    """Nothing is shown, but something answered: the choice of filters is to blame, not the spelling."""
    results = index.search(Query("housing repairs sistem", {"nation": ("abroad",)}, mode="words"))
    assert results.total == 0
    assert results.corrected is None
    assert results.suggestion == "housing repairs system"


def test_where_something_answers_a_slip_is_only_pointed_out(index: Index) -> None:
    results = index.search(Query("housing repairs sistem"))
    assert results.total
    assert results.corrected is None
    assert results.suggestion == "housing repairs system"


@pytest.mark.parametrize("text", ["Hovr", "zzzzzzzz", "asdf qwer", "repairs housing", "how do I bake damq", "", "12345", "mould", "hacked"])
def test_no_suggestion_for_short_words_nonsense_or_words_that_are_right(index: Index, text: str) -> None:
    results = index.search(Query(text))
    assert (results.suggestion, results.corrected) == (None, None)


@pytest.mark.parametrize("text", ["sensorz in flats", "damp senosrs", "familly benefits", "busines rates"])
def test_only_words_that_our_own_case_studies_hold_are_suggested(index: Index, text: str) -> None:
    everything = " ".join(f"{it.title} {it.summary} {it.text}" for it in index.all()).lower()
    results = index.search(Query(text))
    suggestion = results.suggestion or results.corrected
    assert suggestion
    assert suggestion != text
    assert all(word in everything for word in suggestion.split())


def test_a_suggestion_begins_with_the_letter_that_was_typed(library: Library) -> None:
    index = library([case_study("kettle", "Kettle")])
    assert index.search(Query("kettel")).corrected == "kettle"
    assert index.search(Query("nettle")).corrected is None

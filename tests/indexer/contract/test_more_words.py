"""Rule 2: more words narrow; quotes and titles are absolute; and a long plain sentence still finds its best."""

from __future__ import annotations

from itertools import combinations

import pytest

from indexer import Index, Query
from tests.indexer.contract.conftest import Library
from tests.indexer.contract.made_up import case_study, every_hit, slugs

#: Words of the frozen corpus, rare and common; none is a name, a place, a synonym or a stop word.
WORDS = ("housing", "repairs", "system", "sensors", "form", "rates", "crews", "tablet", "appointments", "online", "people", "year")


def held(index: Index, *words: str) -> set[str]:
    """The case studies that answer some words, whatever they mean."""
    return set(slugs(every_hit(index, Query(" ".join(words), mode="words"))))


@pytest.mark.parametrize("size", [2, 3])
def test_every_case_study_with_all_the_words_answers_and_none_with_none_of_them(index: Index, size: int) -> None:
    alone = {word: held(index, word) for word in WORDS}
    assert all(alone.values())
    for words in combinations(WORDS, size):
        found = held(index, *words)
        assert set.intersection(*(alone[word] for word in words)) <= found, words
        assert found <= set.union(*(alone[word] for word in words)), words


@pytest.mark.parametrize("size", [2, 3])
def test_among_answers_by_words_those_with_all_the_words_come_first(index: Index, size: int) -> None:
    for words in combinations(WORDS, size):
        hits = every_hit(index, Query(" ".join(words), mode="words"))
        lacks_one = [len({*hit.why.words_in_title, *hit.why.words_elsewhere}) < size for hit in hits]
        assert lacks_one == sorted(lacks_one), (words, slugs(hits))


def test_all_the_words_come_before_one_of_them_however_often(library: Library) -> None:
    index = library(
        [
            case_study("often", "Kettles and kettles", "kettle " * 40),
            case_study("both", "A long story", f"{'something else entirely ' * 100} a kettle and a teapot {'and so on ' * 100}"),
            *(case_study(f"other-{number}", f"Teapot {number}", "teapot teapot") for number in range(6)),
        ]
    )
    assert slugs(index.search(Query("kettle teapot", mode="words")))[0] == "both"


def test_each_word_more_narrows(library: Library) -> None:
    """Of a dozen, eight hold one word, four of those another too, two of those a third, and one a fourth.

    How soon those that lack only the last word are left out is the engine's to calibrate, but never does a word bring more.
    """
    words = ("kettle", "teapot", "saucer", "doily")
    library_of_twelve = [
        case_study(f"number-{number:02}", f"Number {number}", " ".join(word for place, word in enumerate(words) if number < 8 >> place))
        for number in range(12)
    ]
    index = library(library_of_twelve)
    totals = [index.search(Query(" ".join(words[:size]))).total for size in (1, 2, 3, 4)]
    assert totals[:2] == [8, 4]
    assert totals == sorted(totals, reverse=True)
    assert totals[3] <= 2


@pytest.mark.parametrize("words", ["sensors", "housing repairs", "damp sensors"])
def test_a_word_that_nobody_uses_brings_none(index: Index, words: str) -> None:
    assert held(index, words, "zeppelin") <= held(index, words)


def test_a_common_word_alone_of_many_is_not_enough(library: Library) -> None:
    index = library(
        [
            *(case_study(f"common-{number}", f"Tea {number}", "tea") for number in range(8)),
            case_study("asked-for", "A teapot with a cosy and a doily", "tea"),
        ]
    )
    assert slugs(index.search(Query("tea teapot cosy doily"))) == ["asked-for"]


def test_quotes_mean_a_phrase(index: Index) -> None:
    assert slugs(index.search(Query('"housing repairs"'))) == ["lincoln-housing-repairs-system"]
    assert slugs(index.search(Query("“housing repairs”"))) == ["lincoln-housing-repairs-system"]


def test_a_phrase_narrows_whatever_stands_beside_it(index: Index) -> None:
    assert slugs(index.search(Query('"housing repairs" sensors chatbot'))) == ["lincoln-housing-repairs-system"]


def test_every_phrase_must_be_there(library: Library) -> None:
    index = library(
        [
            case_study("one", "A red kettle", "and a blue teapot"),
            case_study("two", "A red kettle", "and a teapot that is blue"),
            case_study("three", "A kettle that is red", "and a blue teapot"),
        ]
    )
    assert slugs(index.search(Query('"red kettle" "blue teapot"'))) == ["one"]


def test_a_phrase_that_nobody_uses_leaves_its_words(index: Index) -> None:
    assert slugs(index.search(Query('"repairs housing"')))[0] == "lincoln-housing-repairs-system"


def test_an_exact_title_comes_first(index: Index) -> None:
    for it in index.all():
        for text in (it.title, it.title.upper(), f"  {it.title} ", f"“{it.title}”"):
            assert slugs(index.search(Query(text)))[0] == it.slug


@pytest.mark.parametrize(
    ("sentence", "best"),
    [
        ("we need to replace an old housing repairs system, who has done it?", "lincoln-housing-repairs-system"),
        (
            "Our members are asking whether anybody has put little sensors into council flats, so that we hear of damp before a tenant "
            "has to ring us, and what became of the visits that surveyors used to make for nothing. Any pointers would be welcome!",
            "camden-damp-sensors",
        ),
        (
            "Good afternoon. Following last week's meeting the chief executive wants to know what happened elsewhere when ransomware shut "
            "down the systems, how long it took until services came back, in which order, and what it cost in the end.",
            "hackney-cyber-attack-recovery",
        ),
    ],
)
def test_a_long_plain_sentence_finds_its_best_first(index: Index, sentence: str, best: str) -> None:
    assert slugs(index.search(Query(sentence)))[0] == best

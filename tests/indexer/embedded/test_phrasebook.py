"""Runs of words that mean something."""

from __future__ import annotations

from indexer.embedded.phrasebook import Name, Phrasebook, names, synonyms, terms_of
from indexer.vocabulary import Council, Synonym, Vocabulary

VOCABULARY = Vocabulary(
    councils={
        "hackney": Council("hackney", "London Borough of Hackney", "Hackney", "london-borough", "current", "England", "London"),
    },
    synonyms=(Synonym("rpa", ("robotic process automation",)), Synonym("robotic process automation", ("rpa",))),
)


def test_the_longest_run_is_meant() -> None:
    book = Phrasebook([(("hous",), "one"), (("hous", "benefit"), "two")])
    assert book.find(["hous", "benefit", "hous"]) == [(("hous", "benefit"), "two"), (("hous",), "one")]


def test_an_empty_book_means_nothing() -> None:
    assert Phrasebook[str]([((), "nothing")]).find(["a"]) == []


def test_initials_are_found_both_ways() -> None:
    book = synonyms(VOCABULARY)
    assert book.find(terms_of("rpa")) == [(terms_of("rpa"), "robotic process automation")]
    assert [found for _, found in book.find(terms_of("some robotic process automation please"))] == ["rpa"]


def test_a_council_is_known_by_its_short_name_its_full_one_and_its_supplier_by_its_own() -> None:
    book = names({"council": {"hackney": "London Borough of Hackney"}, "supplier": {"made-tech": "Made Tech"}}, VOCABULARY)
    for words in ("something like Hackney's attack", "london borough of hackney"):
        assert Name("council", "hackney") in [name for _, name in book.find(terms_of(words))]
    assert [name for _, name in book.find(terms_of("who used made tech"))] == [Name("supplier", "made-tech")]

"""What saved searches find: asked once of each generation of the index, and all of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Query, Results
from indexer.corpus import Corpus
from portal.curation import found, shown
from portal.curation.contents import Contents, Item, Section, Tail
from tests.memory_index import MemoryIndex
from tests.portal.curation.test_reading import EVERY_WAY, keep
from tests.portal.curators import ANOTHER, PRESENT


@pytest.fixture
def asked(index: MemoryIndex, monkeypatch: pytest.MonkeyPatch) -> list[Query]:
    """Every question that the index is asked from now on."""
    questions: list[Query] = []
    search = index.search

    def noting(query: Query) -> Results:
        questions.append(query)
        return search(query)

    monkeypatch.setattr(index, "search", noting)
    return questions


def test_all_of_it_is_found_and_asked_for_once(index: MemoryIndex, asked: list[Query]) -> None:
    every = tuple(it.slug for it in index.all())
    assert sorted(found.slugs_found(index, "")) == sorted(every)
    assert found.slugs_found(index, "") == found.slugs_found(index, "")
    assert len(asked) == 1
    found.slugs_found(index, "q=damp")
    assert len(asked) == 2


def test_more_are_found_than_go_on_a_page(corpus: Corpus) -> None:
    one = next(iter(corpus.case_studies.values()))
    many = MemoryIndex([replace(one, slug=f"one-{number}") for number in range(150)], corpus.vocabulary)
    assert len(found.slugs_found(many, "q=")) == 150


def test_a_new_generation_is_asked_again(corpus: Corpus, index: MemoryIndex) -> None:
    found.slugs_found(index, "q=")
    fewer = MemoryIndex(list(corpus.case_studies.values())[:1], corpus.vocabulary)
    assert len(found.slugs_found(fewer, "q=")) == 1


def test_an_answer_by_words_alone_is_not_kept_while_the_model_loads(index: MemoryIndex, asked: list[Query]) -> None:
    index.meaning = False
    found.slugs_found(index, "q=damp")
    index.meaning = True
    found.slugs_found(index, "q=damp")
    assert len(asked) == 2


def test_only_so_many_are_kept(index: MemoryIndex, asked: list[Query], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "MOST_KEPT", 2)
    for words in ("damp", "repairs", "parking", "parking", "damp"):
        found.slugs_found(index, f"q={words}")
    assert [it.text for it in asked] == ["damp", "repairs", "parking", "damp"]


def test_the_number_is_true_where_not_all_are_shown(index: MemoryIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown, "MOST_IN_TAIL", 1)
    every = len(list(index.all()))
    held = Contents("One", sections=(Section("", (Item(PRESENT),)),), tail=Tail("q=", (ANOTHER, "gone")))
    after = shown.tail(held, index)
    assert after
    assert (len(after.case_studies), after.number, after.more) == (1, every - 2, True)
    assert len(shown.slugs_of(held, index)) == every - 1
    assert ANOTHER not in shown.slugs_of(held, index)


def test_a_frame_and_a_page_say_how_many_more_there_are(
    people: Flask, client: FlaskClient, index: MemoryIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown, "MOST_IN_TAIL", 1)
    more = len(list(index.all())) - 1
    with people.app_context():
        keep(Contents("Open one", tail=Tail("q=")))
    for way in ("", "/embed"):
        assert f"There are {more} more." in client.get(f"/collections/open-one{way}").text
    said = client.get("/collections/open-one/collection.json").get_json()["more"]
    assert said == f"A search adds {more} more. All that it finds is at http://localhost/search"
    assert f"A search adds {more} more." in client.get("/collections/open-one/collection.md").text
    assert f"{more + 1} case studies" in client.get("/collections").text


@pytest.mark.parametrize("way", [it for it in EVERY_WAY if it != "/collection.docx"])
def test_a_view_asks_the_index_once(people: Flask, client: FlaskClient, asked: list[Query], way: str) -> None:
    with people.app_context():
        keep(Contents("Open one", tail=Tail("q=damp")))
    client.get(f"/collections/open-one{way}")
    client.get("/collections")
    assert [(it.text, it.show) for it in asked] == [("damp", "slugs")]

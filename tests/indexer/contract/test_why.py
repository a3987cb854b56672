"""Rule 7: every hit says why in words, as pieces of plain text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer import Index, Query
from indexer.query import Piece, Why
from tests.indexer.contract.conftest import Library
from tests.indexer.contract.made_up import case_study, whole

QUESTION = "we need to replace an old housing repairs system, who has done it?"


def test_every_hit_says_why(index: Index) -> None:
    results = index.search(Query(QUESTION, {"theme": ("housing",)}))
    assert results.hits
    for hit in results.hits:
        assert hit.why.words_in_title or hit.why.words_elsewhere or hit.why.passage
        assert hit.why.filters_met == ("Housing",)
    first = results.hits[0]
    assert {"housing", "repairs"} <= set(first.why.words_in_title)
    assert first.why.passage is not None
    assert first.why.passage.anchor in {"", *(section.anchor for section in first.case_study.sections)}


def test_words_are_said_as_they_were_typed(index: Index) -> None:
    why = index.search(Query("REPAIRED Housing")).hits[0].why
    assert set(why.words_in_title) == {"REPAIRED", "Housing"}


def test_each_filter_that_was_met_is_named_as_beside_its_count(index: Index) -> None:
    plain = index.search(Query("housing"))
    for name, counts in plain.counts.items():
        for count in counts:
            for hit in index.search(Query("housing", {name: (count.value,)})).hits:
                assert hit.why.filters_met == (count.name,)


def test_pieces_put_together_are_the_title_and_mark_what_was_found(index: Index) -> None:
    first = index.search(Query("repairs")).hits[0]
    assert whole(first.title) == first.case_study.title
    assert [piece.text for piece in first.title if piece.matched] == ["repairs"]
    assert any(piece.matched for piece in first.snippet)


@pytest.mark.parametrize(
    "hostile",
    [
        "A kettle <script>alert(1)</script> & more",
        "kettle &lt;b&gt; &amp;amp; </mark>",
        "\u202ekettle\u202c “quoted” 'kettle'",
        "kettle {{ 7 * 7 }} ${7*7} %s",
        "ke\u0301ttle KETTLE kettles' İstanbul ß",
    ],
)
def test_text_from_strangers_is_given_as_it_is_and_escaped_nowhere(library: Library, hostile: str) -> None:
    """Escaping belongs to whoever makes HTML: once, and there."""
    [hit] = library([case_study("hostile", hostile, summary=hostile)]).search(Query("kettle")).hits
    assert whole(hit.title) == hostile
    assert [piece.text for piece in hit.title if piece.matched]
    assert not [piece for piece in (*hit.title, *hit.snippet) if not piece.text]


def test_a_snippet_holds_the_words_that_were_found(library: Library) -> None:
    index = library([case_study("far-down", "A long story", f"{'Something else entirely. ' * 100} A kettle boiled. {'And so on. ' * 100}")])
    [hit] = index.search(Query("kettle")).hits
    assert [piece.text for piece in hit.snippet if piece.matched] == ["kettle"]
    assert len(whole(hit.snippet)) < 400


def test_a_hit_found_by_a_synonym_marks_the_synonym(library: Library) -> None:
    [hit] = library([case_study("alike", "Damp in flats")]).search(Query("mould")).hits
    assert [piece.text for piece in hit.title if piece.matched] == ["Damp"]


def test_without_reasons_the_same_case_studies_answer_and_say_nothing(index: Index) -> None:
    asked = Query(QUESTION, {"theme": ("housing",)})
    plain = index.search(replace(asked, show="case studies"))
    full = index.search(asked)
    assert [(hit.case_study, hit.evidence, hit.scores) for hit in plain.hits] == [
        (it.case_study, it.evidence, it.scores) for it in full.hits
    ]
    assert (plain.total, plain.counts, plain.slugs) == (full.total, full.counts, full.slugs)
    assert {(hit.why, hit.snippet) for hit in plain.hits} == {(Why(), ())}
    assert [hit.title for hit in plain.hits] == [(Piece(hit.case_study.title),) for hit in plain.hits]


def test_slugs_alone_are_those_of_the_hits(index: Index) -> None:
    asked = Query(QUESTION, per_page=2)
    slugs, full = index.search(replace(asked, show="slugs")), index.search(asked)
    assert slugs.slugs == full.slugs == tuple(hit.case_study.slug for hit in full.hits)
    assert slugs.hits == ()
    assert (slugs.total, slugs.counts) == (full.total, full.counts)

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer import Hit, NearestPassage, Piece, Scores, Why
from indexer.corpus import Corpus
from portal.reasons import best_passage, found_words, marked_summary, nearest_passage

SUMMARY = "Camden put damp sensors in 200 flats. Complaints fell."


@pytest.fixture
def hit(corpus: Corpus) -> Hit:
    """A hit without reasons."""
    case_study = replace(corpus.case_studies["camden-damp-sensors"], summary=SUMMARY)
    return Hit(case_study, 2, (Piece("Camden"),), (), Why(), Scores(0, 0, 0))


def marked(text: str) -> tuple[Piece, ...]:
    """Pieces of a text in which what is between stars was found."""
    return tuple(Piece(part, place % 2 == 1) for place, part in enumerate(text.split("*")) if part)


def written(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"*{piece.text}*" if piece.matched else piece.text for piece in pieces)


def near(text: str) -> Why:
    return Why(passage=NearestPassage("What changed", "what-changed", text))


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (Why(), ""),
        (Why(words_in_title=("damp",)), "“damp” in the title"),
        (Why(words_in_title=("damp", "flats"), words_elsewhere=("old",)), "“damp” and “flats” in the title, “old” in its text or details"),
        (Why(words_elsewhere=tuple("abcdefgh")), "“a”, “b”, “c”, “d”, “e”, “f” and 2 more in its text or details"),
    ],
)
def test_the_words_found_are_a_sentence(why: Why, said: str) -> None:
    assert found_words(why) == said


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (Why(synonyms=("telecare",)), "as a synonym, “telecare”"),
        (Why(synonyms=("mould", "rot")), "as synonyms, “mould” and “rot”"),
        (Why(words_in_title=("damp",), synonyms=("mould",)), "“damp” in the title, and, as a synonym, “mould”"),
    ],
)
def test_synonyms_are_told_apart_from_what_was_typed(why: Why, said: str) -> None:
    assert found_words(why) == said


@pytest.mark.parametrize(
    ("snippet", "said"),
    [
        ("Camden put *damp* *sensors* in 200 flats. Complaints fell.", "Camden put *damp* *sensors* in 200 flats. Complaints fell."),
        ("… put *damp* sensors in 200 …", "Camden put *damp* sensors in 200 flats. Complaints fell."),
        ("*damp* sensors in 200 …", "Camden put *damp* sensors in 200 flats. Complaints fell."),
        ("… in 200 *flats*", "Camden put damp sensors in 200 *flats*. Complaints fell."),
        ("Camden put damp sensors", SUMMARY),
        ("The *damp* was in the walls.", SUMMARY),
        ("", SUMMARY),
        (" … ", SUMMARY),
    ],
)
def test_words_found_in_the_summary_are_marked_in_it(hit: Hit, snippet: str, said: str) -> None:
    assert written(marked_summary(replace(hit, snippet=marked(snippet)))) == said


@pytest.mark.parametrize(
    ("snippet", "passage", "shown"),
    [
        ("The *damp* was in the walls.", "Sensors were fitted.", "The *damp* was in the walls."),
        ("The *damp* was in the walls.", "", "The *damp* was in the walls."),
        ("Camden put *damp* sensors …", "", ""),
        ("… the *damp* was found …", "They fitted them, and\nthe damp was found at once.", ""),
        ("The damp was in the walls.", "", ""),
        ("", "", ""),
    ],
)
def test_the_best_passage_is_shown_where_nothing_else_shows_it(hit: Hit, snippet: str, passage: str, shown: str) -> None:
    why = near(passage) if passage else Why()
    assert written(best_passage(replace(hit, snippet=marked(snippet), why=why))) == shown


@pytest.mark.parametrize(
    ("snippet", "passage", "quoted"),
    [
        ("The *damp* was in the walls.", "Sensors were fitted.", "Sensors were fitted."),
        ("… the *damp* was found …", "They fitted them, and\nthe damp was found at once.", "… the *damp* was found …"),
        ("They fitted them", "They fitted them, and the damp was found.", "They fitted them, and the damp was found."),
        ("", SUMMARY, ""),
        ("", "word " * 100, "word " * 30 + "…"),
        ("", "x" * 500, "x" * 150 + " …"),
    ],
)
def test_the_nearest_passage_is_quoted_where_it_shows_why(hit: Hit, snippet: str, passage: str, quoted: str) -> None:
    assert written(nearest_passage(replace(hit, snippet=marked(snippet), why=near(passage)))) == quoted


def test_without_a_nearest_passage_nothing_is_quoted(hit: Hit) -> None:
    assert nearest_passage(hit) == ()

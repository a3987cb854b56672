"""Better answers: synonyms, names, slips of the fingers, and what comes near where nothing answers. Real Whoosh, a toy model."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Index, Query
from indexer.embedded import build
from indexer.embedded.reader import open_index
from tests.toy_encoder import ToyEncoder

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The frozen corpus, by words alone."""
    folder = tmp_path_factory.mktemp("index")
    build(CORPUS, folder, encoder=ToyEncoder())
    opened = open_index(folder, ToyEncoder())
    yield opened
    opened.close()


def slugs(index: Index, text: str) -> list[str]:
    return [hit.case_study.slug for hit in index.search(Query(text)).hits]


def test_a_synonym_finds_what_the_typed_word_does_not_and_says_so(index: Index) -> None:
    results = index.search(Query("mould"))
    assert "camden-damp-sensors" in [hit.case_study.slug for hit in results.hits]
    assert "damp" in results.also_searched
    hit = next(hit for hit in results.hits if hit.case_study.slug == "camden-damp-sensors")
    assert "damp" in hit.why.synonyms


def test_what_was_typed_ranks_above_its_synonym(index: Index) -> None:
    assert slugs(index, "damp")[0] == "camden-damp-sensors"
    results = index.search(Query("damp"))
    typed = [bool(hit.why.words_in_title or hit.why.words_elsewhere) for hit in results.hits]
    assert typed == sorted(typed, reverse=True)


def test_naming_a_council_raises_its_own_and_hides_no_other(index: Index) -> None:
    plain, named = slugs(index, "sensors"), slugs(index, "sensors Glasgow")
    assert set(plain) <= set(named)
    assert named[0] == "glasgow-street-light-sensors"
    assert "camden-damp-sensors" in named


def test_a_slip_is_put_right_where_there_would_be_nothing_and_it_is_said(index: Index) -> None:
    results = index.search(Query("chatbott"))
    assert results.corrected == "chatbot"
    assert results.suggestion is None
    assert results.hits[0].case_study.slug == "surrey-social-care-chatbot"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("housing repars", "housing repairs"), ("plannin system", "planning system")],
)
def test_a_slip_is_put_right_to_the_form_that_was_typed(index: Index, typed: str, meant: str) -> None:
    results = index.search(Query(typed))
    assert meant in (results.suggestion, results.corrected)


def test_a_question_with_a_word_that_cannot_be_put_right_is_not_put_right(index: Index) -> None:
    results = index.search(Query("chatbott zxcvbnm"))
    assert (results.total, results.suggestion, results.corrected) == (0, None, None)


def test_many_unknown_words_are_another_language_and_are_left_alone(index: Index) -> None:
    slips = ["senosrs", "housng", "repiars", "familly", "chatbott"]
    five, six = index.search(Query(" ".join(slips))), index.search(Query(" ".join([*slips, "councl"])))
    assert five.suggestion or five.corrected
    assert (six.suggestion, six.corrected) == (None, None)


@pytest.mark.parametrize(("clearly", "suggested", "corrected"), [(0, None, "sensors"), (100, "sensors", None)])
def test_what_is_not_clearly_about_us_when_put_right_is_only_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clearly: float, suggested: str | None, corrected: str | None
) -> None:
    build(CORPUS, tmp_path, encoder=ToyEncoder())
    index = open_index(tmp_path, ToyEncoder())
    index.warm()
    monkeypatch.setattr("indexer.embedded.searching.CLEARLY", clearly)
    results = index.search(Query("senosrs"))
    assert (bool(results.total), results.suggestion, results.corrected) == (corrected is not None, suggested, corrected)


@pytest.mark.parametrize(("known", "suggested"), [((), "damp sensors"), (("sensory",), None)])
def test_a_word_of_english_is_no_slip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: tuple[str, ...], suggested: str | None
) -> None:
    monkeypatch.setattr(ToyEncoder, "knows", lambda self, word: word in known)
    build(CORPUS, tmp_path, encoder=ToyEncoder())
    index = open_index(tmp_path, ToyEncoder())
    index.warm()
    assert index.search(Query("damp sensory")).suggestion == suggested


def test_what_comes_near_to_a_slip_in_meaning_does_not_answer_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["indexer.embedded.build"], "FLOOR", -1.0)  # everything comes near
    monkeypatch.setattr("indexer.embedded.searching.CLEARLY", 0)
    build(CORPUS, tmp_path, encoder=ToyEncoder())
    index = open_index(tmp_path, ToyEncoder())
    index.warm()
    assert index.search(Query("zxcvbnm")).total
    results = index.search(Query("chatbott"))
    assert (results.suggestion, results.corrected) == (None, "chatbot")
    assert results.hits[0].why.words_in_title == ("chatbot",)


def test_a_slip_is_put_right_to_a_form_that_only_later_case_studies_write(index: Index) -> None:
    results = index.search(Query("movnig"))
    assert "moving" in (results.suggestion, results.corrected)


def test_where_something_answers_a_slip_is_only_pointed_out(index: Index) -> None:
    results = index.search(Query("housing repairs sistem"))
    assert results.total
    assert results.corrected is None
    assert results.suggestion == "housing repairs system"


@pytest.mark.parametrize("text", ["Hovr", "zzzzzzzz", "asdf qwer", "repairs housing", "how do I bake damq"])
def test_no_suggestion_for_short_words_nonsense_or_words_that_are_right(index: Index, text: str) -> None:
    assert index.search(Query(text)).suggestion is None


def test_only_words_that_our_own_case_studies_hold_are_suggested(index: Index) -> None:
    everything = " ".join(f"{it.title} {it.summary} {it.text}" for it in index.all()).lower()
    for text in ("sensorz in flats", "damp senosrs", "familly benefits"):
        suggestion = index.search(Query(text)).suggestion or index.search(Query(text)).corrected
        assert suggestion
        assert all(word in everything for word in suggestion.split())


def test_what_answers_has_no_nearest(index: Index) -> None:
    assert index.search(Query("housing repairs")).nearest == ()


def test_a_filter_that_hides_every_answer_brings_no_nearest(index: Index) -> None:
    results = index.search(Query("housing repairs", {"nation": ("abroad",)}))
    assert results.total == 0
    assert results.nearest == ()


@pytest.mark.parametrize("text", ["sensors in homes", "repairs", "digital help for older residents"])
def test_a_filter_takes_away_and_never_changes_the_order(index: Index, text: str) -> None:
    whole = slugs(index, text)
    for chosen in ("england", "scotland", "wales"):
        filtered = [hit.case_study.slug for hit in index.search(Query(text, {"nation": (chosen,)})).hits]
        assert filtered == [slug for slug in whole if slug in filtered]


@pytest.mark.parametrize("text", ["housing repairs", "damp sensors"])
def test_by_words_those_with_every_word_come_before_those_with_some(index: Index, text: str) -> None:
    hits = index.search(Query(text, mode="words")).hits
    every = [len(hit.why.words_in_title + hit.why.words_elsewhere) + len(hit.why.synonyms) >= len(text.split()) for hit in hits]
    assert any(every)
    assert every == sorted(every, reverse=True)


@pytest.mark.parametrize("text", ["hous\u00ading re\u00adpairs", "ho\u0302using repai\u0308rs"])
def test_what_stands_inside_a_word_and_is_no_letter_takes_none_apart(index: Index, text: str) -> None:
    """Soft hyphens and accents written apart: nobody sees that they were pasted."""
    results, plain = index.search(Query(text)), index.search(Query("housing repairs"))
    assert results.query.text == text
    assert results.hits == plain.hits
    assert results.suggestion is None


def test_marks_alone_are_not_the_empty_question(index: Index) -> None:
    assert index.search(Query("\u0301\u00ad")).total == 0


def test_a_text_with_soft_hyphens_is_found_by_its_words(tmp_path: Path) -> None:
    casestudies = Path(shutil.copytree(CORPUS, tmp_path / "casestudies"))
    file = casestudies / "lincoln" / "lincoln-housing-repairs-system.md"
    file.write_text(file.read_text(encoding="utf-8").replace("## What changed\n", "## What changed\n\nKet\u00adtles.\n"), encoding="utf-8")
    build(casestudies, tmp_path / "index", encoder=ToyEncoder())
    assert slugs(open_index(tmp_path / "index"), "kettles") == ["lincoln-housing-repairs-system"]


def test_the_title_of_a_source_is_searched(index: Index) -> None:
    case_study = next(it for it in index.all() if it.sources)
    assert case_study.slug in slugs(index, f'"{case_study.sources[0].title}"')

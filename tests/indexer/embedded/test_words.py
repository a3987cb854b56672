"""The word index, with real Whoosh."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import query
from whoosh.filedb.filestore import FileStorage

from indexer.embedded.bm25f import FIELDS
from indexer.embedded.matching import WordMatch
from indexer.embedded.matching import match as match_words
from indexer.embedded.question import ask
from indexer.embedded.words import LONGEST_WORD, MOST_SEGMENTS, PART_END, PHRASE_FIELDS, Words, tokens, worth_adding_to, write_words


def texts(slug: str, **given: str) -> Mapping[str, str]:
    """A text for each field: what is given, else nothing."""
    return {"slug": slug} | dict.fromkeys(FIELDS, "") | given


def match(words: Words, question: str) -> WordMatch:
    """What a question finds."""
    return match_words(words, ask(question))


LIBRARY = [
    texts("a", title="Housing repairs online", body="Tenants book repairs for their homes."),
    texts("b", title="After the attack", body="Hackney was attacked. The café stayed open."),
    texts("c", title="Damp sensors", body="Sensors find damp and mould in homes before repairs are needed."),
]


@pytest.fixture
def words(tmp_path: Path) -> Words:
    """Three short case studies."""
    write_words(tmp_path, LIBRARY, [])
    return Words(tmp_path, ("a", "b", "c"))


def test_endings_case_and_accents_do_not_matter(words: Words) -> None:
    assert match(words, "REPAIRING").share.tolist() == [1, 0, 1]
    assert match(words, "cafe").share.tolist() == [0, 1, 0]


def test_a_word_in_the_title_counts_for_more(words: Words) -> None:
    scores = match(words, "repairs").scores
    assert scores[0] > scores[2] > scores[1] == 0


def test_a_rare_word_counts_for_more_than_a_common_one(words: Words) -> None:
    share = match(words, "repairs hackney").share
    assert share[1] > share[0]


def test_a_word_nobody_uses_lowers_every_share(words: Words) -> None:
    assert match(words, "damp zeppelin").share[2] < 0.5


def test_stop_words_are_left_out_unless_they_are_the_whole_question(words: Words) -> None:
    assert match(words, "before").share.tolist() == [0, 0, 1]
    assert not match(words, "the of and").share.any()


def test_a_phrase_is_found_in_order_only(words: Words) -> None:
    found = match(words, '"housing repairs"').phrases
    assert found is not None
    assert found.tolist() == [True, False, False]
    assert match(words, '"repairs housing"').phrases is None


def test_a_phrase_may_hold_stop_words(words: Words) -> None:
    found = match(words, '"find damp and mould"').phrases
    assert found is not None
    assert found.tolist() == [False, False, True]


def test_a_phrase_does_not_run_from_one_name_into_the_next(tmp_path: Path) -> None:
    write_words(tmp_path, [texts("a", suppliers=f"Civica UK {PART_END} Capita")], [])
    words = Words(tmp_path, ("a",))
    assert words.phrase(("civica", "uk")).places.tolist() == [0]
    assert words.phrase(("uk", "capita")).places.tolist() == []


WORDS = st.lists(st.sampled_from("abcd"), max_size=12).map(" ".join)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=6), st.lists(st.sampled_from("abcde"), min_size=2, max_size=4))
def test_phrases_are_those_of_whoosh_itself(tmp_path: Path, library: list[tuple[str, str]], run: list[str]) -> None:
    folder = tmp_path / uuid4().hex
    write_words(folder, [texts(str(number), title=title, body=body) for number, (title, body) in enumerate(library)], [])
    with FileStorage(str(folder)).open_index().searcher() as searcher:
        wanted = query.Or([query.Phrase(name, run) for name in PHRASE_FIELDS])
        by_whoosh = sorted(searcher.docs_for_query(wanted))
    found = Words(folder, tuple(str(number) for number in range(len(library)))).phrase(tuple(run)).places
    assert found.tolist() == by_whoosh


def test_scores_are_bm25f_by_hand(tmp_path: Path) -> None:
    """One field, two case studies: idf ln(1 + (2 - 1 + .5) / (1 + .5)) = ln 2; both bodies two words long, so no discount."""
    write_words(tmp_path, [texts("a", body="kettle kettle"), texts("b", body="other words")], [])
    score = match(Words(tmp_path, ("a", "b")), "kettle").scores[0]
    assert score == pytest.approx(np.log(2) * 2.5 * 2 / (1.5 + 2))


def test_what_went_is_gone_and_what_changed_is_new(tmp_path: Path) -> None:
    write_words(tmp_path, LIBRARY, [])
    write_words(tmp_path, [texts("c", body="kettles")], ["a"])
    words = Words(tmp_path, ("b", "c"))
    assert match(words, "kettle").share.tolist() == [0, 1]
    assert not match(words, "repairs").share.any()
    assert not match(words, "damp").share.any()


def test_many_small_changes_answer_as_one_whole_writing_does(tmp_path: Path) -> None:
    chance = random.Random(20_261_122)
    vocabulary = [f"word{number}" for number in range(30)]
    library: dict[str, Mapping[str, str]] = {}
    for _ in range(4 * MOST_SEGMENTS):
        gone = chance.sample(sorted(library), min(1, len(library) // 4))
        changed = [texts(f"s{chance.randrange(20):02}", body=" ".join(chance.choices(vocabulary, k=chance.randrange(1, 40))))]
        library = {slug: text for slug, text in library.items() if slug not in gone} | {each["slug"]: each for each in changed}
        write_words(tmp_path / "small", changed, set(gone) - {changed[0]["slug"]})
    assert len(list((tmp_path / "small").glob("*.seg"))) <= MOST_SEGMENTS
    write_words(tmp_path / "whole", library.values(), [])
    slugs = tuple(sorted(library))
    small, whole = Words(tmp_path / "small", slugs), Words(tmp_path / "whole", slugs)
    for word in vocabulary:
        assert match(small, word).scores.tolist() == match(whole, word).scores.tolist(), word
        run = (word, chance.choice(vocabulary))
        assert small.phrase(run).places.tolist() == whole.phrase(run).places.tolist(), run


def test_the_smaller_segments_are_merged_and_the_largest_stays(tmp_path: Path) -> None:
    write_words(tmp_path, [texts(f"first{number}", body="kettles") for number in range(9)], [])
    (largest,) = tmp_path.glob("*.seg")
    for number in range(MOST_SEGMENTS + 3):
        write_words(tmp_path, [texts(f"s{number}", body="kettles")], [])
    segments = list(tmp_path.glob("*.seg"))
    assert largest in segments
    assert 1 < len(segments) <= MOST_SEGMENTS


def test_more_than_one_segment_holds_are_written_in_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.embedded.words.MOST_IN_SEGMENT", 2)
    write_words(tmp_path, [texts(slug, body="kettles") for slug in "abcde"], [])
    assert len(list(tmp_path.glob("*.seg"))) == 3
    assert match(Words(tmp_path, tuple("abcde")), "kettle").share.tolist() == [1, 1, 1, 1, 1]


def test_an_index_is_added_to_while_most_of_it_is_kept(tmp_path: Path) -> None:
    write_words(tmp_path, LIBRARY, [])
    assert worth_adding_to(tmp_path, kept=2)
    assert not worth_adding_to(tmp_path, kept=1)


def test_a_word_that_never_ends_is_cut() -> None:
    assert len(tokens("x" * 10_000)[0].term) <= LONGEST_WORD

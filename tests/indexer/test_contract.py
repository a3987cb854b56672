"""The rules of search, on every engine and on the index in memory that the portal's tests use."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import FILTER_NAMES, FILTERS, Index, Piece, Query, Results, Sort, build_index, open_index
from indexer.corpus import read_corpus
from indexer.embedded.reader import open_index as open_embedded
from indexer.embedding import SentenceEncoder
from tests.memory_index import MemoryIndex

CORPUS = Path(__file__).parents[1] / "corpus"

QUESTION = "we need to replace an old housing repairs system, who has done it?"

HOSTILE = [
    "*",
    "w*",
    "?",
    "~",
    "a AND (b OR",
    '"',
    '"""""',
    "'; DROP TABLE casestudies; --",
    "<script>alert(1)</script>",
    "\x00",
    "repairs\x00housing",
    "\u202erepairs",
    "\u200b\u200f",
    "🏠🔧",
    "slug:lincoln title:[a TO z]",
    "\ud800",
    "%00%ff",
    "../../etc/passwd",
    "-",
    "NOT",
    "repairs " * 1_000,
    "x" * 10_000,
    " ".join(f"word{number}" for number in range(2_000)),
    "Dear all,\n\nWe need to replace our housing repairs system.\n\nRegards\n" * 100,
]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the frozen corpus, built with the real model."""
    built = tmp_path_factory.mktemp("index")
    build_index(CORPUS, built)
    return built


@pytest.fixture(scope="session")
def embedded(folder: Path) -> Iterator[Index]:
    """The frozen corpus in the default engine, with the real model."""
    opened = open_index(folder)
    opened.warm()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def memory() -> Index:
    """The frozen corpus in memory."""
    corpus = read_corpus(CORPUS)
    return MemoryIndex(corpus.case_studies.values(), corpus.vocabulary, corpus.adoptions)


@pytest.fixture(scope="session", params=["memory", "embedded"])
def index(request: pytest.FixtureRequest) -> Index:
    """Each index in turn."""
    found: Index = request.getfixturevalue(request.param)
    return found


def slugs(results: Results) -> list[str]:
    """The slugs of the hits, in order."""
    return [hit.case_study.slug for hit in results.hits]


def whole(pieces: tuple[Piece, ...]) -> str:
    """The text of pieces put together again."""
    return "".join(piece.text for piece in pieces)


def test_a_plain_sentence_finds_its_best_first(index: Index) -> None:
    assert slugs(index.search(Query(QUESTION)))[0] == "lincoln-housing-repairs-system"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_at_all_is_a_question(index: Index, text: str) -> None:
    began = time.thread_time()
    results = index.search(Query(text))
    # This thread's own time, and plenty of it: that nothing explodes. Figures are in docs/performance.md.
    assert time.thread_time() - began < 5
    assert len(results.hits) <= results.total


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300), values=st.dictionaries(st.text(max_size=20), st.tuples(st.text(max_size=20)), max_size=5))
def test_no_text_and_no_filter_raises(index: Index, text: str, values: dict[str, tuple[str, ...]]) -> None:
    results = index.search(Query(text, values))
    assert set(results.counts) == set(FILTER_NAMES)


def test_quotes_mean_a_phrase(index: Index) -> None:
    assert slugs(index.search(Query('"housing repairs"'))) == ["lincoln-housing-repairs-system"]


def test_an_exact_title_comes_first(index: Index) -> None:
    for case_study in index.all():
        assert slugs(index.search(Query(case_study.title.upper())))[0] == case_study.slug


def test_no_text_gives_everything_newest_first(index: Index) -> None:
    results = index.search(Query())
    days = [hit.case_study.last_changed for hit in results.hits]
    assert results.total == len(list(index.all()))
    assert days == sorted(days, reverse=True)


def test_filters_take_any_value_of_one_and_all_of_several(index: Index) -> None:
    either = index.search(Query(filters={"theme": ("housing", "cyber-security")}))
    both = index.search(Query(filters={"theme": ("housing", "cyber-security"), "status": ("live",)}))
    assert all({"housing", "cyber-security"} & set(hit.case_study.themes) for hit in either.hits)
    assert {"camden-damp-sensors", "hackney-cyber-attack-recovery"} <= set(slugs(either))
    assert set(slugs(both)) == {slug for slug in slugs(either) if (found := index.get(slug)) and found.status == "live"}


def test_a_place_is_met_by_any_of_the_councils(index: Index) -> None:
    assert "adur-worthing-waste-rounds" in slugs(index.search(Query(filters={"council": ("worthing",)})))


def test_abroad_is_a_nation_and_so_is_its_country(index: Index) -> None:
    for value in ("abroad", "estonia"):
        assert slugs(index.search(Query(filters={"nation": (value,)}))) == ["estonia-automatic-benefits"]


@pytest.mark.parametrize("text", ["", QUESTION, "sensors"])
@pytest.mark.parametrize("filters", [{}, {"theme": ("housing",)}, {"theme": ("housing",), "status": ("live", "pilot")}])
def test_every_count_is_what_choosing_it_gives(index: Index, text: str, filters: dict[str, tuple[str, ...]]) -> None:
    results = index.search(Query(text, filters))
    for name, counts in results.counts.items():
        for count in counts:
            chosen = filters | {name: (count.value,)}
            assert index.search(Query(text, chosen)).total == count.number, (name, count.value)


@pytest.mark.parametrize("filters", [{}, {"theme": ("housing",)}])
def test_a_single_valued_filter_adds_up_to_the_total(index: Index, filters: dict[str, tuple[str, ...]]) -> None:
    results = index.search(Query("sensors and systems", filters))
    for each in FILTERS:
        if each.single:
            assert sum(count.number for count in results.counts[each.name]) == results.total, each.name


def test_a_chosen_value_is_always_counted(index: Index) -> None:
    results = index.search(Query("damp sensors", {"theme": ("planning",), "supplier": ("nobody-at-all",)}))
    chosen = {count.value: count.number for each in results.counts.values() for count in each if count.chosen}
    assert chosen == {"planning": 0, "nobody-at-all": 0}


def test_the_total_can_be_paged_through(index: Index) -> None:
    first = index.search(Query(per_page=5))
    everything = [slug for page in range(1, first.pages + 1) for slug in slugs(index.search(Query(page=page, per_page=5)))]
    assert len(everything) == len(set(everything)) == first.total


def test_past_the_end_is_an_empty_page(index: Index) -> None:
    for page in (999, 10**30):
        past = index.search(Query(QUESTION, page=page))
        assert past.hits == ()
        assert past.total > 0


@pytest.mark.parametrize("text", ["asdf qwer zxcv", "a recipe for scones with jam and cream"])
def test_nonsense_finds_nothing(index: Index, text: str) -> None:
    assert index.search(Query(text)).total == 0


def test_meaning_adds_and_says_so(index: Index) -> None:
    results = index.search(Query("broken boilers: upkeep of dwellings for renters"))
    assert "lincoln-housing-repairs-system" in slugs(results)
    hit = next(hit for hit in results.hits if hit.case_study.slug == "lincoln-housing-repairs-system")
    assert hit.why.by_meaning_only
    assert hit.why.passage is not None


def test_every_hit_says_why(index: Index) -> None:
    results = index.search(Query(QUESTION, {"theme": ("housing",)}))
    for hit in results.hits:
        assert hit.why.words_in_title or hit.why.words_elsewhere or hit.why.passage
        assert hit.why.filters_met == ("Housing",)
    first = results.hits[0]
    assert {"housing", "repairs"} <= set(first.why.words_in_title)
    assert first.why.passage is not None
    assert first.why.passage.anchor in {"", *(section.anchor for section in first.case_study.sections)}


def test_pieces_put_together_are_the_title_and_mark_what_was_found(index: Index) -> None:
    first = index.search(Query("repairs")).hits[0]
    assert whole(first.title) == first.case_study.title
    assert [piece.text for piece in first.title if piece.matched] == ["repairs"]
    assert any(piece.matched for piece in first.snippet)


@pytest.mark.parametrize("text", ["", QUESTION, "sensors", "cyber"])
@pytest.mark.parametrize("sort", ["best", "newest", "evidence"])
def test_the_same_question_gives_the_same_answer(index: Index, text: str, sort: Sort) -> None:
    query = Query(text, sort=sort)
    assert index.search(query) == index.search(query)


def test_ties_break_by_slug(index: Index) -> None:
    results = index.search(Query(sort="evidence"))
    keys = [(-hit.evidence, hit.case_study.slug) for hit in results.hits]
    assert keys == sorted(keys)


def test_grades_never_move_the_ranking(index: Index) -> None:
    best = slugs(index.search(Query("sensors", sort="best")))
    strongest = slugs(index.search(Query("sensors", sort="evidence")))
    assert sorted(best) == sorted(strongest)


def test_an_old_slug_answers_and_an_unknown_one_does_not(index: Index) -> None:
    found = index.get("wigan-tablets")
    assert found is not None
    assert found.slug != "wigan-tablets"
    assert index.get("never-was") is None


def test_similar_names_others_with_why_and_never_itself(index: Index) -> None:
    similar = index.similar("camden-damp-sensors")
    assert similar
    assert "camden-damp-sensors" not in [each.case_study.slug for each in similar]
    assert all(each.why for each in similar)
    assert index.similar("never-was") == ()


def test_complete_offers_titles_and_councils(index: Index) -> None:
    kinds = {each.kind for each in index.complete("Camden")}
    assert {"case study"} <= kinds
    assert index.complete("zzzz") == ()


def test_without_the_model_search_goes_on_by_words_and_says_so(folder: Path) -> None:
    cold = open_index(folder)
    results = cold.search(Query(QUESTION))
    assert not results.by_meaning
    assert slugs(results)[0] == "lincoln-housing-repairs-system"
    cold.close()


def test_a_model_that_does_not_match_the_manifest_is_not_used(folder: Path) -> None:
    class Another(SentenceEncoder):
        def __init__(self) -> None:
            self.digest, self.precision = "another", "float32"

    opened = open_embedded(folder, Another)
    opened.warm()
    assert not opened.search(Query(QUESTION)).by_meaning
    opened.close()

"""Rules 5 and 9: meaning adds and never floods; and without its model search goes on by words and says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Index, Query
from indexer.corpus import Corpus
from indexer.embedded.manifest import read_manifest
from indexer.embedded.reader import open_index as open_embedded
from indexer.embedding import ModelMissing
from indexer.ranking import FIRST, WEAK_FLOOR
from tests.indexer.contract.conftest import ENGINES
from tests.indexer.contract.invariants import check
from tests.indexer.contract.made_up import every_hit, slugs
from tests.memory_index import MemoryIndex
from tests.toy_encoder import ToyEncoder

QUESTION = "we need to replace an old housing repairs system, who has done it?"

NONSENSE = [
    "asdf qwer zxcv",
    "the of and",
    "a recipe for scones with jam and cream",
    "lorem ipsum dolor sit amet",
    "xyzzy",
    "who scored twice against Brazil in the cup",
    "ztqxv wkrpl",
]


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_finds_nothing(index: Index, text: str) -> None:
    results = index.search(Query(text))
    assert results.total == 0
    assert results.corrected is None


def test_a_stop_word_that_is_the_whole_question_still_works(index: Index) -> None:
    assert index.search(Query("before", mode="words")).total > 0


def test_meaning_adds_and_says_so(index: Index) -> None:
    results = index.search(Query("broken boilers: upkeep of dwellings for renters"))
    assert results.by_meaning
    hit = next(hit for hit in results.hits if hit.case_study.slug == "lincoln-housing-repairs-system")
    assert hit.why.by_meaning_only
    assert hit.why.passage is not None
    assert hit.case_study.slug not in slugs(index.search(Query(results.query.text, mode="words")))


@pytest.mark.parametrize("text", ["neurodivergent staff", "getting out of our Capita contract", "deciding which roads to grit"])
def test_what_is_shown_for_its_meaning_quotes_the_passage_that_comes_nearest(index: Index, text: str) -> None:
    results = index.search(Query(text))
    shown = [*every_hit(index, Query(text)), *results.nearest]
    alone = [hit for hit in shown if not (hit.why.words_in_title or hit.why.words_elsewhere or hit.why.synonyms)]
    assert all(hit.why.passage for hit in alone)


@pytest.mark.parametrize("text", [QUESTION, "sensors", "mould", "broken boilers: upkeep of dwellings for renters"])
def test_meaning_takes_nothing_away(index: Index, text: str) -> None:
    by_words = {hit.case_study.slug for hit in every_hit(index, Query(text, mode="words")) if len(hit.why.words_in_title) > 1}
    assert by_words <= set(slugs(every_hit(index, Query(text))))


@pytest.mark.parametrize("text", [QUESTION, "sensors", "payroll", "council"])
def test_meaning_does_not_flood(index: Index, text: str) -> None:
    """A question about one thing does not bring the whole library."""
    results = index.search(Query(text))
    alone = [hit for hit in every_hit(index, Query(text)) if hit.why.by_meaning_only]
    assert len(alone) <= results.total // 2 + 1
    assert len(alone) < len(list(index.all())) // 2


@pytest.mark.model
@pytest.mark.parametrize(
    "text", [QUESTION, "renting a gadget", "moisture on walls", "people who cannot get online", "criminals locked our files"]
)
def test_the_floor_that_meaning_alone_must_pass_is_in_the_manifest(embedded: Index, folder: Path, text: str) -> None:
    manifest = read_manifest(folder / "generations" / "000001")
    assert manifest is not None
    # Among the first ten, where nothing holds half of the words, a part of it is enough.
    for rank, hit in enumerate(every_hit(embedded, Query(text))):
        if hit.why.by_meaning_only:
            assert hit.scores.meaning >= manifest.floor * (WEAK_FLOOR if rank < FIRST else 1)


def test_meaning_takes_no_part_where_nothing_was_typed_or_only_words_are_asked_for(index: Index) -> None:
    assert not index.search(Query("")).by_meaning
    assert not index.search(Query("sensors", mode="words")).by_meaning


# --- without the model


class Unloadable(ToyEncoder):
    """The model's package is not installed."""

    def __call__(self) -> ToyEncoder:
        raise ModelMissing("The package is not installed. Run `make`.")


class Another(ToyEncoder):
    """A model that the index was not built with."""

    digest = "another"


class OtherNumbers(ToyEncoder):
    """The right model in another kind of numbers."""

    precision = "int4"


@pytest.fixture(params=ENGINES)
def without_model(request: pytest.FixtureRequest, corpus: Corpus) -> Iterator[Index]:
    """The frozen corpus in each engine in turn, before a model is loaded."""
    if request.param == "memory":
        yield MemoryIndex(corpus.case_studies.values(), corpus.vocabulary, corpus.adoptions, meaning=False)
    else:
        opened = open_embedded(request.getfixturevalue("folder"))
        yield opened
        opened.close()


def test_without_the_model_search_goes_on_by_words_and_says_so(without_model: Index) -> None:
    results = without_model.search(Query(QUESTION))
    assert not results.by_meaning
    assert slugs(results)[0] == "lincoln-housing-repairs-system"
    assert not [hit for hit in results.hits if hit.why.passage or hit.why.by_meaning_only or hit.scores.meaning]
    for query in (Query(QUESTION), Query("sensors", {"theme": ("housing",)}), Query("chatbott"), Query("mould", sort="evidence")):
        check(without_model, query, without_model.search(query))


def test_without_the_model_its_answers_are_those_by_words(index: Index, without_model: Index) -> None:
    for text in (QUESTION, "sensors", "mould", ""):
        assert slugs(without_model.search(Query(text))) == slugs(without_model.search(Query(text, mode="words")))


def test_without_the_model_nothing_is_asked_of_meaning(without_model: Index) -> None:
    results = without_model.search(Query(QUESTION, mode="meaning"))
    assert not results.by_meaning
    assert results.total == 0


@pytest.mark.model
@pytest.mark.parametrize("model", [Another(), OtherNumbers()], ids=["another model", "other numbers"])
def test_a_model_that_does_not_match_the_manifest_is_not_used(folder: Path, model: ToyEncoder) -> None:
    opened = open_embedded(folder, model)
    with pytest.raises(ModelMissing, match="built with another model"):
        opened.warm()
    assert not opened.search(Query(QUESTION)).by_meaning
    assert not model.encoded
    opened.close()


@pytest.mark.model
def test_a_model_that_cannot_be_loaded_is_said_plainly_and_stops_no_search(folder: Path) -> None:
    opened = open_embedded(folder, Unloadable())
    with pytest.raises(ModelMissing, match="Run `make`"):
        opened.warm()
    results = opened.search(Query(QUESTION))
    assert not results.by_meaning
    assert slugs(results)[0] == "lincoln-housing-repairs-system"
    opened.close()

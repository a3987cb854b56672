"""The rules of search, as tests that every engine passes, and so does the index in memory that the portal's tests use.

    rule                                        where
    1   any text at all is a question           test_any_text, test_naughty_strings
    2   more words narrow                       test_more_words
    3   filters before ranking, honest counts   test_filters
    4   the set first, then its total           test_filters, and `invariants` on every question of test_any_text
    5   meaning adds, never floods              test_meaning
    6   synonyms below, slips pointed out       test_other_words
    7   every hit says why                      test_why
    8   the same answer, ties by slug, no end   test_order
    9   without the model, by words             test_meaning
    10  grades never move the ranking           test_order
    11  all state is in the URL                 tests/portal/test_search_state (an engine knows no URL)

An engine is added to the contract by one more name in ENGINES and one more way to fill `index` and `library`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from indexer import Adoption, CaseStudy, Index, build_index, open_index
from indexer.corpus import Corpus
from indexer.embedded.build import build_corpus
from indexer.embedded.reader import open_index as open_embedded
from tests.conftest import CORPUS, MadeOnce
from tests.memory_index import MemoryIndex
from tests.toy_encoder import ToyEncoder

#: With the frozen corpus: in memory, and in the default engine with the real model.
ENGINES: list[Any] = ["memory", pytest.param("embedded", marks=pytest.mark.model)]

#: Makes an index of case studies, by words alone unless `meaning` is asked for.
Library = Callable[..., Index]


@pytest.fixture(scope="session")
def folder(kept_model: Path, made_once: MadeOnce) -> Path:
    """An index of the frozen corpus, built with the real model."""

    def build(folder: Path) -> None:
        shutil.copytree(kept_model / "model", folder / "model", copy_function=os.link)
        build_index(CORPUS, folder)

    return made_once("contract", build)


@pytest.fixture(scope="session")
def embedded(folder: Path) -> Iterator[Index]:
    """The frozen corpus in the default engine, with the real model."""
    opened = open_index(folder)
    opened.warm()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def memory(corpus: Corpus) -> Index:
    """The frozen corpus in memory."""
    return MemoryIndex(corpus.case_studies.values(), corpus.vocabulary, corpus.adoptions)


@pytest.fixture(scope="session", params=ENGINES)
def index(request: pytest.FixtureRequest) -> Index:
    """The frozen corpus, in each engine in turn."""
    found: Index = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["memory", "embedded"])
def library(request: pytest.FixtureRequest, corpus: Corpus, tmp_path: Path) -> Iterator[Library]:
    """Makes an index of any case studies with the frozen corpus's agreed lists, in each engine in turn; no real model is needed."""
    opened: list[Index] = []

    def make(case_studies: Iterable[CaseStudy], adoptions: Sequence[Adoption] = (), meaning: bool = False) -> Index:
        by_slug = {it.slug: it for it in sorted(case_studies, key=lambda it: it.slug)}
        if request.param == "memory":
            return MemoryIndex(by_slug.values(), corpus.vocabulary, adoptions, meaning)
        place = tmp_path / str(len(opened))
        held = Corpus(
            by_slug,
            tuple(adoptions),
            corpus.vocabulary,
            (),
            {slug: slug for slug in by_slug},
            tuple(it.slug for it in adoptions),
            len(by_slug),
        )
        build_corpus(held, CORPUS, place, encoder=ToyEncoder())
        opened.append(open_embedded(place, ToyEncoder()))
        if meaning:
            opened[-1].warm()
        return opened[-1]

    yield make
    for each in opened:
        each.close()

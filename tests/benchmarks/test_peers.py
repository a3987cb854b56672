"""The comparison's own pieces, over the frozen corpus and without the libraries it compares with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.peer_engines import ENGINES, Engine, Nearest, by_ranks, first_of_each, write_nearest
from benchmarks.peer_measure import Figures
from benchmarks.peers import notes, table
from benchmarks.texts import Texts, write_texts
from indexer.corpus import Corpus
from tests.toy_encoder import ToyEncoder

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture
def texts(corpus: Corpus, tmp_path: Path) -> Texts:
    """The frozen corpus as every engine is given it."""
    folder = tmp_path / "texts"
    folder.mkdir()
    return write_texts(folder, corpus, CORPUS, ToyEncoder(), {"repairs": "housing repairs"}, ["digital skills"])


def test_what_engines_are_given_is_what_ours_would_cut_and_encode(texts: Texts, corpus: Corpus) -> None:
    passages = texts.passages()
    assert {slug for slug, _, _ in passages} == set(corpus.case_studies)
    assert np.array_equal(texts.rows(), ToyEncoder().encode([text for _, _, text in passages]))
    assert (texts.questions(), texts.others()) == ({"repairs": "housing repairs"}, ["digital skills"])


def test_a_whole_case_study_has_its_title_once(texts: Texts, corpus: Corpus) -> None:
    whole = texts.case_studies()
    assert [slug for slug, _, _ in whole] == list(corpus.case_studies)
    for slug, title, text in whole:
        assert title == corpus.case_studies[slug].title
        assert f"\n{title}. " not in f"\n{text}"
        assert corpus.case_studies[slug].summary in text


def test_ours_answers_as_the_others_are_asked(texts: Texts, tmp_path: Path) -> None:
    index = tmp_path / "index"
    ENGINES[0].build(texts, index)
    ask = ENGINES[0].opened(index, ToyEncoder())
    for slug, title, _ in texts.case_studies():
        assert ask(title, 3)[0] == slug
    assert len(ask("council", 3)) == 3


def test_every_vector_is_compared(texts: Texts, tmp_path: Path) -> None:
    write_nearest(texts, tmp_path)
    nearest = Nearest(tmp_path)
    for (slug, _, _), row in zip(texts.passages(), texts.rows(), strict=True):
        assert nearest(row)[0] == slug


def test_a_case_study_stands_where_its_first_passage_does() -> None:
    assert first_of_each(["b", "a", "b", "c"], 2) == ["b", "a"]


def test_two_second_places_come_before_one_first() -> None:
    assert by_ranks((["a", "b"], ["c", "b"]), 2) == ["b", "a"]


def test_a_ratio_says_how_many_times_ours() -> None:
    ours, other = (Figures(1, 2, 3, (wall,), (processor,), {}) for wall, processor in ((2.0, 1.0), (7.0, 5.0)))
    row = table({ENGINES[0]: ours, ENGINES[1]: other})[-1]
    assert row == f"| {ENGINES[1].name} | 1.0 | 3 | 2 | 7.0 | 7.0 | 3.5 | 5.0 | 5.0 |"


def test_an_engine_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = Engine(
        "Absent", "absent", ("no-such-package-here",), "", lambda texts, folder: None, lambda folder, encoder: lambda text, wanted: []
    )
    monkeypatch.setattr("benchmarks.peers.ENGINES", (ENGINES[0], absent))
    assert notes()[-1] == "- **Absent**: not measured without no-such-package-here, which `make benchmark` installs."

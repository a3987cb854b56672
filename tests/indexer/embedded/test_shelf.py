"""Case studies on the shelf."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from indexer.casestudy import CaseStudy, Outcome
from indexer.corpus import Corpus
from indexer.embedded.shelf import Shelf, kept_vocabulary, line_for, read_adoptions, write_adoptions, write_shelf, write_vocabulary
from indexer.passages import passages
from indexer.vocabulary import Vocabulary, Withdrawn


def _shelf(folder: Path, *case_studies: CaseStudy) -> Shelf:
    write_shelf(folder, (line_for(each, passages(each)) for each in case_studies))
    return Shelf(folder)


def test_everything_survives_being_line_for(tmp_path: Path, corpus: Corpus) -> None:
    shelf = _shelf(tmp_path, *corpus.case_studies.values())
    assert len(shelf) == len(corpus.case_studies)
    for place, case_study in enumerate(corpus.case_studies.values()):
        assert shelf.case_study(place) == case_study
        assert shelf.opened(place).passages == passages(case_study)


def test_whole_numbers_stay_whole_and_words_stay_words(tmp_path: Path, corpus: Corpus) -> None:
    case_study = next(iter(corpus.case_studies.values()))
    outcomes = (
        Outcome(measure="Calls", nature="result", about="people", before=19, after="19", change=-0.5),
        Outcome(measure="Stars", nature="scale", about="quality", before=10**30, after=1.0),
    )
    kept = _shelf(tmp_path, replace(case_study, outcomes=outcomes)).case_study(0).outcomes
    assert repr(kept) == repr(outcomes)


def test_adoptions_survive_being_kept(tmp_path: Path, corpus: Corpus) -> None:
    write_adoptions(tmp_path, corpus.adoptions)
    assert corpus.adoptions
    assert read_adoptions(tmp_path) == corpus.adoptions


def test_an_empty_shelf_holds_nothing(tmp_path: Path) -> None:
    assert len(_shelf(tmp_path)) == 0


def test_the_agreed_lists_survive_being_kept(tmp_path: Path, corpus: Corpus) -> None:
    lists = replace(corpus.vocabulary, withdrawn={"gone": Withdrawn("gone", date(2026, 1, 2), "It was told twice.")})
    assert all((lists.councils, lists.partners, lists.themes, lists.barriers, lists.names, lists.synonyms, lists.neighbours))
    for each in (lists, Vocabulary()):
        write_vocabulary(tmp_path, each)
        assert kept_vocabulary(tmp_path) == each

"""Case studies on the shelf."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from indexer.casestudy import CaseStudy, Outcome
from indexer.corpus import Corpus
from indexer.embedded.shelf import Shelf, line_for, read_digests, write_shelf
from indexer.passages import passages


def _shelf(folder: Path, *case_studies: CaseStudy) -> Shelf:
    lines = (line_for(each, passages(each)) for each in case_studies)
    write_shelf(folder, {each.slug: f"digest of {each.slug}" for each in case_studies}, lines)
    return Shelf(folder)


def test_everything_survives_being_shelved(tmp_path: Path, corpus: Corpus) -> None:
    shelf = _shelf(tmp_path, *corpus.case_studies.values())
    assert len(shelf) == len(corpus.case_studies)
    for place, case_study in enumerate(corpus.case_studies.values()):
        assert shelf.case_study(place) == case_study
        assert shelf.passages(place) == passages(case_study)


def test_whole_numbers_stay_whole_and_words_stay_words(tmp_path: Path, corpus: Corpus) -> None:
    case_study = next(iter(corpus.case_studies.values()))
    outcomes = (
        Outcome(measure="Calls", nature="result", about="people", before=19, after="19", change=-0.5),
        Outcome(measure="Stars", nature="scale", about="quality", before=10**30, after=1.0),
    )
    kept = _shelf(tmp_path, replace(case_study, outcomes=outcomes)).case_study(0).outcomes
    assert repr(kept) == repr(outcomes)


def test_it_knows_the_digest_of_each_file(tmp_path: Path, corpus: Corpus) -> None:
    case_study = next(iter(corpus.case_studies.values()))
    _shelf(tmp_path, case_study)
    assert read_digests(tmp_path) == {case_study.slug: f"digest of {case_study.slug}"}


def test_an_empty_shelf_holds_nothing(tmp_path: Path) -> None:
    assert len(_shelf(tmp_path)) == 0

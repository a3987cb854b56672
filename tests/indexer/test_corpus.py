from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from indexer.casestudy import Contact, Cost, PartialDate
from indexer.corpus import Corpus, Kept, check_adoption, check_case_study, read_corpus
from indexer.rules import BINDING
from indexer.vocabulary import Vocabulary, VocabularyError
from tests.conftest import CORPUS, TODAY

REPAIRS = "lincoln/lincoln-housing-repairs-system.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the corpus to spoil."""
    return Path(shutil.copytree(CORPUS, tmp_path / "casestudies"))


def rules(corpus: Corpus) -> list[tuple[str, str]]:
    return [(fault.path, fault.rule) for fault in corpus.faults]


def test_reads_every_case_study_and_adoption(corpus: Corpus) -> None:
    assert corpus.faults == ()
    assert list(corpus.case_studies) == sorted(corpus.case_studies)
    assert len(corpus.case_studies) == 12
    assert [adoption.slug for adoption in corpus.adoptions] == ["lincoln-repairs-in-norwich"]
    assert corpus.read == 13


def test_reads_each_field_as_its_kind(corpus: Corpus) -> None:
    repairs = corpus.case_studies["lincoln-housing-repairs-system"]
    assert repairs.path == REPAIRS
    assert repairs.councils == ("lincoln",)
    assert repairs.started == PartialDate(2022, 4)
    assert repairs.updated == date(2026, 5, 1)
    assert repairs.contact == Contact("Housing systems team", "housing.systems@council.example")
    assert repairs.costs == (Cost(240000, "Licence, set-up and moving the data, over three years", year=2022, source=1),)
    assert repairs.outcomes[0].before == 18
    assert repairs.sources[1].url is None
    assert repairs.text.startswith("## The problem\n")
    camden = corpus.case_studies["camden-damp-sensors"]
    assert (camden.costs[0].amount, camden.costs[0].estimate) == (31000.5, True)
    assert camden.outcomes[0].change == "down 30%"


def test_an_adoption_knows_its_council_and_what_it_copies(corpus: Corpus) -> None:
    (adoption,) = corpus.adoptions
    assert (adoption.council, adoption.copies, adoption.progress) == ("norwich", "lincoln-housing-repairs-system", "live")


def test_a_faulty_file_is_left_out_and_stops_no_other(folder: Path) -> None:
    (folder / REPAIRS).write_bytes(b"\xff\xfe")
    corpus = read_corpus(folder, today=TODAY)
    assert rules(corpus) == [(REPAIRS, "CB-002")]
    assert len(corpus.case_studies) == 11
    assert "lincoln-housing-repairs-system" not in corpus.digests
    # What copied it still does: the file is there, and is about to be mended.
    assert len(corpus.adoptions) == 1


def test_advice_leaves_nothing_out(folder: Path) -> None:
    corpus = read_corpus(folder, today=date(2040, 1, 1))
    assert {fault.rule for fault in corpus.faults} == {"CB-601"}
    assert len(corpus.case_studies) == 12


def test_a_build_asks_what_must_be_and_leaves_out_the_same(folder: Path) -> None:
    (folder / REPAIRS).write_bytes(b"\xff\xfe")
    checked = read_corpus(folder, today=date(2040, 1, 1))
    built = read_corpus(folder, today=date(2040, 1, 1), rules=BINDING)
    assert {fault.severity for fault in checked.faults} == {"fault", "advice"}
    assert built == replace(checked, faults=tuple(fault for fault in checked.faults if fault.severity == "fault"))


def test_two_files_of_one_name_are_both_left_out(folder: Path) -> None:
    copy = (folder / "dorset/dorset-care-demand-forecast.md").read_text(encoding="utf-8").replace("[dorset]", "[leeds]")
    (folder / "leeds").mkdir()
    (folder / "leeds/dorset-care-demand-forecast.md").write_text(copy, encoding="utf-8")
    corpus = read_corpus(folder, today=TODAY)
    assert rules(corpus) == [("dorset/dorset-care-demand-forecast.md", "CB-501"), ("leeds/dorset-care-demand-forecast.md", "CB-501")]
    assert "dorset-care-demand-forecast" not in corpus.case_studies


def test_an_adoption_of_nothing_is_left_out(folder: Path) -> None:
    (folder / REPAIRS).unlink()
    corpus = read_corpus(folder, today=TODAY)
    assert rules(corpus) == [("norwich/adoptions/lincoln-repairs-in-norwich.yaml", "CB-503")]
    assert corpus.adoptions == ()


@pytest.mark.parametrize(
    ("place", "fix"),
    [
        ("stray.md", "A case study goes in <council>/stray.md."),
        ("lincoln/deeper/stray.md", "A case study goes in lincoln/stray.md."),
        ("lincoln/stray.markdown", "A case study goes in lincoln/stray.md."),
        ("lincoln/STRAY.MD", "A case study goes in lincoln/STRAY.md."),
        ("lincoln/stray.yaml", "An adoption goes in lincoln/adoptions/stray.yaml."),
        ("lincoln/adoptions/stray.yml", "An adoption goes in lincoln/adoptions/stray.yaml."),
        ("lincoln/adoptions/stray.md", "A case study goes in lincoln/stray.md; only adoptions go in lincoln/adoptions."),
    ],
)
def test_a_file_in_the_wrong_place_is_told_where_to_go(place: str, fix: str, folder: Path) -> None:
    (folder / place).parent.mkdir(parents=True, exist_ok=True)
    (folder / place).write_text("x", encoding="utf-8")
    (fault,) = read_corpus(folder, today=TODAY).faults
    assert (fault.path, fault.rule, fault.fix) == (place, "CB-504", fix)


@pytest.mark.parametrize(
    "place", ["README.md", "TEMPLATE.md", "lincoln/photo.png", ".github/x.md", "lincoln/.hidden.md", "lincoln/notes.txt"]
)
def test_other_files_are_nobodys_business(place: str, folder: Path) -> None:
    (folder / place).parent.mkdir(parents=True, exist_ok=True)
    (folder / place).write_text("x", encoding="utf-8")
    assert read_corpus(folder, today=TODAY).faults == ()


def test_links_are_not_followed(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("password", encoding="utf-8")
    (folder / "lincoln/link.md").symlink_to(secret)
    (folder / "elsewhere").symlink_to(tmp_path)
    corpus = read_corpus(folder, today=TODAY)
    assert rules(corpus) == [("elsewhere", "CB-505"), ("lincoln/link.md", "CB-505")]
    assert "password" not in repr(corpus)


def test_a_name_that_is_no_text_is_told_in_text(folder: Path) -> None:
    (folder / "lincoln" / os.fsdecode(b"caf\xe9.md")).write_text("x", encoding="utf-8")
    (fault,) = read_corpus(folder, today=TODAY).faults
    assert (fault.path, fault.rule) == ("lincoln/caf\\udce9.md", "CB-505")


def test_a_pipe_does_not_hold_up_the_reading(folder: Path) -> None:
    os.mkfifo(folder / "lincoln/pipe.md")
    assert rules(read_corpus(folder, today=TODAY)) == [("lincoln/pipe.md", "CB-505")]


def kept_of(corpus: Corpus) -> Kept:
    """Everything in a corpus, as if it had been kept."""
    return dict.fromkeys(corpus.digests.values()) | dict(zip(corpus.adoption_digests, corpus.adoptions, strict=True))


def test_what_was_kept_is_not_read_again(folder: Path) -> None:
    first = read_corpus(folder, today=TODAY)
    (folder / REPAIRS).write_text((folder / REPAIRS).read_text(encoding="utf-8").replace("fifteen", "sixteen"), encoding="utf-8")
    second = read_corpus(folder, kept_of(first), today=TODAY)
    changed = [slug for slug in second.digests if second.digests[slug] != first.digests[slug]]
    assert changed == ["lincoln-housing-repairs-system"]
    assert list(second.case_studies) == changed
    assert list(second.digests) == list(first.digests)
    assert (second.adoptions, second.adoption_digests) == (first.adoptions, first.adoption_digests)
    assert second.adoptions[0] is first.adoptions[0]
    assert second.read == first.read


def test_what_was_kept_still_counts_where_files_must_go_together(folder: Path) -> None:
    first = read_corpus(folder, today=TODAY)
    shutil.move(folder / "wigan/wigan-tablet-lending.md", folder / "wigan/wigan-lending.md")
    text = (folder / "wigan/wigan-lending.md").read_text(encoding="utf-8").replace("previous_slugs: [wigan-tablets]\n", "")
    (folder / "wigan/wigan-tablets.md").write_text(text, encoding="utf-8")
    assert rules(read_corpus(folder, kept_of(first), today=TODAY)) == [("wigan/wigan-lending.md", "CB-501")]


def test_a_kept_adoption_of_what_went_is_told(folder: Path) -> None:
    first = read_corpus(folder, today=TODAY)
    (folder / REPAIRS).unlink()
    second = read_corpus(folder, kept_of(first), today=TODAY)
    assert rules(second) == [("norwich/adoptions/lincoln-repairs-in-norwich.yaml", "CB-503")]
    assert (second.adoptions, second.adoption_digests) == ((), ())


def test_a_change_to_an_agreed_list_changes_every_digest(folder: Path) -> None:
    first = read_corpus(folder, today=TODAY).digests
    with (folder / "vocabulary/themes.yaml").open("a", encoding="utf-8") as file:
        file.write("# one more line\n")
    second = read_corpus(folder, today=TODAY).digests
    assert not set(first.values()) & set(second.values())


def test_only_some_files_are_judged_but_names_are_compared_with_all(folder: Path) -> None:
    (folder / "surrey/surrey-social-care-chatbot.md").write_text("broken", encoding="utf-8")
    new = folder / "wigan/wigan-tablets.md"
    text = (folder / "wigan/wigan-tablet-lending.md").read_text(encoding="utf-8")
    new.write_text(text.replace("previous_slugs: [wigan-tablets]\n", ""), encoding="utf-8")
    corpus = read_corpus(folder, only=[new], today=TODAY)
    assert list(corpus.case_studies) == ["wigan-tablets"]
    assert corpus.read == 1
    assert rules(corpus) == [("wigan/wigan-tablet-lending.md", "CB-501")]


def test_one_file_can_be_checked_by_itself(vocabulary: Vocabulary) -> None:
    case_study, faults = check_case_study(REPAIRS, (CORPUS / REPAIRS).read_bytes(), vocabulary, TODAY)
    assert case_study is not None
    assert faults == ()
    nothing, faults = check_case_study(REPAIRS, b"", vocabulary, TODAY)
    assert nothing is None
    assert faults
    adoption, faults = check_adoption("norwich/adoptions/x.yaml", b"copies: a\n", vocabulary, TODAY)
    assert adoption is None
    assert {fault.rule for fault in faults} == {"CB-102"}


def test_a_folder_without_its_lists_says_which_is_missing(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"councils\.csv"):
        read_corpus(tmp_path)


def test_the_corpus_has_what_other_tests_count_on(corpus: Corpus) -> None:
    statuses = {case_study.status for case_study in corpus.case_studies.values()}
    assert {"idea", "pilot", "live", "scaled", "stopped"} <= statuses
    councils = [corpus.vocabulary.councils[slug] for it in corpus.case_studies.values() for slug in it.councils]
    assert {council.nation for council in councils} == {"England", "Scotland", "Wales", "Northern Ireland"}
    assert any(council.end_date for council in councils)
    assert any(not it.councils for it in corpus.case_studies.values())
    assert any(it.previous_slugs for it in corpus.case_studies.values())
    assert corpus.vocabulary.withdrawn

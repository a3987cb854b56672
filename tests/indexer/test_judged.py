"""Judged questions, from our own files and from the BEIR layout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.judged import JudgedError, judged_in, library_of
from indexer.passages import passages


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    """Two texts and two questions, one of them judged."""
    (tmp_path / "corpus.jsonl").write_text(
        "\n".join(json.dumps(it) for it in [{"_id": "2", "title": "B", "text": "Kettles."}, {"_id": "1", "title": "", "text": "Teapots."}])
    )
    (tmp_path / "queries.jsonl").write_text(
        "\n".join(json.dumps(it) for it in [{"_id": "q1", "text": "tea?"}, {"_id": "q2", "text": "never judged"}])
    )
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\t1\t2\nq1\t2\t-1\n")
    return tmp_path


def test_a_public_collection_is_read(beir: Path) -> None:
    judged = judged_in(beir)
    assert judged.questions == {"q1": "tea?"}
    assert judged.grades["q1"] == {"1": 2, "2": 0}


def test_its_texts_become_case_studies_in_order(beir: Path) -> None:
    library = library_of(beir)
    assert list(library.case_studies) == ["1", "2"]
    assert [passage.for_model for passage in passages(library.case_studies["2"])] == ["B. Kettles."]


def test_texts_of_the_same_name_are_told_apart_by_what_they_say(beir: Path) -> None:
    before = library_of(beir).digests
    corpus = beir / "corpus.jsonl"
    corpus.write_text(corpus.read_text().replace("Kettles", "Saucers"))
    after = library_of(beir).digests
    assert after["1"] == before["1"]
    assert after["2"] != before["2"]


def test_our_own_questions_are_read_and_one_without_answers_is_nonsense(tmp_path: Path) -> None:
    file = tmp_path / "judged.yaml"
    file.write_text('- {id: a, question: "Who?", answers: {x: 3}}\n- {id: b, question: "Scones", answers: {}}\n')
    judged = judged_in(file)
    assert judged.grades == {"a": {"x": 3}, "b": {}}


@pytest.mark.parametrize(
    "text", ["- {id: a, question: b, answers: {}}\n- {id: a, question: c, answers: {}}\n", "words", "- {id: a}", "[", ""]
)
def test_a_file_that_is_not_judged_questions_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "judged.yaml"
    file.write_text(text)
    with pytest.raises(JudgedError, match=r"judged\.yaml"):
        judged_in(file)


def test_a_folder_that_lacks_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(JudgedError, match=r"qrels\.tsv"):
        judged_in(tmp_path)
    with pytest.raises(JudgedError, match=r"corpus\.jsonl"):
        library_of(tmp_path)

"""Measuring the answers from a terminal. With the real model: a test of the command, not of the figures."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli import main
from indexer.cli.evaluate import table
from indexer.evaluation import Quality

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A public collection of two texts, and a file of our own questions over the frozen corpus."""
    folder = tmp_path_factory.mktemp("judged")
    beir = folder / "kitchen"
    beir.mkdir()
    texts = [
        {"_id": "1", "title": "Kettles", "text": "How water is boiled."},
        {"_id": "2", "title": "", "text": "Teapots are warmed first."},
    ]
    (beir / "corpus.jsonl").write_text("\n".join(map(json.dumps, texts)))
    (beir / "queries.jsonl").write_text(json.dumps({"_id": "q1", "text": "boiling water in a kettle"}))
    (beir / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\t1\t2\n")
    ours = folder / "ours.yaml"
    ours.write_text(
        '- {id: a, question: "replace an old housing repairs system", answers: {lincoln-housing-repairs-system: 3}}\n'
        '- {id: b, question: "recipe for scones", answers: {}}\n'
    )
    return str(beir), str(ours)


@pytest.mark.model
def test_a_public_collection_and_our_own_questions_go_through_the_same_search(sets: tuple[str, str]) -> None:
    said = CliRunner().invoke(main, ["evaluate", *sets, "--casestudies", str(CORPUS), "--json"])
    assert said.exit_code == 0, said.output
    kitchen, ours, mean = json.loads(said.output)
    assert list(kitchen) == ["words", "meaning", "both"]
    assert kitchen["both"]["name"] == "kitchen"
    assert (ours["both"]["questions"], ours["both"]["without_answer"], ours["both"]["nonsense"]) == (2, 1, 0)
    assert mean["both"]["ndcg_at_10"] == mean["words"]["recall_at_100"] == 1


def test_the_ways_of_searching_stand_side_by_side() -> None:
    words = Quality("kitchen", 12, 2, 0.5, 0.25, 0.75, 1, 2)
    both = dataclasses.replace(words, ndcg_at_10=0.6, unanswered=0)
    assert [" ".join(line.split()) for line in table({"words": words, "both": both}).splitlines()] == [
        "kitchen: 12 questions words both",
        "nDCG@10 0.500 0.600",
        "MRR@10 0.250 0.250",
        "recall@100 0.750 0.750",
        "found nothing, of 10 with an answer 1 0",
        "found something, of 2 with no answer 2 2",
    ]


def test_a_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    file = tmp_path / "judged.yaml"
    file.write_text("words")
    said = CliRunner().invoke(main, ["evaluate", str(file)])
    assert said.exit_code == 1
    assert "judged.yaml" in said.output

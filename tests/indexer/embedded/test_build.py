"""Building generations: what is encoded again, what stays, and what a reader sees meanwhile."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from indexer import IndexMissing, Query
from indexer.embedded import build, open_index
from indexer.embedded.generations import BuildingAlready, building, folder_of
from indexer.embedded.manifest import SCHEMA
from tests.toy_encoder import ToyEncoder

ROOT = Path(__file__).parents[3]
CORPUS = ROOT / "tests" / "corpus"
LINCOLN = "lincoln/lincoln-housing-repairs-system.md"
ADOPTION = "norwich/adoptions/lincoln-repairs-in-norwich.yaml"


@pytest.fixture
def casestudies(tmp_path: Path) -> Path:
    """A copy of the frozen corpus, to change."""
    return Path(shutil.copytree(CORPUS, tmp_path / "casestudies"))


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Where the index goes."""
    return tmp_path / "index"


def change(casestudies: Path, old: str, new: str, path: str = LINCOLN) -> None:
    """Edit one file."""
    file = casestudies / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_build_with_nothing_changed_keeps_the_generation_and_encodes_nothing(casestudies: Path, index: Path) -> None:
    first = build(casestudies, index, encoder=ToyEncoder())
    again = ToyEncoder()
    assert build(casestudies, index, encoder=again) == first
    assert again.encoded == []


def test_only_changed_passages_are_encoded_again(casestudies: Path, index: Path) -> None:
    first = build(casestudies, index, encoder=ToyEncoder())
    change(casestudies, "## What changed\n", "## What changed\n\nA new first paragraph about kettles.\n")
    again = ToyEncoder()
    built = build(casestudies, index, encoder=again)
    assert (built.generation, built.case_studies, built.passages) == (2, first.case_studies, first.passages)
    assert len(again.encoded) == 1
    assert "kettles" in again.encoded[0]


def test_what_changed_is_found_and_what_went_is_not(casestudies: Path, index: Path) -> None:
    build(casestudies, index, encoder=ToyEncoder())
    change(casestudies, "## What changed\n", "## What changed\n\nA new first paragraph about kettles.\n")
    (casestudies / "camden" / "camden-damp-sensors.md").unlink()
    build(casestudies, index, encoder=ToyEncoder())
    opened = open_index(index)
    assert [hit.case_study.slug for hit in opened.search(Query("kettles")).hits] == ["lincoln-housing-repairs-system"]
    assert opened.get("camden-damp-sensors") is None
    assert "camden-damp-sensors" not in [hit.case_study.slug for hit in opened.search(Query("damp")).hits]


def test_many_small_builds_answer_as_one_whole_build_does(casestudies: Path, index: Path, tmp_path: Path) -> None:
    chance = random.Random(20_261_122)
    others = [file for file in sorted(casestudies.glob("*/*.md")) if not file.match(LINCOLN)]
    for number in range(12):
        change(casestudies, "## What changed\n", f"## What changed\n\nRound {number} brought kettles.\n")
        away = chance.choice(others)
        text = away.read_bytes()
        away.unlink()
        build(casestudies, index, encoder=ToyEncoder())
        away.write_bytes(text)
    build(casestudies, index, encoder=ToyEncoder())
    build(casestudies, tmp_path / "whole", encoder=ToyEncoder())
    small, whole = open_index(index), open_index(tmp_path / "whole")
    for question in ("", "kettles", "round 3", "housing repairs", "sensors in homes"):
        assert small.search(Query(question)) == whole.search(Query(question)), question
    assert list(small.all()) == list(whole.all())
    for name in ("vectors.npy", "passages.npy", "counts.npy", "casestudies.jsonl", "digests.json", "catalogue.json", "adoptions.json"):
        kept = folder_of(index, small.built.generation) / name
        assert kept.read_bytes() == (folder_of(tmp_path / "whole", 1) / name).read_bytes(), name


def test_a_faulty_file_is_left_out_and_named_and_stops_nothing(casestudies: Path, index: Path) -> None:
    change(casestudies, "status: live", "status: finished")
    built = build(casestudies, index, encoder=ToyEncoder())
    assert list(built.left_out) == [LINCOLN]
    assert "status" in built.left_out[LINCOLN][0]
    assert open_index(index).get("lincoln-housing-repairs-system") is None
    assert built.case_studies == len(list(open_index(index).all())) > 5


def test_an_empty_library_builds_and_opens(tmp_path: Path, index: Path) -> None:
    empty = tmp_path / "empty"
    shutil.copytree(CORPUS / "vocabulary", empty / "vocabulary")
    assert build(empty, index, encoder=ToyEncoder()).case_studies == 0
    opened = open_index(index, ToyEncoder())
    opened.warm()
    assert opened.search(Query("housing")).total == 0
    assert opened.search(Query()).hits == ()
    assert list(opened.all()) == []


def test_two_generations_are_kept(casestudies: Path, index: Path) -> None:
    for number in range(4):
        change(casestudies, "## What changed\n", f"## What changed\n\nRound {number}.\n")
        build(casestudies, index, encoder=ToyEncoder())
    assert sorted(folder.name for folder in (index / "generations").iterdir()) == ["000003", "000004"]


def test_segments_that_did_not_change_are_shared(casestudies: Path, index: Path) -> None:
    build(casestudies, index, encoder=ToyEncoder())
    change(casestudies, "## What changed\n", "## What changed\n\nMore.\n")
    build(casestudies, index, encoder=ToyEncoder())
    shared = [file for file in folder_of(index, 2).rglob("*.seg") if file.stat().st_nlink > 1]
    assert shared


def test_when_most_changed_the_words_are_written_anew(casestudies: Path, index: Path) -> None:
    build(casestudies, index, encoder=ToyEncoder())
    for file in casestudies.glob("*/*.md"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("## What changed\n", "## What changed\n\nKettles.\n"), encoding="utf-8")
    build(casestudies, index, encoder=ToyEncoder())
    (segment,) = folder_of(index, 2).rglob("*.seg")
    assert segment.stat().st_nlink == 1
    assert open_index(index).search(Query("kettles")).total == open_index(index).built.case_studies


def test_an_adoption_that_comes_changes_the_grade_of_what_it_copies_by_any_of_its_names(casestudies: Path, index: Path) -> None:
    text = (casestudies / ADOPTION).read_text(encoding="utf-8")
    change(casestudies, "\nsummary:", "\nprevious_slugs: [lincoln-repairs-once]\nsummary:")
    (casestudies / ADOPTION).unlink()
    build(casestudies, index, encoder=ToyEncoder())
    before = grade(index)
    (casestudies / ADOPTION).write_text(text.replace("lincoln-housing-repairs-system", "lincoln-repairs-once"), encoding="utf-8")
    again = ToyEncoder()
    build(casestudies, index, encoder=again)
    assert (before, grade(index), again.encoded) == (2, 4, [])
    (casestudies / ADOPTION).unlink()
    build(casestudies, index, encoder=ToyEncoder())
    assert grade(index) == before


def test_what_other_code_made_is_made_anew_but_not_encoded_again(casestudies: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(casestudies, index, encoder=ToyEncoder())
    for name in ("build", "manifest"):
        monkeypatch.setattr(sys.modules[f"indexer.embedded.{name}"], "CODE", "other")
    monkeypatch.setattr(sys.modules["indexer.embedded.build"], "evidence", lambda *_: SimpleNamespace(grade=0))
    again = ToyEncoder()
    assert build(casestudies, index, encoder=again).generation == 2
    assert (grade(index), again.encoded) == (0, [])
    assert open_index(index).search(Query("housing repairs")).total > 0


def test_a_change_in_the_agreed_lists_alone_reaches_the_words_and_the_filters(casestudies: Path, index: Path) -> None:
    build(casestudies, index, encoder=ToyEncoder())
    change(casestudies, "City of Lincoln Council", "Kettleborough Council", "vocabulary/councils.csv")
    again = ToyEncoder()
    assert build(casestudies, index, encoder=again).generation == 2
    found = open_index(index).search(Query("kettleborough"))
    assert [hit.case_study.slug for hit in found.hits] == ["lincoln-housing-repairs-system"]
    assert [count.name for count in found.counts["council"]] == ["Kettleborough Council"]
    assert again.encoded == []


def test_with_another_kind_of_model_every_passage_is_encoded_again_and_no_file_read(
    casestudies: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(casestudies, index, encoder=ToyEncoder())
    monkeypatch.setattr("indexer.corpus.faults", None)
    other = ToyEncoder()
    other.precision = "int8-onnx"
    second = build(casestudies, index, encoder=other)
    assert (second.generation, second.precision, len(other.encoded)) == (2, "int8-onnx", first.passages)
    assert second.case_studies == len(list(open_index(index).all())) == first.case_studies


def grade(index: Path) -> int:
    """The evidence of what the one adoption copies."""
    (hit,) = (hit for hit in open_index(index).search(Query()).hits if hit.case_study.slug == "lincoln-housing-repairs-system")
    return hit.evidence


def test_there_is_only_ever_one_builder(casestudies: Path, index: Path) -> None:
    with building(index), pytest.raises(BuildingAlready, match="Wait for it to finish"):
        build(casestudies, index, encoder=ToyEncoder())


def test_an_index_of_another_schema_is_not_read_and_is_built_from_nothing(casestudies: Path, index: Path) -> None:
    build(casestudies, index, encoder=ToyEncoder())
    manifest = folder_of(index, 1) / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(SCHEMA, "another"), encoding="utf-8")
    with pytest.raises(IndexMissing, match="another version"):
        open_index(index)
    again = ToyEncoder()
    assert build(casestudies, index, encoder=again).generation == 2
    assert again.encoded


def test_a_reader_notices_a_new_generation_and_the_old_one_still_answers(casestudies: Path, index: Path) -> None:
    build(casestudies, index, encoder=ToyEncoder())
    before = open_index(index)
    assert before.is_current()
    for number in range(3):
        change(casestudies, "## What changed\n", f"## What changed\n\nKettles {number}.\n")
        build(casestudies, index, encoder=ToyEncoder())
    assert not before.is_current()
    assert before.search(Query("kettles")).total == 0
    assert before.search(Query("housing repairs")).total > 0
    assert open_index(index).search(Query("kettles")).total == 1


def test_six_rebuilds_under_four_reading_processes(casestudies: Path, index: Path) -> None:
    change(casestudies, "## What changed\n", "## What changed\n\nround0 round0.\n")
    build(casestudies, index, encoder=ToyEncoder())
    readers = [
        subprocess.Popen([sys.executable, "-c", _READER, str(index)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "reading\n"
    for number in range(6):
        change(casestudies, f"round{number} round{number}", f"round{number + 1} round{number + 1}")
        build(casestudies, index, encoder=ToyEncoder())
        time.sleep(0.3)
    for reader in readers:
        said, _ = reader.communicate("stop\n", timeout=60)
        assert reader.returncode == 0
        seen = [int(word) for word in said.split()]
        assert seen == sorted(seen)
        assert seen[-1] == 7


#: Reads over and over, reopening when told, until a line comes in. Fails on any error or any mixed result: the words of one
#: generation with the case study of another.
_READER = """
import re, select, sys
from pathlib import Path
from indexer import IndexMissing, Query
from indexer.embedded import open_index
opened = open_index(Path(sys.argv[1]))
print("reading", flush=True)
seen = set()
last = False
while True:
    text = opened.get("lincoln-housing-repairs-system").text
    rounds = set(re.findall(r"round\\d", text))
    assert len(rounds) == 1, rounds
    found = opened.search(Query(rounds.pop()))
    assert [hit.case_study.slug for hit in found.hits] == ["lincoln-housing-repairs-system"], found
    seen.add(opened.built.generation)
    if not opened.is_current():
        opened.close()
        opened = open_index(Path(sys.argv[1]))
    elif last:
        break
    last = last or bool(select.select([sys.stdin], [], [], 0)[0])
print(*sorted(seen))
"""

_BUILDER = """
import sys
from pathlib import Path
from indexer.embedded import build
from tests.toy_encoder import ToyEncoder
print("building", flush=True)
build(Path(sys.argv[1]), Path(sys.argv[2]), encoder=ToyEncoder(seconds_a_text=0.002))
"""


def test_killed_at_any_moment_a_build_leaves_a_whole_generation(casestudies: Path, index: Path) -> None:
    change(casestudies, "## What changed\n", "## What changed\n\nround0.\n")
    build(casestudies, index, encoder=ToyEncoder())
    moments = random.Random(20_261_122)
    killed = 0
    for number in range(20):
        change(casestudies, f"round{number}.", f"round{number + 1}.")
        builder = subprocess.Popen(
            [sys.executable, "-c", _BUILDER, str(casestudies), str(index)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert builder.stdout is not None
        assert builder.stdout.readline() == "building\n"
        time.sleep(moments.uniform(0, 0.25))
        builder.kill()
        killed += builder.wait() != 0
        builder.stdout.close()
        opened = open_index(index)
        case_study = opened.get("lincoln-housing-repairs-system")
        assert case_study is not None
        (round_,) = re.findall(r"round\d+", case_study.text)
        assert [hit.case_study.slug for hit in opened.search(Query(round_)).hits] == ["lincoln-housing-repairs-system"]
        opened.close()
    # Some were killed in the middle, or this test says nothing.
    assert killed >= 5
    build(casestudies, index, encoder=ToyEncoder())
    assert open_index(index).search(Query("round20")).total == 1
    assert not [folder for folder in (index / "generations").iterdir() if folder.name.startswith(".new")]

"""Files made to break whatever reads them end in faults, and take little time and memory."""

from __future__ import annotations

import shutil
import time
import tracemalloc
from pathlib import Path

import pytest

from indexer.corpus import check_case_study, read_corpus
from indexer.frontmatter import LARGEST
from indexer.library import whole_faults
from indexer.mending import mend
from indexer.vocabulary import Vocabulary
from tests.conftest import CORPUS, TODAY

PATH = "lincoln/lincoln-housing-repairs-system.md"
HEAD = (CORPUS / PATH).read_text(encoding="utf-8").partition("## The problem")[0]

#: Of processor time, on a slow machine: several times what any of these takes on an ordinary one.
SECONDS = 5.0

#: YAML that grows, nests, or makes things as it is read.
BOMBS = {
    "laughs": "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(f"n{n}: &n{n} [{'*a, ' * 9}x]\n" for n in range(20)),
    "nested lists": "a: " + "[" * 90_000,
    "nested braces": "a: " + "{a: " * 45_000,
    "nested hyphens": "a:\n" + "".join(f"{' ' * n}-\n" for n in range(600)),
    "object": "a: !!python/object/apply:os.system [echo stolen]",
    "merge": "a: &a {b: c}\nd: {<<: *a}",
    "many values": "a: [" + "1," * 90_000 + "]",
    "many names": "".join(f"a{n}: 1\n" for n in range(18_000)),
    "many misspellings": "".join(f"titl{n}: 1\n" for n in range(15_000)),
    "one long word": "a: " + "x" * 190_000,
    "unclosed": 'a: "' + "x\n" * 90_000,
    "tabs": "\ta: 1\n" * 30_000,
    "block of spaces": "a: |\n" + " " * 190_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_yaml_that_explodes_is_a_fault_in_bounded_time_and_memory(name: str, vocabulary: Vocabulary) -> None:
    content = f"---\n{BOMBS[name]}\n---\n\n## The problem\n\nx\n".encode()
    tracemalloc.start()
    began = time.process_time()
    made, faults = check_case_study(PATH, content, vocabulary, TODAY)
    spent, (_, most) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert made is None
    assert any(fault.severity == "fault" for fault in faults)
    # Measuring memory takes several times the time.
    assert spent < 4 * SECONDS
    assert most < 150_000_000


#: What a pattern may stumble over, again and again up to the largest file.
STUMBLES = (
    "[",
    "![",
    "](",
    "[a](",
    "<",
    "<a ",
    "`",
    "*",
    "_",
    "\n#",
    "\n##",
    "\n- ",
    "\n1. ",
    "A",
    "A ",
    "A.",
    "1",
    "1,",
    "£1,",
    "07",
    "+44 ",
    "@",
    "a.",
    "a@a.",
    "QQ 12 ",
    "999 ",
    "Flat 1 ",
    "1 A ",
    "lives at ",
    "\nregards ",
    "fell by 100",
    "XX",
    "[insert ",
    "\t",
    " ",
    "\n|",
    "\n---\n",
    "<!--",
    "\r",
    "\x0b",
    "e.g. ",
    "\n[",
    "https://",
    "!",
    "..",
    "... ",
    "?! ",
    "'",
    "\n```\n",
    "🙂",
    "## x\n",
    "\n## What changed\n£1 ",
)


@pytest.mark.parametrize("unit", STUMBLES)
def test_no_text_keeps_the_rules_busy(unit: str, vocabulary: Vocabulary) -> None:
    room = (LARGEST - len(HEAD.encode()) - 100) // len(unit.encode())
    content = f"{HEAD}## The problem\n\n{unit * room}\n".encode()
    began = time.process_time()
    check_case_study(PATH, content, vocabulary, TODAY)
    assert time.process_time() - began < SECONDS


def test_mending_a_hostile_file_ends(vocabulary: Vocabulary) -> None:
    content = f"---\n{BOMBS['tabs']}---\n{'##x' * 100}\n".encode() + b"#####x\n" * 3_000
    began = time.process_time()
    mend(PATH, content, vocabulary, TODAY)
    assert time.process_time() - began < 60


def test_a_file_of_100_megabytes_is_a_fault_and_is_not_read_whole(tmp_path: Path, vocabulary: Vocabulary) -> None:
    folder = Path(shutil.copytree(CORPUS, tmp_path / "casestudies"))
    with (folder / "lincoln/huge.md").open("wb") as file:
        file.truncate(100_000_000)
    corpus = read_corpus(folder, today=TODAY)
    (fault,) = corpus.faults
    assert (fault.path, fault.rule) == ("lincoln/huge.md", "CB-001")
    tracemalloc.start()
    read_corpus(folder, only=[folder / "lincoln/huge.md"], today=TODAY)
    whole_faults(folder, vocabulary, only=[folder / "lincoln/huge.md"], today=TODAY)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 20_000_000

from __future__ import annotations

import pytest

from indexer.mending import mend
from indexer.vocabulary import Vocabulary
from tests.conftest import CORPUS, TODAY, Told
from tests.indexer.rules.cases import Case, assert_told, name

PATH = "lincoln/lincoln-housing-repairs-system.md"
SUPPLIERS = 'suppliers: ["Brickwork Software"]'
TECHNOLOGY = 'technology: ["Open repairs API"]'

CASES = [
    Case(
        "CB-605",
        [(SUPPLIERS, "suppliers: [Brickwork Systems]")],
        17,
        13,
        "“Brickwork Systems” is there as “Brickwork Software”",
        "Write “Brickwork",
    ),
    Case("CB-605", [(SUPPLIERS, "suppliers: [Brickwork  software Ltd.]")], 17, 13, "as “Brickwork Software”", "Write “Brickwork"),
    Case(
        "CB-605",
        [(TECHNOLOGY, "technology: [LoRaWAN, open repairs interface]")],
        16,
        23,
        "`technology` must be",
        "Write “Open repairs API”.",
    ),
    Case("CB-605", [(SUPPLIERS, "suppliers: [Brickwork Software, Brickwork Systems]")], 17, 33, "as “Brickwork Software”", "Take it out"),
    Case("CB-605", [(SUPPLIERS, "suppliers: [Brickwork Sofwtare]")], 17, 13, "and “Brickwork Software” is", "If it is another"),
    Case("CB-605", [(SUPPLIERS, "suppliers: [Brickwork Softwares]")], 17, 13, "is not there, and “Brickwork Software” is", "leave it"),
    Case("CB-605", [(TECHNOLOGY, "technology: [Open repair API]")], 16, 14, "and “Open repairs API” is", "leave it"),
]


@pytest.mark.parametrize("case", CASES, ids=name)
def test_advises_the_agreed_spelling_and_never_blocks(case: Case, told: Told) -> None:
    faults = told(*case.changes)
    assert_told(case, faults)
    assert {fault.severity for fault in faults} == {"advice"}


@pytest.mark.parametrize(
    "written",
    [
        "suppliers: [Brickwork Software]",
        "suppliers: [Nobody Heard Of It]",
        "suppliers: [Brick Software]",
        "suppliers: [Brickwork Hardware]",
        "suppliers: [Unit5]",
        "suppliers: [Units]",
        "suppliers: [Open Repairs Interface]",
        "suppliers: [Limited]",
        'suppliers: ["()[]*+\\\\"]',
    ],
)
def test_a_name_in_no_list_is_as_good_as_any(written: str, told: Told) -> None:
    assert told((SUPPLIERS, written)) == []


def test_without_a_list_nothing_is_said(vocabulary: Vocabulary) -> None:
    content = (CORPUS / PATH).read_bytes().replace(SUPPLIERS.encode(), b"suppliers: [brickwork systems]")
    assert mend(PATH, content, Vocabulary(councils=vocabulary.councils, themes=vocabulary.themes), TODAY).content == content


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("suppliers: [Brickwork Systems]", "suppliers: [Brickwork Software]"),
        ('suppliers: ["Brickwork: Repairs", Else]', 'suppliers: ["Brickwork Software", Else]'),
        ("suppliers:\n  - BRICKWORK SOFTWARE LIMITED", "suppliers:\n  - Brickwork Software"),
        ('suppliers: ["SH24"]', 'suppliers: ["SH:24"]'),
        # Left to a person: a note, a mark that YAML may take for its own, one that is there already, a slip.
        ("suppliers: [Mortar Systems (now Brickwork)]", ""),
        ("suppliers: [SH24]", ""),
        ("suppliers: [Brickwork Software, Brickwork Systems]", ""),
        ("suppliers: [Brickwork Sofwtare]", ""),
    ],
)
def test_mends_what_loses_nothing(written: str, becomes: str, vocabulary: Vocabulary) -> None:
    good = (CORPUS / PATH).read_text(encoding="utf-8")
    mended = mend(PATH, good.replace(SUPPLIERS, written).encode(), vocabulary, TODAY)
    assert mended.content.decode() == good.replace(SUPPLIERS, becomes or written)

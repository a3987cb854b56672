from __future__ import annotations

import pytest

from tests.conftest import Told
from tests.indexer.rules.cases import Case, assert_told, name

LONG = "We asked the team to look at each of the jobs in the list and to say for every one of them whether it was still to be done."
HEAVY = "Organisational interoperability necessitates comprehensive intergovernmental standardisation. " * 12


def said(words: str) -> list[tuple[str, str]]:
    return [("2. Clean", f"\n{words}\n\n2. Clean")]


CASES = [
    Case("CB-901", said(LONG), 69, 1, "this one has 29", "Make two sentences"),
    Case("CB-901", said(f"It works. {LONG}"), 69, 11, "this one has 29"),
    Case("CB-902", said("We utilise it."), 69, 4, "there is one for “utilise”", "Write “use”."),
    Case("CB-902", said("It was done In order to learn,\nand going forward it stays."), 69, 13, "“in order to”", "Write “to”."),
    Case("CB-903", said("The RQZ was asked."), 69, 5, "“RQZ” is not", "then (RQZ)"),
    Case("CB-904", said(HEAVY), 45, 1, "reading age of at most 17", "plain words"),
]


@pytest.mark.parametrize("case", CASES, ids=name)
def test_advises_plain_english(case: Case, told: Told) -> None:
    faults = [fault for fault in told(*case.changes) if fault.rule == case.rule]
    assert_told(case, faults[:1])
    assert {fault.severity for fault in faults} == {"advice"}


@pytest.mark.parametrize(
    "words",
    [
        "The UK and the NHS use IT, and a PDF is A4.",
        "The Regional Quality Zone (RQZ) was asked. The RQZ agreed.",
        "The RQZ (Regional Quality Zone) was asked.",
        "Brickwork API and G-Cloud are names that the fields give.",
        "See RM6123.4 at council.example/ABCD and part IV.",
        "It took e.g. 3 days, i.e. less than before. Dr. A. Nobody is a made-up name, no. 7 of 9.",
        "- one, two, three, four, five, six, seven, eight, nine, ten\n- " + "and so on, " * 6,
        "| RQZ | utilise |\n| --- | --- |\n| a | b |",
        "```\nutilise RQZ\n```",
    ],
)
def test_leaves_plain_english_alone(words: str, told: Told) -> None:
    assert [fault.rule for fault in told(*said(words)) if fault.rule.startswith("CB-9")] == []


def test_welsh_is_not_held_to_english_words(told: Told) -> None:
    assert told(("review_by:", "language: cy\nreview_by:"), *said("We utilise it.")) == []

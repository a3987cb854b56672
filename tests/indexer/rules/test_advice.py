from __future__ import annotations

import pytest

from tests.conftest import Told
from tests.indexer.rules.cases import Case, assert_told, name

SUMMARY = "Tenants report a repair and choose a slot online. Missed appointments fell from 18% to 7% in the first year."

CASES = [
    Case("CB-601", [("review_by: 2027-01-10", "review_by: 2026-11-21")], 12, 12, "the review was due on 2026-11-21", "still true"),
    Case("CB-602", [(SUMMARY, "Lincoln replaces its old housing repairs  system.")], 3, 10, "must tell more than the title"),
    Case(
        "CB-603",
        [("    reported_by: council\n    source: 1\n  - measure", "    source: 1\n  - measure")],
        22,
        5,
        "`reported_by` to count as evidence",
    ),
    Case("CB-603", [("    reported_by: council\n    source: 1\n  - measure", "  - measure")], 22, 5, "`reported_by` and `source` to count"),
    Case("CB-604", [("before: 18", "before: 18%")], 23, 13, "“18%” is not", "Write 18, with unit: “%”."),
    Case("CB-604", [("after: 4100", 'after: "£4,100"')], 32, 12, "“£4,100” is not", "Write 4100, with unit: “£”."),
]


@pytest.mark.parametrize("case", CASES, ids=name)
def test_advises_and_never_blocks(case: Case, told: Told) -> None:
    faults = told(*case.changes)
    assert_told(case, faults)
    assert {fault.severity for fault in faults} == {"advice"}


def test_does_not_ask_for_a_number_beside_words(told: Told) -> None:
    assert told(("before: 18", "before: 18 days"), ("after: 7", "after: a few minutes"), ('unit: "%"', 'unit: ""')) == []


def test_the_day_of_the_review_itself_is_in_time(told: Told) -> None:
    assert told(("review_by: 2027-01-10", "review_by: 2026-11-22")) == []

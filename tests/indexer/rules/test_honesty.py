from __future__ import annotations

import pytest

from tests.conftest import Told
from tests.indexer.rules.cases import Case, assert_told, name

FELL = "Missed appointments fell from 18% to 7% in the first year [1]"
SAID = "Tenants booked 4,100 repairs online."

CASES = [
    Case("CB-801", [(SAID, f"{SAID}\n\nIt saved £91,000 too.")], 61, 10, "“£91,000” is neither", "Cite its source"),
    Case("CB-801", [(SAID, f"{SAID}\n\nOf tenants, 93% were pleased.")], 61, 13, "“93%” is neither"),
    Case("CB-801", [(SAID, f"{SAID}\n\nIt cost £1.5 million; £1.5 million is much.")], 61, 9, "“£1.5 million” is neither"),
    Case(
        "CB-802", [('"Repairs booked online"', '"Repairs expected to be booked online"')], 34, 13, "it says “expected”", "nature: forecast"
    ),
    Case("CB-802", [("April 2023 to March 2024", "April 2027 to March 2028")], 27, 13, "was still to come when this was published"),
    Case("CB-803", [("before: 18", "before: about 18 days")], 23, 13, "here are “time” and “a share”", "one unit"),
    Case(
        "CB-803",
        [("before: 18", "before: £18 each"), ("after: 7", "after: 7 days"), ('unit: "%"', 'unit: ""')],
        23,
        13,
        "“money” and “time”",
    ),
    Case("CB-804", [("before: 18", "before: 180")], 23, 13, "“180%” of “Repairs appointments missed” is not", "Look for a slip"),
    Case("CB-804", [("before: 18", "change: -120")], 23, 13, "“-120%”"),
    Case(
        "CB-804",
        [(FELL, "They fell by 118% [1]")],
        59,
        6,
        "nothing falls by 118%",
    ),
    Case(
        "CB-805", [("Licence, set-up and moving the data, over three years", "Total cost")], 20, 30, "“Total cost” does not", "for how long"
    ),
]


@pytest.mark.parametrize("case", CASES, ids=name)
def test_keeps_figures_honest(case: Case, told: Told) -> None:
    assert_told(case, told(*case.changes))


@pytest.mark.parametrize(
    "changes",
    [
        [(SAID, f"{SAID}\n\nIn 2024 this was 18% [1]. The 4,100 are those of version 3.1, from 1 April 2023 at 10:30.")],
        [(SAID, f"{SAID}\n\nThe £240,000 is what it cost.")],
        [('"Repairs booked online"', '"Repairs booked online, against 5,000 expected"')],
        [('"Repairs booked online"', '"Savings than planned, as forecast by the demand model"')],
        [("before: 18", "before: 15 days"), ("after: 7", "after: 20 minutes"), ('unit: "%"', 'unit: ""')],
        [("before: 18\n    after: 7", "change: 140"), ("Repairs appointments missed", "Increase in repairs booked")],
        [("after: 7", "after: 130"), ("Repairs appointments missed", "Return on investment")],
        [("fell from 18% to 7%", "rose by 118% and then fell by 18%, to 700% of what it was [1], by a count of 118")],
    ],
    ids=str,
)
def test_leaves_honest_figures_alone(changes: list[tuple[str, str]], told: Told) -> None:
    assert [fault.rule for fault in told(*changes) if fault.rule.startswith("CB-8")] == []

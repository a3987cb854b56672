from __future__ import annotations

import pytest

from tests.conftest import Told
from tests.indexer.rules.cases import Case, assert_told, name

CASES = [
    Case("CB-201", [("amount: 240000", "amount: £240000")], 20, 14, "`costs.amount` must be a plain number", "Write 240000."),
    Case("CB-201", [("amount: 240000", 'amount: "240,000"')], 20, 14, "“240,000” is not", "Write 240000."),
    Case("CB-201", [("amount: 240000", "amount: £240,000")], 20, 14, "“£240,000” is not", "Write 240000."),
    Case("CB-201", [("amount: 240000", "amount: 1,240,000.50")], 20, 14, "“1,240,000.50” is not", "Write 1240000.50."),
    Case("CB-201", [("year: 2022", "year: 2022-23")], 20, 93, "`costs.year` must be a whole number", "digits only"),
    Case("CB-201", [("year: 2022", "year: 2022, estimate: perhaps")], 20, 109, "must be true or false", "Write true or false"),
    Case("CB-201", [("published: 2026-01-10", "published: 10/01/2026")], 10, 12, "must be a date as YYYY-MM-DD", "Write 2026-01-10."),
    Case("CB-201", [("published: 2026-01-10", "published: 1st March 2026")], 10, 12, "“1st March 2026” is not", "Write 2026-03-01."),
    Case("CB-201", [("published: 2026-01-10", "published: 2026-01")], 10, 12, "must be a date as YYYY-MM-DD", "such as 2026-11-22"),
    Case("CB-201", [("published: 2026-01-10", "published: 2026-02-30")], 10, 12, "“2026-02-30” is not", "one that there is"),
    Case("CB-201", [("started: 2022-04", "started: April 2022")], 8, 10, "YYYY, YYYY-MM or YYYY-MM-DD", "Write 2022-04."),
    Case("CB-201", [("started: 2022-04", "started: 0022-04")], 8, 10, "“0022-04” is not"),
    Case(
        "CB-201",
        [('"https://council.example/repairs-questions"', "council.example/q")],
        39,
        72,
        "whole address",
        "Write https://council.example/q",
    ),
    Case("CB-201", [("https://council.example/repairs-questions", "javascript:alert(1)")], 39, 72, "must be a whole address"),
    Case("CB-201", [("https://council.example/repairs-questions", "https://me:pass@a.example")], 39, 72, "must be a whole address"),
    Case(
        "CB-201", [("housing.systems@council.example", "housing.systems at council")], 15, 48, "must be an email address", "shared mailbox"
    ),
    Case("CB-201", [("    source: 1\n  - measure", "    source: first\n  - measure")], 30, 13, "the number of a source", "Count down"),
    Case("CB-201", [("    source: 1\n  - measure", "    source: 0\n  - measure")], 30, 13, "counting from 1"),
    Case("CB-201", [("licence: OGL-UK-3.0\n", "licence: OGL-UK-3.0\nprevious_slugs: [Old Name]\n")], 15, 18, "a case study’s name"),
    Case("CB-202", [("status: live", "status: Live")], 7, 9, "must be one of idea, pilot, live, scaled, stopped, unknown", "“live”"),
    Case("CB-202", [("licence: OGL-UK-3.0\n", "licence: OGL\n")], 14, 10, "“OGL” is not", "Did you mean “OGL-UK-3.0”?"),
    Case("CB-202", [("status: live", "status: xyzzy")], 7, 9, "“xyzzy” is not", "Pick one of them"),
    Case("CB-203", [("ended: 2024-03", "ended: 2021")], 9, 8, "`ended` must not be before `started`", "slip"),
    Case("CB-203", [("updated: 2026-05-01", "updated: 2025-05-01")], 11, 10, "`updated` must not be before `published`"),
    Case(
        "CB-203",
        [("review_by: 2027-01-10", "review_by: 2026-01-09"), ("2026-05-01", "2026-01-10")],
        12,
        12,
        "`review_by` must not be before",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=name)
def test_says_what_a_value_must_be(case: Case, told: Told) -> None:
    faults = [fault for fault in told(*case.changes) if fault.severity == "fault"]
    assert_told(case, faults)


@pytest.mark.parametrize(("started", "ended"), [("2022-04", "2022"), ("2022", "2022"), ("2022-04-02", "2022-04"), ("2021", "2022-01-01")])
def test_dates_are_compared_only_as_far_as_both_are_known(started: str, ended: str, told: Told) -> None:
    assert told(("started: 2022-04", f"started: {started}"), ("ended: 2024-03", f"ended: {ended}")) == []


@pytest.mark.parametrize("url", ["http://a.example", "https://a.example/a?b=c#d", "https://a.example/ŵ", "https://a.example:8080/(x)"])
def test_takes_addresses_as_browsers_show_them(url: str, told: Told) -> None:
    assert told(("https://council.example/repairs-questions", url)) == []

from __future__ import annotations

import pytest

from tests.conftest import Told
from tests.indexer.rules.cases import Case, assert_told, name

NORWICH = "norwich/adoptions/lincoln-repairs-in-norwich.yaml"
COPELAND = "copeland/copeland-payroll-move.md"

CASES = [
    Case("CB-301", [("[lincoln]", "[Lincoln City Council]")], 4, 12, "`councils` must be from councils.csv", "Did you mean “lincoln”?"),
    Case("CB-301", [("[lincoln]", "[lincln]")], 4, 12, "“lincln” is not there", "Did you mean “lincoln”?"),
    Case("CB-301", [("[lincoln]", "[your-council]")], 4, 12, "“your-council” is not there", "Pick one from vocabulary/councils.csv"),
    Case("CB-301", [("[lincoln]", "[lincoln, Caerdydd]")], 4, 21, "“Caerdydd” is not there", "Did you mean “cardiff”?"),
    Case("CB-301", [("[lincoln]", "[lincoln, London Borough of Camden]")], 4, 21, "is not there", "Did you mean “camden”?"),
    Case(
        "CB-301",
        [("[lincoln]", "[lincoln]\npartners: [LGA of Wales, wlga]")],
        5,
        12,
        "`partners` must be from partners.csv",
        "partners.csv",
    ),
    Case(
        "CB-301",
        [("[lincoln]", "[lincoln]\npartners: [camden]")],
        5,
        12,
        "“camden” is not there",
        "It is in councils.csv: move it to `councils`.",
    ),
    Case(
        "CB-301", [("[housing,", "[housng,")], 5, 10, "`themes` must be from themes.yaml; “housng” is not there", "Did you mean “housing”?"
    ),
    Case("CB-301", [("integration]", "Skills gap]")], 6, 28, "`barriers` must be from barriers.yaml", "Did you mean “skills”?"),
    Case("CB-302", [("councils: [lincoln]\n", "")], 2, 1, "`councils` or `partners` must name whose work it is", "Add councils"),
    Case(
        "CB-303",
        [("started: 2016", "started: 2023-04"), ("ended: 2017", "ended: 2024")],
        4,
        12,
        "Copeland Borough Council ended on 31 March 2023",
        "“cumberland” (Cumberland Council)",
        COPELAND,
    ),
    Case(
        "CB-304", [], 1, 1, "“Lincoln Repairs 2024” is not", "Rename it to lincoln-repairs-2024.md", path="lincoln/Lincoln Repairs 2024.md"
    ),
    Case("CB-304", [], 1, 1, "must be small letters", "what-you-did.md", path="lincoln/—.md"),
    Case(
        "CB-305",
        [],
        4,
        12,
        "must be in the folder of its lead, lincoln; it is in “camden”",
        "Move it to lincoln/repairs.md",
        path="camden/repairs.md",
    ),
    Case(
        "CB-305", [], 1, 1, "“norwch” is not a council in councils.csv", "Did you mean “norwich”?", NORWICH, "norwch/adoptions/repairs.yaml"
    ),
]


@pytest.mark.parametrize("case", CASES, ids=name)
def test_names_what_is_not_agreed_and_the_nearest_that_is(case: Case, told: Told) -> None:
    faults = told(*case.changes, file=case.file, path=case.path)
    assert_told(case, [fault for fault in faults if fault.rule == case.rule][:1])
    assert {fault.rule for fault in faults} == {case.rule}


def test_a_council_may_have_ended_after_the_work(told: Told) -> None:
    assert told(file=COPELAND) == []
    assert told(("started: 2016", "started: 2023"), ("ended: 2017", "ended: 2023"), file=COPELAND) == []


def test_a_partner_leads_where_no_council_does(told: Told) -> None:
    estonia = "estonian-social-insurance-board/estonia-automatic-benefits.md"
    assert [fault.rule for fault in told(file=estonia, path="estonia/x.md")] == ["CB-305"]
    assert told(("partners: [", "councils: [leeds]\npartners: ["), file=estonia, path="leeds/x.md") == []

from __future__ import annotations

import pytest

from tests.conftest import Told
from tests.indexer.rules.cases import Case, assert_told, name

LONG = "Lincoln " * 30

CASES = [
    Case("CB-101", [("barriers:", "barriors:")], 6, 1, "“barriors” is not", "Did you mean `barriers`?"),
    Case("CB-101", [('title: "Lincoln', 'titel: "Lincoln')], 2, 1, "“titel” is not", "Did you mean `title`?"),
    Case("CB-101", [("status: live", "status: live\nxyzzy: 1")], 8, 1, "“xyzzy” is not", "The fields are: title, summary"),
    Case("CB-101", [("    before: 18", "    befor: 18")], 23, 5, "A field in `outcomes` must", "Did you mean `before`?"),
    Case(
        "CB-101",
        [('role: "Housing systems team"', "role: Housing, systems team")],
        15,
        26,
        "in `contact`",
        "put all of them in double quotes",
    ),
    Case("CB-102", [("status: live\n", "")], 2, 1, "`status` must be there", "Where the project is now"),
    Case("CB-102", [("status: live", "status:")], 7, 1, "`status` must have a value"),
    Case("CB-102", [("status: live", "status: # live")], 7, 1, "`status` must have a value"),
    Case("CB-102", [("themes: [", "themes: # [")], 5, 1, "`themes` must have a value"),
    Case("CB-102", [("[housing, legacy-replacement, customer-access]", "[]")], 5, 1, "`themes` must have a value"),
    Case("CB-102", [("    nature: result\n", "")], 22, 5, "`nature` must be there in each of `outcomes`"),
    Case("CB-103", [("councils: [lincoln]", "councils: lincoln")], 4, 11, "`councils` must be a list", "Write councils: [lincoln]"),
    Case("CB-103", [("status: live", "status: [live]")], 7, 9, "`status` must be one value, not a list"),
    Case("CB-103", [('["Brickwork Software"]', "[Brickwork: Software]")], 17, 13, "`suppliers` must be words", "in double quotes"),
    Case("CB-103", [('["Brickwork Software"]', "[[Brickwork]]")], 17, 13, "`suppliers` must be words", "inner brackets"),
    Case(
        "CB-103",
        [('{route: "further competition", framework: "G-Cloud 13", reference: "TEST-0001"}', "G-Cloud")],
        18,
        14,
        "must have named parts",
    ),
    Case("CB-103", [("costs:\n  - {", "costs:\n    {")], 20, 5, "`costs` must be a list", "with a hyphen"),
    Case("CB-104", [("customer-access]", "customer-access, planning, procurement]")], 5, 9, "must have from 1 to 4 items; it has 5"),
    Case("CB-104", [("integration]", "integration, skills, culture, funding]")], 6, 11, "must have at most 4 items; it has 5"),
    Case("CB-105", [("Lincoln replaces", LONG)], 2, 8, "`title` must be at most 200 characters; it has 270", "Take out 70"),
    Case("CB-105", [('unit: "%"', f'unit: "{LONG}"')], 25, 11, "`outcomes.unit` must be at most 60"),
    Case("CB-106", [("[legacy-systems, integration]", "[legacy-systems, legacy-systems]")], 6, 28, "must not name “legacy-systems” twice"),
]


@pytest.mark.parametrize("case", CASES, ids=name)
def test_says_which_field_has_the_wrong_shape(case: Case, told: Told) -> None:
    assert_told(case, told(*case.changes))


@pytest.mark.parametrize(
    "change",
    [
        ("started: 2022-04", "started:"),
        ("started: 2022-04", "started: ~"),
        ('["Open repairs API"]', "[]"),
        ('["Open repairs API"]', '[""]'),
        ('{route: "further competition", framework: "G-Cloud 13", reference: "TEST-0001"}', "{route: , framework: , reference: }"),
    ],
)
def test_what_is_not_needed_may_be_left_empty(change: tuple[str, str], told: Told) -> None:
    assert told(change) == []


def test_a_title_that_looks_like_another_kind_is_still_words(told: Told) -> None:
    for word in ("2020", "yes", "2026-11-22", "1.10"):
        assert told(('"Lincoln replaces its old housing repairs system"', word)) == []

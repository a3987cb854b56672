from __future__ import annotations

import pytest

from tests.conftest import Told
from tests.indexer.rules.cases import Case, assert_told, name
from tests.indexer.rules.people_list import FALSE, MISSED, TRUE

CASES = [
    Case("CB-701", [("Housing systems team", "Jane Bloggs, housing")], 15, 17, "“Jane Bloggs” looks like", "Give the role alone"),
    Case("CB-702", [("housing.systems@", "jane.bloggs@")], 15, 48, "“jane.bloggs@council.example” looks like one person’s", "team shares"),
    Case("CB-702", [("2. Clean", "\nAsk jane.bloggs@council.example.\n\n2. Clean")], 69, 5, "shared mailbox"),
    Case("CB-703", [("2. Clean", "\nRing 07700 900123.\n\n2. Clean")], 69, 6, "“07700 900123” is one", "switchboard"),
    Case("CB-703", [("further competition", "ring 07700 900123")], 18, 22, "must not be a mobile"),
    Case("CB-704", [("2. Clean", "\nQQ 12 34 56 C\n\n2. Clean")], 69, 1, "“QQ…” looks like one", "today"),
    Case("CB-705", [("2. Clean", "\n999 000 0018\n\n2. Clean")], 69, 1, "“999…” looks like one", "today"),
    Case("CB-706", [("2. Clean", "\nFlat 3, 12 Nowhere Street.\n\n2. Clean")], 69, 1, "nobody’s home address", "the ward or the town"),
    Case("CB-707", [("2. Clean", "\nKind regards,\n\nThe team\n\n2. Clean")], 69, 1, "“Kind regards” begins a signature"),
]


@pytest.mark.parametrize("case", CASES, ids=name)
def test_keeps_people_out_of_the_page(case: Case, told: Told) -> None:
    assert_told(case, told(*case.changes))


def found(rule: str, words: str, told: Told) -> bool:
    """Whether the rule speaks of these words: in the contact, or in a paragraph."""
    in_text = ("4,100 repairs online.", f"4,100 repairs online.\n\n{words}")
    change = ("Housing systems team", words) if rule == "CB-701" else in_text
    return rule in {fault.rule for fault in told(change)}


@pytest.mark.parametrize(("rule", "words"), TRUE)
def test_finds_a_person(rule: str, words: str, told: Told) -> None:
    assert found(rule, words, told)


@pytest.mark.parametrize(("rule", "words"), FALSE)
def test_lets_roles_and_what_is_nobodys_pass(rule: str, words: str, told: Told) -> None:
    assert not found(rule, words, told)


def test_nine_in_ten_people_are_found_and_hardly_a_role_is_taken_for_one(told: Told) -> None:
    right = sum(found(*each, told) for each in (*TRUE, *MISSED))
    wrong = sum(found(*each, told) for each in FALSE)
    assert right / (right + wrong) >= 0.98
    assert right / len(TRUE + MISSED) >= 0.9


def test_the_list_is_long_enough_to_measure_by() -> None:
    assert min(len(set(TRUE)), len(set(FALSE))) >= 60
    assert {rule for rule, _ in TRUE} == {rule for rule, _ in FALSE} == {f"CB-70{number}" for number in range(1, 8)}

"""Every rule has an id of its own, says “must”, has a fix, and a case that breaks it."""

from __future__ import annotations

import re
from typing import Any

from indexer.files import STRAY, UNREADABLE
from indexer.rules import ACROSS, RULES, rules_version
from indexer.rules.rule import Rule
from tests.conftest import Told
from tests.indexer.rules import test_across, test_advice, test_contents, test_names, test_reading, test_shapes, test_text

EVERY: tuple[Rule[Any, Any], ...] = (*RULES, *ACROSS)


def test_ids_are_in_order_and_each_is_its_rules_own() -> None:
    assert all(re.fullmatch(r"CB-\d{3}", rule.id) for rule in EVERY)
    assert [rule.id for rule in RULES] == sorted({rule.id for rule in RULES})
    assert len({rule.id for rule in EVERY} | {STRAY, UNREADABLE}) == len(EVERY) + 2


def test_every_rule_says_must_in_one_sentence_and_how_to_mend_it() -> None:
    for rule in EVERY:
        assert " must " in rule.must, rule.id
        assert rule.must.endswith("."), rule.id
        assert "\n" not in rule.must, rule.id
        assert rule.fix, rule.id


def test_every_rule_has_a_case_that_breaks_it() -> None:
    modules = (test_advice, test_contents, test_names, test_reading, test_shapes, test_text)
    broken = {case.rule for module in modules for case in module.CASES} | {case[0] for case in test_across.CASES}
    # How a letter that is not UTF-8 is told about has a test of its own: a case is text.
    assert {rule.id for rule in EVERY} - broken == {"CB-002"}


def test_a_good_file_breaks_none(told: Told) -> None:
    assert told() == []


def test_the_version_stays_while_the_rules_do() -> None:
    assert rules_version() == rules_version()
    assert len(rules_version()) == 64

"""Every rule has an id of its own, says “must”, has a fix, and a case that breaks it."""

from __future__ import annotations

import re

from indexer.rules import EVERY, RULES, rules_version
from indexer.rules.book import rule_book
from tests.conftest import CORPUS, Told
from tests.indexer.rules import (
    test_across,
    test_advice,
    test_contents,
    test_english,
    test_honesty,
    test_markup,
    test_names,
    test_people,
    test_reading,
    test_shapes,
    test_spelling,
    test_text,
    test_whole,
)


def test_ids_are_in_order_and_each_is_its_rules_own() -> None:
    assert all(re.fullmatch(r"CB-\d{3}", rule.id) for rule in EVERY)
    assert [rule.id for rule in RULES] == sorted({rule.id for rule in RULES})
    assert len({rule.id for rule in EVERY}) == len(EVERY)


def test_every_rule_says_must_in_one_sentence_why_and_how_to_mend_it() -> None:
    for rule in EVERY:
        assert " must " in rule.must, rule.id
        assert rule.must.endswith("."), rule.id
        assert "\n" not in rule.must, rule.id
        assert re.fullmatch(r"[A-Z].*\.", rule.fix), rule.id
        assert re.fullmatch(r"[A-Z].*\.", rule.why), rule.id


def test_every_rule_has_a_case_that_breaks_it() -> None:
    in_one_file = (
        test_advice,
        test_contents,
        test_english,
        test_honesty,
        test_markup,
        test_names,
        test_people,
        test_reading,
        test_shapes,
        test_spelling,
        test_text,
    )
    broken = {case.rule for module in in_one_file for case in module.CASES} | {case[0] for case in test_across.CASES} | test_whole.BROKEN
    # A letter that is not UTF-8 and files in the wrong place have tests of their own: a case is text, in its place.
    assert {rule.id for rule in EVERY} - broken == {"CB-002", "CB-504", "CB-505"}


def test_the_rule_book_is_made_from_the_code() -> None:
    assert (CORPUS.parents[1] / "docs" / "rules.md").read_text(encoding="utf-8") == rule_book()
    assert set(re.findall(r"^### (CB-\d{3})$", rule_book(), re.MULTILINE)) == {rule.id for rule in EVERY}


def test_a_good_file_breaks_none(told: Told) -> None:
    assert told() == []


def test_the_version_stays_while_the_rules_do() -> None:
    assert rules_version() == rules_version()
    assert len(rules_version()) == 64

from __future__ import annotations

from click.testing import CliRunner

from indexer.cli import main
from indexer.rules.book import rule_book


def test_prints_the_whole_book() -> None:
    assert CliRunner().invoke(main, ["rules"]).output == rule_book()


def test_prints_the_rules_that_are_asked_for() -> None:
    output = CliRunner().invoke(main, ["rules", "cb-102", "CB-202"]).output
    assert output.startswith("### CB-102\n")
    assert "\n### CB-202\n" in output
    assert "CB-103" not in output


def test_a_rule_that_is_not_there_is_misuse() -> None:
    assert CliRunner().invoke(main, ["rules", "CB-999"]).exit_code == 2

from __future__ import annotations

import pytest

from tests.conftest import Told
from tests.indexer.rules.cases import Case, assert_told, name

CASES = [
    Case(
        "CB-401", [("## What did not work\n", "### Snags\n")], 45, 1, "must have the heading “## What did not work”", "write “Not known.”"
    ),
    Case("CB-402", [("## What changed", "## What changed?")], 57, 1, "“What changed?” is not", "Did you mean “## What changed”?"),
    Case("CB-402", [("## Security and data", "## Our thanks")], 72, 1, "“Our thanks” is not", "### for a smaller one"),
    Case(
        "CB-403",
        [("## What we did", "## X"), ("## What changed", "## What we did"), ("## X", "## What changed")],
        57,
        1,
        "“## What we did” must come before “## What changed”",
    ),
    Case("CB-404", [("## Security and data", "## What changed")], 72, 1, "must be there once; it is also on line 57"),
    Case(
        "CB-405",
        [("An assessment of privacy was done before the data moved. Photographs are deleted after two years.", "<!-- later -->")],
        72,
        1,
        "“Security and data” must have text under it",
        "Not known.",
    ),
    Case("CB-405", [("2. Clean", "### Before you start\n\n### Then\n\n2. Clean")], 68, 1, "“Before you start” must have text"),
    Case("CB-406", [("## The problem", "Hello.\n\n## The problem")], 45, 1, "must begin with the heading", "readers would not see it here"),
    Case("CB-406", [("## The problem", "# Repairs\n\n## The problem")], 45, 1, "no heading with a single #", "Delete it"),
    Case("CB-406", [("2. Clean", "###Steps\n\n2. Clean")], 68, 1, "must have a space after its #", "Write ### and then a space"),
    Case(
        "CB-406",
        [("whether a plumber had turned up.", "whether a plumber had turned up.\n---")],
        50,
        1,
        "must not touch the words above it",
    ),
    Case(
        "CB-407", [("first year [1]", "first year [3]")], 59, 59, "[3] must be the number of a source; there are 2", "Sources count from 1"
    ),
    Case("CB-407", [("first year [1]", "first year [0]")], 59, 59, "[0] must be the number of a source"),
    Case("CB-407", [("first year [1]", "first year [1][9]")], 59, 62, "[9] must be the number"),
    Case("CB-407", [("first year [1]", "first year [1, 7]")], 59, 59, "[7] must be the number"),
    Case(
        "CB-408",
        [("year: 2022, source: 1", "year: 2022, source: 3")],
        20,
        107,
        "`costs.source` must be the number of a source; there are 2",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=name)
def test_holds_the_text_to_its_headings_and_sources(case: Case, told: Told) -> None:
    faults = told(*case.changes)
    assert_told(case, [fault for fault in faults if fault.rule == case.rule])


@pytest.mark.parametrize(
    "words",
    [
        "see [9](https://a.example)",
        "`list[9]` and ``a ` [9]``",
        "\n```\n# a comment\n## Not a heading\n[9]\n```\n",
        "\n\n[9]: https://a.example",
        "\n\n<!-- [9] -->\n",
        "![9]",
        "[2026]",
    ],
)
def test_leaves_code_links_and_comments_alone(words: str, told: Told) -> None:
    assert told(("first year [1].", f"first year {words}.")) == []


def test_the_text_may_have_smaller_headings_and_rules(told: Told) -> None:
    assert told(("2. Clean", "### Then ###\n\nText.\n\n---\n\n2. Clean")) == []


def test_a_heading_counts_as_empty_only_when_nothing_is_under_its_smaller_ones(told: Told) -> None:
    assert told(("## What we did\n\nWe", "## What we did\n\n### First\n\nWe")) == []


def test_a_file_with_no_sources_has_none_to_cite(told: Told) -> None:
    faults = told(("We did not count them.", "We did not count them [1]."), file="wigan/wigan-tablet-lending.md")
    assert [fault.says for fault in faults] == ["[1] must be the number of a source; there are none."]

from __future__ import annotations

import pytest

from indexer.corpus import check_case_study
from indexer.vocabulary import Vocabulary
from tests.conftest import CORPUS, Told
from tests.indexer.rules.cases import Case, assert_told, name

TITLE = 'title: "Lincoln replaces its old housing repairs system"'

CASES = [
    Case("CB-001", [("## The problem\n", "## The problem\n\n" + "words " * 34_000)], 1, 1, "must be at most 200 KB", "Shorten it"),
    Case("CB-003", [("fifteen years", "fifteen\x0byears")], 47, 31, "must have no control characters; here is one (U+000B)"),
    Case("CB-003", [("fifteen years", "fifteen \u202eyears")], 47, 32, "(U+202E)"),
    Case("CB-004", [("---\ntitle", "\n---\ntitle")], 1, 1, "must be the first", "Delete the empty lines"),
    Case("CB-004", [("---\ntitle", "——\ntitle")], 1, 1, "must be three hyphens and nothing else", "Write ---"),
    Case("CB-004", [("---\n\n## The problem", "\n## The problem")], 1, 1, "must be closed by a second line", "before the first heading"),
    Case("CB-005", [("councils: [lincoln]", "councils: [lincoln")], 4, 11, "list in brackets must be closed", "missing bracket"),
    Case("CB-009", [("    before: 18", "\tbefore: 18")], 23, 1, "indented with spaces, not tabs", "Replace each tab with 4 spaces."),
    Case("CB-005", [("status: live", "status\nstage: live")], 8, 1, "must be `name: value`", "missing colon"),
    Case(
        "CB-006", [(TITLE, "title: Lincoln: a new repairs system")], 2, 8, "a colon and a space", 'title: "Lincoln: a new repairs system"'
    ),
    Case("CB-006", [(TITLE, "title: Lincoln's #1 job # a note")], 2, 8, "all from “#” on is left out", '"Lincoln\'s #1 job # a note"'),
    Case("CB-006", [(TITLE, "title: #1 for repairs")], 2, 7, "all from “#” on is left out", '"#1 for repairs"'),
    Case(
        "CB-006",
        [(TITLE, 'title: "Lincoln\'s "smart" repairs"')],
        2,
        8,
        "no straight quotation marks",
        r'\"smart\" repairs"',
    ),
    Case("CB-006", [(TITLE, "title: 'Tis the season")], 2, 8, "must end with the quotation mark", '"\'Tis the season"'),
    Case("CB-006", [(TITLE, "title: @home in Lincoln")], 2, 8, "begins with “@”", '"@home in Lincoln"'),
    Case("CB-006", [('["Brickwork Software"]', "\n  - Brickwork\n  - Data #2 # ours")], 19, 5, "left out of it", "Data #2"),
    Case("CB-007", [("status: live", "status: live\nstatus: pilot")], 8, 1, "`status` must be given once; it is also on line 7"),
    Case("CB-008", [(TITLE, "title: !important Lincoln repairs")], 2, 8, "must not begin with `!`", "double quotes"),
    Case("CB-008", [(TITLE, "title: &lincoln Lincoln repairs")], 2, 8, "must not begin with `*` or `&`", "double quotes"),
]


@pytest.mark.parametrize("case", CASES, ids=name)
def test_says_what_cannot_be_read_and_how_to_mend_it(case: Case, told: Told) -> None:
    assert_told(case, told(*case.changes))


def test_names_the_place_of_a_letter_that_is_not_utf8(vocabulary: Vocabulary) -> None:
    content = b'---\ntitle: "Lincoln\x92s repairs"\n---\n'
    (fault,) = check_case_study("lincoln/x.md", content, vocabulary)[1]
    assert (fault.rule, fault.line, fault.column) == ("CB-002", 2, 16)
    assert "must be in UTF-8" in fault.says


@pytest.mark.parametrize(("start", "end"), [(b"\xef\xbb\xbf", b"\n"), (b"", b"\r\n"), (b"", b"\r")], ids=["mark", "windows", "old mac"])
def test_takes_files_as_other_programs_save_them(start: bytes, end: bytes, vocabulary: Vocabulary) -> None:
    path = "lincoln/lincoln-housing-repairs-system.md"
    content = (CORPUS / path).read_bytes()
    assert check_case_study(path, start + content.replace(b"\n", end), vocabulary) == check_case_study(path, content, vocabulary)


def test_tells_every_fault_of_a_file_with_several_traps_at_once(told: Told) -> None:
    faults = told(
        (TITLE, "title: Lincoln: repairs"), ("status: live", "status: liv"), ('unit: "%"', "unit: @"), ("[1]. Tenants", "[8]. Tenants")
    )
    assert [(it.rule, it.line) for it in faults] == [("CB-006", 2), ("CB-202", 7), ("CB-006", 25), ("CB-407", 59)]


def test_still_judges_the_text_when_the_fields_cannot_be_read(told: Told) -> None:
    faults = told(("councils: [lincoln]", "councils: [lincoln"), ("## What changed", "## Changes"))
    assert [it.rule for it in faults] == ["CB-005", "CB-401", "CB-402"]


def test_a_file_without_fields_is_told_where_to_find_them(vocabulary: Vocabulary) -> None:
    faults = check_case_study("lincoln/x.md", b"Dear colleague, here is our story.\n", vocabulary)[1]
    assert "TEMPLATE.md shows how" in faults[0].fix
    assert faults[0].rule == "CB-004"

from __future__ import annotations

import pytest

from indexer.rules import ACROSS
from indexer.rules.across import Entry, Survey, across_faults, entry_line
from indexer.vocabulary import Vocabulary

A, B = Entry("adur/bins.md", "bins"), Entry("wigan/bins.md", "bins")
OLD = Entry("wigan/lending.md", "lending", ("bins",), None, 12)
ADOPTION = Entry("norwich/adoptions/x.yaml", "x", (), "bins", 3)

CASES = [
    ("CB-501", (A, B), ["adur/bins.md:1", "wigan/bins.md:1"], "is also the name of wigan/bins.md"),
    ("CB-501", (A, OLD), ["wigan/lending.md:12"], "“bins” is that of adur/bins.md"),
    ("CB-501", (Entry("adur/a.md", "a", ("old",)), Entry("adur/b.md", "b", ("old",), None, 9)), ["adur/b.md:9"], "is that of adur/a.md"),
    ("CB-501", (Entry("adur/a.md", "a", ("a",), None, 7),), ["adur/a.md:7"], "it is the name now"),
    ("CB-502", (Entry("dorset/p.md", "dorset-parking-app"),), ["dorset/p.md:1"], "withdrawn.yaml"),
    ("CB-502", (Entry("dorset/p.md", "p", ("dorset-parking-app",), None, 8),), ["dorset/p.md:8"], "“dorset-parking-app” is in both"),
    ("CB-503", (ADOPTION, Entry("adur/tins.md", "tins")), ["norwich/adoptions/x.yaml:3"], "“bins” is not"),
]


@pytest.mark.parametrize(("rule", "entries", "places", "says"), CASES)
def test_says_which_files_do_not_go_together(
    rule: str, entries: tuple[Entry, ...], places: list[str], says: str, vocabulary: Vocabulary
) -> None:
    faults = list(across_faults(ACROSS, Survey(entries, vocabulary)))
    assert [f"{fault.path}:{fault.line}" for fault in faults] == places
    assert {fault.rule for fault in faults} == {rule}
    assert says in faults[0].says


def test_an_adoption_may_use_the_name_a_case_study_had(vocabulary: Vocabulary) -> None:
    assert list(across_faults(ACROSS, Survey((ADOPTION, OLD), vocabulary))) == []


def test_an_adoption_and_a_case_study_may_have_the_same_file_name(vocabulary: Vocabulary) -> None:
    entries = (A, Entry("norwich/adoptions/bins.yaml", "bins", (), "bins"))
    assert list(across_faults(ACROSS, Survey(entries, vocabulary))) == []


def test_finds_the_line_of_a_field_without_reading_the_file_again() -> None:
    assert entry_line(b"---\ntitle: previous_slugs\nprevious_slugs : [a]\n", "previous_slugs") == 3
    assert entry_line(b"nothing", "previous_slugs") == 1

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from indexer.rules import WHOLE
from indexer.rules.whole import Glance, Gone, Library, Picture, Remark, Target

SENSORS = "Forty damp sensors warned tenants of mould in Alder Court before plaster cracked; Mossbank Instruments fitted them."
LENDING = "Tablets lent from branch libraries let pensioners ring grandchildren; Quillfern Charity trained volunteers."

ONE = Glance("camden/damp.md", "damp", frozenset({"camden"}), "Damp", SENSORS)
FILES: dict[str, Picture] = {"camden/plan.png": "good", "camden/big.png": "large", "camden/x.gif": "other", "wigan/lending.md": "good"}


def ask(name: str, *judged: Glance, others: tuple[Glance, ...] = (), gone: tuple[Gone, ...] = ()) -> list[Remark]:
    """What one rule says of a library."""
    (rule,) = (each for each in WHOLE if each.id == name)
    library = Library(judged, others, gone, frozenset({"taken-down"}), date(2026, 11, 22), lambda path, image: FILES.get(path, "missing"))
    return list(rule.check(library))


def test_says_which_other_one_is_close_how_close_and_in_what() -> None:
    other = replace(ONE, path="camden/mould.md", slug="mould", title="Mould in flats", text=SENSORS + " Tenants agreed.")
    (told,) = ask("CB-506", ONE, other)
    assert told.path == "camden/mould.md"
    assert "“Damp” (camden/damp.md) shares 9" in told.says
    assert "alder" in told.says
    assert told.fix == "Is it the same project? Then update that one instead."


def test_compares_with_files_that_are_not_judged() -> None:
    other = replace(ONE, path="camden/mould.md", slug="mould")
    assert [it.path for it in ask("CB-506", ONE, others=(other,))] == ["camden/damp.md"]


@pytest.mark.parametrize(
    "other",
    [
        replace(ONE, path="wigan/damp-too.md", councils=frozenset({"wigan"})),
        replace(ONE, path="camden/lending.md", text=LENDING),
    ],
    ids=["another council", "another project"],
)
def test_other_councils_and_other_projects_are_no_duplicates(other: Glance) -> None:
    assert ask("CB-506", ONE, other) == []


def test_a_name_that_went_must_lead_somewhere() -> None:
    gone = Gone("mould", "camden/mould.md")
    (told,) = ask("CB-507", ONE, gone=(gone,))
    assert (told.path, told.line) == ("camden/mould.md", 1)
    assert "“mould” no longer does" in told.says
    assert "withdrawn.yaml" in told.fix
    (told,) = ask("CB-507", ONE, gone=(replace(gone, became="camden/damp.md"),))
    assert "It seems to have become camden/damp.md: write previous_slugs: [mould] there." in told.fix


@pytest.mark.parametrize("slug", ["damp", "old-damp", "taken-down"])
def test_a_name_that_moved_or_was_withdrawn_is_well(slug: str) -> None:
    assert ask("CB-507", replace(ONE, previous_slugs=("old-damp",)), gone=(Gone(slug, "camden/x.md"),)) == []


@pytest.mark.parametrize(
    ("leads_to", "good"), [("../wigan/lending.md", True), ("../wigan/gone.md", False), ("../../etc/passwd", False), ("/x", False)]
)
def test_a_link_to_a_file_leads_to_one_that_is_there(leads_to: str, good: bool) -> None:
    told = ask("CB-508", replace(ONE, targets=(Target(9, 4, leads_to, False),)))
    assert told == [] if good else [(it.line, it.column) for it in told] == [(9, 4)]


@pytest.mark.parametrize(
    ("leads_to", "says"),
    [
        ("plan.png", ""),
        ("./plan.png", ""),
        ("none.png", "“none.png” is not here"),
        ("big.png", "“big.png” is larger"),
        ("x.gif", "“x.gif” is of another kind"),
        ("https://council.example/plan.png", "is somewhere else"),
        ("data:image/png;base64,AAAA", "is somewhere else"),
        ("//council.example/plan.png", "is somewhere else"),
    ],
)
def test_a_picture_is_a_small_file_beside_the_case_study(leads_to: str, says: str) -> None:
    told = ask("CB-509", replace(ONE, targets=(Target(9, 4, leads_to, True),)))
    assert [says in it.says for it in told] == ([True] if says else [])


@pytest.mark.parametrize(("due", "late"), [(date(2026, 11, 21), False), (date(2025, 11, 22), False), (date(2025, 11, 21), True)])
def test_a_review_is_at_most_a_year_late(due: date, late: bool) -> None:
    told = ask("CB-510", replace(ONE, review_by=due, review_line=7))
    assert [(it.path, it.line) for it in told] == ([("camden/damp.md", 7)] if late else [])


BROKEN = {"CB-506", "CB-507", "CB-508", "CB-509", "CB-510"}

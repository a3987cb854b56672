"""The two grades. Above all: taking evidence away never raises one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.casestudy import Adoption, Asset, CaseStudy, Contact, Cost, Outcome, Procurement
from indexer.corpus import Corpus
from indexer.evidence import evidence, is_measured, readiness

PLAIN = CaseStudy(
    slug="repairs",
    path="lincoln/repairs.md",
    title="Repairs",
    summary="Repairs online.",
    themes=("housing",),
    status="live",
    published=date(2026, 1, 1),
    review_by=date(2027, 1, 1),
    provenance="council",
    licence="OGL-UK-3.0",
    text="## The problem\n\nIt leaked.\n",
    councils=("lincoln",),
    previous_slugs=("old-repairs",),
)
RESULT = Outcome("Missed", "result", "time", before=18, after=7, period="2023", reported_by="council", source=1)
COPIED = Adoption("x", "norwich/adoptions/x.yaml", "norwich", "repairs", "live", date(2026, 1, 1), date(2027, 1, 1), outcomes=(RESULT,))


def grade(*outcomes: Outcome, adoptions: tuple[Adoption, ...] = ()) -> int:
    return evidence(replace(PLAIN, outcomes=outcomes), adoptions).grade


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (RESULT, 2),
        (replace(RESULT, nature="harm"), 2),
        (replace(RESULT, before=None, after=None, change="down a third"), 2),
        (replace(RESULT, before=0, after=0), 2),
        (replace(RESULT, nature="forecast"), 1),
        (replace(RESULT, nature="scale"), 1),
        (replace(RESULT, nature="baseline"), 1),
        (replace(RESULT, before=None), 1),
        (replace(RESULT, source=None), 0),
        (replace(RESULT, reported_by=None), 0),
        (replace(RESULT, reported_by="regulator"), 3),
        (replace(RESULT, reported_by="independent"), 3),
        (replace(RESULT, reported_by="government"), 2),
        (replace(RESULT, reported_by="partner"), 2),
        (replace(RESULT, reported_by="supplier"), 2),
        (replace(RESULT, reported_by="regulator", nature="scale"), 1),
    ],
)
def test_the_grade_comes_from_the_fields(outcome: Outcome, expected: int) -> None:
    assert grade(outcome) == expected


def test_described_where_there_is_nothing() -> None:
    nothing = evidence(PLAIN)
    assert (nothing.grade, nothing.name) == (0, "Described")
    assert nothing.reason
    assert nothing.raise_it


@pytest.mark.parametrize(
    ("adoption", "expected"),
    [
        (COPIED, 4),
        (replace(COPIED, copies="old-repairs"), 4),
        (replace(COPIED, copies="something-else"), 2),
        (replace(COPIED, council="lincoln"), 2),
        (replace(COPIED, outcomes=()), 2),
        (replace(COPIED, outcomes=(replace(RESULT, nature="forecast"),)), 2),
    ],
    ids=["copied", "by its old name", "another", "its own council", "not measured", "forecast"],
)
def test_repeated_only_when_another_council_measured_too(adoption: Adoption, expected: int) -> None:
    assert grade(RESULT, adoptions=(adoption,)) == expected


def test_what_was_not_measured_here_is_not_repeated_elsewhere() -> None:
    assert grade(replace(RESULT, nature="scale"), adoptions=(COPIED,)) == 1


@pytest.mark.parametrize("adoptions", [(), (COPIED,)], ids=["measured", "repeated"])
def test_a_missing_period_is_named(adoptions: tuple[Adoption, ...]) -> None:
    without = replace(PLAIN, outcomes=(replace(RESULT, period=None),))
    assert "over what period" in evidence(without, adoptions).raise_it
    assert "over what period" not in evidence(replace(PLAIN, outcomes=(RESULT,)), adoptions).raise_it


figures = st.none() | st.integers(0, 99) | st.sampled_from(["a third", "19 to 27"])
outcomes = st.builds(
    Outcome,
    measure=st.just("Missed"),
    nature=st.sampled_from(["result", "harm", "scale", "forecast", "baseline"]),
    about=st.just("time"),
    before=figures,
    after=figures,
    change=figures,
    period=st.none() | st.just("2023"),
    reported_by=st.none() | st.sampled_from(["council", "partner", "supplier", "government", "regulator", "independent", "press"]),
    source=st.none() | st.integers(1, 3),
)
some_outcomes = st.lists(outcomes, max_size=4).map(tuple)
some_adoptions = st.lists(
    st.builds(
        lambda council, copies, found: replace(COPIED, council=council, copies=copies, outcomes=found),
        st.sampled_from(["norwich", "leeds", "lincoln"]),
        st.sampled_from(["repairs", "old-repairs", "other"]),
        some_outcomes,
    ),
    max_size=3,
).map(tuple)


def weaker(found: tuple[Outcome, ...]) -> Iterator[tuple[Outcome, ...]]:
    """The same outcomes with one piece of evidence less: a whole outcome, or one of its parts."""
    for place, outcome in enumerate(found):
        yield found[:place] + found[place + 1 :]
        for part in ("before", "after", "change", "period", "reported_by", "source"):
            if getattr(outcome, part) is not None:
                less: Any = {part: None}
                yield (*found[:place], replace(outcome, **less), *found[place + 1 :])


@given(some_outcomes, some_adoptions)
def test_taking_evidence_away_never_raises_the_grade(found: tuple[Outcome, ...], adoptions: tuple[Adoption, ...]) -> None:
    full = grade(*found, adoptions=adoptions)
    assert all(grade(*less, adoptions=adoptions) <= full for less in weaker(found))
    for place, adoption in enumerate(adoptions):
        others = adoptions[:place] + adoptions[place + 1 :]
        assert grade(*found, adoptions=others) <= full
        assert all(grade(*found, adoptions=(*others, replace(adoption, outcomes=less))) <= full for less in weaker(adoption.outcomes))


@settings(max_examples=40)
@given(some_outcomes, some_adoptions)
def test_the_order_of_the_evidence_does_not_matter(found: tuple[Outcome, ...], adoptions: tuple[Adoption, ...]) -> None:
    assert grade(*found, adoptions=adoptions) == grade(*reversed(found), adoptions=adoptions[::-1])


@settings(max_examples=40)
@given(some_outcomes, some_adoptions)
def test_every_grade_but_the_highest_says_what_would_raise_it(found: tuple[Outcome, ...], adoptions: tuple[Adoption, ...]) -> None:
    judged = evidence(replace(PLAIN, outcomes=found), adoptions)
    assert judged.reason.endswith(".")
    assert judged.raise_it or judged.grade == 4


@settings(max_examples=60)
@given(outcomes)
def test_what_is_measured_names_who_says_so_and_where(outcome: Outcome) -> None:
    if is_measured(outcome):
        assert outcome.reported_by
        assert outcome.source
        assert outcome.nature in ("result", "harm")


def ticks(case_study: CaseStudy) -> set[str]:
    return {tick.name for tick in readiness(case_study) if tick.there}


def test_nothing_is_ready_in_a_bare_case_study() -> None:
    assert ticks(PLAIN) == set()
    assert all(tick.missing for tick in readiness(PLAIN))
    assert len(readiness(PLAIN)) == 7


def test_everything_is_ready_in_a_full_one(corpus: Corpus) -> None:
    full = readiness(corpus.case_studies["lincoln-housing-repairs-system"])
    assert all(tick.there for tick in full)
    assert {tick.missing for tick in full} == {""}


@pytest.mark.parametrize(
    ("change", "tick"),
    [
        ({"text": "## How to copy this\n\n1. One.\n2. Two.\n"}, "Steps to copy it"),
        ({"text": "## How to copy this\n\n- One.\n- Two.\n"}, "Steps to copy it"),
        ({"costs": (Cost(5, "All of it"),)}, "What it cost"),
        ({"procurement": Procurement("direct award")}, "How it was bought"),
        ({"assets": (Asset("Questions", "template"),)}, "Something to reuse"),
        ({"contact": Contact("Team", "team@council.example")}, "Whom to ask"),
        ({"text": "## What did not work\n\nMuch.\n"}, "What did not work"),
        ({"text": "## Security and data\n\nLocked.\n"}, "Security and data"),
    ],
)
def test_each_tick_needs_its_own_field(change: dict[str, Any], tick: str) -> None:
    assert ticks(replace(PLAIN, **change)) == {tick}


@pytest.mark.parametrize(
    "change",
    [
        {"text": "## How to copy this\n\n1. One.\n"},
        {"text": "## How to copy this\n\nNot known. But:\n\n1. One.\n2. Two.\n"},
        {"text": "## What did not work\n\nNot known. Nobody said.\n"},
        {"contact": Contact("Team")},
        {"suppliers": ("Brickwork",)},
    ],
    ids=["one step", "steps not known", "not known", "no mailbox", "from whom, but not how"],
)
def test_what_is_not_known_is_not_ticked(change: dict[str, Any]) -> None:
    assert ticks(replace(PLAIN, **change)) == set()


def test_the_corpus_has_every_grade(corpus: Corpus) -> None:
    grades = {evidence(case_study, corpus.adoptions).grade for case_study in corpus.case_studies.values()}
    assert grades == {0, 1, 2, 3, 4}

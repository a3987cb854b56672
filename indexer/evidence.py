"""The two grades: how strong the evidence is, and how ready a case study is to copy.

Pure functions of the fields. Each says its reason and what would raise it. Neither moves the ranking of search.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer.casestudy import Adoption, CaseStudy, Outcome, Section
from indexer.fields import NOT_KNOWN
from indexer.filters import EVIDENCE_NAMES

#: Who counts as having no stake: funders, partners and suppliers do.
INDEPENDENT = ("regulator", "independent")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A grade from 0 (described) to 4 (repeated), in words, with its reason and what would raise it."""

    grade: int
    reason: str
    raise_it: str

    @property
    def name(self) -> str:
        """The grade in a word."""
        return EVIDENCE_NAMES[self.grade]


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing a council needs in order to copy. `missing` says what to add; it is empty when the tick is there."""

    name: str
    there: bool
    missing: str


def is_attributed(outcome: Outcome) -> bool:
    """Whether we know who says so and where."""
    return outcome.reported_by is not None and outcome.source is not None


def is_measured(outcome: Outcome) -> bool:
    """Whether it is a result or harm, attributed, with before and after, or a change."""
    return (
        outcome.nature in ("result", "harm")
        and is_attributed(outcome)
        and (outcome.change is not None or (outcome.before is not None and outcome.after is not None))
    )


def evidence(case_study: CaseStudy, adoptions: Iterable[Adoption] = ()) -> Evidence:
    """How sure a reader can be. `adoptions` are those that copy this case study; others are passed over.

    Taking an outcome, a source or an adoption away never raises the grade.
    """
    measured = [outcome for outcome in case_study.outcomes if is_measured(outcome)]
    repeated = [
        adoption
        for adoption in adoptions
        if adoption.copies in (case_study.slug, *case_study.previous_slugs)
        and adoption.council not in case_study.councils
        and any(is_measured(outcome) for outcome in adoption.outcomes)
    ]
    if measured and repeated:
        return Evidence(4, "Measured here, and measured again by another council that copied it.", _period(measured).strip())
    checked = [outcome for outcome in measured if outcome.reported_by in INDEPENDENT]
    if checked:
        who = "a regulator" if checked[0].reported_by == "regulator" else "an independent evaluator or auditor"
        return Evidence(
            3, f"A change was measured and reported by {who}.", "Another council copying it and measuring what changed." + _period(measured)
        )
    if measured:
        return Evidence(
            2,
            f"{_number(len(measured), 'change was', 'changes were')} measured, with a named source.",
            "A regulator or an independent evaluator checking the figures." + _period(measured),
        )
    if any(is_attributed(outcome) for outcome in case_study.outcomes):
        return Evidence(
            1,
            "Figures are reported with a source, but no change is measured before and after.",
            "A result with its figure before and after, or the change, and who says so.",
        )
    return Evidence(0, "The work is described, with no figures we can trace.", "An outcome with who reports it and a source.")


def readiness(case_study: CaseStudy) -> tuple[Tick, ...]:
    """The seven things a council needs in order to copy, each there or with what is missing."""
    sections = {section.heading: section for section in case_study.sections}
    steps = _steps(sections.get("How to copy this"))
    ticks = (
        ("Steps to copy it", steps >= 2, "At least two steps under “How to copy this”."),
        ("What it cost", bool(case_study.costs), "What it cost, and what that covers."),
        ("How it was bought", case_study.procurement is not None, "The route, the framework or the notice."),
        ("Something to reuse", bool(case_study.assets), "Code, a template, a specification or a guide to reuse."),
        ("Whom to ask", bool(case_study.contact and case_study.contact.email), "A role and a shared mailbox."),
        ("What did not work", _is_known(sections.get("What did not work")), "What went wrong, or was harder than expected."),
        ("Security and data", _is_known(sections.get("Security and data")), "How people’s data and the system are kept safe."),
    )
    return tuple(Tick(name, there, "" if there else missing) for name, there, missing in ticks)


def _period(measured: list[Outcome]) -> str:
    return " Saying over what period it was measured." if any(not outcome.period for outcome in measured) else ""


def _number(count: int, one: str, many: str) -> str:
    return f"One {one}" if count == 1 else f"{count} {many}"


def _is_known(section: Section | None) -> bool:
    return bool(section and section.text and not section.text.startswith(NOT_KNOWN))


def _steps(section: Section | None) -> int:
    """How many list items a section has: numbered or bulleted."""
    if section is None or not _is_known(section):
        return 0
    lines = (line.lstrip() for line in section.text.splitlines())
    return sum(line[:2] in ("- ", "* ", "+ ") or line.split(". ", 1)[0].isdigit() for line in lines)

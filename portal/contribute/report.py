"""What the rule book says of a draft, taken to the page and the field of the form where it can be mended."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from indexer import CaseStudy, Fault, Vocabulary, check_case_study, sketch
from portal.contribute.steps import STEP_OF, STEPS, WORDS, Step
from portal.contribute.writing import Values, Written, write

State = Literal["empty", "begun", "faulty", "done"]

#: Rules that look at the whole front matter, and the field that mends them.
_MENDED_IN = {"CB-302": "councils"}

#: Rules whose words are for those who write the file by hand, and ours for those who fill in the form.
_FIXES = {"CB-102": "", "CB-302": "Name at least one.", "CB-103": ""}


@dataclass(frozen=True, slots=True)
class Told:
    """A fault or an advice, the form's name for its field, and its step; neither where it is about no one field."""

    fault: Fault
    name: str
    step: Step | None

    @property
    def words(self) -> str:
        """What is wrong and what to do, with fields called as the form calls them."""
        fix = _FIXES.get(self.fault.rule, self.fault.fix)
        return _plain(f"{self.fault.says} {fix}".strip())

    @property
    def blocks(self) -> bool:
        """Whether it must be mended before the case study can be published."""
        return self.fault.severity == "fault"

    @property
    def is_missing(self) -> bool:
        """Whether it is only not written yet, and nothing to tell somebody who has only begun."""
        return self.fault.rule in ("CB-102", "CB-302", "CB-405", "CB-401", "CB-104") and self.name.count("-") < 2


@dataclass(frozen=True, slots=True)
class Report:
    """A draft as it would be sent, what readers would see of it, and what the rule book says."""

    written: Written
    case_study: CaseStudy
    told: tuple[Told, ...]

    @property
    def faults(self) -> tuple[Told, ...]:
        """What must be mended."""
        return tuple(it for it in self.told if it.blocks)

    @property
    def advice(self) -> tuple[Told, ...]:
        """What would make it better, and never stops it."""
        return tuple(it for it in self.told if not it.blocks)

    def of(self, step: Step) -> tuple[Told, ...]:
        """The faults that one page of the form can mend."""
        return tuple(it for it in self.faults if it.step is step)


def report(values: Values, vocabulary: Vocabulary, taken: Callable[[str], bool], today: date) -> Report:
    """Write the draft as a file and have the rule book read it back."""
    written = write(values, vocabulary, taken, today)
    finished, faults = check_case_study(written.path, written.content, vocabulary, today)
    seen = finished or sketch(written.path, written.content, vocabulary, today)
    return Report(written, seen, tuple(_told(faults, written)))


def state(step: Step, values: Values, found: Report) -> State:
    """How far one page of the form has got."""
    typed = any(values.get(name) for name in step.fields)
    faults = found.of(step)
    if any(not it.is_missing for it in faults):
        return "faulty"
    if faults:
        return "begun" if typed else "empty"
    return "done" if typed else "empty"


def _told(faults: Iterable[Fault], written: Written) -> Iterable[Told]:
    """In the order of the form's pages."""
    named = [(fault, _MENDED_IN.get(fault.rule) or written.names.get(fault.line, "")) for fault in faults]
    told = [Told(fault, name, STEP_OF.get(name.partition("-")[0])) for fault, name in named]
    return sorted(told, key=lambda it: STEPS.index(it.step) if it.step else len(STEPS))


def _plain(words: str) -> str:
    """`outcomes.before` as the form calls it, and an agreed list by what is on it."""
    words = re.sub(r"(?:vocabulary/)?(councils|partners|themes|barriers)\.(csv|yaml)", r"the list of \1", words)
    return re.sub(r"`([a-z_.]+)`", lambda match: f"“{_label(match[1])}”", words)


def _label(name: str) -> str:
    found = WORDS.get(name) or WORDS.get(name.rpartition(".")[2])
    return (found.short or found.label) if found else name

"""What a rule is: a generator of flaws with an id, one “must” sentence, why it is so, and a general fix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from indexer.fault import Edit, Fault, Severity
from indexer.values import Flaw, Scalar

Judged = TypeVar("Judged")
Found = TypeVar("Found")

#: More faults of one kind in one file help nobody.
MOST_PER_RULE = 50


@dataclass(frozen=True, slots=True)
class Rule(Generic[Judged, Found]):
    """`check` yields what breaks the rule. `must` and `fix` say it in general; each finding says it in particular.

    `mends` says what `copybook check --fix` changes by itself; nothing where only a person can.
    """

    id: str
    must: str
    why: str
    fix: str
    check: Callable[[Judged], Iterator[Found]]
    severity: Severity = "fault"
    mends: str = ""


def rule(
    name: str, *, why: str, fix: str, severity: Severity = "fault", mends: str = ""
) -> Callable[[Callable[[Judged], Iterator[Found]]], Rule[Judged, Found]]:
    """Make a rule of a generator. Its docstring is the “must” sentence."""

    def make(check: Callable[[Judged], Iterator[Found]]) -> Rule[Judged, Found]:
        return Rule(name, (check.__doc__ or "").strip(), why, fix, check, severity, mends)

    return make


def faults(rules: tuple[Rule[Judged, Flaw], ...], path: str, judged: Judged) -> Iterator[Fault]:
    """Every fault and advice that these rules find in one file."""
    for each in rules:
        for flaw in islice(each.check(judged), MOST_PER_RULE):
            yield Fault(path, flaw.line, flaw.column, each.id, flaw.says, flaw.fix, each.severity, flaw.edit)


def swap(value: Scalar, new: str) -> Edit | None:
    """The edit that writes something else for a value on one line, with the quotation marks it has."""
    old = f'"{value.text}"' if value.quoted else value.text
    return Edit(value.line, value.column, old, f'"{new}"' if value.quoted else new) if value.text and "\n" not in value.text else None


def shown(text: str) -> str:
    """Someone's words inside a sentence of ours: in curly quotes, cut to a readable length."""
    words = " ".join(text.split())
    return f"“{words if len(words) <= 60 else words[:59] + '…'}”"

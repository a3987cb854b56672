"""What is wrong with a file, or would make it better, said to the person who can mend it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["fault", "advice"]


@dataclass(frozen=True, slots=True)
class Edit:
    """A change within one line that mends a fault without changing what was meant: `old`, which stands there, becomes `new`."""

    line: int
    column: int
    old: str
    new: str


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing in one file. A fault must be mended; advice would make the file better and never blocks.

    `path` is relative to the folder of case studies; `line` and `column` count from 1. `says` is a "must" sentence;
    `fix` is what to do about it; `rule` the rule's id; `edit` the fix as a change to the file, where it is a safe one.
    """

    path: str
    line: int
    column: int
    rule: str
    says: str
    fix: str
    severity: Severity = "fault"
    edit: Edit | None = field(default=None, compare=False)

"""What is wrong with a file, or would make it better, said to the person who can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["fault", "advice"]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing in one file. A fault must be mended; advice would make the file better and never blocks.

    `path` is relative to the folder of case studies; `line` and `column` count from 1. `says` is a "must" sentence;
    `fix` is what to do about it; `rule` the rule's id.
    """

    path: str
    line: int
    column: int
    rule: str
    says: str
    fix: str
    severity: Severity = "fault"

"""What a check has to tell, and text made safe to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.fault import Fault


@dataclass(frozen=True, slots=True)
class Report:
    """The faults, with paths as the person who asked knows them; how many files were checked; what was mended; what was not done."""

    faults: Sequence[Fault]
    checked: int
    mended: Sequence[Fault] = field(default=())
    notes: Sequence[str] = field(default=())


def printable(text: str) -> str:
    """Text with everything that a terminal would obey, or not show, written out as an escape such as \\x1b."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape", "backslashreplace").decode() for each in text)

"""Mending a file by the safe fixes of the rules: those that change how something is written and never what was meant.

bytes -> rules -> edits -> bytes, until nothing is left to mend. What no edit names stays byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from indexer.corpus import check_adoption, check_case_study
from indexer.fault import Edit, Fault
from indexer.vocabulary import Vocabulary

#: One mending can bring another to light. More turns than this, and something else is wrong.
MOST_TURNS = 60


@dataclass(frozen=True, slots=True)
class Mended:
    """A file after its safe fixes, and the faults they mended, in the order they were mended."""

    content: bytes
    faults: tuple[Fault, ...]


def mend(path: str, content: bytes, vocabulary: Vocabulary, today: date | None = None) -> Mended:
    """Apply every safe fix to one file. A file that has none is given back as it was."""
    check = check_adoption if path.endswith(".yaml") else check_case_study
    done: list[Fault] = []
    for _ in range(MOST_TURNS):
        mendable = [fault for fault in check(path, content, vocabulary, today)[1] if fault.edit]
        content, mended = _apply(content, mendable) if mendable else (content, [])
        if not mended:
            break
        done += mended
    return Mended(content, tuple(done))


def _apply(content: bytes, faults: Iterable[Fault]) -> tuple[bytes, list[Fault]]:
    """The content after those edits whose old words stand where they should; and which they were. One edit a line and turn."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return content, []
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = _LINE.findall(text[len(mark) :])
    mended: dict[int, Fault] = {}
    for fault in faults:
        edit = fault.edit
        if edit and edit.line not in mended and edit.old != edit.new and edit.line <= len(lines):
            line = _edited(lines[edit.line - 1], edit)
            if line is not None:
                lines[edit.line - 1] = line
                mended[edit.line] = fault
    return (mark + "".join(lines)).encode(), list(mended.values())


def _edited(line: str, edit: Edit) -> str | None:
    start = edit.column - 1
    rest = line[start + len(edit.old) :]
    # In braces YAML ends £240,00 and £240, 000 at the comma: what was meant goes on.
    cut_short = re.match(r",\s?\d", rest) and not edit.old.endswith('"')
    return line[:start] + edit.new + rest if line.startswith(edit.old, start) and not cut_short else None


#: A line as a reader of the file counts it, with the end it has.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")

"""Three ways to tell of faults: for people, for programs, and for the forge. None lets a file's own text act on the reader's screen."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from indexer.fault import Fault

#: Faults, with paths as the person who asked knows them, and how many case studies were checked.
Format = Callable[[Sequence[Fault], int], str]


def printable(text: str) -> str:
    """Text with everything that a terminal would obey, or not show, written out as an escape such as \\x1b."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape", "backslashreplace").decode() for each in text)


def summary(faults: Sequence[Fault], checked: int) -> str:
    """One line at the end: “44 case studies checked: no faults, 3 pieces of advice.”"""
    bad = sum(fault.severity == "fault" for fault in faults)
    advice = len(faults) - bad
    told = f"{_count(bad, 'fault', 'faults')}, {_count(advice, 'piece of advice', 'pieces of advice') if advice else 'no advice'}"
    return f"{_count(checked, 'case study', 'case studies')} checked: {told}."


def as_text(faults: Sequence[Fault], checked: int) -> str:
    """For people: by file, each with its place, what must be, and the fix."""
    lines: list[str] = []
    for path, found in groupby(faults, key=lambda fault: fault.path):
        lines.append(printable(path))
        for fault in found:
            place = f"{printable(path)}:{fault.line}:{fault.column}"
            lines.append(f"  {place} {fault.severity} {fault.rule}")
            lines.append(f"    {printable(fault.says)}")
            lines.append(f"    {printable(fault.fix)}")
        lines.append("")
    return "\n".join([*lines, summary(faults, checked)])


def as_json(faults: Sequence[Fault], checked: int) -> str:
    """For programs."""
    bad = sum(fault.severity == "fault" for fault in faults)
    told = {"checked": checked, "faults": bad, "advice": len(faults) - bad, "found": [dataclasses.asdict(fault) for fault in faults]}
    return json.dumps(told, indent=2)


def as_github(faults: Sequence[Fault], checked: int) -> str:
    """For GitHub's and Forgejo's actions: each fault becomes a note on its line of the pull request."""
    return "\n".join([*(_command(fault) for fault in faults), summary(faults, checked)])


def _command(fault: Fault) -> str:
    name = "error" if fault.severity == "fault" else "notice"
    says, fix = printable(fault.says), printable(fault.fix)
    properties = {"file": fault.path, "line": fault.line, "col": fault.column, "title": f"{fault.rule}, {fault.severity}"}
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {written}::{_message(f'{says}{chr(10)}{fix}')}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    plain = "".join(each if each.isprintable() or each in "\r\n" else printable(each) for each in text)
    return _message(plain).replace(":", "%3A").replace(",", "%2C")


def _count(number: int, one: str, many: str) -> str:
    return f"{number or 'no'} {one if number == 1 else many}"


FORMATS: Mapping[str, Format] = {"text": as_text, "json": as_json, "github": as_github}

"""Ways to tell of faults: for people, for programs, and for each forge. None lets a file's own text act on the reader's screen."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Mapping
from itertools import groupby

from indexer.cli.report import Report, printable
from indexer.cli.sarif import as_sarif
from indexer.fault import Fault

Format = Callable[[Report], str]


def summary(report: Report) -> str:
    """One line at the end: “44 case studies checked: no faults, 3 pieces of advice.”"""
    bad = sum(fault.severity == "fault" for fault in report.faults)
    advice = len(report.faults) - bad
    told = f"{_count(bad, 'fault', 'faults')}, {_count(advice, 'piece of advice', 'pieces of advice') if advice else 'no advice'}"
    return f"{_count(report.checked, 'case study', 'case studies')} checked: {told}."


def as_text(report: Report) -> str:
    """For people: what was mended; then by file, each fault with its place, what must be, and the fix."""
    lines = _mended(report)
    for path, found in groupby(report.faults, key=lambda fault: fault.path):
        lines.append(printable(path))
        for fault in found:
            place = f"{printable(path)}:{fault.line}:{fault.column}"
            lines.append(f"  {place} {fault.severity} {fault.rule}")
            lines.append(f"    {printable(fault.says)}")
            lines.append(f"    {printable(fault.fix)}")
        lines.append("")
    return "\n".join([*lines, *report.notes, summary(report)])


def _mended(report: Report) -> list[str]:
    if not report.mended:
        return []
    lines = [f"{_count(len(report.mended), 'fault', 'faults')} mended:"]
    for fault in report.mended:
        assert fault.edit
        old, new = printable(fault.edit.old.strip()), printable(fault.edit.new.strip())
        change = f"“{old[:80]}” is now “{new[:80]}”" if old and new else fault.fix
        lines.append(f"  {printable(fault.path)}:{fault.edit.line} {fault.rule} {change}")
    return [*lines, ""]


def as_json(report: Report) -> str:
    """For programs."""
    bad = sum(fault.severity == "fault" for fault in report.faults)
    told = {
        "checked": report.checked,
        "faults": bad,
        "advice": len(report.faults) - bad,
        "found": [dataclasses.asdict(fault) for fault in report.faults],
        "mended": [dataclasses.asdict(fault) for fault in report.mended],
        "notes": list(report.notes),
    }
    return json.dumps(told, indent=2)


def as_github(report: Report) -> str:
    """For GitHub's and Forgejo's actions: each fault becomes a note on its line of the pull request."""
    return "\n".join([*(_command(fault) for fault in report.faults), *_mended(report), *report.notes, summary(report)])


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


def as_gitlab(report: Report) -> str:
    """For GitLab's report of code quality: shown beside the lines of a merge request."""
    seen: dict[str, int] = {}
    return json.dumps([_quality(fault, seen) for fault in report.faults], indent=2)


def _quality(fault: Fault, seen: dict[str, int]) -> dict[str, object]:
    # The same fault keeps its fingerprint when lines above it move, so that GitLab knows it again; a second one just like it is another.
    words = f"{fault.path}\0{fault.rule}\0{fault.says}"
    seen[words] = seen.get(words, 0) + 1
    return {
        "description": f"{printable(fault.says)} {printable(fault.fix)}",
        "check_name": fault.rule,
        "fingerprint": hashlib.sha256(f"{words}\0{seen[words]}".encode("utf-8", "backslashreplace")).hexdigest(),
        "severity": "major" if fault.severity == "fault" else "info",
        "location": {"path": printable(fault.path), "lines": {"begin": fault.line}},
    }


def _count(number: int, one: str, many: str) -> str:
    return f"{number or 'no'} {one if number == 1 else many}"


FORMATS: Mapping[str, Format] = {"text": as_text, "json": as_json, "github": as_github, "gitlab": as_gitlab, "sarif": as_sarif}

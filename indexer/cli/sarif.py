"""Faults in SARIF 2.1.0, which forges and editors read: each with its rule, its place, and its fix where there is a safe one."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from indexer.cli.report import Report, printable
from indexer.fault import Fault
from indexer.rules import EVERY

#: Where the schema of this form of report is published.
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_sarif(report: Report) -> str:
    """For forges and editors that read SARIF."""
    rules = [_rule(rule.id, rule.must, rule.why, rule.fix, rule.severity) for rule in EVERY]
    place = {rule["id"]: number for number, rule in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": "copybook check", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(fault, place) for fault in report.faults],
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [{"level": "note", "message": _text(note)} for note in report.notes],
            }
        ],
        "properties": {"checked": report.checked, "mended": len(report.mended)},
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(name: str, must: str, why: str, fix: str, severity: str) -> dict[str, Any]:
    return {
        "id": name,
        "shortDescription": _text(must),
        "fullDescription": _text(why),
        "help": _text(fix),
        "defaultConfiguration": {"level": _level(severity)},
    }


def _result(fault: Fault, place: dict[str, int]) -> dict[str, Any]:
    artifact = {"uri": quote(fault.path.encode("utf-8", "backslashreplace"))}
    told = {
        "ruleId": fault.rule,
        "ruleIndex": place[fault.rule],
        "level": _level(fault.severity),
        "message": _text(f"{printable(fault.says)} {printable(fault.fix)}"),
        "locations": [
            {"physicalLocation": {"artifactLocation": artifact, "region": {"startLine": fault.line, "startColumn": fault.column}}}
        ],
    }
    if fault.edit:
        edit = fault.edit
        region = {"startLine": edit.line, "startColumn": edit.column, "endLine": edit.line, "endColumn": edit.column + len(edit.old)}
        change = {"artifactLocation": artifact, "replacements": [{"deletedRegion": region, "insertedContent": _text(edit.new)}]}
        told["fixes"] = [{"description": _text(printable(fault.fix)), "artifactChanges": [change]}]
    return told


def _text(words: str) -> dict[str, str]:
    return {"text": words}


def _level(severity: str) -> str:
    return "error" if severity == "fault" else "note"

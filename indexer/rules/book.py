"""The rule book in words: every rule with why it is so and how to mend what breaks it, as Markdown."""

from __future__ import annotations

from typing import Any

from indexer.rules import EVERY
from indexer.rules.rule import Rule

#: The parts of the book, by the first digit of a rule's id.
PARTS = {
    "0": "Reading the file",
    "1": "Which fields there are",
    "2": "What is in them",
    "3": "Agreed lists, name and folder",
    "4": "The text",
    "5": "All the files together",
    "6": "What would make it better",
    "7": "People",
    "8": "Honesty",
    "9": "Plain English",
}

_HEAD = """# The rules

What `copybook check` finds, the form tells beside each field, and a pull request is told. A **fault** must be mended before a case study
is published; **advice** would make it better and never stops it. `copybook check --fix` mends by itself where that changes how something
is written and never what was meant; the rules where it can say what.

This page is made from the code: `copybook rules > docs/rules.md`.
"""


def rule_book() -> str:
    """Every rule, in parts."""
    pages = [_HEAD]
    for digit, name in PARTS.items():
        pages.append(f"## {name}\n")
        pages += [rule_page(rule) for rule in EVERY if rule.id[3] == digit]
    return "\n".join(pages)


def rule_page(rule: Rule[Any, Any]) -> str:
    """One rule."""
    lines = [f"### {rule.id}", "", f"**{rule.must}** {rule.why}", "", f"{rule.severity.capitalize()}. To mend it: {_begun(rule.fix)}"]
    if rule.mends:
        lines[-1] += f" What `--fix` does: {rule.mends}."
    return "\n".join([*lines, ""])


def _begun(words: str) -> str:
    return words[0].lower() + words[1:]

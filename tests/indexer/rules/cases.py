"""How a table of cases for one rule is held: the rule speaks once, where it should, with the right words, and alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from indexer.fault import Fault


class Case(NamedTuple):
    """Changes to a good file, and what the one rule must then say of it."""

    rule: str
    changes: Sequence[tuple[str, str]]
    line: int
    column: int
    says: str
    fix: str = ""
    file: str = "lincoln/lincoln-housing-repairs-system.md"
    path: str = ""


def assert_told(case: Case, faults: list[Fault]) -> None:
    """The rule, and no other, speaks once, with these words."""
    assert [(it.rule, it.line, it.column) for it in faults] == [(case.rule, case.line, case.column)]
    assert case.says in faults[0].says
    assert case.fix in faults[0].fix


def name(case: object) -> str:
    """A case's name in the list of tests: the rule, and what breaks it."""
    assert isinstance(case, Case)
    old, new = case.changes[0] if case.changes else ("", case.path)
    return f"{case.rule} {(new or f'no {old}')[:60]!r}"

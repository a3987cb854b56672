"""YAML as it was written: every value with its place, and what keeps it from being read.

    Group (named values) ── Items (a list) ── Scalar (one value)

Values are kept as words. What kind they are (a date, a number) is for the table of fields to say, not for YAML to
guess: a title of 2020 is a title, and `no` is a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import yaml

from indexer.fault import Edit
from indexer.repairs import Repair, explain, reads, repair
from indexer.safe_yaml import place_of, yaml_events

#: More letters than any sum has.
_LONGEST_SUM = 20

#: How many lines of one file are put right in order to go on and find its other faults.
MOST_REPAIRS = 20

FlawKind = Literal["size", "encoding", "characters", "fence", "yaml", "quotes", "twice", "plain", "tabs"]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong in a file. Lines and columns count from 1. `edit` mends it, where that is safe."""

    line: int
    column: int
    says: str
    fix: str
    kind: FlawKind | None = None
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as written. `cut` is what YAML took for a comment after it."""

    text: str
    line: int
    column: int
    quoted: bool = False
    cut: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return not self.text.strip() or (not self.quoted and self.text in ("~", "null", "Null", "NULL"))


@dataclass(frozen=True, slots=True)
class Items:
    """A list of values."""

    values: tuple[Value, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Group:
    """Named values. `names` holds the place of each name."""

    values: Mapping[str, Value]
    names: Mapping[str, Scalar]
    line: int
    column: int


Value = Scalar | Items | Group


def read_lines(lines: list[str], skipped: int) -> tuple[Group | None, list[Flaw]]:
    """The values in lines of YAML, after so many others. A line that lacks quotation marks is put right, told, and passed."""
    lines, flaws = _without_tabs(lines, skipped)
    for _ in range(MOST_REPAIRS):
        reader = _Reader(lines, skipped)
        try:
            return reader.read(), flaws + reader.flaws
        except yaml.YAMLError as error:
            mended = repair(lines, error)
            if mended is None:
                return None, [*flaws, _flaw(explain(lines, error), skipped, "yaml")]
            flaws.append(_flaw(mended, skipped, "quotes", Edit(mended.row + 1 + skipped, 1, lines[mended.row], mended.line)))
            lines = [*lines[: mended.row], mended.line, *lines[mended.row + 1 :]]
    return None, flaws


def _without_tabs(lines: list[str], skipped: int) -> tuple[list[str], list[Flaw]]:
    """The lines with spaces for the tabs they begin with, so many for each that the rest can be read, and each told."""
    told = {row: found[0] for row, line in enumerate(lines) if (found := _INDENT.match(line))}
    if not told:
        return lines, []

    def spaced(width: int) -> list[str]:
        return [told[row].replace("\t", " " * width) + line[len(told[row]) :] if row in told else line for row, line in enumerate(lines)]

    width = next((width for width in (2, 4, 8) if reads("\n".join(spaced(width)) + "\n")), 2)
    says, fix = "A line must be indented with spaces, not tabs.", f"Replace each tab with {width} spaces."
    return spaced(width), [
        Flaw(row + 1 + skipped, 1, says, fix, "tabs", Edit(row + 1 + skipped, 1, tabs, tabs.replace("\t", " " * width)))
        for row, tabs in told.items()
    ]


#: Spaces and tabs, at least one of them a tab, before a word.
_INDENT = re.compile(r" *\t[ \t]*(?=\S)")


def _flaw(told: Repair, skipped: int, kind: FlawKind, edit: Edit | None = None) -> Flaw:
    return Flaw(told.row + 1 + skipped, told.column + 1, told.says, told.fix, kind, edit)


def _whole_sum(begun: Value | None, name: Scalar, value: Value) -> Scalar | None:
    """The sum that a name is the rest of: in braces YAML ends £1,000 at its comma, and takes 000 for a name without a value."""
    if not isinstance(begun, Scalar) or begun.quoted or len(begun.text) > _LONGEST_SUM:
        return None
    if not isinstance(value, Scalar) or value.text or value.quoted:
        return None
    beside = (name.line, name.column) == (begun.line, begun.column + len(begun.text) + 1)
    text = f"{begun.text},{name.text}"
    return replace(begun, text=text) if beside and re.fullmatch(r"[£$€]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", text) else None


class _Reader:
    """Builds values from YAML's events. How deep they nest is bounded there, so this may call itself."""

    def __init__(self, lines: list[str], skipped: int) -> None:
        self.lines, self.skipped = lines, skipped
        self.flaws: list[Flaw] = []
        self.events = yaml_events("\n".join(lines) + "\n")

    def read(self) -> Group | None:
        """All the values. None, with a flaw, when they are not named."""
        value: Value | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self.flaw(event, "The fields must be in one piece.", "Delete this line of hyphens.", "fence")
            elif isinstance(event, yaml.NodeEvent):
                value = self.value(event) if documents == 1 else (self.value(event) and value)
        if isinstance(value, Group):
            return value
        line = value.line if value else self.skipped + 1
        self.flaws.append(Flaw(line, 1, "There must be fields here, each as `name: value`.", "Copy them from TEMPLATE.md.", "yaml"))
        return None

    def value(self, event: yaml.Event) -> Value:
        """One value, with all that is in it."""
        line, column = self.place(event)
        self.refuse(event)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, line, column, bool(event.style), "" if event.style else self.cut(event))
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
                items.append(self.value(inner))
            return Items(tuple(items), line, column)
        if isinstance(event, yaml.MappingStartEvent):
            return self.group(line, column)
        return Scalar("", line, column)

    def group(self, line: int, column: int) -> Group:
        """Named values; a name that comes twice keeps its first."""
        values: dict[str, Value] = {}
        names: dict[str, Scalar] = {}
        last = ""
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            name, value = self.value(event), self.value(next(self.events))
            if not isinstance(name, Scalar):
                self.flaw(event, "A field’s name must be one word.", "Look for a stray bracket or question mark.", "yaml")
            elif whole := _whole_sum(values.get(last), name, value):
                values[last] = whole
            elif name.text in names:
                first = names[name.text].line
                says = f"`{name.text[:60]}` must be given once; it is also on line {first}."
                self.flaws.append(Flaw(name.line, name.column, says, "Delete one of the two, or join them.", "twice"))
            else:
                values[name.text], names[name.text], last = value, name, name.text
        return Group(values, names, line, column)

    def cut(self, event: yaml.ScalarEvent) -> str:
        """What follows an unquoted value and was taken for a comment."""
        row, column = place_of(event.end_mark)
        if row >= len(self.lines) or "#" not in self.lines[row]:
            return ""
        before, rest = self.lines[row][:column], self.lines[row][column:]
        return rest.strip() if re.match(r"\s+#", rest) or (rest.startswith("#") and before[-1:].isspace()) else ""

    def refuse(self, event: yaml.Event) -> None:
        """Values must be plain: no anchors, aliases or tags."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            says = "A value must not begin with `*` or `&`, which have a meaning of their own here."
            self.flaw(event, says, "Put the value in double quotes.", "plain")
        if getattr(event, "tag", None):
            self.flaw(
                event, "A value must not begin with `!`, which has a meaning of its own here.", "Put the value in double quotes.", "plain"
            )

    def place(self, event: yaml.Event) -> tuple[int, int]:
        """Where something begins, as its author counts."""
        row, column = place_of(event.start_mark)
        return row + 1 + self.skipped, column + 1

    def flaw(self, event: yaml.Event, says: str, fix: str, kind: FlawKind) -> None:
        """Tell of something where an event begins."""
        self.flaws.append(Flaw(*self.place(event), says, fix, kind))

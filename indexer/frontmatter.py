"""A file as its author wrote it: every value with its place, the text with the line it starts on, and what cannot be read.

    bytes -> lines -> front matter (between two lines of `---`) -> Group, Items, Scalar
                   -> text

Values are kept as the words that were written. What kind they are (a date, a number) is for the table of fields to
say, not for YAML to guess: a title of 2020 is a title, and `no` is a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import yaml

from indexer.repairs import Repair, explain, repair
from indexer.safe_yaml import yaml_events

#: Bytes in the largest file that is read.
LARGEST = 200_000

#: How many lines of one file are put right in order to go on and find its other faults.
MOST_REPAIRS = 20

FlawKind = Literal["size", "encoding", "characters", "fence", "yaml", "quotes", "twice", "plain"]


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that keeps a file, or part of it, from being read. Lines and columns count from 1."""

    line: int
    column: int
    says: str
    fix: str
    kind: FlawKind | None = None


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


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A file in two parts. `values` is None when they could not be read, `text` is None when nothing could."""

    values: Group | None
    text: str | None
    text_line: int
    flaws: tuple[Flaw, ...]


def read_front_matter(content: bytes) -> FrontMatter:
    """Read a case study: values between two lines of `---`, then Markdown. Never raises; says what is wrong."""
    lines, flaws = _lines(content)
    if lines is None:
        return FrontMatter(None, None, 1, flaws)
    start, end, text_start, fences = _fences(lines)
    values, unread = (None, []) if start is None else _values(lines[start:end], start)
    while text_start < len(lines) and not lines[text_start].strip():
        text_start += 1
    text = "\n".join(lines[text_start:]).rstrip() + "\n"
    return FrontMatter(values, text, text_start + 1, (*flaws, *fences, *unread))


def read_values(content: bytes) -> FrontMatter:
    """Read a file that is nothing but values, such as an adoption."""
    lines, flaws = _lines(content)
    if lines is None:
        return FrontMatter(None, None, 1, flaws)
    values, unread = _values(lines, 0)
    return FrontMatter(values, "", len(lines), (*flaws, *unread))


#: What no text needs: control characters (Word leaves some behind), other line breaks, and marks that reverse the writing.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def _lines(content: bytes) -> tuple[list[str] | None, tuple[Flaw, ...]]:
    if len(content) > LARGEST:
        size = f"must be at most {LARGEST // 1000} KB"
        return None, (Flaw(1, 1, f"The file {size}; this one is larger.", "Shorten it, and link to long material as an asset.", "size"),)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].rpartition(b"\n")[2].decode("utf-8", "replace")
        line = content.count(b"\n", 0, error.start) + 1
        fix = "Save it again and choose the encoding “UTF-8”. Look for a curly quote, a pound sign or an accent at this place."
        return None, (Flaw(line, len(before) + 1, "The file must be in UTF-8.", fix, "encoding"),)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [_UNWANTED.sub(" ", line) for line in lines], tuple(_unwanted(lines))


def _unwanted(lines: list[str]) -> Iterator[Flaw]:
    for number, line in enumerate(lines, 1):
        if found := _UNWANTED.search(line):
            says = f"The file must have no control characters; here is one (U+{ord(found[0]):04X}) that cannot be seen."
            yield Flaw(number, found.start() + 1, says, "Delete it and type the words around it again.", "characters")


#: What was meant as three hyphens. Word turns them into dashes.
_FENCE_LIKE = re.compile(r"[-\u2010-\u2015]{1,9}\s*")


def _fences(lines: list[str]) -> tuple[int | None, int, int, list[Flaw]]:
    """Rows, counting from 0, where the front matter starts and ends and the text starts; and what is wrong with the lines between."""
    first = next((row for row, line in enumerate(lines) if line.strip()), 0)
    if not _FENCE_LIKE.fullmatch(lines[first]):
        fix = "Put a line with only --- above the title, and another below the last field. TEMPLATE.md shows how."
        return None, 0, 0, [Flaw(1, 1, "The file must begin with a line of three hyphens (---).", fix, "fence")]
    flaws = [Flaw(1, 1, "The line --- must be the first.", "Delete the empty lines above it.", "fence")] if first else []
    end = next((row for row in range(first + 1, len(lines)) if _FENCE_LIKE.fullmatch(lines[row])), None)
    if end is None:
        heading = next((row for row in range(first + 1, len(lines)) if lines[row].startswith("## ")), len(lines))
        fix = "Put a line with only --- below the last field, before the first heading."
        says = "The fields must be closed by a second line of three hyphens (---)."
        return first + 1, heading, heading, [*flaws, Flaw(first + 1, 1, says, fix, "fence")]
    for row in (first, end):
        if lines[row].rstrip() != "---":
            flaws.append(Flaw(row + 1, 1, "This line must be three hyphens and nothing else.", "Write --- here.", "fence"))
    return first + 1, end, end + 1, flaws


def _values(lines: list[str], skipped: int) -> tuple[Group | None, list[Flaw]]:
    """The values in lines of YAML, after so many others. A line that only lacks quotation marks is put right, told, and the reading goes on."""
    flaws: list[Flaw] = []
    for _ in range(MOST_REPAIRS):
        reader = _Reader(lines, skipped)
        try:
            return reader.read(), flaws + reader.flaws
        except yaml.YAMLError as error:
            mended = repair(lines, error)
            if mended is None:
                return None, [*flaws, _flaw(explain(lines, error), skipped, "yaml")]
            lines = [*lines[: mended.row], mended.line, *lines[mended.row + 1 :]]
            flaws.append(_flaw(mended, skipped, "quotes"))
    return None, flaws


def _flaw(told: Repair, skipped: int, kind: FlawKind) -> Flaw:
    return Flaw(told.row + 1 + skipped, told.column + 1, told.says, told.fix, kind)


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
        self.flaws.append(Flaw(line, 1, "There must be fields here, each as `name: value`.", "Copy them from TEMPLATE.md."))
        return None

    def value(self, event: yaml.Event) -> Value:
        """One value, with all that is in it."""
        line, column = self.place(event)
        self.refuse(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
                items.append(self.value(inner))
            return Items(tuple(items), line, column)
        if isinstance(event, yaml.MappingStartEvent):
            return self.group(line, column)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, line, column, quoted=bool(event.style), cut=self.cut(event))
        return Scalar("", line, column)

    def group(self, line: int, column: int) -> Group:
        """Named values; a name that comes twice keeps its first."""
        values: dict[str, Value] = {}
        names: dict[str, Scalar] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            name, value = self.value(event), self.value(next(self.events))
            if not isinstance(name, Scalar):
                self.flaw(event, "A field's name must be one word.", "Look for a stray bracket or question mark.", "yaml")
            elif name.text in names:
                first = names[name.text].line
                says = f"`{name.text[:60]}` must be given once; it is also on line {first}."
                self.flaws.append(Flaw(name.line, name.column, says, "Delete one of the two, or join them.", "twice"))
            else:
                values[name.text], names[name.text] = value, name
        return Group(values, names, line, column)

    def cut(self, event: yaml.ScalarEvent) -> str:
        """What follows an unquoted value and was taken for a comment."""
        mark = event.end_mark
        if event.style or mark.line >= len(self.lines):
            return ""
        rest = self.lines[mark.line][mark.column :]
        before = self.lines[mark.line][: mark.column]
        return rest.strip() if re.match(r"\s+#", rest) or (rest.startswith("#") and before[-1:].isspace()) else ""

    def refuse(self, event: yaml.Event) -> None:
        """Values must be plain: no anchors, aliases or tags."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            says = "A value must not begin with `*` or `&`, which have a meaning of their own here."
            self.flaw(event, says, "Put the value in double quotes.", "plain")
        if getattr(event, "tag", None):
            self.flaw(event, "A value must not begin with `!`, which has a meaning of its own here.", "Put the value in double quotes.", "plain")

    def place(self, event: yaml.Event) -> tuple[int, int]:
        return event.start_mark.line + 1 + self.skipped, event.start_mark.column + 1

    def flaw(self, event: yaml.Event, says: str, fix: str, kind: FlawKind) -> None:
        self.flaws.append(Flaw(*self.place(event), says, fix, kind))

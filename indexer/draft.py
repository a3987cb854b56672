"""A file that may still have faults: what its author wrote, matched to the table of fields, for the rules to judge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import PurePosixPath

from indexer.casestudy import heading_of
from indexer.fields import ADOPTION_FIELDS, CASE_STUDY_FIELDS, Field
from indexer.frontmatter import FrontMatter, read_front_matter, read_values
from indexer.prose import Line, Paragraph, lines_of, paragraphs_of, single
from indexer.values import Group, Items, Scalar, Value
from indexer.vocabulary import Vocabulary


def _today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Slot:
    """A field with one value of the right shape. `label` is its name, with the group it is in: `outcomes.before`."""

    field: Field
    label: str
    value: Scalar


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text, or a line that looks like one (level 0), with the text under it."""

    level: int
    words: str
    line: int
    body: str


@dataclass(frozen=True)
class Draft:
    """One file, read but not judged. `path` is relative to the folder of case studies, with forward slashes.

    What many rules look at is worked out once.
    """

    path: str
    front: FrontMatter
    vocabulary: Vocabulary
    fields: tuple[Field, ...] = CASE_STUDY_FIELDS
    today: date = field(default_factory=_today)

    @cached_property
    def slug(self) -> str:
        """The file's name, which is the name for ever."""
        return PurePosixPath(self.path).stem

    @property
    def folder(self) -> str:
        """The folder it is in: the lead's, or the adopter's."""
        return self.path.partition("/")[0] if "/" in self.path else ""

    @property
    def is_adoption(self) -> bool:
        """Whether it is another council's record that it copied a case study."""
        return self.fields is ADOPTION_FIELDS

    @cached_property
    def groups(self) -> tuple[tuple[str, tuple[Field, ...], Group], ...]:
        """Every group of named values with the fields it may have: the whole front matter first, under no name."""
        whole = self.front.values
        return tuple(_groups("", self.fields, whole)) if whole else ()

    @cached_property
    def filled(self) -> tuple[Slot, ...]:
        """Every single value that was given, wherever it is."""
        return tuple(
            Slot(each, f"{name}.{each.name}" if name else each.name, value)
            for name, fields, group in self.groups
            for each in fields
            for value in fitting(each, group.values.get(each.name))
            if isinstance(value, Scalar)
        )

    @cached_property
    def own_words(self) -> tuple[Slot, ...]:
        """The single values that are the author's own words, or may hold some."""
        return tuple(self.slots("text", "email", "measurement"))

    @cached_property
    def written(self) -> str:
        """All that anybody may have written into the file: the text, and each of those values from a line of its own."""
        return "\n".join([self.front.text or "", *(slot.value.text for slot in self.own_words)])

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the text."""
        return tuple(lines_of(self.front))

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The running words: of the summary (or what an adoption changed), and of the text."""
        values = (value for name in ("summary", "changed") for value in self.given(name))
        said = (single(value.text, value.line, value.column + value.quoted) for value in values)
        return (*said, *paragraphs_of(self.lines))

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """Every heading in order. What stands before the first is under a heading of level 0 with no words."""
        return _headings(self.lines, self.front.text_line)

    def slots(self, *kinds: str) -> Iterator[Slot]:
        """Every single value of these kinds."""
        return (slot for slot in self.filled if slot.field.kind in kinds)

    def given(self, name: str) -> tuple[Scalar, ...]:
        """The single values of one field at the top."""
        return tuple(slot.value for slot in self.filled if slot.label == name)

    def source_count(self) -> int | None:
        """How many sources there are; None when that cannot be told."""
        if self.front.values is None:
            return None
        return sum(name == "sources" for name, _, _ in self.groups)


def read_draft(path: str, content: bytes, vocabulary: Vocabulary, today: date | None = None) -> Draft:
    """Read one file: a case study, or an adoption when its name ends in `.yaml`."""
    adoption = path.endswith(".yaml")
    front = read_values(content) if adoption else read_front_matter(content)
    return Draft(path, front, vocabulary, ADOPTION_FIELDS if adoption else CASE_STUDY_FIELDS, today or _today())


def is_empty(value: Value | None) -> bool:
    """Whether nothing was written: no value, or a list or a group with nothing in it but empty values."""
    if isinstance(value, Scalar):
        return value.empty
    if isinstance(value, Items):
        return all(is_empty(inner) for inner in value.values)
    return value is None or all(is_empty(inner) for inner in value.values.values())


def fitting(each: Field, value: Value | None) -> tuple[Scalar | Group, ...]:
    """The values of the right shape: single ones, or groups where the field is a group, in a list where it takes many."""
    if value is None or each.many != isinstance(value, Items):
        return ()
    if isinstance(value, Scalar):
        return () if each.kind == "group" or value.empty else (value,)
    values = value.values if isinstance(value, Items) else (value,)
    shape = Group if each.kind == "group" else Scalar
    return tuple(inner for inner in values if isinstance(inner, shape) and not is_empty(inner))


def _groups(name: str, fields: tuple[Field, ...], group: Group) -> Iterator[tuple[str, tuple[Field, ...], Group]]:
    yield name, fields, group
    for each in fields:
        if each.kind == "group":
            for inner in fitting(each, group.values.get(each.name)):
                if isinstance(inner, Group):
                    yield from _groups(each.name, each.parts, inner)


def _headings(lines: tuple[Line, ...], first: int) -> tuple[Heading, ...]:
    found: list[tuple[int, str, int]] = [(0, "", first)]
    bodies: list[list[str]] = [[]]
    for line in lines:
        level, words = (0, "") if line.is_code else heading_of(line.words)
        if level:
            found.append((level, words, line.number))
            bodies.append([])
        else:
            bodies[-1].append(line.words)
    return tuple(Heading(level, words, line, "\n".join(body)) for (level, words, line), body in zip(found, bodies, strict=True))

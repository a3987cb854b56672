"""Rules about reading the file at all: its size, its letters, its front matter. The reader found these; here they get their ids."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.draft import Draft
from indexer.kinds import OWN_WORDS
from indexer.rules.rule import rule
from indexer.values import Flaw, FlawKind, Items, Scalar, Value


def _found(draft: Draft, kind: FlawKind) -> Iterator[Flaw]:
    return (flaw for flaw in draft.front.flaws if flaw.kind == kind)


@rule(
    "CB-001",
    why="A larger file is a report with pictures or data inside it, which nobody reads here and every build must.",
    fix="Shorten it, and link to long material as an asset.",
)
def size(draft: Draft) -> Iterator[Flaw]:
    """A file must be at most 200 KB."""
    yield from _found(draft, "size")


@rule("CB-002", why="In another encoding pound signs, dashes and Welsh letters come out as nonsense.", fix="Save it again as UTF-8.")
def encoding(draft: Draft) -> Iterator[Flaw]:
    """A file must be in UTF-8."""
    yield from _found(draft, "encoding")


@rule(
    "CB-003",
    why="They come along unseen when text is pasted, and some reverse the order in which words are shown.",
    fix="Delete the character and type the words around it again.",
    mends="the characters are taken out",
)
def characters(draft: Draft) -> Iterator[Flaw]:
    """A file must have no control characters, which cannot be seen and change how the rest is shown."""
    yield from _found(draft, "characters")


@rule(
    "CB-004",
    why="The two lines tell where the fields end and the text begins.",
    fix="Put a line with only --- above the first field and below the last.",
    mends="dashes that were meant as hyphens",
)
def fences(draft: Draft) -> Iterator[Flaw]:
    """The fields must stand between two lines of three hyphens."""
    yield from _found(draft, "fence")


@rule("CB-005", why="What cannot be parsed cannot be shown, searched or checked further.", fix="Compare the line with TEMPLATE.md.")
def yaml(draft: Draft) -> Iterator[Flaw]:
    """The fields must be YAML that parses."""
    yield from _found(draft, "yaml")


@rule(
    "CB-006",
    why="Without the quotes the words are cut short, or the fields below cannot be read.",
    fix="Put the words in double quotes.",
    mends="quotation marks are added where a line cannot be read without them",
)
def quotes(draft: Draft) -> Iterator[Flaw]:
    """Words that mean something in YAML (a colon and a space, a space and a hash) must be in double quotes."""
    yield from _found(draft, "quotes")
    for name, fields, group in draft.groups:
        for each in fields:
            for value in _singles(group.values.get(each.name)):
                if value.cut and each.kind in OWN_WORDS:
                    label = f"{name}.{each.name}" if name else each.name
                    says = f"`{label}` must be in double quotes, because all from “#” on is left out of it."
                    whole = f"{value.text} {value.cut}".strip().replace('"', '\\"')
                    fix = f'Write: "{whole[:100]}". If the rest is a note to yourself, move it to a line of its own.'
                    yield Flaw(value.line, value.column, says, fix)


def _singles(value: Value | None) -> tuple[Scalar, ...]:
    values = value.values if isinstance(value, Items) else (value,)
    return tuple(inner for inner in values if isinstance(inner, Scalar))


@rule("CB-007", why="Only one of the two can be shown, and nobody can tell which was meant.", fix="Delete one of the two, or join them.")
def twice(draft: Draft) -> Iterator[Flaw]:
    """A field must be given once."""
    yield from _found(draft, "twice")


@rule(
    "CB-008",
    why="Those marks make YAML repeat values or make objects of them, which no case study needs and an attacker might.",
    fix="Put the value in double quotes.",
)
def plain(draft: Draft) -> Iterator[Flaw]:
    """A value must be plain: no anchors, aliases or tags."""
    yield from _found(draft, "plain")


@rule(
    "CB-009",
    why="YAML cannot tell how wide a tab is, so it refuses the whole file.",
    fix="Replace each tab with two spaces.",
    mends="tabs at the beginning of a line become spaces",
)
def tabs(draft: Draft) -> Iterator[Flaw]:
    """A field must be indented with spaces, not tabs."""
    yield from _found(draft, "tabs")

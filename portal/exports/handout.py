"""A collection as readers take it away: plain values, from which each of the files is made, so that all say the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.casestudies import LICENCES
from portal.templating import day

#: What curators publish is published under; each case study names its own.
LICENCE = LICENCES["OGL-UK-3.0"]


@dataclass(frozen=True, slots=True)
class HandoutItem:
    """A case study in its place: why it is there (Markdown), what it says of itself, and how to name it.

    `licence` is a name and an address.
    """

    number: int
    slug: str
    title: str
    address: str
    comment: str
    start_here: bool
    summary: str
    councils: tuple[str, ...]
    status: str
    evidence: str
    themes: tuple[str, ...]
    years: str
    licence: tuple[str, str]
    citation: str


@dataclass(frozen=True, slots=True)
class HandoutSection:
    """Items under a heading of their own. `title` is never empty."""

    title: str
    items: tuple[HandoutItem, ...]


@dataclass(frozen=True, slots=True)
class Handout:
    """A published collection. `text` is Markdown; `taken` is the day on which it was asked for. `more` says, in a sentence, where
    the rest of what a search adds is, where that is more than a file holds."""

    slug: str
    title: str
    introduction: str
    text: str
    address: str
    bodies: tuple[str, ...]
    published: date
    reviewed: date
    note: str
    taken: date
    sections: tuple[HandoutSection, ...]
    more: str = ""

    @property
    def items(self) -> tuple[HandoutItem, ...]:
        """Every item, in order."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def curators(self) -> str:
        """Whose work it is, in words."""
        return ", ".join(self.bodies)

    @property
    def attribution(self) -> str:
        """How to name it in another work."""
        return f"{self.curators}, “{self.title}”, Copybook, {day(self.published)}, {self.address}"

    @property
    def rights(self) -> str:
        """What may be done with it, in a sentence or two."""
        return (
            f"The curators’ words are under the {LICENCE[0]}. Each case study is under the licence named beside it. "
            "You may copy, change and share them if you say where they came from."
        )

    @property
    def dates(self) -> str:
        """When it was published, looked at again and taken away."""
        looked = f" Last looked at {day(self.reviewed)}." if self.reviewed != self.published else ""
        return f"Published {day(self.published)}.{looked} Taken from Copybook on {day(self.taken)}."

    @property
    def file_name(self) -> str:
        """What its files are called, without what they end in. Its slug is letters, digits and hyphens."""
        return f"copybook-{self.slug}-{self.taken.isoformat()}"

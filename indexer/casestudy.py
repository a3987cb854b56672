"""What a case study is made of: plain, frozen data, with no way to read or write itself.

CaseStudy ─┬─ Contact, Procurement          one or none of each
           ├─ Cost, Outcome, Asset, Source  any number
           └─ text (Markdown)  ── Section   one for each second-level heading
Adoption ──── Contact, Outcome, Source      another council's record that it copied a case study
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

Status = Literal["idea", "pilot", "live", "scaled", "stopped", "unknown"]
Provenance = Literal["council", "public-sources"]
Nature = Literal["result", "harm", "scale", "forecast", "baseline"]
About = Literal["people", "money", "time", "quality", "environment"]
Reporter = Literal["council", "partner", "supplier", "government", "regulator", "independent", "press"]
Progress = Literal["planning", "doing", "live", "stopped"]

#: What was measured: a number where the source gives one (so that it can be drawn), else its words.
Measurement = int | float | str


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as well as it is known: a year, a month of a year, or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read `2023`, `2023-04` or `2023-04-01`. Raises ValueError for anything else, or a day that never was."""
        if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
            raise ValueError(f"not a year, month or day: {text!r}")
        year, month, day = (*[int(part) for part in text.split("-")], None, None)[:3]
        assert year is not None
        date(year, month or 1, day or 1)
        return cls(year, month, day)

    @property
    def first_day(self) -> date:
        """The earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def __str__(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask: a role and its shared mailbox, never a person."""

    role: str
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Procurement:
    """How it was bought."""

    route: str | None = None
    framework: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """An amount of money in whole units of its currency, and what it covers."""

    amount: int | float
    covers: str
    currency: str = "GBP"
    year: int | None = None
    estimate: bool = False
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A measured change (or size, forecast or baseline) and who says so. `source` counts from 1."""

    measure: str
    nature: Nature
    about: About
    before: Measurement | None = None
    after: Measurement | None = None
    change: Measurement | None = None
    unit: str | None = None
    period: str | None = None
    reported_by: Reporter | None = None
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Asset:
    """Something another council can reuse."""

    title: str
    kind: str
    url: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was published. Cited in the text by its number, counting from 1."""

    title: str
    publisher: str
    url: str | None = None
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """The text under one second-level heading. `anchor` is the heading's id on the page. Both are empty before the first heading."""

    heading: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class CaseStudy:
    """One Markdown file: what a council did, what changed, what it learned.

    `slug` is its permanent name; `path` where its file is, under the folder of case studies.
    """

    slug: str
    path: str
    title: str
    summary: str
    themes: tuple[str, ...]
    status: Status
    published: date
    review_by: date
    provenance: Provenance
    licence: str
    text: str
    councils: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    barriers: tuple[str, ...] = ()
    started: PartialDate | None = None
    ended: PartialDate | None = None
    updated: date | None = None
    contact: Contact | None = None
    technology: tuple[str, ...] = ()
    suppliers: tuple[str, ...] = ()
    procurement: Procurement | None = None
    costs: tuple[Cost, ...] = ()
    funding: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    assets: tuple[Asset, ...] = ()
    sources: tuple[Source, ...] = ()
    previous_slugs: tuple[str, ...] = ()
    language: str = "en"

    @property
    def sections(self) -> tuple[Section, ...]:
        """The text, cut at its second-level headings, in order."""
        return split_sections(self.text)

    @property
    def last_changed(self) -> date:
        """The last day that something changed which a reader should hear of."""
        return self.updated or self.published


@dataclass(frozen=True, slots=True)
class Adoption:
    """One council's record of what it copied. `council` is the adopter; `copies` the case study's slug."""

    slug: str
    path: str
    council: str
    copies: str
    progress: Progress
    published: date
    review_by: date
    started: PartialDate | None = None
    changed: str | None = None
    outcomes: tuple[Outcome, ...] = ()
    sources: tuple[Source, ...] = ()
    contact: Contact | None = None


def anchor_for(heading: str) -> str:
    """The id a heading has on the page: lower-case words joined by hyphens, Welsh letters kept as plain ones."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "section"


def heading_of(line: str) -> tuple[int, str]:
    """A Markdown heading's level and words, without the hashes that may close it; level 0 for any other line."""
    # Without a pattern for the words: on a long line of spaces, one that looks for the closing hashes takes minutes.
    match = re.match(r"(#{1,6})(?= |$)", line) if line.startswith("#") else None
    if not match:
        return 0, ""
    words = line[match.end() :].strip()
    bare = words.rstrip("#")
    return len(match[1]), bare.strip() if not bare or bare.endswith(" ") else words


_FENCE = re.compile(r" {0,3}(```+|~~~+)")


def split_sections(text: str) -> tuple[Section, ...]:
    """Cut Markdown at its second-level headings. Headings inside fenced code are text. What stands before the first has none."""
    sections: list[Section] = []
    heading = ""
    lines: list[str] = []
    fence: str | None = None

    def close() -> None:
        if heading or any(map(str.strip, lines)):
            sections.append(Section(heading, heading and anchor_for(heading), "\n".join(lines).strip()))

    for line in text.splitlines():
        mark = _FENCE.match(line)
        if mark and (fence is None or mark[1].startswith(fence)):
            fence = None if fence else mark[1][:3]
        level, words = (0, "") if fence else heading_of(line)
        if level == 2 and words:
            close()
            heading, lines = words, []
        else:
            lines.append(line)
    close()
    return tuple(sections)

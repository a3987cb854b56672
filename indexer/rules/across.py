"""Rules that need every file: names that are taken, withdrawn, or not there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.fault import Fault
from indexer.rules.nearest import did_you_mean
from indexer.rules.rule import Rule, rule, shown
from indexer.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Entry:
    """What the other files need to know of one. `copies` is None for a case study, and what it names for an adoption."""

    path: str
    slug: str
    previous_slugs: tuple[str, ...] = ()
    copies: str | None = None
    line: int = 1


@dataclass(frozen=True, slots=True)
class Survey:
    """Every file, faulty ones too, and the agreed lists."""

    entries: tuple[Entry, ...]
    vocabulary: Vocabulary

    @property
    def case_studies(self) -> tuple[Entry, ...]:
        """Those that are not adoptions."""
        return tuple(entry for entry in self.entries if entry.copies is None)


@dataclass(frozen=True, slots=True)
class Clash:
    """One file that does not go with the others."""

    entry: Entry
    line: int
    says: str
    fix: str


def across_faults(rules: tuple[Rule[Survey, Clash], ...], survey: Survey) -> Iterator[Fault]:
    """Every fault that only shows when all the files are seen together."""
    for each in rules:
        for clash in each.check(survey):
            yield Fault(clash.entry.path, clash.line, 1, each.id, clash.says, clash.fix, each.severity)


def entry_line(content: bytes, field: str) -> int:
    """The line a field at the top begins on; 1 if it cannot be found."""
    match = re.search(rb"^" + field.encode() + rb"[ \t]*:", content, re.MULTILINE)
    return content.count(b"\n", 0, match.start()) + 1 if match else 1


@rule("CB-501", why="Two case studies cannot have one address.", fix="Rename one of them.")
def taken(survey: Survey) -> Iterator[Clash]:
    """A case study's name must be its own: no other may have it now, or have had it."""
    owners: dict[str, list[Entry]] = defaultdict(list)
    for entry in survey.case_studies:
        owners[entry.slug].append(entry)
    for slug, entries in owners.items():
        for entry in entries if len(entries) > 1 else ():
            others = ", ".join(other.path for other in entries[:5] if other is not entry)
            yield Clash(
                entry, 1, f"A case study’s name must be its own; {shown(slug)} is also the name of {others}.", "Rename the newer file."
            )
    had: dict[str, Entry] = {}
    for entry in survey.case_studies:
        for slug in entry.previous_slugs:
            other = next((it for it in owners.get(slug, ())), None) or had.get(slug)
            if other:
                fix = "Take it out of `previous_slugs` in one of them."
                says = f"A previous slug must be no other’s name; {shown(slug)} is that of {other.path}."
                yield Clash(
                    entry,
                    entry.line,
                    says if other is not entry else f"{shown(slug)} must not be a previous slug: it is the name now.",
                    fix,
                )
            had.setdefault(slug, entry)


@rule("CB-502", why="Readers of the old address are told that it was taken down.", fix="Take it out of withdrawn.yaml, or delete the file.")
def withdrawn(survey: Survey) -> Iterator[Clash]:
    """A case study must not be both there and withdrawn."""
    for entry in survey.case_studies:
        for slug in (entry.slug, *entry.previous_slugs):
            if slug in survey.vocabulary.withdrawn:
                says = f"A case study must not be both here and in withdrawn.yaml; {shown(slug)} is in both."
                line = 1 if slug == entry.slug else entry.line
                yield Clash(entry, line, says, "Take it out of withdrawn.yaml, or delete the file.")


@rule(
    "CB-503",
    why="An adoption counts as evidence for what it copies, so that must be there.",
    fix="Copy the last part of the case study’s address.",
)
def copied(survey: Survey) -> Iterator[Clash]:
    """An adoption must copy a case study that is there, by its name now or before."""
    slugs = {slug for entry in survey.case_studies for slug in (entry.slug, *entry.previous_slugs)}
    for entry in survey.entries:
        if entry.copies and entry.copies not in slugs:
            says = f"`copies` must name a case study that is here; {shown(entry.copies)} is not."
            fix = did_you_mean(entry.copies, slugs, "Copy the last part of the case study’s address.")
            yield Clash(entry, entry.line, says, fix)

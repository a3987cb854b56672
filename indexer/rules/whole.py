"""Rules about a library as a whole and over time, which only a check holds: near-duplicates, vanished names, links to files, old reviews.

A build does not ask them. What they find does not make one case study unfit to be shown.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations
from typing import Literal

from indexer.rules.phrases import IN_MOST
from indexer.rules.rule import rule, shown

#: The kinds of picture that every browser shows, and bytes in the largest.
PICTURES = ("PNG", "JPEG", "WebP")
LARGEST_PICTURE = 500_000

Picture = Literal["missing", "large", "other", "good"]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link or a picture of the text leads, if not to an address or a place on its page."""

    line: int
    column: int
    leads_to: str
    is_picture: bool


@dataclass(frozen=True)
class Glance:
    """What can be seen of a case study without judging it. It may have faults."""

    path: str
    slug: str
    councils: frozenset[str]
    title: str
    text: str
    previous_slugs: tuple[str, ...] = ()
    review_by: date | None = None
    review_line: int = 1
    targets: tuple[Target, ...] = ()

    @cached_property
    def words(self) -> Mapping[str, float]:
        """The words that tell this project from others, each by how much it counts; their squares sum to 1."""
        own = {part for slug in self.councils for part in slug.split("-")}
        counts = Counter(word for word in _WORD.findall(self.text.lower()) if word not in IN_MOST and word not in own)
        weights = {word: 1 + math.log(count) for word, count in counts.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1
        return {word: weight / length for word, weight in weights.items()}


_WORD = re.compile(r"[a-z][a-z'’-]{2,}|\d[\d,.]*\d")


@dataclass(frozen=True, slots=True)
class Gone:
    """A name that led to a case study at an earlier commit: its file then, and the file it seems to have become."""

    slug: str
    path: str
    became: str | None = None


@dataclass(frozen=True, slots=True)
class Library:
    """The case studies that are judged and the others they are compared with. `file` looks at a file beside them."""

    judged: tuple[Glance, ...]
    others: tuple[Glance, ...]
    gone: tuple[Gone, ...]
    withdrawn: frozenset[str]
    today: date
    file: Callable[[str, bool], Picture]


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing in one file that shows only beside the others, or as time goes by."""

    path: str
    line: int
    column: int
    says: str
    fix: str


#: How much two case studies of one council may share. Measured on 180 real ones: no two different projects of one council share
#: over 0.21; two halves of one case study, with no sentence in common, share 0.27 or more in 19 of 20.
CLOSE = 0.25


@rule(
    "CB-506",
    why="Two write-ups of one project split its readers, and one of them goes stale.",
    fix="Update the one that is there instead, or say in both how they differ.",
    severity="advice",
)
def alike(library: Library) -> Iterator[Remark]:
    """A case study must tell of another project than the council's others do."""
    for one, other in _pairs(library):
        common = _likeness(one.words, other.words)
        if common >= CLOSE:
            says = f"A case study must tell of another project than the council’s others; {shown(other.title)} ({other.path}) shares "
            says += f"{common:.0%} of its telling words ({', '.join(_shared(one.words, other.words))})."
            yield Remark(one.path, 1, 1, says, "Is it the same project? Then update that one instead.")


def _pairs(library: Library) -> Iterator[tuple[Glance, Glance]]:
    """Each judged case study with each other of its councils; of two that are both judged, the later by path first."""
    by_council: dict[str, list[Glance]] = {}
    for one in sorted(library.judged, key=lambda it: it.path):
        for council in one.councils:
            by_council.setdefault(council, []).append(one)
    both = {(late.path, early.path): (late, early) for group in by_council.values() for early, late in combinations(group, 2)}
    for other in library.others:
        for council in other.councils:
            both |= {(one.path, other.path): (one, other) for one in by_council.get(council, ())}
    return (both[key] for key in sorted(both))


def _likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    few, many = sorted((one, other), key=len)
    return sum(weight * many.get(word, 0) for word, weight in few.items())


def _shared(one: Mapping[str, float], other: Mapping[str, float]) -> list[str]:
    both = {word: weight * other[word] for word, weight in one.items() if word in other}
    return sorted(both, key=lambda word: (-both[word], word))[:5]


@rule(
    "CB-507",
    why="People have saved and printed the address; it must lead somewhere for ever.",
    fix="Put the old name in `previous_slugs` of what took its place, or in withdrawn.yaml with the reason.",
)
def vanished(library: Library) -> Iterator[Remark]:
    """A name that led to a case study must go on leading somewhere."""
    names = {name for it in (*library.judged, *library.others) for name in (it.slug, *it.previous_slugs)} if library.gone else set()
    for gone in library.gone:
        if gone.slug not in names and gone.slug not in library.withdrawn:
            fix = "Put it in `previous_slugs` of what took its place, or in withdrawn.yaml with the reason."
            if gone.became:
                fix = f"It seems to have become {gone.became}: write previous_slugs: [{gone.slug}] there. Or put it in withdrawn.yaml."
            yield Remark(gone.path, 1, 1, f"A name must go on leading somewhere; {shown(gone.slug)} no longer does.", fix)


@rule("CB-508", why="A link that leads nowhere wastes a reader's time.", fix="Mend the path, or write the whole address.")
def leads_somewhere(library: Library) -> Iterator[Remark]:
    """A link to another file must lead to one that is here."""
    for one, target in _targets(library, pictures=False):
        if library.file(_beside(one, target), False) == "missing":
            says = f"A link to another file must lead to one that is here; {shown(target.leads_to)} does not."
            yield Remark(
                one.path, target.line, target.column, says, "Mend the path (../council/name.md), or write the whole address, with https://."
            )


@rule(
    "CB-509",
    why="A picture from elsewhere tells others who reads the page; a large one keeps people on slow lines waiting.",
    fix=f"Keep it beside the case study as {', '.join(PICTURES[:-1])} or {PICTURES[-1]}, at most {LARGEST_PICTURE // 1000} KB.",
)
def picture(library: Library) -> Iterator[Remark]:
    """A picture must be a PNG, JPEG or WebP file beside the case study, of at most 500 KB."""
    for one, target in _targets(library, pictures=True):
        address = re.match(r"[a-zA-Z][\w+.-]*:|//", target.leads_to)
        found = "address" if address else library.file(_beside(one, target), True)
        problem, fix = {
            "address": ("is somewhere else", "Put the file beside the case study and write its name."),
            "missing": ("is not here", "Put the file beside the case study, or mend its name."),
            "large": ("is larger", "Save it again, smaller: 1,200 pixels wide is enough."),
            "other": ("is of another kind", "Save it again as PNG (drawings) or JPEG (photographs)."),
        }.get(found, ("", ""))
        if problem:
            kinds = f"{', '.join(PICTURES[:-1])} or {PICTURES[-1]}"
            says = f"A picture must be a {kinds} file here of at most {LARGEST_PICTURE // 1000} KB; {shown(target.leads_to)} {problem}."
            yield Remark(one.path, target.line, target.column, says, fix)


def _targets(library: Library, *, pictures: bool) -> Iterator[tuple[Glance, Target]]:
    return ((one, target) for one in library.judged for target in one.targets if target.is_picture == pictures)


def _beside(one: Glance, target: Target) -> str:
    """The file's path in the folder of case studies; one that would lead out of it begins with `..`."""
    parts = one.path.split("/")[:-1]
    for part in target.leads_to.partition("#")[0].split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts) if not target.leads_to.startswith("/") else ".."


@rule("CB-510", why="After two years without a look, readers plan with what is no longer so.", fix="Check it, or withdraw it.")
def long_overdue(library: Library) -> Iterator[Remark]:
    """A case study must be checked again within a year of its `review_by`."""
    for one in library.judged:
        if one.review_by and one.review_by + timedelta(days=365) < library.today:
            says = f"A case study must be checked again within a year of its `review_by`, which was {one.review_by}."
            fix = "Check that it is still true and give `review_by` a day in the next year; or delete it and say why in withdrawn.yaml."
            yield Remark(one.path, one.review_line, 1, says, fix)

"""What the pages of councils say: lists by nation, and one council with its place in the register. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from indexer import Adoption, CaseStudy, Council, Hit, Index, Query, Vocabulary

#: The order in which nations are listed.
NATIONS = ("England", "Scotland", "Wales", "Northern Ireland")

#: Bodies that are in the register but are no principal council.
ABOVE_COUNCILS = ("combined-authority", "strategic-regional-authority")

#: A council has fewer case studies than this for a long time to come.
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """A council in a list, with how many case studies it has."""

    council: Council
    number: int

    @property
    def name(self) -> str:
        """The name that people look under: “Lincoln”, not “City of Lincoln”."""
        return re.sub(r"^(City of|The) (?!London)", "", self.council.short_name) or self.council.name


@dataclass(frozen=True, slots=True)
class Nation:
    """The councils of one nation. `number` counts its principal councils of today alone."""

    name: str
    number: int
    with_some: tuple[Listed, ...]
    councils: tuple[Listed, ...]
    combined: tuple[Listed, ...]
    coming: tuple[Listed, ...]
    former: tuple[Listed, ...]


def nations(vocabulary: Vocabulary, numbers: Mapping[str, int]) -> tuple[Nation, ...]:
    """Every body in the register, by nation and then by name. `numbers` holds how many case studies each has."""
    everyone = [Listed(council, numbers.get(council.slug, 0)) for council in vocabulary.councils.values()]
    everyone.sort(key=lambda listed: (listed.name.lower(), listed.council.slug))
    return tuple(_nation(name, [each for each in everyone if each.council.nation == name]) for name in NATIONS)


def _nation(name: str, listed: list[Listed]) -> Nation:
    current = [each for each in listed if each.council.status == "current"]
    councils = tuple(each for each in current if each.council.type not in ABOVE_COUNCILS)
    return Nation(
        name=name,
        number=len(councils),
        with_some=tuple(each for each in listed if each.number),
        councils=councils,
        combined=tuple(each for each in current if each.council.type in ABOVE_COUNCILS),
        coming=tuple(each for each in listed if each.council.status == "shadow"),
        former=tuple(each for each in listed if each.council.status == "former"),
    )


def numbers(index: Index) -> dict[str, int]:
    """How many case studies each council has."""
    return {count.value: count.number for count in index.search(Query(per_page=1)).counts.get("council", ())}


def place(council: Council, vocabulary: Vocabulary) -> str:
    """Where it is, from near to far, in the words of the register: “West Sussex, South East, England”."""
    county = vocabulary.councils.get(council.county)
    near = county.short_name if county else council.county.replace("-", " ").title()
    named = (near, council.region, council.nation)
    return ", ".join(dict.fromkeys(name for name in named if name))


@dataclass(frozen=True, slots=True)
class Copied:
    """An adoption, with the case study that it copied where that is here."""

    adoption: Adoption
    case_study: CaseStudy | None


@dataclass(frozen=True, slots=True)
class Predecessor:
    """A council that this one replaced, with what it published."""

    council: Council
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class CouncilPage:
    """All that the page of one council shows."""

    council: Council
    place: str
    combined: Council | None
    hits: tuple[Hit, ...]
    copied: tuple[Copied, ...]
    copied_by: tuple[Copied, ...]
    successors: tuple[Council, ...]
    predecessors: tuple[Predecessor, ...]


def council_page(index: Index, council: Council) -> CouncilPage:
    """One council: what it published, what it copied, who copied it, what came before and after it."""
    vocabulary = index.vocabulary
    everything = [Copied(adoption, index.get(adoption.copies)) for adoption in index.adoptions]
    return CouncilPage(
        council=council,
        place=place(council, vocabulary),
        combined=vocabulary.councils.get(council.combined_authority),
        hits=_published(index, council.slug),
        copied=tuple(each for each in everything if each.adoption.council == council.slug),
        copied_by=tuple(each for each in everything if each.case_study and council.slug in each.case_study.councils),
        successors=tuple(vocabulary.councils[slug] for slug in council.replaced_by if slug in vocabulary.councils),
        predecessors=tuple(Predecessor(before, _published(index, before.slug)) for before in vocabulary.predecessors(council.slug)),
    )


def _published(index: Index, slug: str) -> tuple[Hit, ...]:
    return index.search(Query(filters={"council": (slug,)}, sort="newest", per_page=MOST_SHOWN, show="case studies")).hits

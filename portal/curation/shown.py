"""What is still there of a collection: its slugs beside the case studies of the index. Pure, and made anew for each page.

A case study that was renamed shows under its new name. One that was taken down, or is not known, is left out for readers and pointed
out to curators.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from indexer import CaseStudy, Index, Query, Withdrawn
from portal.curation.arranging import key_of
from portal.curation.contents import Contents, Item
from portal.curation.found import slugs_found
from portal.curation.searches import query_of
from portal.questions import address
from portal.templating import day

#: Of what a search finds, at most this many are shown; the rest is on its own page of results.
MOST_IN_TAIL = 200


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item, its place counted through all sections, and the case study; or why there is none."""

    item: Item
    number: int
    case_study: CaseStudy | None
    withdrawn: Withdrawn | None = None

    @property
    def name(self) -> str:
        """What a curator knows it by."""
        return self.case_study.title if self.case_study else self.item.slug

    @property
    def trouble(self) -> str:
        """What a curator should know, in a sentence; nothing if all is well."""
        if self.case_study:
            return ""
        if self.withdrawn:
            return f"This case study was taken down on {day(self.withdrawn.on)}: {self.withdrawn.why} Readers do not see it here."
        return "There is no case study of this name. Readers do not see it here."

    @property
    def renamed_from(self) -> str:
        """The slug it was added under, if it has another now."""
        return self.item.slug if self.case_study and self.case_study.slug != self.item.slug else ""


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section with its items as they are now."""

    title: str
    items: tuple[ShownItem, ...]
    key: str = ""
    #: Where to find what a search adds beyond these, and how many.
    address: str = ""
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class ShownTail:
    """What comes after the items by itself, as it is now: what a search finds, without them and without what is hidden."""

    query: Query
    #: The first of them, which are shown.
    case_studies: tuple[CaseStudy, ...]
    #: How many there are.
    number: int
    #: What is hidden: its slug, and the case study if there still is one.
    hidden: tuple[tuple[str, CaseStudy | None], ...]

    @property
    def more(self) -> bool:
        """Whether the search finds more than is shown."""
        return self.number > len(self.case_studies)

    @property
    def address(self) -> str:
        """Where all that the search finds is."""
        return address(self.query)


def for_curators(contents: Contents, index: Index) -> tuple[ShownSection, ...]:
    """Every section and item, what is missing too."""
    number = 0
    sections = []
    for at, section in enumerate(contents.sections):
        items = []
        for item in section.items:
            number += 1
            items.append(_shown(item, number, index))
        sections.append(ShownSection(section.title, tuple(items), key_of(contents.sections, at)))
    return tuple(sections)


def for_readers(contents: Contents, index: Index) -> tuple[ShownSection, ...]:
    """The sections that have something to read, numbered without gaps."""
    number = 0
    sections = []
    for section in for_curators(contents, index):
        there = [it for it in section.items if it.case_study]
        items = tuple(ShownItem(it.item, number + place, it.case_study) for place, it in enumerate(there, 1))
        number += len(items)
        if items:
            sections.append(ShownSection(section.title, items))
    return tuple(sections)


def tail(contents: Contents, index: Index) -> ShownTail | None:
    """What comes after the items by itself, as the index is now. Nothing if the curator wants nothing there."""
    if contents.tail is None:
        return None
    added = _added(contents, present_slugs((item.slug for item in contents.items), index), index)
    found = (index.get(slug) for slug in added[:MOST_IN_TAIL])
    hidden = tuple((slug, index.get(slug)) for slug in contents.tail.hidden)
    return ShownTail(query_of(contents.tail.search), tuple(it for it in found if it), len(added), hidden)


def slugs_of(contents: Contents, index: Index) -> tuple[str, ...]:
    """The present slugs of all that readers find in a collection, and of all that its search finds beyond what is shown."""
    placed = present_slugs((item.slug for item in contents.items), index)
    return (*placed, *_added(contents, placed, index))


def _added(contents: Contents, placed: Iterable[str], index: Index) -> list[str]:
    """What the search of a collection finds besides what was put there by hand and what is hidden."""
    if contents.tail is None:
        return []
    unwanted = {*placed, *present_slugs(contents.tail.hidden, index)}
    return [slug for slug in slugs_found(index, contents.tail.search) if slug not in unwanted]


def everything(contents: Contents, index: Index) -> tuple[ShownSection, ...]:
    """All that readers find in a collection: its sections, and as the last what comes after them by itself."""
    sections, after = for_readers(contents, index), tail(contents, index)
    if not after or not after.case_studies:
        return sections
    number = sum(len(section.items) for section in sections)
    items = tuple(ShownItem(Item(it.slug), number + place, it) for place, it in enumerate(after.case_studies, 1))
    last = ShownSection("More on this" if sections else "", items, address=after.address, beyond=after.number - len(items))
    return (*sections, last)


def present_slugs(slugs: Iterable[str], index: Index) -> tuple[str, ...]:
    """The present slugs of the case studies that these name, without what is not there."""
    found = (index.get(slug) for slug in slugs)
    return tuple(dict.fromkeys(it.slug for it in found if it))


def known_as(contents: Contents, slug: str, index: Index) -> Item | None:
    """The item of a case study, under whichever of its slugs it was added."""
    present = index.get(slug)
    names = (present.slug, *present.previous_slugs) if present else (slug,)
    return next((item for item in contents.items if item.slug in names), None)


def named(index: Index) -> Callable[[str], str]:
    """What a case study is called, by any of its slugs; the slug itself where there is none."""
    return lambda slug: found.title if (found := index.get(slug)) else slug


def _shown(item: Item, number: int, index: Index) -> ShownItem:
    found = index.get(item.slug)
    return ShownItem(item, number, found, None if found else index.vocabulary.withdrawn.get(item.slug))

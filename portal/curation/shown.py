"""What is still there of a collection: its slugs beside the case studies of the index. Pure, and made anew for each page.

A case study that was renamed shows under its new name. One that was taken down, or is not known, is left out for readers and pointed
out to curators.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indexer import CaseStudy, Index, Withdrawn
from portal.curation.contents import Contents, Item


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
            return "This case study was taken down. Readers do not see it here."
        return "There is no case study of this name. Readers do not see it here."


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section with its items as they are now."""

    title: str
    items: tuple[ShownItem, ...]


def for_curators(contents: Contents, index: Index) -> tuple[ShownSection, ...]:
    """Every section and item, what is missing too."""
    number = 0
    sections = []
    for section in contents.sections:
        items = []
        for item in section.items:
            number += 1
            items.append(_shown(item, number, index))
        sections.append(ShownSection(section.title, tuple(items)))
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


def present_slugs(slugs: Iterable[str], index: Index) -> tuple[str, ...]:
    """The present slugs of the case studies that these name, without what is not there."""
    found = (index.get(slug) for slug in slugs)
    return tuple(dict.fromkeys(it.slug for it in found if it))


def known_as(contents: Contents, slug: str, index: Index) -> Item | None:
    """The item of a case study, under whichever of its slugs it was added."""
    present = index.get(slug)
    names = (present.slug, *present.previous_slugs) if present else (slug,)
    return next((item for item in contents.items if item.slug in names), None)


def _shown(item: Item, number: int, index: Index) -> ShownItem:
    found = index.get(item.slug)
    return ShownItem(item, number, found, None if found else index.vocabulary.withdrawn.get(item.slug))
